"""Sign in with one's agency: whose sign-in it is, the way there, and the way back. Pages."""

from typing import cast
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
from coordination.administration.single_sign_on.wire import ProviderChosenIn, WhoIn
from coordination.errors import CoordinationError
from coordination.sign_in.sealed import SealedUnreadable
from coordination.sign_in.security_rules import notices_before_sign_in
from mou.foundation.forms.act_form import ActForm, AnyForm, Refusal, carry_out, show_page
from push.outgoing.calls import PROVIDER_STEP_S
from push.outgoing.deadlines import within_deadline


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def agency_sign_in_page(request: HttpRequest) -> HttpResponse:
    """Ask for one's address or agency, and lead to the agency's sign-in; ask which one where there are several."""
    find = ActForm(request, "find", WhoIn, lambda given: providers_for(given.who), initial=_next_given(request))
    choose = _choose_form(request, hint="", is_again=False)
    of_page: list[AnyForm] = [find, choose]
    found: list[AgencyProvider] = []
    if carry_out(request, of_page, _problem_words):
        if choose.is_bound:
            return choose.done
        found = find.done
        if len(found) == 1:
            who = find.cleaned_data["who"]
            hint = who if "@" in who else ""
            return _lead_to_provider(request, found[0], _own_page(request, find), hint=hint, is_again=False)
        if not found:
            find.refuse(
                _("No agency with its own sign-in goes by that. Write your work address, or the agency's whole name.")
            )
    find.fields["who"].widget.attrs["autofocus"] = True
    context = {
        "form": find,
        "choose_form": choose,
        "found": found,
        "next": _own_page(request, find),
        "notices": notices_before_sign_in(timezone.now()),
    }
    return show_page(request, "administration/sign_in/agency_sign_in.html", context, of_page)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def agency_sign_in_again_page(request: HttpRequest) -> HttpResponse:
    """Ask who it is once more, by the agency's sign-in through which they came."""
    links = SocialAccount.objects.filter(user_id=cast("int", request.user.pk)).order_by("-last_login")
    choose = _choose_form(request, hint=getattr(request.user, "email", ""), is_again=True)
    if carry_out(request, [choose], _problem_words):
        return choose.done
    context = {
        "providers": [_find_provider(link) for link in links if _find_provider(link)],
        "choose_form": choose,
        "next": _own_page(request, choose),
    }
    return show_page(request, "administration/sign_in/agency_sign_in_again.html", context, [choose])


def _choose_form(request: HttpRequest, *, hint: str, is_again: bool) -> ActForm[ProviderChosenIn, HttpResponse]:
    def lead(given: ProviderChosenIn) -> HttpResponse:
        provider, own_page = provider_with(given.provider), _own_page(request, form)
        return _lead_to_provider(request, provider, own_page, hint=hint, is_again=is_again)

    form = ActForm(request, "choose", ProviderChosenIn, lead, initial=_next_given(request))
    return form


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


def _lead_to_provider(
    request: HttpRequest, provider: AgencyProvider, own_page: str, *, hint: str, is_again: bool
) -> HttpResponse:
    """Return a page that leads on: the answer to a form may not lead to another host, by our own policy."""
    connection = AgencyConnection(request, str(provider.pk))
    try:
        openid: AgencyOpenID = connection.get_provider()
        with within_deadline(PROVIDER_STEP_S):
            address = openid.begin(request, next_url=own_page, is_again=is_again, hint=hint)
    except CoordinationError as error:
        return _problem_page(request, provider, error)
    context = {"agency": provider.agency, "address": address, "host": host_of(address)}
    return render(request, "administration/sign_in/agency_sign_in_leads.html", context)


def _problem_page(request: HttpRequest, provider: AgencyProvider, error: CoordinationError) -> HttpResponse:
    context = {"agency": provider.agency, "words": _problem_words(error)}
    answer = render(request, "administration/sign_in/agency_sign_in_problem.html", context, status=error.status)
    if error.retry_after_s is not None:
        answer["Retry-After"] = str(error.retry_after_s)
    return answer


def _problem_words(error: Refusal) -> str:
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


def _next_given(request: HttpRequest) -> dict[str, object]:
    """Return what the forms hold at first: where the address of this page says to go afterwards."""
    return {"next": request.GET.get("next", "")}


def _own_page(request: HttpRequest, form: AnyForm) -> str:
    """Return where to go afterwards, if it is a page of ours."""
    wanted = str(form["next"].value() or request.GET.get("next", ""))
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else ""


def _find_provider(link: SocialAccount) -> AgencyProvider | None:
    try:
        return provider_with(link.provider)
    except Http404:
        return None
