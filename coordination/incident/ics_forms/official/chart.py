"""The organization as a chart (ICS 207), as its reader knew it after an entry. Pure; block 3 is its table twin."""

from collections.abc import Mapping
from dataclasses import dataclass

from coordination.incident.general_staff.organization import OrganizationLine, organization_of
from coordination.incident.general_staff.vocabulary import SUBDIVISIONS, StaffFunction
from coordination.room.capability import RoomObject
from coordination.room.reading.history import RoomHistory

OF_COMMAND = frozenset({StaffFunction.SAFETY, StaffFunction.PUBLIC_INFORMATION, StaffFunction.LIAISON})


@dataclass(frozen=True, slots=True)
class Chart:
    """Who is in command, the staff beside it, the sections, and what operations is divided into."""

    command: list[OrganizationLine]
    staff: list[OrganizationLine]
    sections: list[OrganizationLine]
    divided: list[OrganizationLine]


@dataclass(frozen=True, slots=True)
class _Known:
    """A history as the organization reads a state."""

    history: RoomHistory

    def of[O: RoomObject](self, cls: type[O]) -> Mapping[str, O]:
        return {one.object_id: one.value for one in self.history.of(cls)}


def chart_of(history: RoomHistory) -> Chart:
    """Return the chart of a room after an entry."""
    lines = organization_of(_Known(history))
    beside = [one for one in lines if one.function is not None]
    return Chart(
        command=[one for one in lines if one.function is None],
        staff=[one for one in beside if one.function in OF_COMMAND],
        sections=[one for one in beside if one.function not in OF_COMMAND | SUBDIVISIONS],
        divided=[one for one in beside if one.function in SUBDIVISIONS],
    )
