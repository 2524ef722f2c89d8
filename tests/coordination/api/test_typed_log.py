"""What is answered as stored bytes, a room's entries and its state, is what the description says in detail."""

import json
from typing import Any
from uuid import uuid4

import jsonschema
import pytest
from django.test import Client
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from coordination.incident.map_marks.capability import PlaceMarker
from coordination.models import User
from coordination.room.dispatch import execute
from coordination.room.models import Room
from coordination.vocabulary import Audience, MarkerKind
from tests.contracts.documents.test_stored_entries import EXAMPLES
from tests.factories.cast import Cast, asks, join, make_cast, open_room, post
from tests.support.processes import ROOT

DOCUMENT = json.loads((ROOT / "docs" / "openapi.json").read_text())
REGISTRY: Registry[Any] = Registry().with_resource("urn:openapi", DRAFT202012.create_resource(DOCUMENT))


def faults(name: str, value: object) -> list[str]:
    """Return what the schema of a name finds wrong with a value."""
    schema = {"$ref": f"urn:openapi#/components/schemas/{name}"}
    return [one.message for one in jsonschema.Draft202012Validator(schema, registry=REGISTRY).iter_errors(value)]


@pytest.fixture
def lincoln() -> Cast:
    return make_cast()


@pytest.fixture
def room(lincoln: Cast) -> Room:
    """A room with a marker, a message, and a message that the police may not read."""
    room = open_room(lincoln)
    join(lincoln.officer, room)
    post(lincoln.insider, room.pk)
    post(lincoln.insider, room.pk, "Only for the school", audience=Audience.SCHOOL)
    place = PlaceMarker(
        type="place_marker", id=uuid4(), marker_id=uuid4(), kind=MarkerKind.STAGING, label="Door 7", lon=-98.5, lat=39.8
    )
    execute(asker=asks(lincoln.officer), room_id=room.pk, command=place)
    return room


def answer_to(who: User, path: str) -> Any:
    client = Client()
    client.force_login(who)
    return client.get(path).json()


@pytest.mark.django_db
def test_entries_and_what_is_withheld_are_described(lincoln: Cast, room: Room) -> None:
    entries = answer_to(lincoln.officer, f"/api/v1/rooms/{room.pk}/entries")["entries"]

    assert {one["type"] for one in entries} == {"entry", "withheld"}
    assert [faults("LogEntry", one) for one in entries] == [[]] * len(entries)


@pytest.mark.django_db
def test_the_objects_of_a_state_are_described(lincoln: Cast, room: Room) -> None:
    state = answer_to(lincoln.officer, f"/api/v1/rooms/{room.pk}/state")

    assert {"people", "incident", "markers"} <= state["objects"].keys()
    assert faults("StateOut", state) == []


@pytest.mark.django_db
def test_the_example_of_a_command_is_accepted(lincoln: Cast, room: Room) -> None:
    operation = DOCUMENT["paths"]["/api/v1/rooms/{room_id}/commands"]["post"]
    command = operation["requestBody"]["content"]["application/json"]["example"]
    client = Client()
    client.force_login(lincoln.insider)

    answer = client.post(f"/api/v1/rooms/{room.pk}/commands", command, content_type="application/json")

    assert (answer.status_code, answer.json()["is_repeat"]) == (200, False)
    del command["room"]
    refused = client.post(f"/api/v1/rooms/{room.pk}/commands", command | {"id": str(uuid4())}, "application/json")
    assert (refused.status_code, refused.json()["code"]) == (422, "room_not_named")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/v1/entries/search", "/api/v1/rooms/{}/state?at=1&since=1"])
def test_a_question_that_asks_nothing_is_not_called_a_command(lincoln: Cast, room: Room, path: str) -> None:
    problem = answer_to(lincoln.insider, path.format(room.pk))

    assert (problem["status"], problem["code"]) == (422, "bad_command")
    assert problem["title"] == "The request is not of the form the interface describes."


def test_every_stored_entry_is_what_the_description_says_of_its_event() -> None:
    stored = [json.loads(path.read_text()) for path in EXAMPLES]

    assert len(stored) > 60
    assert [(one["event"]["type"], said) for one in stored if (said := faults("EntryContent", one))] == []


def test_what_is_of_another_form_is_no_entry_and_no_object() -> None:
    content = json.loads(EXAMPLES[0].read_text())
    event = {"type": "message_posted", "text": 5}
    marker = {"kind": "no such kind", "label": "Door 7"}

    assert faults("EntryContent", content | {"event": event}) != []
    assert faults("EntryContent", content | {"event": {**content["event"], "type": "no_such_event"}}) != []
    assert faults("RoomObjects", {"markers": {"one": marker}}) != []
