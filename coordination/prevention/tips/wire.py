"""What the interface of tips returns, beside the views of tips.work.queries. What it takes: tips.rules.given."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema

from coordination.prevention.tips.rules.given import ClosedDays
from coordination.prevention.tips.rules.routing import Route
from coordination.prevention.tips.vocabulary import TipCategory, TipPriority, TipReceiver, TrainingAudience


class TipIncidentOut(Schema):
    incident_id: UUID


class TipPerson(Schema):
    person_id: UUID
    name: str


class TipTrainingOut(Schema):
    audience: TrainingAudience
    taught_on: date
    people: int


class TipDeskOut(Schema):
    """A desk as its keepers have it."""

    agency_id: UUID
    short_address: str
    is_open: bool
    keep_days: int
    closed_days: list[ClosedDays]
    routes: dict[TipCategory, Route]
    team: list[TipPerson]
    trainings: list[TipTrainingOut]


class TipRoutePreview(Schema):
    """What would happen to a tip of a category that comes in at an instant."""

    category: TipCategory
    is_in_session: bool
    priority: TipPriority
    due_at: datetime
    receivers: list[TipReceiver]
