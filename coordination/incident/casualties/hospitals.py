"""Hospitals that casualties are brought to, and the beds that they have free as they told them."""

from collections.abc import Mapping
from uuid import UUID, uuid5

from coordination.incident.casualties import capability as c
from coordination.incident.casualties import events
from coordination.incident.casualties.errors import OnlyRespondersTellBeds
from coordination.room.log import CommandContext
from coordination.room.objects import patch_to_change, patch_to_create
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import Audience


def tell_hospital_beds(*, context: CommandContext, command: c.TellHospitalBeds) -> None:
    """Say how many beds a hospital has free. Raises: OnlyRespondersTellBeds."""
    if Audience.RESPONDERS not in context.grant.audiences:
        raise OnlyRespondersTellBeds
    said = {one: getattr(command, one) for one in ("immediate", "delayed", "minimal", "told_by")}
    event, patch = _tell_hospital(context, command.hospital, said, told_at=context.at_text)
    context.append(event, patch=patch, audience=Audience.RESPONDERS)


def id_of_hospital(room_id: UUID, name: str) -> UUID:
    """Return the id of a hospital in a room: one for each name."""
    return uuid5(room_id, f"hospital\n{name.casefold()}")


def list_hospital(context: CommandContext, name: str) -> None:
    """List a hospital that someone is brought to, if it is not listed yet."""
    if context.objects.get(c.Hospital, id_of_hospital(context.room.pk, name)) is None:
        event, patch = _tell_hospital(context, name, {}, told_at=None)
        context.append(event, patch=patch, audience=Audience.RESPONDERS)


def _tell_hospital(
    context: CommandContext, name: str, said: Mapping[str, object], *, told_at: str | None
) -> tuple[events.HospitalTold, JsonObject]:
    """Return what is said of a hospital, and its patch; it is listed where it is not yet."""
    hospital_id = id_of_hospital(context.room.pk, name)
    before = context.objects.get(c.Hospital, hospital_id)
    shown = name if before is None else before.name
    event = events.HospitalTold.model_validate({"hospital_id": hospital_id, "name": shown, **said})
    patch_of = patch_to_create if before is None else patch_to_change
    fields = {"name": shown, **said, "told_at": told_at, "noted_by": context.participant.pk}
    return event, patch_of(c.Hospital, hospital_id, **fields)
