"""The page of a replay: for people of the room, each with what they may read; nothing in it commands."""

import json
import re
from datetime import UTC, datetime
from typing import Any, cast
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from coordination.models import User
from coordination.records.audit.rules import rule_of
from coordination.room.access import room_for
from coordination.room.capability import RoomNeed
from coordination.room.models import Room
from tests.factories.cast import Cast, join, make_cast, open_room, post
from tests.stage.incident.panic import run
from tests.support.processes import ROOT

pytestmark = pytest.mark.django_db
SCRIPTS = ROOT / "coordination" / "replay" / "static" / "coordination" / "replay"


@pytest.fixture
def lincoln() -> Cast:
    return make_cast()


def now() -> datetime:
    return datetime.now(UTC)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address_of(room: Room, at: str = "") -> str:
    return f"/incidents/{room.incident_id}/replay{f'?at={at}' if at else ''}"


def page_of(user: User, room: Room, at: str = "") -> str:
    response = client_of(user).get(address_of(room, at))
    assert response.status_code == 200
    return response.content.decode()


def config_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="room" type="application/json">(.*?)</script>', page)
    assert found is not None
    return cast("dict[str, Any]", json.loads(found[1]))


def test_people_of_the_room_read_it_and_who_may_come_in_is_shown_the_door(lincoln: Cast) -> None:
    room = open_room(lincoln, at=now())
    join(lincoln.officer, room, at=now())

    assert [client_of(one).get(address_of(room)).status_code for one in (lincoln.insider, lincoln.officer)] == [
        200,
        200,
    ]
    door = client_of(lincoln.dispatcher).get(address_of(room))
    assert (door.status_code, door["Location"]) == (302, f"/incidents/{room.incident_id}")


def test_for_strangers_and_for_those_whose_access_ended_there_is_no_such_page(lincoln: Cast) -> None:
    room = open_room(lincoln, at=now())
    join(lincoln.officer, room, at=now())
    grant = room_for(user_id=lincoln.officer.pk, room_id=room.pk, need=RoomNeed.READ, at=now())
    run(lincoln.insider, room.pk, "remove_participant", at=now(), participant_id=grant.joined().id, reason="off duty")

    for who in (lincoln.stranger, lincoln.former, lincoln.officer):
        client = client_of(who)
        there, nowhere = client.get(address_of(room)), client.get(f"/incidents/{uuid4()}/replay")
        assert (there.status_code, nowhere.status_code) == (404, 404)
    assert Client().get(address_of(room)).status_code == 302


def test_who_lost_the_agreement_reads_no_replay_and_who_has_it_does(lincoln: Cast) -> None:
    room = open_room(lincoln, at=now())
    for who in (lincoln.officer, lincoln.dispatcher):
        join(who, room, at=now())
    lincoln.officer_member.ended_at = now()
    lincoln.officer_member.save()

    assert client_of(lincoln.officer).get(address_of(room)).status_code == 404
    assert client_of(lincoln.dispatcher).get(address_of(room)).status_code == 200


@pytest.mark.parametrize("is_exercise", [True, False])
def test_an_exercise_is_marked_and_what_is_real_says_so(lincoln: Cast, *, is_exercise: bool) -> None:
    room = open_room(lincoln, is_exercise=is_exercise, at=now())

    page = page_of(lincoln.insider, room)

    assert ("is-exercise" in page, "is-real" in page) == (is_exercise, not is_exercise)
    assert ('class="badge exercise"' in page, 'class="badge real"' in page) == (is_exercise, not is_exercise)
    assert "This is the past." in page
    assert "REPLAY" in page


def test_nothing_of_the_page_commands(lincoln: Cast) -> None:
    room = open_room(lincoln, at=now())
    run(lincoln.insider, room.pk, "claim_command", at=now())

    page = page_of(lincoln.insider, room)

    me = config_of(page)["me"]
    assert {name: value for name, value in me.items() if name.startswith("may_") and value} == {}
    assert {"may_command", "may_confirm_panic", "may_take_command"} <= me.keys()
    main = page[page.index("<main") : page.index("</main>")]
    assert 'method="post"' not in main
    assert set(re.findall(r'data-do="([a-z_]+)"', main)) == {"fit", "table"}


def test_what_is_withheld_stands_nowhere_in_the_page(lincoln: Cast) -> None:
    room = open_room(lincoln, at=now())
    join(lincoln.officer, room, at=now())
    join(lincoln.teacher, room, at=now())
    post(lincoln.officer, room.pk, "Only for us: side B", at=now(), audience="responders")

    for who in (lincoln.teacher, lincoln.officer):
        assert "side B" not in page_of(who, room)
    entries = f"/api/v1/rooms/{room.pk}/entries?after=0"
    assert "side B" in client_of(lincoln.officer).get(entries).content.decode()
    assert "side B" not in client_of(lincoln.teacher).get(entries).content.decode()


@pytest.mark.parametrize(
    ("at", "seq", "instant"),
    [
        ("", 1, None),
        ("3", 3, None),
        # Whether there is such an entry the page says when it has read the log.
        ("999999", 999_999, None),
        ("2026-11-24T15:00:00Z", None, "2026-11-24T15:00:00.000Z"),
        ("2026-11-24T09:00", None, "2026-11-24T15:00:00.000Z"),
    ],
)
def test_the_address_says_where_it_begins(lincoln: Cast, at: str, seq: int | None, instant: str | None) -> None:
    lincoln.site.time_zone = "America/Chicago"
    lincoln.site.save()
    room = open_room(lincoln, at=now())

    page = page_of(lincoln.insider, room, at)

    assert config_of(page)["replay"] == {"seq": seq, "instant": instant}
    assert "is neither the number" not in page


@pytest.mark.parametrize("at", ["-1", "2026-13-01", "<script>x</script>", "9" * 90])
def test_what_is_no_moment_is_said_and_it_begins_at_the_first_entry(lincoln: Cast, at: str) -> None:
    room = open_room(lincoln, at=now())

    page = page_of(lincoln.insider, room, at)

    assert "is neither the number of an entry nor a time" in page
    assert config_of(page)["replay"] == {"seq": 1, "instant": None}
    assert "<script>x" not in page


def test_it_says_the_same_in_spanish(lincoln: Cast) -> None:
    room = open_room(lincoln, at=now())

    page = client_of(lincoln.insider).get(address_of(room), headers={"accept-language": "es"}).content.decode()

    assert "Esto es el pasado." in page
    assert "Repetición de" in page


def test_reading_it_is_in_the_audit_as_reading_the_incident(lincoln: Cast) -> None:
    (read, taken) = (
        rule_of("GET", "incidents/<uuid:incident_id>/replay"),
        rule_of("GET", "api/v1/rooms/<uuid:room_id>/tracks.gpx"),
    )

    assert (read and read.what, taken and taken.what) == ("incident_read", "tracks_exported")
    assert timezone.is_aware(now())


def test_the_page_asks_at_once_for_what_its_scripts_ask_for_first(lincoln: Cast) -> None:
    room = open_room(lincoln, at=now())
    join(lincoln.officer, room, at=now())
    for number in range(3):
        post(lincoln.insider, room.pk, f"Door {number} is open.", at=now())

    page = page_of(lincoln.officer, room)
    found = re.search(r'<script id="early-replay" type="application/json">(.*?)</script>', page)
    assert found is not None
    addresses = json.loads(found[1])

    part = re.search(r"^const PAGE = (\d+);", (SCRIPTS / "reading.js").read_text(), re.MULTILINE)
    assert part is not None
    assert addresses == [
        f"/api/v1/rooms/{room.pk}/levels",
        f"/api/v1/rooms/{room.pk}/entries?after=0&limit={part[1]}",
    ]
    assert [client_of(lincoln.officer).get(one).status_code for one in addresses] == [200, 200]
    assert [client_of(lincoln.stranger).get(one).status_code for one in addresses] == [404, 404]
