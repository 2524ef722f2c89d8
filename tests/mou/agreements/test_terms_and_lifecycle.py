"""Typed clauses and the steps of an agreement's life: no database."""

from datetime import date, timedelta
from itertools import pairwise, product

import pytest

from mou.agreements.lifecycle import check_step, due_reminder, is_expiring, renewal_dates, state_after_change
from mou.errors import BadTerms, WrongState
from mou.terms import CLAUSE_MAX_CHARS, TermDraft, checked_terms, granted_kinds
from mou.vocabulary import TermKind, VersionState

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


S = VersionState
WAY = (S.DRAFT, S.IN_REVIEW, S.APPROVED, S.OUT_FOR_SIGNATURE, S.IN_FORCE)
ALLOWED = {
    *pairwise(WAY),
    *((state, S.DRAFT) for state in (S.IN_REVIEW, S.APPROVED, S.OUT_FOR_SIGNATURE)),
    *((S.IN_FORCE, state) for state in (S.EXPIRED, S.TERMINATED, S.SUPERSEDED)),
}


@pytest.mark.parametrize(("before", "after"), list(product(S, S)))
def test_a_version_takes_the_steps_of_its_life_and_no_other(before: VersionState, after: VersionState) -> None:
    if (before, after) in ALLOWED:
        check_step(before, after)
    else:
        with pytest.raises(WrongState):
            check_step(before, after)


def test_a_change_keeps_what_is_written_and_takes_back_what_was_approved_or_sent_out() -> None:
    found = {state: state_after_change(state) for state in WAY[:4]}

    assert found == {S.DRAFT: S.DRAFT, S.IN_REVIEW: S.IN_REVIEW, S.APPROVED: S.DRAFT, S.OUT_FOR_SIGNATURE: S.DRAFT}
    for state in (S.IN_FORCE, S.EXPIRED, S.TERMINATED, S.SUPERSEDED):
        with pytest.raises(WrongState):
            state_after_change(state)


@pytest.mark.parametrize(
    ("left", "expected"), [(91, None), (90, 90), (61, 90), (60, 60), (30, 30), (0, 30), (-1, 0), (-400, 0)]
)
def test_a_reminder_is_due_at_the_closest_threshold_reached(left: int, expected: int | None) -> None:
    today = date(2026, 11, 24)

    assert due_reminder(today + timedelta(days=left), today) == expected
    assert is_expiring(S.IN_FORCE, today + timedelta(days=left), today) is (0 <= left <= 90)
    assert not is_expiring(S.DRAFT, today + timedelta(days=left), today)


def test_a_renewal_follows_without_a_gap_for_as_long_again() -> None:
    assert renewal_dates(date(2026, 1, 1), date(2026, 12, 31)) == (date(2027, 1, 1), date(2027, 12, 31))
