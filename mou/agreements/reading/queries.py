"""Read agreements as people see them: what holds, what is being prepared, what has been."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.html import strip_tags

from mou.access import policy
from mou.agreements import lifecycle
from mou.document import JsonValue
from mou.models import Agency, Memorandum, Term, Version
from mou.terms import checked_condition, checked_value, opening_condition
from mou.vocabulary import GRANTS, AgencyKind, EndedWhy, TermKind, VersionPhase, VersionState


@dataclass(frozen=True, slots=True)
class Party:
    """One side of an agreement."""

    id: UUID
    name: str
    kind: AgencyKind


@dataclass(frozen=True, slots=True)
class TermView:
    """One typed term. `is_granted`: it opens something, now or under its condition; `clause` are its words."""

    kind: TermKind
    scope: str
    value: JsonValue
    condition: JsonValue
    is_granted: bool
    clause: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in the list of all, as it is at the moment of asking; `days_left` where it is signed and not over.

    `canonical_sha256`: SHA-256 of its one sequence of bytes, in hexadecimal digits. `in_force_from`: when it begins.
    """

    number: int
    state: VersionState
    phase: VersionPhase
    is_in_force: bool
    is_expiring: bool
    days_left: int | None
    effective_on: date
    expires_on: date
    canonical_sha256: str
    in_force_from: datetime | None
    ended_at: datetime | None
    ended_why: str
    ended_reason: str


@dataclass(frozen=True, slots=True)
class MemorandumView:
    """One agreement. What it says is that of the version in force, or else of the newest the reader may see."""

    id: UUID
    title: str
    template_kind: str
    district: Party
    agency: Party
    number: int
    state: VersionState
    phase: VersionPhase
    covers_all_sites: bool
    site_ids: tuple[UUID, ...]
    effective_on: date
    expires_on: date
    signed_at: datetime | None
    terminated_at: datetime | None
    is_in_force: bool
    terms: tuple[TermView, ...]
    versions: tuple[VersionLine, ...]


def memorandum_views(memoranda: QuerySet[Memorandum], at: datetime) -> list[MemorandumView]:
    """Return what people see of these agreements. Four queries, however many they are."""
    return _memorandum_views(list(memoranda), at)


def attention_of(view: MemorandumView) -> str:
    """Say what people have to be warned of: "expired" with nothing in force, "expiring" within 90 days, or nothing."""
    if view.state is VersionState.EXPIRED:
        return "expired"
    told = next((one for one in view.versions if one.number == view.number), None)
    return "expiring" if told is not None and told.is_expiring else ""


def memorandum_view(row: Memorandum, at: datetime) -> MemorandumView:
    """Return what people see of one agreement."""
    return _memorandum_views([row], at)[0]


def _memorandum_views(rows: Sequence[Memorandum], at: datetime) -> list[MemorandumView]:
    told = [(row, _version_to_tell(row, at)) for row in rows]
    terms = Prefetch("terms", Term.objects.select_related("clause").order_by("kind", "scope"))
    prefetch_related_objects([version for _, version in told], "sites", terms)
    return [_memorandum_view(row, version, at) for row, version in told]


def _version_to_tell(row: Memorandum, at: datetime) -> Version:
    """Return the version to tell of: in force now, else the newest that was signed, else the newest."""
    versions = list(row.versions.all())
    return next(
        (one for one in versions if _is_in_force(row, one, at)),
        next((one for one in versions if one.in_force_from is not None), versions[0]),
    )


def _memorandum_view(row: Memorandum, version: Version, at: datetime) -> MemorandumView:
    line = version_line(row, version, at)
    return MemorandumView(
        id=row.id,
        title=row.title,
        template_kind=row.template_kind,
        district=_party_of(row.district),
        agency=_party_of(row.agency),
        number=version.number,
        state=line.state,
        phase=line.phase,
        covers_all_sites=version.covers_all_sites,
        site_ids=tuple(sorted(site.site_id for site in version.sites.all())),
        effective_on=version.effective_on,
        expires_on=version.expires_on,
        signed_at=version.in_force_from,
        terminated_at=version.ended_at if version.ended_why == EndedWhy.TERMINATED else None,
        is_in_force=line.is_in_force,
        terms=tuple(map(term_view, version.terms.all())),
        versions=version_lines(row, at),
    )


def version_lines(row: Memorandum, at: datetime) -> tuple[VersionLine, ...]:
    """Return the versions the reader may see, newest first."""
    return tuple(version_line(row, version, at) for version in row.versions.all())


def version_line(row: Memorandum, version: Version, at: datetime) -> VersionLine:
    """Return how a version stands at an instant: time passes without anybody writing it down."""
    today = policy.local_date(at, row.district.time_zone)
    state = shown_state(version, today=today, at=at)
    holds = _is_in_force(row, version, at)
    return VersionLine(
        number=version.number,
        state=state,
        phase=lifecycle.phase_of(state, is_in_force=holds, effective_on=version.effective_on, today=today),
        is_in_force=holds,
        is_expiring=holds and lifecycle.is_expiring(state, version.expires_on, today),
        days_left=lifecycle.days_left(version.expires_on, today) if state is VersionState.IN_FORCE else None,
        effective_on=version.effective_on,
        expires_on=version.expires_on,
        canonical_sha256=version.canonical_sha256,
        in_force_from=version.in_force_from,
        ended_at=version.ended_at,
        ended_why=version.ended_why,
        ended_reason=version.ended_reason,
    )


def shown_state(version: Version, *, today: date, at: datetime) -> VersionState:
    """Return the state at an instant: a signed version expires and is superseded without a row being written."""
    state = VersionState(version.state)
    if state is not VersionState.IN_FORCE:
        return state
    if version.ended_at is not None and version.ended_at <= at:
        return VersionState.SUPERSEDED
    return VersionState.EXPIRED if version.expires_on < today else state


def term_view(term: Term) -> TermView:
    """Return a term with the words it rests on."""
    kind = TermKind(term.kind)
    value, condition = checked_value(kind, term.value), checked_condition(kind, term.condition)
    return TermView(
        kind=kind,
        scope=term.scope,
        value=term.value,
        condition=term.condition,
        is_granted=kind in GRANTS and opening_condition(kind, value, condition) is not None,
        clause=strip_tags(term.clause.body_html).strip() if term.clause is not None else "",
    )


def _is_in_force(row: Memorandum, version: Version, at: datetime) -> bool:
    return (
        row.district.is_active
        and row.agency.is_active
        and version.state == VersionState.IN_FORCE
        and policy.in_force(
            in_force_from=version.in_force_from,
            # Where the first agency left, the agreement of the others stands.
            ended_at=version.ended_at if row.annex_of_id is None else version.opens_until,
            effective_on=version.effective_on,
            expires_on=version.expires_on,
            time_zone=row.district.time_zone,
            at=at,
        )
    )


def _party_of(agency: Agency) -> Party:
    return Party(id=agency.id, name=agency.name, kind=AgencyKind(agency.kind))
