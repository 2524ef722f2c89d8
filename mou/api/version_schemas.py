"""What the interface of an agreement's versions is asked and answers with."""

from datetime import date
from uuid import UUID

from pydantic import Field, JsonValue

from mou.api.schemas import Answer, Ask
from mou.vocabulary import CommentState, TemplateKind, TermKind, Topic, VersionState


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


class BlankIn(Ask):
    clause_key: UUID = Field(description="The clause in which it stands, by its key.")
    occurrence: int = Field(ge=0, lt=1_000, description="Which blank of the clause's body, counted from 0.")
    words: str = Field(max_length=100, description="The blank as it was read, with its brackets, such as `[channel]`.")
    value: str = Field(min_length=1, max_length=200, description="The words that take its place.")


class BlanksIn(Ask):
    filled: list[BlankIn] = Field(
        min_length=1, max_length=500, description="The blanks that are filled in; the others stay."
    )


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
    """`is_signed`: all have signed. It is in force only from its first day on."""

    is_signed: bool
    is_in_force: bool
