"""How many a reunification site holds, by what is written of its areas and of itself. Pure: no Django."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mapping.vocabulary import ReunificationAreaKind as Kind
from mapping.vocabulary import Reunited

# Where each of them stays. What people only pass through (greeting, check-in, the place where they meet) says how many
# wait there at once and adds nothing to the site: the same child would count twice.
STAYS_IN: Mapping[Reunited, frozenset[Kind]] = {
    Reunited.STUDENTS: frozenset((Kind.STUDENTS,)),
    Reunited.ADULTS: frozenset((Kind.PARENTS,)),
    Reunited.CARS: frozenset((Kind.PARKING,)),
    # Buses wait where they are called from, or stand where students get out.
    Reunited.BUSES: frozenset((Kind.STAGING, Kind.STUDENT_ARRIVAL, Kind.PARKING)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """How many a place holds; None is "not known"."""

    students: int | None = None
    adults: int | None = None
    cars: int | None = None
    buses: int | None = None

    def of(self, kind: Reunited) -> int | None:
        """Return how many of one kind."""
        numbers: dict[Reunited, int | None] = {
            Reunited.STUDENTS: self.students,
            Reunited.ADULTS: self.adults,
            Reunited.CARS: self.cars,
            Reunited.BUSES: self.buses,
        }
        return numbers[kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How many of one kind a site holds; by its areas, or as one number for the whole site."""

    kind: Reunited
    count: int | None
    is_by_areas: bool


def held_counts(stated: Capacity, areas: Iterable[tuple[Kind, Capacity]]) -> tuple[Held, ...]:
    """Return what a site holds of each kind: the sum of the areas where they stay, else what is stated of the site."""
    areas = list(areas)
    return tuple(_capacity_of_kind(kind, stated, areas) for kind in Reunited)


def _capacity_of_kind(kind: Reunited, stated: Capacity, areas: Iterable[tuple[Kind, Capacity]]) -> Held:
    counts = [count for area, capacity in areas if area in STAYS_IN[kind] and (count := capacity.of(kind)) is not None]
    return Held(kind=kind, count=sum(counts) if counts else stated.of(kind), is_by_areas=bool(counts))
