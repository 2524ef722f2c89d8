"""What the groups of an agency's directory make of its people: one mapping for the sign-in and for the directory.

An agency writes down which groups make which role with its own sign-in; one that has none, with its directory. A group
makes no administrator, and takes no administrator away.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy

from coordination.administration.models import (
    AgencyProvider,
    DirectoryGroup,
    DirectoryPerson,
    DirectoryRoles,
    SpeakingAct,
)
from coordination.administration.second_person.asked import whole_of, whole_of_groups
from coordination.administration.second_person.speaking import Speaking, check_may_speak, tell_whom_it_is_about
from coordination.administration.single_sign_on.claims import GROUP_MAX_CHARS, GROUPS_MAX, ROLES_BY_GROUP, role_of
from coordination.administration.single_sign_on.errors import BadProvider
from mou.access import fetch
from mou.administrative_acts import administrative_act
from mou.agencies.acts import record_act
from mou.agencies.memberships.many_members import write_reinstatements, write_roles, write_suspensions
from mou.agencies.roles_of_kinds import check_role_of_kind
from mou.foundation.shown_text import is_shown_line
from mou.models import Agency, AgencyMember, Suspension
from mou.vocabulary import AdministrativeActKind, MemberRole

REASON = "By the groups of the agency's directory (SCIM)."
GROUPS = gettext_lazy("Groups: one in a line, 256 characters at most.")
GROUP_TWICE = gettext_lazy("A group stands at one role only.")
NO_ADMINISTRATORS = gettext_lazy("Administrators are appointed by people, not by a group.")


@dataclass(frozen=True, slots=True)
class GroupRoles:
    """Which groups make which role, by their names or external ids; and what they are who are in none any more."""

    groups: Mapping[str, tuple[str, ...]]
    default_role: str


def complaints_about(given: GroupRoles) -> list[str]:
    """Return what is wrong with a mapping as it was written down. No query."""
    names = [name for names in given.groups.values() for name in names]
    roles = {role.value for role in ROLES_BY_GROUP}
    checks = (
        (len(names) <= GROUPS_MAX and all(map(_is_group, names)), GROUPS),
        (set(given.groups) <= roles and given.default_role in {"", *roles}, NO_ADMINISTRATORS),
        (len(set(names)) == len(names), GROUP_TWICE),
    )
    return [str(words) for is_good, words in checks if not is_good]


def check_roles_of_kind(agency: Agency, given: GroupRoles) -> None:
    """Refuse a mapping to a role that an agency of its kind does not have. Raises: RoleNotOfKind."""
    for role in (*(role for role, names in given.groups.items() if names), given.default_role):
        if role:
            check_role_of_kind(agency, MemberRole(role))


def _is_group(name: str) -> bool:
    return 1 <= len(name) <= GROUP_MAX_CHARS and is_shown_line(name)


@administrative_act(
    who="administrators of the agency or its district",
    second_person="where others of the agency are administrators or of confidential teams",
    told="its administrators and those people",
    recorded="agency_changed",
)
def change_directory_roles(*, actor_id: int, agency_id: UUID, given: GroupRoles, at: datetime) -> None:
    """Set which groups of the directory make which role, in one durable transaction; what people are follows within it.

    Locks the agency's row. Raises: AgencyNotFound, NotAllowed, BadProvider, SecondPersonNeeded, RoleNotOfKind.
    """
    for complaint in complaints_about(given):
        raise BadProvider(complaint)
    with transaction.atomic(durable=True):
        agency = fetch.agency_for(user_id=actor_id, agency_id=agency_id, need=fetch.AgencyNeed.MANAGE, at=at, lock=True)
        check_roles_of_kind(agency, given)
        before = DirectoryRoles.objects.filter(agency=agency).first() or DirectoryRoles()
        after = {role: list(names) for role, names in given.groups.items() if names}
        whole = whole_of(whole_of_groups(after, given.default_role)) or whole_of([("removed", True)])
        speaking = Speaking(SpeakingAct.GROUP_ROLES, agency, detail=whole)
        check_may_speak(speaking, actor_id=actor_id, at=at)
        tell_whom_it_is_about(speaking, what="speaking_done", actor_id=actor_id)
        with roles_follow(actor_id, agency, at):
            DirectoryRoles.objects.update_or_create(
                agency=agency, defaults={"groups": after, "default_role": given.default_role}
            )
        changes = {
            "directory_groups": (str(before.groups), str(after)),
            "directory_default_role": (before.default_role, given.default_role),
        }
        changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
        record_act(AdministrativeActKind.AGENCY_CHANGED, actor_id=actor_id, agency=agency, changes=changes, at=at)


def group_roles_of(agency: Agency) -> GroupRoles:
    """Return an agency's mapping: its sign-in's, where that has one. Two queries."""
    provider = AgencyProvider.objects.filter(agency=agency).first()
    row = provider if provider is not None and provider.groups else DirectoryRoles.objects.filter(agency=agency).first()
    if row is None:
        return GroupRoles({}, "")
    return GroupRoles({role: tuple(names) for role, names in row.groups.items()}, row.default_role)


def roles_by_groups(agency: Agency, user_ids: Collection[int] | None = None) -> dict[int, MemberRole]:
    """Return the role that directory groups give, for those of these people who are in a group that gives one.

    Args:
        user_ids: None: everybody of the agency's groups.
    """
    mapping = group_roles_of(agency)
    named = {name for names in mapping.groups.values() for name in names}
    names: dict[int, set[str]] = {}
    for group in DirectoryGroup.objects.filter(agency=agency) if named else ():
        if called := named & {group.name, group.external_id}:
            people = group.people.all() if user_ids is None else group.people.filter(pk__in=user_ids)
            for user_id in people.values_list("pk", flat=True):
                names.setdefault(user_id, set()).update(called)
    found = {user_id: role_of(agency, frozenset(called), mapping.groups, "") for user_id, called in names.items()}
    return {user_id: role for user_id, role in found.items() if role is not None}


@contextmanager
def roles_follow(
    actor_id: int,
    agency: Agency,
    at: datetime,
    user_ids: Collection[int] | None = None,
    check: Callable[[Collection[int]], None] | None = None,
) -> Iterator[None]:
    """Let people become what their groups give after what is done inside, in the caller's transaction.

    Who has lost the last group that gives a role gets the default role, or is suspended until a group gives one again.
    Whom people have suspended or ended stays so.

    Args:
        user_ids: who may be affected; None: everybody of the agency's groups.
        check: is given those whose groups give something else now; raises where they are too many at once.
    """
    before = roles_by_groups(agency, user_ids)
    yield
    after = roles_by_groups(agency, user_ids)
    moved = {one for one in before.keys() | after.keys() if before.get(one) != after.get(one)}
    if not moved:
        return
    if check is not None:
        check(moved)
    default = group_roles_of(agency).default_role
    members = AgencyMember.objects.select_related("agency").filter(
        agency=agency, user_id__in=moved, ended_at__isnull=True, user__home_agency=agency
    )
    # Administrators are appointed and taken by people: a directory locks no agency out of itself.
    members = members.select_for_update(of=("self",)).exclude(role=MemberRole.ADMINISTRATOR.value)
    wanted: dict[MemberRole | None, list[AgencyMember]] = {}
    for member in members.order_by("pk"):
        role = after.get(member.user_id) or (MemberRole(default) if default else None)
        wanted.setdefault(role, []).append(member)
    for role, people in wanted.items():
        if role is None:
            _keep_out(actor_id, people, at)
        else:
            _let_in(actor_id, people, role, at)


def _keep_out(actor_id: int, members: Sequence[AgencyMember], at: datetime) -> None:
    begun = write_suspensions(actor_id, members, reason=REASON, at=at)
    DirectoryPerson.objects.bulk_create(
        [DirectoryPerson(user_id=one.member.user_id, agency=one.member.agency, suspension=one) for one in begun],
        update_conflicts=True,
        unique_fields=["user"],
        update_fields=["suspension"],
    )


def _let_in(actor_id: int, members: Sequence[AgencyMember], role: MemberRole, at: datetime) -> None:
    write_roles(actor_id, members, role, reason=REASON, at=at)
    of_groups = DirectoryPerson.objects.filter(user__in=[one.user_id for one in members]).values("suspension_id")
    begun = Suspension.objects.select_related("member").filter(
        pk__in=of_groups, ended_at__isnull=True, member__in=members
    )
    write_reinstatements(actor_id, list(begun.order_by("pk")), reason=REASON, at=at)
