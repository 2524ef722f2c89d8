"""The pages of corrective actions: the improvement plan of an exercise, and all that a person reads."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from coordination.drills.evaluation.pages import refusal_sentence
from coordination.drills.exercises.places import people_of
from coordination.drills.improvement import acts
from coordination.drills.improvement.access import (
    ReportGrant,
    agencies_to_choose,
    may_see_actions,
    report_grant,
)
from coordination.drills.improvement.errors import ReportNotFound
from coordination.drills.improvement.pages.tables import ACTIONS as LISTED_ACTIONS
from coordination.drills.improvement.pages.tables import ACTIONS_OF_EXERCISE
from coordination.drills.improvement.rules.given import CorrectiveActionIn
from coordination.drills.improvement.wire import ActionLine
from coordination.drills.improvement.work.documents import document_of, report_of
from coordination.drills.improvement.work.queries import (
    ActionsAsked,
    action_lines,
    districts_planned_for,
    exercise_actions,
)
from coordination.room.access import Asker
from coordination.templatetags.told_apart import told_apart
from coordination.web.posted import NOTHING, redirect_anew, uuid_in
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, AnyForm, carry_out
from mou.foundation.forms.page import page
from mou.foundation.tables.table import ShownTable, show_tables

# Until when a corrective action is due if no date was given: HSEEP wants it soon and real.
USUAL_DAYS = 60


@page(posts=True)
def plan_page(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Show the improvement plan of an exercise; write a line of it."""
    asker = asker_of(request)
    grant = report_grant(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    form = _form_of_action(request, asker, grant)
    if carry_out(request, [form], refusal_sentence):
        return redirect_anew(request.path)
    lines = exercise_actions(grant.exercise, user_id=asker.user_id, at=asker.at)
    actions = ShownTable(request, ACTIONS_OF_EXERCISE, lines)
    context = {
        "exercise": grant.exercise,
        "grant": grant,
        "actions": actions,
        "areas": _list_areas(grant) if grant.may_write else [],
        "form": form,
    }
    return show_tables(request, "improvement/plan.html", context, [actions], [form])


def _form_of_action(request: HttpRequest, asker: Asker, grant: ReportGrant) -> AnyForm:
    agencies = list(agencies_to_choose(grant.exercise)) if grant.may_write else []
    people = [
        (person.public_id, f"{called} · {agency.name}")
        for agency in agencies
        for person, called in told_apart(people_of(agency.pk, asker.at))
    ]
    return ActForm(
        request,
        "add",
        CorrectiveActionIn,
        partial(acts.add_action, asker, grant.exercise.pk),
        choices={
            "agency_id": [(one.pk, one.name) for one in agencies],
            "owner_id": [("", _("Its planners")), *people],
        },
        initial={"starts_on": asker.at.date(), "due_on": asker.at.date() + timedelta(days=USUAL_DAYS)},
    )


def _list_areas(grant: ReportGrant) -> list[str]:
    """Return the words of the report's areas for improvement, to choose one."""
    try:
        document = document_of(report_of(grant))
    except ReportNotFound:
        return []
    return [one.words for each in document.objectives for one in each.areas]


@page()
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
    lines = action_lines(user_id=asker.user_id, asked=asked, at=asker.at)
    actions = ShownTable(request, LISTED_ACTIONS, lines, empty=_("No action has ended yet.") if asked.ended else "")
    context = {
        "actions": actions,
        "asked": asked,
        "agencies": _list_agencies(everything, asker),
        "sites": sorted({(one.site, str(one.site_id)) for one in everything}),
    }
    return show_tables(request, "improvement/actions.html", context, [actions])


def _list_agencies(lines: list[ActionLine], asker: Asker) -> list[tuple[str, str]]:
    """Return the agencies by which the list can be cut, by name: those with actions, and own districts."""
    own = {(one.name, str(one.pk)) for one in districts_planned_for(asker.user_id, asker.at)}
    return sorted({(one.agency, str(one.agency_id)) for one in lines} | own)


def _chosen_id(asked: QueryDict, name: str) -> UUID | None:
    if not asked.get(name):
        return None
    found = uuid_in(asked, name)
    return None if found == NOTHING else found
