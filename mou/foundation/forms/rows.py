"""A field of a form for a list of small things: a row of fields for each, and empty rows up to the most."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict

type Row = dict[str, str]


class RowsInput(forms.Widget):
    """The rows. Each field of a row is named by the list and by itself: `help_lines-name`."""

    use_fieldset = True

    def __init__(self, fields: Mapping[str, forms.Field], number: int) -> None:
        super().__init__()
        self.fields, self.number = fields, number

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> list[Row]:
        """Return the rows in which something was typed."""
        typed = data if isinstance(data, MultiValueDict) else MultiValueDict[str, Any]()
        columns = [typed.getlist(f"{name}-{one}") for one in self.fields]
        rows = [dict(zip(self.fields, row, strict=True)) for row in zip_longest(*columns, fillvalue="")]
        return [one for one in rows if any(value.strip() for value in one.values())]

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: object = None) -> Any:
        """Draw what is there, then empty rows."""
        there: Sequence[Row] = value or []
        element = (attrs or {}).get("id", name)
        rows = [self._row(name, f"{element}-{number}", number, row) for number, row in enumerate(self._padded(there))]
        return render_to_string("forms/rows.html", {"rows": rows})

    def _padded(self, there: Sequence[Row]) -> list[Row]:
        return [*there, *[{}] * (self.number - len(there))]

    def _row(self, name: str, element: str, number: int, row: Row) -> list[tuple[str, str]]:
        return [
            (
                f"{field.label} {number + 1}",
                field.widget.render(f"{name}-{one}", row.get(one, ""), {"id": f"{element}-{one}"}),
            )
            for one, field in self.fields.items()
        ]


class Rows(forms.Field):
    """A list of small things. Each is checked by its own fields; what a row as a whole must be, the class says."""

    widget: RowsInput

    def __init__(self, fields: Mapping[str, forms.Field], number: int, **rules: Any) -> None:
        super().__init__(**(rules | {"required": False, "widget": RowsInput(fields, number)}))
        self.fields = fields

    def clean(self, value: list[Row]) -> list[dict[str, object]]:
        """Return the rows as their fields read them. Raises: ValidationError."""
        return [{name: field.clean(row.get(name, "")) for name, field in self.fields.items()} for row in value]
