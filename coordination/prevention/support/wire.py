"""What the interface of support takes and returns, beside the views of support.work."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, RootModel

from coordination.prevention.support.rules.entries import CrisisEntryIn
from coordination.prevention.support.vocabulary import (
    ConsentBy,
    CrisisOrigin,
    CrisisStep,
    ReferralStep,
    ReferralUrgency,
    SupportProfession,
)


class Closed(Schema):
    """An undeclared field is an error."""

    model_config = ConfigDict(extra="forbid")


class ReferralIn(Closed):
    """A worry about a student, for the team of a school or district."""

    agency_id: UUID
    student_name: Annotated[str, Field(max_length=200)]
    reason: Annotated[str, Field(max_length=4000)]
    urgency: ReferralUrgency


class ReferralReceived(Schema):
    """What who refers keeps: a number to ask about. The referral itself is read by the team alone."""

    number: str


class ReferralStepIn(Closed):
    """A step; `consent_by` to record consent, `owner_id` to say who supports."""

    step: ReferralStep
    words: Annotated[str, Field(max_length=4000)] = ""
    consent_by: ConsentBy | None = None
    owner_id: UUID | None = None


class CrisisCallIn(Closed):
    """A crisis team is wanted at an incident. The reason is read by the team alone."""

    origin: CrisisOrigin = CrisisOrigin.INCIDENT
    reason: Annotated[str, Field(max_length=400)] = ""


class CrisisAtSchoolIn(Closed):
    agency_id: UUID
    reason: Annotated[str, Field(max_length=400)] = ""


class CrisisCallMade(Schema):
    call_id: UUID


class CrisisStepIn(Closed):
    step: CrisisStep
    words: Annotated[str, Field(max_length=4000)] = ""


class CrisisEntryGiven(RootModel[CrisisEntryIn]):
    """A room or a person: its `kind` says which fields it has."""


class CrisisEntryWritten(Schema):
    entry_id: UUID


class HelpLineModel(Closed):
    """A number that anybody may call, beside 988."""

    name: Annotated[str, Field(max_length=100)]
    phone: Annotated[str, Field(max_length=20)]


class SupportTeamIn(Closed):
    """A team's settings: days to keep things after their end, and the lines on pages of students and parents."""

    keep_days: int = 1095
    help_lines: Annotated[list[HelpLineModel], Field(max_length=6)] = []


class SupportMemberIn(Closed):
    person_id: UUID


class SupportMemberOut(Schema):
    """Somebody on a team; `counts` says whether they read anything."""

    person_id: UUID
    name: str
    counts: bool


class SupportTeamOut(Schema):
    """A team as its keepers have it; of referrals and crises there is nothing."""

    agency_id: UUID
    keep_days: int
    help_lines: list[HelpLineModel]
    members: list[SupportMemberOut]


class SupportPersonIn(Closed):
    """Somebody for the directory. Of a partner outside, say which organization and by which agreement."""

    name: Annotated[str, Field(max_length=200)]
    profession: SupportProfession
    organization: Annotated[str, Field(max_length=200)] = ""
    agreement: Annotated[str, Field(max_length=200)] = ""
    agreement_until: date | None = None
    hours: Annotated[str, Field(max_length=200)] = ""
    languages: Annotated[str, Field(max_length=200)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    full_time: Annotated[Decimal, Field(ge=0, le=99)] = Decimal(0)


class SupportPersonOut(SupportPersonIn):
    """Somebody in the directory."""

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
