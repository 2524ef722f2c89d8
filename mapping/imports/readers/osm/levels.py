"""Understand OpenStreetMap level strings: halves, ranges and lists. Pure.

Source: Simple Indoor Tagging: "0", "0.5", "0-3", "-1-2", "-2--1", "0;1;2".
"""

import re
from dataclasses import dataclass
from decimal import Decimal

# One number, or two joined by a hyphen; each may be negative, so "-2--1" is from -2 to -1.
NUMBER = r"-?\d{1,3}(?:\.\d{1,3})?"
ITEM = re.compile(rf"({NUMBER})(?:-({NUMBER}))?", re.ASCII)
# No building has more floors; a range beyond it is a typing error or an attack.
HIGHEST = Decimal(200)
MAX_LEVELS = 60


@dataclass(frozen=True, slots=True)
class LevelReading:
    """The ordinals a string names, lowest first, and the items that could not be understood."""

    ordinals: tuple[Decimal, ...]
    junk: tuple[str, ...]


def read_levels(text: str) -> LevelReading:
    """Return the levels that a level string names; what cannot be read is listed, never guessed."""
    ordinals: set[Decimal] = set()
    junk = []
    for item in text.replace("\N{MINUS SIGN}", "-").split(";"):
        found = _levels_of_item(item.strip())
        if not found or len(ordinals | found) > MAX_LEVELS:
            junk.append(item.strip()[:40])
        else:
            ordinals |= found
    return LevelReading(tuple(sorted(ordinals)), tuple(junk))


def level_label(ordinal: Decimal) -> str:
    """Return the shortest text of an ordinal: 0, -1, 0.5."""
    return f"{ordinal.normalize():f}" if ordinal else "0"


def _levels_of_item(item: str) -> set[Decimal]:
    match = ITEM.fullmatch(item)
    if match is None:
        return set()
    low = Decimal(match[1])
    high = low if match[2] is None else Decimal(match[2])
    if low > high or abs(low) > HIGHEST or abs(high) > HIGHEST or high - low > MAX_LEVELS:
        return set()
    # A range is both its ends and every whole floor between them: "0.5-2" is 0.5, 1 and 2.
    whole = {Decimal(number) for number in range(int(low) - 1, int(high) + 2)}
    return {low + 0, high + 0} | {number for number in whole if low < number < high}
