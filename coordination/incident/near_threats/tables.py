"""The tables of threats near schools: those told, and what each school has done."""

from django.urls import reverse
from django.utils.translation import gettext

from coordination.incident.near_threats.queries import ShownThreat
from coordination.incident.near_threats.rules import SchoolTold
from coordination.incident.near_threats.words import mark_words, state_words
from mapping.geometry.shapes import Position
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import Column, Table


def _address_of(one: ShownThreat) -> str:
    return reverse("near_threat", args=[one.id])


THREATS: Table[ShownThreat] = Table(
    name="near-threats",
    caption=_("The last hundred threats"),
    empty=_("No threat has been sent."),
    tone=lambda one: "is-wanting" if one.late else "",
    columns=(
        Column("mark", _("What it is"), mark_words),
        Column("kind", _("Kind"), lambda one: one.kind),
        Column("words", _("What was said"), lambda one: one.words, link=_address_of, is_head=True),
        Column("at", _("Told at"), lambda one: one.sent_at),
        Column("agency", _("By"), lambda one: one.agency),
        Column("schools", _("Schools"), lambda one: len(one.schools), is_number=True),
        Column("late", _("Without an answer"), lambda one: one.late, is_number=True),
        Column("state", _("State"), state_words),
    ),
)
SCHOOLS: Table[SchoolTold] = Table(
    name="near-threat",
    caption=_("What each school has done"),
    empty=_("No school of yours was warned."),
    searches=True,
    tone=lambda one: "is-wanting" if one.is_late else "",
    columns=(
        Column("mark", _("What it is"), mark_words, is_of_file=True),
        Column("school", _("School"), lambda one: one.site, is_head=True),
        Column(
            "state", _("State"), lambda one: gettext("NO ANSWER: call the school") if one.is_late else _say_state(one)
        ),
        Column("told", _("Told"), lambda one: one.told, is_number=True),
        Column("by", _("Acknowledged by"), lambda one: one.acknowledged_by),
        Column("at", _("Acknowledged at"), lambda one: one.acknowledged_at),
        Column("action", _("Action"), lambda one: one.action),
        Column("action_at", _("Since"), lambda one: one.action_at),
    ),
)
# What the map draws, in numbers.
CORNERS: Table[tuple[int, Position]] = Table(
    name="near-threat-area",
    prefix="area",
    caption=_("Corners of the area"),
    empty=_("No area was drawn."),
    columns=(
        Column("number", _("Corner"), lambda one: one[0], is_number=True, is_head=True),
        Column("lat", _("Latitude"), lambda one: one[1][1], is_number=True),
        Column("lon", _("Longitude"), lambda one: one[1][0], is_number=True),
    ),
)


def _say_state(one: SchoolTold) -> str:
    if one.action is not None:
        return gettext("Action started")
    return gettext("Acknowledged") if one.acknowledged_at is not None else gettext("Told")
