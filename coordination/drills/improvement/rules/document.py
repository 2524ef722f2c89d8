"""A report as it is read, signed and taken away: one document, the same on the page, in the PDF and as JSON. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from pydantic import TypeAdapter

from coordination.drills.improvement.rules.facts import (
    CapabilityFacts,
    EventFacts,
    MarkFacts,
    OrganizationFacts,
    TaskFacts,
    TimeFacts,
)
from coordination.drills.improvement.vocabulary import (
    ActionState,
    CapabilityElement,
    ReportFindingKind,
    ReportSection,
    ReportState,
)

FORMAT = "musterpoint.after_action_report.1"


@dataclass(frozen=True, slots=True)
class SectionText:
    """A section's text. `is_edited`: a person wrote it, and the system leaves it alone."""

    section: ReportSection
    text: str
    is_edited: bool


@dataclass(frozen=True, slots=True)
class FindingText:
    """A strength or an area for improvement."""

    finding_id: str
    kind: ReportFindingKind
    capability: str
    words: str
    reference: str
    analysis: str
    root_cause: str


@dataclass(frozen=True, slots=True)
class ObjectiveText:
    """An objective as it was rated, with what was seen; no id: what belongs to the exercise as a whole."""

    objective_id: str | None
    text: str
    rating: str | None
    capabilities: Sequence[CapabilityFacts]
    tasks: Sequence[TaskFacts]
    strengths: Sequence[FindingText]
    areas: Sequence[FindingText]


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A line of the improvement plan (HSEEP, Appendix A)."""

    action_id: str
    number: int
    area: str
    words: str
    element: CapabilityElement
    capability: str
    capability_name: str
    organization: str
    contact: str
    starts_on: date
    due_on: date
    state: ActionState


@dataclass(frozen=True, slots=True)
class Decided:
    """Who approved or signed, and when."""

    name: str
    organization: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LoggedTo:
    """The newest entry of the exercise's log that the report was written from: what it says can be looked up there."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """An after-action report with its improvement plan. It names no player."""

    format: str
    is_exercise: bool
    exercise_id: str
    number: int
    state: ReportState
    language: str
    name: str
    kind: str
    kind_name: str
    site: str
    address: str
    sponsor: str
    time_zone: str
    began_at: datetime
    ended_at: datetime
    due_on: date
    meeting_at: datetime | None
    sections: Sequence[SectionText]
    objectives: Sequence[ObjectiveText]
    improvement_plan: Sequence[PlanLine]
    organizations: Sequence[OrganizationFacts]
    observers: int
    times: Sequence[TimeFacts]
    events: Sequence[EventFacts]
    marks: Sequence[MarkFacts]
    log: LoggedTo
    approved: Decided | None
    signed: Decided | None

    def text_of(self, section: ReportSection) -> SectionText:
        return next(one for one in self.sections if one.section is section)


DOCUMENT: TypeAdapter[ReportDocument] = TypeAdapter(ReportDocument)


def document_bytes(document: ReportDocument) -> bytes:
    """Return the exact bytes that are signed."""
    return DOCUMENT.dump_json(document, indent=2)


def sum_of(content: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal."""
    return sha256(content).hexdigest()
