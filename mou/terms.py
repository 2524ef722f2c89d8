"""Typed clauses: what a memorandum says that the software acts on. Pure: no Django."""

from collections.abc import Sequence
from dataclasses import dataclass

from mou.errors import BadTerms
from mou.vocabulary import TermKind

CLAUSE_MAX_CHARS = 4_000


@dataclass(frozen=True, slots=True)
class TermDraft:
    """One clause: what it is about, whether it grants or withholds it, and its words."""

    kind: TermKind
    is_granted: bool
    clause: str


def checked_terms(terms: Sequence[TermDraft]) -> tuple[TermDraft, ...]:
    """Return the terms, or raise BadTerms.

    A kind stands at most once, else two clauses could contradict each other. A clause has words, because every
    access it gives is explained by quoting it.
    """
    kinds = [term.kind for term in terms]
    if len(set(kinds)) != len(kinds):
        raise BadTerms("A memorandum says each thing once; a kind of term is repeated.")
    for term in terms:
        if not term.clause.strip():
            raise BadTerms(f"The clause of {term.kind} has no words.")
        if len(term.clause) > CLAUSE_MAX_CHARS or "\x00" in term.clause:
            raise BadTerms(f"The clause of {term.kind} is longer than {CLAUSE_MAX_CHARS} characters or not text.")
    return tuple(terms)


def granted_kinds(terms: Sequence[TermDraft]) -> frozenset[TermKind]:
    """Return what these terms grant."""
    return frozenset(term.kind for term in terms if term.is_granted)
