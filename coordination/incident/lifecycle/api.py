"""Incidents over HTTP: list, read, open."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Query, Router, Status

from coordination.incident.lifecycle.actions import incident_id_for
from coordination.incident.lifecycle.capability import OpenIncident
from coordination.incident.lifecycle.queries import (
    IncidentView,
    exercises_and_closed,
    incident_view,
    incident_views,
    open_real,
)
from coordination.room.access import incident_for, incidents_for
from coordination.room.answers import AcceptedOut
from coordination.room.dispatch import execute
from coordination.sign_in.callers import caller_of

router = Router(tags=["incidents"])
MAX_LISTED = 200
Limit = Annotated[int, Query(ge=1, le=MAX_LISTED)]


class OpenedOut(AcceptedOut):
    """An incident that is open now."""

    incident_id: UUID


@router.get("/incidents", response=list[IncidentView], operation_id="list_incidents")
def list_incidents(request: HttpRequest, before: UUID | None = None, limit: Limit = MAX_LISTED) -> list[IncidentView]:
    """List incidents whose room the caller may see: every real one that is open, then `limit` others, newest first.

    With `before`, the incident_id of the last one that was listed: only others, older than that one.
    """
    caller = caller_of(request)
    seen = incidents_for(caller.user_id, caller.at)
    if before is None:
        return incident_views([*open_real(seen), *exercises_and_closed(seen)[:limit]])
    last = incident_for(user_id=caller.user_id, incident_id=before, at=caller.at).incident
    return incident_views(exercises_and_closed(seen, before=last)[:limit])


@router.get("/incidents/{uuid:incident_id}", response=IncidentView, operation_id="read_incident")
def read_incident(request: HttpRequest, incident_id: UUID) -> IncidentView:
    """Return one incident."""
    caller = caller_of(request)
    return incident_view(incident_for(user_id=caller.user_id, incident_id=incident_id, at=caller.at).incident)


@router.post("/incidents", response={201: OpenedOut}, operation_id="open_incident")
def post_incident(request: HttpRequest, command: Body[OpenIncident]) -> Status[dict[str, object]]:
    """Open an incident; the caller is in its room. The same command id opens the same incident."""
    asker = caller_of(request).asker()
    accepted = execute(asker=asker, room_id=None, command=command)
    return Status(
        201,
        {
            "incident_id": incident_id_for(asker, command),
            "room_id": accepted.room_id,
            "seq": accepted.seq,
            "is_repeat": accepted.is_repeat,
        },
    )
