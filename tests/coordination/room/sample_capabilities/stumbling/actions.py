"""Stumble."""

from coordination.room.log import CommandContext
from coordination.room.objects import made
from tests.coordination.room.sample_capabilities.stumbling.capability import Stumble, Stumbled, StumbleNow


def stumble_now(*, context: CommandContext, command: StumbleNow) -> None:
    """Append, then divide by nothing."""
    context.append(Stumbled(), patch=made(Stumble, command.id, words="half done"))
    raise ZeroDivisionError
