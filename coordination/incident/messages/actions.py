"""Say something, and strike what was said."""

from coordination.errors import EntryNotFound, EntryNotStrikable
from coordination.incident.command.holding import check_in_command
from coordination.incident.messages.capability import EntryStruck, MessagePosted, PostMessage, Strike, StrikeEntry
from coordination.room.checks import checked_audience
from coordination.room.log import CommandContext
from coordination.room.objects import patch_to_create
from coordination.room.reading.log_reading import readable_entry
from coordination.room.registry import event_rules
from coordination.vocabulary import Audience


def post_message(*, context: CommandContext, command: PostMessage) -> None:
    """Post text to an audience. Raises: AudienceNotAllowed."""
    context.append(MessagePosted(text=command.text), audience=checked_audience(context, command.audience))


def strike_entry(*, context: CommandContext, command: StrikeEntry) -> None:
    """Strike one's own entry, or in command anybody's. Raises: EntryNotFound, EntryNotStrikable, NotInCommand.

    What stands on the map is taken off by its own command; what happened to the room cannot be unsaid.
    """
    entry = readable_entry(context.room, seq=command.seq, audiences=context.grant.audiences)
    if entry is None:
        raise EntryNotFound(pointer="/seq")
    is_strikable = event_rules()[entry.event_type].is_strikable
    if not is_strikable or context.objects.is_taken(Strike, command.seq):
        raise EntryNotStrikable(pointer="/seq")
    if entry.participant_id != context.participant.pk:
        check_in_command(context, pointer="/seq")
    struck = patch_to_create(
        Strike, command.seq, reason=command.reason, struck_by=context.participant.id, struck_at=context.at_text
    )
    # A reader who cannot see the entry does not learn that it was struck either.
    context.append(EntryStruck(seq=command.seq), patch=struck, audience=Audience(entry.audience))
