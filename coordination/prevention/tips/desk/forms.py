"""The forms of a desk's page that are more than their fields: days typed one a line, and the table of routes."""

from collections.abc import Callable
from datetime import date

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from coordination.prevention.tips.rules.given import ClosedDays, TipDeskIn, TipRoutesIn
from coordination.prevention.tips.rules.routing import Route, Routes
from coordination.prevention.tips.vocabulary import TipCategory
from coordination.prevention.tips.work.desks import KEEP_DAYS
from mou.foundation.forms.act_form import ActForm
from mou.foundation.forms.fields import field_of
from mou.foundation.forms.inputs import Lines

# "2026-12-21 2027-01-01", or one day.
DAYS_ON_A_LINE = (1, 2)


class ClosedDaysField(Lines):
    """Days without school, each on a line: a day, or the first and the last."""

    def clean(self, value: object) -> list[dict[str, date]]:
        return [self._days_of(line) for line in super().clean(value)]

    def _days_of(self, line: str) -> dict[str, date]:
        try:
            days = [date.fromisoformat(one) for one in line.split()]
        except ValueError as nonsense:
            raise self._wrong_line(line) from nonsense
        if len(days) not in DAYS_ON_A_LINE:
            raise self._wrong_line(line)
        return {"first": days[0], "last": days[-1]}

    def _wrong_line(self, line: str) -> forms.ValidationError:
        return forms.ValidationError(forms.DateField.default_error_messages["invalid"], code="invalid")


class DeskForm(ActForm[TipDeskIn, object]):
    """The settings of a desk."""

    not_asked = ("closed_days",)

    def __init__(self, request: HttpRequest, do: Callable[[TipDeskIn], object], now: TipDeskIn | None) -> None:
        """Make it; `now`: what the desk is set to, if there is one."""
        initial = {} if now is None else {**now.model_dump(), "closed_days": [_line_of(one) for one in now.closed_days]}
        super().__init__(request, "set", TipDeskIn, do, initial=initial)
        attrs = {"rows": 3, "placeholder": "2026-12-21 2027-01-01"}
        label = _("Days without school, one line each: a day, or the first and the last")
        self.fields["closed_days"] = ClosedDaysField(label=label, required=False, widget=forms.Textarea(attrs))
        self.fields["keep_days"].widget.attrs |= {"min": KEEP_DAYS.start, "max": KEEP_DAYS.stop - 1}
        self.order_fields(("short_address", "keep_days", "closed_days", "is_open"))

    def clean_short_address(self) -> str:
        """Return the address in small letters, as the reporters' page is found."""
        typed: str = self.cleaned_data["short_address"]
        return typed.lower()


def _line_of(days: ClosedDays) -> str:
    return f"{days.first} {days.last}"


class RouteRow(forms.Form):
    """The row of a category: how urgent it is, and to whom it goes."""

    def __init__(self, category: TipCategory, route: Route, form: ActForm[TipRoutesIn, object]) -> None:
        data = form.data if form.is_bound else None
        initial = route.model_dump(mode="json")
        super().__init__(data, prefix=category.value, initial=initial, auto_id=f"{form.act}-%s")
        self.category = category
        for name, declared in Route.model_fields.items():
            self.fields[name] = field_of(declared)
        self.fields["priority"].widget.attrs["aria-label"] = f"{category.label}: {self.fields['priority'].label}"


class RoutesForm(ActForm[TipRoutesIn, object]):
    """The table of routes: a row for each category."""

    not_asked = ("routes",)

    def __init__(self, request: HttpRequest, do: Callable[[TipRoutesIn], object], routes: Routes) -> None:
        """Make it; `routes`: what the desk goes by."""
        super().__init__(request, "routes", TipRoutesIn, do)
        self.rows = [RouteRow(one, routes[one], self) for one in TipCategory]

    def clean(self) -> None:
        """Read the rows; what is wrong stands in its row, and the first of it above the form."""
        wrong = [(row, name, told[0]) for row in self.rows for name, told in row.errors.items()]
        for row, name, sentence in wrong[:1]:
            self.refuse(f"{row.category.label}, {row.fields[name].label}: {sentence}")
        if not wrong:
            self.cleaned_data["routes"] = {row.category: row.cleaned_data for row in self.rows}
        super().clean()
