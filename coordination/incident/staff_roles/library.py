"""The cards that the product proposes. Pure: read once from library.toml."""

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

from coordination.incident.staff_roles.rules import JOINS_WITHIN_MIN, MOST_STEPS, STEP_CHARS, CardStep, RoleCard
from coordination.incident.staff_roles.vocabulary import CardAction, CardPhase, CardSource, StaffRole


class _Step(BaseModel):
    """A step as the file has it, in English and in Spanish."""

    model_config = ConfigDict(extra="forbid")

    phase: CardPhase
    action: CardAction | None = None
    en: str = Field(min_length=1, max_length=STEP_CHARS)
    es: str = Field(min_length=1, max_length=STEP_CHARS)


class _Card(BaseModel):
    """A card as the file has it. `titles`: what a title says of people who hold the role where no one is named."""

    model_config = ConfigDict(extra="forbid")

    titles: tuple[str, ...] = ()
    steps: tuple[_Step, ...] = Field(min_length=1, max_length=MOST_STEPS)


class _Library(BaseModel):
    model_config = ConfigDict(extra="forbid")

    cards: dict[StaffRole, _Card]


@cache
def library_cards() -> dict[StaffRole, RoleCard]:
    """Return the proposed card of each role, in the order of the roles."""
    found = _read_library()
    return {role: _proposed_card(role, found.cards[role]) for role in StaffRole}


@cache
def titles_of_roles() -> dict[StaffRole, tuple[str, ...]]:
    """Return parts of titles, lower case and without accents, by the role whose people have them."""
    return {role: card.titles for role, card in _read_library().cards.items()}


@cache
def _read_library() -> _Library:
    text = files("coordination.incident.staff_roles").joinpath("library.toml").read_text(encoding="utf-8")
    return _Library.model_validate(tomllib.loads(text))


def _proposed_card(role: StaffRole, card: _Card) -> RoleCard:
    steps = tuple(
        CardStep(number, one.phase, one.action, one.en, one.es) for number, one in enumerate(card.steps, start=1)
    )
    return RoleCard(role, CardSource.LIBRARY, CardSource.LIBRARY.value, JOINS_WITHIN_MIN, steps)
