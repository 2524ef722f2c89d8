"""What holds for the caller now over HTTP, on any page: response actions, and with each all that stands in its room."""

from django.http import HttpRequest
from ninja import Router

from coordination.incident.response_actions.queries import DirectiveNow
from coordination.incident.standing.directives import directives_with_standing
from coordination.sign_in.callers import caller_of

router = Router(tags=["response actions"])


@router.get("/response-actions", response=list[DirectiveNow], operation_id="list_response_actions_now")
def list_now(request: HttpRequest) -> list[DirectiveNow]:
    """List the response actions that hold for the caller now: at their own school, or where they are in the room."""
    caller = caller_of(request)
    return directives_with_standing(caller.user_id, caller.at)
