"""The table of an agency's audit."""

from django.utils.translation import gettext

from coordination.records.audit.lines import EventLine
from coordination.records.audit.queries import PAGE_MAX
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import Column, Table

# The order is the order of the log, a page is what was read of it, and the interface makes the file.
EVENTS: Table[EventLine] = Table(
    name="events",
    caption=_("Events"),
    empty=_("Nothing was recorded yet. What happens stands here a second or two later."),
    rows_of_page=PAGE_MAX,
    has_file=False,
    columns=(
        Column("at", _("When"), lambda line: line.event.at, template="records/cells/when.html", is_number=True),
        Column("who", _("Who"), lambda line: line.event.person or gettext("no one known"), is_head=True),
        Column("what", _("What"), lambda line: line.what, template="records/cells/what.html"),
        Column("where", _("Where"), lambda line: line.where, template="records/cells/where.html"),
        Column("outcome", _("Outcome"), lambda line: line.outcome, template="records/cells/outcome.html"),
        Column("from", _("From"), lambda line: line.event.source, is_number=True),
    ),
)
