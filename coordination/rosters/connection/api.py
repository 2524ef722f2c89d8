"""The connection to a school's system over HTTP, for those who keep the district's roster."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router, Status

from coordination.rosters.access import district_kept_for
from coordination.rosters.connection import keeping
from coordination.rosters.connection.keeping import RosterConnectionTest, connection_of
from coordination.rosters.connection.queries import RosterConnectionView, connection_view
from coordination.rosters.connection.wire import RosterConnectionIn, RosterReadIn
from coordination.rosters.errors import RosterConnectionNotFound
from coordination.sign_in.callers import caller_of

router = Router(tags=["rosters"])
CONNECTION = "/agencies/{uuid:agency_id}/roster/connection"


@router.get(CONNECTION, response=RosterConnectionView, operation_id="read_roster_connection")
def read_connection(request: HttpRequest, agency_id: UUID) -> RosterConnectionView:
    """Return how a district's connection stands; for its administrators. The secret is never part of it."""
    caller = caller_of(request)
    row = connection_of(district_kept_for(user_id=caller.user_id, agency_id=agency_id, at=caller.at))
    if row is None:
        raise RosterConnectionNotFound
    return connection_view(row, caller.at)


@router.put(CONNECTION, response={204: None}, operation_id="set_roster_connection")
def put_connection(request: HttpRequest, agency_id: UUID, given: Body[RosterConnectionIn]) -> Status[None]:
    """Set where a district's roster is read every night. Nothing is contacted."""
    caller = caller_of(request)
    keeping.set_connection(actor_id=caller.user_id, agency_id=agency_id, given=given.make_input(), at=caller.at)
    return Status(204, None)


@router.delete(CONNECTION, response={204: None}, operation_id="forget_roster_connection")
def delete_connection(request: HttpRequest, agency_id: UUID) -> Status[None]:
    """Forget a connection with its secret. The roster stays."""
    caller = caller_of(request)
    keeping.forget_connection(actor_id=caller.user_id, agency_id=agency_id, at=caller.at)
    return Status(204, None)


@router.post(CONNECTION + "/tests", response=RosterConnectionTest, operation_id="test_roster_connection")
def post_test(request: HttpRequest, agency_id: UUID) -> RosterConnectionTest:
    """Ask the school's system for a token and one school, and say whether it answers. Nothing is stored."""
    caller = caller_of(request)
    return keeping.try_connection(actor_id=caller.user_id, agency_id=agency_id, at=caller.at)


@router.post(CONNECTION + "/reads", response={202: None}, operation_id="read_roster_now")
def post_read(request: HttpRequest, agency_id: UUID, given: Body[RosterReadIn]) -> Status[None]:
    """Have the roster read now. It begins within seconds; the connection says how far it is."""
    caller = caller_of(request)
    keeping.ask_to_read(
        actor_id=caller.user_id,
        agency_id=agency_id,
        is_whole=given.is_whole,
        may_shrink=given.may_shrink,
        at=caller.at,
    )
    return Status(202, None)
