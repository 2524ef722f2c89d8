"""The team's pages: the queue and a tip. Plain forms: no script."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coordination.casework.step_forms import StepAsked, StepForm
from coordination.casework.team_page import refusal_sentence
from coordination.prevention.tips import words
from coordination.prevention.tips.access import (
    TipGrant,
    desks_of_team,
    may_see_page,
    overdue_at_kept_desks,
    site_of,
    tip_for,
    tips_for,
)
from coordination.prevention.tips.reporting.floods import FLOOD_FROM, WINDOW
from coordination.prevention.tips.rules.given import FalseTipsIn, TipAnswerIn, TipIncidentIn, TipStepIn
from coordination.prevention.tips.rules.machine import TIPS
from coordination.prevention.tips.vocabulary import TipStep
from coordination.prevention.tips.work import steps
from coordination.prevention.tips.work.incidents import open_from_tip
from coordination.prevention.tips.work.queries import TipLine, list_queue, open_tip_view, reads_of, similar_open
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.access.operators import managed_agencies
from mou.foundation.forms.act_form import ActForm, AnyForm, carry_out, show_page
from mou.foundation.forms.fields import Choices
from mou.foundation.forms.page import page
from mou.vocabulary import AgencyKind

# Steps beside the way from a report to its disposition.
ASIDE = frozenset({TipStep.LINK_DUPLICATE, TipStep.MARK_FALSE, TipStep.MARK_TEST, TipStep.REOPEN})
type TipStepForm = StepForm[TipStepIn]


@page(posts=True)
def tips_page(request: HttpRequest) -> HttpResponse:
    """Show the queue of the reader's tips, and the desks that the reader keeps; clear a flood."""
    asker = asker_of(request)
    if not may_see_page(asker.user_id, asker.at):
        raise Http404
    seen, ended = tips_for(asker.user_id, asker.at), request.GET.get("ended") == "yes"
    lines = list_queue(seen, is_open=not ended)
    clear = ActForm(
        request,
        "clear",
        FalseTipsIn,
        lambda given: _mark_false(asker, given),
        choices={"tip": [(one.tip_id, "") for one in lines]},
    )
    if carry_out(request, [clear], refusal_sentence):
        return redirect_anew(request.path)
    decides = desks_of_team(asker.user_id, asker.at).exists()
    kinds = (AgencyKind.SCHOOL.value, AgencyKind.DISTRICT.value)
    context = {
        "lines": list(_drawn_lines(lines, clear, asker.at)),
        "ended": ended,
        "decides": decides,
        "overdue": overdue_at_kept_desks(asker.user_id, asker.at),
        "at": asker.at,
        "kept": managed_agencies(asker.user_id, asker.at).filter(kind__in=kinds, is_active=True).order_by("name"),
        "lately": seen.filter(received_at__gt=asker.at - WINDOW).count(),
        "flood_from": FLOOD_FROM,
        "clear_form": clear if decides and not ended and any(one.is_of_flood for one in lines) else None,
    }
    return show_page(request, "tips/queue.html", context, [clear])


def _drawn_lines(lines: list[TipLine], clear: AnyForm, now: datetime) -> Iterator[tuple[TipLine, str, str, object]]:
    """Yield each tip with the time that is left, its tone, and the box by which it is chosen."""
    for one, box in zip(lines, clear["tip"].subwidgets, strict=True):
        yield one, words.words_of_time_left(one.due_at, now), _tone_of_line(one, now), box.tag


def _tone_of_line(line: TipLine, now: datetime) -> str:
    if not line.is_waiting:
        return ""
    return "overdue" if line.due_at < now else line.priority.value


def _mark_false(asker: Asker, given: FalseTipsIn) -> None:
    step = TipStepIn(step=TipStep.MARK_FALSE, words=given.words)
    steps.take_steps(actor_id=asker.user_id, tip_ids=given.tip, given=step, at=asker.at)


@page(posts=True)
def tip_page(request: HttpRequest, tip_id: UUID) -> HttpResponse:
    """Show a tip, which is written down; carry out what a form asks for."""
    asker = asker_of(request)
    grant = tip_for(user_id=asker.user_id, tip_id=tip_id, at=asker.at)
    similar = similar_open(grant.tip, tips_for(asker.user_id, asker.at)) if grant.decides else []
    step_forms = _step_forms(request, asker, grant, similar)
    answer = ActForm(
        request,
        "answer",
        TipAnswerIn,
        lambda given: steps.answer_reporter(actor_id=asker.user_id, tip_id=tip_id, text=given.text, at=asker.at),
    )
    incident = ActForm(
        request, "incident", TipIncidentIn, lambda given: open_from_tip(asker=asker, tip_id=tip_id, given=given)
    )
    of_page: list[AnyForm] = [*step_forms.values(), answer, incident]
    if carry_out(request, of_page, refusal_sentence):
        return redirect_anew(request.path)
    if request.method == "POST":
        # What stood in the way may be what someone else has done meanwhile.
        grant = tip_for(user_id=asker.user_id, tip_id=tip_id, at=asker.at)
    view = open_tip_view(grant, user_id=asker.user_id, at=asker.at, door="page")
    context = {
        "tip": view,
        "left": words.words_of_time_left(view.due_at, asker.at),
        "is_overdue": view.is_waiting and view.due_at < asker.at,
        "site": site_of(grant.tip),
        "priority": words.priority_words()[view.priority],
        "next_steps": [step_forms[one] for one in view.steps if one not in ASIDE],
        "steps_aside": [step_forms[one] for one in view.steps if one in ASIDE],
        "answer_form": answer,
        "incident_form": incident,
        "similar": similar,
        "reads": reads_of(grant.tip) if grant.decides else [],
    }
    return show_page(request, "tips/tip.html", context, of_page)


def _step_forms(
    request: HttpRequest, asker: Asker, grant: TipGrant, similar: list[TipLine]
) -> dict[TipStep, TipStepForm]:
    """Return the form of each step, also of those that the state does not allow: the act says why."""
    why = {"words": _("Why")}
    asked = {
        TipStep.TRIAGE: StepAsked(("priority", "is_life_threat", "words"), ("priority",)),
        TipStep.DISPOSE: StepAsked(("disposition", "words"), ("disposition",)),
        TipStep.LINK_DUPLICATE: StepAsked(("duplicate_of",), ("duplicate_of",)),
        TipStep.MARK_FALSE: StepAsked(labels=why),
        TipStep.REOPEN: StepAsked(labels=why),
    }
    choices: dict[str, Choices] = {
        "priority": words.priority_words().items(),
        "duplicate_of": [(one.tip_id, _name_of_line(one)) for one in similar],
    }
    tip = grant.tip

    def take(given: TipStepIn) -> object:
        return steps.take_step(actor_id=asker.user_id, tip_id=tip.pk, given=given, at=asker.at)

    return {
        one: StepForm(
            request,
            TipStepIn,
            take,
            step=one,
            asked=asked.get(one, StepAsked(())),
            machine=TIPS,
            choices=choices,
            initial={"priority": tip.priority, "is_life_threat": tip.is_life_threat},
        )
        for one in TipStep
    }


def _name_of_line(line: TipLine) -> str:
    """Return what a tip is called in a list: what it is about, and when it came by the school's clock."""
    return f"{line.category.label} · {words.moment_words(line.received_at, line.time_zone)}"
