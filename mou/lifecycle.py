"""The steps a memorandum may take. Pure: no Django."""

from mou.errors import WrongState
from mou.vocabulary import MemorandumState

STEPS: dict[MemorandumState, frozenset[MemorandumState]] = {
    MemorandumState.DRAFT: frozenset({MemorandumState.SIGNED}),
    MemorandumState.SIGNED: frozenset({MemorandumState.TERMINATED}),
    MemorandumState.TERMINATED: frozenset(),
}


def check_step(before: MemorandumState, after: MemorandumState) -> None:
    """Raise WrongState unless a memorandum in state `before` may become `after`."""
    if after not in STEPS[before]:
        raise WrongState(f"A memorandum that is {before} cannot become {after}.")
