"""Who is asking: a browser by its session cookie (with CSRF check), an app by X-Session-Token. Never by a URL."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import cast

from allauth.headless.internal.sessionkit import authenticate_by_x_session_token
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import activate
from django.views.decorators.csrf import csrf_exempt
from ninja.security import APIKeyHeader, SessionAuth

from coordination.errors import CoordinationError
from coordination.models import User
from coordination.room.access import Asker
from coordination.room.wire.frames import encode_json, problem_from_error
from coordination.sign_in.sessions.duties import SessionDuties, duties_of, is_use
from coordination.sign_in.sessions.recent_sign_in import SESSION


@dataclass(frozen=True, slots=True)
class Caller:
    """A signed-in person, the instant of the request, and the session that everything they open is bound to."""

    user: User
    at: datetime
    session_key: str
    # What of the password the session began with: Django's, in the session.
    auth_hash: str
    # When the session locks if it is not touched; None: never.
    locks_at: datetime | None
    # What the session has to give before anything but a press of the alarm; only where commands are taken.
    owed: CoordinationError | None = None

    @property
    def user_id(self) -> int:
        return self.user.pk

    @property
    def access_epoch(self) -> int | None:
        """The access epoch when the person was read for this request: for what is answered at once."""
        return getattr(self.user, "access_epoch", None)

    def asker(self) -> Asker:
        """Return the caller as access wants to know them."""
        return Asker(user_id=self.user_id, at=self.at)


class SessionToken(APIKeyHeader):
    """Apps: the token that signing in by /_allauth/app/v1/auth/login returned."""

    param_name = "X-Session-Token"

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        # What cannot be a key is not asked for: PostgreSQL fails on a NUL, and that would look like an outage.
        found = authenticate_by_x_session_token(key) if key and key.isprintable() else None
        if found is None:
            return None
        user, session = found
        setattr(request, SESSION, session)
        _speak_language_of(user, request)
        duties = duties_of(session, is_used=is_use(request))
        return _make_caller(user, session, duties, request.path_info)


def _speak_language_of(user: User, request: HttpRequest) -> None:
    """Answer an app that names no language in the one that its person has chosen."""
    if user.language and "Accept-Language" not in request.headers:
        activate(user.language)


class SessionCookie(SessionAuth):
    """Browsers: the session cookie, and for everything that changes something the CSRF token.

    An app that sends a token is asked about that and nothing else: once it has expired, the answer is 401 for whatever
    it does, and not a word about the CSRF token of a session that it does not have.
    """

    def __call__(self, request: HttpRequest) -> Caller | None:
        if SessionToken.param_name in request.headers:
            return None
        return cast("Caller | None", super().__call__(request))

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        if not request.user.is_authenticated:
            return None
        duties = duties_of(request.session, is_used=is_use(request))
        return _make_caller(request.user, request.session, duties, request.path_info)


def owing_nothing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a view of allauth's for apps that answers a session only when it owes nothing."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        key = request.headers.get(SessionToken.param_name, "")
        found = authenticate_by_x_session_token(key) if key and key.isprintable() else None
        try:
            if found is not None:
                duties_of(found[1]).check(request.path_info)
        except CoordinationError as error:
            problem = encode_json(problem_from_error(error))
            return HttpResponse(problem, status=error.status, content_type="application/problem+json")
        return view(request, *args, **kwargs)

    return guarded


def _make_caller(user: User, session: SessionBase, duties: SessionDuties, path: str) -> Caller:
    """Return the caller. Raises: what the session owes first, unless the address takes presses, too."""
    return Caller(
        user=user,
        at=timezone.now(),
        session_key=session.session_key or "",
        auth_hash=str(session.get(HASH_SESSION_KEY, "")),
        locks_at=duties.locks_at,
        owed=duties.owed_at(path),
    )


def caller_of(request: HttpRequest, *, for_press: bool = False) -> Caller:
    """Return who is asking, as authentication left it on the request.

    Raises: SecondFactorNeeded, SessionLocked, NoticeNotAccepted: the session owes it, and this is no press.
    """
    caller = cast("Caller", request.auth)  # type: ignore[attr-defined]  # ninja puts it there
    if caller.owed is not None and not for_press:
        raise caller.owed
    return caller


def session_of(request: HttpRequest) -> SessionBase:
    """Return the session that a request came with, an app's or a browser's."""
    session: SessionBase = getattr(request, SESSION, None) or request.session
    return session


def note_use(request: HttpRequest) -> None:
    """Note that a person did something with the session of a request, which stays unlocked for half an hour more."""
    duties_of(session_of(request), is_used=True)
