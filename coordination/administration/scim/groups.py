"""An agency's groups as its directory keeps them. Who is in which decides what people are: at once, in one transaction.

A group holds people whom the directory keeps, of its own agency, and no others.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from coordination.administration.models import DirectoryGroup, DirectoryToken
from coordination.administration.scim.group_wire import GroupSaid
from coordination.administration.scim.users import people_of, written_for_agency
from coordination.administration.scim.wire import Page, ScimError
from coordination.administration.single_sign_on.group_roles import roles_follow
from coordination.models import User
from mou.models import Agency

GROUPS_MOST = 500
# So many come or go in one request: each is written down, and no other request writes meanwhile.
MOVED_MOST = 1_000
FILTERS = ("displayName", "externalId")
COLUMNS = {"displayname": "name", "externalid": "external_id"}


@dataclass(frozen=True, slots=True)
class KeptGroup:
    """A group, and who is in it of those whom the directory keeps; None where that was not asked."""

    group: DirectoryGroup
    people: list[User] | None


def group_kept(token: DirectoryToken, group_id: UUID, *, with_people: bool = True) -> KeptGroup:
    """Return one of the agency's groups. Raises: ScimError: there is none, or not of this agency."""
    group = _find_group(token.agency, group_id)
    return KeptGroup(group, list(_people_in_group(group)) if with_people else None)


def groups_kept(token: DirectoryToken, page: Page) -> tuple[int, list[KeptGroup]]:
    """Return how many groups there are, and the page of them, without their people. Two queries."""
    rows = DirectoryGroup.objects.filter(agency=token.agency).order_by("made_at", "pk")
    if page.filter is not None:
        name, value = page.filter
        rows = rows.filter(**{COLUMNS[name]: value}) if "\0" not in value and value else rows.none()
    return rows.count(), [KeptGroup(one, None) for one in rows[page.start - 1 : page.start - 1 + page.count]]


def make_group(token: DirectoryToken, said: GroupSaid, at: datetime) -> KeptGroup:
    """Make a group with its people, in one durable transaction. Locks the agency's row. Raises: ScimError."""
    with written_for_agency(token) as agency:
        if DirectoryGroup.objects.filter(agency=agency).count() >= GROUPS_MOST:
            raise ScimError(413, f"A directory has at most {GROUPS_MOST} groups here.")
        group = DirectoryGroup(agency=agency, made_at=at)
        _change_group(token, group, said, at, now=set())
    return group_kept(token, group.pk)


def change_group(token: DirectoryToken, group_id: UUID, said: GroupSaid, at: datetime) -> KeptGroup:
    """Change a group's name and people, in one durable transaction; what they are follows within it.

    Who loses access by it hears nothing more within a second. Locks the agency's row. Raises: ScimError.
    """
    with written_for_agency(token) as agency:
        group = _find_group(agency, group_id)
        _change_group(token, group, said, at, now=set(group.people.values_list("pk", flat=True)))
    return group_kept(token, group_id)


def delete_group(token: DirectoryToken, group_id: UUID, at: datetime) -> None:
    """Delete a group, in one durable transaction: it has no members any more. Raises: ScimError."""
    with written_for_agency(token) as agency:
        group = _find_group(agency, group_id)
        people = set(group.people.values_list("pk", flat=True))
        with roles_follow(token.made_by_id, agency, at, people, check=_check_few):
            group.delete()


def _change_group(
    token: DirectoryToken, group: DirectoryGroup, said: GroupSaid, at: datetime, *, now: set[int]
) -> None:
    """Write what is said of a group. `now`: the row ids of who is in it."""
    public = dict(_known_people(group.agency, said))
    begins = now if said.members is None else {public[one] for one in said.members}
    gone = set(User.objects.filter(pk__in=begins, public_id__in=said.removed).values_list("pk", flat=True))
    wanted = (begins - gone) | {public[one] for one in said.added}
    comes, goes = wanted - now, now - wanted
    _check_few(comes | goes)
    is_renamed = (said.name or group.name) != group.name or said.external_id not in (None, group.external_id)
    affected = wanted | now if is_renamed else comes | goes
    with roles_follow(token.made_by_id, group.agency, at, affected, check=_check_few):
        _write_group(group, said, at)
        group.people.remove(*goes)
        group.people.add(*comes)


def _write_group(group: DirectoryGroup, said: GroupSaid, at: datetime) -> None:
    group.name = said.name if said.name is not None else group.name
    group.external_id = said.external_id if said.external_id is not None else group.external_id
    others = DirectoryGroup.objects.filter(agency=group.agency).exclude(pk=group.pk)
    is_taken = others.filter(name=group.name).exists()
    if is_taken or (group.external_id and others.filter(external_id=group.external_id).exists()):
        raise ScimError(409, "A group has this displayName or externalId.", "uniqueness")
    group.changed_at = at
    group.save()


def _known_people(agency: Agency, said: GroupSaid) -> list[tuple[UUID, int]]:
    """Return the row ids of the people who are named. Raises: ScimError: one is not of this agency."""
    named = said.named()
    found = list(people_of(agency).filter(user__public_id__in=named).values_list("user__public_id", "user_id"))
    if len(found) != len(named):
        # Not who: a directory does not learn whether another agency's person is there.
        raise ScimError(400, "A member is no one whom this directory keeps.", "invalidValue")
    return found


def _check_few(people: Collection[int]) -> None:
    """Refuse what changes too many at once: a group that gives a role is emptied in parts. Raises: ScimError."""
    if len(people) > MOVED_MOST:
        raise ScimError(413, f"At most {MOVED_MOST} people change by one request.")


def _find_group(agency: Agency, group_id: UUID) -> DirectoryGroup:
    group = DirectoryGroup.objects.select_related("agency").filter(agency=agency, pk=group_id).first()
    if group is None:
        raise ScimError(404, "There is no such group.")
    return group


def _people_in_group(group: DirectoryGroup) -> QuerySet[User]:
    kept = people_of(group.agency).values("user_id")
    return User.objects.filter(directory_groups=group, pk__in=kept).order_by("pk")


def count_of_groups(agency: Agency) -> list[tuple[DirectoryGroup, int]]:
    """Return an agency's groups by name, each with how many are in it. One query."""
    rows = DirectoryGroup.objects.filter(agency=agency).annotate(count=Count("people")).order_by("name")
    return [(one, int(getattr(one, "count", 0))) for one in rows]
