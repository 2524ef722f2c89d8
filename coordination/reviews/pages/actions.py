"""The page of an action after a real incident."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coordination.casework.kinds.faces import GIVES_TASK, Face, Faces, Facts, Head, Panel, join_texts
from coordination.casework.kinds.pages import make_detail_page
from coordination.casework.kinds.tasks import initial_of_task
from coordination.drills.improvement.vocabulary import ActionStep
from coordination.reviews.rules.given import ReviewActionStepIn
from coordination.reviews.wire import ReviewActionLine, ReviewActionView
from coordination.reviews.work.kinds import REVIEW_ACTION_KIND
from mou.foundation.forms.step_form import StepAsked


def _show_line(line: ReviewActionLine) -> Face:
    return Face(
        name=f"{_('Action after a real incident')} {line.number}",
        badges=[line.state],
        small=line.site,
        due_on=None if line.state.has_ended else line.due_on,
        is_overdue=line.is_overdue,
    )


def _show_head(view: ReviewActionView) -> Head:
    line = view.line
    return Head(line.site, title=join_texts(_("Action after a real incident"), line.site))


def _show_panels(view: ReviewActionView) -> tuple[list[Facts], list[Panel]]:
    line = view.line
    facts = {
        _("Area for improvement"): line.area,
        _("Capability element"): line.element,
        _("Core capability"): line.capability,
        _("Responsible organization"): join_texts(line.agency, line.owner),
        _("Due"): date_format(line.due_on, "DATE_FORMAT"),
    }
    return [Facts(_("What is to be done"), line.words, facts)], []


REVIEW_ACTION_FACES = Faces(
    kind=REVIEW_ACTION_KIND,
    address="review_action",
    face=_show_line,
    head=_show_head,
    panels=_show_panels,
    steps=ReviewActionStepIn,
    asked=lambda: {
        ActionStep.ASSIGN: GIVES_TASK,
        ActionStep.FINISH: StepAsked(labels={"words": _("What shows that it is done")}),
        ActionStep.DROP: StepAsked(labels={"words": _("Why it is dropped")}),
    },
    initial=initial_of_task,
    no_steps=lambda: _("Its organization's leaders and the school's administrators change it."),
)
action_page = make_detail_page(REVIEW_ACTION_FACES, "reviews/_action_trail.html")
