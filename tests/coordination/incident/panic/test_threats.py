"""Whether active threats from several places are one: who says so, how long it holds, and that it can be taken back."""

import pytest

from coordination.incident.command.errors import NotInCommand
from coordination.incident.panic.capability import PanicAlert, ThreatJudgment
from coordination.incident.panic.standing import NoThreatsToJudge, ThreatsJudgedAlready
from coordination.incident.standing.things import is_undecided, standing_things, threat_words
from coordination.room.dispatch import Accepted
from coordination.room.models import LogEntry
from coordination.room.reading.state import RoomState, state_now
from coordination.vocabulary import Audience, ThreatVerdict
from mapping.models import Space
from tests.factories.cast import Cast, join, make_cast
from tests.factories.mapping import draw_level, draw_space, make_plan
from tests.stage.incident.panic import folded, press, room_of, run, state_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    found = make_cast()
    floors = (draw_level(draw_space(number=number), ordinal=number[0]) for number in ("101", "201", "301"))
    make_plan(found.site, *floors)
    return found


def threat(cast: Cast, number: str) -> Accepted:
    space_id = Space.objects.get(number=number).pk
    return press(cast.teacher, cast.site, kind="active_threat", space_id=space_id)


@pytest.fixture
def alarm(cast: Cast) -> Accepted:
    """Two threats, which no one commands; the principal, an officer and a dispatcher are there."""
    threat(cast, "101")
    found = threat(cast, "201")
    for who in (cast.insider, cast.officer, cast.dispatcher):
        join(who, room_of(found))
    return found


def room_now(alarm: Accepted) -> RoomState:
    return state_now(room_of(alarm), audiences=Audience)


def said(alarm: Accepted) -> str:
    return threat_words(standing_things(room_now(alarm), waits=lambda _message: False))


def test_who_commands_says_it_says_otherwise_and_takes_it_back(cast: Cast, alarm: Accepted) -> None:
    run(cast.insider, alarm.room_id, "claim_command")
    assert said(alarm).endswith("no one has said whether it is one threat.")

    run(cast.insider, alarm.room_id, "judge_threats", verdict="one")
    assert said(alarm).endswith(": one threat.")
    with pytest.raises(ThreatsJudgedAlready):
        run(cast.insider, alarm.room_id, "judge_threats", verdict="one")
    run(cast.insider, alarm.room_id, "judge_threats", verdict="separate")
    assert said(alarm).endswith(": 2 separate threats.")
    run(cast.insider, alarm.room_id, "judge_threats", verdict="unknown")

    assert said(alarm).endswith("no one has said whether it is one threat.")
    told = LogEntry.objects.filter(room_id=alarm.room_id, event_type="threats_judged")
    assert told.count() == 3
    assert folded(room_of(alarm)) == state_of(room_of(alarm))


def test_while_nobody_commands_dispatch_says_it_and_afterwards_no_more(cast: Cast, alarm: Accepted) -> None:
    for who in (cast.teacher, cast.officer, cast.insider):
        with pytest.raises(NotInCommand):
            run(who, alarm.room_id, "judge_threats", verdict="one")

    run(cast.dispatcher, alarm.room_id, "judge_threats", verdict="one")
    run(cast.insider, alarm.room_id, "claim_command")

    with pytest.raises(NotInCommand):
        run(cast.dispatcher, alarm.room_id, "judge_threats", verdict="separate")
    judged = room_now(alarm).of(ThreatJudgment)
    assert [one.verdict for one in judged.values()] == [ThreatVerdict.ONE]


def test_it_is_open_again_with_a_threat_from_another_place_and_not_with_another_press(
    cast: Cast, alarm: Accepted
) -> None:
    run(cast.dispatcher, alarm.room_id, "judge_threats", verdict="one")

    threat(cast, "201")
    assert said(alarm).endswith(": one threat.")
    threat(cast, "301")

    assert is_undecided(standing_things(room_now(alarm), waits=lambda _message: False))


def test_of_one_place_there_is_nothing_to_say(cast: Cast, alarm: Accepted) -> None:
    run(cast.dispatcher, alarm.room_id, "judge_threats", verdict="one")
    newest = list(room_now(alarm).of(PanicAlert))[-1]
    run(cast.dispatcher, alarm.room_id, "cancel_panic", panic_id=newest, reason="Echo.")

    assert said(alarm) == ""
    with pytest.raises(NoThreatsToJudge):
        run(cast.dispatcher, alarm.room_id, "judge_threats", verdict="separate")
