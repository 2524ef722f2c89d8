"""Response actions: every legal step of the Standard Response Protocol, and the code of every illegal one."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from coordination.errors import CoordinationError, IdTaken, NotAllowed
from coordination.incident.command.errors import NotInCommand
from coordination.incident.response_actions.capability import ResponseAction
from coordination.incident.response_actions.errors import (
    ActionIncomplete,
    LockdownInForce,
    NotALockdown,
    OnlyRespondersRelease,
    ResponseActionEnded,
    ResponseActionInForce,
    ResponseActionNotFound,
    RoomOpenedAlready,
    RoomsNotOpened,
    SameActionInForce,
    ScopeNotAtSite,
)
from coordination.incident.response_actions.queries import directives_now
from coordination.room.models import LogEntry, Room
from coordination.room.reading.state import object_now
from mapping.models import Building, Level, Space
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.factories.mapping import make_plan
from tests.factories.mou import NOW
from tests.stage.incident.panic import alert_of, press, room_of, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def room(cast: Cast) -> Room:
    """The insider (a principal), a teacher and an officer are in it."""
    room = open_room(cast)
    join(cast.teacher, room)
    join(cast.officer, room)
    return room


def start(cast: Cast, room: Room, kind: str, *, by: str = "teacher", **fields: Any) -> UUID:
    action_id = uuid4()
    run(getattr(cast, by), room.id, "start_response_action", action_id=action_id, kind=kind, **fields)
    return action_id


def action_of(room: Room, action_id: UUID) -> ResponseAction:
    return object_now(room, ResponseAction, action_id)


def last_event(room: Room) -> Any:
    return json.loads(LogEntry.objects.filter(room=room).order_by("-seq")[0].content)["event"]


# --- start ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("hold", {}),
        ("secure", {}),
        ("lockdown", {}),
        ("evacuate", {"destination": "the gym"}),
        ("shelter", {"hazard": "hazmat", "strategy": "seal_the_room"}),
    ],
)
def test_any_staff_member_may_start_any_of_the_five(cast: Cast, room: Room, kind: str, fields: dict[str, str]) -> None:
    action = action_of(room, start(cast, room, kind, **fields))

    assert (action.kind, action.status, action.scope, action.hides) == (
        kind,
        "in_force",
        "Lincoln High School",
        kind == "lockdown",
    )


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("evacuate", {}),
        ("hold", {"destination": "the gym"}),
        ("shelter", {"hazard": "tornado"}),
        ("shelter", {"strategy": "seal_the_room"}),
        ("secure", {"hazard": "tornado", "strategy": "seal_the_room"}),
    ],
)
def test_an_action_without_what_it_needs_or_with_what_it_has_not_is_refused(
    cast: Cast, room: Room, kind: str, fields: dict[str, str]
) -> None:
    with pytest.raises(ActionIncomplete):
        start(cast, room, kind, **fields)


def test_several_hold_at_once_each_at_its_place(cast: Cast, room: Room) -> None:
    make_plan(cast.site)
    level, building = Level.objects.get(), Building.objects.get()
    space = Space.objects.get(number="101")

    secure = start(cast, room, "secure")
    hold = start(cast, room, "hold", level_id=level.id)
    evacuate = start(cast, room, "evacuate", building_id=building.id, destination="the field")
    lockdown = start(cast, room, "lockdown", space_ids=[space.id])

    assert [action_of(room, one).scope for one in (secure, hold, evacuate, lockdown)] == [
        "Lincoln High School",
        "Main building, Level 0",
        "Main building",
        "101 Room 101",
    ]
    assert action_of(room, lockdown).spaces == {str(space.id): "101 Room 101"}


def test_the_same_action_at_the_same_place_is_refused_and_elsewhere_not(cast: Cast, room: Room) -> None:
    make_plan(cast.site)
    start(cast, room, "hold")

    with pytest.raises(SameActionInForce):
        start(cast, room, "hold", by="officer")
    start(cast, room, "hold", level_id=Level.objects.get().id)


@pytest.mark.parametrize("field", ["building_id", "level_id", "space_ids"])
def test_a_place_that_is_not_of_the_site_is_refused(cast: Cast, room: Room, field: str) -> None:
    named: Any = {field: [uuid4()] if field == "space_ids" else uuid4()}

    with pytest.raises(ScopeNotAtSite):
        start(cast, room, "hold", **named)


def test_an_id_names_one_action(cast: Cast, room: Room) -> None:
    taken = start(cast, room, "hold")

    with pytest.raises(IdTaken):
        run(cast.officer, room.id, "start_response_action", action_id=taken, kind="secure")


# --- the end ----------------------------------------------------------------------------------------------------------
def test_command_releases_with_the_all_clear_and_others_do_not(cast: Cast, room: Room) -> None:
    hold = start(cast, room, "hold")

    with pytest.raises(NotAllowed):
        run(cast.teacher, room.id, "release_response_action", action_id=hold)
    run(cast.insider, room.id, "release_response_action", action_id=hold)

    assert (action_of(room, hold).status, action_of(room, hold).release_mode) == ("released", "all_clear")


def test_while_somebody_is_in_command_only_they_give_the_all_clear(cast: Cast, room: Room) -> None:
    hold, secure = start(cast, room, "hold"), start(cast, room, "secure")
    join(cast.dispatcher, room)
    run(cast.insider, room.id, "claim_command")

    with pytest.raises(NotInCommand):
        run(cast.dispatcher, room.id, "release_response_action", action_id=hold)
    with pytest.raises(NotInCommand):
        run(cast.dispatcher, room.id, "change_response_action", replaces=hold, action_id=str(uuid4()), kind="evacuate")
    run(cast.insider, room.id, "release_response_action", action_id=hold)
    run(cast.insider, room.id, "relinquish_command", reason="Handing over.")
    run(cast.dispatcher, room.id, "release_response_action", action_id=secure)

    assert [action_of(room, one).status for one in (hold, secure)] == ["released", "released"]


def test_a_lockdown_is_released_by_responders_once_each_room_is_open(cast: Cast, room: Room) -> None:
    make_plan(cast.site)
    spaces = list(Space.objects.values_list("id", flat=True))
    lockdown = start(cast, room, "lockdown")

    with pytest.raises(OnlyRespondersRelease):
        run(cast.insider, room.id, "release_response_action", action_id=lockdown)
    with pytest.raises(RoomsNotOpened, match="101 Room 101"):
        run(cast.officer, room.id, "release_response_action", action_id=lockdown)
    run(cast.officer, room.id, "open_locked_rooms", action_id=lockdown, space_ids=spaces)
    run(cast.officer, room.id, "release_response_action", action_id=lockdown)

    action = action_of(room, lockdown)
    officer = room.participants.get(user=cast.officer).id
    assert (action.status, action.release_mode, action.released_by) == ("released", "room_by_room", officer)
    assert {one.opened_by for one in action.opened.values()} == {officer}


@pytest.mark.parametrize("who", ["teacher", "insider"])
def test_nobody_of_the_school_opens_a_locked_room_in_the_record(cast: Cast, room: Room, who: str) -> None:
    make_plan(cast.site)
    lockdown = start(cast, room, "lockdown")

    with pytest.raises(OnlyRespondersRelease):
        run(
            getattr(cast, who),
            room.id,
            "open_locked_rooms",
            action_id=lockdown,
            space_ids=[Space.objects.get(number="101").id],
        )


def test_a_room_is_opened_once_and_only_in_a_lockdown(cast: Cast, room: Room) -> None:
    make_plan(cast.site)
    rooms = [Space.objects.get(number="101").id]
    hold, lockdown = start(cast, room, "hold"), start(cast, room, "lockdown")
    run(cast.officer, room.id, "open_locked_rooms", action_id=lockdown, space_ids=rooms)

    for action_id, problem in ((lockdown, RoomOpenedAlready), (hold, NotALockdown)):
        with pytest.raises(problem):
            run(cast.officer, room.id, "open_locked_rooms", action_id=action_id, space_ids=rooms)
    with pytest.raises(ScopeNotAtSite):
        run(cast.officer, room.id, "open_locked_rooms", action_id=lockdown, space_ids=[uuid4()])


@pytest.mark.parametrize("command", ["release_response_action", "open_locked_rooms"])
def test_what_is_over_or_never_was_cannot_be_ended(cast: Cast, room: Room, command: str) -> None:
    fields: Any = {"space_ids": [uuid4()]} if command == "open_locked_rooms" else {}
    over = start(cast, room, "lockdown")
    run(cast.officer, room.id, "release_response_action", action_id=over)

    for action_id, problem in ((over, ResponseActionEnded), (uuid4(), ResponseActionNotFound)):
        with pytest.raises(problem):
            run(cast.officer, room.id, command, action_id=action_id, **fields)


def test_an_incident_with_an_action_in_force_is_not_closed(cast: Cast, room: Room) -> None:
    hold = start(cast, room, "hold")
    run(cast.insider, room.id, "claim_command")

    with pytest.raises(ResponseActionInForce):
        run(cast.insider, room.id, "close_incident", reason="over")
    run(cast.insider, room.id, "release_response_action", action_id=hold)
    run(cast.insider, room.id, "close_incident", reason="over")


def test_no_all_clear_of_an_alarm_ends_a_lockdown(cast: Cast) -> None:
    """A loudspeaker, or two people with a gun at their heads, must not bring anybody out."""
    alarm = press(cast.insider, cast.site, kind="active_threat")
    join(cast.teacher, room_of(alarm))
    run(cast.insider, alarm.room_id, "claim_command")

    with pytest.raises(LockdownInForce):
        run(cast.teacher, alarm.room_id, "propose_all_clear", reason="all well")
    with pytest.raises(LockdownInForce):
        run(cast.insider, alarm.room_id, "confirm_all_clear")


def test_a_lockdown_that_begins_behind_a_proposal_keeps_the_alarm(cast: Cast) -> None:
    alarm = press(cast.insider, cast.site)
    join(cast.teacher, room_of(alarm))
    run(cast.insider, alarm.room_id, "claim_command")
    run(cast.teacher, alarm.room_id, "propose_all_clear", reason="all well")
    start(cast, room_of(alarm), "lockdown")

    with pytest.raises(LockdownInForce):
        run(cast.insider, alarm.room_id, "confirm_all_clear")


# --- transitions ------------------------------------------------------------------------------------------------------
def change(cast: Cast, room: Room, before: UUID, kind: str, *, by: str, **fields: Any) -> UUID:
    action_id = uuid4()
    run(
        getattr(cast, by),
        room.id,
        "change_response_action",
        action_id=action_id,
        replaces=before,
        kind=kind,
        **fields,
    )
    return action_id


def test_responders_turn_a_lockdown_into_an_evacuation_and_the_school_does_not(cast: Cast, room: Room) -> None:
    lockdown = start(cast, room, "lockdown")

    with pytest.raises(OnlyRespondersRelease):
        change(cast, room, lockdown, "evacuate", by="insider", destination="the gym")
    evacuate = change(cast, room, lockdown, "evacuate", by="officer", destination="the gym")

    before, after = action_of(room, lockdown), action_of(room, evacuate)
    assert (before.status, before.replaced_by, after.replaces) == ("changed", evacuate, lockdown)
    assert after.hides  # those who still hide elsewhere are not given away
    assert last_event(room)["type"] == "response_action_changed"


def test_command_turns_the_others_and_what_is_over_is_not_turned(cast: Cast, room: Room) -> None:
    hold = start(cast, room, "hold")

    with pytest.raises(NotAllowed):
        change(cast, room, hold, "secure", by="teacher")
    change(cast, room, hold, "secure", by="insider")
    for before, problem in ((hold, ResponseActionEnded), (uuid4(), ResponseActionNotFound)):
        with pytest.raises(problem):
            change(cast, room, before, "hold", by="insider")


# --- with a press -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "begun"),
    [
        ("active_threat", ["lockdown"]),
        ("secure", ["secure"]),
        ("fire", ["evacuate"]),
        ("medical", []),
        ("staff_assist", []),
        ("emergency", []),
    ],
)
def test_a_press_begins_the_action_of_its_tier(cast: Cast, kind: str, begun: list[str]) -> None:
    room = room_of(press(cast.teacher, cast.site, kind=kind))

    assert [one.kind for one in actions_in(room)] == begun


def test_what_holds_says_to_the_school_from_where_the_press_came_as_far_as_the_plans_know(cast: Cast) -> None:
    make_plan(cast.site)
    press(cast.teacher, cast.site, kind="active_threat", space_id=Space.objects.get().pk)

    (lockdown,) = directives_now(user_id=cast.insider.pk, at=NOW)

    assert (lockdown.called_from, lockdown.door) == ("101 Room 101, Level 0, Main building", "1")
    assert lockdown.door_m is not None
    assert directives_now(user_id=cast.stranger.pk, at=NOW) == []


def test_a_press_that_knows_nothing_and_an_action_without_a_press_say_no_place(cast: Cast, room: Room) -> None:
    press(cast.teacher, cast.site, kind="active_threat")
    start(cast, room, "hold")

    found = directives_now(user_id=cast.insider.pk, at=NOW)

    assert [(one.kind, one.called_from, one.door, one.door_m) for one in found] == [
        ("lockdown", "", "", None),
        ("hold", "", "", None),
    ]


def test_a_fire_alarm_begins_no_evacuation_in_a_lockdown(cast: Cast) -> None:
    room = room_of(press(cast.teacher, cast.site, kind="active_threat"))
    press(cast.teacher, cast.site, kind="fire")
    press(cast.teacher, cast.site, kind="active_threat")

    assert [one.kind for one in actions_in(room)] == ["lockdown"]


def test_a_grave_press_does_not_join_a_small_one_but_a_small_one_joins_a_grave(cast: Cast) -> None:
    fall = press(cast.teacher, cast.site, kind="staff_assist")
    lockdown = press(cast.teacher, cast.site, kind="active_threat")
    hurt = press(cast.teacher, cast.site, kind="medical")

    assert fall.room_id != lockdown.room_id
    assert hurt.room_id == lockdown.room_id
    assert alert_of(hurt).kind == "medical"


def actions_in(room: Room) -> list[ResponseAction]:
    rows = room.objects_now.filter(state_key="response_actions").order_by("created_seq")
    return [ResponseAction.model_validate_json(row.value or "") for row in rows]


def test_every_problem_has_a_code_of_its_own() -> None:
    problems: list[type[CoordinationError]] = [
        ActionIncomplete,
        LockdownInForce,
        NotALockdown,
        OnlyRespondersRelease,
        ResponseActionEnded,
        ResponseActionInForce,
        ResponseActionNotFound,
        RoomOpenedAlready,
        RoomsNotOpened,
        SameActionInForce,
        ScopeNotAtSite,
    ]

    assert len({one.code for one in problems}) == len(problems)
