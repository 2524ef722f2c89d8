"""The report of a real incident as it is sealed and taken away: one document, in the PDF and as JSON. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from pydantic import TypeAdapter

from coordination.drills.improvement.vocabulary import ActionState, CapabilityElement
from coordination.reviews.rules.figures import Figures
from coordination.reviews.vocabulary import TargetStanding
from coordination.vocabulary import IncidentType

FORMAT = "musterpoint.incident_review.1"


@dataclass(frozen=True, slots=True)
class ResponseText:
    """One agency's response before its promise."""

    agency: str
    on_scene_s: int | None
    target_min: float | None
    target_words: str
    standing: TargetStanding


@dataclass(frozen=True, slots=True)
class ActionText:
    """A line of what is changed."""

    number: int
    area: str
    words: str
    element: CapabilityElement
    organization: str
    due_on: date
    state: ActionState


@dataclass(frozen=True, slots=True)
class ReviewDocument:
    """A sealed review. It names no one but who sealed it. `is_exercise` is false, always."""

    format: str
    is_exercise: bool
    incident_id: UUID
    number: int
    site: str
    time_zone: str
    incident_type: IncidentType
    opened_at: datetime
    closed_at: datetime
    figures: Figures
    silent_rooms: Sequence[str]
    responses: Sequence[ResponseText]
    summary: str
    went_well: str
    to_improve: str
    actions: Sequence[ActionText]
    sealed_by: str
    sealed_at: datetime


DOCUMENT: TypeAdapter[ReviewDocument] = TypeAdapter(ReviewDocument)


def document_bytes(document: ReviewDocument) -> bytes:
    """Return the exact bytes that are sealed."""
    return DOCUMENT.dump_json(document, indent=2)
