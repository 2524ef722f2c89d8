"""What the doors of reviews return beside work/queries.py: actions, the hot wash, sums of a sealed report."""

from datetime import date
from uuid import UUID

from ninja import Schema

from coordination.casework.kinds.views import Colleague, PersonName, ThingRecord, View
from coordination.drills.evaluation.vocabulary import HotWashState
from coordination.drills.exercises.vocabulary import CoreCapability
from coordination.drills.improvement.vocabulary import ActionState, ActionStep, CapabilityElement


class ReviewMarkMade(Schema):
    """The id of a mark that was made."""

    mark_id: UUID


class ReviewActionMade(Schema):
    """The id of an action that was written."""

    action_id: UUID


class ReviewActionLine(View):
    """An action after a real incident, in a list."""

    action_id: UUID
    number: int
    incident_id: UUID
    site_id: UUID
    site: str
    agency_id: UUID
    agency: str
    area: str
    words: str
    element: CapabilityElement
    capability: CoreCapability
    owner: PersonName
    starts_on: date
    due_on: date
    state: ActionState
    is_overdue: bool


class ReviewActionView(View):
    """An action with its records, and what the reader may do with it."""

    line: ReviewActionLine
    time_zone: str
    steps: list[ActionStep]
    people: list[Colleague]
    records: list[ThingRecord]


class ReviewWashOut(Schema):
    """Whether answers are taken, and whether the caller has answered."""

    state: HotWashState
    has_answered: bool


class SealedOut(Schema):
    """The number of a sealed report, and the SHA-256 of its two files."""

    number: int
    document_sha256: str
    pdf_sha256: str
