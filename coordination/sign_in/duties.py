"""What a session owes before it may do anything: asked at every door, by pages, the interface, polls and tickets."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from coordination.errors import CoordinationError
from coordination.models import SessionState, User
from coordination.sign_in.security_rules import SecurityRules, rules_of_person

STATE = "musterpoint.state"
# What counts as a second factor. Recovery codes come with one, and are none by themselves.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class SecondFactorNeeded(CoordinationError):
    """Set one up on the page, or by /_allauth/app/v1/account/authenticators; nothing else is answered until then."""

    code, status, title = "second_factor_needed", 403, "Your agency asks for a second factor: set one up first."


@dataclass(frozen=True, slots=True)
class SessionDuties:
    """A session's state as the doors ask for it."""

    lacks_factor: bool

    def check(self) -> None:
        """Let a session through that owes nothing. Raises: SecondFactorNeeded."""
        if self.lacks_factor:
            raise SecondFactorNeeded


NOTHING = SessionDuties(lacks_factor=False)


def begin_session(request: HttpRequest, user: User, at: datetime) -> None:
    """Note what a session owes that has just begun. Called at every sign-in; commits."""
    rules = rules_of_person(user.pk, at)
    if not asks_anything(rules):
        return
    if request.session.session_key is None:
        request.session.save()
    alive = Session.objects.values("session_key")
    SessionState.objects.filter(user=user).exclude(session_key__in=alive).delete()
    state = SessionState.objects.create(
        user=user, session_key=request.session.session_key or "", needs_factor=rules.needs_factor
    )
    request.session[STATE] = state.pk


def asks_anything(rules: SecurityRules) -> bool:
    """Tell whether sessions under these rules have anything to be asked about; others cost no query."""
    return rules.needs_factor


def duties_of(session: SessionBase) -> SessionDuties:
    """Return what a session owes now. One query, and none for sessions that no rule is about."""
    state_id = session.get(STATE)
    if state_id is None:
        return NOTHING
    factors = Authenticator.objects.filter(user=OuterRef("user"), type__in=FACTORS)
    row = SessionState.objects.filter(pk=state_id).annotate(has_factor=Exists(factors)).first()
    # A session whose row is gone has to begin again: nothing says any more what it owes.
    return SessionDuties(lacks_factor=row is None or (row.needs_factor and not row.has_factor))
