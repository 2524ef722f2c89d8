"""What is printed of an assessment: all that the bounded process is told, in one language. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from mapping.exports.print_job import PrintJob


@dataclass(frozen=True, slots=True)
class PrintedFinding:
    """A finding as it is listed, and where it is on a floor, if that is known."""

    number: int
    kind: str
    words: str
    place: str
    state: str
    is_settled: bool
    owner: str
    due_on: str
    level_id: str
    at: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class PrintedUpgrade:
    """An upgrade in its rank."""

    rank: int
    title: str
    words: str
    cost: str
    reduced: int
    per_1000: str
    findings: str
    state: str


@dataclass(frozen=True, slots=True)
class PrintedRisk:
    """A scenario with its numbers."""

    scenario: str
    numbers: str
    risk: int
    band: str


@dataclass(frozen=True, slots=True)
class PrintedLayer:
    """How a layer of protective measures stands: of each tier what is there of how many, and the tier reached."""

    name: str
    tiers: Sequence[str]
    reached: str


@dataclass(frozen=True, slots=True)
class PrintedGap:
    """A measure that is missing."""

    tier: int
    layer: str
    words: str
    state: str


@dataclass(frozen=True, slots=True)
class PrintedYears:
    """The years beside each other: a head, and rows of words and numbers."""

    years: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class PlanOrder:
    """An upgrade plan: its words, and the site's published floors to draw its findings on."""

    job: PrintJob
    language: str
    school_year: str
    state: str
    on: str
    target_tier: int
    findings: Sequence[PrintedFinding]
    upgrades: Sequence[PrintedUpgrade]
    risks: Sequence[PrintedRisk]
    layers: Sequence[PrintedLayer]
    gaps: Sequence[PrintedGap]
    unknown: int
    years: PrintedYears


ORDER: TypeAdapter[PlanOrder] = TypeAdapter(PlanOrder)
