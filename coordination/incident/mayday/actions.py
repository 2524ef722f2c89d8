"""Call a mayday, acknowledge it, clear it in command."""

from uuid import UUID

from coordination.errors import IdTaken
from coordination.incident.command.holding import check_in_command, is_in_command
from coordination.incident.lifecycle.capability import CloseIncident
from coordination.incident.mayday.capability import (
    AcknowledgeMayday,
    CallMayday,
    ClearMayday,
    Mayday,
    MaydayAcknowledged,
    MaydayCalled,
    MaydayCleared,
)
from coordination.incident.mayday.errors import (
    MaydayAcknowledgedAlready,
    MaydayIsCleared,
    MaydayNotAcknowledged,
    MaydayNotFound,
    MaydayOpen,
    OnlyRespondersCallMayday,
)
from coordination.incident.mayday.places import place_of_mayday
from coordination.incident.mayday.telling import mayday_in_words, told_of_mayday
from coordination.incident.real_world.capability import DeclareRealWorld
from coordination.room.audiences import RESPONDER_KINDS
from coordination.room.checks import checked_level
from coordination.room.log import CommandContext
from coordination.room.objects import patch_to_change, patch_to_create

# English, as whatever stands in a log.
STOPPED = "The exercise was stopped: real world."

__all__ = ["mayday_in_words", "told_of_mayday"]


def call_mayday(*, context: CommandContext, command: CallMayday) -> None:
    """Call for help for a responder. Raises: OnlyRespondersCallMayday, IdTaken, LevelNotAtSite."""
    if context.participant.agency_kind not in RESPONDER_KINDS:
        raise OnlyRespondersCallMayday
    if context.objects.is_taken(Mayday, command.mayday_id):
        raise IdTaken(pointer="/mayday_id")
    patch = patch_to_create(
        Mayday,
        command.mayday_id,
        kind=command.kind,
        who=command.who or context.participant.name,
        where=command.where,
        level_id=checked_level(context, command.level_id),
        place=place_of_mayday(context.incident.site_if_there(), command),
        lon=command.lon,
        lat=command.lat,
        accuracy_m=command.accuracy_m,
        called_by=context.participant.id,
        called_at=context.at_text,
    )
    context.append(MaydayCalled(mayday_id=command.mayday_id), patch=patch)


def acknowledge_mayday(*, context: CommandContext, command: AcknowledgeMayday) -> None:
    """Say that one has heard it: once, and once more after one has taken command while it waits for an answer.

    Raises: MaydayNotFound, MaydayIsCleared, MaydayAcknowledgedAlready.
    """
    mayday = _find_open_mayday(context, command.mayday_id)
    who = str(context.participant.id)
    answers = mayday.answered_at is None and is_in_command(context)
    if who in mayday.acknowledged_by and not answers:
        raise MaydayAcknowledgedAlready(pointer="/mayday_id")
    fields: dict[str, object] = {"acknowledged_by": {who: context.at_text}}
    if answers:
        fields |= {"answered_by": context.participant.id, "answered_at": context.at_text}
    event = MaydayAcknowledged(mayday_id=command.mayday_id, by_command=answers)
    context.append(event, patch=patch_to_change(Mayday, command.mayday_id, **fields))


def clear_mayday(*, context: CommandContext, command: ClearMayday) -> None:
    """End a mayday. Raises: MaydayNotFound, MaydayIsCleared, NotInCommand, MaydayNotAcknowledged."""
    mayday = _find_open_mayday(context, command.mayday_id)
    check_in_command(context)
    if mayday.answered_at is None:
        raise MaydayNotAcknowledged(pointer="/mayday_id")
    patch = patch_to_change(
        Mayday,
        command.mayday_id,
        cleared_by=context.participant.id,
        cleared_at=context.at_text,
        is_accounted_for=command.is_accounted_for,
    )
    context.append(MaydayCleared(mayday_id=command.mayday_id, reason=command.reason), patch=patch)


def refuse_while_mayday_is_open(*, context: CommandContext, command: CloseIncident) -> None:
    """Keep an incident open while a responder is in trouble. Raises: MaydayOpen."""
    if any(one.cleared_at is None for _, one in context.objects.all(Mayday)):
        raise MaydayOpen


def clear_with_the_exercise(*, context: CommandContext, command: DeclareRealWorld) -> None:
    """End the maydays that were played. A responder who is really in trouble calls in the real incident."""
    for mayday_id, one in context.objects.all(Mayday):
        if one.cleared_at is None:
            patch = patch_to_change(Mayday, mayday_id, cleared_by=context.participant.id, cleared_at=context.at_text)
            event = MaydayCleared(mayday_id=UUID(mayday_id), reason=STOPPED, is_told=False)
            context.append(event, patch=patch)


def _find_open_mayday(context: CommandContext, mayday_id: UUID) -> Mayday:
    mayday = context.objects.get(Mayday, mayday_id)
    if mayday is None:
        raise MaydayNotFound(pointer="/mayday_id")
    if mayday.cleared_at is not None:
        raise MaydayIsCleared(pointer="/mayday_id")
    return mayday
