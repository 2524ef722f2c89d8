"""Marks on which others stake their lives are taken off the map only by their author or by command."""

from typing import Any
from uuid import uuid4

import pytest

from coordination.incident.command.errors import NotInCommand
from coordination.room.models import Room
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db
PLACE: Any = {"lon": -98.5, "lat": 39.8}
RING = [(-98.5, 39.8), (-98.4, 39.8), (-98.4, 39.9)]


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def room(cast: Cast) -> Room:
    room = open_room(cast)
    join(cast.teacher, room)
    join(cast.officer, room)
    return room


@pytest.mark.parametrize("kind", ["hot_zone", "cold_zone"])
def test_a_hot_zone_of_somebody_else_is_erased_by_command_and_another_zone_by_everybody(
    cast: Cast, room: Room, kind: str
) -> None:
    shape_id = uuid4()
    run(cast.officer, room.id, "draw_shape", shape_id=shape_id, kind=kind, points=RING)

    if kind == "hot_zone":
        for who in (cast.teacher, cast.insider):
            with pytest.raises(NotInCommand):
                run(who, room.id, "erase_shape", shape_id=shape_id)
        run(cast.insider, room.id, "claim_command")
        run(cast.insider, room.id, "erase_shape", shape_id=shape_id)
    else:
        run(cast.teacher, room.id, "erase_shape", shape_id=shape_id)


def test_who_drew_a_hot_zone_erases_it(cast: Cast, room: Room) -> None:
    shape_id = uuid4()
    run(cast.officer, room.id, "draw_shape", shape_id=shape_id, kind="hot_zone", points=RING)

    assert run(cast.officer, room.id, "erase_shape", shape_id=shape_id).seq is not None


@pytest.mark.parametrize("command", ["move_marker", "remove_marker"])
def test_a_command_post_stays_where_it_was_put(cast: Cast, room: Room, command: str) -> None:
    marker_id = uuid4()
    run(cast.officer, room.id, "place_marker", marker_id=marker_id, kind="command_post", label="Lot B", **PLACE)
    place: Any = PLACE if command == "move_marker" else {}

    for who in (cast.teacher, cast.insider):
        with pytest.raises(NotInCommand):
            run(who, room.id, command, marker_id=marker_id, **place)
    run(cast.insider, room.id, "claim_command")
    run(cast.insider, room.id, command, marker_id=marker_id, **place)
