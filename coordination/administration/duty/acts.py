"""The acts on duty and shifts as their doors ask for them: from what a route or a form gave to the action."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from coordination.administration.accounts.people_file import RowDefect
from coordination.administration.duty.shift_file import read_shifts
from coordination.administration.duty.wire import ShiftFile, ShiftsIn, ShiftTaken, ShiftTyped
from coordination.planning_bell import PLANNED
from coordination.room.access import Asker
from mou.agencies.shifts import planning
from mou.agencies.shifts.planning import PlannedShift, agency_to_plan, planned_members
from mou.models import Agency


@dataclass(frozen=True, slots=True)
class FileTaken:
    """What came of a file: how many shifts it has, how many of them are new, and the rows that are not stored."""

    read: int
    new: int
    defects: tuple[RowDefect, ...]


def plan_shifts(asker: Asker, agency_id: UUID, given: ShiftsIn) -> int:
    """Plan shifts; return how many are new."""
    shifts = [PlannedShift(one.member_id, one.starts_at, one.ends_at) for one in given.shifts]
    return _plan_all(asker, agency_id, shifts, replaces=given.replaces)


def plan_typed(asker: Asker, agency: Agency, given: ShiftTyped) -> int:
    """Plan a shift, or the same one of several weeks; return how many are new."""
    return _plan_all(asker, agency.pk, given.list_shifts(ZoneInfo(agency.time_zone)), replaces=False)


def take_file(asker: Asker, agency_id: UUID, given: ShiftFile) -> FileTaken:
    """Plan the shifts of a file; what is wrong with a row keeps no other from being stored. Raises: BadPeopleFile."""
    agency = agency_to_plan(actor_id=asker.user_id, agency_id=agency_id, at=asker.at, lock=False)
    found = read_shifts(
        given.file, zone=ZoneInfo(agency.time_zone), people=_names_of_people(agency, asker), at=asker.at
    )
    # A file without a shift that can be read takes nothing back.
    replaces = given.replaces and bool(found.shifts)
    return FileTaken(
        read=len(found.shifts),
        new=_plan_all(asker, agency_id, list(found.shifts), replaces=replaces),
        defects=found.defects,
    )


def take_shift_back(asker: Asker, agency_id: UUID, given: ShiftTaken) -> None:
    """Take a shift back."""
    planning.take_shift_back(actor_id=asker.user_id, agency_id=agency_id, shift_id=given.shift_id, at=asker.at)
    PLANNED.set()


def _plan_all(asker: Asker, agency_id: UUID, shifts: list[PlannedShift], *, replaces: bool) -> int:
    new = planning.plan_shifts(
        actor_id=asker.user_id, agency_id=agency_id, shifts=shifts, replaces=replaces, at=asker.at
    )
    PLANNED.set()
    return new


def _names_of_people(agency: Agency, asker: Asker) -> dict[str, UUID | None]:
    """Return by what each person of an agency may be called, in small letters; None: that is more than one."""
    names = [
        (name, member.pk)
        for member in planned_members(agency, asker.at)
        for name in {
            one.lower() for one in (member.user.username, member.user.email, member.callsign, member.user.display_name)
        }
        if name
    ]
    often = Counter(name for name, _member in names)
    return {name: member if often[name] == 1 else None for name, member in names}
