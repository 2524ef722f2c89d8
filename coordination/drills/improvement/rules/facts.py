"""What a report is written from: facts of an exercise, in one language's words. Pure. No person is in them by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

# Best first (HSEEP): performed without challenges, with some, with major ones, unable to be performed.
RATINGS = ("P", "S", "M", "U")


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """A critical task: what was wanted, its final rating, and the remarks on it that all readers may see."""

    task_id: str
    text: str
    target: str
    capability: str
    rating: str | None
    remarks: Sequence[str]


@dataclass(frozen=True, slots=True)
class CapabilityFacts:
    """A core capability under an objective: its value, its name, its final rating."""

    capability: str
    name: str
    rating: str | None


@dataclass(frozen=True, slots=True)
class ObjectiveFacts:
    """An objective with its capabilities and tasks."""

    objective_id: str
    text: str
    rating: str | None
    capabilities: Sequence[CapabilityFacts]
    tasks: Sequence[TaskFacts]


@dataclass(frozen=True, slots=True)
class OrganizationFacts:
    """Who took part, in numbers."""

    name: str
    kind: str
    players: int
    staff: int


@dataclass(frozen=True, slots=True)
class TimeFacts:
    """A measured time of the log: its key, its name, and seconds from the beginning; None: the log does not show it."""

    key: str
    name: str
    seconds: int | None


@dataclass(frozen=True, slots=True)
class EventFacts:
    """A main event: seconds from the beginning, and what happened in words."""

    at_s: int
    words: str


@dataclass(frozen=True, slots=True)
class MarkFacts:
    """A marker that stood on the map at the end: where, and what it says."""

    lon: float
    lat: float
    level_id: str | None
    words: str


@dataclass(frozen=True, slots=True)
class HotWashFacts:
    """What people said right after, in numbers: how many answered, and the mean of each question that may be shown.

    Their words stay where they wrote them: a report is read by more people than they spoke to.
    """

    answers: int
    means: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """All that the system knows of an exercise for its report. Instants are UTC; names are of things and agencies."""

    name: str
    kind: str
    kind_name: str
    action_name: str
    # Evaluators gave these tasks different ratings, and which one stands is not decided.
    disputed: int
    site: str
    address: str
    sponsor: str
    purpose: str
    scope: str
    scenario: str
    threat: str
    mission_areas: Sequence[str]
    is_announced: bool
    has_students: bool
    contact: str
    time_zone: str
    began_at: datetime
    ended_at: datetime
    began_words: str
    head_seq: int
    head_hash: str
    injects: int
    injects_given: int
    interruptions: int
    observers: int
    objectives: Sequence[ObjectiveFacts]
    organizations: Sequence[OrganizationFacts]
    times: Sequence[TimeFacts]
    events: Sequence[EventFacts]
    marks: Sequence[MarkFacts]
    hot_wash: HotWashFacts | None

    @property
    def players(self) -> int:
        return sum(one.players for one in self.organizations)

    @property
    def staff(self) -> int:
        return sum(one.staff for one in self.organizations)

    @property
    def minutes(self) -> int:
        return round((self.ended_at - self.began_at).total_seconds() / 60)


FACTS: TypeAdapter[ReportFacts] = TypeAdapter(ReportFacts)


def duration_words(seconds: int) -> str:
    """Return a time as people read it: "42 s", "3:05 min", "1:02 h"."""
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60}:{seconds % 60:02d} min"
    return f"{seconds // 3600}:{seconds % 3600 // 60:02d} h"
