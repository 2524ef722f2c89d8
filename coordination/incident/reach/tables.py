"""The tables of reach: what an alarm would reach of each agency, test alarms, and what came of one."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from coordination.incident.reach.facts import AgencyReach
from coordination.incident.reach.queries import ShownTest, TestedPerson
from coordination.incident.reach.words import (
    advice_words,
    answered_words,
    duty_count_words,
    outcome_words,
    reach_words,
    took_words,
    ways_words,
)
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


def _mark_row(_row: object) -> str:
    """Return what stands in each row of a file: it is read without the page."""
    return gettext(TEST_MARK)


def _address_of_test(one: ShownTest) -> str:
    return reverse("alarm_test", args=[one.id])


TEST_MARK = _("TEST ALARM")
TESTS: Table[ShownTest] = Table(
    name="alarm-tests",
    caption=_("Test alarms before"),
    empty=_("No test alarm was sent yet."),
    columns=(
        Column("mark", _("What it is"), _mark_row, is_of_file=True),
        Column("at", _("Started"), lambda one: one.started_at, link=_address_of_test, is_head=True),
        Column("agency", _("Agency"), lambda one: one.agency),
        Column("by", _("How"), lambda one: gettext("by plan") if one.is_planned else gettext("by hand")),
        Column("told", _("Told"), lambda one: one.told, is_number=True),
        Column("answered", _("Answered"), lambda one: one.answered, is_number=True),
        Column("end", _("Ended"), lambda one: gettext("runs") if one.end is None else one.end.label),
    ),
)
PEOPLE: Table[TestedPerson] = Table(
    name="alarm-test",
    caption=_("Who was reached, and who not"),
    empty=_("No one of your agencies was told."),
    searches=True,
    tone=lambda one: "" if one.answered_at else "is-wanting",
    columns=(
        Column("mark", _("What it is"), _mark_row, is_of_file=True),
        Column("person", _("Person"), lambda one: one.name, is_head=True, sorts=True),
        Column("agency", _("Agency"), lambda one: one.agency, filters=True),
        Column("outcome", _("Outcome"), outcome_words, sorts=True),
        Column("answer", _("Answered by"), lambda one: one.way),
        Column("took", _("After"), took_words),
        Column("ways", _("By which ways"), ways_words),
        Column("advice", _("What to do"), advice_words),
    ),
)
