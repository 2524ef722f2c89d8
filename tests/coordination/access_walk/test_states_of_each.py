"""The state at any entry and since any entry, as each of the cast: no one hears of an object that is withheld."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from coordination.room.entry.patch import state_from_contents
from coordination.room.models import Room, RoomObject
from coordination.vocabulary import Audience
from tests.coordination.access_walk.personas import Persona, make_personas
from tests.stage.full_room import PLACE, Stage, run

pytestmark = pytest.mark.django_db

type Objects = dict[str, dict[str, Any]]

AUDIENCES = {
    "insider": {Audience.EVERYONE, Audience.SCHOOL, Audience.COMMAND},
    "teacher": {Audience.EVERYONE, Audience.SCHOOL},
    "keeper": {Audience.EVERYONE, Audience.SCHOOL, Audience.COMMAND},
    "officer": {Audience.EVERYONE, Audience.RESPONDERS},
    "visitor": {Audience.EVERYONE, Audience.RESPONDERS},
    "fire_room_only": {Audience.EVERYONE, Audience.RESPONDERS},
    "dispatcher": {Audience.EVERYONE, Audience.RESPONDERS, Audience.COMMAND},
}
ENTER_LATE = ("keeper", "visitor", "fire_room_only", "dispatcher")
SPEAKERS = {
    Audience.EVERYONE: "officer",
    Audience.RESPONDERS: "officer",
    Audience.SCHOOL: "teacher",
    Audience.COMMAND: "insider",
}


@pytest.fixture
def personas(stage: Stage) -> dict[str, Persona]:
    return make_personas(stage)


@pytest.fixture
def head(stage: Stage, personas: dict[str, Persona]) -> int:
    """Let markers and shapes of every audience stay, move and go; return how far the log is then."""
    for who in ENTER_LATE:
        run(stage.people[who], stage.room.id, "join_room")
    for audience, who in SPEAKERS.items():
        speaker, room_id = stage.people[who], stage.room.id
        stays, moves, goes, shape = (uuid4() for _ in range(4))
        for marker_id in (stays, moves, goes):
            run(
                speaker,
                room_id,
                "place_marker",
                marker_id=marker_id,
                kind="hazard",
                label="x",
                audience=audience,
                **PLACE,
            )
        points = [(-98.5, 39.8), (-98.4, 39.8)]
        run(speaker, room_id, "draw_shape", shape_id=shape, kind="route", points=points, audience=audience)
        run(speaker, room_id, "move_marker", marker_id=moves, lon=-98.4, lat=39.9)
        run(speaker, room_id, "remove_marker", marker_id=goes)
        run(speaker, room_id, "erase_shape", shape_id=shape)
    return Room.objects.get(pk=stage.room.pk).head_seq


def get(stage: Stage, who: str, path: str, room_id: object = None) -> Any:
    return Client().get(f"/api/v1/rooms/{room_id or stage.room.pk}{path}", headers=stage.headers(who))


def told(stage: Stage, who: str, query: str = "") -> tuple[str, Objects]:
    """Return a state as it came, and its objects."""
    answer = get(stage, who, f"/state{query}")
    assert answer.status_code == 200, (who, query)
    return answer.content.decode(), answer.json()["objects"]


def withheld_from(stage: Stage, who: str) -> set[str]:
    rows = RoomObject.objects.filter(room=stage.room).exclude(audience__in=AUDIENCES[who])
    return set(rows.values_list("object_id", flat=True))


def ids_of_nulls(objects: Objects) -> set[str]:
    return {one for found in objects.values() for one, value in found.items() if value is None}


@pytest.mark.parametrize("who", AUDIENCES)
def test_the_state_of_any_moment_and_since_any_is_of_what_one_may_read_and_names_nothing_else(
    stage: Stage, head: int, who: str
) -> None:
    moments = {seq: told(stage, who, f"?at={seq}") for seq in range(1, head + 1)}
    changes = {seq: told(stage, who, f"?since={seq}") for seq in range(head + 1)}
    now = told(stage, who)

    check_nothing_withheld_is_named(stage, who, [now[0], *(text for text, _ in (*moments.values(), *changes.values()))])
    check_what_is_gone_is_null(stage, who, [now[1], changes[0][1], *(one for _, one in moments.values())], changes)
    check_each_moment_leads_to_now(stage, who, moments, changes, now[1])


def check_nothing_withheld_is_named(stage: Stage, who: str, texts: list[str]) -> None:
    withheld = withheld_from(stage, who)
    assert RoomObject.objects.filter(room=stage.room, object_id__in=withheld, value=None).count() >= 2

    assert {one for one in withheld for text in texts if one in text} == set()


def check_what_is_gone_is_null(
    stage: Stage, who: str, whole: list[Objects], changes: dict[int, tuple[str, Objects]]
) -> None:
    """Since any entry before its end, and never in a whole state."""
    mine = RoomObject.objects.filter(room=stage.room, audience__in=AUDIENCES[who], value=None)
    gone = dict(mine.values_list("object_id", "changed_seq"))
    assert len(gone) == 2 * len(AUDIENCES[who])

    assert [ids_of_nulls(objects) for objects in whole] == [set()] * len(whole)
    for since in range(1, len(changes)):
        assert ids_of_nulls(changes[since][1]) == {one for one, changed in gone.items() if changed > since}


def check_each_moment_leads_to_now(
    stage: Stage,
    who: str,
    moments: dict[int, tuple[str, Objects]],
    changes: dict[int, tuple[str, Objects]],
    now: Objects,
) -> None:
    """A moment is the fold of the entries that one may read; with what has changed since it is the present."""
    entries = get(stage, who, "/entries?after=0&limit=500").json()["entries"]
    contents = [one["content"] for one in entries if one["type"] == "entry"]
    assert len(contents) < len(entries) == len(moments)
    for seq, (_, at) in moments.items():
        assert at == state_from_contents(one for one in contents if one["seq"] <= seq)
        led = {kind: {**at.get(kind, {}), **changes[seq][1].get(kind, {})} for kind in {*at, *changes[seq][1]}}
        led = {kind: {one: value for one, value in found.items() if value is not None} for kind, found in led.items()}
        assert {kind: objects for kind, objects in led.items() if objects} == now


def test_who_has_no_part_in_the_room_is_answered_as_if_it_were_not_there(
    stage: Stage, head: int, personas: dict[str, Persona]
) -> None:
    without = {*personas, "stranger", "former"} - set(AUDIENCES)
    assert len(without) > 10
    for who in sorted(without):
        for query in ("", "?at=1", f"?at={head}", f"?at={head + 1}", "?since=0", f"?since={head - 1}", "?since=9999"):
            answer, nowhere = get(stage, who, f"/state{query}"), get(stage, who, f"/state{query}", uuid4())

            assert (answer.status_code, answer.content) == (nowhere.status_code, nowhere.content), (who, query)
            assert answer.status_code == 404


def test_who_may_enter_but_has_not_learns_neither_a_state_nor_how_far_the_log_is(
    stage: Stage, personas: dict[str, Persona]
) -> None:
    for who in ENTER_LATE:
        answers = {get(stage, who, f"/state{query}").content for query in ("", "?at=1", "?at=9999", "?since=3")}

        assert len(answers) == 1
        assert b"not_joined" in answers.pop()
