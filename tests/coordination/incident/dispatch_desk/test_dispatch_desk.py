"""Entries for radio calls and CAD numbers: who may, who may not, and what a room then knows."""

import json
from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError

from coordination.errors import AudienceNotAllowed, NotAllowed, NotJoined
from coordination.incident.dispatch_desk.capability import CadNumber
from coordination.incident.dispatch_desk.errors import CadNumberUnchanged, OnlyRespondersHaveCad
from coordination.models import User
from coordination.room.dispatch import Accepted
from coordination.room.models import LogEntry, Room
from coordination.room.reading.state import state_now
from coordination.room.registry import command_adapter
from coordination.vocabulary import Audience
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.factories.mou import make_member, make_user
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def room(cast: Cast) -> Room:
    room = open_room(cast)
    for who in (cast.teacher, cast.officer, cast.dispatcher):
        join(who, room)
    return room


@pytest.fixture
def sergeant(cast: Cast, room: Room) -> User:
    user = make_member(cast.police, user=make_user(username="sergeant"), role=MemberRole.SUPERVISOR).user
    join(user, room)
    return user


def entry_of(accepted: Accepted) -> LogEntry:
    assert accepted.seq is not None
    return LogEntry.objects.get(room_id=accepted.room_id, seq=accepted.seq)


def numbers(room: Room) -> dict[str, str]:
    room.refresh_from_db()
    return {key: one.number for key, one in state_now(room, audiences=list(Audience)).of(CadNumber).items()}


def test_an_entry_for_a_radio_call_names_who_spoke_and_who_entered_it(cast: Cast, room: Room) -> None:
    accepted = run(cast.dispatcher, room.id, "relay_call", spoken_by="Unit 12", text="Door 7 is open.")

    content = json.loads(entry_of(accepted).content)
    assert content["event"] == {
        "type": "call_relayed",
        "spoken_by": "Unit 12",
        "source": "radio",
        "text": "Door 7 is open.",
    }
    assert content["by"]["agency"] == "Fairview Dispatch"


def test_it_may_be_for_responders_alone(cast: Cast, room: Room) -> None:
    said = run(cast.dispatcher, room.id, "relay_call", spoken_by="Unit 12", text="Entry now.", audience="responders")

    assert entry_of(said).audience == "responders"


def test_nobody_enters_a_call_for_an_audience_they_do_not_belong_to(cast: Cast, room: Room) -> None:
    with pytest.raises(AudienceNotAllowed):
        run(cast.dispatcher, room.id, "relay_call", spoken_by="Unit 12", text="Ours.", audience="school")


@pytest.mark.parametrize("who", ["teacher", "officer"])
@pytest.mark.parametrize(
    ("command", "fields"),
    [("relay_call", {"spoken_by": "Unit 12", "text": "Door 7."}), ("set_cad_number", {"number": "26-1"})],
)
def test_who_has_no_command_role_may_do_neither(
    cast: Cast, room: Room, who: str, command: str, fields: dict[str, Any]
) -> None:
    with pytest.raises(NotAllowed):
        run(getattr(cast, who), room.id, command, **fields)


def test_who_is_not_in_the_room_enters_nothing(cast: Cast, room: Room) -> None:
    run(cast.dispatcher, room.id, "leave_room")

    with pytest.raises(NotJoined):
        run(cast.dispatcher, room.id, "relay_call", spoken_by="Unit 12", text="Door 7.")


def test_its_author_strikes_an_entry_and_it_stays_readable(cast: Cast, room: Room) -> None:
    said = run(cast.dispatcher, room.id, "relay_call", spoken_by="Unit 12", text="Door 7.")

    run(cast.dispatcher, room.id, "strike_entry", seq=said.seq, reason="It was door 1.")

    assert json.loads(entry_of(said).content)["event"]["text"] == "Door 7."


def test_each_agency_has_its_own_number(cast: Cast, room: Room, sergeant: User) -> None:
    run(cast.dispatcher, room.id, "set_cad_number", number="26-001234")
    run(sergeant, room.id, "set_cad_number", number="FPD 88/1")

    assert numbers(room) == {str(cast.dispatch.id): "26-001234", str(cast.police.id): "FPD 88/1"}


def test_a_number_is_changed_and_taken_away_and_the_log_says_what_it_was(cast: Cast, room: Room) -> None:
    run(cast.dispatcher, room.id, "set_cad_number", number="26-001234")
    changed = run(cast.dispatcher, room.id, "set_cad_number", number="26-001235")
    run(cast.dispatcher, room.id, "set_cad_number", number=None)

    assert numbers(room) == {}
    assert json.loads(entry_of(changed).content)["event"]["before"] == "26-001234"


def test_the_same_number_again_leaves_no_entry(cast: Cast, room: Room) -> None:
    run(cast.dispatcher, room.id, "set_cad_number", number="26-001234")

    with pytest.raises(CadNumberUnchanged):
        run(cast.dispatcher, room.id, "set_cad_number", number="26-001234")


def test_to_take_away_what_is_not_there_is_refused(cast: Cast, room: Room) -> None:
    with pytest.raises(CadNumberUnchanged):
        run(cast.dispatcher, room.id, "set_cad_number", number=None)


def test_a_school_has_no_cad_number(cast: Cast, room: Room) -> None:
    with pytest.raises(OnlyRespondersHaveCad):
        run(cast.insider, room.id, "set_cad_number", number="26-001234")


@pytest.mark.parametrize("number", ["", " 26", "26 ", "<b>26</b>", "26\n27", "2" * 41, "26'--"])
def test_what_is_no_number_is_refused(number: str) -> None:
    with pytest.raises(ValidationError):
        command_adapter().validate_python({"id": uuid4(), "type": "set_cad_number", "number": number})
