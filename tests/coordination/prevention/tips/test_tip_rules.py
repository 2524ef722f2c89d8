"""The pure rules of tips: the state machine, clocks, routes, receipt codes, and whose words are whose."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.casework.clocks import SchoolCalendar
from coordination.casework.refusals import StepRefused
from coordination.prevention.tips.errors import BadTipDesk
from coordination.prevention.tips.reporting.codes import ALPHABET, hash_of_code, new_code
from coordination.prevention.tips.rules.clocks import due_at
from coordination.prevention.tips.rules.machine import TIPS
from coordination.prevention.tips.rules.own_words import repeats_report
from coordination.prevention.tips.rules.routing import (
    DEFAULTS,
    first_priority,
    receivers_of,
    routes_from,
    stored_form,
)
from coordination.prevention.tips.vocabulary import TipCategory, TipPriority, TipReceiver, TipState, TipStep

ILLEGAL = [(state, step) for state in TipState for step in TipStep if step not in TIPS.steps_from(state)]
CODE = {
    TipState.RECEIVED: "tip_not_triaged",
    TipState.TRIAGED: "tip_not_sent",
    TipState.SENT: "tip_not_acknowledged",
    TipState.ACKNOWLEDGED: "tip_acknowledged_already",
    TipState.IN_PROGRESS: "tip_in_progress_already",
    TipState.DISPOSED: "tip_disposed_already",
    TipState.DUPLICATE: "tip_is_duplicate",
    TipState.FALSE: "tip_is_false",
    TipState.TEST: "tip_is_test",
}
ZONE = ZoneInfo("America/Chicago")
SCHOOL = SchoolCalendar("America/Chicago", time(8, 0), time(15, 0), [(date(2026, 11, 26), date(2026, 11, 27))])


@pytest.mark.parametrize(("state", "step"), ILLEGAL, ids=lambda one: one.value)
def test_every_illegal_step_is_refused_with_a_code_that_says_why(state: TipState, step: TipStep) -> None:
    with pytest.raises(StepRefused) as refused:
        TIPS.next_state(state, step)

    expected = CODE[state]
    if step is TipStep.REOPEN:
        expected = "tip_is_open"
    elif state is TipState.SENT and step in (TipStep.TRIAGE, TipStep.SEND):
        expected = "tip_sent_already"
    elif (state, step) == (TipState.ACKNOWLEDGED, TipStep.DISPOSE):
        expected = "tip_not_begun"
    assert refused.value.code == expected
    assert refused.value.status == 409


@given(st.lists(st.sampled_from(list(TipStep)), max_size=30))
def test_a_tip_is_disposed_only_after_it_was_sent_acknowledged_and_begun(
    tried: list[TipStep],
) -> None:
    state, taken = TipState.RECEIVED, [TipState.RECEIVED]
    for step in tried:
        try:
            state = TIPS.next_state(state, step)
        except StepRefused:
            assert step not in TIPS.steps_from(state)
        else:
            taken.append(state)

    for at, reached in enumerate(taken):
        if reached is TipState.DISPOSED:
            assert taken[at - 3 : at] == [TipState.SENT, TipState.ACKNOWLEDGED, TipState.IN_PROGRESS]


def test_every_state_can_be_reached_and_left() -> None:
    assert {to for move in TIPS.moves.values() for to in move.leads.values()} == set(TipState) - {TipState.RECEIVED}
    assert all(TIPS.steps_from(state) for state in TipState)


@pytest.mark.parametrize(
    ("priority", "received", "due"),
    [
        # Wednesday evening before a holiday of two days and a weekend: Monday after school.
        (TipPriority.ROUTINE, datetime(2026, 11, 25, 20, 0, tzinfo=ZONE), datetime(2026, 11, 30, 15, 0, tzinfo=ZONE)),
        (TipPriority.ROUTINE, datetime(2026, 11, 23, 9, 0, tzinfo=ZONE), datetime(2026, 11, 24, 15, 0, tzinfo=ZONE)),
        # Already Tuesday in London, still Monday at the school.
        (TipPriority.ROUTINE, datetime(2026, 11, 24, 4, 0, tzinfo=UTC), datetime(2026, 11, 24, 15, 0, tzinfo=ZONE)),
        (TipPriority.URGENT, datetime(2026, 11, 28, 3, 0, tzinfo=ZONE), datetime(2026, 11, 28, 4, 0, tzinfo=ZONE)),
        (TipPriority.CRITICAL, datetime(2026, 11, 28, 3, 0, tzinfo=ZONE), datetime(2026, 11, 28, 3, 15, tzinfo=ZONE)),
    ],
)
def test_a_clock_runs_by_the_schools_own_calendar(priority: TipPriority, received: datetime, due: datetime) -> None:
    assert due_at(priority, received, SCHOOL) == due


def test_a_calendar_without_a_school_day_does_not_wait_for_ever() -> None:
    never = SchoolCalendar("UTC", closed=[(date(2026, 1, 1), date(2036, 1, 1))])
    received = datetime(2026, 6, 1, tzinfo=UTC)

    assert (due_at(TipPriority.ROUTINE, received, never) - received).days <= 63


@given(st.sampled_from(list(TipCategory)), st.booleans())
def test_what_threatens_a_life_goes_to_the_school_and_the_police_whatever_the_table_says(
    category: TipCategory, is_in_session: bool
) -> None:
    own = routes_from(
        {
            one.value: {"priority": "routine", "school_hours": ["school"], "other_hours": ["school"]}
            for one in TipCategory
        }
    )

    assert receivers_of(own, category, is_in_session=is_in_session, is_life_threat=True) == set(TipReceiver)
    assert receivers_of(own, category, is_in_session=is_in_session, is_life_threat=False) == {TipReceiver.SCHOOL}


def test_what_happens_now_is_a_step_sooner() -> None:
    assert first_priority(DEFAULTS, TipCategory.BULLYING, is_now=False) is TipPriority.ROUTINE
    assert first_priority(DEFAULTS, TipCategory.BULLYING, is_now=True) is TipPriority.URGENT
    assert first_priority(DEFAULTS, TipCategory.WEAPON, is_now=True) is TipPriority.CRITICAL


def test_a_desk_stores_only_what_differs_and_refuses_a_route_to_nobody() -> None:
    own = {"fight": {"priority": "critical", "school_hours": ["school"], "other_hours": ["police", "school"]}}

    assert stored_form(routes_from(own)) == own
    assert stored_form(DEFAULTS) == {}
    with pytest.raises(BadTipDesk):
        routes_from({"fight": {"priority": "critical", "school_hours": [], "other_hours": ["school"]}})


def test_a_receipt_code_is_strong_and_read_back_however_it_was_written_down() -> None:
    codes = {new_code() for _ in range(200)}
    code = codes.pop()

    assert len(codes) == 199
    assert set(code.replace("-", "")) <= set(ALPHABET)
    assert len(ALPHABET) ** len(code.replace("-", "")) > 2**78
    assert hash_of_code(code) == hash_of_code(f" {code.lower().replace('-', ' ')} ")
    assert code not in hash_of_code(code)


def test_five_words_in_a_row_of_a_report_are_the_reporters() -> None:
    report = "He said he brings his dad's gun on Friday, in the blue bag."

    assert repeats_report("Report: HE SAID he brings HIS... now", [report])
    assert not repeats_report("Possible weapon, Friday, in a bag", [report])
    assert not repeats_report("anything at all", [""])
