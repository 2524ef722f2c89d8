"""Sign in with one's agency: whose sign-in it is, the way there, and the way back. Pages."""

from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coordination.administration.models import AgencyProvider
from coordination.administration.single_sign_on.openid import AgencyConnection, AgencyOpenID, Callback, host_of
from coordination.administration.single_sign_on.providers import provider_with, providers_for
from coordination.errors import CoordinationError
from coordination.sign_in.sealed import SealedUnreadable
from coordination.sign_in.security_rules import notices_before_sign_in
from push.outgoing.calls import PROVIDER_STEP_S
from push.outgoing.deadlines import within_deadline

NOBODY_FOUND = 422


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def agency_sign_in_page(request: HttpRequest) -> HttpResponse:
    """Ask for one's address or agency, and lead to the agency's sign-in; ask which one where there are several."""
    who = request.POST.get("who", "")
    if request.method != "POST":
        return _ask_for_agency(request, who, [])
    if chosen := request.POST.get("provider"):
        return _lead_to_provider(request, provider_with(chosen), hint="", is_again=False)
    found = providers_for(who)
    if len(found) != 1:
        return _ask_for_agency(request, who, found)
    return _lead_to_provider(request, found[0], hint=who.strip() if "@" in who else "", is_again=False)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def agency_sign_in_again_page(request: HttpRequest) -> HttpResponse:
    """Ask who it is once more, by the agency's sign-in through which they came."""
    links = SocialAccount.objects.filter(user_id=cast("int", request.user.pk)).order_by("-last_login")
    if request.method == "POST":
        return _lead_to_provider(
            request, provider_with(request.POST.get("provider")), hint=getattr(request.user, "email", ""), is_again=True
        )
    context = {
        "providers": [_find_provider(link) for link in links if _find_provider(link)],
        "next": _next_page(request),
    }
    return render(request, "administration/sign_in/agency_sign_in_again.html", context)


@require_safe
@never_cache
def agency_sign_in_callback(request: HttpRequest, provider_id: UUID) -> HttpResponse:
    """Take what the provider sends back, and sign the person in, or say why not."""
    provider = provider_with(provider_id)
    view = Callback.adapter_view(AgencyConnection(request, str(provider.pk)))
    try:
        with within_deadline(PROVIDER_STEP_S):
            return cast("HttpResponse", view(request))
    except CoordinationError as error:
        return _problem_page(request, provider, error)


def _lead_to_provider(request: HttpRequest, provider: AgencyProvider, *, hint: str, is_again: bool) -> HttpResponse:
    """Return a page that leads on: the answer to a form may not lead to another host, by our own policy."""
    connection = AgencyConnection(request, str(provider.pk))
    try:
        openid: AgencyOpenID = connection.get_provider()
        with within_deadline(PROVIDER_STEP_S):
            address = openid.begin(request, next_url=_next_page(request), is_again=is_again, hint=hint)
    except CoordinationError as error:
        return _problem_page(request, provider, error)
    context = {"agency": provider.agency, "address": address, "host": host_of(address)}
    return render(request, "administration/sign_in/agency_sign_in_leads.html", context)


def _ask_for_agency(request: HttpRequest, who: str, found: list[AgencyProvider]) -> HttpResponse:
    is_unknown = request.method == "POST" and not found
    context: dict[str, object] = {
        "who": who[:300],
        "found": found,
        "is_unknown": is_unknown,
        "next": _next_page(request),
    }
    context["notices"] = notices_before_sign_in(timezone.now())
    status = NOBODY_FOUND if is_unknown else 200
    return render(request, "administration/sign_in/agency_sign_in.html", context, status=status)


def _problem_page(request: HttpRequest, provider: AgencyProvider, error: CoordinationError) -> HttpResponse:
    context = {
        "agency": provider.agency,
        "words": _problem_words(error),
        "next": urlencode({"next": _next_page(request)}),
    }
    answer = render(request, "administration/sign_in/agency_sign_in_problem.html", context, status=error.status)
    if error.retry_after_s is not None:
        answer["Retry-After"] = str(error.retry_after_s)
    return answer


def _problem_words(error: CoordinationError) -> str:
    """Return what went wrong and what to do, in the reader's language."""
    if isinstance(error, SealedUnreadable):
        return _(
            "This server can no longer ask your agency's sign-in: its key was changed. Your agency's administrator "
            "types its secret in again. Sign in with a password or passkey if you have one."
        )
    return error.sentence_or("") or _(
        "What your agency's sign-in sent is not valid, so no one was signed in. Begin again; if it stays so, tell the "
        "agency's administrator."
    )


def _next_page(request: HttpRequest) -> str:
    """Return where to go afterwards, if it is a page of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else ""


def _find_provider(link: SocialAccount) -> AgencyProvider | None:
    try:
        return provider_with(link.provider)
    except Http404:
        return None
