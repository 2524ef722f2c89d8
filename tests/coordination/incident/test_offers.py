"""A button is a promise: what a page offers is what the server carries out, for each role in each state of an incident.

Slow because it is whole: each act is tried by each of those who differ, in each state, and each try is taken back.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from coordination.errors import CoordinationError
from coordination.home.room_config import room_config
from coordination.incident.command.queries import command_view, may_ever_command
from coordination.incident.response_actions.queries import locked_rooms
from coordination.models import User
from coordination.room.access import incident_for, present_in
from coordination.room.models import Room
from coordination.room.reading.state import object_now, state_now
from coordination.room.registry import object_classes
from coordination.vocabulary import ThreatVerdict
from mapping.models import Space
from mou.models import AccessEpoch
from tests.factories.cast import incident_of
from tests.factories.mapping import make_plan
from tests.factories.mou import NOW
from tests.stage.incident.command import People, make_people
from tests.stage.incident.every_state import SITUATIONS, Play
from tests.stage.incident.panic import press, run
from tests.support.database.undone import undone
from tests.support.node import run_node

pytestmark = pytest.mark.django_db
WHO = ("principal", "teacher", "officer", "chief", "sergeant", "captain", "dispatcher")
# Each situation has an access epoch of its own: what a process remembers of one must not answer another.
EPOCHS = count(90_000_000, 1_000)
# An act is done with something of each kind: of these one that the state names, under its key.
ABOUT: dict[str, tuple[str, dict[str, Any]]] = {
    "propose_all_clear": ("", {"reason": "Nothing found."}),
    "confirm_all_clear": ("", {}),
    "close_incident": ("", {"reason": "Over."}),
    "claim_command": ("", {"reason": "I am here."}),
    "accept_command": ("", {}),
    "decline_command": ("", {}),
    "relinquish_command": ("", {"reason": "Others come."}),
    "confirm_panic": ("panic_alerts", {}),
    "open_locked_rooms": ("response_actions", {}),
    "change_response_action": (
        "response_actions",
        {"kind": "shelter", "hazard": "tornado", "strategy": "evacuate_to_shelter_area"},
    ),
    "release_response_action": ("response_actions", {}),
    "acknowledge_mayday": ("maydays", {}),
    "clear_mayday": ("maydays", {"is_accounted_for": True, "reason": "Found."}),
}


def proposed(people: People) -> Play:
    """Let an alarm without a lockdown wait for the second person."""
    play = alarmed(people)
    play.do("chief", "claim_command")
    play.do("teacher", "propose_all_clear", reason="A door.")
    return play


def alarmed(people: People) -> Play:
    """Let an alarm stand, and no one be in command."""
    pressed = press(people.teacher, people.site)
    play = Play(people, Room.objects.select_related("incident__site").get(pk=pressed.room_id))
    for who in WHO:
        if who != "teacher":
            play.do(who, "join_room")
    return play


def threatened(people: People) -> Play:
    """Let active threats be called from a room and from no known place, and no one be in command."""
    press(people.teacher, people.site, kind="active_threat", space_id=Space.objects.get().pk)
    pressed = press(people.teacher, people.site, kind="active_threat")
    play = Play(people, Room.objects.select_related("incident__site").get(pk=pressed.room_id))
    for who in WHO:
        if who != "teacher":
            play.do(who, "join_room")
    return play


def judged(people: People) -> Play:
    """Let who commands have said that they are one threat."""
    play = threatened(people)
    play.do("chief", "claim_command")
    play.do("chief", "judge_threats", verdict="one")
    return play


def relieved(people: People) -> Play:
    """Let the proposal stand, and whoever commanded be gone."""
    play = proposed(people)
    play.do("chief", "relinquish_command", reason="Home.")
    return play


STATES: dict[str, Callable[[People], Play]] = {
    **SITUATIONS,
    **{one.__name__: one for one in (alarmed, proposed, relieved, threatened, judged)},
}


@pytest.mark.parametrize("state", STATES)
def test_what_a_page_offers_is_what_the_server_carries_out(state: str) -> None:
    people = make_people()
    make_plan(people.site)
    play = STATES[state](people)
    AccessEpoch.objects.update(count=next(EPOCHS))
    readers = dict(who_has_the_page(play))
    seen = {who: what_is_seen(play, user) for who, user in readers.items()}

    offered = offered_to(list(seen.values()))

    for (who, user), acts in zip(readers.items(), offered, strict=True):
        accepted = {act for act, fields in tries(play, seen[who]) if is_accepted(play, user, act, fields)}
        # Who locked rooms are opened by is offered the list of them; when all are open, it says so.
        assert {one for one in acts if not one.startswith("open_locked_rooms")} == {
            one for one in accepted if not one.startswith("open_locked_rooms")
        }, f"{state}: {who}"
        assert {one for one in accepted if one.startswith("open_locked_rooms")} <= set(acts), f"{state}: {who}"


def who_has_the_page(play: Play) -> Iterator[tuple[str, User]]:
    """Return those who are in the room: who was let in by a code is out again once it ended."""
    for who in (*WHO, "guest"):
        user = play.guest if who == "guest" else play.people.user(who)
        if user is not None and user.pk in present_users(play):
            yield who, user


def present_users(play: Play) -> set[int]:
    here = present_in(play.room.pk, incident=incident_of(play.room), at=NOW)
    return {one.user_id for one in here}


def what_is_seen(play: Play, user: User) -> dict[str, Any]:
    """Return what someone's page knows: the state, who they are, their place in the order of command."""
    grant = incident_for(user_id=user.pk, incident_id=play.room.incident_id, at=NOW)
    may_take = may_ever_command(grant, NOW)
    config: Any = room_config(grant, user_id=uuid4(), may_take_command=may_take, at=NOW)
    state = json.loads(state_now(grant.room, audiences=grant.audiences).as_json())
    return {
        "objects": state["objects"],
        "me": config["me"],
        "view": asdict(command_view(grant, NOW)),
        "left": {one: left_of(play, one) for one in state["objects"].get("response_actions", {})},
    }


def left_of(play: Play, action_id: str) -> int:
    action: Any = object_now(play.room, object_classes()["response_actions"], action_id)
    return sum(not one.is_open for one in locked_rooms(play.people.site, action))


def offered_to(seen: list[dict[str, Any]]) -> list[list[str]]:
    script = str(Path(__file__).with_name("offered_acts.mjs"))
    done = run_node(script, given=json.dumps(seen, cls=DjangoJSONEncoder))
    assert done.returncode == 0, done.stderr
    offered: list[list[str]] = json.loads(done.stdout)
    return offered


def tries(play: Play, seen: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for verdict in ThreatVerdict:
        yield f"judge_threats {verdict}", {"verdict": verdict}
    for word, (state_key, fields) in ABOUT.items():
        if state_key == "":
            yield f"{word} ", fields
            continue
        for one, value in seen["objects"].get(state_key, {}).items():
            if state_key == "response_actions" and value["status"] != "in_force":
                continue
            yield f"{word} {one}", fields | fields_about(play, word, one)


def fields_about(play: Play, word: str, one: str) -> dict[str, Any]:
    match word:
        case "confirm_panic":
            return {"panic_id": one}
        case "acknowledge_mayday" | "clear_mayday":
            return {"mayday_id": one}
        case "change_response_action":
            return {"action_id": str(uuid4()), "replaces": one}
        case "open_locked_rooms":
            action: Any = object_now(play.room, object_classes()["response_actions"], one)
            return {"action_id": one, "space_ids": [room.space_id for room in locked_rooms(play.people.site, action)]}
    return {"action_id": one}


def is_accepted(play: Play, user: User, act: str, fields: dict[str, Any]) -> bool:
    with undone():
        try:
            run(user, play.room.pk, act.split(" ", maxsplit=1)[0], **fields)
        except CoordinationError:
            return False
        return True
