"""Read the people of the agencies that somebody administers: searched, a page at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Concat

from coordination.administration.access import members_managed_by
from mou.models import Agency, AgencyMember, Suspension
from mou.vocabulary import MemberRole

PAGE = 50
ORDER = ("user__display_name", "user_id", "id")
SEARCHED = ("user__display_name", "user__username", "user__email", "callsign", "title", "unit")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One membership in a list."""

    person_id: UUID
    member_id: UUID
    agency_id: UUID
    agency: str
    name: str
    username: str
    role: MemberRole
    title: str
    callsign: str
    unit: str
    is_suspended: bool
    is_active: bool
    # Has set a password: before that nobody signs in with the account.
    has_signed_in: bool


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A page of a list, counted from 1."""

    rows: list[PersonRow]
    total: int
    page: int
    pages: int


def people_found(*, user_id: int, agency: Agency | None, text: str, page: int, at: datetime) -> PeoplePage:
    """Return a page of the people that somebody administers, of one agency or of all, by name. Two queries."""
    found = searched(members_managed_by(user_id, at), text)
    if agency is not None:
        found = found.filter(agency=agency)
    in_order = found.order_by(*ORDER)
    # To look for a text is what costs: it is done once, and the page is taken from what was found.
    ids = list(in_order.values_list("pk", flat=True)) if text.split() else None
    total = found.count() if ids is None else len(ids)
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    part = slice((page - 1) * PAGE, page * PAGE)
    rows = in_order[part] if ids is None else _with_all(ids[part])
    return PeoplePage(rows_of(rows), total, page, pages)


def _with_all(ids: list[UUID]) -> QuerySet[AgencyMember]:
    return AgencyMember.objects.filter(pk__in=ids).select_related("agency", "user").order_by(*ORDER)


def searched(members: QuerySet[AgencyMember], text: str) -> QuerySet[AgencyMember]:
    """Return those in whose name, user name, address, callsign, title or unit every word of a text occurs."""
    words = text.split()[:6]
    if not words:
        return members
    # One text of all fields, so that each word is looked for once in a row: six comparisons took three times as long.
    # A word holds no line break, so that none is found across two fields.
    between = [Value("\n")] * len(SEARCHED)
    parts = [part for pair in zip(map(F, SEARCHED), between, strict=True) for part in pair]
    members = members.alias(said=Concat(*parts, output_field=TextField()))
    for word in words:
        members = members.filter(said__icontains=word)
    return members


def rows_of(members: QuerySet[AgencyMember]) -> list[PersonRow]:
    """Return these memberships as a list shows them; agency and user should be fetched with them. One query."""
    suspended = Exists(Suspension.objects.filter(member_id=OuterRef("pk"), ended_at__isnull=True))
    rows: Iterable[AgencyMember] = members.annotate(is_out=suspended)
    return [
        PersonRow(
            person_id=row.user.public_id,
            member_id=row.pk,
            agency_id=row.agency_id,
            agency=row.agency.name,
            name=row.user.shown_name(),
            username=row.user.username,
            role=MemberRole(row.role),
            title=row.title,
            callsign=row.callsign,
            unit=row.unit,
            is_suspended=bool(getattr(row, "is_out", False)),
            is_active=row.user.is_active,
            has_signed_in=row.user.has_usable_password(),
        )
        for row in rows
    ]
