"""An agency's administrators set its own sign-in: where it is, whose addresses it vouches for, what its groups make."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from coordination.administration.models import AgencyProvider, SpeakingAct
from coordination.administration.pages.posted import (
    administrative_form,
    answer_forms,
    ask_all_form,
    asked_in_form,
    whole_to_ask,
)
from coordination.administration.single_sign_on.claims import ROLES_BY_GROUP, roles_by_group_of
from coordination.administration.single_sign_on.domains import ask_to_look, claims_of
from coordination.administration.single_sign_on.errors import BadProvider, ProviderAway, TokenRefused
from coordination.administration.single_sign_on.openid import description_of
from coordination.administration.single_sign_on.providers import change_provider, provider_of, remove_provider
from coordination.administration.single_sign_on.wire import ProviderIn, typed_provider
from coordination.room.access import Asker
from coordination.web.signed_in import asker_of
from mou.access.operators import managed_agencies
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, show_page
from mou.foundation.forms.page import page
from mou.models import Agency

ASKED = (SpeakingAct.CHANGE_PROVIDER,)


@page(posts=True)
@sensitive_post_parameters("secret")
def single_sign_on_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show and set an agency's own sign-in. The secret is never shown again."""
    asker = asker_of(request)
    agency = managed_agencies(asker.user_id, asker.at).filter(pk=agency_id).first()
    if agency is None:
        raise Http404
    provider = provider_of(agency)
    forms = _forms_of(request, asker, agency, provider)
    of_page = list(forms.values())
    answer = answer_forms(request, of_page)
    if answer is not None:
        return answer
    asks, needs = whole_to_ask(forms["ask_all"], of_page), asked_in_form(agency, ASKED, asker)
    context = {
        "agency": agency,
        "provider": provider,
        "callback": _callback_address(request, provider),
        "claims": claims_of(agency),
        "form": forms["provider"],
        "groups": [forms["provider"][f"groups_{role.value}"] for role in roles_by_group_of(agency)],
        "forms": forms,
        "ask_form": forms["ask_all"],
        "needs_second": needs,
        "asks_second": needs if asks else {},
        "asks": asks,
    }
    return show_page(request, "administration/sign_in/single_sign_on.html", context, of_page)


def _forms_of(
    request: HttpRequest, asker: Asker, agency: Agency, provider: AgencyProvider | None
) -> dict[str, AnyForm]:
    def change(given: ProviderIn) -> None:
        wanted = given.provider()
        for complaint in wanted.complaints():
            raise BadProvider(complaint)
        _check_answers(wanted.issuer)
        change_provider(actor_id=asker.user_id, agency_id=agency.pk, given=wanted, at=asker.at)

    def remove(_given: NothingGiven) -> None:
        remove_provider(actor_id=asker.user_id, agency_id=agency.pk, at=asker.at)

    def look_again(_given: NothingGiven) -> None:
        ask_to_look(actor_id=asker.user_id, agency_id=agency.pk, at=asker.at)

    choices = {"default_role": role_choices_of_groups(agency)}
    form = administrative_form(
        request, "provider", ProviderIn, change, choices=choices, initial=typed_provider(provider)
    )
    ask_roles_of_kind(form, agency)
    form.fields["secret"].required = provider is None
    return {
        "provider": form,
        "remove": administrative_form(request, "remove_provider", NothingGiven, remove),
        "look": ActForm(request, "look", NothingGiven, look_again),
        "ask_all": ask_all_form(request, asker, agency, ASKED),
    }


def role_choices_of_groups(agency: Agency) -> list[tuple[str, str]]:
    """Return what a person may be who is in none of the groups that make a role."""
    return [("", _("None: they do not get in")), *((role.value, role.label) for role in roles_by_group_of(agency))]


def ask_roles_of_kind(form: AnyForm, agency: Agency) -> None:
    """Let a form of groups ask for none of the roles that an agency of its kind does not have."""
    for role in set(ROLES_BY_GROUP) - set(roles_by_group_of(agency)):
        del form.fields[f"groups_{role.value}"]


def _check_answers(issuer: str) -> None:
    """Refuse an issuer that does not answer as one: who mistypes it learns it here. Calls the network.

    Raises: BadProvider.
    """
    try:
        description_of(issuer, is_new=True)
    except TokenRefused as error:
        raise BadProvider(_("Issuer: the server there calls itself by another address; copy it exactly.")) from error
    except ProviderAway as error:
        raise BadProvider(
            _("Issuer: no sign-in answers there. It begins with https:// and is on the public network.")
        ) from error


def _callback_address(request: HttpRequest, provider: AgencyProvider | None) -> str:
    """Return the address that is registered with the provider."""
    if provider is None:
        return ""
    return request.build_absolute_uri(reverse("openid_connect_callback", kwargs={"provider_id": provider.pk}))
