"""Say that two open incidents at a site are one emergency, or that they are not. Both rooms are held."""

from coordination.incident.duplicates.capability import (
    Duplicate,
    DuplicateMarked,
    DuplicateParted,
    DuplicateTaken,
    MarkDuplicate,
    PartDuplicate,
)
from coordination.incident.duplicates.errors import (
    AlarmGoesOn,
    DuplicateElsewhere,
    DuplicateNotHere,
    DuplicateOfItself,
    MarkedAlready,
    NotOfOneKind,
)
from coordination.incident.panic.handing_over import hand_presses_over, may_hand_presses_over
from coordination.room.access import require_need
from coordination.room.capability import Event, RoomNeed
from coordination.room.log import CommandContext
from coordination.room.objects import patch_to_change, patch_to_create
from coordination.room.wire.frames import time_text
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import IncidentStatus


def mark_duplicate(*, context: CommandContext, command: MarkDuplicate) -> None:
    """Mark this incident as the duplicate of another. New presses of the alarm go to the one that goes on.

    Raises: RoomNotFound, NotJoined, NotAllowed of the other room; DuplicateOfItself, DuplicateElsewhere, NotOfOneKind,
    MarkedAlready, AlarmGoesOn.
    """
    other = _other_context(context)
    _check_pair(context, other)
    if not may_hand_presses_over(context.room, to=other.room):
        raise AlarmGoesOn(pointer="/of_room_id")
    other.append(
        DuplicateTaken(incident_id=context.incident.pk), patch=_patch_of_mark(context, goes_on_there=False, by=other)
    )
    context.append(
        DuplicateMarked(incident_id=other.incident.pk), patch=_patch_of_mark(other, goes_on_there=True, by=context)
    )
    hand_presses_over(context.room, to=other.room)
    context.batch.accept(other)


def part_duplicate(*, context: CommandContext, command: PartDuplicate) -> None:
    """Say that two incidents are two emergencies, marked as one before or not; marking them takes it back.

    Raises: as mark_duplicate of the room and the pair, but AlarmGoesOn; DuplicateNotHere: it was said before.
    """
    other = _other_context(context)
    if not _mark_stands(context, other):
        _check_undecided(context, other)
    said: Event = DuplicateParted(incident_id=context.incident.pk, reason=command.reason)
    other.append(said, patch=_patch_of_parting(context, by=other))
    said = DuplicateParted(incident_id=other.incident.pk, reason=command.reason)
    context.append(said, patch=_patch_of_parting(other, by=context))
    context.batch.accept(other)


def _other_context(context: CommandContext) -> CommandContext:
    """Return the same person's context in the other room. Raises: DuplicateOfItself, NotJoined, NotAllowed."""
    grant = context.other_grant()
    if grant.room.pk == context.room.pk:
        raise DuplicateOfItself(pointer="/of_room_id")
    require_need(grant, RoomNeed.COMMAND)
    return CommandContext(
        room=grant.room,
        incident=grant.incident,
        participant=grant.joined(),
        grant=grant,
        at=context.at,
        command_id=context.command_id,
        command_digest=context.command_digest,
        batch=context.batch,
    )


def _check_pair(context: CommandContext, other: CommandContext) -> None:
    mine, theirs = context.incident, other.incident
    if mine.site_id != theirs.site_id or not IncidentStatus(theirs.status).is_open:
        raise DuplicateElsewhere(pointer="/of_room_id")
    if mine.is_exercise is not theirs.is_exercise:
        raise NotOfOneKind(pointer="/of_room_id")
    if _mark_stands(context, other) or _goes_on_elsewhere(context) or _goes_on_elsewhere(other):
        raise MarkedAlready(pointer="/of_room_id")


def _check_undecided(context: CommandContext, other: CommandContext) -> None:
    _check_pair(context, other)
    if context.objects.get(Duplicate, other.incident.pk) is not None:
        raise DuplicateNotHere(pointer="/of_room_id")


def _mark_stands(context: CommandContext, other: CommandContext) -> bool:
    held = context.objects.get(Duplicate, other.incident.pk)
    return held is not None and held.parted_at is None


def _goes_on_elsewhere(context: CommandContext) -> bool:
    return any(one.goes_on_there and one.parted_at is None for _, one in context.objects.all(Duplicate))


def _patch_of_mark(about: CommandContext, *, goes_on_there: bool, by: CommandContext, **more: object) -> JsonObject:
    if by.objects.is_taken(Duplicate, about.incident.pk):
        fields = {"parted_by": None, "parted_at": None, "goes_on_there": goes_on_there}
        return patch_to_change(
            Duplicate, about.incident.pk, **fields, marked_by=by.participant.pk, marked_at=by.at_text
        )
    return patch_to_create(
        Duplicate,
        about.incident.pk,
        room_id=about.room.pk,
        title=about.incident.title,
        title_in=about.incident.title_in or {},
        opened_at=time_text(about.incident.opened_at),
        goes_on_there=goes_on_there,
        marked_by=by.participant.pk,
        marked_at=by.at_text,
        **more,
    )


def _patch_of_parting(about: CommandContext, *, by: CommandContext) -> JsonObject:
    parted: dict[str, object] = {"parted_by": by.participant.pk, "parted_at": by.at_text}
    if not by.objects.is_taken(Duplicate, about.incident.pk):
        return _patch_of_mark(about, goes_on_there=False, by=by, **parted)
    return patch_to_change(Duplicate, about.incident.pk, **parted)
