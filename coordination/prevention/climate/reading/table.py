"""Take a table of answers apart: its encoding, its separator, its head. Pure; runs in a bounded process."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from mou.foundation.shown_text import is_shown_line

ROWS_MAX = 250_000
# Three fields of a form each: a form has a thousand at most.
COLUMNS_MAX = 200
CELL_MAX_CHARS = 4_000
HEADING_MAX_CHARS = 300
SEPARATORS = (",", ";", "\t", "|")


@dataclass
class Refused(Exception):
    """Why a file as a whole is not read."""

    code: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table's head, its rows with their numbers as a spreadsheet counts them, and about how many there are."""

    headings: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]]
    about: int


def open_table(content: bytes) -> Table:
    """Return a table of a file with a head. Raises: Refused, also while its rows are read."""
    csv.field_size_limit(CELL_MAX_CHARS)
    text = _decode_text(content)
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows = _number_rows(reader)
    number, head = next(rows, (0, []))
    headings = tuple(one.strip() for one in head)
    if number != 1 or len(headings) < 2 or len(headings) > COLUMNS_MAX:
        raise Refused("columns")
    if any(len(one) > HEADING_MAX_CHARS or not is_shown_line(one) for one in headings):
        raise Refused("columns")
    return Table(headings, rows, max(text.count("\n") - 1, 1))


def _decode_text(content: bytes) -> str:
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("not_text")
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What a desktop's spreadsheet writes when it is asked for CSV.
        return content.decode("cp1252", errors="replace")


def _number_rows(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    number = 0
    try:
        for cells in reader:
            number += 1
            if number > ROWS_MAX:
                raise Refused("too_many_rows")
            if any(one.strip() for one in cells):
                yield number, cells
    except csv.Error as error:
        raise Refused("not_csv") from error
