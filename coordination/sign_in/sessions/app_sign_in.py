"""How an app signs in and changes or resets a password: as allauth lets it, with the rules of our pages.

A password is what was typed, also a space at its end: allauth would cut it off for apps, and not on pages.
"""

from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from allauth.headless.account import inputs, views
from allauth.headless.base.views import APIView
from allauth.headless.internal.restkit.inputs import CharField, Input
from allauth.headless.internal.restkit.response import APIResponse
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from coordination.sign_in.attempts.password_reset import ResetForm
from coordination.sign_in.security_rules import notices_before_sign_in


class NamedLogin(inputs.LoginInput):
    password = CharField(strip=False)

    def clean(self) -> dict[str, Any]:
        """Name the field where no name is given: allauth says only that the sign-in is not valid."""
        if not self.data.get("username") and not self.data.get("email"):
            missing = self.fields["username"].error_messages["required"]
            self.add_error("username", ValidationError(missing, code="required"))
        cleaned: dict[str, Any] = super().clean()
        return cleaned


class AppSignIn(views.LoginView):
    input_class = NamedLogin


class OldAndNew(inputs.ChangePasswordInput):
    current_password = CharField(required=False, strip=False)
    new_password = CharField(strip=False)


class AppChangesPassword(views.ChangePasswordView):
    input_class = OldAndNew


class AskedCode(ResetForm, Input):
    """Whose password is set anew is decided as on the page."""


class AppAsksCode(views.RequestPasswordResetView):
    input_class = AskedCode

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Have a code mailed; the answer is one for every address, with the token that waits for the code."""
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return _answer_done(request) if answer.status_code == HTTPStatus.UNAUTHORIZED else answer


class CodeAndPassword(inputs.ResetPasswordInput):
    password = CharField(strip=False)

    def clean(self) -> dict[str, Any]:
        """Judge the password only beside the right code: else it would tell whether an address has an account."""
        cleaned: dict[str, Any] = self.cleaned_data if "key" in self.errors else super().clean()
        return cleaned


class AppSetsPassword(views.ResetPasswordView):
    input_class = CodeAndPassword
    # The code comes with the password; to ask about the code alone is another way to try codes.
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Set the password. It signs no one in."""
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return _answer_done(request) if answer.status_code == HTTPStatus.UNAUTHORIZED else answer


class NoticesBefore(APIView):
    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Return what agencies want read before anyone signs in."""
        notices = [asdict(one) for one in notices_before_sign_in(timezone.now())]
        answer: HttpResponse = APIResponse(request, data={"notices": notices})
        return answer


def _answer_done(request: HttpRequest) -> HttpResponse:
    """Return that it is done: that no one is signed in by it, allauth would say as a refusal."""
    answer: HttpResponse = APIResponse(request, meta={"is_authenticated": False})
    return answer
