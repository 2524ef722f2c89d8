"""Whether the sign-ins that opened sockets still hold: asked when a socket says hello."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from coordination.models import User


@dataclass(frozen=True, slots=True)
class SignIn:
    """What let a socket in: a person's session, the password it began with, and the epoch at which both still held."""

    user_id: int
    session_key: str
    auth_hash: str
    epoch: int
    # What the person has chosen to read; empty: nothing.
    language: str = ""


def sign_ins_that_hold(sign_ins: Iterable[SignIn], *, at: datetime) -> set[SignIn]:
    """Return those whose session goes on, whose password is the same and whose person is active. Two queries."""
    asked = set(sign_ins)
    keys = [one.session_key for one in asked]
    alive = set(Session.objects.filter(session_key__in=keys, expire_date__gt=at).values_list("session_key", flat=True))
    people = User.objects.filter(pk__in={one.user_id for one in asked}, is_active=True).in_bulk()
    return {
        one
        for one in asked
        if one.session_key in alive and one.user_id in people and began_with(one.auth_hash, people[one.user_id])
    }


def began_with(auth_hash: str, user: User) -> bool:
    """Tell whether a sign-in with this hash began with the password that the person has now."""
    # As when a page is asked for: with a secret key that was in use before, it is still them.
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return any(constant_time_compare(auth_hash, one) for one in hashes)
