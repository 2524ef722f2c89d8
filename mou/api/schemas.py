"""What the agreements' HTTP interface answers with."""

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """Built from the frozen views of the queries; closed, so that a stray field is a fault."""

    model_config = ConfigDict(extra="forbid", from_attributes=True, frozen=True)


class Ask(BaseModel):
    """What is sent; a stray field is refused."""

    model_config = ConfigDict(extra="forbid")


class TerminateIn(Ask):
    reason: str
