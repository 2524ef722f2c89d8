"""The table of schools, with what students said of the indicators last."""

from coordination.prevention.climate.rules.scales import INDICATORS
from coordination.prevention.climate.vocabulary import ClimateScale
from coordination.prevention.climate.work.queries import SchoolLine
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import AsWritten, Column, Table


def schools_table() -> Table[SchoolLine]:
    """Return it in the reader's language. A file has what the page shows: of fewer than ten people nothing."""
    return Table(
        name="school-climate",
        prefix="schools",
        caption=_("Schools"),
        empty=_("There is no school to show."),
        searches=True,
        columns=(
            Column(
                "school",
                _("School"),
                lambda one: one.school,
                template="climate/_school_cell.html",
                sorts=True,
                is_head=True,
            ),
            Column("district", _("District"), lambda one: one.district, is_of_file=True),
            Column(
                "year",
                _("School year"),
                lambda one: one.school_year,
                template="climate/_year_cell.html",
                sorts=True,
                says_none=True,
            ),
            *(_indicator_column(place, scale) for place, scale in enumerate(INDICATORS, start=1)),
        ),
    )


def _indicator_column(place: int, scale: ClimateScale) -> Column[SchoolLine]:
    name = f"indicator{place}"
    return Column(
        name,
        AsWritten(ClimateScale(scale).label),
        lambda one: one.points[name].favorable if name in one.points else None,
        template="climate/_indicator_cell.html",
        sorts=True,
        is_number=True,
        says_none=True,
    )
