"""Build exercises that have ended, their ratings and corrective actions; name only what matters to the test."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from coordination.drills.evaluation.models import FinalRating, TaskRating
from coordination.drills.exercises.models import CriticalTask, Exercise, ExercisePerson, Objective
from coordination.drills.exercises.vocabulary import CoreCapability, ExerciseKind, ExerciseRole
from coordination.drills.improvement.models import ActionRecord, CorrectiveAction, DrillTimes
from coordination.drills.improvement.vocabulary import ActionState, CapabilityElement
from coordination.models import User
from mapping.models import Site
from mou.models import Agency

ENDED = datetime(2026, 10, 12, 15, 30, tzinfo=UTC)
LONG = timedelta(minutes=50)
# What only the staff of an exercise may read.
PRIVATE_NOTE = "the imaginary note of an evaluator who stood by the gym"
ACTION_WORDS = "hang a laminated card with the room's number beside each door"
IMPROVEMENT_SECRETS = (PRIVATE_NOTE, ACTION_WORDS)


def make_ended_exercise(site: Site, sponsor: Agency, *, by: User, **fields: object) -> Exercise:
    """Return an exercise that has ended, the sponsor's, with no one in it."""
    values: dict[str, object] = {
        "kind": ExerciseKind.FULL_SCALE.value,
        "action": "lockdown",
        "name": "Autumn lockdown",
        "purpose": "See whether every room reports within three minutes.",
        "incident_type": "standby",
        "severity": "moderate",
        "state": "ended",
        "planned_start": ENDED - LONG,
        "planned_end": ENDED,
        "started_at": ENDED - LONG,
        "ended_at": ENDED,
        "created_at": ENDED - timedelta(days=30),
        **fields,
    }
    exercise = Exercise.objects.create(site=site, sponsor=sponsor, created_by=by, **values)
    exercise.organizations.create(agency=sponsor, state="accepted")
    return exercise


def put_in(
    exercise: Exercise, user: User, agency: Agency, role: ExerciseRole, *, state: str = "accepted"
) -> ExercisePerson:
    """Give someone a role, for an agency that said what `state` says."""
    exercise.organizations.get_or_create(agency=agency, defaults={"state": state})
    return ExercisePerson.objects.create(
        exercise=exercise,
        agency=agency,
        user=user,
        role=role.value,
        added_by=exercise.created_by,
        added_at=ENDED - LONG,
    )


def make_objective(
    exercise: Exercise, text: str, ratings: Mapping[str, str | None], *, by: User, words: str = "Seen by two."
) -> Objective:
    """Return an objective with tasks and their final ratings; an evaluator's own note stands beside each."""
    capability = CoreCapability.OPERATIONAL_COORDINATION.value
    objective = exercise.objectives.create(
        position=exercise.objectives.count() + 1, text=text, capabilities=[capability]
    )
    for place, (task_text, rating) in enumerate(ratings.items(), start=1):
        task = CriticalTask.objects.create(
            objective=objective, position=place, text=task_text, target="within 3 minutes", capability=capability
        )
        if rating is not None:
            TaskRating.objects.create(task=task, by=by, rating=rating, notes=PRIVATE_NOTE, at=ENDED)
            FinalRating.objects.create(objective=objective, task=task, rating=rating, words=words, by=by, at=ENDED)
    return objective


def make_action(exercise: Exercise, agency: Agency, *, by: User, **fields: object) -> CorrectiveAction:
    """Return an open corrective action with the record that it was written."""
    values: dict[str, object] = {
        "number": exercise.corrective_actions.count() + 1,
        "area": "Rooms did not know their number.",
        "words": ACTION_WORDS,
        "element": CapabilityElement.EQUIPMENT.value,
        "capability": CoreCapability.OPERATIONAL_COORDINATION.value,
        "starts_on": date(2026, 10, 20),
        "due_on": date(2026, 12, 1),
        "state": ActionState.OPEN.value,
        "created_at": ENDED,
        **fields,
    }
    action = CorrectiveAction.objects.create(exercise=exercise, agency=agency, **values)
    ActionRecord.objects.create(action=action, act="written", by=by, at=ENDED)
    return action


def make_times(
    site: Site, *, incident_id: UUID, began_at: datetime, seconds: Mapping[str, int], **fields: object
) -> DrillTimes:
    """Return the times of a drill as they are kept."""
    values: dict[str, object] = {"kind": "drill", "action": "lockdown", "people": 12, **fields}
    return DrillTimes.objects.create(
        incident_id=incident_id, site=site, began_at=began_at, seconds=dict(seconds), **values
    )
