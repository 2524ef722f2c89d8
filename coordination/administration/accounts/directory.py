"""Read the people of the agencies that a person administers: searched, a page at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from coordination.administration.access import has_signed_in, members_managed_by
from coordination.administration.accounts.member_index import index_changed, scope_of_agency
from coordination.administration.models import MemberWords
from coordination.room.text_search.tokens import words_of
from mou.access.operators import managed_agencies
from mou.models import Agency, AgencyMember, Suspension
from mou.vocabulary import MemberRole

PAGE = 50
ORDER = ("user__display_name", "user_id", "id")
WORDS_MOST = 6
# Each adds one beginning to every word of the question.
SCOPES_AT_ONCE = 200
NAMED_MOST = 1000


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
    # By a password, or by their agency.
    has_signed_in: bool


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A page of a list, counted from 1."""

    rows: list[PersonRow]
    total: int
    page: int
    pages: int


def people_found(*, user_id: int, agency: Agency | None, text: str, page: int, at: datetime) -> PeoplePage:
    """Return a page of the people whom an administrator keeps, of one agency or of all, by name. Seven queries."""
    members = members_managed_by(user_id, at)
    if agency is not None:
        members = members.filter(agency=agency)
    # Asked here too: of who is found, nothing else says that the asker administers their agency.
    agencies = managed_agencies(user_id, at)
    if agency is not None:
        agencies = agencies.filter(pk=agency.pk)
    found = search_members(members, text, list(agencies.values_list("pk", flat=True)) if text.strip() else ())
    in_order = found.order_by(*ORDER)
    # To look for a text is what costs: it is done once, and the page is taken from what was found.
    ids = list(in_order.values_list("pk", flat=True)) if text.strip() else None
    total = found.count() if ids is None else len(ids)
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    part = slice((page - 1) * PAGE, page * PAGE)
    rows = in_order[part] if ids is None else _with_all(ids[part])
    return PeoplePage(rows_of(rows), total, page, pages)


def _with_all(ids: list[UUID]) -> QuerySet[AgencyMember]:
    return AgencyMember.objects.filter(pk__in=ids).select_related("agency", "user").order_by(*ORDER)


def search_members(members: QuerySet[AgencyMember], text: str, agency_ids: Sequence[UUID]) -> QuerySet[AgencyMember]:
    """Return those of these agencies in whose name, user name, address, callsign, title or unit every word begins one.

    Brings the index up to date first; that commits. Signs are no words: a search for signs alone finds no person.
    """
    if not text.strip():
        return members
    words = words_of(text)[:WORDS_MOST]
    if not words:
        return members.none()
    index_changed()
    is_found = Q(pk__in=[])
    for start in range(0, len(agency_ids), SCOPES_AT_ONCE):
        scopes = [scope_of_agency(one) for one in agency_ids[start : start + SCOPES_AT_ONCE]]
        wanted = tuple(tuple(scope + word for scope in scopes) for word in words)
        is_found |= Q(words__begin_with=wanted)
    index = MemberWords.objects.filter(is_found)
    some = list(index.values_list("member_id", flat=True)[: NAMED_MOST + 1])
    if len(some) > NAMED_MOST:
        return members.filter(pk__in=index.values("member_id"))
    # Few are named one by one, and nothing else is said of them: left to itself SQLite goes through the whole agency.
    agencies = AgencyMember.objects.filter(pk__in=some).values_list("pk", "agency_id")
    own = [member_id for member_id, agency_id in agencies if agency_id in agency_ids]
    return AgencyMember.objects.filter(pk__in=own, ended_at__isnull=True, user__is_device=False)


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
            has_signed_in=has_signed_in(row.user),
        )
        for row in rows
    ]
