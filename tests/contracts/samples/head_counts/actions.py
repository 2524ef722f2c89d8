"""Count heads."""

from coordination.errors import IdTaken
from coordination.room.log import CommandContext
from coordination.room.objects import patch_to_create
from tests.contracts.samples.head_counts.capability import CountHeads, HeadCount, HeadsCounted


def count_heads(*, context: CommandContext, command: CountHeads) -> None:
    """Note a count, once under each id. Raises: IdTaken."""
    if context.objects.is_taken(HeadCount, command.count_id):
        raise IdTaken(pointer="/count_id")
    patch = patch_to_create(HeadCount, command.count_id, number=command.number, counted_by=context.participant.id)
    context.append(HeadsCounted(count_id=command.count_id), patch=patch)
