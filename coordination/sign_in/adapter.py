"""What allauth asks us: no sign-up by oneself, wrong passwords slow down, and mail goes beside the request."""

import time
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import get_ip
from allauth.socialaccount.models import SocialAccount
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coordination.audit_spool import AuditNote, note
from coordination.models import User
from coordination.sign_in.attempts.account_locks import forget_wrong_passwords_of, is_locked, note_wrong_password_of
from coordination.sign_in.attempts.guesses import has_guessed_too_often, note_wrong_password, without_mapping
from coordination.sign_in.attempts.later import AccountLocked, TooManyAttempts, wait_answer
from coordination.sign_in.attempts.passwords import person_with_login
from coordination.sign_in.mail import send_beside
from coordination.sign_in.notices import notice_words
from coordination.sign_in.sessions.duties import begin_session
from coordination.sign_in.sessions.held import weigh_memberships_of
from coordination.sign_in.sessions.waiting import note_waiting
from coordination.vocabulary import AuditKind, AuditOutcome

# Addresses that guess, and when that was noted.
_floods: dict[str, float] = {}
FLOODS_MAX, FLOOD_S = 10_000, 60.0
NOTICE = "account/email/notice"
ASK_FOR_FACTOR = "coordination.sign_in.factors.AskForFactor"


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return where a request comes from: an IPv4 address also where a proxy writes it as an IPv6 one.

        allauth cuts IPv6 to /64 for whatever it counts, and all of IPv4 would be one address.
        """
        return without_mapping(super().get_client_ip(request))

    def pre_authenticate(self, request: HttpRequest, **credentials: str) -> None:
        """Raises: ImmediateHttpResponse: 429, too many wrong passwords came from there."""
        if has_guessed_too_often(address=get_ip(request), login=_login_of(credentials), at=timezone.now()):
            _note_flood(request)
            raise ImmediateHttpResponse(wait_answer(request, TooManyAttempts()))

    def authentication_failed(self, request: HttpRequest, **credentials: str) -> None:
        """Count the attempt: right passwords do not count. Commits."""
        at, login = timezone.now(), _login_of(credentials)
        note_wrong_password(address=get_ip(request), login=login, at=at)
        person = person_with_login(login)
        _note_attempt(request, "wrong_password", AuditOutcome.REFUSED, person)
        if person is not None:
            note_wrong_password_of(person, at)

    def pre_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse | None:
        """Refuse an account that is locked, however it signs in. Raises: ImmediateHttpResponse."""
        if is_locked(user):
            _note_attempt(request, "account_locked", AuditOutcome.REFUSED, user)
            raise ImmediateHttpResponse(wait_answer(request, AccountLocked()))
        response: HttpResponse | None = super().pre_login(request, user, **how)
        return response

    def login(self, request: HttpRequest, user: User) -> None:
        """Begin a session: by the page, an app, an invitation or a passkey, all come through here."""
        super().login(request, user)
        _note_attempt(request, "signed_in", AuditOutcome.DONE, user)
        forget_wrong_passwords_of(user)
        at = timezone.now()
        weigh_memberships_of(user.pk, at)
        begin_session(request, user, at)
        note_waiting(request, user.pk, at)

    def logout(self, request: HttpRequest) -> None:
        """End a session: by the page or an app."""
        if request.user.is_authenticated:
            note(AuditNote(AuditKind.ACCOUNT, AuditOutcome.DONE, "signed_out", request.user.pk, get_ip(request) or ""))
        super().logout(request)

    def is_reauthentication_required(self, app: str | None = None) -> bool:
        """Ask again who it is, unless they have just signed in."""
        request = context.request
        records = get_authentication_records(request, request.user)
        return not records or time.time() - records[-1]["at"] > account_settings.REAUTHENTICATION_TIMEOUT

    def get_login_stages(self) -> list[str]:
        """Name what stands between a right password and a session."""
        stages = super().get_login_stages()
        return [ASK_FOR_FACTOR if one == "allauth.mfa.stages.AuthenticateStage" else one for one in stages]

    def get_reauthentication_methods(self, user: User) -> list[dict[str, str]]:
        """Return how a person says once more that it is them: their agency's own sign-in, where they came by it."""
        methods: list[dict[str, str]] = super().get_reauthentication_methods(user)
        if SocialAccount.objects.filter(user_id=user.pk).exists():
            words = _("Use your agency's sign-in")
            methods.append({"id": "agency", "description": words, "url": reverse("agency_sign_in_again")})
        return methods

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mail a code in the language of the page that asked for it. Returns at once."""
        send_beside(template_prefix, email, get_language() or "en", {"code": str(context.get("code", ""))})

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person at their address that something about their account has changed.

        Of each factor that comes or goes allauth tells here, by whichever door: memberships may count anew. Commits.
        """
        if template_prefix.startswith("mfa/"):
            weigh_memberships_of(user.pk, timezone.now())
        to, language = email or user.email, user.language or "en"
        if to:
            send_beside(NOTICE, to, language, {"what": notice_words(template_prefix, language)})


def _login_of(credentials: dict[str, str]) -> str:
    return credentials.get("email") or credentials.get("username") or ""


def _note_attempt(request: HttpRequest, what: str, outcome: AuditOutcome, person: User | None) -> None:
    """Note an attempt to sign in. A login of no account is not kept: it may be a password in the wrong field."""
    user_id = person.pk if person is not None else None
    note(AuditNote(AuditKind.SIGN_IN, outcome, what, user_id, get_ip(request) or ""))


def _note_flood(request: HttpRequest) -> None:
    """Note that an address guesses, once a minute: what costs a guesser nothing must not fill the audit."""
    address = get_ip(request) or ""
    if time.monotonic() - _floods.get(address, -FLOOD_S) >= FLOOD_S:
        if len(_floods) >= FLOODS_MAX:
            _floods.clear()
        _floods[address] = time.monotonic()
        _note_attempt(request, "sign_in_too_often", AuditOutcome.REFUSED, None)
