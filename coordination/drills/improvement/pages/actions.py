"""The pages of corrective actions: the improvement plan of an exercise, all that a person reads, and one of them."""

from datetime import date, timedelta
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coordination.casework.machine import Need
from coordination.drills.exercises.places import people_of
from coordination.drills.exercises.vocabulary import CoreCapability
from coordination.drills.improvement import words
from coordination.drills.improvement.access import (
    ReportGrant,
    action_for,
    agencies_to_choose,
    may_see_actions,
    report_grant,
)
from coordination.drills.improvement.errors import ActionNotFound, ActionStepLacks, BadReport, ReportNotFound
from coordination.drills.improvement.pages.report import carry_out_form
from coordination.drills.improvement.rules.machine import ACTIONS
from coordination.drills.improvement.vocabulary import ActionState, ActionStep, CapabilityElement
from coordination.drills.improvement.work.actions import ActionGiven, ActionStepGiven, add_action, take_step
from coordination.drills.improvement.work.documents import document_of, report_of
from coordination.drills.improvement.work.queries import (
    ActionLine,
    ActionsAsked,
    action_lines,
    action_view,
    districts_planned_for,
    exercise_actions,
)
from coordination.errors import CoordinationError
from coordination.room.access import Asker
from coordination.web.posted import NOTHING, redirect_anew, uuid_in
from coordination.web.signed_in import asker_of

# Until when a corrective action is due if no date was given: HSEEP wants it soon and real.
USUAL_DAYS = 60


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def plan_page(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Show the improvement plan of an exercise; write a line of it."""
    asker = asker_of(request)
    problem = ""
    if request.method == "POST":
        problem = carry_out_form(
            lambda: add_action(
                actor_id=asker.user_id, exercise_id=exercise_id, given=_read_action(request.POST), at=asker.at
            )
        )
        if not problem:
            return redirect_anew(reverse("improvement_plan", args=[exercise_id]))
    try:
        grant = report_grant(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    except CoordinationError as missing:
        raise Http404 from missing
    exercise = grant.exercise
    agencies = list(agencies_to_choose(exercise)) if grant.may_write else []
    context = {
        "exercise": exercise,
        "grant": grant,
        "actions": exercise_actions(exercise, user_id=asker.user_id, at=asker.at),
        "areas": _list_areas(grant) if grant.may_write else [],
        "people": [(one, list(people_of(one.pk, asker.at)[:200])) for one in agencies],
        "typed": request.POST if problem else {"due_on": (asker.at + timedelta(days=USUAL_DAYS)).date().isoformat()},
        "today": asker.at.date(),
        "problem": problem,
        **_label_tables(),
    }
    return render(request, "improvement/plan.html", context, status=422 if problem else 200)


def _list_areas(grant: ReportGrant) -> list[tuple[str, str, str]]:
    """Return the areas of the report, to choose one: its id, its words, its capability."""
    try:
        document = document_of(report_of(grant))
    except ReportNotFound:
        return []
    return [(one.finding_id, one.words, one.capability) for each in document.objectives for one in each.areas]


def _read_action(posted: QueryDict) -> ActionGiven:
    agency_id, _bar, owner_id = posted.get("who", "").partition("|")
    try:
        return ActionGiven(
            area=posted.get("area", ""),
            words=posted.get("words", ""),
            element=CapabilityElement(posted.get("element", "")),
            capability=CoreCapability(posted.get("capability", "")),
            agency_id=UUID(agency_id),
            owner_id=UUID(owner_id) if owner_id else None,
            starts_on=date.fromisoformat(posted.get("starts_on", "")),
            due_on=date.fromisoformat(posted.get("due_on", "")),
        )
    except ValueError as nonsense:
        raise BadReport(pointer="/due_on") from nonsense


@require_safe
@never_cache
@login_required
def actions_page(request: HttpRequest) -> HttpResponse:
    """List the corrective actions that the reader reads, of an agency or a district with its schools."""
    asker = asker_of(request)
    if not may_see_actions(asker.user_id, asker.at):
        raise Http404
    asked = ActionsAsked(
        ended=request.GET.get("ended") == "yes",
        overdue=request.GET.get("overdue") == "yes",
        agency_id=_chosen_id(request.GET, "agency"),
        site_id=_chosen_id(request.GET, "site"),
    )
    everything = action_lines(user_id=asker.user_id, asked=ActionsAsked(ended=asked.ended), at=asker.at)
    context = {
        "actions": action_lines(user_id=asker.user_id, asked=asked, at=asker.at),
        "asked": asked,
        "agencies": _list_agencies(everything, asker),
        "sites": sorted({(one.site, str(one.site_id)) for one in everything}),
        **_label_tables(),
    }
    return render(request, "improvement/actions.html", context)


def _list_agencies(lines: list[ActionLine], asker: Asker) -> list[tuple[str, str]]:
    """Return the agencies by which the list can be cut, by name: those with actions, and own districts."""
    own = {(one.name, str(one.pk)) for one in districts_planned_for(asker.user_id, asker.at)}
    return sorted({(one.agency, str(one.agency_id)) for one in lines} | own)


def _chosen_id(asked: QueryDict, name: str) -> UUID | None:
    if not asked.get(name):
        return None
    found = uuid_in(asked, name)
    return None if found == NOTHING else found


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def action_page(request: HttpRequest, action_id: UUID) -> HttpResponse:
    """Show a corrective action; take the step that a form asks for."""
    asker = asker_of(request)
    problem = ""
    if request.method == "POST":
        problem = carry_out_form(
            lambda: take_step(actor_id=asker.user_id, action_id=action_id, given=_read_step(request.POST), at=asker.at)
        )
        if not problem:
            return redirect_anew(reverse("corrective_action", args=[action_id]))
    try:
        action = action_for(user_id=asker.user_id, action_id=action_id, at=asker.at)
    except ActionNotFound as missing:
        raise Http404 from missing
    context = {
        "action": action_view(action, user_id=asker.user_id, at=asker.at),
        "problem": problem,
        "typed": request.POST if problem else {},
        "step_words": ActionStep.labels(),
        "acts": words.action_acts(),
        "needs_words": [one.value for one in ActionStep if ACTIONS.needs(one, Need.WORDS)],
        **_label_tables(),
    }
    return render(request, "improvement/action.html", context, status=422 if problem else 200)


def _read_step(posted: QueryDict) -> ActionStepGiven:
    try:
        step = ActionStep(posted.get("step", ""))
        due_on = date.fromisoformat(due) if (due := posted.get("due_on", "")) else None
    except ValueError as nonsense:
        raise ActionStepLacks(pointer="/step") from nonsense
    owner_id = uuid_in(posted, "owner_id") if posted.get("owner_id") else None
    return ActionStepGiven(step, posted.get("words", ""), owner_id, due_on)


def _label_tables() -> dict[str, dict[str, str]]:
    return {
        "elements": CapabilityElement.labels(),
        "states": ActionState.labels(),
        "capabilities": CoreCapability.labels(),
    }
