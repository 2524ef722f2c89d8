"""Open, close and reopen an incident."""

from uuid import UUID, uuid5

from coordination import incident_log
from coordination.access import Asker, RoomGrant, audiences_of, site_to_open_at
from coordination.actions.emergencies import begin_emergency, end_emergency
from coordination.actions.incident_floorplans import pin_floorplans
from coordination.actions.participants import new_participant
from coordination.errors import CommandIdReused, IncidentOpenAlready
from coordination.incident_log import Book, Turn, author_of, digest_of_command
from coordination.models import Incident, LogEntry, Room
from coordination.vocabulary import IncidentStatus
from coordination.wire import events
from coordination.wire.commands import CloseIncident, OpenIncident, ReopenIncident

# The incident's id follows from who asked and the command's id: a command sent twice cannot open two incidents,
# even when both copies arrive at the same instant in two processes; the primary key refuses the second.
INCIDENT_NAMESPACE = UUID("6f0f6a52-6c7f-5d0f-9f0c-0d2f1b7a4c11")


def incident_id_for(asker: Asker, command: OpenIncident) -> UUID:
    """Return the id that this command's incident has or will have."""
    return uuid5(INCIDENT_NAMESPACE, f"{asker.user_id}:{command.id}")


def opened_before(*, asker: Asker, command: OpenIncident) -> LogEntry | None:
    """Return the first entry of the incident that this command opened, if it did. Raises: CommandIdReused."""
    entry = LogEntry.objects.filter(room__incident_id=incident_id_for(asker, command), seq=1).first()
    if entry is not None and entry.command_digest != digest_of_command(command):
        raise CommandIdReused(pointer="/id")
    return entry


def open_incident(*, asker: Asker, command: OpenIncident) -> LogEntry:
    """Open an incident and its room, and let the asker join; return the first entry.

    Runs in the caller's durable transaction. Raises: RoomNotFound: no such site for the asker.
    """
    site, standings = site_to_open_at(user_id=asker.user_id, site_id=command.site_id, at=asker.at)
    incident = Incident.objects.create(
        id=incident_id_for(asker, command),
        site=site,
        incident_type=command.incident_type.value,
        severity=command.severity.value,
        title=command.title,
        is_exercise=command.is_exercise,
        opened_at=asker.at,
        opened_by_id=asker.user_id,
    )
    pin_floorplans(incident)
    room = Room.objects.create(incident=incident)
    participant = new_participant(room=room, standing=standings[0], at=asker.at)
    turn = Turn(
        room=room,
        incident=incident,
        participant=participant,
        grant=RoomGrant(room, incident, tuple(standings), participant, audiences_of(participant)),
        at=asker.at,
        command_id=command.id,
        command_digest=digest_of_command(command),
        book=Book(),
    )
    opened = events.IncidentOpened(
        incident_id=incident.id,
        site_id=site.id,
        site=site.name,
        incident_type=command.incident_type,
        severity=command.severity,
        title=command.title,
        is_exercise=command.is_exercise,
    )
    incident_log.append(turn, opened)
    incident_log.append(turn, events.ParticipantJoined(participant=author_of(participant)))
    begin_emergency(turn)
    turn.book.flush()
    return turn.entries[0]


def close_incident(*, turn: Turn, command: CloseIncident) -> None:
    """Close: from here on only reopening is recorded."""
    _set_status(turn, IncidentStatus.CLOSED)
    incident_log.append(turn, events.IncidentClosed(reason=command.reason))
    end_emergency(turn)


def reopen_incident(*, turn: Turn, command: ReopenIncident) -> None:
    """Open a closed incident again. Raises: IncidentOpenAlready."""
    if IncidentStatus(turn.incident.status).is_open:
        raise IncidentOpenAlready
    _set_status(turn, IncidentStatus.REOPENED)
    incident_log.append(turn, events.IncidentReopened(reason=command.reason))
    begin_emergency(turn)


def _set_status(turn: Turn, status: IncidentStatus) -> None:
    incident = turn.incident
    incident.status = status.value
    incident.closed_at = None if status.is_open else turn.at
    Incident.objects.filter(pk=incident.pk).update(status=incident.status, closed_at=incident.closed_at)
