"""Whom an alarm would reach if it came now: people with a way that works, and on duty where an agreement asks that.

Counted from what is there, as an alarm itself counts; a membership alone does not make a person reachable.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.incident.panic.tiers import CALLED_TOGETHER
from mapping.models import Site
from mou.access import policy
from mou.access.facts import agreements_of_district
from mou.access.fetch import members_who_count
from mou.models import Agency
from mou.vocabulary import AgencyKind, TermKind
from push.devices.ways import people_with_way

type Called = tuple[AgencyKind, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """Of the school's and the district's `people`, how many have a way; `lacking`: agencies with no one reachable."""

    people: frozenset[int]
    with_way: frozenset[int]
    lacking: tuple[Called, ...]


@dataclass(frozen=True, slots=True)
class _Counting:
    """A membership that counts: whose it is, and whether it is reached off duty unless an agreement says so."""

    user_id: int
    agency_id: UUID
    kind: AgencyKind
    is_on_duty: bool


def agreements_that_hold(district: Agency, at: datetime) -> list[policy.Agreement]:
    """Return the agreements that are in force in a district. Three queries."""
    return [one for one in agreements_of_district(district.pk, at) if policy.is_in_force(one, at)]


def reach_at(
    district: Agency, sites: Iterable[Site], holding: Iterable[policy.Agreement], at: datetime
) -> dict[UUID, Reach]:
    """Return whom an alarm at each site would reach now, by the agreements that hold. Two queries."""
    # While which incident a room opens is not asked: a press opens one.
    agreements = [one for one in holding if opens_rooms(one)]
    rows = _counting_members(district, {one.agency_id for one in agreements}, at)
    ways = people_with_way({one.user_id for one in rows})
    of_agency: dict[UUID, list[_Counting]] = defaultdict(list)
    for row in rows:
        of_agency[row.agency_id].append(row)
    return {site.pk: _reach_of_site(site, agreements, of_agency, ways) for site in sites}


def reach_of_all(found: Iterable[Reach]) -> Reach:
    """Return the same of several sites together: what one of them lacks, all lack."""
    all_ = list(found)
    lacking = {kinds for one in all_ for kinds in one.lacking}
    return Reach(
        people=frozenset().union(*(one.people for one in all_)),
        with_way=frozenset().union(*(one.with_way for one in all_)),
        lacking=tuple(kinds for kinds in CALLED_TOGETHER if kinds in lacking),
    )


def opens_rooms(agreement: policy.Agreement) -> bool:
    """Tell whether an agreement opens the incident room at all; its people are told of an alarm only where it does."""
    return policy.opens_kind(agreement, TermKind.ROOM_ACCESS)


def _counting_members(district: Agency, partners: Collection[UUID], at: datetime) -> list[_Counting]:
    own = Agency.objects.filter(pk=district.pk) | Agency.objects.filter(parent=district)
    agencies = own | Agency.objects.filter(pk__in=list(partners))
    rows = members_who_count(at).filter(agency__in=agencies.values("pk"), user__is_device=False)
    return [
        _Counting(user_id, agency_id, AgencyKind(kind), is_on_duty)
        for user_id, agency_id, kind, is_on_duty in rows.values_list(
            "user_id", "agency_id", "agency__kind", "is_on_duty"
        )
    ]


def _reach_of_site(
    site: Site, agreements: Iterable[policy.Agreement], of_agency: dict[UUID, list[_Counting]], ways: set[int]
) -> Reach:
    place = policy.Place(district_id=site.district_id, school_id=site.school_id, site_id=site.pk)
    people = {row.user_id for one in (site.district_id, site.school_id) if one for row in of_agency[one]}
    reached = {
        row.kind
        for agreement in agreements
        if policy.covers_place(agreement, place)
        for row in of_agency[agreement.agency_id]
        if (row.is_on_duty or agreement.pages_off_duty) and row.user_id in ways
    }
    lacking = tuple(kinds for kinds in CALLED_TOGETHER if reached.isdisjoint(kinds))
    return Reach(frozenset(people), frozenset(people & ways), lacking)
