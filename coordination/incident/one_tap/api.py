"""One tap over HTTP."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router, Status
from pydantic import Field

from coordination.incident.one_tap.actions import action_id_for, start_at_site
from coordination.incident.one_tap.wire import StartAtSite
from coordination.incident.response_actions.models import ActionInForce
from coordination.room.answers import AcceptedOut
from coordination.room.dispatch import open_room
from coordination.room.models import Room
from coordination.sign_in.callers import caller_of

router = Router(tags=["response actions"])


class StartedOut(AcceptedOut):
    """What a tap has done: the caller is in the incident's room."""

    incident_id: UUID
    has_begun: Annotated[
        bool, Field(description="The tap has begun the action; false: it was in force there, and the caller came in.")
    ]


@router.post("/one-tap-actions", response={201: StartedOut}, operation_id="start_at_site")
def post_action(request: HttpRequest, command: Body[StartAtSite]) -> Status[dict[str, object]]:
    """Start Hold, Secure or Shelter at a whole site: in the incident open there, or a new one. Once for each id."""
    asker = caller_of(request).asker()
    accepted = open_room(asker, command, lambda: start_at_site(asker=asker, command=command))
    begun = ActionInForce.objects.filter(room_id=accepted.room_id, action_id=action_id_for(asker, command))
    return Status(
        201,
        {
            "incident_id": Room.objects.values_list("incident_id", flat=True).get(pk=accepted.room_id),
            "room_id": accepted.room_id,
            "seq": accepted.seq,
            "is_repeat": accepted.is_repeat,
            "has_begun": begun.exists(),
        },
    )
