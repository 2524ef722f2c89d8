"""Enter what was said by radio, and the CAD numbers of agencies."""

from coordination.incident.dispatch_desk.capability import (
    CadNumber,
    CadNumberRemoved,
    CadNumberSet,
    CallRelayed,
    RelayCall,
    SetCadNumber,
)
from coordination.incident.dispatch_desk.errors import CadNumberUnchanged, OnlyRespondersHaveCad
from coordination.room.audiences import RESPONDER_KINDS
from coordination.room.capability import Event
from coordination.room.checks import checked_audience
from coordination.room.log import CommandContext
from coordination.room.objects import patch_to_create, patch_to_remove


def relay_call(*, context: CommandContext, command: RelayCall) -> None:
    """Enter what another person said. Raises: AudienceNotAllowed."""
    audience = checked_audience(context, command.audience)
    said = CallRelayed(spoken_by=command.spoken_by, source=command.source, text=command.text)
    context.append(said, audience=audience)


def set_cad_number(*, context: CommandContext, command: SetCadNumber) -> None:
    """Set, change or take away the number of the asker's agency. Raises: OnlyRespondersHaveCad, CadNumberUnchanged."""
    me = context.participant
    if me.agency_kind not in RESPONDER_KINDS:
        raise OnlyRespondersHaveCad
    held = context.objects.get(CadNumber, me.agency_id)
    before = None if held is None else held.number
    if before == command.number:
        raise CadNumberUnchanged(pointer="/number")
    event: Event = CadNumberRemoved(agency_id=me.agency_id)
    patch = patch_to_remove(CadNumber, me.agency_id)
    if command.number is not None:
        event = CadNumberSet(agency_id=me.agency_id, number=command.number, before=before)
        fields = {"agency": me.agency, "number": command.number, "set_by": me.id, "set_at": context.at_text}
        patch = patch_to_create(CadNumber, me.agency_id, **fields)
    context.append(event, patch=patch)
