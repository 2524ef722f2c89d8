"""Exercises that have been held at the cast's school."""

from coordination.room.models import Incident, Room
from coordination.vocabulary import IncidentStatus


def end_room(room: Room) -> None:
    """Let a room's incident be over, without what closing it asks for."""
    Incident.objects.filter(room=room).update(status=IncidentStatus.CLOSED.value)
