"""Decide who may do what, from memberships and agreements given as facts. Pure: no Django, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from mou.vocabulary import GRANTS, AgencyKind, TermKind

EVERY_GRANT = frozenset(GRANTS)


@dataclass(frozen=True, slots=True)
class Place:
    """A site as the policy sees it: whose it is."""

    district_id: UUID
    school_id: UUID | None
    site_id: UUID


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
    grants: frozenset[TermKind]


@dataclass(frozen=True, slots=True)
class Decision:
    """What an agency's people are at a place: insiders with everything, or partners with what was granted."""

    is_insider: bool
    grants: frozenset[TermKind]
    memorandum_id: UUID | None


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

    Whoever asks about now asks the rows by state as well: with two clocks a little apart, a server that lags would
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


def covers(agreement: Agreement, place: Place) -> bool:
    """Say whether an agreement speaks of a place: same district, and all its sites or this one by name."""
    return agreement.district_id == place.district_id and (
        agreement.covers_all_sites or place.site_id in agreement.site_ids
    )


def is_insider(*, agency_id: UUID, kind: AgencyKind, place: Place) -> bool:
    """Say whether a place is an agency's own: its district's, or the very school's."""
    return (kind is AgencyKind.DISTRICT and agency_id == place.district_id) or (
        kind is AgencyKind.SCHOOL and agency_id == place.school_id
    )


def decide(
    *, agency_id: UUID, kind: AgencyKind, place: Place, agreements: Iterable[Agreement], at: datetime
) -> Decision | None:
    """Return what the people of an agency are at a place; None means that the place does not exist for them.

    Several agreements add up. The one named in the decision grants most; among equals the latest, then the
    highest id, so that the answer does not depend on the order of rows.
    """
    if is_insider(agency_id=agency_id, kind=kind, place=place):
        return Decision(is_insider=True, grants=EVERY_GRANT, memorandum_id=None)
    holding = [
        agreement
        for agreement in agreements
        if agreement.agency_id == agency_id and covers(agreement, place) and is_in_force(agreement, at)
    ]
    if not holding:
        return None
    first = max(holding, key=lambda one: (len(one.grants), one.effective_on, one.memorandum_id.int, one.number))
    return Decision(
        is_insider=False,
        grants=frozenset().union(*(agreement.grants for agreement in holding)),
        memorandum_id=first.memorandum_id,
    )
