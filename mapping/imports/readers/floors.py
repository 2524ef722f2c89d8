"""Collect what a reader finds, floor by floor, until it is a drawing. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from mapping.geometry.floor_words import counted_name
from mapping.geometry.shapes import Position
from mapping.interchange.drawing import (
    AreaDrawing,
    Backdrop,
    LevelDrawing,
    ObjectDrawing,
    OpeningDrawing,
    SpaceDrawing,
)
from mapping.interchange.ledger import Ledger
from mapping.interchange.text import clean_text
from mapping.vocabulary import NAME_MAX_CHARS, NUMBER_MAX_CHARS, SHORT_NAME_MAX_CHARS, FloorCounting


@dataclass(slots=True)
class Floor:
    """What has been found on one floor so far."""

    name: str = ""
    short_name: str = ""
    is_outdoor: bool = False
    spaces: list[SpaceDrawing] = field(default_factory=list)
    openings: list[OpeningDrawing] = field(default_factory=list)
    objects: list[ObjectDrawing] = field(default_factory=list)
    areas: list[AreaDrawing] = field(default_factory=list)
    backdrop: Backdrop | None = None
    building: str = ""

    def drawn(self, ordinal: Decimal, counting: FloorCounting) -> LevelDrawing:
        """Return the floor as it is stored; one without a name is called as people there count."""
        counted = counted_name(ordinal, counting)
        return LevelDrawing(
            ordinal=ordinal,
            name=self.name or counted.name,
            short_name=self.short_name[:SHORT_NAME_MAX_CHARS] or counted.short_name,
            is_outdoor=self.is_outdoor,
            spaces=tuple(self.spaces),
            openings=tuple(self.openings),
            objects=tuple(self.objects),
            areas=tuple(self.areas),
            backdrop=self.backdrop,
            building=self.building,
        )


def fitting_labels(ref: str, number: str, name: str, ledger: Ledger) -> tuple[str, str]:
    """Return number and name as far as labels can carry them; what was cut is in the ledger."""
    if len(number) > NUMBER_MAX_CHARS:
        ledger.repair(ref, "number_shortened", f"{len(number)} characters; {NUMBER_MAX_CHARS} kept.")
    if len(name) > NAME_MAX_CHARS:
        ledger.repair(ref, "name_shortened", f"{len(name)} characters; {NAME_MAX_CHARS} kept.")
    if ("<" in number and ">" in number) or ("<" in name and ">" in name):
        ledger.note(ref, "markup_in_label", "A label looks like markup; it is shown as the text it is.")
    return number[:NUMBER_MAX_CHARS], name[:NAME_MAX_CHARS]


def clean_label(ref: str, text: str, ledger: Ledger) -> str:
    """Return foreign text as a label: one line, no control characters; mends are in the ledger."""
    cleaned = clean_text(text)
    if cleaned.had_controls:
        ledger.repair(ref, "control_characters", "Characters that do not show were removed from a label.")
    return cleaned.text


def middle_position(line: Sequence[Position]) -> Position:
    """Return the vertex in the middle of a line."""
    return line[len(line) // 2]
