"""What the page of a block asks. A line of the text is a line of the block; `|` stands between the columns."""

from typing import Annotated

from ninja import Schema
from pydantic import Field

from coordination.incident.ics_forms.capability import MAX_CHARS
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _

BETWEEN = "|"
# Shown in a cell of the log in the place of the sign that stands between columns.
INSTEAD = "¦"


class BlockTextIn(Schema):
    """What a person writes in a block."""

    text: Annotated[str, Field(max_length=MAX_CHARS * 2), Asked(_("What stands in this block"), lines=12)] = ""
    seen_seq: Annotated[int, Field(ge=0), Asked(is_hidden=True)] = 0


class TakeSeedIn(Schema):
    """Let the block say what the log says."""

    seen_seq: Annotated[int, Field(ge=0), Asked(is_hidden=True)] = 0


def lines_of_text(text: str, columns: int) -> tuple[tuple[str, ...], ...]:
    """Return the lines of a text; with several columns, each split at the signs between them."""
    lines = [line.strip() for line in text.splitlines()]
    if columns <= 1:
        return tuple((line,) for line in lines if line)
    return tuple(tuple(cell.strip() for cell in line.split(BETWEEN)) for line in lines if line)


def text_of_lines(lines: tuple[tuple[str, ...], ...]) -> str:
    """Return a block's lines as a text that `lines_of_text` reads."""
    return "\n".join(
        f" {BETWEEN} ".join(" ".join(cell.replace(BETWEEN, INSTEAD).split()) for cell in line)
        if len(line) > 1
        else " ".join(line[0].split())
        for line in lines
    )
