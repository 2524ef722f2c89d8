"""At which sites an agreement opens a category of data to whom: what desks about sites ask first."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from mapping.models import Site
from mou.access import fetch, policy
from mou.access.facts import agreement_facts, emergencies_at, held_versions, versions_of
from mou.access.openings import Emergency, Opening, Right, is_opening_met
from mou.models import AgencyMember
from mou.terms import ALWAYS
from mou.vocabulary import AgencyKind

OWN_KINDS = [AgencyKind.DISTRICT.value, AgencyKind.SCHOOL.value]


def sites_opened(right: Right, user_id: int, at: datetime) -> QuerySet[Site]:
    """Return the sites at which a right is open to a person's agency: always, or in an emergency there."""
    agreements = _agreements_of(user_id, at)
    if not agreements:
        return Site.objects.none()
    found, emergencies = Q(pk__in=[]), emergencies_at(None, at)
    for agreement in agreements:
        found |= _opened_by(agreement, right, emergencies, at)
    return Site.objects.filter(found)


def districts_opened(right: Right, user_id: int, at: datetime) -> list[UUID]:
    """Return the districts all of whose sites an agreement covers, and which it opens always."""
    return [
        one.district_id
        for one in _agreements_of(user_id, at)
        if one.covers_all_sites and policy.is_in_force(one, at) and _is_open_always(one, right)
    ]


def is_opened_somewhere(right: Right, user_id: int, at: datetime) -> bool:
    """Say whether a right is open to a person's agency at any site or in any district now."""
    found = [one for one in _agreements_of(user_id, at) if policy.is_in_force(one, at) and _openings_of(one, right)]
    if any(_is_open_always(one, right) for one in found):
        return True
    return bool(found) and sites_opened(right, user_id, at).exists()


def members_at(right: Right, *, district_id: UUID, site: Site | None, at: datetime) -> QuerySet[AgencyMember]:
    """Return the memberships of a site's school and district, and of agencies to which a right there is open always.

    Without a site: of the district, its schools, and agencies to which it is open at all of its sites.
    """
    own = Q(agency_id=district_id)
    if site is None:
        own |= Q(agency__parent_id=district_id)
    elif site.school_id is not None:
        own |= Q(agency_id=site.school_id)
    opening = agreements_opening(right, [district_id], at)
    here = own | Q(agency_id__in=partners_at(opening, district_id, None if site is None else site.pk))
    rows = fetch.members_who_count(at).filter(here, user__is_device=False)
    return rows.select_related("user", "agency").order_by("agency__name", "user__display_name", "id")


def agreements_opening(right: Right, district_ids: Collection[UUID], at: datetime) -> list[policy.Agreement]:
    """Return the agreements of districts that are in force and open a right always. Three queries."""
    held = held_versions(at, None, district_ids).prefetch_related("sites", "terms__clause")
    found = map(agreement_facts, held)
    return [one for one in found if policy.is_in_force(one, at) and _is_open_always(one, right)]


def partners_at(agreements: Iterable[policy.Agreement], district_id: UUID, site_id: UUID | None) -> set[UUID]:
    """Return the agencies to which agreements open something at a site or, without one, at all of a district."""
    return {
        one.agency_id
        for one in agreements
        if one.district_id == district_id and (one.covers_all_sites or site_id in one.site_ids)
    }


def _agreements_of(user_id: int, at: datetime) -> list[policy.Agreement]:
    mine = [one.agency_id for one in fetch.active_memberships(user_id, at) if one.agency.kind not in OWN_KINDS]
    return [agreement_facts(one) for one in versions_of(mine, at)]


def _openings_of(agreement: policy.Agreement, right: Right) -> list[Opening]:
    return [one for one in agreement.openings if one.right == right]


def _is_open_always(agreement: policy.Agreement, right: Right) -> bool:
    return any(one.condition == ALWAYS for one in _openings_of(agreement, right))


def _opened_by(agreement: policy.Agreement, right: Right, emergencies: list[Emergency], at: datetime) -> Q:
    openings = _openings_of(agreement, right)
    if not openings or not policy.is_in_force(agreement, at):
        return Q(pk__in=[])
    where = Q(district_id=agreement.district_id)
    if not agreement.covers_all_sites:
        where &= Q(pk__in=agreement.site_ids)
    if _is_open_always(agreement, right):
        return where
    now = {
        one.site_id
        for one in emergencies
        if any(is_opening_met(each, site_id=one.site_id, emergencies=emergencies, at=at) for each in openings)
    }
    return where & Q(pk__in=now)
