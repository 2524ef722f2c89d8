"""Typed clauses and the steps of an agreement's life: no database."""

import pytest

from mou.errors import BadTerms, WrongState
from mou.lifecycle import check_step
from mou.terms import CLAUSE_MAX_CHARS, TermDraft, checked_terms, granted_kinds
from mou.vocabulary import MemorandumState, TermKind

PLAN = TermDraft(TermKind.FLOORPLAN_ACCESS, is_granted=True, clause="The agency may see the plans.")
ROSTER_WITHHELD = TermDraft(TermKind.ROSTER_ACCESS, is_granted=False, clause="The roster stays with the school.")


def test_granted_and_withheld_terms_stand_together() -> None:
    terms = checked_terms([PLAN, ROSTER_WITHHELD])

    assert granted_kinds(terms) == frozenset({TermKind.FLOORPLAN_ACCESS})


@pytest.mark.parametrize(
    "terms",
    [
        [PLAN, TermDraft(TermKind.FLOORPLAN_ACCESS, is_granted=False, clause="No.")],
        [TermDraft(TermKind.ROOM_ACCESS, is_granted=True, clause="  ")],
        [TermDraft(TermKind.ROOM_ACCESS, is_granted=True, clause="x" * (CLAUSE_MAX_CHARS + 1))],
        [TermDraft(TermKind.ROOM_ACCESS, is_granted=True, clause="nul\x00")],
    ],
    ids=["contradiction", "no words", "too long", "not text"],
)
def test_terms_that_contradict_or_say_nothing_are_refused(terms: list[TermDraft]) -> None:
    with pytest.raises(BadTerms):
        checked_terms(terms)


@pytest.mark.parametrize(
    ("before", "after"),
    [(MemorandumState.DRAFT, MemorandumState.SIGNED), (MemorandumState.SIGNED, MemorandumState.TERMINATED)],
)
def test_a_memorandum_is_drafted_signed_and_terminated(before: MemorandumState, after: MemorandumState) -> None:
    check_step(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (MemorandumState.DRAFT, MemorandumState.TERMINATED),
        (MemorandumState.SIGNED, MemorandumState.SIGNED),
        (MemorandumState.SIGNED, MemorandumState.DRAFT),
        (MemorandumState.TERMINATED, MemorandumState.SIGNED),
    ],
)
def test_no_step_is_taken_twice_or_back(before: MemorandumState, after: MemorandumState) -> None:
    with pytest.raises(WrongState):
        check_step(before, after)
