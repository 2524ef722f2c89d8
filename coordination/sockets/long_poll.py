"""The way for networks that break websockets: ask for entries above a seq and wait. Same access, same bytes."""

import json
from asyncio import sleep
from time import monotonic
from uuid import UUID

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from coordination.errors import CoordinationError, NotAuthenticated, ServerBusy, TryLater
from coordination.room.access import Asker, RoomGrant
from coordination.room.entrance import tail_for
from coordination.room.reading.log_reading import MAX_PAGE
from coordination.room.wire.encoded import EncodedEntry, entries_json
from coordination.room.wire.frames import problem_from_error
from coordination.sockets.caller import user_id_of
from coordination.sockets.database.threads import in_database
from coordination.sockets.feeds.feed import RoomFeed
from coordination.sockets.feeds.polls import HELD_AT_MOST_S
from coordination.sockets.hub import Hub
from coordination.sockets.room_socket import hub_of_this_loop
from mou.foundation.labelled import gettext_noop as _

MAX_WAIT_S = 25.0
# A poll that a newer one has replaced waits so long all the same: else three windows of a person, each of which asks
# again at once, would end each other's polls without a pause.
LEAST_WAIT_S = 5.0


class AheadOfLog(CoordinationError):
    code, status, title = "ahead_of_log", 409, _("You know entries that this log does not have: begin with a snapshot.")


class BadQuery(CoordinationError):
    code, status, title = "bad_query", 422, _("after, wait and opened must be whole numbers, 0 or more.")


@csrf_exempt
async def poll_room(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Answer `?after=<seq>&wait=<seconds up to 25>` as soon as there is an entry above `after`, or when the time is up.

    Of a person few polls wait in a room: a newer one ends the oldest, which is answered as if its time were up, after
    five seconds at the earliest. A person who asks again and again is slowed: after ten at once, one a second begins,
    and one in three seconds while more than two are held back.

    `&opened=<seq>` says how far the log stood on the person's screen.
    The answer also carries the latest positions and presence, since a poll has no other way to them.
    """
    try:
        if request.method != "GET":
            return HttpResponse(status=405, headers={"Allow": "GET"})
        after, wait_s = _read_query(request)
        opened = _read_opened(request)
        user_id = await _person_in_turn(request)
        return await _answer_poll(request, user_id, room_id, after, wait_s, opened)
    except CoordinationError as error:
        return _problem_answer(error)
    except DatabaseError:
        return _problem_answer(TryLater())


async def _person_in_turn(request: HttpRequest) -> int:
    """Return who polls, when it is their turn: before that nothing else is asked of the database for them.

    Held back, not refused: who is refused comes again at once, and each refusal costs as much as an answer.
    Raises: NotAuthenticated, ServerBusy: so many of theirs are held back that this one's turn is too far off.
    """
    user_id = await in_database(user_id_of, request)
    if user_id is None:
        raise NotAuthenticated
    hub = hub_of_this_loop()
    held_s = hub.poll_pace.held_for_s(user_id, now_s=monotonic())
    if held_s <= 0:
        return user_id
    await _hold_request(hub, min(held_s, HELD_AT_MOST_S))
    if held_s > HELD_AT_MOST_S:
        raise ServerBusy
    # They may have signed out meanwhile.
    if await in_database(user_id_of, request) != user_id:
        raise NotAuthenticated
    return user_id


async def _hold_request(hub: Hub, seconds: float) -> None:
    """Wait so long, or until the process is about to end."""
    until_s = monotonic() + seconds
    while (left_s := until_s - monotonic()) > 0 and not hub.is_leaving:  # noqa: ASYNC110 - no event tells of the end
        await sleep(min(left_s, 1.0))


async def _answer_poll(
    request: HttpRequest, user_id: int, room_id: UUID, after: int, wait_s: float, opened: int
) -> HttpResponse:
    began_s = monotonic()
    deadline_s = began_s + wait_s
    grant, entries = await in_database(tail_for, _asker_of(user_id), room_id, after=after, limit=MAX_PAGE)
    if after > grant.room.head_seq:
        # After a restore. The client would wait without end: its entries now have other numbers.
        raise AheadOfLog
    hub = hub_of_this_loop()
    feed = await hub.feed_for(room_id)
    feed.note_presence(grant.joined().id, polled_to=after)
    # An entry counts as opened only when the client says so.
    feed.marks.note(grant.joined().id, received=after, opened=min(opened, after))
    with feed.polls.one_more(user_id) as mine:
        while not entries and not hub.is_leaving:
            until_s = min(deadline_s, began_s + LEAST_WAIT_S) if mine.is_replaced else deadline_s
            if (left_s := until_s - monotonic()) <= 0:
                break
            # A feed only wakes us; what is answered is read again, with access asked again: it may have ended by now.
            await feed.wait_for_news(beyond=after, timeout_s=min(left_s, 1.0))
            if feed.head > after or deadline_s - monotonic() <= 0:
                if await in_database(user_id_of, request) != user_id:
                    raise NotAuthenticated
                grant, entries = await in_database(tail_for, _asker_of(user_id), room_id, after=after, limit=MAX_PAGE)
    return HttpResponse(_body_of_answer(feed, grant, entries), content_type="application/json")


def _body_of_answer(feed: RoomFeed, grant: RoomGrant, entries: list[EncodedEntry]) -> bytes:
    at = timezone.now()
    body = entries_json(head=grant.room.head_seq, entries=entries, audiences=grant.audiences)
    positions = feed.board.all_for(grant.audiences, at=at) or b"null"
    return body[:-1] + b',"positions":' + positions + b',"presence":' + feed.presence.all(at=at) + b"}"


def _asker_of(user_id: int) -> Asker:
    return Asker(user_id=user_id, at=timezone.now())


def _read_query(request: HttpRequest) -> tuple[int, float]:
    after, wait = request.GET.get("after", "0"), request.GET.get("wait", "0")
    if not (after.isdecimal() and wait.isdecimal() and len(after) < 16 and len(wait) < 6):
        raise BadQuery
    return int(after), min(float(wait), MAX_WAIT_S)


def _read_opened(request: HttpRequest) -> int:
    opened = request.GET.get("opened", "0")
    if not (opened.isdecimal() and len(opened) < 16):
        raise BadQuery
    return int(opened)


def _problem_answer(error: CoordinationError) -> HttpResponse:
    body = json.dumps(problem_from_error(error))
    headers = {} if error.retry_after_s is None else {"Retry-After": str(error.retry_after_s)}
    return HttpResponse(body, status=error.status, content_type="application/problem+json", headers=headers)
