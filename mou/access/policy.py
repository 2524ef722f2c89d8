"""Decide who may do what, from memberships and agreements given as facts. Pure: no Django, no clock."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from mou.access.openings import Emergency, EmergencyAccess, Opening, is_opening_met
from mou.vocabulary import GRANTS, AgencyKind, TermKind

EVERY_GRANT = frozenset(GRANTS)
# What mutual aid opens, in its incident: the room and the plan. Never the roster, never the cameras.
AID_GRANTS = frozenset({TermKind.ROOM_ACCESS, TermKind.FLOORPLAN_ACCESS})


@dataclass(frozen=True, slots=True)
class Place:
    """A site as the policy sees it: whose it is; with an incident, the room of that incident there."""

    district_id: UUID
    school_id: UUID | None
    site_id: UUID
    incident_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """A signed version as the policy sees it. `time_zone` is the district's: its calendar decides what "today" is.

    It was in force from the last signature until it was terminated or superseded, and between its dates.
    """

    memorandum_id: UUID
    version_id: UUID
    number: int
    district_id: UUID
    agency_id: UUID
    in_force_from: datetime | None
    ended_at: datetime | None
    effective_on: date
    expires_on: date
    time_zone: str
    covers_all_sites: bool
    site_ids: frozenset[UUID]
    openings: tuple[Opening, ...]
    pages_off_duty: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What an agency's people are at a place: insiders with everything, or partners with what was granted.

    `pages_off_duty`: an agreement says that alerts from there reach them off duty, too. `by_mutual_aid`: no agreement
    opens the room to them, the one in command of the incident has let them in.
    """

    is_insider: bool
    grants: frozenset[TermKind]
    memorandum_id: UUID | None
    pages_off_duty: bool = False
    by_mutual_aid: bool = False


def local_date(at: datetime, time_zone: str) -> date:
    """Return the calendar date of an instant in a time zone."""
    return at.astimezone(ZoneInfo(time_zone)).date()


def in_force(
    *,
    in_force_from: datetime | None,
    ended_at: datetime | None,
    effective_on: date,
    expires_on: date,
    time_zone: str,
    at: datetime,
) -> bool:
    """Say whether a version held at an instant: signed, not ended, first to last day inclusive.

    A question about now asks the rows by state as well: with two clocks a little apart, a server that lags would
    go on granting what was just ended.
    """
    if in_force_from is None or at < in_force_from or (ended_at is not None and ended_at <= at):
        return False
    return effective_on <= local_date(at, time_zone) <= expires_on


def is_in_force(agreement: Agreement, at: datetime) -> bool:
    """Say whether an agreement holds at an instant."""
    return in_force(
        in_force_from=agreement.in_force_from,
        ended_at=agreement.ended_at,
        effective_on=agreement.effective_on,
        expires_on=agreement.expires_on,
        time_zone=agreement.time_zone,
        at=at,
    )


def covers_place(agreement: Agreement, place: Place) -> bool:
    """Say whether an agreement speaks of a place: same district, and all its sites or this one by name."""
    return agreement.district_id == place.district_id and (
        agreement.covers_all_sites or place.site_id in agreement.site_ids
    )


def opens_kind(agreement: Agreement, kind: TermKind) -> bool:
    """Say whether an agreement opens something at all, always or while some incident is open."""
    return any(one.right.kind is kind for one in agreement.openings)


def is_insider(*, agency_id: UUID, kind: AgencyKind, place: Place) -> bool:
    """Say whether a place is an agency's own: its district's, or the very school's."""
    return (kind is AgencyKind.DISTRICT and agency_id == place.district_id) or (
        kind is AgencyKind.SCHOOL and agency_id == place.school_id
    )


def granted_kinds(
    agreement: Agreement, *, site_id: UUID, emergencies: Iterable[Emergency], at: datetime
) -> frozenset[TermKind]:
    """Return what an agreement in force opens at a site it covers: always, or while such an incident is open there."""
    emergencies = tuple(emergencies)
    return frozenset(
        opening.right.kind
        for opening in agreement.openings
        if opening.right.kind in EVERY_GRANT
        and is_opening_met(opening, site_id=site_id, emergencies=emergencies, at=at)
    )


def decide_access(
    *,
    agency_id: UUID,
    kind: AgencyKind,
    place: Place,
    agreements: Iterable[Agreement],
    emergencies: Iterable[Emergency],
    taken: frozenset[TermKind],
    at: datetime,
    is_let_in: bool = False,
) -> Decision | None:
    """Return what a member of an agency is at a place; None means that the place does not exist for them.

    Several agreements add up. The one named in the decision grants most; among equals the latest, then the
    highest id, so that the answer does not depend on the order of rows. `taken` is what the person took by
    emergency access: it adds to an agreement in force and is nothing without one. `is_let_in`: the one in command of
    the place's incident has let them in by mutual aid; that needs no agreement.
    """
    if is_insider(agency_id=agency_id, kind=kind, place=place):
        return Decision(is_insider=True, grants=EVERY_GRANT, memorandum_id=None)
    emergencies = tuple(emergencies)
    holding = [
        (granted_kinds(one, site_id=place.site_id, emergencies=emergencies, at=at), one)
        for one in agreements
        if one.agency_id == agency_id and covers_place(one, place) and is_in_force(one, at)
    ]
    aid = AID_GRANTS if is_let_in else frozenset[TermKind]()
    if not holding:
        return Decision(is_insider=False, grants=aid, memorandum_id=None, by_mutual_aid=True) if is_let_in else None
    granted_by_agreements = frozenset[TermKind]().union(*(grants for grants, _ in holding))
    _, first = max(holding, key=lambda pair: (len(pair[0]), *_rank_of(pair[1])))
    return Decision(
        is_insider=False,
        grants=taken | granted_by_agreements | aid,
        memorandum_id=first.memorandum_id,
        pages_off_duty=any(agreement.pages_off_duty for _, agreement in holding),
        by_mutual_aid=is_let_in and TermKind.ROOM_ACCESS not in granted_by_agreements,
    )


def _rank_of(agreement: Agreement) -> tuple[date, int, int]:
    return agreement.effective_on, agreement.memorandum_id.int, agreement.number


type SitePair = tuple[UUID, UUID]  # district, site


def single_sites(
    held: Iterable[Agreement],
    *,
    named: Collection[tuple[UUID, UUID]],
    emergencies: Iterable[Emergency],
    taken: Iterable[EmergencyAccess],
    at: datetime,
) -> dict[TermKind, frozenset[SitePair]]:
    """Return, for a list, where agreements in force open something because of an incident or of emergency access.

    `named`: which version names which site; an agreement's own `site_ids` are not asked.
    """
    held, emergencies = tuple(held), tuple(emergencies)
    opened = [
        (kind, incident)
        for incident in emergencies
        for one in held
        if _reaches_place(one, incident, named)
        for kind in granted_kinds(one, site_id=incident.site_id, emergencies=emergencies, at=at)
    ] + [(kind, one) for one in taken if any(_reaches_place(each, one, named) for each in held) for kind in one.kinds]
    return {
        kind: frozenset((place.district_id, place.site_id) for each, place in opened if each is kind) for kind in GRANTS
    }


def _reaches_place(
    agreement: Agreement, place: Emergency | EmergencyAccess, named: Collection[tuple[UUID, UUID]]
) -> bool:
    return agreement.district_id == place.district_id and (
        agreement.covers_all_sites or (agreement.version_id, place.site_id) in named
    )
