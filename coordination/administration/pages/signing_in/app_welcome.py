"""How an app takes an invitation: its code says whom it invites, and with a password signs them in. As on the page."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from allauth.core.internal.ratelimit import get_ip
from allauth.headless.base.response import AuthenticationResponse, ConflictResponse
from allauth.headless.base.views import APIView
from allauth.headless.internal.restkit import inputs
from allauth.headless.internal.restkit.response import APIResponse
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from coordination.administration.accounts.invitations import accept_invitation, invited_person
from coordination.administration.errors import BadPassword, InvitationNotFound
from coordination.administration.pages.signing_in.welcome import sign_in_welcomed
from coordination.sign_in.attempts.invitation_codes import check_may_try_code, note_wrong_code

CODE_MAX_CHARS, PASSWORD_MAX_CHARS = 40, 1000


class InvitationCode(inputs.Input):
    code = inputs.CharField(max_length=CODE_MAX_CHARS)


class InvitationPassword(InvitationCode):
    # As it is typed: also a space at its end is a part of it.
    password = inputs.CharField(strip=False, max_length=PASSWORD_MAX_CHARS)


class ReadInvitation(APIView):
    input_class = InvitationCode

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Say whom a code invites: their name, their user name and their language.

        Raises: TooManyAttempts, InvitationNotFound.
        """
        if request.user.is_authenticated:
            return _refuse_signed_in(request)
        with _counted_code(request) as at:
            person = invited_person(self.input.cleaned_data["code"], at)
        said = {"username": person.username, "display": person.shown_name(), "language": person.language}
        answer: HttpResponse = APIResponse(request, data={"user": said})
        return answer


class AcceptInvitation(APIView):
    input_class = InvitationPassword

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Set the password that the person chose, and sign them in, with every stage that signing in has.

        Raises: TooManyAttempts, InvitationNotFound, BadPassword.
        """
        if request.user.is_authenticated:
            return _refuse_signed_in(request)
        given = self.input.cleaned_data
        with _counted_code(request) as at:
            # A code that is not valid is said first, whatever the password is.
            invited_person(given["code"], at)
            try:
                person = accept_invitation(code=given["code"], password=given["password"], at=at)
            except BadPassword as weak:
                raise BadPassword(str(weak), pointer="/password") from weak
        answer: HttpResponse = AuthenticationResponse.from_response(request, sign_in_welcomed(request, person))
        return answer


def _refuse_signed_in(request: HttpRequest) -> HttpResponse:
    answer: HttpResponse = ConflictResponse(request)
    return answer


@contextmanager
def _counted_code(request: HttpRequest) -> Iterator[datetime]:
    """Give out the instant of a try, and count it where its code is not valid. Raises: TooManyAttempts."""
    at, address = timezone.now(), get_ip(request) or ""
    check_may_try_code(address, at)
    try:
        yield at
    except InvitationNotFound:
        note_wrong_code(address, at)
        raise
