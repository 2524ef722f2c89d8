"""Say what one is doing."""

from coordination.incident.people.capability import Person
from coordination.incident.statuses.capability import SetStatus, StatusSet
from coordination.room.log import CommandContext
from coordination.room.objects import patch_to_change


def set_status(*, context: CommandContext, command: SetStatus) -> None:
    """Set one's own status; everyone may read it."""
    who = context.participant.id
    patch = patch_to_change(Person, who, status=command.status, status_note=command.note, status_at=context.at_text)
    context.append(StatusSet(participant_id=who), patch=patch)
