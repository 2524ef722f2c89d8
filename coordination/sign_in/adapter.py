"""What allauth asks us: nobody signs themselves up, and wrong passwords slow down the address that they come from."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import get_ip
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from coordination.sign_in.later import TooManyAttempts, wait_answer


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: str) -> None:
        """Count the attempt. Raises: ImmediateHttpResponse: 429, too many wrong ones came before it."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as too_many:
            raise ImmediateHttpResponse(wait_answer(request, TooManyAttempts())) from too_many

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: str) -> str:
        """Return what wrong passwords are counted by: by the login alone, anybody could lock a dispatcher out."""
        login = credentials.get("email") or credentials.get("username") or ""
        return f"{login.lower()} {get_ip(request)}"
