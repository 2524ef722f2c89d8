"""Open, close and reopen an incident."""

from uuid import UUID, uuid5

from coordination.errors import CommandIdReused, IncidentOpenAlready
from coordination.incident.emergency_access.actions import narrow_access, widen_access, widen_access_again
from coordination.incident.floorplans.actions import pin_floorplans
from coordination.incident.lifecycle.capability import (
    CloseIncident,
    IncidentClosed,
    IncidentFacts,
    IncidentOpened,
    IncidentReopened,
    OpenIncident,
    ReopenIncident,
)
from coordination.incident.lifecycle.floods import refuse_too_many
from coordination.incident.people.actions import tell_of_joining
from coordination.room.access import Asker, RoomGrant, site_to_open_at
from coordination.room.audiences import audiences_of
from coordination.room.capability import Command
from coordination.room.dispatch import Accepted
from coordination.room.log import CommandContext, LogBatch, digest_of_command
from coordination.room.models import Incident, LogEntry, Room
from coordination.room.objects import patch_to_change, patch_to_create
from coordination.room.people.participants import new_participant
from coordination.room.wire.frames import time_text
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import IncidentStatus, IncidentType
from mou.access.fetch import Standing

# The incident's id follows from who asked and the command's id: a command sent twice cannot open two incidents,
# even when both copies arrive at the same instant in two processes; the primary key refuses the second.
INCIDENT_NAMESPACE = UUID("6f0f6a52-6c7f-5d0f-9f0c-0d2f1b7a4c11")


def incident_id_for(asker: Asker, command: OpenIncident) -> UUID:
    """Return the id that this command's incident has or will have."""
    return uuid5(INCIDENT_NAMESPACE, f"{asker.user_id}:{command.id}")


def open_incident(*, asker: Asker, command: OpenIncident) -> Accepted:
    """Open an incident and its room, and let the asker join; or find what the same command opened before.

    Runs in the caller's durable transaction; locks the asker's row.
    Raises: RoomNotFound: no such site for the asker. CommandIdReused, TooManyIncidents.
    """
    # Before the look at what was opened: who may not see the site any more is not told of it again.
    site, standings = site_to_open_at(user_id=asker.user_id, site_id=command.site_id, at=asker.at)
    incident_id = incident_id_for(asker, command)
    before = LogEntry.objects.filter(room__incident_id=incident_id, seq=1).first()
    if before is not None:
        if before.command_digest != digest_of_command(command):
            raise CommandIdReused(pointer="/id")
        return Accepted(before.room_id, before.seq, is_repeat=True)
    refuse_too_many(site, user_id=asker.user_id, is_exercise=command.is_exercise, at=asker.at)
    incident = Incident(
        id=incident_id,
        site=site,
        place=command.place,
        place_lon=command.place_lon,
        place_lat=command.place_lat,
        incident_type=command.incident_type.value,
        severity=command.severity.value,
        title=command.title,
        is_exercise=command.is_exercise,
        opened_at=asker.at,
        opened_by_id=asker.user_id,
    )
    opened = open_room(incident, standings, command=command, opens_as=command.incident_type, is_told=True)
    entry = opened.finish()
    return Accepted(entry.room_id, entry.seq)


def open_room(
    incident: Incident, standings: list[Standing], *, command: Command, opens_as: IncidentType, is_told: bool
) -> CommandContext:
    """Write a new incident with its room and first participant, and return the context to append more in.

    `opens_as`: the type by which it opens agreements that name types.
    """
    incident.save(force_insert=True)
    pin_floorplans(incident, incident.site)
    room = Room.objects.create(incident=incident)
    participant = new_participant(room=room, standing=standings[0], at=incident.opened_at)
    context = CommandContext(
        room=room,
        incident=incident,
        participant=participant,
        grant=RoomGrant(room, incident, tuple(standings), participant, audiences_of(participant, incident.site)),
        at=incident.opened_at,
        command_id=command.id,
        command_digest=digest_of_command(command),
        batch=LogBatch(),
    )
    context.append(IncidentOpened(incident_id=incident.pk, is_told=is_told), patch=_patch_of_facts(incident))
    tell_of_joining(context)
    widen_access(context, incident_type=opens_as.value)
    return context


def _patch_of_facts(incident: Incident) -> JsonObject:
    return patch_to_create(
        IncidentFacts,
        incident.pk,
        site_id=incident.site_id,
        site=incident.shown_place(),
        place=incident.place,
        place_lon=incident.place_lon,
        place_lat=incident.place_lat,
        incident_type=incident.incident_type,
        severity=incident.severity,
        title=incident.title,
        title_in=incident.title_in or {},
        is_exercise=incident.is_exercise,
        status=IncidentStatus.ACTIVE,
        opened_at=time_text(incident.opened_at),
    )


def close_incident(*, context: CommandContext, command: CloseIncident) -> None:
    """Close: from here on only reopening is recorded."""
    facts = set_status(context, IncidentStatus.CLOSED)
    context.append(IncidentClosed(incident_id=context.incident.pk, reason=command.reason), patch=facts)
    narrow_access(context)


def reopen_incident(*, context: CommandContext, command: ReopenIncident) -> None:
    """Open a closed incident again. Raises: IncidentOpenAlready."""
    if IncidentStatus(context.incident.status).is_open:
        raise IncidentOpenAlready
    facts = set_status(context, IncidentStatus.REOPENED)
    context.append(IncidentReopened(incident_id=context.incident.pk, reason=command.reason), patch=facts)
    widen_access_again(context)


def set_status(context: CommandContext, status: IncidentStatus) -> JsonObject:
    """Write the incident's status and return the patch that says it."""
    incident = context.incident
    incident.status = status.value
    incident.closed_at = None if status.is_open else context.at
    Incident.objects.filter(pk=incident.pk).update(status=incident.status, closed_at=incident.closed_at)
    closed_at = None if status.is_open else context.at_text
    return patch_to_change(IncidentFacts, incident.pk, status=status, closed_at=closed_at)
