"""Whether an adult may be cleared for a child at check-in: what a roster lists, and what has to be read first. Pure."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from coordination.reunification.vocabulary import IdKind, PickUpState, StudentState, WhyAsked

# A child in one of these may be asked for; of all others the director says what is with them.
MAY_BE_ASKED = frozenset(
    {
        StudentState.NOT_EVACUATED,
        StudentState.IN_TRANSIT,
        StudentState.ARRIVED,
        StudentState.IN_ASSEMBLY,
        StudentState.REQUESTED,
        StudentState.PULLED,
        StudentState.AT_REUNIFICATION,
        StudentState.HELD_CUSTODY_ISSUE,
    }
)


def plain_name(name: str) -> str:
    """Return a name as it is compared: without accents, case and punctuation, its words sorted."""
    flat = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(" " if not (char.isalnum() or unicodedata.combining(char)) else char for char in flat)
    words = "".join(char for char in letters if not unicodedata.combining(char)).split()
    return " ".join(sorted(words))


def is_listed(adult: str, authorized: Iterable[str]) -> bool:
    """Say whether the name on the ID is one of those who may pick up: all its words, and no other."""
    wanted = plain_name(adult)
    return bool(wanted) and any(plain_name(one) == wanted for one in authorized)


@dataclass(frozen=True, slots=True)
class AskedFor:
    """An adult at check-in, and one child for whom they came. `restrictions`: how many texts limit who may pick up.

    `has_other_adult`: another one waits, or someone was refused: who was refused may come again under any name.
    """

    adult: str
    id_kind: IdKind
    authorized: tuple[str, ...]
    restrictions: int
    state: StudentState
    has_other_adult: bool


def judge_pick_up(asked: AskedFor) -> tuple[PickUpState, WhyAsked | None]:
    """Return what becomes of a pick-up, and why someone has to decide.

    Any text of a restriction is a hold, whatever it says and for any adult: no program reads it as "allowed".
    """
    if asked.restrictions:
        return PickUpState.HELD, WhyAsked.RESTRICTION
    if asked.state not in MAY_BE_ASKED:
        return PickUpState.SUPERVISOR, WhyAsked.NOT_TO_BE_ASKED
    if asked.id_kind is IdKind.NONE:
        return PickUpState.SUPERVISOR, WhyAsked.NO_PHOTO_ID
    if not is_listed(asked.adult, asked.authorized):
        return PickUpState.SUPERVISOR, WhyAsked.NOT_LISTED
    if asked.has_other_adult or asked.state is StudentState.HELD_CUSTODY_ISSUE:
        return PickUpState.SUPERVISOR, WhyAsked.ASKED_TWICE
    return PickUpState.WAITING, None
