"""Whom an alarm would reach if it came now: people with a way that works, and on duty where an agreement asks that.

Counted from what is there, as an alarm itself counts; a membership alone does not make a person reachable. One function
counts each fact: checklist, readiness, the page of tiers and the pages of duty and tests ask these, so none differs.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from coordination.incident.reach.models import AlarmTestPerson, AlarmTestResult
from coordination.incident.reach.rules import DAY, MOST_OF_PERSON_A_DAY
from coordination.room.models import Incident
from coordination.vocabulary import IncidentStatus
from mapping.models import Site
from mou.access import policy
from mou.access.facts import agreements_of_agency, agreements_of_district
from mou.access.fetch import members_who_count
from mou.models import Agency
from mou.vocabulary import AgencyKind, TermKind
from push.devices.ways import people_with_way

type Called = tuple[AgencyKind, ...]

# One of each is enough: the first agency that is reached answers for its group.
CALLED_TOGETHER: tuple[Called, ...] = (
    (AgencyKind.POLICE, AgencyKind.SHERIFF),
    (AgencyKind.FIRE, AgencyKind.EMS),
    (AgencyKind.DISPATCH,),
)
# An older answer says little of the telephones of today. Planned each month, the next one comes after 35 days at most.
TEST_IS_FRESH = timedelta(days=42)
# Said so long before, where the next one did not come.
TEST_AGES = timedelta(days=36)
TESTS_COUNT = timedelta(days=400)
OPEN = [one.value for one in IncidentStatus if one.is_open]


@dataclass(frozen=True, slots=True)
class Reach:
    """Of the school's and the district's `people`, how many have a way; `lacking`: agencies with no one reachable.

    `told`: everyone whom an alarm would choose now, also of other agencies.
    """

    people: frozenset[int]
    with_way: frozenset[int]
    lacking: tuple[Called, ...]
    told: frozenset[int]
    told_with_way: frozenset[int]


@dataclass(frozen=True, slots=True)
class AnsweredTest:
    """The last test alarm that people of an agency answered: of those told, how many."""

    test_id: UUID
    at: datetime
    answered: int
    told: int

    def is_fresh(self, at: datetime) -> bool:
        """Tell whether it says something of today."""
        return at - self.at <= TEST_IS_FRESH

    def is_ageing(self, at: datetime) -> bool:
        """Tell whether it soon says nothing of today: the next test is late."""
        return TEST_AGES < at - self.at <= TEST_IS_FRESH


@dataclass(frozen=True, slots=True)
class AgencyReach:
    """An agency: of `told`, whom an alarm would choose now, `reachable` have a way. `on_duty`: of all its members.

    Of a school and a district all people are told, on duty or not.
    """

    agency_id: UUID
    name: str
    kind: AgencyKind
    told: int
    reachable: int
    on_duty: int
    needs_duty: bool
    last_test: AnsweredTest | None


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
    of_agency = _members_by_agency(_own_and(district, {one.agency_id for one in agreements}), at)
    ways = people_with_way({row.user_id for rows in of_agency.values() for row in rows})
    return {site.pk: _reach_of_site(site, agreements, of_agency, ways) for site in sites}


def reach_of_all(found: Iterable[Reach]) -> Reach:
    """Return the same of several sites together: what one of them lacks, all lack."""
    all_ = list(found)
    lacking = {kinds for one in all_ for kinds in one.lacking}
    return Reach(
        people=frozenset().union(*(one.people for one in all_)),
        with_way=frozenset().union(*(one.with_way for one in all_)),
        lacking=tuple(kinds for kinds in CALLED_TOGETHER if kinds in lacking),
        told=frozenset().union(*(one.told for one in all_)),
        told_with_way=frozenset().union(*(one.told_with_way for one in all_)),
    )


def agencies_reach(district: Agency, holding: Iterable[policy.Agreement], at: datetime) -> list[AgencyReach]:
    """Return a district, its schools, and the agencies whose agreements open its rooms, in this order. Four queries."""
    agreements = [one for one in holding if opens_rooms(one)]
    agencies = _own_and(district, {one.agency_id for one in agreements})
    found = _count_agencies(agencies, _pages_off_duty(agreements), at)
    rank = {AgencyKind.DISTRICT: 0, AgencyKind.SCHOOL: 1}
    return sorted(found, key=lambda one: (rank.get(one.kind, 2), one.name, one.agency_id))


def reach_of_agency(agency: Agency, at: datetime) -> AgencyReach:
    """Return one agency as all pages count it; of one that responds, those on duty. A constant number of queries."""
    (found,) = _count_agencies([agency], _pages_off_duty(agencies_agreements(agency, at)), at)
    return found


def told_by_agency(agency: Agency, *, with_partners: bool, at: datetime) -> dict[UUID, set[int]]:
    """Return whom an alarm of an agency would choose now, by their agencies: of a district also its schools' people.

    `with_partners`: of a school or district also those of other agencies whose agreements open its rooms.
    """
    kind = AgencyKind(agency.kind)
    if not is_told_off_duty(kind):
        paged = _pages_off_duty(agencies_agreements(agency, at))
        return {agency.pk: _told_of(_members_by_agency([agency], at)[agency.pk], is_any_hour=agency.pk in paged)}
    district = agency.parent if agency.parent is not None else agency
    holding = [one for one in agreements_that_hold(district, at) if with_partners and opens_rooms(one)]
    if kind is AgencyKind.SCHOOL:
        places = [
            policy.Place(district_id=district.pk, school_id=agency.pk, site_id=site_id)
            for site_id in Site.objects.filter(school=agency).values_list("pk", flat=True)
        ]
        holding = [one for one in holding if any(policy.covers_place(one, place) for place in places)]
    agencies = _own_and(district, {one.agency_id for one in holding})
    if kind is AgencyKind.SCHOOL:
        agencies = [one for one in agencies if one.pk == agency.pk or not is_told_off_duty(AgencyKind(one.kind))]
    rows, paged = _members_by_agency(agencies, at), _pages_off_duty(holding)
    return {
        one.pk: _told_of(rows[one.pk], is_any_hour=is_told_off_duty(AgencyKind(one.kind)) or one.pk in paged)
        for one in agencies
    }


def agencies_agreements(agency: Agency, at: datetime) -> list[policy.Agreement]:
    """Return the agreements in force that open rooms to an agency, in any district. Three queries."""
    return [one for one in agreements_of_agency(agency.pk, at) if policy.is_in_force(one, at) and opens_rooms(one)]


def people_to_test(agency: Agency, *, with_partners: bool, at: datetime) -> dict[int, UUID]:
    """Return whom a test of an agency tells now, each with the agency that they answer for.

    Of a district also its schools. Left out is who was told of too many tests in a day.
    """
    chosen = told_by_agency(agency, with_partners=with_partners, at=at)
    own = [agency.pk, *(one for one in chosen if one != agency.pk)]
    found: dict[int, UUID] = {}
    for agency_id in own:
        for user_id in chosen.get(agency_id, ()):
            found.setdefault(user_id, agency_id)
    often = _told_often(found, at)
    return {user_id: agency_id for user_id, agency_id in sorted(found.items()) if user_id not in often}


def real_incidents_of(agency: Agency, at: datetime) -> QuerySet[Incident]:
    """Return the real incidents that are open where an agency's alarm would be: its sites, or those it comes to."""
    open_and_real = Incident.objects.filter(status__in=OPEN, is_exercise=False)
    kind = AgencyKind(agency.kind)
    if kind is AgencyKind.DISTRICT:
        return open_and_real.filter(site__district=agency)
    if is_told_off_duty(kind):
        return open_and_real.filter(site__school=agency)
    districts = {one.district_id for one in agreements_of_agency(agency.pk, at) if policy.is_in_force(one, at)}
    return open_and_real.filter(site__district__in=districts)


def _told_often(user_ids: Iterable[int], at: datetime) -> set[int]:
    rows = AlarmTestPerson.objects.filter(user_id__in=list(user_ids), test__started_at__gt=at - DAY)
    often: Mapping[int, int] = Counter(rows.values_list("user_id", flat=True))
    return {user_id for user_id, count in often.items() if count >= MOST_OF_PERSON_A_DAY}


def opens_rooms(agreement: policy.Agreement) -> bool:
    """Tell whether an agreement opens the incident room at all; its people are told of an alarm only where it does."""
    return policy.opens_kind(agreement, TermKind.ROOM_ACCESS)


def last_answered_tests(agency_ids: Collection[UUID], at: datetime) -> dict[UUID, AnsweredTest]:
    """Return of each agency the newest test that someone of it answered. One query."""
    rows = AlarmTestResult.objects.filter(
        agency_id__in=list(agency_ids), answered__gt=0, test__started_at__gt=at - TESTS_COUNT
    ).order_by("-test__started_at", "-test_id")
    found: dict[UUID, AnsweredTest] = {}
    for agency_id, test_id, started_at, answered, told in rows.values_list(
        "agency_id", "test_id", "test__started_at", "answered", "told"
    ):
        found.setdefault(agency_id, AnsweredTest(test_id, started_at, answered, told))
    return found


def is_told_off_duty(kind: AgencyKind) -> bool:
    """Tell whether people of an agency are told at any hour: of a school's and a district's own sites."""
    return kind in (AgencyKind.SCHOOL, AgencyKind.DISTRICT)


def _pages_off_duty(agreements: Iterable[policy.Agreement]) -> set[UUID]:
    return {one.agency_id for one in agreements if one.pages_off_duty}


def _own_and(district: Agency, partners: Collection[UUID]) -> list[Agency]:
    own = Agency.objects.filter(pk=district.pk) | Agency.objects.filter(parent=district, is_active=True)
    return list(own | Agency.objects.filter(pk__in=list(partners), is_active=True))


def _count_agencies(agencies: Collection[Agency], paged: Collection[UUID], at: datetime) -> list[AgencyReach]:
    of_agency = _members_by_agency(agencies, at)
    ways = people_with_way({row.user_id for rows in of_agency.values() for row in rows})
    tests = last_answered_tests([one.pk for one in agencies], at)
    found = []
    for agency in agencies:
        kind, rows = AgencyKind(agency.kind), of_agency[agency.pk]
        told = _told_of(rows, is_any_hour=is_told_off_duty(kind) or agency.pk in paged)
        found.append(
            AgencyReach(
                agency_id=agency.pk,
                name=agency.name,
                kind=kind,
                told=len(told),
                reachable=len(told & ways),
                on_duty=sum(row.is_on_duty for row in rows),
                needs_duty=not is_told_off_duty(kind),
                last_test=tests.get(agency.pk),
            )
        )
    return found


def _members_by_agency(agencies: Collection[Agency], at: datetime) -> Mapping[UUID, list[_Counting]]:
    rows = members_who_count(at).filter(agency__in=agencies, user__is_device=False)
    found: dict[UUID, list[_Counting]] = defaultdict(list)
    for user_id, agency_id, kind, is_on_duty in rows.values_list("user_id", "agency_id", "agency__kind", "is_on_duty"):
        found[agency_id].append(_Counting(user_id, agency_id, AgencyKind(kind), is_on_duty))
    return found


def _told_of(rows: Iterable[_Counting], *, is_any_hour: bool) -> set[int]:
    """Return whom of an agency an alarm would choose."""
    return {row.user_id for row in rows if row.is_on_duty or is_any_hour}


def _reach_of_site(
    site: Site, agreements: Iterable[policy.Agreement], of_agency: Mapping[UUID, list[_Counting]], ways: set[int]
) -> Reach:
    place = policy.Place(district_id=site.district_id, school_id=site.school_id, site_id=site.pk)
    own = [one for one in (site.district_id, site.school_id) if one]
    people = {user_id for one in own for user_id in _told_of(of_agency.get(one, ()), is_any_hour=True)}
    reached, told = set[AgencyKind](), set(people)
    for agreement in agreements:
        if policy.covers_place(agreement, place):
            rows = of_agency.get(agreement.agency_id, [])
            chosen = _told_of(rows, is_any_hour=agreement.pages_off_duty)
            told |= chosen
            reached |= {row.kind for row in rows if row.user_id in chosen & ways}
    lacking = tuple(kinds for kinds in CALLED_TOGETHER if reached.isdisjoint(kinds))
    return Reach(frozenset(people), frozenset(people & ways), lacking, frozenset(told), frozenset(told & ways))
