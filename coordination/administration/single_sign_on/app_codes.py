"""Hand a sign-in that was made in a phone's browser over to the app that began it (RFC 8252, RFC 7636).

The browser ends at an address that only this host's apps open, with a code. It counts for a minute, once, and only
beside the verifier of the challenge with which the sign-in began. Until then the sign-in lies in a row of sessions
under a name that only the code and the server's key give; no one is signed in by that row.
"""

import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare, salted_hmac

from coordination.administration.single_sign_on.errors import AppSignInNotBegun
from coordination.sessions import SessionStore
from coordination.sign_in.sessions.duties import STATE
from coordination.sign_in.sessions.handed import HANDED, KEY_BEGINS

CHALLENGE, VERIFIER = re.compile(r"[A-Za-z0-9_-]{43}"), re.compile(r"[A-Za-z0-9._~-]{43,128}")
APP_STATE = re.compile(r"[A-Za-z0-9._~-]{16,200}")
BEGUN = "app_sign_in_begun"
BEGUN_LASTS, CODE_LASTS = timedelta(minutes=10), timedelta(seconds=60)
KEY_MAX_CHARS = 40
# What makes a session one of a person, and nothing else of the browser's.
OF_SIGN_IN = (SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY, AUTHENTICATION_METHODS_SESSION_KEY, STATE)


@dataclass(frozen=True, slots=True)
class Handed:
    """A code for the app, and its own state, by which it knows that it has begun this sign-in."""

    code: str
    state: str


def note_begun(session: SessionBase, *, challenge: str, state: str, at: datetime) -> None:
    """Keep in the browser's session which app's sign-in begins. Raises: AppSignInNotBegun: it is not of the form."""
    if not CHALLENGE.fullmatch(challenge) or not APP_STATE.fullmatch(state):
        raise AppSignInNotBegun
    session[BEGUN] = {"challenge": challenge, "state": state, "at": at.timestamp()}


def hand_over(session: SessionBase, at: datetime) -> Handed:
    """Return a new code for what this session began and its person has said since. Commits.

    Raises: AppSignInNotBegun: nothing was begun here, or too long ago, or no one has signed in since.
    """
    begun = session.get(BEGUN)
    records = session.get(AUTHENTICATION_METHODS_SESSION_KEY) or []
    if not begun or SESSION_KEY not in session or not records:
        raise AppSignInNotBegun
    is_late = at.timestamp() - begun["at"] > BEGUN_LASTS.total_seconds()
    if is_late or records[-1]["at"] < begun["at"]:
        raise AppSignInNotBegun
    code = token_urlsafe(32)
    said = {name: session[name] for name in OF_SIGN_IN if name in session}
    lying = SessionStore().encode({HANDED: {"challenge": begun["challenge"], "said": said}})
    Session.objects.create(session_key=_key_of(code), session_data=lying, expire_date=at + CODE_LASTS)
    return Handed(code, begun["state"])


def take_code(*, code: str, verifier: str, at: datetime) -> dict[str, Any] | None:
    """Return what of a session a code hands over; it is used up, also by a wrong verifier. In the caller's transaction.

    None: unknown, used, too old, ended, or begun by another app.
    """
    row = Session.objects.filter(session_key=_key_of(code), expire_date__gt=at).first()
    # Of two that come at once, one has deleted it.
    is_first = row is not None and Session.objects.filter(session_key=row.session_key).delete()[0] == 1
    handed = row.get_decoded().get(HANDED) if row is not None and is_first else None
    if handed is None or not VERIFIER.fullmatch(verifier):
        return None
    if not constant_time_compare(challenge_of(verifier), handed["challenge"]):
        return None
    said: dict[str, Any] = handed["said"]
    return said


def challenge_of(verifier: str) -> str:
    """Return the challenge of a verifier (S256)."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")


def _key_of(code: str) -> str:
    return f"{KEY_BEGINS}{salted_hmac(HANDED, code, algorithm='sha256').hexdigest()}"[:KEY_MAX_CHARS]
