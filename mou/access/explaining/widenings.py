"""Read what an open incident holds open, and which clause lets a category of data be given."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mou.access.explaining.rehearsal import rights_held
from mou.access.facts import agreements_at, emergencies_at
from mou.access.openings import ClauseRef, Emergency, Right, is_opening_met
from mou.access.policy import Agreement, Place, covers_place, is_in_force
from mou.models import Clause, Memorandum
from mou.terms import ALWAYS
from mou.vocabulary import GRANTS, DataCategory, TermKind


@dataclass(frozen=True, slots=True)
class WideningView:
    """What an agreement opens only while an incident is open that is open now."""

    agency_id: UUID
    agency: str
    grants: tuple[str, ...]
    memorandum_id: UUID
    memorandum: str
    number: int
    clause: str


@dataclass(frozen=True, slots=True)
class SharingClause:
    """The clause under which data is given, as people cite it."""

    version_id: UUID
    words: str


def open_widenings(*, district_id: UUID, school_id: UUID | None, site_id: UUID, at: datetime) -> list[WideningView]:
    """Return what incidents at a site hold open at an instant. Five queries, three where no agreement says so."""
    place = Place(district_id=district_id, school_id=school_id, site_id=site_id)
    conditional = [
        one
        for one in agreements_at(place, at)
        if is_in_force(one, at) and covers_place(one, place) and any(o.condition != ALWAYS for o in one.openings)
    ]
    if not conditional:
        return []
    emergencies = emergencies_at([site_id], at)
    named = Memorandum.objects.select_related("agency").in_bulk([one.memorandum_id for one in conditional])
    views = [
        _widening_view(one, ref, kinds, named[one.memorandum_id])
        for one in conditional
        for ref, kinds in _opened_kinds(one, site_id, emergencies, at).items()
    ]
    return sorted(views, key=lambda view: (view.agency, view.memorandum, view.clause, view.grants))


def _opened_kinds(
    agreement: Agreement, site_id: UUID, emergencies: list[Emergency], at: datetime
) -> dict[ClauseRef, list[str]]:
    found: dict[ClauseRef, list[str]] = {}
    for opening in agreement.openings:
        if opening.condition == ALWAYS or opening.right.kind not in GRANTS:
            continue
        if is_opening_met(opening, site_id=site_id, emergencies=emergencies, at=at):
            found.setdefault(opening.clause, []).append(opening.right.kind.value)
    return found


def _widening_view(agreement: Agreement, clause: ClauseRef, kinds: list[str], memorandum: Memorandum) -> WideningView:
    return WideningView(
        agency_id=agreement.agency_id,
        agency=memorandum.agency.name,
        grants=tuple(sorted(kinds)),
        memorandum_id=agreement.memorandum_id,
        memorandum=memorandum.title,
        number=agreement.number,
        clause=clause.heading,
    )


def sharing_clause(
    *,
    agency_id: UUID,
    district_id: UUID,
    site_id: UUID,
    categories: frozenset[DataCategory],
    at: datetime,
    grants: frozenset[TermKind] = frozenset(),
) -> SharingClause | None:
    """Return the clause that lets most of these categories be given to an agency at an instant; None if none does.

    `grants`: what opens them by itself, as the roster does.
    """
    place = Place(district_id=district_id, school_id=None, site_id=site_id)
    emergencies = emergencies_at([site_id], at)
    asked = {Right(TermKind.DATA_SHARING, category.value) for category in categories} | {Right(one) for one in grants}
    best: tuple[int, Agreement, ClauseRef] | None = None
    for one in agreements_at(place, at, agency_ids=[agency_id], every_term=True):
        held = rights_held([one], place, emergencies, at)
        met = [held[right] for right in sorted(asked & held.keys())]
        if met and (best is None or len(met) > best[0]):
            best = (len(met), one, met[0])
    if best is None:
        return None
    _, agreement, ref = best
    title = Memorandum.objects.values_list("title", flat=True).get(pk=agreement.memorandum_id)
    return SharingClause(agreement.version_id, f"{title}, version {agreement.number}: {ref.heading}")


def clause_bodies(keys: set[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], str]:
    """Return the bodies of clauses by version and key. One query."""
    rows = Clause.objects.filter(version_id__in={version for version, _ in keys}, key__in={key for _, key in keys})
    return {(row.version_id, row.key): row.body_html for row in rows if (row.version_id, row.key) in keys}
