"""The table of corrective actions."""

from django.urls import reverse
from django.utils.text import Truncator

from coordination.drills.improvement.vocabulary import ActionState, CapabilityElement
from coordination.drills.improvement.wire import ActionLine
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import Column, Table

MOST_WORDS = 160


def _line_tone(line: ActionLine) -> str:
    return "overdue" if line.is_overdue else ""


_ACTION: Column[ActionLine] = Column(
    "action",
    _("Action"),
    lambda line: Truncator(line.words).chars(MOST_WORDS),
    link=lambda line: reverse("corrective_action", args=[line.action_id]),
    is_head=True,
)
_AREA: Column[ActionLine] = Column(
    "area", _("Area"), lambda line: line.area, template="improvement/_area_cell.html", sorts=True
)
_ELEMENT: Column[ActionLine] = Column(
    "element", _("Capability element"), lambda line: line.element, sorts=True, filters=CapabilityElement
)
_AGENCY: Column[ActionLine] = Column("organization", _("Organization"), lambda line: line.agency, sorts=True)
_OWNER: Column[ActionLine] = Column("owner", _("Who does it"), lambda line: line.owner, sorts=True)
_SITE: Column[ActionLine] = Column("place", _("Site"), lambda line: line.site, sorts=True)
_EXERCISE: Column[ActionLine] = Column("exercise", _("Exercise"), lambda line: line.exercise, sorts=True)
_STATE: Column[ActionLine] = Column(
    "state", _("State"), lambda line: line.state, template="tables/_badge.html", sorts=True, filters=ActionState
)
_DUE: Column[ActionLine] = Column(
    "due", _("Due"), lambda line: line.due_on, template="improvement/_due_cell.html", sorts=True
)
ACTIONS: Table[ActionLine] = Table(
    name="corrective-actions",
    caption=_("Corrective actions"),
    empty=_("Nothing is to do here."),
    searches=True,
    tone=_line_tone,
    columns=(_ACTION, _AREA, _ELEMENT, _AGENCY, _OWNER, _SITE, _EXERCISE, _STATE, _DUE),
)
ACTIONS_OF_EXERCISE: Table[ActionLine] = Table(
    name="corrective-actions",
    caption=_("Corrective actions"),
    empty=_("No corrective action was written yet."),
    searches=True,
    tone=_line_tone,
    columns=(_ACTION, _AREA, _ELEMENT, _AGENCY, _OWNER, _STATE, _DUE),
)
