"""Post a message that its whole audience must acknowledge, and acknowledge it."""

from coordination.errors import IdTaken, PriorityMessageAcknowledgedAlready, PriorityMessageNotFound
from coordination.incident.priority_messages.capability import (
    AcknowledgePriorityMessage,
    PostPriorityMessage,
    PriorityMessage,
    PriorityMessageAcknowledged,
    PriorityMessagePosted,
)
from coordination.room.checks import checked_audience
from coordination.room.log import CommandContext
from coordination.room.objects import patch_to_change, patch_to_create


def post_priority_message(*, context: CommandContext, command: PostPriorityMessage) -> None:
    """Post a priority message to an audience. Raises: IdTaken, AudienceNotAllowed."""
    audience = checked_audience(context, command.audience)
    if context.objects.is_taken(PriorityMessage, command.message_id):
        raise IdTaken(pointer="/message_id")
    message = patch_to_create(
        PriorityMessage,
        command.message_id,
        text=command.text,
        audience=audience,
        posted_by=context.participant.id,
        posted_at=context.at_text,
    )
    context.append(PriorityMessagePosted(message_id=command.message_id), patch=message, audience=audience)


def acknowledge_priority_message(*, context: CommandContext, command: AcknowledgePriorityMessage) -> None:
    """Read a priority message back: its whole audience hears it, as on a radio net.

    Raises: PriorityMessageNotFound, PriorityMessageAcknowledgedAlready.
    """
    message = context.objects.get(PriorityMessage, command.message_id)
    if message is None:
        raise PriorityMessageNotFound(pointer="/message_id")
    who = str(context.participant.id)
    if who in message.acknowledged_by:
        raise PriorityMessageAcknowledgedAlready(pointer="/message_id")
    patch = patch_to_change(PriorityMessage, command.message_id, acknowledged_by={who: context.at_text})
    event = PriorityMessageAcknowledged(message_id=command.message_id)
    context.append(event, patch=patch, audience=message.audience)
