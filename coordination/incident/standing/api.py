"""What holds for the caller now over HTTP, on any page: response actions, and with each all that stands in its room."""

from dataclasses import replace

from django.http import HttpRequest
from ninja import Router

from coordination.incident.response_actions.queries import DirectiveNow, directives_now
from coordination.incident.standing.queries import presses_outside
from coordination.sign_in.callers import caller_of

router = Router(tags=["response actions"])


@router.get("/response-actions", response=list[DirectiveNow], operation_id="list_response_actions_now")
def list_now(request: HttpRequest) -> list[DirectiveNow]:
    """List the response actions that hold for the caller now: at their own school, or where they are in the room."""
    caller = caller_of(request)
    found = directives_now(user_id=caller.user_id, at=caller.at)
    standing = presses_outside({one.room_id for one in found})
    return [replace(one, standing=tuple(thing.words for thing in standing[one.room_id])) for one in found]
