"""How old what was seen is, and which step of a door is possible. Pure."""

from datetime import datetime

from coordination.incident.ground.errors import DoorIsBreached, DoorNothingTold
from coordination.incident.ground.vocabulary import DoorCondition, SightingAge


def age_of_sighting(*, old_at: str, stale_at: str, taken_back_at: str | None, at: datetime) -> SightingAge:
    """Return how old a sighting is at a moment; its own moments are RFC 3339."""
    if taken_back_at is not None and datetime.fromisoformat(taken_back_at) <= at:
        return SightingAge.TAKEN_BACK
    if at >= datetime.fromisoformat(stale_at):
        return SightingAge.STALE
    return SightingAge.OLD if at >= datetime.fromisoformat(old_at) else SightingAge.FRESH


def check_door_step(before: DoorCondition | None, step: DoorCondition) -> None:
    """Let a door be told of. The same once more says that it still is so. Raises: DoorNothingTold, DoorIsBreached."""
    if step is DoorCondition.USABLE and before in (None, DoorCondition.USABLE):
        raise DoorNothingTold(pointer="/state")
    if step is DoorCondition.LOCKED and before is DoorCondition.BREACHED:
        raise DoorIsBreached(pointer="/state")
