"""Who holds what in an incident, by its state at any entry: what forms 203 and 207 of ICS list. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from coordination.incident.command.capability import IncidentCommand
from coordination.incident.general_staff.capability import HeldFunction
from coordination.incident.general_staff.vocabulary import SUBDIVISIONS, FunctionBasis, StaffFunction
from coordination.incident.people.capability import Person
from coordination.room.capability import RoomObject

# As form 203 has them: command staff, then sections, each with what it is divided into.
FORM_ORDER = (
    StaffFunction.SAFETY,
    StaffFunction.PUBLIC_INFORMATION,
    StaffFunction.LIAISON,
    StaffFunction.OPERATIONS,
    StaffFunction.BRANCH,
    StaffFunction.DIVISION,
    StaffFunction.GROUP,
    StaffFunction.PLANNING,
    StaffFunction.LOGISTICS,
    StaffFunction.FINANCE,
)


class KnownState(Protocol):
    """A room's state as a reader has it, now or after an entry: a RoomState."""

    def of[O: RoomObject](self, cls: type[O]) -> Mapping[str, O]:
        """Return the objects of a class, by id."""


@dataclass(frozen=True, slots=True)
class OrganizationLine:
    """One place of the organization. `function` None: command. Without a holder it is vacant: command does it itself.

    `since` and `basis` are the holder's; `appointed_by` is the name of who gave it to them. `vacant_since`: None also
    where no person has held it.
    """

    function: StaffFunction | None
    subdivision: str | None = None
    holder: UUID | None = None
    name: str | None = None
    agency: str | None = None
    since: str | None = None
    basis: FunctionBasis | None = None
    appointed_by: str | None = None
    vacant_since: str | None = None


def organization_of(state: KnownState) -> list[OrganizationLine]:
    """Return command, then every function in the order of form 203; of subdivisions those that are held."""
    people = state.of(Person)
    lines = [_line_of_commander(people, one, since) for one, since in _commanders_of(state)]
    lines = lines or [OrganizationLine(function=None)]
    held = list(state.of(HeldFunction).values())
    for function in FORM_ORDER:
        found = sorted((one for one in held if one.function is function), key=lambda one: one.subdivision or "")
        if function in SUBDIVISIONS:
            lines += [_line_of(people, one) for one in found if one.holder is not None]
        else:
            lines.append(_line_of(people, found[0]) if found else OrganizationLine(function))
    return lines


def _commanders_of(state: KnownState) -> list[tuple[str, str]]:
    found = [one for command in state.of(IncidentCommand).values() for one in command.commanders.items()]
    return sorted(found, key=lambda one: (one[1], one[0]))


def _line_of_commander(people: Mapping[str, Person], participant_id: str, since: str) -> OrganizationLine:
    person = people.get(participant_id)
    return OrganizationLine(
        function=None,
        holder=UUID(participant_id),
        name=person.name if person else None,
        agency=person.agency if person else None,
        since=since,
    )


def _line_of(people: Mapping[str, Person], held: HeldFunction) -> OrganizationLine:
    person = people.get(str(held.holder))
    giver = people.get(str(held.appointed_by))
    return OrganizationLine(
        function=held.function,
        subdivision=held.subdivision,
        holder=held.holder,
        name=person.name if person else None,
        agency=person.agency if person else None,
        since=held.since,
        basis=held.basis,
        appointed_by=giver.name if giver else None,
        vacant_since=held.vacant_since,
    )
