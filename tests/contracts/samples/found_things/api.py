"""Found things over HTTP, for their team and who keeps it."""

from django.http import HttpRequest
from ninja import Body, Router, Status

from coordination.casework.kinds.routes import add_kind_routes
from coordination.casework.team_routes import add_team_routes
from coordination.sign_in.callers import caller_of
from tests.contracts.samples.found_things.access import FOUND_TEAM_ACTS
from tests.contracts.samples.found_things.rules.given import FoundStepIn, FoundThingIn
from tests.contracts.samples.found_things.wire import FoundThingNoted
from tests.contracts.samples.found_things.work.kinds import FOUND_KIND
from tests.contracts.samples.found_things.work.noting import note_thing

router = Router(tags=["found things"])
add_kind_routes(
    router,
    "/found-things",
    FOUND_KIND,
    FoundStepIn,
    name="found_thing",
    lists="List what was found, for the caller's teams.",
    splits=True,
)
add_team_routes(router, "/agencies/{uuid:agency_id}/found-team", FOUND_TEAM_ACTS, name="found_team")


@router.post("/found-things", response={201: FoundThingNoted}, operation_id="note_found_thing")
def post_thing(request: HttpRequest, given: Body[FoundThingIn]) -> Status[FoundThingNoted]:
    """Note what was found, for one's own team."""
    caller = caller_of(request)
    thing = note_thing(actor_id=caller.user_id, given=given, at=caller.at)
    return Status(201, FoundThingNoted(number=thing.number))
