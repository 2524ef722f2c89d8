"""Build agencies, people and agreements for tests; name only what matters to the test."""

import itertools
from collections.abc import Iterable
from datetime import UTC, date, datetime
from uuid import UUID

from coordination.models import User
from mou.models import Agency, AgencyMember, Memorandum, MemorandumSite, Term
from mou.models.memorandum import STORED_KINDS
from mou.vocabulary import AgencyKind, MemberRole, MemorandumState, TermKind

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
ALL_TERMS = frozenset(STORED_KINDS)
_numbers = itertools.count(1)


def make_user(*, username: str = "", is_active: bool = True) -> User:
    """Return a person without a usable password: hashing one is slow, and signing in is not every test's subject."""
    name = username or f"person{next(_numbers)}"
    return User.objects.create(username=name, display_name=name.title(), is_active=is_active, password="!")


def make_agency(
    kind: AgencyKind = AgencyKind.POLICE,
    *,
    name: str = "",
    time_zone: str = "America/New_York",
    parent: Agency | None = None,
    is_active: bool = True,
) -> Agency:
    """Return an agency."""
    name = name or f"{kind.value} {next(_numbers)}"
    return Agency.objects.create(
        kind=kind.value, name=name, short_name=name[:40], time_zone=time_zone, parent=parent, is_active=is_active
    )


def make_member(
    agency: Agency,
    *,
    user: User | None = None,
    role: MemberRole = MemberRole.OFFICER,
    title: str = "",
    started_at: datetime = LONG_AGO,
    ended_at: datetime | None = None,
    is_on_duty: bool = True,
) -> AgencyMember:
    """Return a membership, of a new person unless one is given."""
    return AgencyMember.objects.create(
        agency=agency,
        user=user or make_user(),
        role=role.value,
        title=title,
        started_at=started_at,
        ended_at=ended_at,
        is_on_duty=is_on_duty,
    )


def make_memorandum(
    district: Agency,
    agency: Agency,
    *,
    sites: Iterable[UUID] | None = None,
    grants: Iterable[TermKind] = ALL_TERMS,
    withheld: Iterable[TermKind] = (),
    state: MemorandumState = MemorandumState.SIGNED,
    effective_on: date = date(2026, 1, 1),
    expires_on: date = date(2026, 12, 31),
) -> Memorandum:
    """Return an agreement in force at NOW over all sites, with every term granted."""
    row = Memorandum.objects.create(
        title=f"{district.short_name} and {agency.short_name}"[:200],
        district=district,
        agency=agency,
        covers_all_sites=sites is None,
        state=state.value,
        effective_on=effective_on,
        expires_on=expires_on,
        signed_at=None if state is MemorandumState.DRAFT else LONG_AGO,
        terminated_at=NOW if state is MemorandumState.TERMINATED else None,
    )
    MemorandumSite.objects.bulk_create([MemorandumSite(memorandum=row, site_id=one) for one in sites or ()])
    terms = [(kind, True) for kind in grants] + [(kind, False) for kind in withheld]
    Term.objects.bulk_create(
        [Term(memorandum=row, kind=kind.value, is_granted=yes, clause=f"On {kind}.") for kind, yes in terms]
    )
    return row
