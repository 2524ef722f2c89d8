"""What a session owes before it may do anything: asked at every door, by pages, the interface, polls and tickets."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.core.internal.httpkit import is_headless_request
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone

from coordination.errors import CoordinationError
from coordination.models import SessionState, User
from coordination.sign_in.own_apps.verifiers import known_verifiers
from coordination.sign_in.security_rules import SecurityRules, is_factor_asked_by_others, rules_of_person
from coordination.sign_in.sessions.guests import Guest, guest_of
from mou.foundation.installed_apps import app_presses
from mou.foundation.labelled import gettext_noop as _

STATE = "musterpoint.state"
VOUCHED = "second_factor_is_vouched_for"
# What counts as a second factor. Recovery codes come with one, and are none by themselves.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Source: CJIS Security Policy 5.9.5, AC-11 and IA-11.
IDLE_AT_MOST, ASKED_AGAIN_AFTER = timedelta(minutes=30), timedelta(hours=12)
# So seldom is written down that a session is in use.
NOTED_EVERY = timedelta(minutes=1)
# Takes a press as well: which command it is, is known when it has been read.
COMMANDS = re.compile(r"/api/v1/rooms/[0-9a-fA-F-]+/commands")
# Where an app proves itself: open to a session that owes exactly that.
ATTESTATION = "/api/v1/me/attestation"
SAFE = ("GET", "HEAD", "OPTIONS")
# Asked for by a page that comes back by itself, said by a device that shows an alert, or by an app that stays signed
# in; no person did anything.
BY_ITSELF = re.compile(r"/api/v1/(?:ws-tickets|notifications/[^/]+/receipts|me/session)")


class SecondFactorNeeded(CoordinationError):
    """Set one up on the page, or by /_allauth/app/v1/account/authenticators; nothing else is answered until then."""

    code, status, title = "second_factor_needed", 403, _("Your agency asks for a second factor: set one up first.")
    is_of_session = True


class SessionLocked(CoordinationError):
    """It was not used for half an hour, or it is twelve hours old: say who you are at /_allauth/app/v1/auth/…."""

    code, status, title = "session_locked", 403, _("The session is locked: say once more that it is you.")
    is_of_session = True


class AppNotAttested(CoordinationError):
    """Send what Apple or Google says about the app to /api/v1/me/attestation; nothing else is answered until then."""

    code, status = "app_not_attested", 403
    title = _("Your agency asks that this app proves itself first. Bring the app up to date, or use the web page.")
    is_of_session = True


class NoticeNotAccepted(CoordinationError):
    """A page shows it after signing in."""

    code, status, title = "notice_not_accepted", 403, _("Accept your agency's notice first.")
    is_of_session = True


@dataclass(frozen=True, slots=True)
class SessionDuties:
    """A session's state as the doors ask for it."""

    lacks_factor: bool = False
    is_locked: bool = False
    # When it locks if it is not touched; None: never.
    locks_at: datetime | None = None
    owes_consent: bool = False
    lacks_attestation: bool = False
    guest: Guest | None = None

    def check(self, path: str) -> None:
        """Let a session through that owes nothing, or presses an alarm; a guest's only to where they were let in.

        Raises: NothingForGuests, SecondFactorNeeded, SessionLocked, NoticeNotAccepted, AppNotAttested.
        """
        if self.guest is not None:
            self.guest.check(path)
            return
        if app_presses().fullmatch(path):
            return
        if self.lacks_factor:
            raise SecondFactorNeeded
        if self.is_locked:
            raise SessionLocked
        if self.owes_consent:
            raise NoticeNotAccepted
        if self.lacks_attestation and path != ATTESTATION:
            raise AppNotAttested

    def owed_at(self, path: str) -> CoordinationError | None:
        """Return what stands before every command but a press, where commands are taken; elsewhere check.

        Raises: as check().
        """
        try:
            self.check(path)
        except CoordinationError as error:
            if self.guest is None and COMMANDS.fullmatch(path):
                return error
            raise
        return None


def begin_session(request: HttpRequest, user: User, at: datetime) -> None:
    """Note what a session owes that has just begun. Called at every sign-in; commits."""
    rules = rules_of_person(user.pk, at, vouched_by=getattr(request, VOUCHED, None))
    # Apps show the notice themselves.
    is_app = bool(is_headless_request(request))
    owes_consent = bool(rules.use_notices) and not is_app
    if not asks_anything(rules):
        return
    if request.session.session_key is None:
        request.session.save()
    alive = Session.objects.values("session_key")
    SessionState.objects.filter(user=user).exclude(session_key__in=alive).delete()
    state = SessionState.objects.create(
        user=user,
        session_key=request.session.session_key or "",
        needs_factor=rules.needs_factor,
        locks=rules.locks_sessions,
        owes_consent=owes_consent,
        needs_attestation=rules.attests_apps and is_app,
        active_at=at,
    )
    request.session[STATE] = state.pk


def vouch_for_factor(request: HttpRequest, agency_id: UUID) -> None:
    """Note for this request that an agency's own sign-in has asked for a second factor, and the agency trusts it."""
    setattr(request, VOUCHED, agency_id)


def is_vouched_for(request: HttpRequest, user: User, at: datetime) -> bool:
    """Tell whether the second factor was given elsewhere: an agency vouches for its own rule, not for another's."""
    agency_id = getattr(request, VOUCHED, None)
    return agency_id is not None and not is_factor_asked_by_others(user.pk, at, vouched_by=agency_id)


def asks_anything(rules: SecurityRules) -> bool:
    """Tell whether sessions under these rules have anything to be asked about; others cost no query."""
    return rules.needs_factor or rules.locks_sessions or rules.attests_apps or bool(rules.use_notices)


def duties_of(session: SessionBase, *, is_used: bool = False) -> SessionDuties:
    """Return what a session owes now. One query, and none for sessions that no rule is about.

    Args:
        is_used: a person does something with it just now: what is not locked stays so for half an hour more. Commits.
    """
    state_id = session.get(STATE)
    if state_id is None:
        return SessionDuties(guest=guest_of(session))
    factors = Authenticator.objects.filter(user=OuterRef("user"), type__in=FACTORS)
    row = SessionState.objects.filter(pk=state_id).annotate(has_factor=Exists(factors)).first()
    if row is None:
        # Nothing says any more what it owes: it has to begin again.
        return SessionDuties(lacks_factor=True)
    at = timezone.now()
    locks_at = locks_at_of(row, session) if row.locks else None
    duties = SessionDuties(
        lacks_factor=row.needs_factor and not row.has_factor,
        is_locked=locks_at is not None and at > locks_at,
        locks_at=locks_at,
        owes_consent=row.owes_consent,
        # Where the operator has taken away what checks it, no app can prove anything: then it is asked of none.
        lacks_attestation=row.needs_attestation and row.attested_at is None and bool(known_verifiers()),
    )
    if is_used and not duties.is_locked and at - row.active_at > NOTED_EVERY:
        # The key changes with a new password; administrators look sessions up by it.
        SessionState.objects.filter(pk=row.pk).update(active_at=at, session_key=session.session_key or row.session_key)
        row.active_at = at
        return replace(duties, locks_at=locks_at_of(row, session) if row.locks else None)
    return duties


def is_use(request: HttpRequest) -> bool:
    """Tell whether a request to the interface is something that a person did, and not a page by itself.

    Of a command, the route says so when it has read which one it is: a position is sent by the device.
    """
    is_told_later = COMMANDS.fullmatch(request.path_info) is not None
    return request.method not in SAFE and not is_told_later and BY_ITSELF.fullmatch(request.path_info) is None


def locks_at_of(row: SessionState, said: SessionBase | Mapping[str, Any]) -> datetime:
    """Return when a session locks that is not touched any more.

    Args:
        said: the session, or what is in it.
    """
    records = said.get(AUTHENTICATION_METHODS_SESSION_KEY) or []
    said_at = datetime.fromtimestamp(records[-1]["at"], UTC) if records else row.active_at
    asked_again_at = said_at + ASKED_AGAIN_AFTER
    if row.device_class:
        return asked_again_at
    return min(asked_again_at, max(row.active_at, said_at) + IDLE_AT_MOST)
