"""What is said of an agency's own sign-in, and of the roles that groups make: the forms of the pages."""

from typing import Annotated
from uuid import UUID

from ninja import Schema

from coordination.administration.models import AgencyProvider
from coordination.administration.single_sign_on.claims import ROLES_BY_GROUP
from coordination.administration.single_sign_on.group_roles import GroupRoles
from coordination.administration.single_sign_on.providers import (
    CLAIM_MAX_CHARS,
    CLIENT_MAX_CHARS,
    ISSUER_MAX_CHARS,
    SECRET_MAX_CHARS,
    ProviderGiven,
)
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _
from mou.vocabulary import MemberRole


class GroupRolesIn(Schema):
    """Which groups make which role, one in a line; and what they are who are in none of them."""

    default_role: Annotated[MemberRole | None, Asked(_("Role of who is in none of the groups"))] = None
    groups_commander: Annotated[str, Asked(MemberRole.COMMANDER.message, lines=2, is_verbatim=True)] = ""
    groups_supervisor: Annotated[str, Asked(MemberRole.SUPERVISOR.message, lines=2, is_verbatim=True)] = ""
    groups_dispatcher: Annotated[str, Asked(MemberRole.DISPATCHER.message, lines=2, is_verbatim=True)] = ""
    groups_planner: Annotated[str, Asked(MemberRole.PLANNER.message, lines=2, is_verbatim=True)] = ""
    groups_officer: Annotated[str, Asked(MemberRole.OFFICER.message, lines=2, is_verbatim=True)] = ""
    groups_staff: Annotated[str, Asked(MemberRole.STAFF.message, lines=2, is_verbatim=True)] = ""

    def group_roles(self) -> GroupRoles:
        """Return it as the action takes it."""
        groups = {role.value: _split_lines(getattr(self, f"groups_{role.value}")) for role in ROLES_BY_GROUP}
        return GroupRoles({role: names for role, names in groups.items() if names}, self.default_role or "")


class DirectoryRolesIn(GroupRolesIn):
    """The same for a directory, whose groups change between two sign-ins."""

    default_role: Annotated[MemberRole | None, Asked(_("Role of who is in none of the groups any more"))] = None


class ProviderIn(GroupRolesIn):
    """An agency's own sign-in. Without a secret the one that is there stays."""

    issuer: Annotated[
        str,
        Asked(
            _("Issuer"),
            _("It is asked when you save. With another issuer no one is known by the old one any more; accounts stay."),
            inputmode="url",
            max_chars=ISSUER_MAX_CHARS,
            is_verbatim=True,
            example="https://login.example.gov/tenant",
        ),
    ]
    client_id: Annotated[str, Asked(_("Client ID"), max_chars=CLIENT_MAX_CHARS, is_verbatim=True)]
    secret: Annotated[
        str,
        Asked(_("Client secret"), max_chars=SECRET_MAX_CHARS, is_secret=True, autocomplete="new-password"),
    ] = ""
    domains: Annotated[
        str,
        Asked(
            _("Mail domains, with spaces"),
            _("An address leads to this sign-in by its domain, and only addresses of proven domains are taken."),
            max_chars=2000,
            is_verbatim=True,
            example="police.example.gov",
        ),
    ] = ""
    groups_claim: Annotated[
        str, Asked(_("Claim that names the groups"), max_chars=CLAIM_MAX_CHARS, is_verbatim=True)
    ] = ""
    makes_accounts: Annotated[bool, Asked(_("Make an account at the first sign-in"))] = False
    trusts_factor: Annotated[
        bool, Asked(_("The provider's second factor counts, when it says that it asked for one (amr: mfa)"))
    ] = False
    is_on: Annotated[bool, Asked(_("Switched on"))] = False

    def provider(self) -> ProviderGiven:
        """Return it as the action takes it."""
        made = self.group_roles()
        return ProviderGiven(
            issuer=self.issuer,
            client_id=self.client_id,
            secret=self.secret.strip(),
            domains=tuple(self.domains.lower().replace(",", " ").split()),
            groups_claim=self.groups_claim,
            groups=made.groups,
            default_role=made.default_role,
            makes_accounts=self.makes_accounts,
            trusts_factor=self.trusts_factor,
            is_on=self.is_on,
        )


# --- signing in by it -------------------------------------------------------------------------------------------------
class WhoIn(Schema):
    """Who would like to sign in: an address, or the name of an agency; and where to go afterwards."""

    who: Annotated[
        str,
        Asked(
            _("Work e-mail, or the agency's name"), max_chars=ISSUER_MAX_CHARS, autocomplete="email", is_verbatim=True
        ),
    ]
    next: Annotated[str, Asked(is_hidden=True)] = ""


class ProviderChosenIn(Schema):
    """By whose sign-in it goes on, and where to afterwards."""

    provider: Annotated[UUID, Asked(is_hidden=True)]
    next: Annotated[str, Asked(is_hidden=True)] = ""


# --- as the forms show it at first ------------------------------------------------------------------------------------
def typed_roles(roles: GroupRoles) -> dict[str, object]:
    """Return a mapping as its form shows it at first."""
    lines = {f"groups_{role.value}": "\n".join(roles.groups.get(role.value, ())) for role in ROLES_BY_GROUP}
    return {"default_role": roles.default_role, **lines}


def typed_provider(provider: AgencyProvider | None) -> dict[str, object]:
    """Return a sign-in as its form shows it at first, but for the secret."""
    if provider is None:
        return {"groups_claim": "groups", "makes_accounts": True, "is_on": True}
    names = ("issuer", "client_id", "groups_claim", "makes_accounts", "trusts_factor", "is_on")
    roles = typed_roles(GroupRoles(provider.groups, provider.default_role))
    return {name: getattr(provider, name) for name in names} | {"domains": " ".join(provider.domains)} | roles


def _split_lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
