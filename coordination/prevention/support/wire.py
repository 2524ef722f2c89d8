"""What the interface of support returns, and its pages show. What is given: rules/given.py and rules/entries.py."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import RootModel

from coordination.casework.kinds.views import EmptyIsNone, PersonName, ThingLine, ThingView, View
from coordination.prevention.support.rules.entries import CrisisEntryIn
from coordination.prevention.support.rules.given import SupportPersonIn
from coordination.prevention.support.vocabulary import (
    ConsentBy,
    CrisisOrigin,
    CrisisReaction,
    CrisisRole,
    CrisisRoomUse,
    CrisisState,
    CrisisStep,
    EmotionalExposure,
    InterventionLevel,
    PhysicalExposure,
    ReferralState,
    ReferralStep,
    ReferralUrgency,
    SupportProfession,
)


# --- referrals --------------------------------------------------------------------------------------------------------
class ReferralLine(ThingLine):
    """A referral in a list: its number, and not whom it is about."""

    referral_id: UUID
    state: ReferralState
    urgency: ReferralUrgency
    referred_at: datetime
    due_at: datetime
    is_late: bool
    owner: PersonName


class ReferralView(ReferralLine, ThingView):
    """A referral with its records."""

    student_name: str
    reason: str
    consent_by: Annotated[ConsentBy | None, EmptyIsNone]
    referred_by: PersonName
    closed_at: datetime | None
    steps: list[ReferralStep]


class ReferralReceived(Schema):
    """What who refers keeps: a number to ask about. The referral itself is read by the team alone."""

    number: str


# --- crises -----------------------------------------------------------------------------------------------------------
class CrisisLine(ThingLine):
    """A call of a crisis team in a list. `is_exercise`: nothing of it happened."""

    call_id: UUID
    state: CrisisState
    is_exercise: bool
    called_at: datetime
    next_follow_up_on: date | None
    is_overdue: bool


class CrisisRoomView(View):
    room_id: UUID
    use: CrisisRoomUse
    site_id: UUID
    label: str
    level: str


class CrisisPersonView(View):
    """Someone on the follow-up list."""

    person_id: UUID
    name: str
    role: CrisisRole
    physical: PhysicalExposure
    emotional: EmotionalExposure
    reaction: CrisisReaction
    suggested: InterventionLevel
    level: InterventionLevel
    owner: PersonName
    follow_up_on: date
    is_overdue: bool
    done_at: datetime | None


class CrisisView(CrisisLine, ThingView):
    """A crisis team at work: its rooms, and everybody it looks after."""

    origin: CrisisOrigin
    incident: str
    reason: str
    called_by: PersonName
    ended_at: datetime | None
    steps: list[CrisisStep]
    rooms: list[CrisisRoomView]
    people: list[CrisisPersonView]
    today: date


class CrisisCalled(View):
    """What everybody in an incident may know: that a crisis team was called, and how far it is."""

    is_called: bool
    state: CrisisState | None
    called_at: datetime | None
    may_call: bool


class CrisisCallMade(Schema):
    call_id: UUID


class CrisisEntryGiven(RootModel[CrisisEntryIn]):
    """A room or a person: its `kind` says which fields it has."""


class CrisisEntryWritten(Schema):
    entry_id: UUID


# --- the directory ----------------------------------------------------------------------------------------------------
class SupportPersonOut(SupportPersonIn):
    """Someone in the directory."""

    entry_id: UUID


class SupportRatioOut(Schema):
    """One profession beside the national recommendation, as students for each full-time place."""

    profession: SupportProfession
    full_time: Decimal
    recommended: int
    students_each: int | None
    missing: Decimal | None


class SupportDirectoryOut(Schema):
    """Who supports people at a school or district. `enrollment` is empty unless every site says it."""

    agency_id: UUID
    people: list[SupportPersonOut]
    enrollment: int | None
    ratios: list[SupportRatioOut]
