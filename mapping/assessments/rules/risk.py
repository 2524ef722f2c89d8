"""Risk as numbers: threat by vulnerability by consequence, its band, and what an upgrade takes away of it. Pure.

Source: DHS/CISA, risk = threat x vulnerability x consequence, each 1 to 5; the bands are a convention.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mapping.assessments.vocabulary import RiskBand

SCALE = range(1, 6)
BANDS = ((15, RiskBand.LOW), (45, RiskBand.MEDIUM), (80, RiskBand.HIGH))
# What costs nothing is compared as if it cost a dollar: it comes first, and the most useful of it before the rest.
LEAST_DOLLARS = 1


@dataclass(frozen=True, slots=True)
class Rating:
    """The three numbers of a scenario, each from 1 to 5."""

    threat: int
    vulnerability: int
    consequence: int

    @property
    def risk(self) -> int:
        """Return the product, from 1 to 125."""
        return self.threat * self.vulnerability * self.consequence


def band_of(risk: int) -> RiskBand:
    """Return the band of a risk."""
    return next((band for most, band in BANDS if risk <= most), RiskBand.VERY_HIGH)


@dataclass(frozen=True, slots=True)
class Effect:
    """What an upgrade alone leaves of a scenario: its vulnerability and its consequence."""

    scenario: str
    vulnerability: int
    consequence: int


def risk_reduced(effects: Iterable[Effect], ratings: Mapping[str, Rating]) -> int:
    """Return how much risk an upgrade alone takes away; a scenario that is not rated counts nothing."""
    return sum(
        ratings[one.scenario].risk - _risk_after(ratings[one.scenario], one)
        for one in effects
        if one.scenario in ratings
    )


def _risk_after(before: Rating, effect: Effect) -> int:
    # An upgrade makes nothing worse: what was rated down since it was proposed stays.
    vulnerability = min(before.vulnerability, effect.vulnerability)
    return before.threat * vulnerability * min(before.consequence, effect.consequence)


@dataclass(frozen=True, slots=True)
class Weighed:
    """An upgrade as it is ranked. `per_1000`: risk reduced for each thousand dollars."""

    number: int
    reduced: int
    cost_dollars: int

    @property
    def per_1000(self) -> float:
        return self.reduced * 1000 / max(self.cost_dollars, LEAST_DOLLARS)


def rank_upgrades(upgrades: Iterable[Weighed]) -> Sequence[Weighed]:
    """Return upgrades by risk reduced per cost; among equals the one that reduces more, then the older one."""
    return sorted(upgrades, key=lambda one: (-one.per_1000, -one.reduced, one.number))
