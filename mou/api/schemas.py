"""What the agreements' HTTP interface answers with."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, JsonValue

from mou.vocabulary import AgencyKind, MemberRole, TermKind, VersionPhase, VersionState


class Answer(BaseModel):
    """Built from the frozen views of the queries; closed, so that a stray field is a fault."""

    model_config = ConfigDict(extra="forbid", from_attributes=True, frozen=True)


class AgencyOut(Answer):
    id: UUID
    kind: AgencyKind
    name: str
    short_name: str
    time_zone: str
    parent_id: UUID | None
    is_active: bool


class MemberOut(Answer):
    id: UUID
    user_id: UUID
    name: str
    role: MemberRole
    title: str
    callsign: str
    is_on_duty: bool
    started_at: datetime
    is_suspended: bool


class PartyOut(Answer):
    id: UUID
    name: str
    kind: AgencyKind


class TermOut(Answer):
    kind: TermKind
    scope: str
    value: JsonValue
    condition: JsonValue
    is_granted: bool
    clause: str


class VersionLineOut(Answer):
    number: int
    state: VersionState
    phase: VersionPhase
    is_in_force: bool
    is_expiring: bool
    days_left: int | None
    effective_on: date
    expires_on: date
    canonical_sha256: str
    in_force_from: datetime | None
    ended_at: datetime | None
    ended_why: str
    ended_reason: str


class MemorandumOut(Answer):
    id: UUID
    title: str
    template_kind: str
    district: PartyOut
    agency: PartyOut
    number: int
    state: VersionState
    phase: VersionPhase
    covers_all_sites: bool
    site_ids: list[UUID]
    effective_on: date
    expires_on: date
    signed_at: datetime | None
    terminated_at: datetime | None
    is_in_force: bool
    terms: list[TermOut]
    versions: list[VersionLineOut]


class Ask(BaseModel):
    """What is sent; a stray field is refused."""

    model_config = ConfigDict(extra="forbid")


class TerminateIn(Ask):
    reason: str
