"""An object keeps the audience it began with, also beyond its removal: two readers' states never part."""

from uuid import uuid4

import pytest

from coordination.incident.map_marks.capability import Marker
from coordination.room.objects import (
    AudienceOfObjectChanges,
    BatchObjects,
    ContextObjects,
    patch_to_create,
    patch_to_remove,
)
from coordination.room.wire.frames import time_text
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import Audience, MarkerKind
from tests.factories.cast import make_cast, open_room
from tests.factories.mou import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def objects() -> ContextObjects:
    room = open_room(make_cast())
    return ContextObjects(BatchObjects(), room_id=room.pk, audiences=lambda: frozenset(Audience))


def marker(marker_id: object, audience: Audience) -> JsonObject:
    return patch_to_create(
        Marker,
        marker_id,
        kind=MarkerKind.HAZARD,
        label="",
        lon=0,
        lat=0,
        audience=audience,
        placed_by=uuid4(),
        placed_at=time_text(NOW),
        moved_at=time_text(NOW),
    )


def test_an_id_that_was_removed_comes_back_for_the_same_audience(objects: ContextObjects) -> None:
    marker_id = uuid4()
    objects.apply(marker(marker_id, Audience.SCHOOL), audience=Audience.SCHOOL, seq=2)
    objects.apply(patch_to_remove(Marker, marker_id), audience=Audience.SCHOOL, seq=3)

    objects.apply(marker(marker_id, Audience.SCHOOL), audience=Audience.SCHOOL, seq=4)

    record = objects.record(Marker, marker_id)
    assert record is not None
    assert (record.created_seq, record.changed_seq, record.audience) == (4, 4, Audience.SCHOOL)


@pytest.mark.parametrize("change", ["made anew", "removed again"])
def test_an_id_that_was_removed_does_not_come_back_for_another_audience(objects: ContextObjects, change: str) -> None:
    """Who could read it and is behind would never hear that it is gone; who could not would hear its id as null."""
    marker_id = uuid4()
    objects.apply(marker(marker_id, Audience.SCHOOL), audience=Audience.SCHOOL, seq=2)
    objects.apply(patch_to_remove(Marker, marker_id), audience=Audience.SCHOOL, seq=3)
    patch = marker(marker_id, Audience.EVERYONE) if change == "made anew" else patch_to_remove(Marker, marker_id)

    with pytest.raises(AudienceOfObjectChanges):
        objects.apply(patch, audience=Audience.EVERYONE, seq=4)
