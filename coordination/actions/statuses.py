"""Say what oneself is doing."""

from coordination import incident_log
from coordination.incident_log import Turn
from coordination.models import Participant
from coordination.wire import events
from coordination.wire.commands import SetStatus


def set_status(*, turn: Turn, command: SetStatus) -> None:
    """Set one's own status; everyone may read it."""
    Participant.objects.filter(pk=turn.participant.pk).update(
        status=command.status.value, status_note=command.note or "", status_at=turn.at
    )
    incident_log.append(turn, events.StatusSet(status=command.status, note=command.note))
