"""What a controller may do with an inject now, or why not. Pure: what a page offers and what the act does ask this."""

from collections.abc import Mapping
from dataclasses import dataclass

from coordination.drills.conduct.vocabulary import InjectAct, InjectState, ToldByHand
from coordination.drills.exercises.vocabulary import ExerciseState
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _

NOT_RUNNING = Reason(_("The exercise is not running."))
NOT_BEGUN = Reason(_("The exercise has not begun."))
HAS_ENDED = Reason(_("The exercise has ended."))
IS_SAID = Reason(_("Someone says this one: mark it as delivered."))
IS_A_STEP = Reason(_("All screens of a discussion show it as a step: lead the discussion."))
BY_HAND: Mapping[ToldByHand, Reason] = {
    ToldByHand.AUDIENCE: Reason(_("The room cannot tell exactly these people: say it, and mark it as delivered.")),
    ToldByHand.PLACE: Reason(_("It has no place on the map: say it, and mark it as delivered.")),
}
OF_STATE: Mapping[InjectState, Reason] = {
    InjectState.WAITING: Reason(_("It waits already.")),
    InjectState.HELD: Reason(_("It is held back already.")),
    InjectState.TO_SAY: Reason(_("Its time has come: say it, and mark it as delivered.")),
    InjectState.DELIVERED: Reason(_("It was delivered already.")),
    InjectState.SKIPPED: Reason(_("It was skipped.")),
}
# The states in which each act is allowed.
MAY: Mapping[InjectAct, frozenset[InjectState]] = {
    InjectAct.FIRE: frozenset({InjectState.WAITING, InjectState.HELD}),
    InjectAct.HOLD: frozenset({InjectState.WAITING, InjectState.TO_SAY}),
    InjectAct.RELEASE: frozenset({InjectState.HELD}),
    InjectAct.SKIP: frozenset({InjectState.WAITING, InjectState.HELD, InjectState.TO_SAY}),
    InjectAct.MARK_DELIVERED: frozenset({InjectState.WAITING, InjectState.HELD, InjectState.TO_SAY}),
}
# Acts that bring something into play need a running play.
PLAYS = frozenset({InjectAct.FIRE, InjectAct.MARK_DELIVERED})


@dataclass(frozen=True, slots=True)
class InjectSeen:
    """An inject as far as acts depend upon it. `by_hand`: why the system cannot bring it in, as things are now."""

    exercise_state: ExerciseState
    is_discussion: bool
    state: InjectState
    by_system: bool
    by_hand: ToldByHand | None


def why_not(act: InjectAct, seen: InjectSeen) -> Reason | None:
    """Return why an act would be refused; None: it would be done."""
    if not seen.exercise_state.has_begun:
        return NOT_BEGUN
    if seen.exercise_state is ExerciseState.ENDED:
        return HAS_ENDED
    if seen.state not in MAY[act]:
        return OF_STATE[seen.state]
    if act in PLAYS and seen.exercise_state is not ExerciseState.RUNNING:
        return NOT_RUNNING
    return _why_not_fired(seen) if act is InjectAct.FIRE else None


def _why_not_fired(seen: InjectSeen) -> Reason | None:
    if not seen.by_system:
        return IS_SAID
    if seen.is_discussion:
        return IS_A_STEP
    return None if seen.by_hand is None else BY_HAND[seen.by_hand]


def acts_offered(seen: InjectSeen) -> frozenset[InjectAct]:
    """Return what would be done of all that a controller can ask for."""
    return frozenset(act for act in InjectAct if why_not(act, seen) is None)
