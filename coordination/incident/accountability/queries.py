"""Read the names that reports give, for those who may see the roster."""

from dataclasses import dataclass
from uuid import UUID

from coordination.incident.accountability.access import may_see_names
from coordination.incident.accountability.capability import RoomReportNames
from coordination.incident.accountability.errors import NamesNotAllowed
from coordination.room.access import RoomGrant
from coordination.room.reading.state import state_now
from coordination.vocabulary import Audience


@dataclass(frozen=True, slots=True)
class NamesInReport:
    """The names that one report gives."""

    report_id: UUID
    room: str
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    injured: tuple[str, ...]
    in_place_of: str | None


def names_in_reports(grant: RoomGrant) -> list[NamesInReport]:
    """Return the names of every report that gives some, by room. One query. Raises: NamesNotAllowed."""
    if not may_see_names(grant):
        raise NamesNotAllowed
    found = state_now(grant.room, audiences=[Audience.SCHOOL]).of(RoomReportNames)
    rows = [
        NamesInReport(UUID(one), names.room, names.missing, names.extra, names.injured, names.in_place_of)
        for one, names in found.items()
    ]
    return sorted(rows, key=lambda one: (one.room, one.report_id))
