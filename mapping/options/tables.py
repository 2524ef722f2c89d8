"""The table of a site's rooms with what one can do in each: the twin of the walk, and its file."""

from django.urls import reverse

from mapping.options.queries import RoomWithOptions
from mapping.options.vocabulary import OptionsState, RoomLock
from mapping.options.words import options_line
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import Column, Table


def _say_options(one: RoomWithOptions) -> str:
    return "" if one.options is None else options_line(one.options)


ROOMS: Table[RoomWithOptions] = Table(
    name="room-options",
    caption=_("What one can do in each room"),
    empty=_("No published plan has a room with a number or name."),
    searches=True,
    tone=lambda one: "overdue" if one.state == OptionsState.NO_OPTION else "",
    columns=(
        Column(
            "room",
            _("Room"),
            lambda one: one.label,
            link=lambda one: reverse("walk_room", args=[one.level_id, one.space_id]),
            sorts=True,
            is_head=True,
        ),
        Column("floor", _("Floor"), lambda one: one.level, sorts=True),
        Column("state", _("State"), lambda one: OptionsState(one.state), sorts=True, filters=OptionsState),
        Column("options", _("Options"), _say_options),
        Column(
            "locks",
            _("Lock"),
            lambda one: None if one.options is None else RoomLock(one.options.locks),
            is_of_file=True,
        ),
        Column("note", _("Note"), lambda one: one.note),
        Column("by", _("Walked by"), lambda one: one.walked_by, sorts=True),
        Column("on", _("Walked on"), lambda one: one.walked_on, sorts=True),
    ),
)
