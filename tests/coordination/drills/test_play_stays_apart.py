"""What an exercise plays is counted nowhere, and its presses alert only people who have a part in it."""

from datetime import timedelta
from typing import Any

import pytest

from coordination.console.board import board_rows
from coordination.drills.conduct.work.injects import deliver_due
from coordination.drills.conduct.work.queries import conduct_view
from coordination.drills.evaluation.rules.times import by_kind
from coordination.drills.evaluation.vocabulary import MilestoneKind
from coordination.drills.evaluation.work.times import times_of
from coordination.drills.exercises.models import Exercise, Inject
from coordination.incident.accountability.capability import RoomReport
from coordination.incident.accountability.errors import RoomReportNotFound
from coordination.room.reading.state import state_now
from coordination.room.wire.addressed import addressed_to
from coordination.vocabulary import Audience
from mou.vocabulary import MemberRole
from push.models import Recipient
from tests.factories.cast import Cast, join, make_cast
from tests.factories.mou import NOW, make_member, make_user
from tests.stage.exercises.played import Played, add_inject, make_played
from tests.stage.incident.panic import press, run, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def played(cast: Cast) -> Played:
    return make_played(cast, at=NOW)


def later(seconds: float) -> Any:
    return NOW + timedelta(seconds=seconds)


def test_a_played_text_is_shown_as_a_simulated_report_and_in_no_count_and_no_time(cast: Cast, played: Played) -> None:
    add_inject(played.exercise, 0, "phone_text", text="112 medical 19", sender="Room 112")
    add_inject(played.exercise, 0, "phone_text", text="114 OK 20", to_agency=cast.school)
    add_inject(played.exercise, 0, "phone_text", text="No one is ok")
    played.step("start")
    press(cast.teacher, cast.site, is_exercise=True, kind="active_threat")
    deliver_due(later(1))
    join(cast.dispatcher, played.room())

    def reports(*audiences: Any) -> list[RoomReport]:
        return list(state_now(played.room(), audiences=audiences).of(RoomReport).values())

    def counted() -> tuple[int, bool]:
        (row,) = board_rows(cast.dispatcher.pk, at=later(9), room_ids=[played.room().pk])
        assert row.needs is not None
        times = by_kind(times_of(played.now(), at=later(60)).milestones)
        return row.needs.rooms_reported, times[MilestoneKind.FIRST_ROOM].at is not None

    (shown,) = reports(Audience.EVERYONE)
    said = (shown.is_simulated, shown.room, shown.state, shown.students, shown.on_behalf_of)
    assert said == (True, "112", "medical", 19, "EXERCISE · simulated: Room 112")
    at_school = reports(addressed_to(agency_id=cast.school.pk, role=""))
    assert [(one.is_simulated, one.room) for one in at_school] == [(True, "114")]
    assert counted() == (0, False)

    run(cast.teacher, played.room().pk, "report_room", at=later(5), room="112", state="ok", students=21)
    assert counted() == (1, True)
    # Who commands takes a played report off the board, as any other; one that players of an agency read stays theirs.
    to_all, to_school = (Inject.objects.get(text=one).pk for one in ("112 medical 19", "114 OK 20"))
    run(cast.insider, played.room().pk, "withdraw_room_report", at=later(6), report_id=to_all, reason="Played")
    assert [one.is_simulated for one in reports(Audience.EVERYONE)] == [None]
    assert counted() == (1, True)
    with pytest.raises(RoomReportNotFound):
        run(cast.insider, played.room().pk, "withdraw_room_report", at=later(6), report_id=to_school, reason="Played")


@pytest.mark.parametrize("tells_outside", [False, True])
def test_a_press_in_play_tells_those_who_take_part_and_others_only_where_the_plan_says_so(
    cast: Cast, played: Played, tells_outside: bool
) -> None:
    Exercise.objects.filter(pk=played.exercise.pk).update(tells_outside=tells_outside)
    sergeant = make_member(cast.police, user=make_user(username="sergeant"), role=MemberRole.SUPERVISOR).user
    seen = conduct_view(played.now(), user_id=played.director.pk, at=NOW)
    outside = {one.agency: one.people for one in seen.outside}
    assert outside == {"Fairview Police": 1, "Fairview Dispatch": 1, "Lincoln High": 1}
    for one in (played.players[0], played.observer):
        assert conduct_view(played.now(), user_id=one.pk, at=NOW).outside == []
    played.step("start")
    Recipient.objects.all().delete()

    pressed = press(cast.teacher, cast.site, at=later(5), is_exercise=True, kind="active_threat")

    others = {"sergeant", "dispatcher", "unrelated"}
    part = {"principal", "officer", "firefighter", "controller", "evaluator", "safety", "observer"}
    assert told(pressed) == (part | others if tells_outside else part)
    reached = set(Recipient.objects.values_list("user__username", flat=True))
    assert tells_outside or reached.isdisjoint(others)
    # Who is in the room takes part, whether or not they were named; what is real is told as ever.
    join(sergeant, played.room(), at=later(6))
    again = press(cast.officer, cast.site, at=later(7), is_exercise=True, kind="fire")
    assert ("sergeant" in told(again), "dispatcher" in told(again)) == (True, tells_outside)
    real = press(cast.teacher, cast.site, at=later(8), kind="active_threat")
    assert others <= told(real)
