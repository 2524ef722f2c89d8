"""Who is in command: what other capabilities ask before they do what only command does."""

from coordination.incident.command.capability import IncidentCommand
from coordination.incident.command.errors import NotInCommand
from coordination.room.log import CommandContext


def command_of(context: CommandContext) -> IncidentCommand:
    """Return the incident's command as it is; an empty one before the first claim."""
    return context.objects.get(IncidentCommand, context.incident.pk) or IncidentCommand()


def is_in_command(context: CommandContext) -> bool:
    """Tell whether the asker is in command, alone or unified."""
    return str(context.participant.pk) in command_of(context).commanders


def check_in_command(context: CommandContext, *, pointer: str = "") -> None:
    """Let only those in command go on. Raises: NotInCommand."""
    if not is_in_command(context):
        raise NotInCommand(pointer=pointer)
