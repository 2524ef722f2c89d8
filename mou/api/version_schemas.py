"""What the interface of an agreement's versions is asked and answers with."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field, JsonValue

from mou.api.schemas import Answer, Ask, PartyOut, TermOut, VersionLineOut
from mou.vocabulary import CommentState, EditKind, TemplateKind, TermKind, Topic, VersionPhase, VersionState


class CommentOut(Answer):
    id: UUID
    author: str
    agency_name: str
    edit_number: int
    text: str
    suggested_html: str
    state: CommentState
    created_at: datetime
    is_mine: bool


class VersionClauseOut(Answer):
    key: UUID
    position: int
    topic: Topic
    heading: str
    body_html: str
    edit_number: int
    assignee: str
    terms: list[TermOut]
    comments: list[CommentOut]


class SignatoryOut(Answer):
    id: UUID
    agency_id: UUID
    agency_name: str
    name: str
    title: str
    signed_name: str
    signed_at: datetime | None
    sha256: str
    is_mine: bool


class VersionStepOut(Answer):
    before: str
    after: VersionState
    at: datetime
    by: str
    reason: str


class SignedCopyOut(Answer):
    """The sealed PDF of a signed version; null while it is being made, and for what was never signed."""

    sealed_at: datetime
    sha256: str


class AgreementVersionOut(Answer):
    memorandum_id: UUID
    title: str
    template_kind: str
    district: PartyOut
    agency: PartyOut
    line: VersionLineOut
    covers_all_sites: bool
    site_ids: list[UUID]
    edit_number: int
    clauses: list[VersionClauseOut]
    signatories: list[SignatoryOut]
    steps: list[VersionStepOut]
    may_keep: bool
    may_edit: bool
    may_review: bool
    names_for: list[UUID]
    signed_copy: SignedCopyOut | None


class PresentOut(Answer):
    name: str
    clause_key: UUID | None
    is_me: bool


class PulseOut(Answer):
    state: VersionState
    phase: VersionPhase
    edit_number: int
    clauses: list[tuple[UUID, int]]
    comments: int
    people: list[PresentOut]


class ClauseEditOut(Answer):
    clause_key: UUID
    edit_number: int
    kind: EditKind
    topic: str
    heading: str
    body_html: str
    edited_by: str
    edited_at: datetime


class PieceOut(Answer):
    mark: str
    text: str


class TermTextOut(Answer):
    kind: str
    scope: str
    value: JsonValue
    condition: JsonValue


class ClauseChangeOut(Answer):
    key: UUID
    fate: str
    heading: list[PieceOut]
    body: list[PieceOut]
    terms_removed: list[TermTextOut]
    terms_added: list[TermTextOut]


class FrameChangeOut(Answer):
    what: str
    before: str
    after: str


class RedlineOut(Answer):
    frame: list[FrameChangeOut]
    clauses: list[ClauseChangeOut]


class TermIn(Ask):
    kind: TermKind
    scope: str = ""
    value: JsonValue
    condition: JsonValue


class ClauseIn(Ask):
    topic: Topic
    heading: str
    body_html: str
    terms: list[TermIn] = Field(max_length=60)


class FrameIn(Ask):
    title: str
    covers_all_sites: bool
    site_ids: list[UUID] = Field(max_length=5_000)
    effective_on: date
    expires_on: date


class MemorandumIn(FrameIn):
    district_id: UUID
    agency_id: UUID
    template_kind: TemplateKind
    is_from_template: bool


class DatesIn(Ask):
    effective_on: date
    expires_on: date


class NextVersionIn(Ask):
    dates: DatesIn | None


class MoveIn(Ask):
    to: VersionState
    reason: str = ""


class PositionIn(Ask):
    position: int = Field(ge=1, le=1_000)


class AssigneeIn(Ask):
    member_id: UUID | None


class CommentIn(Ask):
    edit_number: int
    text: str = ""
    suggested_html: str = ""


class CloseIn(Ask):
    state: CommentState


class PresenceIn(Ask):
    clause_key: UUID | None


class SignatoryIn(Ask):
    agency_id: UUID
    member_id: UUID
    title: str = ""


class SignatureIn(Ask):
    signatory_id: UUID
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    signed_name: str


class Created(Answer):
    id: UUID


class Numbered(Answer):
    number: int


class Saved(Answer):
    edit_number: int


class Signed(Answer):
    """`is_signed`: nobody else has to sign. It is in force only from its first day on."""

    is_signed: bool
    is_in_force: bool
