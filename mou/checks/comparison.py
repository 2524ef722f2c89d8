"""Lay two agreements side by side, by topic and by typed term. Pure."""

from dataclasses import dataclass

from mou.checks.found import text_of
from mou.document import ClauseText, Document, TermText, all_terms
from mou.vocabulary import Topic


@dataclass(frozen=True, slots=True)
class Side:
    """What one agreement says in a clause."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class TopicRow:
    """What both say about a topic; nothing where one is silent."""

    topic: Topic
    left: tuple[Side, ...]
    right: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class TermRow:
    """A typed term of either; None where one does not have it."""

    kind: str
    scope: str
    left: TermText | None
    right: TermText | None
    is_same: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two agreements side by side: the terms, and every topic that one of them speaks of."""

    terms: tuple[TermRow, ...]
    topics: tuple[TopicRow, ...]


def compare_documents(left: Document, right: Document) -> Comparison:
    """Return two agreements side by side, in the order of the topics."""
    rows = [TopicRow(topic, _sides_of(left, topic), _sides_of(right, topic)) for topic in Topic]
    ours, theirs = _terms_of(left), _terms_of(right)
    terms = [
        TermRow(kind, scope, ours.get((kind, scope)), theirs.get((kind, scope)), _is_same(ours, theirs, (kind, scope)))
        for kind, scope in sorted(ours.keys() | theirs.keys())
    ]
    return Comparison(tuple(terms), tuple(row for row in rows if row.left or row.right))


type Terms = dict[tuple[str, str], TermText]


def _terms_of(document: Document) -> Terms:
    return {(term.kind, term.scope): term for term in all_terms(document)}


def _is_same(left: Terms, right: Terms, key: tuple[str, str]) -> bool:
    return key in left and key in right and left[key] == right[key]


def _sides_of(document: Document, topic: Topic) -> tuple[Side, ...]:
    return tuple(_side_of(clause) for clause in document.clauses if clause.topic == topic.value)


def _side_of(clause: ClauseText) -> Side:
    return Side(clause.heading, text_of(clause).strip())
