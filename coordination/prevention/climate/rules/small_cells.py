"""What may be said of how many people answered, so that no one's own answer can be told from it. Pure.

A cell is one school, year, kind of respondents and scale. Under ten people nothing is said of it. Every other number
that is shown, also of a whole district, is made of cells that are shown, and of nothing else: what is hidden is in no
sum, so no difference of sums gives it. Sources: 34 CFR 99.31(b) (reasonable determination); NCES SLDS Technical Brief
3 (2011-603), which asks for a least size, for ends that are cut off and for steps that grow as the number falls.
"""

from collections.abc import Iterable
from dataclasses import dataclass

LEAST = 10
# "All" and "none" would tell what each of them said.
LOWEST, HIGHEST = 5, 95
# Below this many, one person more or fewer would be seen in single points.
COARSE_BELOW, COARSE_STEP = 50, 5
# Numbers of people are said in tens.
PEOPLE_STEP = 10
# A district's line of two schools would give each of them the other's.
LEAST_SCHOOLS = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """What is said of a cell: favorable answers in percent, and how many people there were at least."""

    favorable: int
    answers: int


def shown_of_cell(favorable: float, people: int) -> Shown | None:
    """Return what may be said of a cell; None: too few.

    Args:
        favorable: mean share of favorable answers, 0 to 1.
    """
    if people < LEAST:
        return None
    step = COARSE_STEP if people < COARSE_BELOW else 1
    return Shown(_between_limits(round(favorable * 100 / step) * step), people // PEOPLE_STEP * PEOPLE_STEP)


def may_replace(before: int | None, now: int | None) -> bool:
    """Say whether a cell may be shown anew with so many people, where it was shown with so many before.

    Who saw both would know what the few said who came between. As many as before: answers were read otherwise.
    """
    return before is None or now is None or before == now or abs(before - now) >= LEAST


def shown_count(number: int) -> int | None:
    """Return how many there were, as far as that may be said."""
    return number if number >= LEAST else None


def shown_together(cells: Iterable[Shown | None]) -> Shown | None:
    """Return what may be said of several schools together: of those that are shown, and only where they are three."""
    found = [one for one in cells if one is not None]
    if len(found) < LEAST_SCHOOLS:
        return None
    people = sum(one.answers for one in found)
    return Shown(_between_limits(round(sum(one.favorable * one.answers for one in found) / people)), people)


def has_fallen(before: Shown | None, now: Shown | None, points: int) -> bool:
    """Say whether an indicator fell by so many points at least; where steps are coarse, by two of them."""
    if before is None or now is None:
        return False
    is_coarse = min(before.answers, now.answers) < COARSE_BELOW
    return before.favorable - now.favorable >= max(points, 2 * COARSE_STEP if is_coarse else 0)


def _between_limits(percent: int) -> int:
    return min(max(percent, LOWEST), HIGHEST)
