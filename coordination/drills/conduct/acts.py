"""The acts of conducting an exercise as their doors ask for them: from what a body or a form gave to the action."""

from uuid import UUID

from coordination.drills.conduct import wire
from coordination.drills.conduct.models import DiscussionNote, InjectRun
from coordination.drills.conduct.vocabulary import InjectAct
from coordination.drills.conduct.work import conduct, discussion, injects
from coordination.room.access import Asker


def move_exercise(asker: Asker, exercise_id: UUID, given: wire.ConductStepIn) -> None:
    """Give STARTEX, pause, let it go on, end it, or change the pace."""
    conduct.move_exercise(
        actor_id=asker.user_id,
        exercise_id=exercise_id,
        step=given.step,
        reason=given.reason,
        pace=given.pace,
        at=asker.at,
    )


def act_on_inject(asker: Asker, exercise_id: UUID, inject_id: UUID, given: wire.InjectActIn) -> InjectRun:
    """Do something with an inject; return what became of it."""
    return _act_on_inject(asker, exercise_id, inject_id, given.act, given.words)


def act_on_chosen_inject(asker: Asker, exercise_id: UUID, act: InjectAct, given: wire.InjectChosenIn) -> None:
    """Do with an inject what a button of the desk says."""
    _act_on_inject(asker, exercise_id, given.inject_id, act, "")


def skip_inject(asker: Asker, exercise_id: UUID, inject_id: UUID, given: wire.InjectSkippedIn) -> None:
    """Skip an inject, and say why."""
    _act_on_inject(asker, exercise_id, inject_id, InjectAct.SKIP, given.words)


def _act_on_inject(asker: Asker, exercise_id: UUID, inject_id: UUID, act: InjectAct, words: str) -> InjectRun:
    return injects.act_on_inject(
        actor_id=asker.user_id, exercise_id=exercise_id, inject_id=inject_id, act=act, words=words, at=asker.at
    )


def show_step(asker: Asker, exercise_id: UUID, given: wire.DiscussionStepIn) -> None:
    """Let all screens of a discussion show a step."""
    discussion.let_step_show(actor_id=asker.user_id, exercise_id=exercise_id, number=given.number, at=asker.at)


def write_note(asker: Asker, exercise_id: UUID, given: wire.NoteIn) -> DiscussionNote:
    """Add a note of what was said to the step that is shown."""
    return discussion.write_note(actor_id=asker.user_id, exercise_id=exercise_id, text=given.text, at=asker.at)
