"""Places on confidential teams over HTTP: whom the caller may let in, and letting them in."""

from django.http import HttpRequest
from ninja import Router, Status

from coordination.prevention.places.waiting import WaitingPlace, let_person_in, waiting_places
from coordination.sign_in.callers import caller_of

router = Router(tags=["prevention"])


@router.get("/prevention/places", response=list[WaitingPlace], operation_id="list_waiting_places")
def list_waiting_places(request: HttpRequest) -> list[WaitingPlace]:
    """List whom the caller may let in to a tip, case, support or social-alert team, or open more to."""
    caller = caller_of(request)
    return waiting_places(caller.user_id, caller.at)


@router.post("/prevention/places/{kind}/{int:place_id}/let-in", response={204: None}, operation_id="let_in")
def post_let_in(request: HttpRequest, kind: str, place_id: int) -> Status[None]:
    """Let someone in: never oneself, never whom one asked for. Who is on the team opens as much as they read."""
    caller = caller_of(request)
    let_person_in(actor_id=caller.user_id, kind=kind, place_id=place_id, at=caller.at)
    return Status(204, None)
