"""The pages of an exercise as it is played: the desk of director and controllers, and the screens of a discussion.

Forms work without a script; with one, the desk counts down and is read anew when something has changed.
"""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.drills.conduct import words
from coordination.drills.conduct.access import exercise_for, exercise_with_person
from coordination.drills.conduct.errors import ConductLacks
from coordination.drills.conduct.vocabulary import ConductStep, InjectAct, InjectState, NoEntrance, ToldByHand
from coordination.drills.conduct.work.conduct import move_exercise
from coordination.drills.conduct.work.discussion import notes_for, show, write_note
from coordination.drills.conduct.work.injects import act_on_inject
from coordination.drills.conduct.work.queries import conduct_view, inject_lines
from coordination.drills.exercises.errors import ExerciseNotFound
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import ExerciseKind, ExerciseRole, ExerciseState, InjectDelivery
from coordination.errors import CoordinationError
from coordination.room.access import Asker
from coordination.web.panes import with_panes
from coordination.web.posted import anew, uuid_in
from coordination.web.signed_in import asker_of

PACES = (1, 2, 5, 10, 20, 60)
SAID = (InjectState.DELIVERED, InjectState.SKIPPED)


def conduct_lines(exercise: Exercise, asker: Asker) -> list[tuple[str, str, str]]:
    """Return what the page of an exercise says of its play: a title, a sentence and an address."""
    if not (ExerciseState(exercise.state).has_begun or exercise.state == ExerciseState.READY):
        return []
    view = conduct_view(exercise, user_id=asker.user_id, at=asker.at)
    return [(_("Run"), ExerciseState(view.state).label, reverse("exercise_conduct", args=[exercise.pk]))]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def conduct_page(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Show how far an exercise is; to its staff what is to come; carry out what a form asks for."""
    asker = asker_of(request)
    problem = ""
    if request.method == "POST":
        problem = _said(lambda: _done(asker, exercise_id, request.POST))
        if not problem:
            return anew(reverse("exercise_conduct", args=[exercise_id]))
    exercise = _seen(asker, exercise_id)
    view = conduct_view(exercise, user_id=asker.user_id, at=asker.at)
    lines = inject_lines(exercise, at=asker.at) if view.is_staff else []
    context = {
        "conduct": view,
        "next": [one for one in lines if one.state not in SAID],
        "over": [one for one in lines if one.state in SAID],
        "cannot": [one for one in view.entrances if one.why_not is not None],
        "can": [one for one in view.entrances if one.why_not is None],
        "paces": PACES,
        "problem": problem,
        "typed": request.POST if problem else {},
        "states": ExerciseState.labels(),
        "roles": ExerciseRole.labels(),
        "deliveries": InjectDelivery.labels(),
        "steps": ConductStep.labels(),
        "inject_states": InjectState.labels(),
        "told_by_hand": ToldByHand.labels(),
        "entrances": NoEntrance.labels(),
    }
    return render(request, "conduct/conduct.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@with_panes
@login_required
def discussion_page(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Show the step of a discussion in large words, with what was said to it; the facilitator leads from here."""
    asker = asker_of(request)
    problem = ""
    if request.method == "POST":
        problem = _said(lambda: _led(asker, exercise_id, request.POST))
        if not problem:
            return anew(reverse("exercise_discussion", args=[exercise_id]))
    try:
        exercise, role = exercise_with_person(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    except ExerciseNotFound as missing:
        raise Http404 from missing
    if not ExerciseKind(exercise.kind).is_discussion:
        raise Http404
    view = conduct_view(exercise, user_id=asker.user_id, at=asker.at)
    context = {
        "conduct": view,
        "notes": notes_for(exercise, user_id=asker.user_id, role=role),
        "before": view.shown.number - 1 if view.shown else 0,
        "after": view.shown.number + 1 if view.shown else 1,
        "problem": problem,
        "typed": request.POST if problem else {},
        "states": ExerciseState.labels(),
    }
    return render(request, "conduct/discussion.html", context, status=422 if problem else 200)


def _seen(asker: Asker, exercise_id: UUID) -> Exercise:
    try:
        return exercise_for(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    except ExerciseNotFound as missing:
        raise Http404 from missing


def _said(act: Callable[[], object]) -> str:
    """Carry a form out; return what stood in the way. Raises: Http404: it is about nothing the asker knows of."""
    try:
        act()
    except CoordinationError as error:
        if error.status == 404:
            raise Http404 from error
        return words.refusal_words(error)
    return ""


def _done(asker: Asker, exercise_id: UUID, posted: QueryDict) -> None:
    if "step" in posted:
        move_exercise(
            actor_id=asker.user_id,
            exercise_id=exercise_id,
            step=_one_of(ConductStep, posted.get("step", "")),
            reason=posted.get("reason", ""),
            pace=_number(posted.get("pace", "")),
            at=asker.at,
        )
        return
    act_on_inject(
        actor_id=asker.user_id,
        exercise_id=exercise_id,
        inject_id=uuid_in(posted, "inject_id"),
        act=_one_of(InjectAct, posted.get("act", "")),
        words=posted.get("words", ""),
        at=asker.at,
    )


def _led(asker: Asker, exercise_id: UUID, posted: QueryDict) -> None:
    if "text" in posted:
        write_note(actor_id=asker.user_id, exercise_id=exercise_id, text=str(posted["text"]), at=asker.at)
        return
    number = int(_number(posted.get("number", "")) or 0)
    show(actor_id=asker.user_id, exercise_id=exercise_id, number=number, at=asker.at)


def _one_of[E: (ConductStep, InjectAct)](kind: type[E], word: str) -> E:
    try:
        return kind(word)
    except ValueError as nonsense:
        raise ConductLacks from nonsense


def _number(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError as nonsense:
        raise ConductLacks(pointer="/pace") from nonsense
