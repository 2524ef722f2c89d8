"""Protective measures as data, what of them is there, and which gaps remain before a tier. Pure.

Layers, components and tiers after the guidelines of the Partner Alliance for Safer Schools (PASS), 7th edition; sources
stand in measures/pass.toml. All schools should reach tier 1, then 2; 3 and 4 as an assessment says.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from mapping.assessments.rules.checklist import Key, Text
from mapping.assessments.vocabulary import MeasureState, PassComponent, PassLayer

TIERS = range(1, 5)
NO_TIER = 0
LACKING = (MeasureState.MISSING, MeasureState.PARTLY)
THERE = (MeasureState.IN_PLACE, MeasureState.NOT_APPLICABLE)


class Measure(BaseModel):
    """One measure of an inventory."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Key
    layer: PassLayer
    component: PassComponent
    tier: Annotated[int, Field(ge=1, le=4)]
    en: Text
    es: Text

    def words_in(self, language: str) -> str:
        """Return the measure in a language."""
        return self.es if language.startswith("es") else self.en


class _Inventory(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class LayerStanding:
    """How a layer stands: the tier that it has reached whole, and of each tier how many measures are there."""

    layer: PassLayer
    reached: int
    there: dict[int, int]
    measures: dict[int, int]


@cache
def list_measures() -> tuple[Measure, ...]:
    """Return the measures, in the order of layers and then of tiers."""
    text = files("mapping.assessments").joinpath("measures", "pass.toml").read_text(encoding="utf-8")
    found = _Inventory.model_validate(tomllib.loads(text)).measures
    order = list(PassLayer)
    return tuple(sorted(found, key=lambda one: (order.index(one.layer), one.tier)))


def measure_of(key: str) -> Measure | None:
    """Return a measure by its key."""
    return next((one for one in list_measures() if one.key == key), None)


def standing_of(states: Mapping[str, MeasureState]) -> list[LayerStanding]:
    """Return how each layer stands; a measure without a state counts as unknown."""
    return [_layer_standing(layer, states) for layer in PassLayer]


def _layer_standing(layer: PassLayer, states: Mapping[str, MeasureState]) -> LayerStanding:
    here = [one for one in list_measures() if one.layer is layer]
    counted = {tier: sum(one.tier == tier for one in here) for tier in TIERS}
    there = {tier: sum(one.tier == tier and states.get(one.key) in THERE for one in here) for tier in TIERS}
    reached = NO_TIER
    for tier in TIERS:
        if there[tier] < counted[tier]:
            break
        reached = tier
    return LayerStanding(layer, reached, there, counted)


def measure_gaps(states: Mapping[str, MeasureState], tier: int) -> Sequence[Measure]:
    """Return what is missing, or there only in part, up to a tier: the lowest tier first, from outside to inside."""
    found = [one for one in list_measures() if one.tier <= tier and states.get(one.key) in LACKING]
    return sorted(found, key=lambda one: one.tier)


def count_unknown(states: Mapping[str, MeasureState], tier: int) -> int:
    """Return how many measures up to a tier have no state yet."""
    return sum(1 for one in list_measures() if one.tier <= tier and one.key not in states)
