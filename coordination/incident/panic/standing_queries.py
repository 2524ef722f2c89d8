"""Read which presses stand in a room, for any reader: people who are told of one are told of all."""

from uuid import UUID

from coordination.incident.panic.capability import AllClear, PanicAlert
from coordination.incident.panic.standing import StandingPress, standing_presses
from coordination.room.capability import RoomObject
from coordination.room.models import RoomObject as RoomObjectRow


def presses_in(room_id: UUID) -> list[StandingPress]:
    """Return every press that stands in a room, the worst first. One query."""
    return standing_presses(*alerts_in(room_id))


def alerts_in(room_id: UUID) -> tuple[dict[str, PanicAlert], dict[str, AllClear]]:
    """Return every press of a room, and the all clear if there is one, by id. One query."""
    rows = RoomObjectRow.objects.filter(
        room_id=room_id, state_key__in=[PanicAlert.state_key, AllClear.state_key], value__isnull=False
    )
    found: dict[str, dict[str, str]] = {PanicAlert.state_key: {}, AllClear.state_key: {}}
    for key, object_id, value in rows.values_list("state_key", "object_id", "value"):
        found[key][object_id] = value or ""
    return _read_objects(PanicAlert, found), _read_objects(AllClear, found)


def _read_objects[O: RoomObject](cls: type[O], found: dict[str, dict[str, str]]) -> dict[str, O]:
    return {one: cls.model_validate_json(text) for one, text in found[cls.state_key].items()}
