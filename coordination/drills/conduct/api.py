"""Conducting an exercise over HTTP: for its people how far it is, for director and controllers all of it."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router, Status

from coordination.drills.conduct import acts
from coordination.drills.conduct.access import exercise_for, exercise_for_staff, exercise_with_person
from coordination.drills.conduct.models import DiscussionNote
from coordination.drills.conduct.vocabulary import InjectState
from coordination.drills.conduct.wire import ConductStepIn, DiscussionStepIn, InjectActed, InjectActIn, NoteIn, NoteOut
from coordination.drills.conduct.work import discussion
from coordination.drills.conduct.work.queries import ConductView, InjectLine, conduct_view, inject_lines
from coordination.sign_in.callers import caller_of

router = Router(tags=["drills"])
CONDUCT = "/drills/exercises/{uuid:exercise_id}/conduct"


@router.get(CONDUCT, response=ConductView, operation_id="read_exercise_conduct")
def read_conduct(request: HttpRequest, exercise_id: UUID) -> ConductView:
    """Return how far an exercise is: its clock, and what the caller may do. Its staff reads who may enter its room."""
    caller = caller_of(request)
    exercise = exercise_for(user_id=caller.user_id, exercise_id=exercise_id, at=caller.at)
    return conduct_view(exercise, user_id=caller.user_id, at=caller.at)


@router.post(CONDUCT, response=ConductView, operation_id="move_exercise")
def post_step(request: HttpRequest, exercise_id: UUID, given: Body[ConductStepIn]) -> ConductView:
    """Give STARTEX, pause, let it go on, end it, or change the pace; each by the roles that may."""
    acts.move_exercise(caller_of(request).asker(), exercise_id, given)
    return read_conduct(request, exercise_id)


@router.get(f"{CONDUCT}/injects", response=list[InjectLine], operation_id="list_played_injects")
def list_injects(request: HttpRequest, exercise_id: UUID) -> list[InjectLine]:
    """List the injects with what became of them; for the staff of the exercise."""
    caller = caller_of(request)
    exercise = exercise_for_staff(user_id=caller.user_id, exercise_id=exercise_id, at=caller.at)
    return inject_lines(exercise, at=caller.at)


@router.post(CONDUCT + "/injects/{uuid:inject_id}", response=InjectActed, operation_id="act_on_inject")
def post_act(request: HttpRequest, exercise_id: UUID, inject_id: UUID, given: Body[InjectActIn]) -> InjectActed:
    """Fire an inject, hold it, let it wait again, skip it, or say that it was delivered; director and controllers."""
    run = acts.act_on_inject(caller_of(request).asker(), exercise_id, inject_id, given)
    return InjectActed(state=InjectState(run.state), seq=run.seq)


@router.post(f"{CONDUCT}/discussion", response=ConductView, operation_id="show_discussion_step")
def post_shown(request: HttpRequest, exercise_id: UUID, given: Body[DiscussionStepIn]) -> ConductView:
    """Let all screens of a discussion show a step; director and controllers."""
    acts.show_step(caller_of(request).asker(), exercise_id, given)
    return read_conduct(request, exercise_id)


@router.get(f"{CONDUCT}/notes", response=list[NoteOut], operation_id="list_discussion_notes")
def list_notes(request: HttpRequest, exercise_id: UUID) -> list[NoteOut]:
    """List the notes of a discussion: all of them for its staff, for others their own."""
    caller = caller_of(request)
    exercise, role = exercise_with_person(user_id=caller.user_id, exercise_id=exercise_id, at=caller.at)
    return [_note_out(one) for one in discussion.notes_for(exercise, user_id=caller.user_id, role=role)]


@router.post(f"{CONDUCT}/notes", response={201: NoteOut}, operation_id="write_discussion_note")
def post_note(request: HttpRequest, exercise_id: UUID, given: Body[NoteIn]) -> Status[NoteOut]:
    """Add a note of what was said to the step that is shown; for all in the exercise but its observers."""
    return Status(201, _note_out(acts.write_note(caller_of(request).asker(), exercise_id, given)))


def _note_out(note: DiscussionNote) -> NoteOut:
    return NoteOut(note_id=note.pk, number=note.inject.number, text=note.text, by=note.by.shown_name(), at=note.at)
