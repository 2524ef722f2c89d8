"""What is due by the clock: one statement asks for all of it, and what stands still holds up nothing else."""

import ast
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from threading import Event

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from coordination.incident.command.watch import REST_S
from coordination.management.clockwork import (
    ASK_EVERY_S,
    BREATH_S,
    REST_AFTER_FAILURE_S,
    ClockKeeper,
    Clockwork,
    Hand,
    are_due,
)
from coordination.management.serving_alone import clockworks_of_server
from coordination.planning_bell import PLANNED, ring_on_commit
from coordination.vocabulary import MutualAidEnd, MutualAidState
from mou.models import Agency, MutualAid
from mou.vocabulary import AgencyKind
from tests.factories.cast import make_cast, open_room
from tests.factories.mou import NOW, make_agency
from tests.stage.incident.mutual_aid import make_aid_stage
from tests.support.processes import ROOT

# What is done closes its connection, as a thread of its own must.
pytestmark = pytest.mark.django_db(transaction=True)
SOON_S = 20


@dataclass
class Clock:
    """A clock that stands until it is set forward."""

    now_s: float = 1_000.0

    def __call__(self) -> float:
        return self.now_s


@dataclass
class Chore:
    """Is due while there is an agency, or one of its kind, and notes when it was done."""

    clock: Clock
    kind: AgencyKind | None = None
    every_s: float = 1.0
    rest_s: float | None = None
    fault: Exception | None = None
    done_at_s: list[float] = field(default_factory=list)

    def signs(self, _at: datetime) -> Sequence[QuerySet[Model]]:
        return [Agency.objects.all() if self.kind is None else Agency.objects.filter(kind=self.kind.value)]

    def carry_out(self, _at: datetime) -> float | None:
        self.done_at_s.append(self.clock.now_s)
        if self.fault is not None:
            raise self.fault
        return self.rest_s

    @property
    def work(self) -> Clockwork:
        return Clockwork("a chore", self.signs, self.carry_out, every_s=self.every_s)


@pytest.fixture(autouse=True)
def silence() -> Iterator[None]:
    PLANNED.clear()
    yield
    PLANNED.clear()


def play(keeper: ClockKeeper, clock: Clock, seconds: float) -> None:
    """Let so many seconds pass, with the hands' work done in this thread as soon as it is wanted."""
    until_s = clock.now_s + seconds
    while clock.now_s < until_s:
        keeper.take_turn()
        do_what_is_wanted(keeper)
        clock.now_s += keeper.rest_s()


def do_what_is_wanted(keeper: ClockKeeper) -> None:
    for hand in keeper.hands:
        if hand._is_wanted.is_set():
            hand._is_wanted.clear()
            hand.do_once()


@contextmanager
def counted() -> Iterator[CaptureQueriesContext]:
    with CaptureQueriesContext(connection) as queries:
        yield queries


# --- what it costs ----------------------------------------------------------------------------------------------------
def test_all_that_a_server_does_by_the_clock_is_asked_by_one_statement(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    works = clockworks_of_server()

    with django_assert_num_queries(1):
        answers = are_due(works, NOW)

    assert (len(answers), set(answers)) == (len(works), {False})


def test_an_idle_minute_costs_a_statement_every_five_seconds_however_much_there_is_to_watch() -> None:
    clock = Clock()
    one, all_of_them = (
        ClockKeeper(clockworks_of_server()[:1], clock=clock),
        ClockKeeper(clockworks_of_server(), clock=clock),
    )

    with counted() as few:
        play(one, clock, 60)
    with counted() as many:
        play(all_of_them, clock, 60)

    assert 0 < len(few) <= len(many) <= 60 / ASK_EVERY_S + 1


def test_what_rests_in_another_beat_comes_along_with_the_next_statement() -> None:
    clock = Clock()
    keeper = ClockKeeper(clockworks_of_server(), clock=clock)
    keeper.take_turn()
    # As after something that was due: it was asked at another time than the others.
    for number, hand in enumerate(keeper.hands[:3]):
        hand._rests_until_s -= number + 1.5

    with counted() as asked:
        play(keeper, clock, 60)

    assert len(asked) <= 60 / ASK_EVERY_S + 2


def test_an_open_incident_costs_one_look_more_in_ten_seconds() -> None:
    clock = Clock()
    open_room(make_cast())
    keeper = ClockKeeper(clockworks_of_server(), clock=clock)
    play(keeper, clock, 10)

    with counted() as asked:
        play(keeper, clock, 60)

    assert len(asked) <= 60 / ASK_EVERY_S + 60 / REST_S + 2


def test_only_what_stands_here_rests_and_looks_again_in_a_serving_process() -> None:
    """Something new that is due by the clock is a `Clockwork`, and costs no statement of its own."""
    folders = [ROOT / name for name in ("coordination", "mapping", "mou", "push")]
    found = {
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in folder.rglob("*.py")
        if "migrations" not in path.parts and any(map(rests_for_ever, ast.walk(ast.parse(path.read_text()))))
    }

    assert found == IN_A_SERVER | ELSEWHERE


IN_A_SERVER = {
    "coordination/management/clockwork.py",
    "coordination/management/records_keeper.py",  # looks into a folder of notes
    "coordination/management/upkeep.py",  # once a minute
    "coordination/sockets/broker/relay.py",  # listens to the broker
    "coordination/sockets/hub.py",  # the epoch, heads with the beacon, read marks
    "coordination/sockets/incident_watch.py",  # with the beacon, where someone watches
    "coordination/spatialite/base.py",  # for the write lock
}
ELSEWHERE = {
    "coordination/management/process_group.py",
    "mou/foundation/bounded_process/probe.py",
    "mou/foundation/bounded_process/runner.py",
    # The client library: in an app's process.
    "coordination/clients/python/musterpoint_client/press.py",
    "coordination/clients/python/musterpoint_client/room/room_client.py",
}


def rests_for_ever(node: ast.AST) -> bool:
    if not isinstance(node, ast.While) or not isinstance(node.test, ast.Constant):
        return False
    calls = [one.func for one in ast.walk(node) if isinstance(one, ast.Call)]
    names = {one.id for one in calls if isinstance(one, ast.Name)}
    names |= {one.attr for one in calls if isinstance(one, ast.Attribute)}
    return bool(names & {"sleep", "wait"})


# --- when it is done --------------------------------------------------------------------------------------------------
def test_what_is_due_is_done_again_as_often_as_it_asks_and_what_is_not_due_never() -> None:
    clock = Clock()
    chore = Chore(clock, every_s=1.0)
    keeper = ClockKeeper([chore.work], clock=clock)

    play(keeper, clock, 20)
    assert chore.done_at_s == []
    make_agency(AgencyKind.POLICE)
    began_s = clock.now_s
    play(keeper, clock, 10)

    assert len(chore.done_at_s) >= 5
    assert chore.done_at_s[0] - began_s <= ASK_EVERY_S
    assert max(after - before for before, after in pairwise(chore.done_at_s)) <= 1.0 + BREATH_S


def test_what_says_how_long_it_rests_is_not_asked_before() -> None:
    clock = Clock()
    chore = Chore(clock, rest_s=17.0)
    make_agency(AgencyKind.POLICE)

    play(ClockKeeper([chore.work], clock=clock), clock, 60)

    assert all(
        17.0 - BREATH_S <= b - a <= 17.0 + BREATH_S for a, b in zip(chore.done_at_s, chore.done_at_s[1:], strict=False)
    )
    assert len(chore.done_at_s) >= 3


@pytest.mark.parametrize("after_s", range(8))
def test_what_comes_along_is_not_late_for_it(after_s: int) -> None:
    """A row that another process writes at any second, beside one that is due in a beat of its own."""
    clock = Clock()
    beside, chore = Chore(clock, kind=AgencyKind.POLICE, rest_s=3.0), Chore(clock, kind=AgencyKind.FIRE)
    make_agency(AgencyKind.POLICE)
    keeper = ClockKeeper([beside.work, chore.work], clock=clock)
    play(keeper, clock, 11 + after_s)

    make_agency(AgencyKind.FIRE)
    written_s = clock.now_s
    play(keeper, clock, 10)

    assert chore.done_at_s[0] - written_s <= ASK_EVERY_S
    assert max(after - before for before, after in pairwise(beside.done_at_s)) <= 3.0 + BREATH_S


def test_what_is_planned_ends_every_rest_once_it_is_committed() -> None:
    clock = Clock()
    chore = Chore(clock, rest_s=600.0)
    make_agency(AgencyKind.POLICE)
    keeper = ClockKeeper([chore.work], clock=clock)
    play(keeper, clock, 5)

    with transaction.atomic():
        ring_on_commit()
        assert not PLANNED.is_set()
    play(keeper, clock, 2)

    assert len(chore.done_at_s) == 2


def test_what_is_planned_while_it_works_is_looked_at_afterwards() -> None:
    clock = Clock()
    make_agency(AgencyKind.POLICE)
    keeper = ClockKeeper([Chore(clock, rest_s=600.0).work], clock=clock)
    (hand,) = keeper.hands
    keeper.take_turn()

    PLANNED.set()
    keeper.take_turn()  # while it is busy
    assert not PLANNED.is_set()
    do_what_is_wanted(keeper)

    assert PLANNED.is_set()
    keeper.take_turn()
    assert hand._is_wanted.is_set()


@pytest.mark.parametrize("fault", [DatabaseError("away"), OSError("full"), ValueError("ours")])
def test_what_fails_is_logged_rests_and_is_tried_again(fault: Exception, caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    chore = Chore(clock, fault=fault)
    make_agency(AgencyKind.POLICE)

    with caplog.at_level(logging.WARNING):
        play(ClockKeeper([chore.work], clock=clock), clock, 25)

    assert len(chore.done_at_s) in (2, 3)
    assert chore.done_at_s[1] - chore.done_at_s[0] >= REST_AFTER_FAILURE_S - BREATH_S
    assert len([one for one in caplog.records if "a chore" in one.getMessage()]) == len(chore.done_at_s)


def test_one_that_stands_still_keeps_no_other_from_being_done() -> None:
    clock, let_go, was_done = Clock(), Event(), Event()
    make_agency(AgencyKind.POLICE)
    signs = Chore(clock).signs

    def stand_still(_at: datetime) -> None:
        let_go.wait(SOON_S)

    def do(_at: datetime) -> None:
        was_done.set()

    hands = [
        Hand(Clockwork(name, signs, act, every_s=1.0), clock=clock) for name, act in (("a", stand_still), ("b", do))
    ]
    try:
        for hand in hands:
            hand.start()
            hand.is_asked(clock.now_s, is_due=True)
        assert was_done.wait(SOON_S)
        assert not hands[0].may_be_asked(clock.now_s)
    finally:
        let_go.set()


# --- each of a server's -----------------------------------------------------------------------------------------------
def test_an_open_incident_is_watched(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    works = {work.name: work for work in clockworks_of_server()}
    open_room(make_cast())

    assert are_due([works["command watch"]], NOW) == [True]


def test_mutual_aid_that_has_run_out_is_written_within_seconds_and_once() -> None:
    clock, stage = Clock(), make_aid_stage()
    aid_id, _guest = stage.guest()
    (work,) = [one for one in clockworks_of_server() if one.name == "mutual aid"]
    keeper = ClockKeeper([work], clock=clock)
    row, now = MutualAid.objects.filter(pk=aid_id), timezone.now()
    row.update(begun_at=now - timedelta(days=2), ends_at=now + timedelta(days=1))
    play(keeper, clock, 10)
    assert stage.aid(aid_id).state is MutualAidState.JOINED

    row.update(ends_at=now - timedelta(days=1))
    play(keeper, clock, ASK_EVERY_S + BREATH_S)

    assert stage.aid(aid_id).cause is MutualAidEnd.RAN_OUT
    assert are_due([work], now) == [False]


def test_mutual_aid_that_another_process_ends_is_not_tried_every_second() -> None:
    (work,) = [one for one in clockworks_of_server() if one.name == "mutual aid"]

    assert work.carry_out(NOW) == REST_S


def test_a_room_is_signed_a_day_after_its_incident_was_opened() -> None:
    works = {work.name: work for work in clockworks_of_server()}
    open_room(make_cast())

    due = [are_due([works["heads"]], at) for at in (NOW, NOW + timedelta(days=2))]

    assert due == [[False], [True]]
