"""What a role card is, and who holds a role now. Pure: facts in, an answer with its reason out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from coordination.incident.staff_roles.vocabulary import (
    CardAction,
    CardPhase,
    CardSource,
    NamedBy,
    NotHolding,
    StaffRole,
)

MOST_STEPS = 40
STEP_CHARS = 200
MOST_NAMED = 30
JOINS_WITHIN_MIN = 3


@dataclass(frozen=True, slots=True)
class CardStep:
    """A step of a card. `number` is its place on the card, from 1: by it, and the card's version, a tick cites it."""

    number: int
    phase: CardPhase
    action: CardAction | None
    words: str
    words_es: str

    def words_in(self) -> dict[str, str]:
        """Return its words in other languages, by language."""
        return {"es": self.words_es} if self.words_es else {}


@dataclass(frozen=True, slots=True)
class RoleCard:
    """A card as it stands. `version`: whose words it has, and which edition of theirs: "library", "district 3"."""

    role: StaffRole
    source: CardSource
    version: str
    joins_within_min: int
    steps: tuple[CardStep, ...]

    def step(self, number: int) -> CardStep | None:
        """Return a step by its number."""
        return self.steps[number - 1] if 1 <= number <= len(self.steps) else None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person whose role it may be, and what is known of them now. `has_joined`: they are in the room."""

    user_id: int
    name: str
    named_by: NamedBy
    participant_id: UUID | None = None
    has_joined: bool = False
    is_off_duty: bool = False
    is_reachable: bool = True
    has_stood_aside: bool = False


@dataclass(frozen=True, slots=True)
class Passed:
    """A person who comes before the holder, and why they do not hold the role."""

    name: str
    why: NotHolding


@dataclass(frozen=True, slots=True)
class Held:
    """Who holds a role now, whom it passed before, and the others after them. No holder: no one holds it."""

    holder: Candidate | None
    passed: tuple[Passed, ...]
    next_ones: tuple[Candidate, ...] = ()


def who_holds(candidates: Sequence[Candidate], *, open_for: timedelta, joins_within_min: int) -> Held:
    """Return who holds a role that one person has at a time: the first in order whom nothing keeps from it.

    Who has joined is there, on duty or not. Until so many minutes have passed, the others are awaited.
    """
    is_late = open_for >= timedelta(minutes=joins_within_min)
    passed: list[Passed] = []
    for at, one in enumerate(candidates):
        why = _why_not(one, is_late=is_late)
        if why is None:
            return Held(one, tuple(passed), tuple(candidates[at + 1 :]))
        passed.append(Passed(one.name, why))
    return Held(None, tuple(passed))


def _why_not(one: Candidate, *, is_late: bool) -> NotHolding | None:
    if one.has_stood_aside:
        return NotHolding.SAID_SO
    if one.has_joined:
        return None
    if one.is_off_duty:
        return NotHolding.OFF_DUTY
    if not one.is_reachable:
        return NotHolding.NOT_REACHABLE
    return NotHolding.NOT_JOINED if is_late else None
