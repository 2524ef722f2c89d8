"""The hand-over brief: what stands on it, for whom, as a page and on paper, and marked in an exercise."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from coordination.incident.command.brief import brief_of
from coordination.room.access import room_for
from coordination.room.capability import RoomNeed
from coordination.room.models import Room
from tests.factories.cast import join, open_room
from tests.factories.mou import NOW
from tests.stage.incident.command import People, claim, make_people, offer
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db
PLACE: Any = {"lon": -98.5, "lat": 39.8}


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def room(people: People) -> Room:
    room = open_room(people.cast)
    for who in ("teacher", "officer", "sergeant", "captain", "clerk"):
        join(people.user(who), room)
    return room


def page(people: People, room: Room, who: str, *, ending: str = "brief") -> tuple[int, bytes]:
    client = Client()
    client.force_login(people.user(who))
    answer = client.get(f"/incidents/{room.incident_id}/{ending}")
    return answer.status_code, answer.content


def test_it_says_who_commands_what_is_in_force_what_nobody_answered_and_what_is_on_the_map(
    people: People, room: Room
) -> None:
    run(people.officer, room.id, "set_status", status="OnScene")
    run(people.teacher, room.id, "start_response_action", action_id=uuid4(), kind="lockdown")
    run(people.sergeant, room.id, "post_priority_message", message_id=uuid4(), text="Stay out of the gym")
    run(people.officer, room.id, "place_marker", marker_id=uuid4(), kind="command_post", label="Lot B", **PLACE)
    run(people.officer, room.id, "post_message", text="The coffee is cold")
    claim(people, room, "sergeant", reason="at the command post")
    offer(people, room, "sergeant", "captain")

    status, content = page(people, room, "captain")

    text = content.decode()
    assert status == 200
    for said in (
        "Sergeant",
        "Lockdown",
        "Stay out of the gym",
        "5 have not answered",
        "Command post · Lot B",
        "An offer of command waits for its answer.",
        "There is no staging area on the map.",
        "On scene: 1",
        "at the command post",
    ):
        assert said in text, said
    assert "The coffee is cold" not in text
    assert "There is no command post on the map." not in text
    assert "No one is in command" not in text


def test_without_anybody_in_command_it_says_so_first_of_all_questions(people: People, room: Room) -> None:
    _status, content = page(people, room, "sergeant")

    assert "No one is in command." in content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("principal", 200), ("sergeant", 200), ("officer", 200), ("teacher", 404), ("clerk", 404), ("chief", 404)],
)
@pytest.mark.parametrize("ending", ["brief", "brief.pdf"])
def test_who_may_be_in_command_or_has_a_command_role_reads_it_in_the_room_and_nobody_else(
    people: People, room: Room, who: str, status: int, ending: str
) -> None:
    """The chief may be in command, and has not come in."""
    answered, content = page(people, room, who, ending=ending)

    assert answered == status
    assert (content[:5] == b"%PDF-") is (status == 200 and ending == "brief.pdf")


def test_what_is_for_others_is_not_on_it(people: People, room: Room) -> None:
    run(
        people.principal,
        room.id,
        "place_marker",
        marker_id=uuid4(),
        kind="other",
        label="zebra",
        audience="school",
        **PLACE,
    )

    assert "zebra" in page(people, room, "principal")[1].decode()
    assert "zebra" not in page(people, room, "sergeant")[1].decode()


def test_in_an_exercise_it_is_marked(people: People) -> None:
    drill, real = open_room(people.cast, is_exercise=True), open_room(people.cast)

    marks = {
        room: (content.count(b"exercise-frame"), content.count(b'class="exercise-word"'))
        for room in (drill, real)
        for _status, content in [page(people, room, "principal")]
    }
    assert marks == {drill: (1, 1), real: (0, 0)}


def test_pinned_facts_stand_on_it_with_what_makes_them_doubtful(people: People, room: Room) -> None:
    claim(people, room, "sergeant", reason="at the command post")
    ids = [uuid4() for _ in range(5)]
    said: dict[str, Any] = {"kind": "suspects", "source": "caller", "audience": "everyone"}
    for fact_id, value in zip(ids, ("1", "2", "9", "gas", "smoke"), strict=True):
        kind = {"kind": "hazard"} if value in ("gas", "smoke") else {}
        run(people.officer, room.id, "pin_fact", fact_id=fact_id, value=value, valid_minutes=1, **{**said, **kind})
    run(people.captain, room.id, "confirm_fact", fact_id=ids[1], source="camera")
    run(people.officer, room.id, "withdraw_fact", fact_id=ids[2], reason="A coat.")

    _status, content = page(people, room, "sergeant")

    pinned = content.decode().split("Pinned facts")[1].split("</ul>")[0]
    lines = pinned.split("<li>")[1:]
    assert [("CONTRADICTS" in one) for one in lines] == [False, False, True, True]
    assert ["· confirmed ·" in one for one in lines].count(True) == 1
    assert all("OLD" in one for one in lines)
    assert "suspects · 9" not in pinned.lower()


def test_facts_for_responders_do_not_stand_on_the_schools_brief(people: People, room: Room) -> None:
    said: dict[str, Any] = {"kind": "suspects", "source": "caller", "audience": "responders"}
    run(people.officer, room.id, "pin_fact", fact_id=uuid4(), value="Two men", **said)

    shown = {who: "Two men" in page(people, room, who)[1].decode() for who in ("sergeant", "principal")}

    assert shown == {"sergeant": True, "principal": False}


# --- as of an entry ---------------------------------------------------------------------------------------------------
def test_as_of_an_entry_it_knows_nothing_that_came_later(people: People, room: Room) -> None:
    run(people.officer, room.id, "place_marker", marker_id=uuid4(), kind="command_post", label="Lot B", **PLACE)
    claim(people, room, "sergeant", reason="at the command post")
    then = Room.objects.get(pk=room.pk).head_seq
    run(people.teacher, room.id, "start_response_action", action_id=uuid4(), kind="lockdown")
    run(people.officer, room.id, "place_marker", marker_id=uuid4(), kind="staging", label="Lot C", **PLACE)

    status, content = page(people, room, "captain", ending=f"brief?at={then}")

    text = content.decode()
    assert status == 200
    assert f"This is the past, as of entry #{then}" in text
    for said in (
        "at the command post",
        "Command post · Lot B",
        "There is no staging area on the map.",
    ):
        assert said in text, said
    for later in ("Lot C", "Lockdown"):
        assert later not in text.partition('class="brief-parts"')[2], later
    now = page(people, room, "captain")[1].decode()
    assert "Lot C" in now
    assert "This is the past" not in now
    assert page(people, room, "captain", ending=f"brief.pdf?at={then}")[1][:5] == b"%PDF-"


def test_at_the_newest_entry_it_says_what_it_says_now(people: People, room: Room) -> None:
    claim(people, room, "sergeant", reason="at the command post")
    run(people.officer, room.id, "set_status", status="OnScene")
    head = Room.objects.get(pk=room.pk).head_seq
    grant = room_for(user_id=people.captain.pk, room_id=room.pk, need=RoomNeed.READ, at=NOW)

    now, then = brief_of(grant), brief_of(grant, head)

    assert (then.holders, then.forces, then.facts) == (now.holders, now.forces, now.facts)
    assert {key: sorted(found) for key, found in then.state.objects.items()} == {
        key: sorted(found) for key, found in now.state.objects.items()
    }


@pytest.mark.parametrize("at", ["0", "9999", "x", "1.5", "-1"])
@pytest.mark.parametrize("ending", ["brief", "brief.pdf"])
def test_an_entry_that_is_not_there_is_not_found(people: People, room: Room, at: str, ending: str) -> None:
    assert page(people, room, "captain", ending=f"{ending}?at={at}")[0] == 404


@pytest.mark.parametrize("who", ["teacher", "clerk", "chief"])
def test_who_may_not_read_it_now_reads_none_of_the_past(people: People, room: Room, who: str) -> None:
    assert page(people, room, who, ending="brief?at=1")[0] == 404


def test_what_is_for_others_is_on_none_of_the_past_either(people: People, room: Room) -> None:
    placed = run(
        people.principal,
        room.id,
        "place_marker",
        marker_id=uuid4(),
        kind="other",
        label="zebra",
        audience="school",
        **PLACE,
    ).seq

    assert "zebra" in page(people, room, "principal", ending=f"brief?at={placed}")[1].decode()
    assert "zebra" not in page(people, room, "sergeant", ending=f"brief?at={placed}")[1].decode()


def test_programs_take_it_as_of_an_entry_too(people: People, room: Room) -> None:
    client = Client()
    client.force_login(people.captain)
    address = f"/api/v1/incidents/{room.incident_id}/brief.pdf"

    assert client.get(f"{address}?seq=1").content[:5] == b"%PDF-"
    missing = client.get(f"{address}?seq=9999")
    assert (missing.status_code, missing.json()["code"]) == (404, "entry_not_found")
