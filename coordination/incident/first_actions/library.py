"""The first actions that the product advises. Pure: read once from library.toml."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from coordination.vocabulary import IncidentType, ResponseActionKind, SafetyStrategy, ShelterHazard

# More is not read in the first minute.
MOST_STEPS = 4
STEP_CHARS = 100
Sentence = Annotated[str, Field(min_length=1, max_length=STEP_CHARS)]


class Step(BaseModel):
    """A sentence in English and in Spanish."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    en: Sentence
    es: Sentence


Steps = Annotated[tuple[Step, ...], Field(min_length=1, max_length=MOST_STEPS)]


class FirstActions(BaseModel):
    """What is done first at one type of incident. `action`: which response action is proposed; None: none of them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    school: Steps
    dispatch: Steps
    action: ResponseActionKind | None = None
    hazard: ShelterHazard | None = None
    strategy: SafetyStrategy | None = None

    @model_validator(mode="after")
    def _check_shelter(self) -> Self:
        is_shelter = self.action is ResponseActionKind.SHELTER
        if (self.hazard is not None) is not is_shelter or (self.strategy is not None) is not is_shelter:
            raise ValueError("A shelter, and nothing else, names its hazard and its strategy.")
        return self


class _Library(BaseModel):
    model_config = ConfigDict(extra="forbid")

    types: dict[IncidentType, FirstActions]


@cache
def all_first_actions() -> dict[IncidentType, FirstActions]:
    """Return the first actions of each type that has any."""
    text = files("coordination.incident.first_actions").joinpath("library.toml").read_text(encoding="utf-8")
    return _Library.model_validate(tomllib.loads(text)).types
