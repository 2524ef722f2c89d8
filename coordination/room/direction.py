"""What rooms ask of the app that directs the exercises played in them: the setting EXERCISE_DIRECTION names it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Protocol, cast
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from coordination.room.wire.addressed import Readership

# Who plays in which incident, for which agency: (incident, user, agency).
type Players = frozenset[tuple[UUID, int, UUID]]


class Direction(Protocol):
    """The exercises of this installation, by the incident in which they are played."""

    def people_of(self, incident_id: UUID, at: datetime) -> Sequence[int]:
        """Return the people of an exercise who may enter its room."""

    def cast_of(self, incident_id: UUID) -> frozenset[int] | None:
        """Return the people to whom an exercise's alerts are limited; None: no limit. At most two queries."""

    def players_in(self, incident_ids: Collection[UUID]) -> Players:
        """Return who plays in which incident, and for which agency: whom something can be addressed to. One query."""

    def players_reading(self, incident_id: UUID, readers: Readership, at: datetime) -> Sequence[int]:
        """Return those who play, may enter the room and belong to an audience, in the room or not yet."""

    def room_played_at(self, site_id: UUID) -> UUID | None:
        """Return the room in which an exercise is played at a site now, the newest; None where there is none."""

    def interrupted(self, incident_id: UUID, at: datetime) -> None:
        """Write that an exercise was stopped by something real, in the caller's transaction."""


@cache
def _direction_named(path: str) -> Direction:
    return cast("Direction", import_string(path))


def direction_of_exercises() -> Direction:
    """Return who directs exercises."""
    return _direction_named(settings.EXERCISE_DIRECTION)
