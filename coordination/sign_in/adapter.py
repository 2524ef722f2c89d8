"""What allauth asks us: nobody signs themselves up, and wrong passwords slow down the address that they come from."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest
from django.utils import timezone

from coordination.sign_in.guesses import has_guessed_too_often, note_wrong_password
from coordination.sign_in.later import TooManyAttempts, wait_answer


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: str) -> None:
        """Raises: ImmediateHttpResponse: 429, too many wrong passwords came from there."""
        if has_guessed_too_often(address=get_ip(request), login=_login_of(credentials), at=timezone.now()):
            raise ImmediateHttpResponse(wait_answer(request, TooManyAttempts()))

    def authentication_failed(self, request: HttpRequest, **credentials: str) -> None:
        """Count the attempt: right passwords do not count. Commits."""
        note_wrong_password(address=get_ip(request), login=_login_of(credentials), at=timezone.now())


def _login_of(credentials: dict[str, str]) -> str:
    return credentials.get("email") or credentials.get("username") or ""
