"""What the papers' routes answer with."""

from datetime import date
from uuid import UUID

from pydantic import Field

from mou.api.schemas import Answer, Ask
from mou.api.version_schemas import ClauseIn


class ReplacedIn(Ask):
    key: UUID
    edit_number: int


class TakenFrameIn(Ask):
    edit_number: int
    title: str
    effective_on: date
    expires_on: date


class TakenIn(Ask):
    """What a person took of a proposal: each clause with the topic and the terms they confirmed."""

    clauses: list[ClauseIn] = Field(min_length=1, max_length=200)
    replaces: list[ReplacedIn] = Field(max_length=200)
    frame: TakenFrameIn | None


class TakenOut(Answer):
    clauses: int
