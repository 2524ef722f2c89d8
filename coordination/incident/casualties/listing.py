"""The casualties of a room for forms and lists: of a state that was read for its reader's own audiences."""

from coordination.incident.casualties.capability import Casualty
from coordination.incident.casualties.rules.machine import CASUALTIES
from coordination.room.reading.state import RoomState


def list_casualties(state: RoomState) -> list[tuple[str, Casualty]]:
    """Return the casualties that count, with their ids, by their numbers: none if the state's reader may see none."""
    found = ((key, one) for key, one in state.of(Casualty).items() if not CASUALTIES.is_end(one.state))
    return sorted(found, key=lambda one: one[1].number)
