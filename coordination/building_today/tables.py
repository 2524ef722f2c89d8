"""The tables of a day: cards, visitors, changes, classes."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from coordination.building_today.models import DayCard, DayChange, Visitor
from coordination.building_today.queries import state_of
from coordination.building_today.vocabulary import DayCardKind, DayCardState, DayChangeKind, ExpectedSource
from coordination.building_today.words import change_words
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop
from mou.foundation.tables.columns import Column, Table


@dataclass(frozen=True, slots=True)
class CardLine:
    """A card, as it stands now."""

    card: DayCard
    state: DayCardState


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class: how many are here, of how many, how and when that is known. Not counted today: as it was last."""

    class_name: str
    enrolled: int
    present: int | None
    source: ExpectedSource | None
    counted_at: datetime | None


def card_line(card: DayCard, at: datetime) -> CardLine:
    """Return the line of a card, its phones counted already as `phones`."""
    return CardLine(card, state_of(card, at, is_scanned=bool(getattr(card, "phones", 0))))


CARDS: Table[CardLine] = Table(
    name="day-cards",
    caption=_("Cards for the day"),
    empty=_("No card is in use at this site."),
    searches=True,
    columns=(
        Column(
            "holder",
            _("Name"),
            lambda one: one.card.holder,
            link=lambda one: reverse("day_card_badge", args=[one.card.site_id, one.card.pk]),
            sorts=True,
            is_head=True,
        ),
        Column("kind", _("What they are"), lambda one: DayCardKind(one.card.kind), sorts=True, filters=DayCardKind),
        Column("place", _("Room or class"), lambda one: one.card.place, sorts=True),
        Column("from", pgettext_noop("time", "From"), lambda one: one.card.starts_at, sorts=True),
        Column("until", pgettext_noop("time", "Until"), lambda one: one.card.ends_at, sorts=True),
        Column("vouched", _("Who vouches for them"), lambda one: one.card.vouched_by),
        Column("state", _("State"), lambda one: one.state, sorts=True, filters=DayCardState),
        Column("end", _("End"), template="building_today/_card_acts.html"),
    ),
)

VISITORS: Table[Visitor] = Table(
    name="visitors",
    caption=_("Visitors who have not checked out"),
    empty=_("No visitor is here."),
    searches=("name", "host", "place", "badge"),
    order=("-came_at", "-id"),
    columns=(
        Column("name", _("Name"), lambda one: one.name, sorts=("name",), is_head=True),
        Column("reason", _("Reason"), lambda one: one.reason),
        Column("host", _("Whom they visit"), lambda one: one.host, sorts=("host",)),
        Column("place", _("Where they go"), lambda one: one.place, sorts=("place",)),
        Column("badge", _("Badge number"), lambda one: one.badge),
        Column("came", _("Came"), lambda one: one.came_at, sorts=("came_at",)),
        Column("out", _("Check out"), template="building_today/_visitor_acts.html"),
    ),
)

CHANGES: Table[DayChange] = Table(
    name="changes",
    caption=_("Changes today"),
    empty=_("No changes today."),
    columns=(
        Column("kind", _("What"), lambda one: DayChangeKind(one.kind), sorts=True, filters=DayChangeKind),
        Column("words", _("In words"), lambda one: change_words(one, one.site, with_contact=True), is_head=True),
        Column("from", pgettext_noop("time", "From"), lambda one: one.starts_at, sorts=True),
        Column("end", _("End"), template="building_today/_change_acts.html"),
    ),
)

CLASSES: Table[ClassLine] = Table(
    name="classes",
    caption=_("Classes today"),
    empty=_("No class is known yet. Count the first one below."),
    columns=(
        Column("class", _("Class or room"), lambda one: one.class_name, sorts=True, is_head=True),
        Column("enrolled", _("Enrolled"), lambda one: one.enrolled, is_number=True),
        Column("present", _("Present"), lambda one: one.present, is_number=True),
        Column("source", _("How that is known"), lambda one: one.source),
        Column("at", _("Counted"), lambda one: one.counted_at),
        Column("count", _("Count"), template="building_today/_class_acts.html"),
    ),
)
