"""The pages of exercises: the list, a new one, and what the page of one exercise needs. Plain forms: no script."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.drills.exercises import words
from coordination.drills.exercises.access import may_see_page, planning_agencies
from coordination.drills.exercises.errors import BadExercise
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.pages.forms import given_in, one_of, said, whole_number
from coordination.drills.exercises.pages.strips import calendar_strip
from coordination.drills.exercises.places import agencies_by_name, people_of, planners_at, sites_to_plan_at
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
from coordination.drills.exercises.work.inviting import MOST_PLAYERS, answer
from coordination.drills.exercises.work.people import may_name_people, remove_person, set_person
from coordination.drills.exercises.work.planning import create_exercise
from coordination.drills.exercises.work.queries import exercise_lines, exercise_view, person_views
from coordination.room.access import Asker
from coordination.vocabulary import IncidentType, Severity
from coordination.web.posted import act_in, anew, uuid_in
from coordination.web.signed_in import asker_of


@require_http_methods(["GET", "HEAD"])
@never_cache
@login_required
def exercises_page(request: HttpRequest) -> HttpResponse:
    """List the exercises that the reader sees, beside a strip of the weeks to come."""
    asker = asker_of(request)
    if not may_see_page(asker.user_id, asker.at):
        raise Http404
    is_over = request.GET.get("over") == "yes"
    lines = exercise_lines(asker.user_id, asker.at, is_over=is_over)
    context = {
        "lines": lines,
        "is_over": is_over,
        "strip": None if is_over else calendar_strip(lines, asker.at),
        "may_plan": planning_agencies(asker.user_id, asker.at).exists(),
        **plain_words(),
    }
    return render(request, "exercises/exercises.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def new_page(request: HttpRequest) -> HttpResponse:
    """Begin an exercise with a short form: where, what kind, when. Everything else follows on the page of its plan."""
    asker = asker_of(request)
    sites = list(sites_to_plan_at(asker.user_id, asker.at))
    if not sites:
        raise Http404
    problem = ""
    if request.method == "POST":
        made: list[Exercise] = []
        problem = said(lambda: made.append(_made(asker, request.POST)))
        if made:
            return anew(reverse("exercise_plan", args=[made[0].pk]))
    mine = agencies_by_name(planning_agencies(asker.user_id, asker.at))
    context = {
        "sites": sites,
        "agencies": mine,
        "problem": problem,
        "typed": request.POST if problem else {},
        "hints": words.kind_hints(),
        "soonest": (asker.at + timedelta(days=7)).astimezone(ZoneInfo(sites[0].time_zone)),
        **plain_words(),
    }
    return render(request, "exercises/new_exercise.html", context, status=422 if problem else 200)


def _made(asker: Asker, posted: QueryDict) -> Exercise:
    site = sites_to_plan_at(asker.user_id, asker.at).filter(pk=uuid_in(posted, "site_id")).first()
    if site is None:
        raise BadExercise(pointer="/site_id")
    agency_id = uuid_in(posted, "agency_id")
    # A planner of one agency only does not choose the agency.
    here = planners_at(site, asker.at).filter(pk__in=planning_agencies(asker.user_id, asker.at))
    if not here.filter(pk=agency_id).exists():
        if "agency_id" in posted:
            raise BadExercise(pointer="/agency_id")
        agency_id = here.values_list("pk", flat=True).first() or agency_id
    given = given_in(posted, site.time_zone)
    return create_exercise(actor_id=asker.user_id, site_id=site.pk, agency_id=agency_id, given=given, at=asker.at)


# --- the page of one exercise -----------------------------------------------------------------------------------------
def exercise_context(exercise: Exercise, asker: Asker) -> dict[str, object]:
    """Return what the page of an exercise shows to all who see it, and to those who answer for an agency."""
    view = exercise_view(exercise, user_id=asker.user_id, at=asker.at)
    named = may_name_people(exercise, user_id=asker.user_id, at=asker.at)
    # The director names people on the page of the plan.
    mine = set() if view.my_role is ExerciseRole.DIRECTOR else named
    return {
        "exercise": view,
        "is_staff": view.my_role in STAFF_ROLES,
        # An exercise that has begun, or will not begin, waits for no answers.
        "answering": [
            one
            for one in view.organizations
            if one.is_mine and not one.is_sponsor and exercise.state in (ExerciseState.PLANNING, ExerciseState.READY)
        ],
        "own_people": [
            (
                agency,
                [one for one in person_views(exercise, asker.at) if one.agency_id == agency.pk],
                people_of(agency.pk, asker.at),
            )
            for agency in agencies_by_name(mine)
        ],
        "player_roles": {
            value: text
            for value, text in ExerciseRole.labels().items()
            if value not in {one.value for one in STAFF_ROLES}
        },
        **plain_words(),
    }


def take_exercise_form(request: HttpRequest, exercise_id: UUID) -> tuple[HttpResponse | None, str]:
    """Carry out what a form on the page of an exercise asks for; return where to go, or what stood in the way."""
    asker, posted = asker_of(request), request.POST
    acts = {"answer": _answer, "set_person": _set_person, "remove_person": _remove_person}
    act = act_in(posted, acts)
    problem = said(lambda: act(asker, exercise_id, posted))
    if problem:
        return None, problem
    # An agency that has declined does not see it any more.
    declined = posted.get("act") == "answer" and posted.get("accepts") != "yes"
    return anew(reverse("exercises") if declined else reverse("exercise", args=[exercise_id])), ""


def _answer(asker: Asker, exercise_id: UUID, posted: QueryDict) -> None:
    players = whole_number(posted, "players_planned", most=MOST_PLAYERS) if posted.get("players_planned") else 0
    answer(
        actor_id=asker.user_id,
        exercise_id=exercise_id,
        agency_id=uuid_in(posted, "agency_id"),
        accepts=posted.get("accepts") == "yes",
        words=posted.get("words", ""),
        players_planned=players,
        at=asker.at,
    )


def _set_person(asker: Asker, exercise_id: UUID, posted: QueryDict) -> None:
    set_person(
        actor_id=asker.user_id,
        exercise_id=exercise_id,
        agency_id=uuid_in(posted, "agency_id"),
        person_id=uuid_in(posted, "person_id"),
        role=one_of(ExerciseRole, posted, "role"),
        at=asker.at,
    )


def _remove_person(asker: Asker, exercise_id: UUID, posted: QueryDict) -> None:
    person_id = uuid_in(posted, "person_id")
    remove_person(actor_id=asker.user_id, exercise_id=exercise_id, person_id=person_id, at=asker.at)


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


def in_site_time(at: datetime, time_zone: str) -> str:
    """Return an instant as a form field shows it, in a site's own time."""
    return at.astimezone(ZoneInfo(time_zone)).strftime("%Y-%m-%dT%H:%M")
