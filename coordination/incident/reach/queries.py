"""What came of test alarms: for the people who are asked, and for those who administer or lead the agency.

And which wait for a person, because the last answered one gets old.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from coordination.incident.reach.actions import key_of_alarm_test, may_test
from coordination.incident.reach.errors import AlarmTestNotFound
from coordination.incident.reach.facts import TEST_IS_FRESH, last_answered_tests
from coordination.incident.reach.models import AlarmTest, AlarmTestPerson, AlarmTestResult
from coordination.incident.reach.vocabulary import AnswerWay, TestEnd
from mapping.models import Site
from mou.access.fetch import active_memberships
from mou.access.operators import is_administrator, managed_agencies
from mou.foundation.waiting import WaitingKind, WaitingLine
from mou.models import Agency
from mou.vocabulary import AgencyKind
from push.ledger.queries import PersonOnBoard, ToldNumbers, read_board, told_numbers, was_handed_over


@dataclass(frozen=True, slots=True)
class AskedTest:
    """A test alarm as the person sees it whom it asks. `answered_at`: they have answered."""

    id: UUID
    agency: str
    started_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class TestedPerson:
    """A person whom a test told. `on_board`: how far it came by which devices; None: it was not told yet."""

    user_id: int
    name: str
    agency: str
    on_board: PersonOnBoard | None
    told_at: datetime | None
    answered_at: datetime | None
    way: AnswerWay | None

    @property
    def took(self) -> timedelta | None:
        """Return how long the answer took."""
        return None if self.answered_at is None or self.told_at is None else self.answered_at - self.told_at


@dataclass(frozen=True, slots=True)
class TestedAgency:
    """How many people of an agency were told, and have answered."""

    agency: str
    told: int
    answered: int


@dataclass(frozen=True, slots=True)
class ShownTest:
    """A test alarm with its numbers. `can_stop`: the reader may, and it runs."""

    id: UUID
    agency: str
    agency_id: UUID
    started_at: datetime
    ended_at: datetime | None
    end: TestEnd | None
    is_planned: bool
    with_partners: bool
    breaks_silence: bool
    told: int
    answered: int
    can_stop: bool


@dataclass(frozen=True, slots=True)
class TestReport:
    """A test alarm as those read it who administer or lead: all numbers, and the people of their own agencies."""

    test: ShownTest
    numbers: ToldNumbers
    agencies: list[TestedAgency]
    people: list[TestedPerson]


def tests_to_answer(user_id: int, at: datetime) -> list[AskedTest]:
    """Return the test alarms that run and ask a person, the newest first. One query."""
    rows = AlarmTestPerson.objects.filter(
        user_id=user_id, told_at__isnull=False, test__ended_at__isnull=True, test__started_at__lte=at
    ).select_related("test__agency")
    return [
        AskedTest(one.test_id, one.test.agency.name, one.test.started_at, one.answered_at)
        for one in rows.order_by("-test__started_at", "-test_id")
    ]


def agencies_to_test(user_id: int, at: datetime) -> list[Agency]:
    """Return the agencies whose alarm a person tests, by name: their own, and a district's schools."""
    own = [one.agency for one in active_memberships(user_id, at) if may_test(user_id, one.agency, at)]
    districts = [one.pk for one in own if one.kind == AgencyKind.DISTRICT]
    schools = Agency.objects.filter(parent__in=districts, is_active=True) if districts else []
    found = {one.pk: one for one in (*own, *schools)}
    return sorted(found.values(), key=lambda one: (one.name, one.pk))


def tests_of_agency(agency: Agency) -> QuerySet[AlarmTest]:
    """Return the tests of an agency, and those of others that told its people, the newest first."""
    told = AlarmTestResult.objects.filter(agency=agency).values("test_id")
    rows = AlarmTest.objects.filter(Q(agency=agency) | Q(pk__in=told))
    return rows.select_related("agency").order_by("-started_at", "-id")


def show_tests(tests: Sequence[AlarmTest], user_id: int, at: datetime) -> list[ShownTest]:
    """Return tests with their numbers of people. One query, and those that ask who may stop what runs."""
    results: dict[UUID, list[AlarmTestResult]] = {}
    for row in AlarmTestResult.objects.filter(test__in=list(tests)):
        results.setdefault(row.test_id, []).append(row)
    return [
        ShownTest(
            id=one.pk,
            agency=one.agency.name,
            agency_id=one.agency_id,
            started_at=one.started_at,
            ended_at=one.ended_at,
            end=TestEnd(one.end) if one.end else None,
            is_planned=one.started_by_id is None,
            with_partners=one.with_partners,
            breaks_silence=one.breaks_silence,
            told=sum(row.told for row in results.get(one.pk, ())),
            answered=sum(row.answered for row in results.get(one.pk, ())),
            can_stop=one.ended_at is None and may_test(user_id, one.agency, at),
        )
        for one in tests
    ]


def report_for(*, user_id: int, test_id: UUID, at: datetime) -> TestReport:
    """Return what came of a test, with names of people of the agencies that the reader administers or leads.

    Raises: AlarmTestNotFound: there is none, or it told no people of theirs and is of no agency of theirs.
    """
    test = AlarmTest.objects.select_related("agency").filter(pk=test_id).first()
    if test is None:
        raise AlarmTestNotFound
    results = list(test.results.select_related("agency").order_by("agency__name", "agency_id"))
    read = {one.agency_id for one in results if may_test(user_id, one.agency, at)}
    if not read and not may_test(user_id, test.agency, at):
        raise AlarmTestNotFound
    board = {one.user_id: one for one in read_board(key_of_alarm_test(test.pk))}
    (shown,) = show_tests([test], user_id, at)
    return TestReport(
        test=shown,
        numbers=told_numbers(board.values()),
        agencies=[TestedAgency(one.agency.name, one.told, one.answered) for one in results],
        people=_list_people(test, read, board),
    )


def _list_people(test: AlarmTest, read: Collection[UUID], board: dict[int, PersonOnBoard]) -> list[TestedPerson]:
    """Return the people of these agencies; first who has not answered, and of them who was not reached."""
    rows = AlarmTestPerson.objects.filter(test=test, agency_id__in=list(read)).select_related("user", "agency")
    found = [
        TestedPerson(
            user_id=one.user_id,
            name=one.user.shown_name(),
            agency=one.agency.name,
            on_board=board.get(one.user_id),
            told_at=one.told_at,
            answered_at=one.answered_at,
            way=AnswerWay(one.way) if one.way else None,
        )
        for one in rows.order_by("agency__name", "user__display_name", "pk")
    ]
    return sorted(found, key=lambda one: (one.answered_at is not None, _was_reached(one)))


def _was_reached(one: TestedPerson) -> bool:
    return one.on_board is not None and was_handed_over(one.on_board)


# --- what waits ------------------------------------------------------------------------------------------------------
def list_waiting_tests(user_id: int, at: datetime) -> Iterator[WaitingLine]:
    """Yield a line for each agency whose sites' alarm was answered long ago, or never: that has no day. Three queries.

    Only they are listed whom readiness asks about: the agency of a school or, where it has none, its district.
    """
    if not is_administrator(user_id, at):
        return
    kept = {one.pk: one for one in managed_agencies(user_id, at).filter(is_active=True)}
    owners: dict[UUID, Agency] = {}
    sites = Site.objects.filter(district__is_active=True).order_by("name", "pk")
    of_kept = sites.filter(school__in=kept) | sites.filter(school__isnull=True, district__in=kept)
    zones: dict[UUID, str] = {}
    asked_of = of_kept.annotate(owner_id=Coalesce("school_id", "district_id"))
    for owner_id, zone in asked_of.values_list("owner_id", "time_zone"):
        owners[owner_id] = kept[owner_id]
        zones.setdefault(owner_id, zone)
    tests = last_answered_tests(owners, at)
    for owner_id, agency in owners.items():
        test = tests.get(owner_id)
        link = reverse("alarm_tests", args=[owner_id])
        if test is None:
            yield WaitingLine(WaitingKind.TEST_ALARM, agency.name, link)
        elif not test.is_fresh(at) or test.is_ageing(at):
            due_on = (test.at + TEST_IS_FRESH).astimezone(ZoneInfo(zones[owner_id])).date()
            yield WaitingLine(WaitingKind.TEST_ALARM, agency.name, link, due_on, is_overdue=not test.is_fresh(at))
