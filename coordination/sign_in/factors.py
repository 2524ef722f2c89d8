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
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn import views as passkey_pages
from django import forms as django_forms
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from coordination.audit_spool import AuditNote, note
from coordination.models import User
from coordination.sign_in.attempts.guesses import Limit, has_guessed_too_often, note_wrong_password
from coordination.sign_in.attempts.later import APPS
from coordination.sign_in.sealed import cipher_for
from coordination.sign_in.security_rules import rules_of_person
from coordination.sign_in.sessions.duties import FACTORS, is_vouched_for
from coordination.vocabulary import AuditKind, AuditOutcome

CODE_LIMITS = (Limit(5, timedelta(minutes=5), is_per_login=True),)
# Longer than a code of an app is taken: its half minute, and the ones before and after.
USED_LIMITS = (Limit(1, timedelta(minutes=2), is_per_login=True),)


class FactorAdapter(DefaultMFAAdapter):
    def get_totp_issuer(self) -> str:
        """Return what an authenticator app calls us: the host, so that two installations are told apart."""
        return f"Musterpoint {self._get_site_name()}"

    def encrypt(self, text: str) -> str:
        """Return a secret as the database keeps it: whoever reads a copy of it alone makes no codes."""
        return cipher_for("coordination.sign_in.factors").encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher_for("coordination.sign_in.factors").decrypt(encrypted_text.encode()).decode()

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
            code: str = super().clean_code()
        except django_forms.ValidationError:
            note_wrong_password(address="", login=login, at=at)
            note(AuditNote(AuditKind.SIGN_IN, AuditOutcome.REFUSED, "wrong_code", self.user.pk))
            raise
        note_wrong_password(address="", login=used, at=at)
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
        return context | {"must_have_factor": rules_of_person(self.request.user.pk, timezone.now()).needs_factor}


class RemovePasskey(passkey_pages.RemoveWebAuthnView):
    def get_context_data(self, **more: object) -> dict[str, object]:
        """Say whether it has to stay."""
        context: dict[str, object] = super().get_context_data(**more)
        return context | {"must_stay": not FactorAdapter().can_delete_authenticator(self.object)}

    def form_valid(self, form: django_forms.Form) -> HttpResponse:
        """Remove a passkey, unless it is the last factor of somebody who must have one: then the page says so."""
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
