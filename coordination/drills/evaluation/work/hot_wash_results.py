"""What is shown of a hot wash once it is closed. No value here leads to a person who did not choose to be named."""

import random
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from coordination.drills.evaluation.models import Evaluation, HotWashWords
from coordination.drills.evaluation.rules.small_cells import ScaleShown, may_show_words, scale_shown
from coordination.drills.evaluation.vocabulary import HotWashGroup, HotWashScale, HotWashState
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import ExerciseState


@dataclass(frozen=True, slots=True)
class GroupShown:
    """One group's scales; None: fewer than five anonymous answers."""

    group: HotWashGroup
    scales: dict[HotWashScale, ScaleShown | None]


@dataclass(frozen=True, slots=True)
class NamedAnswer:
    """The answer of a person who chose to be named. `suggestion`: what they would do otherwise."""

    name: str
    group: HotWashGroup
    scales: dict[HotWashScale, int]
    went_well: str
    did_not: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class HotWashSummary:
    """The answers of all. While it is open, only how many have answered.

    Words of anonymous people stand in three lists, each in an order of its own; empty where too few answered.
    `words_hidden`: some were written and are not shown.
    """

    state: HotWashState
    answered: int
    groups: list[GroupShown]
    went_well: list[str]
    did_not: list[str]
    suggestions: list[str]
    words_hidden: bool
    named: list[NamedAnswer]


def state_of(exercise: Exercise) -> HotWashState:
    """Return whether answers are taken: from ENDEX until it is closed."""
    if exercise.state != ExerciseState.ENDED.value:
        return HotWashState.NOT_YET
    is_closed = Evaluation.objects.filter(exercise=exercise, closed_at__isnull=False).exists()
    return HotWashState.CLOSED if is_closed else HotWashState.OPEN


def hot_wash_summary(exercise: Exercise) -> HotWashSummary:
    """Return what may be shown of the hot wash of an exercise."""
    return summary_of(state_of(exercise), exercise.hot_wash_answers, exercise.hot_wash_answered, exercise.pk)


def summary_of(state: HotWashState, answers: Any, people: Any, owner_id: UUID) -> HotWashSummary:
    """Return what may be shown of the answers of one exercise or incident, and of who has answered."""
    answered = people.count()
    if state is not HotWashState.CLOSED:
        return HotWashSummary(state, answered, [], [], [], [], words_hidden=False, named=[])
    rows: list[HotWashWords] = list(answers.select_related("named"))
    unnamed = [one for one in rows if one.named_id is None]
    may_show = may_show_words(len(unnamed))
    lists = [[text for one in unnamed if (text := getattr(one, name))] for name in WORDS]
    went_well, did_not, suggestions = ([_in_order(owner_id, one) for one in lists]) if may_show else ([], [], [])
    return HotWashSummary(
        state=state,
        answered=answered,
        groups=[_results_of_group(group, unnamed) for group in HotWashGroup],
        went_well=went_well,
        did_not=did_not,
        suggestions=suggestions,
        words_hidden=not may_show and any(lists),
        named=sorted((_show_named_answer(one) for one in rows if one.named is not None), key=lambda one: one.name),
    )


WORDS = ("went_well", "did_not", "suggestion")


def _in_order(owner_id: UUID, texts: list[str]) -> list[str]:
    """Return texts in an order that says nothing of who wrote them, the same each time: sorted, then shuffled."""
    found = sorted(texts)
    random.Random(owner_id.int).shuffle(found)  # noqa: S311 - an order, no secret
    return found


def _results_of_group(group: HotWashGroup, unnamed: list[HotWashWords]) -> GroupShown:
    mine = [one for one in unnamed if one.group == group.value]
    return GroupShown(
        group, {scale: scale_shown([getattr(one, scale.value) for one in mine]) for scale in HotWashScale}
    )


def _show_named_answer(one: HotWashWords) -> NamedAnswer:
    assert one.named is not None
    return NamedAnswer(
        name=one.named.shown_name(),
        group=HotWashGroup(one.group),
        scales={scale: getattr(one, scale.value) for scale in HotWashScale},
        went_well=one.went_well,
        did_not=one.did_not,
        suggestion=one.suggestion,
    )
