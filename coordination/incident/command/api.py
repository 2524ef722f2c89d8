"""Command over HTTP: who is proposed and why, and to whom it may be offered."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from coordination.incident.command.queries import CommandView, command_view
from coordination.room.access import room_for
from coordination.room.capability import RoomNeed
from coordination.sign_in.callers import caller_of

router = Router(tags=["command"])


@router.get("/rooms/{uuid:room_id}/command", response=CommandView, operation_id="read_command")
def read_command(request: HttpRequest, room_id: UUID) -> CommandView:
    """Return who should be in command and why, whether the caller may take it, and to whom it may be offered."""
    caller = caller_of(request)
    grant = room_for(user_id=caller.user_id, room_id=room_id, need=RoomNeed.READ, at=caller.at)
    return command_view(grant, caller.at)
