"""The words of conducting an exercise as people read them, by value."""

from coordination.drills.conduct.rules.offers import HAS_ENDED, IS_A_STEP, NOT_BEGUN, NOT_RUNNING
from coordination.drills.conduct.work.queries import ConductView
from coordination.drills.exercises.vocabulary import ExerciseState
from mou.foundation.forms.act_form import Refusal


def refusal_sentence(refusal: Refusal) -> str:
    """Return what a form says of a refusal: the rule that refused it knows why, and what to do instead."""
    return refusal.sentence_or(str(refusal))


def why_nothing_fires(view: ConductView) -> str:
    """Return why no inject of an exercise is fired now, as the rule says it; empty where they are."""
    if not view.state.has_begun:
        return NOT_BEGUN.sentence
    if view.state is ExerciseState.ENDED:
        return HAS_ENDED.sentence
    if view.state is not ExerciseState.RUNNING:
        return NOT_RUNNING.sentence
    return IS_A_STEP.sentence if view.is_discussion else ""
