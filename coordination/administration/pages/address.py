"""A person gives their account another address: the password first, then the code of the mail. A page."""

from datetime import UTC, datetime
from typing import cast

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from coordination.administration.accounts.address import AddressChange, begin_change, finish_change
from coordination.administration.errors import BadAccount, BadAddressCode, BadPassword
from coordination.models import User
from coordination.web.posted import redirect_anew

WAITING = "administration.address"
PROBLEMS = (BadAccount, BadAddressCode, BadPassword)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
@login_required
def address_page(request: HttpRequest) -> HttpResponse:
    """Take the password and the new address, then the code that was sent there."""
    if not settings.HAS_MAIL:
        raise Http404
    waiting = cast("AddressChange | None", request.session.get(WAITING))
    if request.method != "POST":
        return _render_page(request, waiting)
    if request.POST.get("step") == "again":
        request.session.pop(WAITING, None)
        return redirect_anew(request.path)
    try:
        if waiting is None or request.POST.get("step") == "begin":
            _begin_change(request)
            return redirect_anew(request.path)
        _finish_change(request, waiting)
    except PROBLEMS as problem:
        return _render_page(request, request.session.get(WAITING), problem=problem.code, status=problem.status)
    return redirect_anew(reverse("sessions"))


def _begin_change(request: HttpRequest) -> None:
    person = cast("User", request.user)
    if not get_adapter(request).reauthenticate(person, request.POST.get("password", "")):
        raise BadPassword
    request.session[WAITING] = begin_change(person, request.POST.get("address", ""), datetime.now(UTC))


def _finish_change(request: HttpRequest, waiting: AddressChange) -> None:
    try:
        code = request.POST.get("code", "")
        finish_change(user_id=cast("int", request.user.pk), waiting=waiting, code=code, at=datetime.now(UTC))
    except BadAddressCode:
        request.session[WAITING] = AddressChange(**{**waiting, "tries_left": waiting["tries_left"] - 1})
        raise
    request.session.pop(WAITING, None)


def _render_page(
    request: HttpRequest, waiting: AddressChange | None, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {"address": waiting["address"] if waiting else "", "problem": problem}
    return render(request, "administration/people/address.html", context, status=status)
