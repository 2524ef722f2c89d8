"""What an agency's provider says of a person, checked, and the role that their groups give. Pure but for words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from mou.agencies.roles_of_kinds import roles_of_agency
from mou.foundation.shown_text import without_hidden
from mou.models import Agency
from mou.vocabulary import MemberRole

GROUPS_MAX, GROUP_MAX_CHARS, SUBJECT_MAX_CHARS, NAME_MAX_CHARS, EMAIL_MAX_CHARS = 500, 256, 191, 120, 150
# RFC 8176: more than one factor was asked for.
MULTIPLE_FACTORS = "mfa"
# Of several groups the one that may most counts. Administrators are appointed by people, never by a group.
ROLES_BY_GROUP = (
    MemberRole.COMMANDER,
    MemberRole.SUPERVISOR,
    MemberRole.DISPATCHER,
    MemberRole.PLANNER,
    MemberRole.OFFICER,
    MemberRole.STAFF,
)


@dataclass(frozen=True, slots=True)
class Claims:
    """A person as their provider describes them. `email` is empty unless it is verified."""

    subject: str
    email: str
    name: str
    groups: frozenset[str]
    has_factors: bool
    # When they last gave their password there, in seconds since 1970; 0: it does not say.
    auth_time_s: float


def claims_in(token: Mapping[str, object], userinfo: Mapping[str, object], groups_claim: str) -> Claims:
    """Return what a verified token and the provider's answer about its person say.

    How a person signed in is taken from the token alone: it is signed.
    Raises: ValueError: there is no subject, or it is another one's.
    """
    subject = token.get("sub")
    if not isinstance(subject, str) or not 1 <= len(subject) <= SUBJECT_MAX_CHARS or not subject.isprintable():
        raise ValueError("no subject")
    if userinfo and userinfo.get("sub") != subject:
        raise ValueError("another subject")
    said = {**userinfo, **token}
    factors = token.get("amr")
    return Claims(
        subject=subject,
        email=_verified_email(said),
        name=_clean_text(said.get("name"), NAME_MAX_CHARS),
        groups=_listed_groups(said.get(groups_claim)) if groups_claim else frozenset(),
        has_factors=isinstance(factors, list) and MULTIPLE_FACTORS in factors,
        auth_time_s=_parse_seconds(token.get("auth_time")),
    )


def roles_by_group_of(agency: Agency) -> tuple[MemberRole, ...]:
    """Return the roles that groups may make in an agency of its kind, the one that may most first."""
    return tuple(role for role in ROLES_BY_GROUP if role in roles_of_agency(agency))


def role_of(
    agency: Agency, groups: frozenset[str], roles: Mapping[str, Sequence[str]], default: str
) -> MemberRole | None:
    """Return the role that a person's groups give, else the default one; None: they have no place in the agency.

    What was set for a role that an agency of its kind does not have makes nothing.
    """
    offered = roles_by_group_of(agency)
    for role in offered:
        if groups & set(roles.get(role.value, ())):
            return role
    return next((role for role in offered if role.value == default), None)


def _verified_email(said: Mapping[str, object]) -> str:
    email = said.get("email")
    # Strictly true: a text "false" is none.
    if said.get("email_verified") is not True or not isinstance(email, str) or len(email) > EMAIL_MAX_CHARS:
        return ""
    try:
        validate_email(email)
    except ValidationError:
        return ""
    return email


def _clean_text(value: object, most: int) -> str:
    if not isinstance(value, str):
        return ""
    return " ".join(without_hidden(value).split())[:most]


def _listed_groups(value: object) -> frozenset[str]:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list):
        return frozenset()
    return frozenset(one for one in listed[:GROUPS_MAX] if isinstance(one, str) and len(one) <= GROUP_MAX_CHARS)


def _parse_seconds(value: object) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
