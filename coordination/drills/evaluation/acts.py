"""The acts of an evaluation as their doors ask for them: from what a body or a form gave to the action."""

from uuid import UUID

from coordination.drills.evaluation import wire
from coordination.drills.evaluation.models import Observation, TaskRating
from coordination.drills.evaluation.work import hot_wash, observing, rating
from coordination.room.access import Asker
from mou.foundation.forms.act_form import NothingGiven


def rate_task(asker: Asker, exercise_id: UUID, given: wire.TaskRatingIn) -> TaskRating:
    """Rate a critical task; a later rating of the same evaluator replaces theirs."""
    return rating.rate_task(actor_id=asker.user_id, exercise_id=exercise_id, given=given.make_rating(), at=asker.at)


def rate_task_now(asker: Asker, exercise_id: UUID, task_id: UUID, given: wire.RatingSaid) -> None:
    """The same from a form: seen now, without a photo."""
    said = rating.TaskRated(task_id, given.rating, given.notes)
    rating.rate_task(actor_id=asker.user_id, exercise_id=exercise_id, given=said, at=asker.at)


def note_observation(asker: Asker, exercise_id: UUID, given: wire.ObservationIn) -> Observation:
    """Note what was seen at an instant."""
    return observing.write_observation(
        actor_id=asker.user_id, exercise_id=exercise_id, given=given.make_observation(), at=asker.at
    )


def observe_now(asker: Asker, exercise_id: UUID, given: wire.ObservationSaid) -> None:
    """The same from a form: seen now, without a photo."""
    note_observation(asker, exercise_id, wire.ObservationIn(**dict(given)))


def decide_final(asker: Asker, exercise_id: UUID, given: wire.FinalRatingIn) -> None:
    """Say what stands in the report, and why."""
    rating.decide_final(actor_id=asker.user_id, exercise_id=exercise_id, given=given.make_decision(), at=asker.at)


def decide_finals(asker: Asker, exercise_id: UUID, given: wire.FinalsSaid) -> None:
    """The same of all tasks and capabilities of which a form says something new."""
    decided = [one.make_decision() for one in given.finals]
    rating.decide_finals(actor_id=asker.user_id, exercise_id=exercise_id, given=decided, at=asker.at)


def set_lead(asker: Asker, exercise_id: UUID, given: wire.EvaluationLeadIn) -> None:
    """Say which evaluator leads."""
    rating.set_lead(actor_id=asker.user_id, exercise_id=exercise_id, person_id=given.person_id, at=asker.at)


def answer_hot_wash(asker: Asker, exercise_id: UUID, given: wire.HotWashAnswerIn) -> None:
    """Say how it went, once."""
    hot_wash.answer_hot_wash(actor_id=asker.user_id, exercise_id=exercise_id, given=given.make_answer(), at=asker.at)


def close_hot_wash(asker: Asker, exercise_id: UUID, _given: NothingGiven) -> None:
    """Close the hot wash for good."""
    hot_wash.close_hot_wash(actor_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
