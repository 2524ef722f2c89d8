"""A state machine as declared data: from which states each step leads where, and what the step needs. Pure.

The functions here are the only ones that read a declaration: who has states writes a table, and no `if` for a state.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from types import MappingProxyType

from mou.foundation.labelled import WordedError

type Refusals[State: StrEnum] = Mapping[State, type[WordedError]]


class Need(Enum):
    """What a step needs besides a state that allows it."""

    # The reader of the record asks who agreed, or why.
    WORDS = auto()
    # Someone who leads the team.
    LEAD = auto()
    # Every profession that the team is made of.
    WHOLE_TEAM = auto()
    # Someone else than who wrote the thing, or reports that it is done.
    SECOND_PERSON = auto()


@dataclass(frozen=True, slots=True)
class Move[State: StrEnum]:
    """Where a step leads from each state that allows it, and what it needs."""

    leads: Mapping[State, State]
    needs: frozenset[Need]
    # States that refuse this step for another reason than they refuse the other steps.
    refused: Refusals[State]


def lead_to[State: StrEnum](
    states: Iterable[State],
    to: State,
    *needs: Need,
    refused: Mapping[State, type[WordedError]] | None = None,
) -> Move[State]:
    """Declare a step that leads from any of these states to one."""
    return Move(MappingProxyType(dict.fromkeys(states, to)), frozenset(needs), MappingProxyType(dict(refused or {})))


def stay_in_state[State: StrEnum](states: Iterable[State], *needs: Need) -> Move[State]:
    """Declare a step that leaves each of these states as it is."""
    return Move(MappingProxyType({state: state for state in states}), frozenset(needs), MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Machine[State: StrEnum, Step: StrEnum]:
    """The steps of a kind of thing. `tests/mou/foundation/test_machine.py` holds each declaration to it.

    Args:
        begins: the state of a new thing.
        ends: states in which nothing is left to do; a step back to work needs words.
        moves: every step, in the order in which people are offered them.
        refused: why a state refuses the steps that it does not allow.
    """

    begins: State
    ends: frozenset[State]
    moves: Mapping[Step, Move[State]]
    refused: Refusals[State]

    def next_state(self, state: State, step: Step) -> State:
        """Return the state to which a step leads. Raises: the refusal of the state, whose code says why."""
        found = self.moves[step].leads.get(state)
        if found is None:
            raise self.refusal_of(state, step)
        return found

    def refusal_of(self, state: State, step: Step) -> WordedError:
        """Return why a state refuses a step."""
        return self.moves[step].refused.get(state, self.refused[state])()

    def steps_from(self, state: State) -> list[Step]:
        """Return the steps that a state allows, in the order of their declaration."""
        return [step for step, move in self.moves.items() if state in move.leads]

    def needs(self, step: Step, need: Need) -> bool:
        """Say whether a step needs something."""
        return need in self.moves[step].needs

    def is_end(self, state: State) -> bool:
        """Say whether nothing is left to do in a state."""
        return state in self.ends


def step_words(words: str, *, are_needed: bool, ask: str, most_chars: int, lacks: Callable[..., WordedError]) -> str:
    """Return the words of a step, stripped.

    Args:
        ask: what is said where words are needed and there are none.
        lacks: the error, which is given what is said and the pointer /words.
    """
    words = words.strip()
    if are_needed and not words:
        raise lacks(ask, pointer="/words")
    if len(words) > most_chars or "\x00" in words:
        raise lacks(f"At most {most_chars:,} characters.", pointer="/words")
    return words
