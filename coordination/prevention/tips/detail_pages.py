"""How tips look, in lists and on their pages."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from coordination.casework.kinds.faces import Face, Faces, Head, MoreOfPage, Panel, join_texts
from coordination.casework.kinds.pages import make_detail_page
from coordination.casework.kinds.views import Door
from coordination.prevention.tips.access import site_of
from coordination.prevention.tips.models import Tip
from coordination.prevention.tips.rules.given import TipAnswerIn, TipIncidentIn, TipStepIn
from coordination.prevention.tips.vocabulary import TipDoor, TipMark, TipStep
from coordination.prevention.tips.wire import TipLine, TipView
from coordination.prevention.tips.words import priority_words
from coordination.prevention.tips.work.incidents import open_from_tip
from coordination.prevention.tips.work.kinds import TIP_KIND
from coordination.prevention.tips.work.queries import name_similar
from coordination.prevention.tips.work.receivers import name_receivers
from coordination.prevention.tips.work.steps import answer_reporter
from coordination.room.access import Asker
from mou.foundation.forms.act_form import ActForm
from mou.foundation.forms.fields import Choices
from mou.foundation.forms.step_form import StepAsked


def _tip_face(line: TipLine) -> Face:
    alarms = {TipMark.LIFE_THREAT: line.is_life_threat, TipMark.NOW: line.is_now}
    marks = {TipMark.FLOOD: line.is_of_flood, TipMark.REPORTER_WROTE: line.waits_for_answer}
    return Face(
        name=line.category.label,
        alarms=[one for one, shown in alarms.items() if shown],
        badges=[*(one for one, shown in marks.items() if shown), line.state, line.priority],
        small=line.school or line.desk,
        since=line.received_at,
        due_at=line.due_at if line.is_waiting else None,
        is_overdue=line.is_overdue,
        tone=line.priority.value if line.is_waiting else "",
    )


def _tip_head(view: TipView) -> Head:
    police = _("Sent to the police as well") if view.to_police else ""
    spanish = _("The reporter reads Spanish") if view.language == "es" else ""
    # A tab and a history that others see do not say what a tip is about.
    small = join_texts(view.school or view.desk, police, spanish)
    return Head(small, view.received_at, here=_("Tip"), title=_("Tip"))


def _tip_panels(view: TipView) -> tuple[list[Panel], list[Panel]]:
    dialogue = [Panel("tips/_dialogue.html")] if view.has_reporter else []
    return [Panel("tips/_report.html"), *dialogue], [Panel("tips/_outcome.html")]


def _steps_asked() -> dict[TipStep, StepAsked]:
    why = {"words": _("Why")}
    return {
        # Said in one press: someone has it now.
        **dict.fromkeys((TipStep.SEND, TipStep.ACKNOWLEDGE, TipStep.BEGIN, TipStep.MARK_TEST), StepAsked(())),
        TipStep.TRIAGE: StepAsked(("priority", "is_life_threat", "words"), ("priority",)),
        TipStep.DISPOSE: StepAsked(("disposition", "words"), ("disposition",)),
        TipStep.LINK_DUPLICATE: StepAsked(("duplicate_of",), ("duplicate_of",)),
        TipStep.MARK_FALSE: StepAsked(labels=why),
        TipStep.REOPEN: StepAsked(labels=why),
    }


def _step_choices(tip: Tip, at: datetime) -> dict[str, Choices]:
    similar = name_similar(tip, at) or [("", _("No other open tip is like it."))]
    return {"priority": priority_words().items(), "duplicate_of": similar}


def _tip_forms(request: HttpRequest, asker: Asker, tip: Tip) -> MoreOfPage:
    """Return the forms of the dialogue and of an incident."""
    answer = ActForm(
        request,
        "answer",
        TipAnswerIn,
        lambda given: answer_reporter(actor_id=asker.user_id, tip_id=tip.pk, text=given.text, at=asker.at),
    )
    incident = ActForm(
        request, "incident", TipIncidentIn, lambda given: open_from_tip(asker=asker, tip_id=tip.pk, given=given)
    )
    # Officers read what they were sent; to whom else it went is the team's.
    receivers = name_receivers(tip, asker.at) if tip.decides else None
    shown = {"answer_form": answer, "incident_form": incident, "site": site_of(tip), "receivers": receivers}
    return shown, [answer, incident]


TIP_FACES = Faces(
    template="tips/tip.html",
    kind=TIP_KIND,
    address="tip",
    face=_tip_face,
    head=_tip_head,
    panels=_tip_panels,
    urgent=lambda view: [Panel("tips/_incident.html")] if view.decides or view.incident_id else [],
    steps=TipStepIn,
    asked=_steps_asked,
    choices=_step_choices,
    initial=lambda tip: {"priority": tip.priority, "is_life_threat": tip.is_life_threat},
    more=_tip_forms,
    # Not to the police.
    shows_reads=lambda view: view.decides,
    doors=(Door, TipDoor),
    has_file=False,
)
tip_page = make_detail_page(TIP_FACES, "tips/_trail.html")
