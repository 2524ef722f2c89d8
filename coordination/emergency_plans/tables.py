"""The tables of emergency operations plans: the list, and what a check found."""

from django.urls import reverse

from coordination.emergency_plans.vocabulary import EmergencyPlanState
from coordination.emergency_plans.wire import EmergencyPlanLine
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import Column, Table


def _tone_of(line: EmergencyPlanLine) -> str:
    return "overdue" if line.is_overdue else ""


PLANS: Table[EmergencyPlanLine] = Table(
    name="emergency-plans",
    caption=_("Emergency plans"),
    empty=_("There is no emergency plan yet."),
    searches=True,
    tone=_tone_of,
    columns=(
        Column(
            "name",
            _("Of"),
            lambda line: line.name,
            link=lambda line: reverse("emergency_plan", args=[line.plan_id]),
            sorts=True,
            is_head=True,
        ),
        Column(
            "state",
            _("State"),
            lambda line: line.state,
            template="tables/_badge.html",
            sorts=True,
            filters=EmergencyPlanState,
        ),
        Column("number", _("Version"), lambda line: line.number, sorts=True),
        Column("renew", _("Renew by"), lambda line: line.renew_on, sorts=True),
        Column(
            "findings",
            _("Findings"),
            lambda line: line.findings,
            template="emergency_plans/parts/_findings_cell.html",
            sorts=True,
        ),
    ),
)
