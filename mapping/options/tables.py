"""The table of a site's places with what one can do in each: the twin of the walk, and its file."""

from django.urls import reverse

from mapping.options.queries import PlaceWithOptions
from mapping.options.vocabulary import BuildingLock, OptionsState, PlaceKind, RoomLock
from mapping.options.words import options_line
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import Column, Table


def _say_options(one: PlaceWithOptions) -> str:
    return "" if one.options is None else options_line(one.options)


def _lock_of(one: PlaceWithOptions) -> RoomLock | BuildingLock | None:
    return None if one.options is None else one.options.locks


PLACES: Table[PlaceWithOptions] = Table(
    name="room-options",
    caption=_("What one can do in each room and other place"),
    empty=_("No published plan has a place with a number or name."),
    searches=True,
    tone=lambda one: "overdue" if one.state == OptionsState.NO_OPTION else "",
    columns=(
        Column(
            "room",
            _("Room or place"),
            lambda one: one.label,
            link=lambda one: reverse("walk_room", args=[one.level_id, one.place_id]),
            sorts=True,
            is_head=True,
        ),
        Column("kind", _("Kind"), lambda one: PlaceKind(one.kind), sorts=True, filters=PlaceKind),
        Column("floor", _("Floor"), lambda one: one.level, sorts=True),
        Column("state", _("State"), lambda one: OptionsState(one.state), sorts=True, filters=OptionsState),
        Column("options", _("Options"), _say_options),
        Column("locks", _("Lock"), _lock_of, is_of_file=True),
        Column("note", _("Note"), lambda one: one.note),
        Column("by", _("Walked by"), lambda one: one.walked_by, sorts=True),
        Column("on", _("Walked on"), lambda one: one.walked_on, sorts=True),
    ),
)
