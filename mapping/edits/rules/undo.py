"""Which edit is undone next, and which is done again, by the list of edits so far. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from mapping.vocabulary import EditStep


@dataclass(frozen=True, slots=True)
class Edited:
    """One edit as the stack sees it. `of_number` is what an undo or redo was about."""

    number: int
    step: EditStep
    of_number: int | None


@dataclass(frozen=True, slots=True)
class Stack:
    """The numbers of the edits that stand, and of those that were undone; the last of each comes next."""

    done: tuple[int, ...]
    undone: tuple[int, ...]


def stack_of(edits: Iterable[Edited]) -> Stack:
    """Return what can be undone and done again. A new edit ends what could have been done again."""
    done: list[int] = []
    undone: list[int] = []
    for edit in edits:
        if edit.step is EditStep.EDIT:
            done.append(edit.number)
            undone.clear()
        elif edit.step is EditStep.UNDO:
            undone.append(done.pop())
        else:
            done.append(undone.pop())
    return Stack(tuple(done), tuple(undone))
