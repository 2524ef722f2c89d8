"""Answer the checks before an exercise, by name."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.drills.exercises.access import exercise_for_staff, role_in
from coordination.drills.exercises.errors import BadExercise, ExerciseNotAllowed
from coordination.drills.exercises.models import Exercise, SafetyCheck
from coordination.drills.exercises.rules.checks import (
    ANSWERS,
    CHECK_OF,
    NEEDS_WORDS,
    AnswerSeen,
    checks_for,
    is_old,
    is_open,
)
from coordination.drills.exercises.vocabulary import CheckAnswer, CheckWeight, ExerciseRole
from coordination.drills.exercises.work.inviting import look_again, refuse_begun
from coordination.drills.exercises.work.objectives import checked_text
from coordination.drills.exercises.work.seeing import facts_of
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _

SIGNS = frozenset({ExerciseRole.DIRECTOR, ExerciseRole.SAFETY_OFFICER})


@dataclass(frozen=True, slots=True)
class SafetyCheckView:
    """A check that applies, with its answer. `is_old`: the plan has changed since; it must be answered again."""

    key: str
    weight: CheckWeight
    source: str
    is_open: bool
    is_old: bool
    answer: CheckAnswer | None
    words: str
    by: str
    at: datetime | None
    answers: list[CheckAnswer]


def answer_check(*, actor_id: int, exercise_id: UUID, key: str, answer: CheckAnswer, words: str, at: datetime) -> None:
    """Answer a check by one's name, as director or safety officer. Durable; locks the exercise.

    Raises: ExerciseNotFound, ExerciseNotAllowed, ExerciseStepRefused. BadExercise: the check does not apply, does not
        take this answer, or words are missing.
    """
    words = checked_text(words, 400, "/words", may_be_empty=True)
    with transaction.atomic(durable=True):
        exercise = exercise_for_staff(user_id=actor_id, exercise_id=exercise_id, at=at, lock=True)
        if role_in(exercise, user_id=actor_id, at=at) not in SIGNS:
            raise ExerciseNotAllowed
        refuse_begun(exercise)
        check, facts = CHECK_OF.get(key), facts_of(exercise)
        if check is None or not check.applies(facts):
            raise BadExercise(Reason(_("This check does not apply.")), pointer="/key")
        if answer not in ANSWERS[check.weight]:
            raise BadExercise(
                Reason(_("This check does not take this answer: the plan must change.")), pointer="/answer"
            )
        if answer in NEEDS_WORDS and not words:
            raise BadExercise(Reason(_("Say why, and what is done instead.")), pointer="/words")
        values = {
            "answer": answer.value,
            "words": words,
            "facts": facts.facts_named(check.facts),
            "by_id": actor_id,
            "at": at,
        }
        SafetyCheck.objects.update_or_create(exercise=exercise, check_key=key, defaults=values)
        look_again(exercise, at)


def check_views(exercise: Exercise) -> list[SafetyCheckView]:
    """Return the checks that apply to an exercise, in their order, with their answers. Four queries."""
    facts = facts_of(exercise)
    rows = {one.check_key: one for one in exercise.checks.select_related("by")}
    found = []
    for check in checks_for(facts):
        row = rows.get(check.key)
        seen = None if row is None else AnswerSeen(CheckAnswer(row.answer), row.facts)
        found.append(
            SafetyCheckView(
                key=check.key,
                weight=check.weight,
                source=check.source,
                is_open=is_open(check, seen, facts),
                is_old=seen is not None and is_old(check, seen, facts),
                answer=None if seen is None else seen.answer,
                words="" if row is None else row.words,
                by="" if row is None else row.by.shown_name(),
                at=None if row is None else row.at,
                answers=[one for one in CheckAnswer if one in ANSWERS[check.weight]],
            )
        )
    return found
