"""Who holds a role: the first in order whom nothing keeps from it, with the reason for each before them."""

from datetime import timedelta
from typing import Any

import pytest

from coordination.incident.staff_roles.library import library_cards
from coordination.incident.staff_roles.queries import role_of_title
from coordination.incident.staff_roles.rules import MOST_STEPS, Candidate, who_holds
from coordination.incident.staff_roles.vocabulary import CardPhase, NamedBy, NotHolding, StaffRole

SOON, LATE = timedelta(minutes=1), timedelta(minutes=3)
JOINED = {"has_joined": True}
OFF = {"is_off_duty": True}
DEAF = {"is_reachable": False}
ASIDE = {"has_joined": True, "has_stood_aside": True}


def people(*known: dict[str, Any]) -> list[Candidate]:
    return [Candidate(n, f"person {n}", NamedBy.ORDER, **one) for n, one in enumerate(known)]


@pytest.mark.parametrize(
    ("known", "open_for", "holder", "passed"),
    [
        # Before anyone has joined, the first is awaited.
        (({}, JOINED), SOON, 0, []),
        (({}, JOINED), LATE, 1, [NotHolding.NOT_JOINED]),
        ((JOINED, JOINED), LATE, 0, []),
        ((OFF, {}), SOON, 1, [NotHolding.OFF_DUTY]),
        ((DEAF, {}), SOON, 1, [NotHolding.NOT_REACHABLE]),
        # Who is there is there: off duty or without a device.
        (({**JOINED, **OFF, **DEAF}, JOINED), LATE, 0, []),
        ((ASIDE, OFF, JOINED), SOON, 2, [NotHolding.SAID_SO, NotHolding.OFF_DUTY]),
        (({}, {}), LATE, None, [NotHolding.NOT_JOINED, NotHolding.NOT_JOINED]),
        ((ASIDE,), SOON, None, [NotHolding.SAID_SO]),
        ((), SOON, None, []),
    ],
)
def test_the_first_whom_nothing_keeps_from_it_holds_a_role(
    known: tuple[dict[str, Any], ...], open_for: timedelta, holder: int | None, passed: list[NotHolding]
) -> None:
    held = who_holds(people(*known), open_for=open_for, joins_within_min=3)

    assert (held.holder.user_id if held.holder else None, [one.why for one in held.passed]) == (holder, passed)


def test_the_minutes_are_those_of_the_card() -> None:
    late = who_holds(people({}, JOINED), open_for=timedelta(minutes=9), joins_within_min=10)

    assert late.holder is not None
    assert late.holder.user_id == 0


def test_the_library_has_a_card_of_each_role_with_each_phase_and_both_languages() -> None:
    for role, card in library_cards().items():
        assert 1 <= len(card.steps) <= MOST_STEPS, role
        assert {one.phase for one in card.steps} == set(CardPhase), role
        assert all(one.words and one.words_es and one.words != one.words_es for one in card.steps), role
        assert [one.number for one in card.steps] == list(range(1, len(card.steps) + 1)), role
    assert list(library_cards()) == list(StaffRole)


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("School Nurse", StaffRole.NURSE),
        ("Enfermera", StaffRole.NURSE),
        ("Assistant Principal", StaffRole.PRINCIPAL),
        ("Substitute teacher", StaffRole.SUBSTITUTE),
        ("Teacher's aide", StaffRole.AIDE),
        ("Business teacher", StaffRole.TEACHER),
        ("School Resource Officer", None),
        ("Guidance Counselor", StaffRole.COUNSELOR),
        ("", None),
    ],
)
def test_a_title_means_one_role_at_most(title: str, role: StaffRole | None) -> None:
    assert role_of_title(title) == role
