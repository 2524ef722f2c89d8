"""Promise 9 where one command writes into two rooms: both are replayed, for everybody in them."""

from uuid import UUID, uuid4

import pytest

from coordination.room.registry import command_adapter
from tests.factories.cast import Cast
from tests.properties.replay.test_replay_equals_tables import cast, check_everybody, levels, refused_or_seq, scene_of

pytestmark = pytest.mark.django_db

__all__ = ["cast", "levels"]


def test_promise_9_two_incidents_that_are_marked_as_one_are_replayed_in_both(cast: Cast, levels: list[UUID]) -> None:
    one, other = scene_of(cast, levels), scene_of(cast, levels)

    for here, there, word in (
        (one, other, "mark_duplicate"),
        (one, other, "part_duplicate"),
        (other, one, "mark_duplicate"),
        (one, other, "part_duplicate"),
    ):
        fields = {"of_room_id": there.room.id} | ({"reason": "Two fires."} if word == "part_duplicate" else {})
        command = command_adapter().validate_python({"id": uuid4(), "type": word, **fields})
        assert isinstance(refused_or_seq(here, "dispatcher", command), int), word
        check_everybody(one)
        check_everybody(other)
