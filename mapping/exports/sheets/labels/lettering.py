"""How wide a text is on paper, how it is broken into lines, and how it is cut so that one sees it was. Pure."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# The widths of DejaVu Sans as parts of its height: digits and small letters, capitals, thin ones, wide ones; bold ones
# are wider. A little more than the font's own mean, so that what fits by this measure fits on paper.
USUAL, CAPITAL, THIN, WIDEST, WHOLE = 0.61, 0.69, 0.34, 0.92, 1.05
BOLD = 1.12
LINE = 1.15
DOTS = "…"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a label."""

    text: str
    size_mm: float
    is_bold: bool


def width_of(text: str, size_mm: float, *, is_bold: bool = False) -> float:
    """Return about how wide a text is, and seldom less."""
    return sum(map(_letter_width, text)) * size_mm * (BOLD if is_bold else 1)


def wrap_text(text: str, width_mm: float, size_mm: float, *, max_lines: int) -> list[str] | None:
    """Return a text in lines of a width, broken at spaces; None where a word or the whole is too long."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size_mm) <= width_mm:
            lines[-1] = longer
        elif width_of(word, size_mm) <= width_mm:
            lines.append(word)
        else:
            return None
    return lines if 0 < len(lines) <= max_lines else None


def shorten_text(text: str, max_chars: int) -> str:
    """Return a text of at most so many characters; what was cut ends with dots."""
    return text if len(text) <= max_chars else text[: max_chars - 1].rstrip() + DOTS


def size_of(lines: list[Line]) -> tuple[float, float]:
    """Return how wide and how high lines are together."""
    width = max(width_of(one.text, one.size_mm, is_bold=one.is_bold) for one in lines)
    return (width, sum(one.size_mm for one in lines) * LINE)


def line_heights(lines: list[Line], top: float) -> Iterator[tuple[Line, float]]:
    """Yield each line with the height of its middle."""
    for one in lines:
        yield one, top + one.size_mm * LINE / 2
        top += one.size_mm * LINE


def _letter_width(letter: str) -> float:
    if letter in "iIjlftr1.,:;'|!()[] -":
        # A one is as wide as any digit; thin are the letters.
        return USUAL if letter == "1" else THIN + (0.06 if letter in "ftr-" else 0)
    if letter in "mwMW@%…":
        return WIDEST
    if unicodedata.east_asian_width(letter) in "WF":
        return WHOLE
    return CAPITAL if letter.isupper() else USUAL
