"""The soak's oracle finds what it is there to find, and claims nothing of moments in which something is changing."""

import math
import time

import pytest

from tests.bench.rig.soaking.coming import Coming
from tests.bench.rig.soaking.oracle import (
    SILENT_AFTER_S,
    Answer,
    Asked,
    Change,
    Fact,
    Heard,
    Verdict,
    judge_asked,
    judge_heard,
    judge_log,
    judge_refused,
)
from tests.stage.comers import Comer, School

ENTRY = {"type": "entry", "seq": 7, "content": {"audience": "everyone"}}


def ended_at(at_s: float, *, back_s: float | None = None) -> Fact:
    fact = Fact()
    fact.change(at_s, at_s + 0.5, holds=False)
    if back_s is not None:
        fact.change(back_s, back_s + 0.5, holds=True)
    return fact


@pytest.mark.parametrize(
    ("begun_s", "ended_s", "code", "leaked", "wronged"),
    [
        (1.0, 2.0, "", 0, 0),
        (1.0, 2.0, "not_found", 0, 1),
        (1.0, 2.0, "incident_closed", 0, 0),
        # Ended between 10 and 10.5: nothing is claimed of what was asked then.
        (9.0, 10.2, "", 0, 0),
        (10.4, 11.0, "", 0, 0),
        (11.0, 12.0, "", 1, 0),
        (11.0, 12.0, "incident_closed", 1, 0),
        (11.0, 12.0, "not_found", 0, 0),
        # Back between 20 and 20.5.
        (19.0, 21.0, "not_found", 0, 0),
        (21.0, 22.0, "not_found", 0, 1),
    ],
)
def test_what_is_answered_is_held_against_who_may(
    begun_s: float, ended_s: float, code: str, leaked: int, wronged: int
) -> None:
    verdict = Verdict()

    asked = Asked("fire-3", "post_message", begun_s, ended_s, code)
    judge_asked([asked], {"fire-3": [Fact(), ended_at(10, back_s=20)]}, verdict)

    assert (len(verdict.leaked), len(verdict.wronged)) == (leaked, wronged)


@pytest.mark.parametrize(
    ("after_s", "leaked"), [(0.4, 0), (SILENT_AFTER_S, 0), (0.5 + SILENT_AFTER_S, 1), (5.0, 1), (11.0, 0)]
)
def test_what_is_heard_more_than_a_second_after_access_has_ended_is_a_leak(after_s: float, leaked: int) -> None:
    verdict = Verdict()

    judge_heard([Heard("fire-3", "fire", 10 + after_s, ENTRY)], {"fire-3": [ended_at(10, back_s=20)]}, verdict)

    assert len(verdict.leaked) == leaked


def test_a_server_that_stood_still_gets_its_second_when_it_goes_on() -> None:
    verdict, trouble = Verdict(), Change(10, 15, holds=True)
    heard = [Heard("fire-3", "fire", at_s, ENTRY) for at_s in (15.0, 16.0, 17.0)]

    judge_heard(heard, {"fire-3": [ended_at(10)]}, verdict, troubles=[trouble])

    assert len(verdict.leaked) == 1


def test_what_is_for_others_is_a_leak_at_any_time() -> None:
    verdict = Verdict()
    secret = {"type": "entry", "seq": 8, "content": {"audience": "school"}}
    withheld = {"type": "withheld", "seq": 9}

    judge_heard([Heard("fire-3", "fire", 5, one) for one in (secret, withheld)], {"fire-3": [Fact()]}, verdict)

    assert verdict.leaked == ["fire-3 heard #8, which is for school"]


@pytest.mark.parametrize(
    ("kinds", "wronged"),
    [
        (["message_posted", "incident_closed", "participant_left", "incident_reopened", "message_posted"], 0),
        (["incident_closed", "message_posted"], 1),
        (["incident_closed", "incident_closed"], 2),
        (["incident_reopened"], 1),
        (["panic_pressed", "incident_closed"], 1),
        (["panic_pressed", "all_clear_given", "incident_closed"], 0),
    ],
)
def test_a_log_says_what_a_closed_incident_took(kinds: list[str], wronged: int) -> None:
    verdict = Verdict()
    frames = [
        {"seq": seq, "content": {"event": {"type": kind}, "command_id": str(seq)}} for seq, kind in enumerate(kinds, 1)
    ]

    judge_log(frames, verdict)

    assert len(verdict.wronged) == wronged


def test_a_press_that_counts_twice_is_found() -> None:
    verdict = Verdict()
    frames = [{"seq": seq, "content": {"event": {"type": "panic_pressed"}, "command_id": "one"}} for seq in (1, 2)]

    judge_log(frames, verdict)

    assert verdict.wronged == ["#2: pressed twice with one command"]


@pytest.mark.parametrize(
    ("code", "sent", "wronged"),
    [
        ("incident_closed", 1, 1),
        ("incident_closed", 3, 1),
        ("not_found", 1, 1),
        # Carried out when it came first; by its repeat they were outside.
        ("not_found", 2, 0),
    ],
)
def test_what_was_refused_and_is_in_the_log_is_found(code: str, sent: int, wronged: int) -> None:
    verdict = Verdict()
    frames = [{"seq": seq, "content": {"command_id": word}} for seq, word in enumerate(("said", "refused"), 1)]

    judge_refused(frames, {"refused": Answer(code, sent), "gone": Answer("not_joined", 1)}, verdict)

    assert len(verdict.wronged) == wronged


@pytest.mark.parametrize(
    ("sent", "outside"),
    # Refused the first time, they surely are still in the room; after a repeat no one knows.
    [(1, True), (2, None)],
)
def test_what_was_refused_on_a_repeat_makes_a_fact_unknown_until_the_next_sure_answer(
    coming: Coming, sent: int, outside: bool | None
) -> None:
    (comer,), fact = coming.school.comers, coming.record.facts["fire-1 is in the room"]
    coming._is_in(comer, -8, Answer("", 1), holds=True)
    joined_s = time.monotonic()

    coming._is_in(comer, joined_s, Answer("not_found", sent), holds=False)

    after_s = time.monotonic()
    assert fact.surely(after_s, after_s) is outside
    coming._is_in(comer, after_s, Answer("", 2), holds=False)
    assert fact.surely(time.monotonic(), math.inf) is False


@pytest.fixture
def coming() -> Coming:
    comer = Comer(name="fire-1", kind="fire", token="", facts=())
    school = School(room_id="", site_id="", keepers=("", ""), comers=(comer,), ends={}, returns={})
    return Coming(school, [""], lambda _sql: None, seed=1, pause_s=0)
