"""The table of shifts."""

from coordination.administration.duty.shown import ShownShift
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import Column, Table

SHIFTS: Table[ShownShift] = Table(
    name="shifts",
    caption=_("Planned shifts"),
    empty=_("No shift is planned: duty stays as it is set by hand."),
    searches=("member__user__display_name", "member__user__username"),
    columns=(
        Column("person", _("Person"), lambda one: one.person, is_head=True),
        Column("start", _("From"), lambda one: one.starts_at),
        Column("end", _("Until"), lambda one: one.ends_at),
        Column("back", _("Take back"), template="administration/duty/_take_back_cell.html"),
    ),
)
