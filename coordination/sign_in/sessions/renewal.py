"""How long a session lasts, and how an app keeps its own: for half a year after its person last said who they are."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.http import HttpResponse

from mou.errors import SignInTooOld

# From signing in or from its renewal on: as Django counts it for browsers.
LASTS = timedelta(seconds=settings.SESSION_COOKIE_AGE)
RENEWED_FOR = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class SessionTimes:
    """How long a session lasts.

    `expires_at`: when it ends if it is not renewed. `renewable_until`: until when it can be renewed; then the person
    says once more who they are.
    """

    expires_at: datetime
    renewable_until: datetime


def times_of(session: SessionBase, at: datetime) -> SessionTimes:
    """Return when a session ends. One query."""
    row = Session.objects.filter(session_key=session.session_key).first()
    return SessionTimes(at if row is None else row.expire_date, _renewable_until(session))


def renew_session(session: SessionBase, at: datetime) -> SessionTimes:
    """Let a session last for two weeks from now, as signing in does. Commits.

    Its key and what is in it stay. Raises: SignInTooOld: the person last said half a year ago who they are.
    """
    until = _renewable_until(session)
    if at >= until:
        raise SignInTooOld("Say once more who you are: this sign-in is too old to be renewed.")
    expires_at = min(at + LASTS, until)
    # Only its end: what other requests write into it at this moment stays theirs.
    Session.objects.filter(session_key=session.session_key, expire_date__lt=expires_at).update(expire_date=expires_at)
    return times_of(session, at)


def keep_cookie(response: HttpResponse, session: SessionBase, *, until: datetime) -> None:
    """Let the browser, such as that of the app for the stores, keep the session's cookie as long as the server does."""
    response.set_cookie(
        settings.SESSION_COOKIE_NAME,
        session.session_key or "",
        expires=until,
        domain=settings.SESSION_COOKIE_DOMAIN,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=settings.SESSION_COOKIE_HTTPONLY,
        samesite="Lax",  # as SESSION_COOKIE_SAMESITE says
    )


def _renewable_until(session: SessionBase) -> datetime:
    records = session.get(AUTHENTICATION_METHODS_SESSION_KEY) or [{"at": 0}]
    return datetime.fromtimestamp(records[-1]["at"], UTC) + RENEWED_FOR
