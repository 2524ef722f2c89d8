"""A room over HTTP: commands in, state and entries out; the same classes and the same bytes as on the socket."""

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Body, Query, Router

from coordination.api.problems import BadField
from coordination.room.access import RoomGrant
from coordination.room.answers import (
    AcceptedOut,
    EntriesOut,
    StateOut,
)
from coordination.room.capability import Command
from coordination.room.dispatch import Accepted, execute, rule_of
from coordination.room.entrance import (
    page_before_for,
    state_for,
    tail_for,
)
from coordination.room.reading.log_reading import MAX_PAGE
from coordination.room.registry import any_command
from coordination.room.wire.encoded import EncodedEntry, entries_json
from coordination.sign_in.callers import caller_of, note_use

if TYPE_CHECKING:
    AnyCommand = Command
else:
    AnyCommand = any_command()

router = Router(tags=["rooms"])
Limit = Annotated[int, Query(ge=1, le=MAX_PAGE)]
Seq = Annotated[int, Query(ge=0)]


@router.post("/rooms/{uuid:room_id}/commands", response=AcceptedOut, operation_id="run_command")
def post_command(request: HttpRequest, room_id: UUID, command: Annotated[AnyCommand, Body()]) -> Accepted:
    """Carry out a command: the same classes as on the socket. The same id has effect once."""
    rule = rule_of(command)
    caller = caller_of(request, for_press=rule.waits_for_nothing)
    if not rule.is_live:
        note_use(request)
    return execute(asker=caller.asker(), room_id=room_id, command=command)


@router.get("/rooms/{uuid:room_id}/state", response=StateOut, operation_id="read_state")
def read_state(
    request: HttpRequest,
    room_id: UUID,
    at: Annotated[int | None, Query(ge=1)] = None,
    since: Annotated[int, Query(ge=0)] = 0,
) -> HttpResponse:
    """Return the room's state now; with `at`, as it was after that entry; with `since`, what has changed after one.

    Of what was removed since then, null stands there. Not both `at` and `since`.
    """
    if at is not None and since:
        raise BadField("Ask for `at` or for `since`.", pointer="/since")
    state = state_for(caller_of(request).asker(), room_id, at_seq=at, since=since)[1]
    return HttpResponse(state.as_json(), content_type="application/json")


@router.get("/rooms/{uuid:room_id}/entries", response=EntriesOut, operation_id="list_entries")
def list_entries(
    request: HttpRequest, room_id: UUID, after: Seq = 0, before: Seq | None = None, limit: Limit = MAX_PAGE
) -> HttpResponse:
    """Return entries above `after`, or the last ones below `before`; what one may not read is withheld in place."""
    asker = caller_of(request).asker()
    if before is not None:
        grant, entries = page_before_for(asker, room_id, before=before, limit=limit)
    else:
        grant, entries = tail_for(asker, room_id, after=after, limit=limit)
    return entries_response(grant, entries)


def entries_response(grant: RoomGrant, entries: list[EncodedEntry]) -> HttpResponse:
    """Return entries with the very bytes the socket sends."""
    body = entries_json(head=grant.room.head_seq, entries=entries, audiences=grant.audiences)
    return HttpResponse(body, content_type="application/json")
