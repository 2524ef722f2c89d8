"""What the interface of support returns, beside the views of support.work. What is given: rules/given.py."""

from decimal import Decimal
from uuid import UUID

from ninja import Schema
from pydantic import RootModel

from coordination.prevention.support.rules.entries import CrisisEntryIn
from coordination.prevention.support.rules.given import HelpLineModel, SupportPersonIn
from coordination.prevention.support.vocabulary import SupportProfession


class ReferralReceived(Schema):
    """What who refers keeps: a number to ask about. The referral itself is read by the team alone."""

    number: str


class CrisisCallMade(Schema):
    call_id: UUID


class CrisisEntryGiven(RootModel[CrisisEntryIn]):
    """A room or a person: its `kind` says which fields it has."""


class CrisisEntryWritten(Schema):
    entry_id: UUID


class SupportMemberOut(Schema):
    """Someone on a team; `counts` says whether they read anything."""

    person_id: UUID
    name: str
    counts: bool


class SupportTeamOut(Schema):
    """A team as its keepers have it; of referrals and crises there is nothing."""

    agency_id: UUID
    keep_days: int
    help_lines: list[HelpLineModel]
    members: list[SupportMemberOut]


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
