"""What a query string asks of a table. Django's form judges it: a value that is wrong is said at its field."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from mou.foundation.labelled import Labelled
from mou.foundation.tables.columns import FORMAT, MOST_ROWS, PAGE, SEARCH, SORT, Choices, Column, Table, words_of

MOST_CHARS = 100
CSV = "csv"


class SearchInput(forms.TextInput):
    input_type = "search"


class TableForm(forms.Form):
    """The form above a table: search and filters are typed; order, page and file come by links."""

    def __init__(self, request: HttpRequest, table: Table[Any], choices: Mapping[str, Choices]) -> None:
        """Make it, with what the query string says.

        Args:
            table: the declaration.
            choices: what each filter offers, by the name of its column.
        """
        super().__init__(request.GET, prefix=table.prefix or None, auto_id=f"{table.name}-%s")
        # Links of the page do not carry its buttons.
        self.use_required_attribute = False
        if table.searches:
            self.fields[SEARCH] = forms.CharField(
                label=_("Find"),
                max_length=MOST_CHARS,
                required=False,
                widget=SearchInput(attrs={"autocomplete": "off"}),
            )
        for name, title in ((one.name, words_of(one.title)) for one in table.columns if one.filters):
            self.fields[name] = forms.ChoiceField(
                label=title, choices=[("", _("all")), *choices.get(name, ())], required=False
            )
        orders = [sign + one.name for one in table.columns if one.sorts for sign in ("", "-")]
        self._add_hidden(SORT, forms.ChoiceField(choices=[(one, one) for one in orders], required=False))
        most = MOST_ROWS // table.rows_of_page
        self._add_hidden(PAGE, forms.IntegerField(min_value=1, max_value=most, required=False))
        formats = [(CSV, CSV)] if table.has_file else []
        self._add_hidden(FORMAT, forms.ChoiceField(choices=formats, required=False))

    def _add_hidden(self, name: str, field: forms.Field) -> None:
        field.widget = forms.HiddenInput()
        self.fields[name] = field

    def given(self, name: str) -> Any:
        """Return what was given and is right; nothing, where it is wrong."""
        return self.cleaned_data.get(name) or None

    def chosen(self, columns: Sequence[Column[Any]]) -> dict[str, str]:
        """Return what was chosen of the filters, by the name of the column."""
        return {one.name: value for one in columns if one.filters and (value := self.given(one.name))}

    def wrong_fields(self) -> list[forms.BoundField]:
        """Return the fields at which something is wrong."""
        return [self[name] for name in self.fields if name in self.errors]


def choices_of(table: Table[Any], given: Mapping[str, Choices], rows: Sequence[Any] | None) -> dict[str, Choices]:
    """Return what each filter offers: what the page gives, the values of a closed list, or what the rows have."""
    found: dict[str, Choices] = {}
    for column in (one for one in table.columns if one.filters):
        if column.name in given:
            found[column.name] = given[column.name]
        elif isinstance(column.filters, type):
            found[column.name] = [(one.value, one.label) for one in column.filters]
        else:
            values = {one: None for row in rows or () if (one := column.value_of(row)) not in (None, "")}
            found[column.name] = [(str(one), one.label if isinstance(one, Labelled) else str(one)) for one in values]
    return found
