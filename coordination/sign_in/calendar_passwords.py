"""Passwords for programs that follow a calendar: a person's own, shown once, good for that calendar and nothing else.

HTTP Basic (RFC 7617), because calendar programs send nothing else. The access of the person behind one is asked for
with each request; here stands only whose it is, and what ends it.
"""

import secrets
from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.crypto import salted_hmac

from coordination.errors import CoordinationError
from coordination.models import CalendarPassword, User
from coordination.sign_in.attempts.guesses import address_at, has_guessed_too_often, note_wrong_password
from coordination.sign_in.attempts.later import TooManyAttempts
from coordination.sign_in.mail import send_beside
from coordination.sign_in.notices import notice_words
from mou.access.names import checked_text
from mou.foundation.labelled import gettext_noop as _
from mou.models import Suspension

# Typed into phones: without letters and digits that look alike. Seven groups of four are 138 random bits.
ALPHABET, GROUPS, GROUP = "abcdefghjkmnpqrstuvwxyz23456789", 7, 4
NAME_MAX, MOST = 60, 10
NOTED_EVERY = timedelta(minutes=5)
# More than any name and password of ours; no program sends more.
HEADER_MAX = 1024


class TooManyCalendarPasswords(CoordinationError):
    """At most ten at once."""

    code, status = "too_many_calendar_passwords", 409
    title = sentence = _("Ten passwords are enough. Revoke one first.")


@dataclass(frozen=True, slots=True)
class Given:
    """The name and the password that a program sent."""

    name: str
    password: str


# --- a person's own ---------------------------------------------------------------------------------------------------
def make_calendar_password(*, user_id: int, name: str, at: datetime) -> str:
    """Return a new password for one program, in one durable transaction; only its hash is kept. Tells them by mail.

    Raises: BadName, TooManyCalendarPasswords.
    """
    called = checked_text(name, "name", max_chars=NAME_MAX)
    groups = ["".join(secrets.choice(ALPHABET) for _letter in range(GROUP)) for _group in range(GROUPS)]
    password = "-".join(groups)
    with transaction.atomic(durable=True):
        user = User.objects.select_for_update(of=("self",)).get(pk=user_id)
        counting = counting_passwords().filter(user=user)
        # What a suspension has ended is nothing any more.
        CalendarPassword.objects.filter(user=user).exclude(pk__in=counting.values("pk")).delete()
        if counting.count() >= MOST:
            raise TooManyCalendarPasswords
        CalendarPassword.objects.create(user=user, name=called, secret_hash=_hashes_of(password)[0], made_at=at)
    if user.email:
        language = user.language or "en"
        words = {"what": notice_words("calendar_password_made", language)}
        send_beside("account/email/notice", user.email, language, words)
    return password


def calendar_passwords_of(user_id: int) -> list[CalendarPassword]:
    """Return a person's passwords that count, the newest first. One query."""
    return list(counting_passwords().filter(user_id=user_id).order_by("-made_at"))


def revoke_calendar_password(*, user_id: int, password_id: UUID) -> None:
    """End one of a person's own; what is not there stays so. Commits."""
    CalendarPassword.objects.filter(pk=password_id, user_id=user_id).delete()


def end_calendar_passwords(user_id: int) -> int:
    """End all of a person's, in the caller's transaction; return how many."""
    ended, _tables = CalendarPassword.objects.filter(user_id=user_id).delete()
    return ended


def counting_passwords() -> QuerySet[CalendarPassword]:
    """Return those that open anything: of active accounts, whose person was not suspended since it was made.

    A suspension ends them, whichever way it was done; what is given back is made anew. An agency that
    does not keep the account suspends its own membership, and nothing of the person's.
    """
    since = Suspension.objects.filter(
        member__user=OuterRef("user"), begun_at__gte=OuterRef("made_at"), of_rule=False
    ).filter(
        Q(member__user__home_agency=None)
        | Q(member__agency=F("member__user__home_agency"))
        | Q(member__agency__parent=F("member__user__home_agency"))
        | Q(member__agency=F("member__user__home_agency__parent"))
    )
    return CalendarPassword.objects.filter(~Exists(since), user__is_active=True)


# --- a program's request ----------------------------------------------------------------------------------------------
def program_behind(header: str, *, address: str, at: datetime) -> CalendarPassword | None:
    """Return the password that a request's Authorization carries, if it counts. Two queries, and a write at most.

    The name is compared only where the password was right: an unknown name is answered as a wrong password
    is, in the same time. Raises: TooManyAttempts: from this address for this name. Commits.
    """
    given = given_in(header)
    if given is None:
        return None
    # Counted apart: a program with an old password takes no try from who signs in there, under whichever name.
    door = address_at("calendar", address)
    if has_guessed_too_often(address=door, login=given.name, at=at):
        raise TooManyAttempts
    found = counting_passwords().select_related("user").filter(secret_hash__in=_hashes_of(given.password)).first()
    if found is None or given.name.strip().casefold() not in _names_of(found.user):
        note_wrong_password(address=door, login=given.name, at=at)
        return None
    # What an older key of the server has hashed is hashed with the newest one at its first use.
    secret_hash = _hashes_of(given.password)[0]
    if found.used_at is None or at - found.used_at > NOTED_EVERY or found.secret_hash != secret_hash:
        CalendarPassword.objects.filter(pk=found.pk).update(used_at=at, secret_hash=secret_hash)
    return found


def given_in(header: str) -> Given | None:
    """Return what an Authorization header says, if it is Basic and can be read."""
    scheme, _space, sent = header.partition(" ")
    if scheme.lower() != "basic" or len(header) > HEADER_MAX:
        return None
    try:
        name, colon, password = b64decode(sent.strip(), validate=True).decode().partition(":")
    except ValueError:
        return None
    return Given(name, password) if colon else None


def _names_of(user: User) -> set[str]:
    return {one.casefold() for one in (user.username, user.email) if one}


def _hashes_of(password: str) -> list[str]:
    """Return the keyed hash of a password by the key that is in use, and by older ones that still count."""
    # As it is copied or typed: hyphens only help to read it.
    plain = "".join(password.lower().replace("-", "").split())
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    purpose = "coordination.sign_in.calendar_passwords"
    return [salted_hmac(purpose, plain, secret=key, algorithm="sha256").hexdigest() for key in keys]
