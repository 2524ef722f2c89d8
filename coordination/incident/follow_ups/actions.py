"""Mark an entry for follow-up, and settle it."""

from coordination.errors import EntryNotFound
from coordination.incident.follow_ups.capability import (
    FollowUp,
    FollowUpMarked,
    FollowUpSettled,
    MarkFollowUp,
    SettleFollowUp,
)
from coordination.incident.follow_ups.errors import (
    FollowUpMarkedAlready,
    FollowUpNotFound,
    FollowUpSettledAlready,
    NothingToFollowUp,
)
from coordination.room.log import CommandContext
from coordination.room.objects import patch_to_change, patch_to_create
from coordination.room.reading.log_reading import readable_entry
from coordination.room.wire.addressed import readership_of

OWN_EVENTS = ("follow_up_marked", "follow_up_settled")


def mark_follow_up(*, context: CommandContext, command: MarkFollowUp) -> None:
    """Mark an entry that one reads. Raises: EntryNotFound, NothingToFollowUp, FollowUpMarkedAlready."""
    entry = readable_entry(context.room, seq=command.seq, audiences=context.grant.audiences)
    if entry is None:
        raise EntryNotFound(pointer="/seq")
    if entry.event_type in OWN_EVENTS:
        raise NothingToFollowUp(pointer="/seq")
    before = context.objects.get(FollowUp, command.seq)
    if before is not None and before.settled_at is None:
        raise FollowUpMarkedAlready(pointer="/seq")
    said: dict[str, object] = {
        "marked_by": context.participant.id,
        "marked_at": context.at_text,
        "words": command.words,
    }
    if before is None:
        patch = patch_to_create(FollowUp, command.seq, **said)
    else:
        patch = patch_to_change(FollowUp, command.seq, **said, settled_by=None, settled_at=None, outcome=None)
    # A reader who cannot see the entry does not learn that it is marked either.
    context.append(FollowUpMarked(seq=command.seq), patch=patch, audience=readership_of(entry.audience))


def settle_follow_up(*, context: CommandContext, command: SettleFollowUp) -> None:
    """Say that it was done. Raises: FollowUpNotFound, FollowUpSettledAlready."""
    mark = context.objects.get(FollowUp, command.seq)
    if mark is None:
        raise FollowUpNotFound(pointer="/seq")
    if mark.settled_at is not None:
        raise FollowUpSettledAlready(pointer="/seq")
    patch = patch_to_change(
        FollowUp,
        command.seq,
        settled_by=context.participant.id,
        settled_at=context.at_text,
        outcome=command.outcome,
    )
    context.append(
        FollowUpSettled(seq=command.seq), patch=patch, audience=context.objects.readers_of(FollowUp, command.seq)
    )
