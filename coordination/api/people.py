"""The caller, and tickets for their sockets."""

from django.http import HttpRequest
from ninja import Router, Status

from coordination.actions.tickets import issue_ticket
from coordination.api.schemas import MeOut, TicketOut
from coordination.api.signed_in import caller_of
from coordination.queries.people import PersonView, person_of

router = Router(tags=["people"])


@router.get("/me", response=MeOut, operation_id="read_me")
def read_me(request: HttpRequest) -> PersonView:
    """Return the caller's name and the agencies they belong to now."""
    caller = caller_of(request)
    return person_of(caller.user_id, caller.at)


@router.post("/ws-tickets", response={201: TicketOut}, operation_id="issue_ticket")
def post_ticket(request: HttpRequest) -> Status[dict[str, object]]:
    """Give out a ticket: valid for 30 seconds, for one socket, bound to the caller's session."""
    caller = caller_of(request)
    ticket, expires_at = issue_ticket(
        user_id=caller.user_id, session_key=caller.session_key, auth_hash=caller.auth_hash, at=caller.at
    )
    return Status(201, {"ticket": ticket, "expires_at": expires_at})
