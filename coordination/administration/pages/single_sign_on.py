"""An agency's administrators set its own sign-in: where it is, whose addresses it vouches for, what its groups make."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from coordination.administration.models import AgencyProvider, SpeakingAct
from coordination.administration.pages.posted import Outcome, Step, ask_all, asked_in_form, carried_out
from coordination.administration.single_sign_on.claims import ROLES_BY_GROUP
from coordination.administration.single_sign_on.domains import ask_to_look, claims_of
from coordination.administration.single_sign_on.errors import BadProvider, ProviderAway, TokenRefused
from coordination.administration.single_sign_on.group_roles import GroupRoles
from coordination.administration.single_sign_on.openid import description_of
from coordination.administration.single_sign_on.providers import (
    ISSUER_MAX_CHARS,
    ProviderGiven,
    change_provider,
    provider_of,
    remove_provider,
)
from coordination.room.access import Asker
from coordination.web.signed_in import asker_of
from mou.access.operators import managed_agencies
from mou.administrative_acts import ask_recent_sign_in
from mou.models import Agency

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("secret")
@login_required
def single_sign_on_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show and set an agency's own sign-in. The secret is never shown again."""
    asker = asker_of(request)
    agency = managed_agencies(asker.user_id, asker.at).filter(pk=agency_id).first()
    if agency is None:
        raise Http404
    steps = {
        "provider": _change_step(agency),
        "remove_provider": _remove_step(agency),
        "look": _look_step(agency),
        "ask_all": ask_all(agency),
    }
    outcome = carried_out(request, steps) if request.method == "POST" else Outcome()
    if outcome.response is not None:
        return outcome.response
    provider = provider_of(agency)
    context = {
        "agency": agency,
        "provider": provider,
        "callback": _callback_address(request, provider),
        "claims": claims_of(agency),
        "typed": _fill_form(request.POST, provider),
        "problem": outcome.problem,
        "needs_second": asked_in_form(agency, (SpeakingAct.CHANGE_PROVIDER,), asker),
        "asks_second": asked_in_form(agency, (SpeakingAct.CHANGE_PROVIDER,), asker) if outcome.asks else {},
        "asks": outcome.asks,
    }
    return render(
        request, "administration/sign_in/single_sign_on.html", context, status=REFUSED if outcome.problem else 200
    )


def _change_step(agency: Agency) -> Step:
    def step(request: HttpRequest, asker: Asker) -> str:
        ask_recent_sign_in()
        given = given_in(request.POST)
        for complaint in given.complaints():
            raise BadProvider(complaint)
        _check_answers(given.issuer)
        change_provider(actor_id=asker.user_id, agency_id=agency.pk, given=given, at=asker.at)
        return request.path

    return step


def _remove_step(agency: Agency) -> Step:
    def step(request: HttpRequest, asker: Asker) -> str:
        remove_provider(actor_id=asker.user_id, agency_id=agency.pk, at=asker.at)
        return request.path

    return step


def _look_step(agency: Agency) -> Step:
    def step(request: HttpRequest, asker: Asker) -> str:
        ask_to_look(actor_id=asker.user_id, agency_id=agency.pk, at=asker.at)
        return request.path

    return step


def _check_answers(issuer: str) -> None:
    """Refuse an issuer that does not answer as one: who mistypes it learns it here. Calls the network.

    Raises: BadProvider.
    """
    if len(issuer) > ISSUER_MAX_CHARS:
        raise BadProvider(_("Issuer: too long."))
    try:
        description_of(issuer, is_new=True)
    except TokenRefused as error:
        raise BadProvider(_("Issuer: the server there calls itself by another address; copy it exactly.")) from error
    except ProviderAway as error:
        raise BadProvider(
            _("Issuer: no sign-in answers there. It begins with https:// and is on the public network.")
        ) from error


def group_roles_in(posted: QueryDict) -> GroupRoles:
    """Return which groups make which role, as a form says it."""
    groups = {role.value: _split_lines(posted.get(f"groups_{role.value}", "")) for role in ROLES_BY_GROUP}
    return GroupRoles({role: names for role, names in groups.items() if names}, posted.get("default_role", ""))


def role_fields(given: GroupRoles) -> list[dict[str, object]]:
    """Return the fields of a form that says which groups make which role."""
    return [
        {
            "value": role.value,
            "name": role.label,
            "groups": "\n".join(given.groups.get(role.value, ())),
            "is_default": role.value == given.default_role,
        }
        for role in ROLES_BY_GROUP
    ]


def given_in(posted: QueryDict) -> ProviderGiven:
    """Return what the form says."""
    roles_given = group_roles_in(posted)
    return ProviderGiven(
        issuer=posted.get("issuer", "").strip(),
        client_id=posted.get("client_id", "").strip(),
        secret=posted.get("secret", "").strip(),
        domains=tuple(posted.get("domains", "").lower().replace(",", " ").split()),
        groups_claim=posted.get("groups_claim", "").strip(),
        groups=roles_given.groups,
        default_role=roles_given.default_role,
        makes_accounts=posted.get("makes_accounts") == "on",
        trusts_factor=posted.get("trusts_factor") == "on",
        is_on=posted.get("is_on") == "on",
    )


def _fill_form(posted: QueryDict, provider: AgencyProvider | None) -> dict[str, object]:
    """Return what the form begins with: what was typed just now, else what is set."""
    given = given_in(posted) if posted.get("step") == "provider" else None
    source = given or provider
    roles_given = GroupRoles(source.groups, source.default_role) if source else GroupRoles({}, "")
    return {
        "issuer": source.issuer if source else "",
        "client_id": source.client_id if source else "",
        "domains": " ".join(source.domains) if source else "",
        "groups_claim": source.groups_claim if source else "groups",
        "makes_accounts": source.makes_accounts if source else True,
        "trusts_factor": source.trusts_factor if source else False,
        "is_on": source.is_on if source else True,
        "default_role": roles_given.default_role,
        "roles": role_fields(roles_given),
    }


def _callback_address(request: HttpRequest, provider: AgencyProvider | None) -> str:
    """Return the address that is registered with the provider."""
    if provider is None:
        return ""
    return request.build_absolute_uri(reverse("openid_connect_callback", kwargs={"provider_id": provider.pk}))


def _split_lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
