"""What the interface of tips takes and returns, beside the views of tips.work.queries."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from coordination.prevention.tips.rules.routing import Route
from coordination.prevention.tips.vocabulary import (
    TipCategory,
    TipDisposition,
    TipPriority,
    TipReceiver,
    TipStep,
    TrainingAudience,
)
from coordination.room.wire.model import Label
from coordination.vocabulary import IncidentType, Severity

Words = Annotated[str, Field(max_length=2000)]


class Closed(Schema):
    """An undeclared field is an error."""

    model_config = ConfigDict(extra="forbid")


class TipStepIn(Closed):
    """A step and what it needs: triage a priority, a duplicate the other tip, disposing what was done."""

    step: TipStep
    words: Words = ""
    priority: TipPriority | None = None
    is_life_threat: bool = False
    duplicate_of: UUID | None = None
    disposition: TipDisposition | None = None


class TipAnswerIn(Closed):
    """What the reporter reads by the receipt code."""

    text: Words


class TipIncidentIn(Closed):
    """The incident in the opener's own words; five words of the reporter's in a row are refused."""

    incident_type: IncidentType
    severity: Severity
    title: Label


class TipIncidentOut(Schema):
    incident_id: UUID


class ClosedDays(Closed):
    """Days without school, both included."""

    first: date
    last: date


class TipDeskIn(Closed):
    """Where tips come in: the short address of the reporters' page, and the school's calendar."""

    short_address: Annotated[str, Field(max_length=40)]
    is_open: bool = True
    keep_days: int = 365
    closed_days: Annotated[list[ClosedDays], Field(max_length=100)] = []


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


class TipRoutesIn(Closed):
    """What differs from the defaults."""

    routes: dict[TipCategory, Route]


class TipRoutePreview(Schema):
    """What would happen to a tip of a category that comes in at an instant."""

    category: TipCategory
    is_in_session: bool
    priority: TipPriority
    due_at: datetime
    receivers: list[TipReceiver]


class TipTeamIn(Closed):
    person_id: UUID


class TipTrainingIn(Closed):
    audience: TrainingAudience
    taught_on: date
    people: int
