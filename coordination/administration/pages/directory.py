"""An agency's administrators give its directory a token, see it once, take it back, and say what its groups make."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.administration.models import DirectoryGroup, SpeakingAct
from coordination.administration.pages.posted import Outcome, Step, ask_all, asked_in_form, carried_out
from coordination.administration.pages.single_sign_on import group_roles_in, role_fields
from coordination.administration.scim.groups import count_of_groups
from coordination.administration.scim.tokens import TOKENS_MOST, make_token, revoke_token, tokens_of
from coordination.administration.single_sign_on.claims import role_of
from coordination.administration.single_sign_on.group_roles import GroupRoles, change_directory_roles, group_roles_of
from coordination.administration.single_sign_on.providers import provider_of
from coordination.room.access import Asker
from coordination.web.signed_in import asker_of
from mou.access.operators import managed_agencies
from mou.models import Agency

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def directory_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show the tokens and groups of an agency's directory; make and revoke tokens, and set what groups make.

    A new token is shown once, in the answer.
    """
    asker = asker_of(request)
    agency = managed_agencies(asker.user_id, asker.at).filter(pk=agency_id).first()
    if agency is None:
        raise Http404
    steps: dict[str, Step] = {
        "token": _make_token_step(agency),
        "revoke_token": _revoke_token_step(agency),
        "group_roles": _set_roles_step(agency),
    }
    steps["ask_all"] = ask_all(agency)
    outcome = carried_out(request, steps) if request.method == "POST" else Outcome()
    if outcome.response is not None:
        return outcome.response
    return _render_page(request, agency, asker, problem=outcome.problem, asks=outcome.asks)


def _render_page(
    request: HttpRequest, agency: Agency, asker: Asker, *, token: str = "", problem: str = "", asks: str = ""
) -> HttpResponse:
    tokens = tokens_of(agency, asker.at)
    set_now, provider = group_roles_of(agency), provider_of(agency)
    typed = group_roles_in(request.POST) if problem and request.POST.get("step") == "group_roles" else set_now
    context = {
        "agency": agency,
        "tokens": tokens,
        "may_make": len(tokens) < TOKENS_MOST,
        "token": token,
        "base": request.build_absolute_uri("/scim/v2"),
        "problem": problem,
        "asks_second": asked_in_form(agency, (SpeakingAct.GROUP_ROLES,) if asks else (SpeakingAct.MAKE_TOKEN,), asker),
        "asks": asks,
        "groups": [
            {"name": group.name, "count": count, "role": _role_of(group, set_now)}
            for group, count in count_of_groups(agency)
        ],
        "roles": role_fields(typed),
        # Where the agency has a sign-in of its own with groups, they are set there, once for both.
        "is_set_with_sign_in": provider is not None and bool(provider.groups),
    }
    return render(request, "administration/sign_in/directory.html", context, status=REFUSED if problem else 200)


def _role_of(group: DirectoryGroup, mapping: GroupRoles) -> str:
    role = role_of(frozenset((group.name, group.external_id)), mapping.groups, "")
    return role.label if role is not None else ""


def _set_roles_step(agency: Agency) -> Step:
    def step(request: HttpRequest, asker: Asker) -> str:
        given = group_roles_in(request.POST)
        change_directory_roles(actor_id=asker.user_id, agency_id=agency.pk, given=given, at=asker.at)
        return request.path

    return step


def _make_token_step(agency: Agency) -> Step:
    def step(request: HttpRequest, asker: Asker) -> HttpResponse:
        token = make_token(actor_id=asker.user_id, agency_id=agency.pk, at=asker.at)
        return _render_page(request, agency, asker, token=token)

    return step


def _revoke_token_step(agency: Agency) -> Step:
    def step(request: HttpRequest, asker: Asker) -> str:
        try:
            token_id = UUID(request.POST.get("token", ""))
        except ValueError as error:
            raise Http404 from error
        revoke_token(actor_id=asker.user_id, agency_id=agency.pk, token_id=token_id, at=asker.at)
        return request.path

    return step
