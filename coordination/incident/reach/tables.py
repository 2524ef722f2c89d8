"""The tables of reach: what an alarm would reach of each agency."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest

from coordination.incident.reach.facts import AgencyReach
from coordination.incident.reach.words import answered_words, duty_count_words, reach_words
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import Column, Table
from mou.foundation.tables.table import ShownTable
from mou.vocabulary import AgencyKind


def agencies_table(
    request: HttpRequest, found: list[AgencyReach], zone: ZoneInfo, *, prefix: str = "reach"
) -> ShownTable[AgencyReach]:
    """Return the table of whom an alarm would reach now, agency by agency, as every page shows it."""
    declared = Table[AgencyReach](
        name=prefix,
        prefix=prefix,
        caption=_("Whom an alarm reaches now"),
        empty=_("There is no agency yet."),
        searches=True,
        tone=lambda one: "" if one.told and one.told == one.reachable else "is-wanting",
        columns=(
            Column("agency", _("Agency"), lambda one: one.name, is_head=True, sorts=True),
            Column("kind", _("Kind"), lambda one: one.kind, filters=AgencyKind),
            Column("reachable", _("Reachable"), reach_words),
            Column("on_duty", _("On duty now"), duty_count_words),
            Column("test", _("Last answered test"), lambda one: answered_words(one.last_test, zone)),
        ),
    )
    return ShownTable(request, declared, found, zone=zone)
