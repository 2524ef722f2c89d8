"""Answer the checks before an exercise, by name."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from coordination.administration.second_person.one_holder import are_one_holder
from coordination.drills.exercises.access import exercise_for_staff, role_in
from coordination.drills.exercises.errors import BadExercise, ExerciseNotAllowed
from coordination.drills.exercises.models import Exercise, SafetyCheck
from coordination.drills.exercises.rules.checks import (
    ANSWERS,
    CHECK_OF,
    NEEDS_WORDS,
    checks_for,
    is_old,
    is_open,
)
from coordination.drills.exercises.vocabulary import CheckAnswer, CheckWeight, ExerciseRole
from coordination.drills.exercises.work.inviting import look_again, refuse_begun
from coordination.drills.exercises.work.objectives import checked_text
from coordination.drills.exercises.work.seeing import answer_seen, facts_of
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
    needs_two: bool
    two_citation: str
    two_source: str
    two_checked_on: date | None
    confirmed_by: str
    confirmed_at: datetime | None


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
            "confirmed_by": None,
            "confirmed_at": None,
        }
        SafetyCheck.objects.update_or_create(exercise=exercise, check_key=key, defaults=values)
        look_again(exercise, at)


def confirm_check(*, actor_id: int, exercise_id: UUID, key: str, at: datetime) -> None:
    """Confirm the answer that another person of the staff gave, where a law leaves it to two. Durable; locks.

    Raises: ExerciseNotFound, ExerciseStepRefused. BadExercise: there is no answer that waits for a second person, or it
        is their own, by whichever of their accounts.
    """
    with transaction.atomic(durable=True):
        exercise = exercise_for_staff(user_id=actor_id, exercise_id=exercise_id, at=at, lock=True)
        refuse_begun(exercise)
        row = exercise.checks.filter(check_key=key).first()
        check, facts = CHECK_OF.get(key), facts_of(exercise)
        if row is None or check is None or not (check.applies(facts) and facts.needs_two(key)):
            raise BadExercise(Reason(_("No answer to this check waits for a second person.")), pointer="/key")
        reason = why_no_second(row, actor_id=actor_id, at=at)
        if is_old(check, answer_seen(row), facts):
            reason = Reason(_("The plan has changed since this answer. It must be given again."))
        if reason is not None:
            raise BadExercise(reason, pointer="/key")
        row.confirmed_by_id, row.confirmed_at = actor_id, at
        row.save(update_fields=["confirmed_by", "confirmed_at"])


def why_no_second(row: SafetyCheck, *, actor_id: int, at: datetime) -> Reason | None:
    """Return why a person of the staff cannot confirm an answer; None: they can."""
    if row.confirmed_by_id is not None:
        return Reason(_("A second person has confirmed this already."))
    if are_one_holder(row.by_id, actor_id, at):
        return Reason(_("Who answered does not confirm: another person of the staff does."))
    return None


def hindered_confirmations(exercise: Exercise, *, actor_id: int, at: datetime) -> dict[str, Reason]:
    """Return, by check, why a person cannot confirm the answer that stands, where a law leaves it to two."""
    facts = facts_of(exercise)
    rows = [one for one in exercise.checks.all() if facts.needs_two(one.check_key)]
    found = {one.check_key: why_no_second(one, actor_id=actor_id, at=at) for one in rows}
    return {key: reason for key, reason in found.items() if reason is not None}


def check_views(exercise: Exercise) -> list[SafetyCheckView]:
    """Return the checks that apply to an exercise, in their order, with their answers. Four queries."""
    facts = facts_of(exercise)
    rows = {one.check_key: one for one in exercise.checks.select_related("by", "confirmed_by")}
    found = []
    for check in checks_for(facts):
        row = rows.get(check.key)
        seen = None if row is None else answer_seen(row)
        two = facts.two_people if facts.needs_two(check.key) else None
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
                needs_two=two is not None,
                two_citation=two.citation if two else "",
                two_source=two.source if two else "",
                two_checked_on=two.checked_on if two else None,
                confirmed_by="" if row is None or row.confirmed_by is None else row.confirmed_by.shown_name(),
                confirmed_at=None if row is None else row.confirmed_at,
            )
        )
    return found
