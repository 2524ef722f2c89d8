"""What the interface of tips returns, and pages show. What it takes: tips.rules.given."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from coordination.casework.kinds.views import EmptyIsNone, PersonName, View
from coordination.prevention.tips.rules.given import ClosedDays
from coordination.prevention.tips.rules.routing import Route
from coordination.prevention.tips.vocabulary import (
    TipCategory,
    TipDisposition,
    TipPriority,
    TipReceiver,
    TipState,
    TipStep,
)


# --- tips -------------------------------------------------------------------------------------------------------------
class TipLine(View):
    """A tip in the queue: enough to choose the next one, without a word of the reporter's."""

    tip_id: UUID
    desk: str
    school: str
    received_at: datetime
    category: TipCategory
    is_now: bool
    priority: TipPriority
    state: TipState
    due_at: datetime
    is_waiting: bool
    is_overdue: bool
    is_life_threat: bool
    is_of_flood: bool
    waits_for_answer: bool
    time_zone: str


class MessageView(View):
    """One message of the dialogue; without an author it is the reporter's."""

    author: PersonName
    text: str
    at: datetime


class ActView(View):
    """A step that was taken."""

    step: TipStep
    by: PersonName
    at: datetime
    words: str


class PhotoView(View):
    """A picture of a tip; its bytes have an address of their own."""

    photo_id: UUID
    width_px: int
    height_px: int


class TipView(TipLine):
    """A tip as a reader has it. `steps` are those that its state allows and the reader may take."""

    text: str
    place_words: str
    people_words: str
    how_known: str
    language: str
    has_reporter: bool
    by_text: Annotated[bool, Field(description="It came as a text message; answers go there as text.")]
    to_police: bool
    decides: bool
    steps: list[TipStep]
    duplicate_of: UUID | None
    duplicates: list[UUID]
    disposition: Annotated[TipDisposition | None, EmptyIsNone]
    incident_id: UUID | None
    messages: list[MessageView]
    acts: list[ActView]
    photos: list[PhotoView]


class TipIncidentOut(Schema):
    incident_id: UUID


# --- desks ------------------------------------------------------------------------------------------------------------
class TipPerson(Schema):
    person_id: UUID
    name: str


class TipDeskOut(Schema):
    """A desk as its keepers have it."""

    agency_id: UUID
    short_address: str
    is_open: bool
    keep_days: int
    closed_days: list[ClosedDays]
    routes: dict[TipCategory, Route]
    team: list[TipPerson]


class TipRoutePreview(Schema):
    """What would happen to a tip of a category that comes in at an instant."""

    category: TipCategory
    is_in_session: bool
    priority: TipPriority
    due_at: datetime
    receivers: list[TipReceiver]
