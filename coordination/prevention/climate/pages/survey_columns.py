"""The two tables of the page of surveys: what each column means, and which school each name is.

Their rows are as many as the file has, so they are sent as lists: of each column its topic and its indicator, and the
numbers of those where agreeing is bad.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from coordination.prevention.climate.rules.scales import INDICATORS, TOPICS
from coordination.prevention.climate.vocabulary import ClimateScale
from coordination.prevention.climate.work.bringing import SurveyColumn, SurveySchool
from mou.foundation.forms.fields import NO_CHOICE

SCHOOL = "school"
type Posted = MultiValueDict[str, Any]
type Listed = Sequence[tuple[object, str]]


@dataclass(frozen=True, slots=True)
class ColumnAsked:
    """A column and what it means, as it was proposed or sent."""

    heading: str
    topic: str
    indicator: str
    is_reversed: bool


@dataclass(frozen=True, slots=True)
class NameAsked:
    """A name of the file, and the school that is meant; "" if it is not counted."""

    name: str
    school_id: str


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row of a table with the elements that ask for it."""

    said: ColumnAsked | NameAsked
    place: int
    lists: Sequence[SafeString]


class ColumnsInput(forms.Widget):
    def value_from_datadict(self, data: Mapping[str, Any], files: Posted, name: str) -> list[ColumnAsked]:
        """Return the columns; none if the file is looked at for the first time."""
        said = data if isinstance(data, MultiValueDict) else MultiValueDict[str, Any]()
        topics, indicators, headings = (said.getlist(one) for one in ("topic", "indicator", "heading"))
        headings += [""] * (len(topics) - len(headings))
        is_reversed = set(said.getlist("reversed"))
        rows = enumerate(zip(headings, topics, indicators, strict=False))
        return [ColumnAsked(*row, is_reversed=str(place) in is_reversed) for place, row in rows]


class Columns(forms.Field):
    """What the columns mean, as the class of a survey has it."""

    def __init__(self) -> None:
        super().__init__(required=False, label=_("What the columns mean"), widget=ColumnsInput())

    def clean(self, value: Sequence[ColumnAsked]) -> list[dict[str, object]]:
        """Return them. The class checks the names of scales."""
        return [
            {
                "is_school": one.topic == SCHOOL,
                "scales": [scale for scale in (one.topic, one.indicator) if scale not in ("", SCHOOL)],
                "is_reversed": one.is_reversed,
            }
            for one in value
        ]


class SchoolsInput(forms.Widget):
    def value_from_datadict(self, data: Mapping[str, Any], files: Posted, name: str) -> list[NameAsked]:
        """Return the names with the schools that were chosen."""
        said = data if isinstance(data, MultiValueDict) else MultiValueDict[str, Any]()
        rows = zip(said.getlist("school_name"), said.getlist("school_id"), strict=False)
        return [NameAsked(*row) for row in rows]


class Schools(forms.Field):
    """Which school each name is."""

    def __init__(self) -> None:
        super().__init__(required=False, label=_("Which school is which"), widget=SchoolsInput())

    def clean(self, value: Sequence[NameAsked]) -> list[dict[str, object]]:
        """Return the names that are a school. Raises: ValidationError."""
        try:
            return [{"name": one.name, "school_id": UUID(one.school_id)} for one in value if one.school_id]
        except ValueError as nonsense:
            raise ValidationError(_("This cannot be taken as it is.")) from nonsense


# --- what is shown ----------------------------------------------------------------------------------------------------
def columns_proposed(columns: Sequence[SurveyColumn]) -> list[ColumnAsked]:
    """Return columns as a look at the file takes them."""
    return [
        ColumnAsked(
            one.heading,
            next((scale.value for scale in one.scales if scale in TOPICS), SCHOOL if one.is_school else ""),
            next((scale.value for scale in one.scales if scale in INDICATORS), ""),
            one.is_reversed,
        )
        for one in columns
    ]


def names_proposed(schools: Sequence[SurveySchool]) -> list[NameAsked]:
    """Return names as a look at the file takes them."""
    return [NameAsked(one.name, str(one.school_id or "")) for one in schools]


def show_columns(columns: Sequence[ColumnAsked], *, names_schools: bool) -> list[RowShown]:
    """Return the rows of columns; `names_schools`: one of them may be the name of the school."""
    own = [(SCHOOL, _("Name of the school"))] if names_schools else []
    topics = [NO_CHOICE, *own, *((one.value, one.label) for one in ClimateScale if one in TOPICS)]
    indicators = [NO_CHOICE, *((one.value, one.label) for one in ClimateScale if one in INDICATORS)]
    return [
        RowShown(
            one,
            place,
            [
                _draw_list("topic", topics, one.topic, f"{_('Topic')}: {one.heading}"),
                _draw_list("indicator", indicators, one.indicator, f"{_('Indicator')}: {one.heading}"),
            ],
        )
        for place, one in enumerate(columns)
    ]


def show_names(names: Sequence[NameAsked], schools: Listed) -> list[RowShown]:
    """Return the rows of names."""
    listed = [("", _("not counted")), *((str(value), label) for value, label in schools)]
    return [
        RowShown(one, place, [_draw_list("school_id", listed, one.school_id, one.name)])
        for place, one in enumerate(names)
    ]


def _draw_list(name: str, listed: Listed, chosen: str, label: str) -> SafeString:
    return forms.Select({"aria-label": label}, listed).render(name, chosen)
