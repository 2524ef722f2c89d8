"""What a room's page brings along is what the interface answers the same reader, and nothing that it would withhold."""

import json
import re
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from django.test import Client

from coordination.home.early import STATE_MAX_BYTES
from coordination.models import User
from coordination.room.models import Room, RoomObject
from coordination.vocabulary import Audience
from mapping.models import Floorplan
from mou.vocabulary import AgencyKind, TermKind
from tests.factories.cast import Cast, join, make_cast, open_room, post
from tests.factories.mapping import make_plan
from tests.factories.mou import make_agency, make_member, make_memorandum

pytestmark = pytest.mark.django_db
HOSTILE = '</script><!--<script>alert(1)</script>&amp;\u00a0"'


@pytest.fixture
def lincoln() -> Cast:
    return make_cast()


def now() -> datetime:
    return datetime.now(UTC)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(client: Client, room: Room) -> str:
    return client.get(f"/incidents/{room.incident_id}").content.decode()


def brought_by(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="early-answers">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return cast("dict[str, Any]", json.loads(found[1]))


def plans_of(page: str) -> list[tuple[str, str]]:
    found = re.search(r'<script id="early-plans" type="application/json">(.*?)</script>', page)
    assert found is not None
    return [(path, etag) for path, etag in json.loads(found[1])]


def test_each_answer_is_the_one_that_the_interface_gives(lincoln: Cast) -> None:
    make_plan(lincoln.site)
    room = open_room(lincoln, at=now())
    post(lincoln.insider, room.pk, f"Smoke {HOSTILE}", at=now())
    client = client_of(lincoln.insider)

    page = page_of(client, room)
    brought = brought_by(page)

    assert len(brought) == 3
    for asked, answer in brought.items():
        assert client.get(asked.removeprefix("GET ")).json() == answer
    assert HOSTILE not in page
    for path, etag in plans_of(page):
        assert client.get(path)["ETag"] == etag


def test_who_may_not_read_an_entry_or_a_fact_of_it_finds_neither_in_the_page(lincoln: Cast) -> None:
    room = open_room(lincoln, at=now())
    join(lincoln.officer, room, at=now())
    post(lincoln.insider, room.pk, "Only for the school", audience=Audience.SCHOOL, at=now())

    of_school = page_of(client_of(lincoln.insider), room)
    client = client_of(lincoln.officer)
    of_police = page_of(client, room)

    assert "Only for the school" in of_school
    assert "Only for the school" not in of_police
    entries = next(answer for asked, answer in brought_by(of_police).items() if "/entries" in asked)
    assert [one["type"] for one in entries["entries"]].count("withheld") >= 1
    state = brought_by(of_police)[f"GET /api/v1/rooms/{room.pk}/state"]
    assert state == client.get(f"/api/v1/rooms/{room.pk}/state").json()


def test_without_a_floorplan_term_the_page_names_no_floor_and_no_plan(lincoln: Cast) -> None:
    make_plan(lincoln.site)
    fire = make_agency(AgencyKind.FIRE, name="Fairview Fire")
    make_memorandum(lincoln.district, fire, sites=[lincoln.site.pk], grants=[TermKind.ROOM_ACCESS])
    firefighter = make_member(fire).user
    room = open_room(lincoln, at=now())
    join(firefighter, room, at=now())

    page = page_of(client_of(firefighter), room)

    assert plans_of(page) == []
    assert not [one for one in Floorplan.objects.all() if str(one.pk) in page]
    assert not any(asked.endswith("/levels") for asked in brought_by(page))


def test_the_door_of_a_room_brings_nothing_of_it_and_the_page_is_kept_by_nobody(lincoln: Cast) -> None:
    room = open_room(lincoln, at=now())
    client = client_of(lincoln.officer)

    door = client.get(f"/incidents/{room.incident_id}")
    join(lincoln.officer, room, at=now())
    inside = client.get(f"/incidents/{room.incident_id}")

    assert "early-" not in door.content.decode()
    assert "no-store" in inside["Cache-Control"]
    assert "private" in inside["Cache-Control"]


def test_a_state_that_is_too_large_comes_over_the_socket_alone(lincoln: Cast) -> None:
    room = open_room(lincoln, at=now())
    large = json.dumps({"text": "x" * STATE_MAX_BYTES})
    about = {"room": room, "audience": Audience.EVERYONE, "created_seq": 1, "changed_seq": 1}
    RoomObject.objects.create(state_key="markers", object_id="large", value=large, **about)

    brought = brought_by(page_of(client_of(lincoln.insider), room))

    assert not any(asked.endswith("/state") for asked in brought)
    assert any("/entries" in asked for asked in brought)
