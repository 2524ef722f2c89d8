"""The board over HTTP: read once, then again for the incidents that the socket of incidents names."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from coordination.console.board import BoardRow, board_rows
from coordination.errors import NotWatching
from coordination.room.people.watching import MAX_WATCHED, has_console
from coordination.sign_in.callers import caller_of

router = Router(tags=["console"])
Rooms = Annotated[list[UUID], Query(max_length=MAX_WATCHED)]


@router.get("/board", response=list[BoardRow], operation_id="read_board")
def read_board(request: HttpRequest, room: Rooms = []) -> list[BoardRow]:  # noqa: B006 - ninja's form of a list
    """List the open incidents that a dispatcher or leader watches over, the real ones first, with what each needs.

    Who leads a district reads those at its schools, and at others as far as an agreement opens their rooms.

    With `room`, once for each: only these. Of a room that the caller has not joined it says what a list says.
    """
    caller = caller_of(request)
    if not has_console(caller.user_id, caller.at):
        raise NotWatching
    return board_rows(caller.user_id, at=caller.at, room_ids=room or None)
