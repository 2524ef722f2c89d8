"""What the agreements' HTTP interface answers with."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict

from mou.vocabulary import AgencyKind


class Answer(BaseModel):
    """Built from the frozen views of the queries; closed, so that a stray field is a fault."""

    model_config = ConfigDict(extra="forbid", from_attributes=True, frozen=True)


class Ask(BaseModel):
    """What is sent; a stray field is refused."""

    model_config = ConfigDict(extra="forbid")


class TerminateIn(Ask):
    reason: str


class AgencyIn(Ask):
    """A new agency: a school of a district by its administrators, anything else by the operator."""

    kind: AgencyKind
    name: str
    short_name: str
    time_zone: str
    parent_id: UUID | None = None


class EndIn(Ask):
    """Why a membership ends."""

    reason: str
