"""The people and the room of the tests of forms."""

import pytest

from coordination.room.models import Room
from tests.stage.incident.command import People, make_people, room_with


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def room(people: People) -> Room:
    return room_with(people)
