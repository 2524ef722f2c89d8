"""What becomes of a press: cancelled with the record kept, confirmed by the school, ended only by two."""

import re
from typing import Any
from uuid import uuid4

import pytest

from coordination.errors import (
    AllClearProposedAlready,
    AnotherPersonNeeded,
    CommandNeeded,
    CoordinationError,
    NoAllClearProposed,
    NoOpenPanic,
    NotAllowed,
    PanicCancelledAlready,
    PanicConfirmedAlready,
    PanicNotFound,
)
from coordination.incident.panic.capability import AllClear, PanicAlert
from coordination.incident.panic.models import PanicPolicy
from coordination.incident.response_actions.capability import ResponseAction
from coordination.incident.response_actions.errors import LockdownInForce
from coordination.models import User
from coordination.room.access import Asker
from coordination.room.dispatch import execute
from coordination.room.reading.state import state_now
from coordination.room.registry import command_adapter
from coordination.vocabulary import Audience, IncidentStatus
from mapping.models import Space
from tests.factories.cast import Cast, join, make_cast
from tests.factories.mapping import make_plan
from tests.factories.mou import NOW
from tests.stage.incident.panic import alert_of, folded, press, pressed, room_of, run, state_of, told
from tests.support.processes import ROOT

pytestmark = pytest.mark.django_db
PROTOCOL = ROOT / "docs" / "protocol.md"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


# --- cancel, confirm --------------------------------------------------------------------------------------------------
def test_whoever_pressed_may_cancel_and_the_record_and_the_alarm_stay(cast: Cast) -> None:
    accepted = press(cast.teacher, cast.site)
    panic_id = pressed(accepted).panic_id

    cancelled = run(cast.teacher, accepted.room_id, "cancel_panic", panic_id=panic_id, reason="pocket")

    state = state_now(room_of(accepted), audiences=Audience)
    assert state.of(PanicAlert)[str(panic_id)].cancelled_by is not None
    assert state.of(AllClear) == {}
    assert told(cancelled) == {"principal", "officer", "dispatcher"}
    assert press(cast.insider, cast.site).room_id == accepted.room_id
    with pytest.raises(PanicCancelledAlready):
        run(cast.teacher, accepted.room_id, "cancel_panic", panic_id=panic_id, reason="pocket")


def test_others_may_not_cancel_it_but_command_may(cast: Cast) -> None:
    accepted = press(cast.teacher, cast.site)
    panic_id = pressed(accepted).panic_id
    for who in (cast.officer, cast.dispatcher):
        join(who, room_of(accepted))

    with pytest.raises(NotAllowed):
        run(cast.officer, accepted.room_id, "cancel_panic", panic_id=panic_id, reason="quiet here")
    with pytest.raises(PanicNotFound):
        run(cast.dispatcher, accepted.room_id, "cancel_panic", panic_id=uuid4(), reason="which?")

    assert run(cast.dispatcher, accepted.room_id, "cancel_panic", panic_id=panic_id, reason="called back").seq


def test_an_administrator_of_the_school_confirms_once_and_nobody_else_does(cast: Cast) -> None:
    PanicPolicy.objects.create(district=cast.district, confirmation_required=True)
    accepted = press(cast.teacher, cast.site)
    panic_id = pressed(accepted).panic_id
    for who in (cast.insider, cast.dispatcher):
        join(who, room_of(accepted))

    for who in (cast.teacher, cast.dispatcher):
        with pytest.raises(NotAllowed):
            run(who, accepted.room_id, "confirm_panic", panic_id=panic_id)
    run(cast.insider, accepted.room_id, "confirm_panic", panic_id=panic_id)
    with pytest.raises(PanicConfirmedAlready):
        run(cast.insider, accepted.room_id, "confirm_panic", panic_id=panic_id)


def test_a_required_confirmation_delays_nothing(cast: Cast) -> None:
    PanicPolicy.objects.create(district=cast.district, confirmation_required=True)

    accepted = press(cast.teacher, cast.site)

    assert alert_of(accepted).confirmation_required
    assert told(accepted) == {"principal", "officer", "dispatcher"}


# --- the all clear ----------------------------------------------------------------------------------------------------
def test_two_people_one_of_them_in_command_give_the_all_clear_and_a_later_press_is_new(cast: Cast) -> None:
    accepted = press(cast.teacher, cast.site)
    join(cast.insider, room_of(accepted))

    run(cast.insider, accepted.room_id, "claim_command")
    run(cast.teacher, accepted.room_id, "propose_all_clear", reason="all well")
    with pytest.raises(AnotherPersonNeeded):
        run(cast.teacher, accepted.room_id, "confirm_all_clear")
    run(cast.insider, accepted.room_id, "confirm_all_clear")

    with pytest.raises(NoOpenPanic):
        run(cast.insider, accepted.room_id, "propose_all_clear", reason="again")
    assert press(cast.teacher, cast.site).room_id != accepted.room_id


def test_even_command_does_not_give_the_all_clear_alone(cast: Cast) -> None:
    accepted = press(cast.insider, cast.site)
    run(cast.insider, accepted.room_id, "claim_command")

    with pytest.raises(NoAllClearProposed):
        run(cast.insider, accepted.room_id, "confirm_all_clear")
    run(cast.insider, accepted.room_id, "propose_all_clear", reason="all well")
    with pytest.raises(AllClearProposedAlready):
        run(cast.insider, accepted.room_id, "propose_all_clear", reason="all well")
    with pytest.raises(AnotherPersonNeeded):
        run(cast.insider, accepted.room_id, "confirm_all_clear")


def test_two_out_of_command_do_not_give_the_all_clear_whatever_their_roles(cast: Cast) -> None:
    accepted = press(cast.teacher, cast.site)
    for who in (cast.officer, cast.insider, cast.dispatcher):
        join(who, room_of(accepted))
    run(cast.insider, accepted.room_id, "claim_command")
    run(cast.officer, accepted.room_id, "propose_all_clear", reason="all well")

    for who in (cast.teacher, cast.dispatcher):
        with pytest.raises(CommandNeeded):
            run(who, accepted.room_id, "confirm_all_clear")
    run(cast.insider, accepted.room_id, "relinquish_command", reason="home")
    with pytest.raises(CommandNeeded):
        run(cast.insider, accepted.room_id, "confirm_all_clear")


def test_what_nobody_could_confirm_is_not_proposed(cast: Cast) -> None:
    """Neither while no one is in command nor in a lockdown: the log would say that a second person must confirm."""
    accepted = press(cast.insider, cast.site)
    join(cast.officer, room_of(accepted))
    with pytest.raises(CommandNeeded):
        run(cast.officer, accepted.room_id, "propose_all_clear", reason="all well")
    run(cast.insider, accepted.room_id, "claim_command")
    run(cast.officer, accepted.room_id, "start_response_action", action_id=uuid4(), kind="lockdown")

    for who in (cast.officer, cast.insider):
        with pytest.raises(LockdownInForce):
            run(who, accepted.room_id, "propose_all_clear", reason="all well")

    assert state_now(room_of(accepted), audiences=Audience).of(AllClear) == {}


def test_who_proposed_it_in_command_needs_a_second_person_of_any_role(cast: Cast) -> None:
    accepted = press(cast.teacher, cast.site)
    join(cast.insider, room_of(accepted))
    run(cast.insider, accepted.room_id, "claim_command")
    run(cast.insider, accepted.room_id, "propose_all_clear", reason="all well")
    with pytest.raises(AnotherPersonNeeded):
        run(cast.insider, accepted.room_id, "confirm_all_clear")

    assert run(cast.teacher, accepted.room_id, "confirm_all_clear").seq is not None


def test_a_further_press_takes_the_proposal_back(cast: Cast) -> None:
    accepted = press(cast.teacher, cast.site)
    press(cast.insider, cast.site)
    run(cast.insider, accepted.room_id, "claim_command")
    run(cast.teacher, accepted.room_id, "propose_all_clear", reason="all well")
    press(cast.insider, cast.site)

    with pytest.raises(NoAllClearProposed):
        run(cast.insider, accepted.room_id, "confirm_all_clear")


def test_a_room_without_an_alarm_has_no_all_clear_to_give(cast: Cast) -> None:
    command = {
        "id": uuid4(),
        "type": "open_incident",
        "site_id": cast.site.id,
        "is_exercise": False,
        "incident_type": "FIGHT",
        "severity": "minor",
        "title": "Two pupils",
    }
    opened = execute(
        asker=Asker(cast.insider.pk, NOW), room_id=None, command=command_adapter().validate_python(command)
    )

    with pytest.raises(NoOpenPanic):
        run(cast.insider, opened.room_id, "propose_all_clear", reason="none")


def test_promise_9_folding_a_whole_alarm_gives_what_the_tables_say(cast: Cast) -> None:
    make_plan(cast.site)
    accepted = press(cast.teacher, cast.site, space_id=Space.objects.get(number="101").id)
    panic_id = pressed(accepted).panic_id
    for who in (cast.insider, cast.dispatcher):
        join(who, room_of(accepted))
    run(cast.insider, accepted.room_id, "claim_command")
    run(cast.teacher, accepted.room_id, "propose_all_clear", reason="first")
    press(cast.officer, cast.site, kind="medical")
    run(cast.insider, accepted.room_id, "confirm_panic", panic_id=panic_id)
    run(cast.teacher, accepted.room_id, "cancel_panic", panic_id=panic_id, reason="pocket")
    run(cast.insider, accepted.room_id, "propose_all_clear", reason="second")
    run(cast.teacher, accepted.room_id, "confirm_all_clear")

    room = room_of(accepted)
    assert folded(room) == state_of(room)
    assert state_of(room)["all_clear"]


def test_the_steps_of_the_protocol_end_an_exercise_alarm_and_none_may_be_left_out(cast: Cast) -> None:
    make_plan(cast.site)
    pressing = press(cast.teacher, cast.site, kind="active_threat", is_exercise=True)
    room = room_of(pressing)
    lockdown = next(iter(state_now(room, audiences=Audience).of(ResponseAction)))
    rooms = [str(one) for one in Space.objects.values_list("id", flat=True)]
    steps: dict[str, tuple[User, dict[str, Any]]] = {
        "claim_command": (cast.insider, {}),
        "open_locked_rooms": (cast.officer, {"action_id": lockdown, "space_ids": rooms}),
        "release_response_action": (cast.officer, {"action_id": lockdown}),
        "propose_all_clear": (cast.officer, {"reason": "The drill is over."}),
        "confirm_all_clear": (cast.insider, {}),
        "close_incident": (cast.insider, {"reason": "The drill is over."}),
    }

    first, *then = steps_in_protocol()
    assert first == "join_room"
    for who in (cast.insider, cast.officer):
        join(who, room)
    assert then == list(steps)
    for word, following in zip(then, [*then[1:], None], strict=True):
        # Rooms may be opened before anyone commands; every other step needs the one before it.
        if following is not None and word != "claim_command":
            who, fields = steps[following]
            with pytest.raises(CoordinationError):
                run(who, room.pk, following, **fields)
        who, fields = steps[word]
        run(who, room.pk, word, **fields)

    assert not IncidentStatus(room_of(pressing).incident.status).is_open


def steps_in_protocol() -> list[str]:
    """Return the command of each numbered step of the page's section."""
    section = PROTOCOL.read_text().partition("### Ending an alarm, step by step")[2].partition("\n### ")[0]
    return re.findall(r"^\d\. `(\w+)`", section, re.MULTILINE)
