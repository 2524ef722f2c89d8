"""The caller, and tickets for their sockets."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status

from coordination.sign_in.callers import caller_of, session_of
from coordination.sign_in.people import MembershipView, person_of
from coordination.sign_in.sessions.renewal import SessionTimes, keep_cookie, renew_session, times_of
from coordination.sockets.tickets import issue_ticket
from mou.foundation.database.clock import shared_time

router = Router(tags=["people"])


class TicketOut(Schema):
    """A one-time ticket for one socket."""

    ticket: str
    expires_at: datetime


class InUseView(Schema):
    """When a session locks, sockets and all; null: never."""

    locks_at: datetime | None


class MeOut(Schema):
    """The caller, and what apps should know of this server.

    `minimum_app_versions`: by platform, such as `ios`, the oldest version that need not be updated. No older one is
    refused anything.
    """

    user_id: UUID
    name: str
    memberships: list[MembershipView]
    minimum_app_versions: dict[str, str]


@router.get("/me", response=MeOut, operation_id="read_me")
def read_me(request: HttpRequest) -> MeOut:
    """Return the caller's name and the agencies they belong to now, and which versions of apps must be updated."""
    caller = caller_of(request)
    person = person_of(caller.user, caller.at)
    return MeOut(
        user_id=person.user_id,
        name=person.name,
        memberships=person.memberships,
        minimum_app_versions=settings.APP_MINIMUM,
    )


@router.get("/me/in-use", response=InUseView, operation_id="read_in_use")
def read_in_use(request: HttpRequest) -> InUseView:
    """Return when the session locks if it is not used. This request does not count as use."""
    return InUseView(locks_at=caller_of(request).locks_at)


@router.post("/me/in-use", response=InUseView, operation_id="note_in_use")
def post_in_use(request: HttpRequest) -> InUseView:
    """Say that the person has just touched the app, or watches an alarm; return when the session locks after that."""
    return InUseView(locks_at=caller_of(request).locks_at)


@router.get("/me/session", response=SessionTimes, operation_id="read_session_times")
def read_session_times(request: HttpRequest) -> SessionTimes:
    """Return when the session ends, and until when it can be renewed."""
    return times_of(session_of(request), caller_of(request).at)


@router.post("/me/session", response=SessionTimes, operation_id="renew_session")
def post_session(request: HttpRequest, response: HttpResponse) -> SessionTimes:
    """Let the session last for two weeks from now. Apps do so once a day, when they are opened or woken."""
    session, at = session_of(request), caller_of(request).at
    times = renew_session(session, at)
    if request.COOKIES.get(settings.SESSION_COOKIE_NAME) == session.session_key:
        keep_cookie(response, session, until=times.expires_at)
    return times


@router.post("/ws-tickets", response={201: TicketOut}, operation_id="issue_ticket")
def post_ticket(request: HttpRequest) -> Status[dict[str, object]]:
    """Give out a ticket: valid for 30 seconds, for one socket, bound to the caller's session."""
    caller = caller_of(request)
    ticket, expires_at = issue_ticket(
        user_id=caller.user_id,
        session_key=caller.session_key,
        auth_hash=caller.auth_hash,
        at=shared_time(),
        locks_at=caller.locks_at,
    )
    return Status(201, {"ticket": ticket, "expires_at": expires_at})
