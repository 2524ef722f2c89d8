"""An agency's administrators give its directory a token, see it once, take it back, and say what its groups make."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse

from coordination.administration.models import DirectoryGroup, SpeakingAct
from coordination.administration.pages.posted import (
    administrative_form,
    ask_all_form,
    asked_in_form,
    whole_to_ask,
)
from coordination.administration.pages.signing_in.single_sign_on import ask_roles_of_kind, role_choices_of_groups
from coordination.administration.pages.signing_in.tables import GROUPS, TOKENS, GroupLine
from coordination.administration.pages.words import refusal_words
from coordination.administration.people_wire import TokenNamed
from coordination.administration.scim.groups import count_of_groups
from coordination.administration.scim.tokens import TOKENS_MOST, make_token, revoke_token, tokens_of
from coordination.administration.single_sign_on.claims import role_of
from coordination.administration.single_sign_on.group_roles import GroupRoles, change_directory_roles, group_roles_of
from coordination.administration.single_sign_on.providers import provider_of
from coordination.administration.single_sign_on.wire import DirectoryRolesIn, typed_roles
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.access.operators import managed_agencies
from mou.foundation.forms.act_form import AnyForm, NothingGiven, carry_out
from mou.foundation.forms.page import page
from mou.foundation.tables.table import ShownTable, show_tables
from mou.models import Agency

# A token has no lines of its own: what groups make is asked for with them.
ASKED = (SpeakingAct.MAKE_TOKEN, SpeakingAct.GROUP_ROLES)


@page(posts=True)
def directory_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show the tokens and groups of an agency's directory; make and revoke tokens, and set what groups make.

    A new token is shown once, in the answer.
    """
    asker = asker_of(request)
    agency = managed_agencies(asker.user_id, asker.at).filter(pk=agency_id).first()
    if agency is None:
        raise Http404
    forms = _forms_of(request, asker, agency)
    of_page = list(forms.values())
    token = ""
    if carry_out(request, of_page, refusal_words):
        if not forms["token"].is_bound:
            asked = forms["ask_all"]
            return redirect_anew(asked.done if asked.is_bound else request.path)
        token = forms["token"].done
    asks = whole_to_ask(forms["ask_all"], of_page)
    offered = SpeakingAct.GROUP_ROLES if asks else SpeakingAct.MAKE_TOKEN
    tokens = tokens_of(agency, asker.at)
    shown_tokens = ShownTable(request, TOKENS, tokens, zone=ZoneInfo(agency.time_zone))
    groups = ShownTable(request, GROUPS, _group_lines(agency))
    context = {
        **_context_of(request, agency),
        "tokens": shown_tokens,
        "groups": groups,
        "may_make": len(tokens) < TOKENS_MOST,
        "forms": forms,
        "ask_form": forms["ask_all"],
        "token": token,
        "asks_second": asked_in_form(agency, (offered,), asker),
        "asks": asks,
    }
    return show_tables(request, "administration/sign_in/directory.html", context, [shown_tokens, groups], of_page)


def _forms_of(request: HttpRequest, asker: Asker, agency: Agency) -> dict[str, AnyForm]:
    def make(_given: NothingGiven) -> str:
        return make_token(actor_id=asker.user_id, agency_id=agency.pk, at=asker.at)

    def revoke(given: TokenNamed) -> None:
        revoke_token(actor_id=asker.user_id, agency_id=agency.pk, token_id=given.token, at=asker.at)

    def set_roles(given: DirectoryRolesIn) -> None:
        roles = given.group_roles()
        change_directory_roles(actor_id=asker.user_id, agency_id=agency.pk, given=roles, at=asker.at)

    roles = administrative_form(
        request,
        "group_roles",
        DirectoryRolesIn,
        set_roles,
        choices={"default_role": role_choices_of_groups(agency)},
        initial=typed_roles(group_roles_of(agency)),
    )
    ask_roles_of_kind(roles, agency)
    return {
        "token": administrative_form(request, "token", NothingGiven, make),
        "revoke": administrative_form(request, "revoke_token", TokenNamed, revoke),
        "roles": roles,
        "ask_all": ask_all_form(request, asker, agency, ASKED),
    }


def _group_lines(agency: Agency) -> list[GroupLine]:
    set_now = group_roles_of(agency)
    return [GroupLine(group.name, count, _role_of(agency, group, set_now)) for group, count in count_of_groups(agency)]


def _context_of(request: HttpRequest, agency: Agency) -> dict[str, object]:
    provider = provider_of(agency)
    return {
        "agency": agency,
        "base": request.build_absolute_uri("/scim/v2"),
        # Where the agency has a sign-in of its own with groups, they are set there, once for both.
        "is_set_with_sign_in": provider is not None and bool(provider.groups),
    }


def _role_of(agency: Agency, group: DirectoryGroup, mapping: GroupRoles) -> str:
    role = role_of(agency, frozenset((group.name, group.external_id)), mapping.groups, "")
    return role.label if role is not None else ""
