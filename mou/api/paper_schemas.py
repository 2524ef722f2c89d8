"""What the papers' routes answer with."""

from datetime import date
from uuid import UUID

from pydantic import Field, JsonValue

from mou.api.schemas import Answer, Ask
from mou.api.version_schemas import ClauseIn
from mou.checks.rules import FindingSeverity
from mou.vocabulary import Topic


class MemorandumFindingOut(Answer):
    rule_id: str
    rule_set: str
    severity: FindingSeverity
    clause_key: UUID | None
    heading: str
    topic: str
    quote: str
    why: str
    source: str


class SetResultOut(Answer):
    id: str
    name: str
    source: str
    rules: int
    met: int


class ReportOut(Answer):
    findings: list[MemorandumFindingOut]
    sets: list[SetResultOut]


class SaidTermOut(Answer):
    kind: str
    scope: str
    value: JsonValue
    condition: JsonValue


class TermRowOut(Answer):
    kind: str
    scope: str
    left: SaidTermOut | None
    right: SaidTermOut | None
    is_same: bool


class SideOut(Answer):
    heading: str
    text: str


class TopicRowOut(Answer):
    topic: Topic
    left: list[SideOut]
    right: list[SideOut]


class ComparisonOut(Answer):
    terms: list[TermRowOut]
    topics: list[TopicRowOut]


class ProposedTermOut(Answer):
    kind: str
    scope: str
    value: JsonValue
    condition: JsonValue
    quote: str


class ProposedClauseOut(Answer):
    heading: str
    body_html: str
    topic: Topic
    confidence: float
    other_topics: list[Topic]
    terms: list[ProposedTermOut]


class ProposedDateOut(Answer):
    day: date
    quote: str


class ProposedSignatoryOut(Answer):
    name: str
    title: str


class RemarkOut(Answer):
    code: str
    text: str


class ProposalOut(Answer):
    """Nothing of it is kept or accepted: whoever keeps the agreement puts in what they confirm."""

    title: str
    effective_on: ProposedDateOut | None
    expires_on: ProposedDateOut | None
    clauses: list[ProposedClauseOut]
    signatories: list[ProposedSignatoryOut]
    remarks: list[RemarkOut]


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
