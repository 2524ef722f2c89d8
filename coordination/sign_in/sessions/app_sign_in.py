"""How an app signs in: as allauth lets it, but told which field is missing."""

from typing import Any

from allauth.headless.account.inputs import LoginInput
from allauth.headless.account.views import LoginView
from django.core.exceptions import ValidationError


class NamedLogin(LoginInput):
    def clean(self) -> dict[str, Any]:
        """Name the field where no name is given: allauth says only that the sign-in is not valid."""
        if not self.data.get("username") and not self.data.get("email"):
            missing = self.fields["username"].error_messages["required"]
            self.add_error("username", ValidationError(missing, code="required"))
        cleaned: dict[str, Any] = super().clean()
        return cleaned


class AppSignIn(LoginView):
    input_class = NamedLogin
