"""Who holds which function now, for those who tell them of something."""

from collections.abc import Collection
from uuid import UUID

from coordination.incident.command.capability import IncidentCommand
from coordination.incident.general_staff.capability import HeldFunction
from coordination.incident.general_staff.vocabulary import StaffFunction
from coordination.room.models import RoomObject


def commanders_in(room_id: UUID) -> set[UUID]:
    """Return the participants in command of a room, alone or unified. One query."""
    rows = RoomObject.objects.filter(room_id=room_id, state_key=IncidentCommand.state_key, value__isnull=False)
    found = [IncidentCommand.model_validate_json(one.value or "") for one in rows]
    return {UUID(one) for command in found for one in command.commanders}


def holders_in(room_id: UUID, functions: Collection[StaffFunction]) -> set[UUID]:
    """Return the participants of a room who hold one of these functions. One query."""
    rows = RoomObject.objects.filter(room_id=room_id, state_key=HeldFunction.state_key, value__isnull=False)
    found = [HeldFunction.model_validate_json(one.value or "") for one in rows]
    return {one.holder for one in found if one.holder is not None and one.function in functions}
