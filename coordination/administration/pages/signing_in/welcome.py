"""The page on which a person who was invited sets a password."""

from datetime import datetime

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from coordination.administration.accounts.invitations import accept_invitation, invited_person
from coordination.administration.errors import BadPassword, InvitationNotFound
from coordination.administration.people_wire import CodeIn, NewPasswordIn
from coordination.models import User
from coordination.sign_in.attempts.invitation_codes import check_may_try_code, note_wrong_code
from coordination.sign_in.attempts.later import TooManyAttempts, wait_answer
from mou.foundation.forms.act_form import ActForm, AnyForm, Refusal, carry_out, show_page


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def welcome_page(request: HttpRequest) -> HttpResponse:
    """Take the code and a new password; then sign the person in. The code is never part of the address."""
    at = timezone.now()
    begin = ActForm(request, "begin", CodeIn, lambda given: invited_person(given.code, at))
    choose = ActForm(request, "choose", NewPasswordIn, lambda given: _set_password(given, at))
    of_page: list[AnyForm] = [begin, choose]
    address = get_ip(request) or ""
    if request.method == "POST":
        try:
            check_may_try_code(address, at)
        except TooManyAttempts as error:
            return wait_answer(request, error)
    is_done = carry_out(request, of_page, _refusal_words, shown=[InvitationNotFound])
    if is_done and choose.is_bound:
        return _signed_in(request, choose.done)
    sent = next((one for one in of_page if one.is_bound), None)
    person = None if sent is None else _find_person(sent, at)
    if sent is not None and person is None:
        note_wrong_code(address, at)
        # Of a code that is not valid nothing else is said.
        sent.errors.clear()
        sent.refuse(_refusal_words(InvitationNotFound()))
    if person is not None and begin.is_bound:
        choose.initial = begin.cleaned_data
    begin.fields["code"].widget.attrs["autofocus"] = choose.fields["password"].widget.attrs["autofocus"] = True
    context = {"person": person, "begin_form": begin, "choose_form": choose}
    answer = show_page(request, "administration/people/welcome.html", context, of_page)
    if sent is not None and person is None:
        answer.status_code = InvitationNotFound.status
    return answer


def _set_password(given: NewPasswordIn, at: datetime) -> User:
    # A code that is not valid is said first, whatever the passwords are.
    invited_person(given.code, at)
    if given.password != given.again:
        raise BadPassword(_("The two passwords differ."), pointer="/again")
    try:
        return accept_invitation(code=given.code, password=given.password, at=at)
    except BadPassword as weak:
        raise BadPassword(str(weak), pointer="/password") from weak


def _find_person(form: AnyForm, at: datetime) -> User | None:
    """Return whom the code of a form invites, if anybody."""
    try:
        return invited_person(form.cleaned_data.get("code", ""), at)
    except InvitationNotFound:
        return None


def _refusal_words(refusal: Refusal) -> str:
    if isinstance(refusal, InvitationNotFound):
        return _(
            "This code is not valid, or not any more. It works once, within two weeks; ask your administrator for a "
            "new one."
        )
    return str(refusal)


def sign_in_welcomed(request: HttpRequest, person: User) -> HttpResponse:
    """Sign the person in as the sign-in page would, with every stage that it has."""
    person.backend = settings.AUTHENTICATION_BACKENDS[0]  # Django reads it at login
    response: HttpResponse = perform_password_login(request, {"username": person.username}, Login(user=person))
    return response


def _signed_in(request: HttpRequest, person: User) -> HttpResponse:
    response = sign_in_welcomed(request, person)
    if person.language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, person.language, samesite="Lax", secure=settings.BEHIND_TLS)
    return response
