"""The page on which an exercise is planned: basics, scenario, objectives, organizations, people, safety, ready."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.drills.exercises import words
from coordination.drills.exercises.access import exercise_for_staff
from coordination.drills.exercises.errors import ExerciseNotFound
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.pages.exercises import in_site_time, plain_words
from coordination.drills.exercises.pages.forms import given_in, one_of, said, whole_number
from coordination.drills.exercises.places import agencies_at, agencies_by_name, people_of
from coordination.drills.exercises.vocabulary import (
    CONDUCTING_ROLES,
    CheckAnswer,
    CheckWeight,
    CoreCapability,
    ExerciseRole,
    ExerciseState,
    ExerciseStep,
)
from coordination.drills.exercises.work import objectives
from coordination.drills.exercises.work.checking import SIGNS, answer_check
from coordination.drills.exercises.work.inviting import invite, withdraw_invitation
from coordination.drills.exercises.work.library import scenarios, take_scenario
from coordination.drills.exercises.work.people import may_name_people, remove_person, set_person
from coordination.drills.exercises.work.planning import change_exercise, take_step
from coordination.drills.exercises.work.queries import exercise_view, staff_view
from coordination.drills.exercises.work.seeing import open_points_of
from coordination.room.access import Asker
from coordination.web.posted import act_in, anew, uuid_in
from coordination.web.signed_in import asker_of

MOST_VERSION = 2**31 - 1
# Fields that keep their value when a form comes without them.
KEPT = ("purpose", "scope", "contact", "scenario", "scenario_for_staff")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def plan_page(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Show the plan to the staff of an exercise; carry out what a form of it asks for."""
    asker = asker_of(request)
    problem = ""
    if request.method == "POST":
        posted = request.POST
        act = act_in(posted, ACTS)
        problem = said(lambda: act(asker, exercise_id, posted))
        if not problem:
            anchor = ANCHORS.get(posted.get("act", ""), "")
            return anew(reverse("exercise_plan", args=[exercise_id]) + anchor)
    try:
        exercise = exercise_for_staff(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    except ExerciseNotFound as missing:
        raise Http404 from missing
    context = {
        **_plan_context(exercise, asker),
        "problem": problem,
        "typed": request.POST if problem else {},
    }
    return render(request, "exercises/plan/plan.html", context, status=422 if problem else 200)


def _plan_context(exercise: Exercise, asker: Asker) -> dict[str, object]:
    view, staff = exercise_view(exercise, user_id=asker.user_id, at=asker.at), staff_view(exercise, asker.at)
    is_open = exercise.state in (ExerciseState.PLANNING.value, ExerciseState.READY.value)
    asked = {one.agency_id for one in view.organizations if one.state.value != "declined"}
    named = may_name_people(exercise, user_id=asker.user_id, at=asker.at)
    directs = is_open and view.my_role is ExerciseRole.DIRECTOR
    return {
        "exercise": view,
        "staff": staff,
        "points": [(one, words.point_words(one)) for one in open_points_of(exercise, asker.at)],
        "directs": directs,
        "writes": is_open and view.my_role in CONDUCTING_ROLES,
        "signs": is_open and view.my_role in SIGNS,
        "starts": in_site_time(exercise.planned_start, exercise.site.time_zone),
        "ends": in_site_time(exercise.planned_end, exercise.site.time_zone),
        "to_invite": agencies_at(exercise.site, asker.at).exclude(pk__in=asked) if directs else (),
        "choices": [(agency, list(people_of(agency.pk, asker.at))) for agency in agencies_by_name(named)]
        if directs
        else (),
        "scenarios": scenarios() if directs else (),
        "check_words": words.checks(),
        "answer_words": CheckAnswer.labels(),
        "weights": CheckWeight.labels(),
        "step_words": ExerciseStep.labels(),
        "hints": words.kind_hints(),
        **plain_words(),
    }


# --- what the forms ask for -------------------------------------------------------------------------------------------
def version_in(posted: QueryDict) -> int:
    """Return which plan the form was made for. Raises: BadExercise."""
    return whole_number(posted, "version", most=MOST_VERSION)


def _basics(asker: Asker, exercise_id: UUID, posted: QueryDict) -> None:
    exercise = exercise_for_staff(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    before: dict[str, object] = {name: getattr(exercise, name) for name in KEPT}
    given = given_in(posted, exercise.site.time_zone, before=before)
    change_exercise(
        actor_id=asker.user_id, exercise_id=exercise_id, version=version_in(posted), given=given, at=asker.at
    )


def _scenario(asker: Asker, exercise_id: UUID, posted: QueryDict) -> None:
    take_scenario(
        actor_id=asker.user_id,
        exercise_id=exercise_id,
        version=version_in(posted),
        key=posted.get("key", ""),
        language=posted.get("language", "en"),
        at=asker.at,
    )


def _step(asker: Asker, exercise_id: UUID, posted: QueryDict) -> None:
    step = one_of(ExerciseStep, posted, "step")
    take_step(actor_id=asker.user_id, exercise_id=exercise_id, version=version_in(posted), step=step, at=asker.at)


def _objective(asker: Asker, exercise_id: UUID, posted: QueryDict) -> None:
    capabilities = [CoreCapability(one) for one in posted.getlist("capabilities") if one in set(CoreCapability)]
    objectives.set_objective(
        actor_id=asker.user_id,
        exercise_id=exercise_id,
        version=version_in(posted),
        objective_id=uuid_in(posted, "objective_id") if posted.get("objective_id") else None,
        given=objectives.ObjectiveGiven(posted.get("text", ""), capabilities),
        at=asker.at,
    )


def _remove_objective(asker: Asker, exercise_id: UUID, posted: QueryDict) -> None:
    objectives.remove_objective(
        actor_id=asker.user_id,
        exercise_id=exercise_id,
        version=version_in(posted),
        objective_id=uuid_in(posted, "objective_id"),
        at=asker.at,
    )


def _task(asker: Asker, exercise_id: UUID, posted: QueryDict) -> None:
    capability = one_of(CoreCapability, posted, "capability")
    objectives.set_task(
        actor_id=asker.user_id,
        exercise_id=exercise_id,
        version=version_in(posted),
        objective_id=uuid_in(posted, "objective_id"),
        task_id=uuid_in(posted, "task_id") if posted.get("task_id") else None,
        given=objectives.TaskGiven(posted.get("text", ""), capability, posted.get("target", "")),
        at=asker.at,
    )


def _remove_task(asker: Asker, exercise_id: UUID, posted: QueryDict) -> None:
    objectives.remove_task(
        actor_id=asker.user_id,
        exercise_id=exercise_id,
        version=version_in(posted),
        objective_id=uuid_in(posted, "objective_id"),
        task_id=uuid_in(posted, "task_id"),
        at=asker.at,
    )


def _invite(asker: Asker, exercise_id: UUID, posted: QueryDict) -> None:
    invite(actor_id=asker.user_id, exercise_id=exercise_id, agency_id=uuid_in(posted, "agency_id"), at=asker.at)


def _withdraw(asker: Asker, exercise_id: UUID, posted: QueryDict) -> None:
    agency_id = uuid_in(posted, "agency_id")
    withdraw_invitation(actor_id=asker.user_id, exercise_id=exercise_id, agency_id=agency_id, at=asker.at)


def _set_person(asker: Asker, exercise_id: UUID, posted: QueryDict) -> None:
    # One list of all people: the value names the agency and the person.
    agency, _, person = posted.get("who", "").partition(" ")
    both = QueryDict(mutable=True)
    both.update({"agency": agency, "person": person})
    set_person(
        actor_id=asker.user_id,
        exercise_id=exercise_id,
        agency_id=uuid_in(both, "agency"),
        person_id=uuid_in(both, "person"),
        role=one_of(ExerciseRole, posted, "role"),
        at=asker.at,
    )


def _remove_person(asker: Asker, exercise_id: UUID, posted: QueryDict) -> None:
    person_id = uuid_in(posted, "person_id")
    remove_person(actor_id=asker.user_id, exercise_id=exercise_id, person_id=person_id, at=asker.at)


def _check(asker: Asker, exercise_id: UUID, posted: QueryDict) -> None:
    answer_check(
        actor_id=asker.user_id,
        exercise_id=exercise_id,
        key=posted.get("key", ""),
        answer=one_of(CheckAnswer, posted, "answer"),
        words=posted.get("words", ""),
        at=asker.at,
    )


ACTS: Mapping[str, Callable[[Asker, UUID, QueryDict], None]] = {
    "basics": _basics,
    "scenario": _scenario,
    "step": _step,
    "objective": _objective,
    "remove_objective": _remove_objective,
    "task": _task,
    "remove_task": _remove_task,
    "invite": _invite,
    "withdraw": _withdraw,
    "set_person": _set_person,
    "remove_person": _remove_person,
    "check": _check,
}
ANCHORS: Mapping[str, str] = {
    "scenario": "#scenario",
    **dict.fromkeys(("objective", "remove_objective", "task", "remove_task"), "#objectives"),
    **dict.fromkeys(("invite", "withdraw"), "#organizations"),
    **dict.fromkeys(("set_person", "remove_person"), "#people"),
    "check": "#safety",
    "step": "#ready",
}
