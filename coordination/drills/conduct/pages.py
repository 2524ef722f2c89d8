"""The pages of an exercise as it is played: the desk of director and controllers, and the screens of a discussion.

Forms work without a script; with one, the desk counts down and is read anew when something has changed.
"""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.drills.conduct import acts, wire, words
from coordination.drills.conduct.access import exercise_for, exercise_with_person
from coordination.drills.conduct.vocabulary import ConductStep, InjectAct, InjectState, NoEntrance, ToldByHand
from coordination.drills.conduct.work.discussion import notes_for
from coordination.drills.conduct.work.hindrances import hindered_steps
from coordination.drills.conduct.work.queries import ConductView, InjectLine, conduct_view, inject_desk
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import ExerciseKind, ExerciseRole, ExerciseState, InjectDelivery
from coordination.room.access import Asker
from coordination.web.panes import with_panes
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, AnyForm, carry_out, show_page
from mou.foundation.forms.page import page

PACES = (1, 2, 5, 10, 20, 60)
SAID = (InjectState.DELIVERED, InjectState.SKIPPED)


def conduct_lines(exercise: Exercise, asker: Asker) -> list[tuple[str, str, str]]:
    """Return what the page of an exercise says of its play: a title, a sentence and an address."""
    if not (ExerciseState(exercise.state).has_begun or exercise.state == ExerciseState.READY):
        return []
    view = conduct_view(exercise, user_id=asker.user_id, at=asker.at)
    return [(_("Run"), ExerciseState(view.state).label, reverse("exercise_conduct", args=[exercise.pk]))]


@page(posts=True)
def conduct_page(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Show how far an exercise is; to its staff what is to come; carry out what a form asks for."""
    asker = asker_of(request)
    exercise = exercise_for(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    view = conduct_view(exercise, user_id=asker.user_id, at=asker.at)
    desk = inject_desk(exercise, at=asker.at) if view.is_staff else []
    lines = [one.line for one in desk]
    of_page = _desk_forms(request, asker, view)
    # With its reason, an inject that is skipped has a form of its own.
    skips = {one.inject_id: _skip_form(request, asker, exercise.pk, one) for one in lines if one.state not in SAID}
    every = [*of_page.values(), *skips.values()]
    if carry_out(request, every, words.refusal_sentence):
        return redirect_anew(request.path)
    context = {
        "conduct": view,
        "next": [(one.line, skips[one.line.inject_id], one) for one in desk if one.line.state not in SAID],
        "hindered": [
            (ConductStep(step).label, words.refusal_sentence(refusal))
            for step, refusal in hindered_steps(exercise, view.role, user_id=asker.user_id, at=asker.at).items()
        ],
        "nothing_fires": words.why_nothing_fires(view) if view.conducts else "",
        "over": [one for one in lines if one.state in SAID],
        "cannot": [one for one in view.entrances if one.why_not is not None],
        "can": [one for one in view.entrances if one.why_not is None],
        "states": ExerciseState.labels(),
        "roles": ExerciseRole.labels(),
        "deliveries": InjectDelivery.labels(),
        "steps": ConductStep.labels(),
        "inject_states": InjectState.labels(),
        "told_by_hand": ToldByHand.labels(),
        "entrances": NoEntrance.labels(),
        **of_page,
    }
    return show_page(request, "conduct/conduct.html", context, every)


def _desk_forms(request: HttpRequest, asker: Asker, view: ConductView) -> dict[str, AnyForm]:
    """Return the forms of the desk, by the names that its template has for them."""
    move = partial(acts.move_exercise, asker, view.exercise_id)
    pace = ActForm(
        request,
        "pace",
        wire.ConductStepIn,
        move,
        choices={"pace": [(one, f"{one}\u00d7") for one in PACES]},
        initial={"step": ConductStep.PACE.value, "pace": f"{view.pace:g}"},
    )
    of_injects = {
        f"{act.value}_form": ActForm(
            request, act.value, wire.InjectChosenIn, partial(acts.act_on_chosen_inject, asker, view.exercise_id, act)
        )
        for act in (InjectAct.FIRE, InjectAct.HOLD, InjectAct.RELEASE, InjectAct.MARK_DELIVERED)
    }
    return {"move_form": ActForm(request, "move", wire.ConductStepIn, move), "pace_form": pace, **of_injects}


def _skip_form(request: HttpRequest, asker: Asker, exercise_id: UUID, one: InjectLine) -> AnyForm:
    skip = partial(acts.skip_inject, asker, exercise_id, one.inject_id)
    fixed = {"inject_id": str(one.inject_id)}
    return ActForm(request, InjectAct.SKIP.value, wire.InjectSkippedIn, skip, fixed=fixed)


@with_panes
@page(posts=True)
def discussion_page(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Show the step of a discussion in large words, with what was said to it; the facilitator leads from here."""
    asker = asker_of(request)
    exercise, role = exercise_with_person(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    if not ExerciseKind(exercise.kind).is_discussion:
        raise Http404
    show = ActForm(request, "show", wire.DiscussionStepIn, partial(acts.show_step, asker, exercise.pk))
    note = ActForm(request, "note", wire.NoteIn, partial(acts.write_note, asker, exercise.pk))
    of_page: list[AnyForm] = [show, note]
    if carry_out(request, of_page, words.refusal_sentence):
        return redirect_anew(request.path)
    view = conduct_view(exercise, user_id=asker.user_id, at=asker.at)
    context = {
        "conduct": view,
        "notes": notes_for(exercise, user_id=asker.user_id, role=role),
        "before": view.shown.number - 1 if view.shown else 0,
        "after": view.shown.number + 1 if view.shown else 1,
        "states": ExerciseState.labels(),
        "show_form": show,
        "note_form": note,
    }
    return show_page(request, "conduct/discussion.html", context, of_page)
