"""Call the roll."""

from coordination.errors import IdTaken
from coordination.room.log import CommandContext
from coordination.room.objects import patch_to_create
from tests.contracts.samples.roll_calls.capability import CallRoll, RollCall, RollCalled


def call_roll(*, context: CommandContext, command: CallRoll) -> None:
    """Call the roll, once under each id. Raises: IdTaken."""
    if context.objects.is_taken(RollCall, command.roll_id):
        raise IdTaken(pointer="/roll_id")
    roll = patch_to_create(
        RollCall,
        command.roll_id,
        label=command.label,
        called_by=context.participant.id,
        called_at=context.at_text,
    )
    context.append(RollCalled(roll_id=command.roll_id), patch=roll)
