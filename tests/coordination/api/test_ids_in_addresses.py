"""An id in an address may be written in either case, as RFC 9562 has it: Swift's clients write capitals."""

import uuid

import pytest

from tests.factories.cast import join, make_cast, open_room
from tests.stage.incident.room_reports import read

pytestmark = pytest.mark.django_db


def test_an_id_in_capitals_is_the_same_id_for_who_may_read_it_and_for_who_may_not() -> None:
    cast = make_cast()
    room = open_room(cast)
    join(cast.officer, room)
    small, capitals = (f"/rooms/{one}/entries?after=0" for one in (str(room.id), str(room.id).upper()))

    assert small != capitals
    assert read(cast.officer, capitals).json() == read(cast.officer, small).json()
    assert read(cast.officer, capitals).status_code == 200
    assert read(cast.stranger, capitals).status_code == read(cast.stranger, small).status_code == 404


def test_what_is_no_id_is_no_address() -> None:
    cast = make_cast()

    for no_id in (str(uuid.uuid4())[:-1], "G" * 8 + str(uuid.uuid4())[8:]):
        assert read(cast.officer, f"/rooms/{no_id}/entries").status_code == 404
