"""Stumble."""

from coordination.room.log import CommandContext
from coordination.room.objects import patch_to_create
from tests.coordination.room.sample_capabilities.stumbling.capability import Stumble, Stumbled, StumbleNow


def stumble_now(*, context: CommandContext, command: StumbleNow) -> None:
    """Append, then divide by nothing."""
    context.append(Stumbled(), patch=patch_to_create(Stumble, command.id, words="half done"))
    raise ZeroDivisionError
