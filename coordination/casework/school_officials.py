"""Police officers on the team of a school: each counts while an agreement makes them a school official.

34 CFR 99.31(a)(1)(i)(B). Asked for one person, or for everybody on the teams of one agency: both read one rule.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from mapping.models import Site
from mou.access import fetch, policy
from mou.access.facts import agreement_facts, held_versions, versions_of
from mou.access.openings import POLICE
from mou.errors import BadTerms
from mou.models import Agency, Version
from mou.terms import Declared, checked_value
from mou.vocabulary import TermKind


def places_for_person(user_id: int, at: datetime, *, agency: str) -> Q:
    """Return which of a person's places count for an officer. No further query for others.

    Args:
        agency: how a place leads to the agency of its team.
    """
    posts = [one.agency_id for one in fetch.active_memberships(user_id, at) if one.agency.kind in POLICE]
    return _places_by(versions_of(posts, at), at, agency)


def places_at_agency(team_of: Agency, at: datetime, *, agency: str) -> Q:
    """Return which places on an agency's team count for officers. As many queries for all as for one."""
    rows = held_versions(at, None, [team_of.parent_id or team_of.pk])
    return _places_by(rows.prefetch_related("sites", "terms__clause"), at, agency)


def members_of_partners(agency: Agency, at: datetime) -> Q:
    """Return which memberships of police agencies may be put on an agency's team."""
    partners = held_versions(at, None, [agency.parent_id or agency.pk]).values("memorandum__agency_id")
    return Q(agency_id__in=partners, agency__kind__in=POLICE)


def _places_by(versions: Iterable[Version], at: datetime, agency: str) -> Q:
    found = Q(pk__in=[])
    for version in versions:
        found |= _places_under(version, at, agency)
    return found


def _places_under(version: Version, at: datetime, agency: str) -> Q:
    agreement = agreement_facts(version)
    if not policy.is_in_force(agreement, at) or not any(map(_names_officials, version.terms.all())):
        return Q(pk__in=[])
    where = Q(**{f"{agency}_id": agreement.district_id}) | Q(**{f"{agency}__parent_id": agreement.district_id})
    if not agreement.covers_all_sites:
        schools = Site.objects.filter(pk__in=agreement.site_ids).values("school_id")
        where &= Q(**{f"{agency}_id__in": schools})
    officers = fetch.members_who_count(at).filter(agency_id=agreement.agency_id, agency__kind__in=POLICE)
    return where & Q(user_id__in=officers.values("user_id"))


def _names_officials(term: object) -> bool:
    kind, value = getattr(term, "kind", ""), getattr(term, "value", None)
    if kind != TermKind.FERPA_SCHOOL_OFFICIAL:
        return False
    try:
        said = checked_value(TermKind.FERPA_SCHOOL_OFFICIAL, value)
    except BadTerms:
        return False
    return isinstance(said, Declared) and said.yes
