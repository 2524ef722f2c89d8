"""Read agreements as people see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from mou import policy
from mou.models import Agency, Memorandum
from mou.terms import TermDraft
from mou.vocabulary import MemorandumState, TermKind


@dataclass(frozen=True, slots=True)
class Party:
    """One side of an agreement."""

    id: UUID
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class MemorandumView:
    """One agreement with its terms and sites, and whether it holds at the moment of asking."""

    id: UUID
    title: str
    district: Party
    agency: Party
    state: MemorandumState
    covers_all_sites: bool
    site_ids: tuple[UUID, ...]
    effective_on: date
    expires_on: date
    signed_at: datetime | None
    terminated_at: datetime | None
    is_in_force: bool
    terms: tuple[TermDraft, ...]


def memorandum_views(memoranda: QuerySet[Memorandum], at: datetime) -> list[MemorandumView]:
    """Return what people see of these agreements. Three queries, however many they are."""
    rows: Iterable[Memorandum] = memoranda.prefetch_related("sites", "terms")
    return [memorandum_view(row, at) for row in rows]


def memorandum_view(row: Memorandum, at: datetime) -> MemorandumView:
    """Return what people see of one agreement."""
    state = MemorandumState(row.state)
    return MemorandumView(
        id=row.id,
        title=row.title,
        district=_party(row.district),
        agency=_party(row.agency),
        state=state,
        covers_all_sites=row.covers_all_sites,
        site_ids=tuple(sorted(site.site_id for site in row.sites.all())),
        effective_on=row.effective_on,
        expires_on=row.expires_on,
        signed_at=row.signed_at,
        terminated_at=row.terminated_at,
        is_in_force=row.district.is_active
        and row.agency.is_active
        and policy.in_force(
            state=state,
            effective_on=row.effective_on,
            expires_on=row.expires_on,
            time_zone=row.district.time_zone,
            at=at,
        ),
        terms=tuple(
            TermDraft(kind=TermKind(term.kind), is_granted=term.is_granted, clause=term.clause)
            for term in sorted(row.terms.all(), key=lambda term: term.kind)
        ),
    )


def _party(agency: Agency) -> Party:
    return Party(id=agency.id, name=agency.name, kind=agency.kind)
