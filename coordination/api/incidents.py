"""Incidents over HTTP: list, read, open."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router, Status

from coordination.access import incident_for, incidents_for
from coordination.actions.dispatch import execute
from coordination.actions.incidents import incident_id_for
from coordination.api.schemas import IncidentOut, OpenedOut
from coordination.api.signed_in import caller_of
from coordination.queries.incidents import IncidentView, incident_view, incident_views
from coordination.wire.commands import OpenIncident

router = Router(tags=["incidents"])
MAX_LISTED = 200


@router.get("/incidents", response=list[IncidentOut], operation_id="list_incidents")
def list_incidents(request: HttpRequest) -> list[IncidentView]:
    """List the newest incidents whose room the caller may see; at most 200."""
    caller = caller_of(request)
    return incident_views(incidents_for(caller.user_id, caller.at)[:MAX_LISTED])


@router.get("/incidents/{uuid:incident_id}", response=IncidentOut, operation_id="read_incident")
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
