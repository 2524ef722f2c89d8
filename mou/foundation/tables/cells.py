"""A value in a cell: its text in a file, its key to sort by. Text that a spreadsheet would run is made harmless."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal

from mou.foundation.labelled import Labelled

type Value = str | int | float | Decimal | date | datetime | Labelled | None

# A spreadsheet runs a text that begins so as a formula, and anyone may have typed it.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
DIGITS = re.compile(r"(\d+)")


def harmless_text(text: str) -> str:
    """Return a text as a spreadsheet may have it: what begins like a formula begins with an apostrophe."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def typed_text(cell: str) -> str:
    """Return the text that `harmless_text` was given: what a file of ours has before a formula sign was not typed."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell


def file_text(value: Value, zone: tzinfo = UTC) -> str:
    """Return a value as it stands in a file: the label of a list, a moment by the clock of `zone`, harmless text."""
    if value is None:
        return ""
    if isinstance(value, Labelled):
        return harmless_text(value.label)
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return harmless_text(value) if isinstance(value, str) else str(value)


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows of texts as CSV. The texts are harmless already."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def shown_text(value: Value) -> str:
    """Return the words of a value, for who searches a list."""
    if isinstance(value, Labelled):
        return value.label
    return "" if value is None else str(value)


type SortKey = tuple[tuple[int, float, str], ...]


def sort_key(value: Value) -> SortKey:
    """Return a key by which values of one column compare as people expect: Room 9 before Room 10, é beside e."""
    if isinstance(value, Labelled):
        # The order of a list is the order of its declaration.
        return ((0, float(list(type(value)).index(value)), ""),)
    if isinstance(value, datetime):
        return ((0, value.timestamp(), ""),)
    if isinstance(value, date):
        return ((0, float(value.toordinal()), ""),)
    if isinstance(value, int | float | Decimal):
        return ((0, float(value), ""),)
    plain = unicodedata.normalize("NFKD", value or "").casefold()
    folded = "".join(one for one in plain if not unicodedata.combining(one))
    parts = DIGITS.split(folded)
    return tuple((0, float(one[:300]), "") if at % 2 else (1, 0.0, one) for at, one in enumerate(parts) if one)
