"""The page of a corrective action."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coordination.casework.kinds.faces import GIVES_TASK, Face, Faces, Facts, Head, Panel, join_texts
from coordination.casework.kinds.pages import make_detail_page
from coordination.casework.kinds.tasks import initial_of_task
from coordination.drills.improvement.rules.given import CorrectiveActionStepIn
from coordination.drills.improvement.vocabulary import ActionStep
from coordination.drills.improvement.wire import ActionLine, ActionView
from coordination.drills.improvement.work.kinds import ACTION_KIND
from mou.foundation.forms.step_form import StepAsked


def _show_line(line: ActionLine) -> Face:
    return Face(
        name=f"{_('Corrective action')} {line.number}",
        badges=[line.state],
        small=join_texts(line.site, line.exercise),
        due_on=None if line.state.has_ended else line.due_on,
        is_overdue=line.is_overdue,
    )


def _show_head(view: ActionView) -> Head:
    line = view.line
    return Head(join_texts(line.site, line.exercise), title=join_texts(_("Corrective action"), line.site))


def _show_panels(view: ActionView) -> tuple[list[Facts], list[Panel]]:
    line = view.line
    facts = {
        _("Area for improvement"): line.area,
        _("Capability element"): line.element,
        _("Core capability"): line.capability,
        _("Responsible organization"): join_texts(line.agency, line.owner),
        _("From and until"): f"{_day_words(line.starts_on)} \N{EN DASH} {_day_words(line.due_on)}",
    }
    return [Facts(_("What is to be done"), line.words, facts)], []


def _day_words(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


ACTION_FACES = Faces(
    kind=ACTION_KIND,
    address="corrective_action",
    face=_show_line,
    head=_show_head,
    panels=_show_panels,
    steps=CorrectiveActionStepIn,
    asked=lambda: {
        ActionStep.ASSIGN: GIVES_TASK,
        ActionStep.FINISH: StepAsked(labels={"words": _("What shows that it is done")}),
        ActionStep.DROP: StepAsked(labels={"words": _("Why it is dropped")}),
    },
    initial=initial_of_task,
    no_steps=lambda: _("Its organization's planners and the exercise's director change it."),
)
action_page = make_detail_page(ACTION_FACES, "improvement/_action_trail.html")
