"""Second factors: an authenticator app, recovery codes, passkeys. What allauth asks us about them.

Wrong codes are counted in the database, for the account and over all processes: a password that is known already must
not let its thief try codes from many places. A code that was taken once is taken no second time.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from allauth.account.adapter import get_adapter as account_adapter
from allauth.headless.mfa import inputs
from allauth.headless.mfa import views as apps
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms
from allauth.mfa.base import views as pages
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_pages
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn import views as passkey_pages
from django import forms as django_forms
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy

from coordination.audit_spool import AuditNote, note
from coordination.models import User
from coordination.sign_in.attempts.guesses import Limit, has_guessed_too_often, note_wrong_password
from coordination.sign_in.attempts.later import APPS, wait_answer
from coordination.sign_in.sealed import SealedUnreadable, can_unseal, seal_secret, unseal_secret
from coordination.sign_in.security_rules import rules_of_person
from coordination.sign_in.sessions.duties import FACTORS, is_vouched_for
from coordination.vocabulary import AuditKind, AuditOutcome

PURPOSE = "coordination.sign_in.factors"
CODE_LIMITS = (Limit(5, timedelta(minutes=5), is_per_login=True),)
# Longer than a code of an app is taken: its half minute, and the ones before and after.
USED_LIMITS = (Limit(1, timedelta(minutes=2), is_per_login=True),)


FACTOR_LOST = gettext_lazy(
    "This server can no longer read your authenticator app and recovery codes: its key was changed. Use a passkey, or "
    "have the agency that keeps your account remove the lost factors."
)


class FactorAdapter(DefaultMFAAdapter):
    def get_totp_issuer(self) -> str:
        """Return what an authenticator app calls us: the host, so that two installations are told apart."""
        return f"Musterpoint {self._get_site_name()}"

    def encrypt(self, text: str) -> str:
        """Return a secret as the database keeps it: a reader of a copy of it alone makes no codes."""
        return seal_secret(PURPOSE, text.encode())

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret. Raises: SealedUnreadable: a made-up one in its place would let a stranger in."""
        return unseal_secret(PURPOSE, encrypted_text).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Say whether a person may remove a factor: the last one stays while an agency of theirs asks for one."""
        if authenticator.type not in FACTORS:
            return True
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=FACTORS)
        if others.exclude(pk=authenticator.pk).exists():
            return True
        return not rules_of_person(authenticator.user_id, timezone.now()).needs_factor


class AskForFactor(AuthenticateStage):
    """Ask for the second factor, unless the agency trusts that its own sign-in has asked for one."""

    def _should_handle(self, request: HttpRequest) -> bool:
        if not super()._should_handle(request):
            return False
        return not is_vouched_for(request, self.login.user, timezone.now())


# --- what the server's key opens no more -----------------------------------------------------------------------------
def unreadable_factors(user_id: int) -> list[Authenticator]:
    """Return a person's app and recovery codes that no key of this server opens. Passkeys are not sealed. One query."""
    return [one for one in _sealed_factors(user_id) if not _opens_factor(one)]


def readable_factors(user_id: int) -> list[Authenticator]:
    """Return a person's app and recovery codes that codes can be held against. One query."""
    return [one for one in _sealed_factors(user_id) if _opens_factor(one)]


def sealed_texts(factor: Authenticator) -> list[str]:
    """Return what of a factor is sealed."""
    data = factor.data
    return [str(data[key]) for key in ("secret", "seed") if key in data] + list(data.get("migrated_codes", ()))


def _sealed_factors(user_id: int) -> QuerySet[Authenticator]:
    rows: QuerySet[Authenticator] = Authenticator.objects.filter(user_id=user_id)
    return rows.exclude(type=Authenticator.Type.WEBAUTHN)


def _opens_factor(factor: Authenticator) -> bool:
    return all(can_unseal(PURPOSE, one) for one in sealed_texts(factor))


# --- codes ------------------------------------------------------------------------------------------------------------
class CountedCode(forms.BaseAuthenticateForm):
    """A form of allauth that takes a code, with a count of wrong and used ones; stands before the one it is for."""

    user: User

    def clean_code(self) -> str:
        """Return a code that is right and was not used. Commits. Raises: ValidationError."""
        at, login = timezone.now(), f"code of {self.user.pk}"
        if has_guessed_too_often(address="", login=login, at=at, limits=CODE_LIMITS):
            raise account_adapter().validation_error("too_many_login_attempts")
        used = f"used by {self.user.pk}: {''.join(self.cleaned_data['code'].split())}"
        if has_guessed_too_often(address="", login=used, at=at, limits=USED_LIMITS):
            raise account_adapter().validation_error("incorrect_code")
        try:
            code = self._code_of_readable()
        except django_forms.ValidationError:
            note_wrong_password(address="", login=login, at=at)
            note(AuditNote(AuditKind.SIGN_IN, AuditOutcome.REFUSED, "wrong_code", self.user.pk))
            raise
        note_wrong_password(address="", login=used, at=at)
        return code

    def _code_of_readable(self) -> str:
        """Return a code that fits. Raises: ValidationError: none does, or nothing is left that codes could fit."""
        try:
            code: str = super().clean_code()
        except SealedUnreadable:
            for one in readable_factors(self.user.pk):
                if one.wrap().validate_code(self.cleaned_data["code"]):
                    one.user = self.user
                    self.authenticator = one
                    return str(self.cleaned_data["code"])
            raise django_forms.ValidationError(FACTOR_LOST, code="sealed_unreadable") from None
        return code


class AuthenticateForm(CountedCode, forms.AuthenticateForm):
    pass


class ReauthenticateForm(CountedCode, forms.ReauthenticateForm):
    pass


class AuthenticateInput(CountedCode, inputs.AuthenticateInput):
    pass


class ReauthenticateInput(CountedCode, inputs.ReauthenticateInput):
    pass


class AppAuthenticate(apps.AuthenticateView):
    input_class = AuthenticateInput


class AppReauthenticate(apps.ReauthenticateView):
    input_class = ReauthenticateInput


def saying_unreadable(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a view of allauth's that shows recovery codes, and leads to the page of factors where they do not open."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except SealedUnreadable as error:
            return wait_answer(request, error) if request.path_info.startswith(APPS) else redirect("mfa_index")

    return guarded


def refusing_malformed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a view of allauth's that takes a passkey's answer and refuses one without its parts.

    The library that reads it takes the parts for granted, and allauth passes on what is then raised.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except KeyError:
            if request.path_info.startswith(APPS):
                raise BadRequest from None
            return redirect("account_login")

    return guarded


# --- pages -----------------------------------------------------------------------------------------------------------
class FactorsPage(pages.IndexView):
    def get_context_data(self, **more: object) -> dict[str, object]:
        """Say whether the session waits for a factor, too."""
        context: dict[str, object] = super().get_context_data(**more)
        must_have_factor = rules_of_person(self.request.user.pk, timezone.now()).needs_factor
        lost = [one.type for one in unreadable_factors(self.request.user.pk)]
        return context | {"must_have_factor": must_have_factor, "lost": lost}


class NewRecoveryCodes(recovery_pages.GenerateRecoveryCodesView):
    def get_context_data(self, **more: object) -> dict[str, object]:
        """Ask whether new ones are to be made, also where the old ones do not open any more."""
        try:
            context: dict[str, object] = super().get_context_data(**more)
        except SealedUnreadable:
            return {"form": self.get_form(), "unused_code_count": 0, **more}
        return context


class RemovePasskey(passkey_pages.RemoveWebAuthnView):
    def get_context_data(self, **more: object) -> dict[str, object]:
        """Say whether the passkey is the last factor of a person who must have one."""
        context: dict[str, object] = super().get_context_data(**more)
        return context | {"must_stay": not FactorAdapter().can_delete_authenticator(self.object)}

    def form_valid(self, form: django_forms.Form) -> HttpResponse:
        """Remove a passkey, unless it is the last factor of a person who must have one: then the page says so."""
        if not FactorAdapter().can_delete_authenticator(self.get_object()):
            return redirect("mfa_index")
        removed: HttpResponse = super().form_valid(form)
        return removed


class PasskeysToDelete(inputs.DeleteWebAuthnInput):
    def clean_authenticators(self) -> list[Authenticator]:
        """Return the passkeys to remove. Raises: ValidationError: no factor would be left, and one must be."""
        chosen = list(self.cleaned_data["authenticators"])
        left = Authenticator.objects.filter(user=self.user, type__in=FACTORS).exclude(pk__in=[one.pk for one in chosen])
        if chosen and not left.exists() and rules_of_person(self.user.pk, timezone.now()).needs_factor:
            raise FactorAdapter().validation_error("cannot_delete_authenticator")
        return chosen


class AppPasskeys(apps.ManageWebAuthnView):
    input_class = {**apps.ManageWebAuthnView.input_class, "DELETE": PasskeysToDelete}
