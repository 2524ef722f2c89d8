"""The pages of exercises: the list, a new one, and what the page of one exercise needs. Plain forms: no script."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.drills.exercises import acts, wire, words
from coordination.drills.exercises.access import may_see_page, planning_agencies
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.pages.strips import calendar_strip
from coordination.drills.exercises.places import agencies_by_name, people_of, sites_to_plan_at
from coordination.drills.exercises.tables import EXERCISES
from coordination.drills.exercises.vocabulary import (
    STAFF_ROLES,
    AgeTier,
    CoreCapability,
    DrillAction,
    ExerciseKind,
    ExerciseRole,
    ExerciseState,
    InvitationState,
    MissionArea,
    SimulationLevel,
)
from coordination.drills.exercises.work.people import may_name_people
from coordination.drills.exercises.work.queries import (
    MOST_LISTED,
    ExerciseOrganizationView,
    ExercisePersonView,
    ExerciseView,
    exercise_lines,
    person_views,
)
from coordination.room.access import Asker
from coordination.templatetags.told_apart import told_apart
from coordination.vocabulary import IncidentType, Severity
from coordination.web.posted import redirect_anew, uuid_in
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, AnyForm, carry_out, show_page
from mou.foundation.forms.page import page
from mou.foundation.tables.table import ShownTable, show_tables
from mou.models import Agency


@page()
def exercises_page(request: HttpRequest) -> HttpResponse:
    """List the exercises that the reader sees, beside a strip of the weeks to come."""
    asker = asker_of(request)
    if not may_see_page(asker.user_id, asker.at):
        raise Http404
    is_over = request.GET.get("over") == "yes"
    lines = exercise_lines(asker.user_id, asker.at, is_over=is_over, most=MOST_LISTED + 1)
    empty = _("Nothing is over yet.") if is_over else ""
    exercises = ShownTable(request, EXERCISES, lines, empty=empty, most_read=MOST_LISTED)
    context = {
        "exercises": exercises,
        "is_over": is_over,
        "strip": None if is_over else calendar_strip(lines, asker.at),
        "may_plan": planning_agencies(asker.user_id, asker.at).exists(),
    }
    return show_tables(request, "exercises/exercises.html", context, [exercises])


@page(posts=True)
def new_page(request: HttpRequest) -> HttpResponse:
    """Begin an exercise with a short form: where, what kind, when. Everything else follows on the page of its plan."""
    asker = asker_of(request)
    sites = list(sites_to_plan_at(asker.user_id, asker.at))
    if not sites:
        raise Http404
    mine = list(agencies_by_name(planning_agencies(asker.user_id, asker.at)))
    # Moments are typed by the clock of the site that is chosen.
    chosen = uuid_in(request.POST, "site_id")
    zone = ZoneInfo(next((one for one in sites if one.pk == chosen), sites[0]).time_zone)
    day = (asker.at + timedelta(days=7)).astimezone(zone).replace(minute=0, second=0, microsecond=0)
    begin = ActForm(
        request,
        "begin",
        wire.BegunExerciseIn,
        partial(acts.begin_exercise, asker),
        choices={
            "kind": words.kind_choices(),
            "site_id": [(one.pk, one.name) for one in sites],
            "agency_id": [(one.pk, one.name) for one in mine],
        },
        initial={
            "planned_start": day.replace(hour=9),
            "planned_end": day.replace(hour=11),
            "agency_id": mine[0].pk if mine else None,
        },
        first=["name", "site_id", "agency_id"],
        zone=zone,
    )
    if len(mine) < 2:
        # A planner of one agency only does not choose the agency.
        del begin.fields["agency_id"]
    if carry_out(request, [begin], words.refusal_sentence):
        return redirect_anew(reverse("exercise_plan", args=[begin.done.pk]))
    return show_page(request, "exercises/new_exercise.html", {"begin_form": begin}, [begin])


# --- the page of one exercise -----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class OwnPeople:
    """Who comes from one of the reader's agencies, and the form that names another."""

    agency: Agency
    named: list[ExercisePersonView]
    form: AnyForm


@dataclass(frozen=True, slots=True)
class ExerciseForms:
    """The forms of an exercise's page: of each agency that is to answer, and of each whose people the reader names."""

    answers: list[tuple[ExerciseOrganizationView, AnyForm]]
    own_people: list[OwnPeople]
    removal: AnyForm

    def list_forms(self) -> list[AnyForm]:
        """Return them all."""
        return [*(form for _one, form in self.answers), *(one.form for one in self.own_people), self.removal]

    def is_declined(self) -> bool:
        """Tell whether an agency has just said that it does not come."""
        return any(form.is_bound and not form.done for _one, form in self.answers)


def exercise_forms(request: HttpRequest, exercise: Exercise, view: ExerciseView, asker: Asker) -> ExerciseForms:
    """Return the forms of an exercise's page for a reader."""
    # The director names people on the page of the plan.
    directs = view.my_role is ExerciseRole.DIRECTOR
    named = set() if directs else may_name_people(exercise, user_id=asker.user_id, at=asker.at)
    return ExerciseForms(
        answers=[(one, _answer_form(request, exercise, one, asker)) for one in _awaited_answers(view)],
        own_people=[_own_people(request, exercise, one, asker) for one in agencies_by_name(named)],
        removal=ActForm(
            request, "remove_person", wire.PersonRemovedIn, partial(acts.remove_person, asker, exercise.pk)
        ),
    )


def _awaited_answers(view: ExerciseView) -> list[ExerciseOrganizationView]:
    # An exercise that has begun, or will not begin, waits for no answers.
    if view.state not in (ExerciseState.PLANNING, ExerciseState.READY):
        return []
    return [one for one in view.organizations if one.is_mine and not one.is_sponsor]


def _answer_form(
    request: HttpRequest, exercise: Exercise, one: ExerciseOrganizationView, asker: Asker
) -> ActForm[wire.ExerciseInvitationAnswerIn, bool]:
    return ActForm(
        request,
        "answer",
        wire.ExerciseInvitationAnswerIn,
        partial(acts.answer_invitation, asker, exercise.pk, one.agency_id),
        initial={"players_planned": one.players_planned, "words": one.words},
        fixed={"agency_id": str(one.agency_id)},
    )


def _own_people(request: HttpRequest, exercise: Exercise, agency: Agency, asker: Asker) -> OwnPeople:
    people = told_apart(people_of(agency.pk, asker.at))
    form = ActForm(
        request,
        "set_person",
        wire.NamedPersonIn,
        partial(acts.name_person_of, asker, exercise.pk, agency.pk),
        choices={
            "person_id": [(one.public_id, called) for one, called in people],
            "role": [(one, one.label) for one in ExerciseRole if one not in STAFF_ROLES],
        },
        fixed={"agency_id": str(agency.pk)},
    )
    named = [one for one in person_views(exercise, asker.at) if one.agency_id == agency.pk]
    return OwnPeople(agency, named, form)


def plain_words() -> dict[str, object]:
    """Return the words that every page of an exercise shows."""
    return {
        "kinds": ExerciseKind.labels(),
        "actions": DrillAction.labels(),
        "states": ExerciseState.labels(),
        "roles": ExerciseRole.labels(),
        "invitations": InvitationState.labels(),
        "capabilities": CoreCapability.labels(),
        "mission_areas": MissionArea.labels(),
        "simulations": SimulationLevel.labels(),
        "age_tiers": AgeTier.labels(),
        "incident_types": IncidentType.labels(),
        "severities": Severity.labels(),
    }
