"""The figures of one incident as they are kept: numbers, ids of rooms, and entries of the log. No one's name. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from uuid import UUID

from pydantic import TypeAdapter

from coordination.reviews.rules.times import AlertNumbers, MilestoneTime
from coordination.reviews.vocabulary import IncidentMilestone, TargetStanding
from coordination.vocabulary import IncidentType


@dataclass(frozen=True, slots=True)
class Figures:
    """What is kept of one incident. `start_seq`: the entry from which times run; `response_s`: from the opening.

    `silent`: ids of rooms that never reported, of `rooms`; none where no room was asked. `entries`: of its log.
    """

    from_press: bool
    start_seq: int | None
    milestones: list[MilestoneTime]
    response_s: int | None
    rooms: int
    silent: list[str] | None
    alerts: AlertNumbers
    entries: int

    def seconds_of(self, kind: IncidentMilestone) -> int | None:
        """Return the seconds of a milestone; none where it is not known."""
        return next((one.seconds for one in self.milestones if one.kind is kind), None)


FIGURES: TypeAdapter[Figures] = TypeAdapter(Figures)


# --- a year -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Promised:
    """A response of one agency in one incident: seconds from the opening, and the target in minutes.

    `asked`: alerts to its people that asked for an answer; `unanswered`: those of them without one.
    """

    agency_id: UUID
    agency: str
    response_s: int | None
    target_min: float | None
    standing: TargetStanding
    asked: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class Counted:
    """One incident as a year counts it."""

    incident_type: IncidentType
    figures: Figures
    promised: tuple[Promised, ...]


@dataclass(frozen=True, slots=True)
class TypeCount:
    """How many incidents of one type there were."""

    incident_type: IncidentType
    incidents: int


@dataclass(frozen=True, slots=True)
class AgencyYear:
    """An agency's year: how often a target was met. `median_s` of the responses that were measured."""

    agency_id: UUID
    agency: str
    incidents: int
    with_target: int
    met: int
    missed: int
    not_measured: int
    not_called: int
    median_s: int | None
    targets_min: tuple[float, ...]
    asked: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class IncidentYear:
    """A year of real incidents. Exercises are in none of these numbers. Rooms and alerts are of incidents that had any.

    `asked`: in how many incidents rooms were asked; `rooms` and `silent` are sums over those.
    """

    incidents: int
    by_type: list[TypeCount]
    agencies: list[AgencyYear]
    asked: int
    rooms: int
    silent: int
    alerts: int
    unanswered: int
    without_ledger: int
    ways: dict[str, int]


def year_of(incidents: Iterable[Counted]) -> IncidentYear:
    """Return what a year of incidents comes to."""
    found = list(incidents)
    types = [one.incident_type for one in found]
    asked = [one.figures for one in found if one.figures.silent is not None]
    ways: dict[str, int] = {}
    for one in found:
        for way, count in one.figures.alerts.by_way.items():
            ways[way] = ways.get(way, 0) + count
    return IncidentYear(
        incidents=len(found),
        by_type=[TypeCount(kind, types.count(kind)) for kind in IncidentType if kind in types],
        agencies=_list_agencies(found),
        asked=len(asked),
        rooms=sum(one.rooms for one in asked),
        silent=sum(len(one.silent or ()) for one in asked),
        alerts=sum(one.figures.alerts.told or 0 for one in found),
        unanswered=sum(one.figures.alerts.unanswered for one in found),
        without_ledger=sum(1 for one in found if one.figures.alerts.told is None),
        ways=dict(sorted(ways.items())),
    )


def _list_agencies(incidents: list[Counted]) -> list[AgencyYear]:
    by_agency: dict[UUID, list[Promised]] = {}
    for one in incidents:
        for part in one.promised:
            by_agency.setdefault(part.agency_id, []).append(part)
    return sorted((_agency_year(parts) for parts in by_agency.values()), key=lambda one: (one.agency, one.agency_id))


def _agency_year(parts: list[Promised]) -> AgencyYear:
    standings = [one.standing for one in parts]
    measured = [one.response_s for one in parts if one.response_s is not None]
    promised = [one for one in parts if one.target_min is not None]
    return AgencyYear(
        agency_id=parts[0].agency_id,
        agency=parts[0].agency,
        incidents=len(parts),
        with_target=len(promised),
        met=standings.count(TargetStanding.MET),
        missed=standings.count(TargetStanding.MISSED),
        not_measured=standings.count(TargetStanding.NOT_MEASURED),
        not_called=standings.count(TargetStanding.NOT_CALLED),
        median_s=round(median(measured)) if measured else None,
        targets_min=tuple(sorted({one.target_min for one in promised if one.target_min is not None})),
        asked=sum(one.asked for one in parts),
        unanswered=sum(one.unanswered for one in parts),
    )
