"""What was read out of a paper: proposals, each with the words that led to it. Pure.

Nothing here is accepted. A person confirms each clause's topic and each term, or the term does not exist.
"""

from dataclasses import dataclass
from datetime import date

from mou.document import JsonValue
from mou.vocabulary import Topic


@dataclass(frozen=True, slots=True)
class ProposedTerm:
    """A typed term that the quoted words seem to mean."""

    kind: str
    scope: str
    value: JsonValue
    condition: JsonValue
    quote: str


@dataclass(frozen=True, slots=True)
class ProposedClause:
    """A clause as it was found, the topic it is likeliest about, and how sure that is (0 to 1)."""

    heading: str
    body_html: str
    topic: Topic
    confidence: float
    other_topics: tuple[Topic, ...]
    terms: tuple[ProposedTerm, ...]


@dataclass(frozen=True, slots=True)
class ProposedDate:
    """A date with the words it was read from, or worked out of."""

    day: date
    quote: str


@dataclass(frozen=True, slots=True)
class ProposedSignatory:
    """A person named in the signature block."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the paper that a person should look at. The code is stable."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """An agreement as read from a paper, waiting for a person."""

    title: str
    effective_on: ProposedDate | None
    expires_on: ProposedDate | None
    clauses: tuple[ProposedClause, ...]
    signatories: tuple[ProposedSignatory, ...]
    remarks: tuple[Remark, ...]
