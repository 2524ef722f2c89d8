"""Which step of a door is possible. Pure."""

from coordination.incident.ground.errors import DoorIsBreached, DoorNothingTold
from coordination.incident.ground.vocabulary import DoorCondition


def check_door_step(before: DoorCondition | None, step: DoorCondition) -> None:
    """Let a door be told of. The same once more says that it still is so. Raises: DoorNothingTold, DoorIsBreached."""
    if step is DoorCondition.USABLE and before in (None, DoorCondition.USABLE):
        raise DoorNothingTold(pointer="/state")
    if step is DoorCondition.LOCKED and before is DoorCondition.BREACHED:
        raise DoorIsBreached(pointer="/state")
