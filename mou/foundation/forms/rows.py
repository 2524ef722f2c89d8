"""A field of a form for a list of small things: a row of fields for each.

Either people write the list, with empty rows up to the most; or the page knows what each row is about.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import zip_longest
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

# Beside the fields of a known row: its version, by which a row that was changed meanwhile is known.
DRAWN_FROM = "drawn_from"
type Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """What a row is about: what it is called, and the row as it stands. Its hidden fields are its key."""

    title: str
    row: Row

    @property
    def version(self) -> str:
        """What tells the row as it stands from any other."""
        return version_of(self.row)


def version_of(row: Row) -> str:
    """Return the version of what a row says."""
    return sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:16]


# So many empty rows stand open for the next things that people write; the others are one tap away.
EMPTY_SHOWN = 3


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A row of the page. `inputs`: of each its label and its element."""

    title: str
    hidden: list[str]
    inputs: list[tuple[str, str]]


class RowsInput(forms.Widget):
    """The rows. Each field of a row is named by the list and by itself: `help_lines-name`."""

    use_fieldset = True

    def __init__(self, fields: Mapping[str, forms.Field], number: int, known: Sequence[Known] | None = None) -> None:
        super().__init__()
        self.fields, self.number, self.known = fields, number, known

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> list[Row]:
        """Return the rows in which something was typed; of known ones, those that are not as they were drawn."""
        typed = data if isinstance(data, MultiValueDict) else MultiValueDict[str, Any]()
        rows = self._rows_of(typed, name, self.fields)
        if self.known is None:
            return [one for one in rows if any(value.strip() for value in one.values())]
        versions = {self.key_of(one.row): one.version for one in self.known}
        drawn = [one[DRAWN_FROM] for one in self._rows_of(typed, name, [DRAWN_FROM])]
        # A form without versions is compared with what stands there now.
        pairs = [
            (row, said or versions.get(self.key_of(row), "")) for row, said in zip_longest(rows, drawn[: len(rows)])
        ]
        return [{**row, DRAWN_FROM: said} for row, said in pairs if version_of(row) != said]

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: object = None) -> Any:
        """Draw what is there, then empty rows, of which most are folded; or each known row, with what was typed."""
        element = (attrs or {}).get("id", name)
        there: Sequence[Row] = value or []
        titled = self._padded(there) if self.known is None else self._with_known(self.known, there)
        rows = [self._draw(name, element, number, *one) for number, one in enumerate(titled)]
        open_rows = len(rows) if self.known is not None else len(there) + EMPTY_SHOWN
        return render_to_string("forms/rows.html", {"rows": rows[:open_rows], "folded": rows[open_rows:]})

    def key_of(self, row: Row) -> tuple[str, ...]:
        """Return what tells a known row from the others."""
        return tuple(row.get(name, "") for name, field in self.fields.items() if field.widget.is_hidden)

    def now(self, row: Row) -> Known | None:
        """Return the known thing of a row as it stands now."""
        return next((one for one in self.known or () if self.key_of(one.row) == self.key_of(row)), None)

    def _rows_of(self, typed: MultiValueDict[str, Any], name: str, fields: Iterable[str]) -> list[Row]:
        columns = [typed.getlist(f"{name}-{one}") for one in fields]
        return [dict(zip(fields, row, strict=True)) for row in zip_longest(*columns, fillvalue="")]

    def _padded(self, there: Sequence[Row]) -> list[tuple[str, Row]]:
        return [("", row) for row in (*there, *[{}] * (self.number - len(there)))]

    def _with_known(self, known: Sequence[Known], there: Sequence[Row]) -> list[tuple[str, Row]]:
        typed = {self.key_of(one): one for one in there}
        return [(one.title, {**typed.get(self.key_of(one.row), one.row), DRAWN_FROM: one.version}) for one in known]

    def _draw(self, name: str, element: str, number: int, title: str, row: Row) -> DrawnRow:
        drawn = DrawnRow(title, [], [])
        if DRAWN_FROM in row:
            drawn.hidden.append(forms.HiddenInput().render(f"{name}-{DRAWN_FROM}", row[DRAWN_FROM], {}))
        for one, field in self.fields.items():
            ids = {} if field.widget.is_hidden else {"id": f"{element}-{number}-{one}"}
            made = field.widget.render(f"{name}-{one}", row.get(one, ""), ids)
            if field.widget.is_hidden:
                drawn.hidden.append(made)
            else:
                drawn.inputs.append((str(field.label) if title else f"{field.label} {number + 1}", made))
        return drawn


class Rows(forms.Field):
    """A list of small things. Each is checked by its own fields; what a row as a whole must be, the class says."""

    widget: RowsInput

    def __init__(
        self, fields: Mapping[str, forms.Field], number: int, known: Sequence[Known] | None = None, **rules: Any
    ) -> None:
        super().__init__(**(rules | {"required": False, "widget": RowsInput(fields, number, known)}))
        self.fields = fields

    def clean(self, value: list[Row]) -> list[dict[str, object]]:
        """Return the rows as their fields read them.

        Raises: ValidationError: with every row that another person changed since it was drawn, and the first that
            cannot be read.
        """
        if stale := [one for row in value if (one := self._sentence_of_stale(row))]:
            raise ValidationError(stale)
        return [self._clean_row(row) for row in value]

    def in_row(self, sentence: str, rows: Sequence[Row], number: str) -> str:
        """Return what is said of a row, by its number among those that were given: with what the row is about."""
        about = self._title_of(rows[int(number)]) if number.isdecimal() and int(number) < len(rows) else ""
        return f"{about}: {sentence}" if about else sentence

    def _sentence_of_stale(self, row: Row) -> str:
        """Return what to say of a row that says something else by now than when it was drawn; empty: it does not."""
        now = self.widget.now(row)
        if now is None or row.get(DRAWN_FROM) == now.version:
            return ""
        shown = [self._shown(field, now.row[name]) for name, field in self.fields.items() if not field.widget.is_hidden]
        sentence = _("Someone changed this meanwhile. It now says: %(now)s. Look at it, and save again.")
        return f"{now.title}: {sentence % {'now': '; '.join(shown)}}"

    def _shown(self, field: forms.Field, value: str) -> str:
        labels = {str(one): str(label) for one, label in getattr(field, "choices", ())}
        return labels.get(value, value) or "—"

    def _clean_row(self, row: Row) -> dict[str, object]:
        try:
            return {name: field.clean(row.get(name, "")) for name, field in self.fields.items()}
        except ValidationError as wrong:
            about = self._title_of(row)
            raise ValidationError(f"{about}: {wrong.messages[0]}" if about else wrong.messages) from wrong

    def _title_of(self, row: Row) -> str:
        now = self.widget.now(row)
        return "" if now is None else now.title
