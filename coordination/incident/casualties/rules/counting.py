"""How casualties are counted: by category and where they are, children apart. Pure.

The counts go on from step to step, so that one more costs the same beside sixty; `count_casualties` counts anew, and
both must agree.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from coordination.incident.casualties.capability import Casualty, CasualtyCounts
from coordination.incident.casualties.rules.machine import CASUALTIES, TAKEN_AWAY
from coordination.incident.casualties.vocabulary import CasualtyCategory, CasualtyState

type Cells = dict[CasualtyCategory, dict[CasualtyState, int]]


@dataclass(frozen=True, slots=True)
class CasualtySums:
    """How many casualties are of which category and where, and how many children are where. Zeros are left out."""

    counts: Cells = field(default_factory=dict)
    children: dict[CasualtyState, int] = field(default_factory=dict)


def count_casualties(casualties: Iterable[Casualty]) -> CasualtySums:
    """Count casualties anew; those that count no more are left out."""
    cells: Counter[tuple[CasualtyCategory, CasualtyState]] = Counter()
    children: Counter[CasualtyState] = Counter()
    for one in casualties:
        if CASUALTIES.is_end(one.state):
            continue
        cells[one.category, one.state] += 1
        children[one.state] += one.is_child
    return sums_from(cells, children)


def change_counts(counts: CasualtyCounts | None, before: Casualty | None, after: Casualty) -> CasualtySums:
    """Return only the numbers that a change of one casualty gives new values to; zeros are among them."""
    cells: Counter[tuple[CasualtyCategory, CasualtyState]] = Counter()
    children: Counter[CasualtyState] = Counter()
    for one, by in ((before, -1), (after, 1)):
        if one is None or CASUALTIES.is_end(one.state):
            continue
        cells[one.category, one.state] += by
        children[one.state] += by * one.is_child
    known = counts.counts if counts is not None else {}
    known_children = counts.children if counts is not None else {}
    changed: Cells = {}
    for (category, state), by in cells.items():
        if by:
            changed.setdefault(category, {})[state] = known.get(category, {}).get(state, 0) + by
    return CasualtySums(changed, {one: known_children.get(one, 0) + by for one, by in children.items() if by})


def sums_from(
    cells: Mapping[tuple[CasualtyCategory, CasualtyState], int], children: Mapping[CasualtyState, int]
) -> CasualtySums:
    """Return sums of single numbers, without zeros."""
    counts: Cells = {}
    for (category, state), number in cells.items():
        if number:
            counts.setdefault(category, {})[state] = number
    return CasualtySums(counts, {one: number for one, number in children.items() if number})


def sums_of_categories(counts: Mapping[CasualtyCategory, Mapping[CasualtyState, int]]) -> dict[CasualtyCategory, int]:
    """Return how many are of each category."""
    return {one: sum(counts.get(one, {}).values()) for one in CasualtyCategory}


def sums_of_states(counts: Mapping[CasualtyCategory, Mapping[CasualtyState, int]]) -> dict[CasualtyState, int]:
    """Return how many are in each place where a casualty counts."""
    live = [one for one in CasualtyState if not CASUALTIES.is_end(one)]
    return {one: sum(states.get(one, 0) for states in counts.values()) for one in live}


@dataclass(frozen=True, slots=True)
class ChildrenTakenAway:
    """Children whom medics have brought to hospitals, or are bringing, beside what the reunification counts there."""

    by_medics: int
    by_reunification: int

    @property
    def difference(self) -> int:
        """How many the medics have more: below zero, the reunification has more."""
        return self.by_medics - self.by_reunification


def compare_children(children: Mapping[CasualtyState, int], at_hospital: int) -> ChildrenTakenAway:
    """Compare the children whom medics count with the students whom the reunification counts at a hospital."""
    return ChildrenTakenAway(sum(children.get(one, 0) for one in TAKEN_AWAY), at_hospital)
