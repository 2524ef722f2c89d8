"""Times from entries of a log, small cells of a hot wash, and whether evaluators agree: without a database."""

from datetime import UTC, datetime, timedelta

from coordination.drills.evaluation.rules.disagreement import is_disputed
from coordination.drills.evaluation.rules.log_facts import Fact, LoggedEntry, SaidWords
from coordination.drills.evaluation.rules.proposing import Proposal, propose_for_capability, propose_for_task
from coordination.drills.evaluation.rules.small_cells import may_show_words, scale_shown
from coordination.drills.evaluation.rules.times import (
    Milestone,
    Played,
    Reach,
    Span,
    breaks_of,
    by_kind,
    played_s,
    played_without,
    times_from,
)
from coordination.drills.evaluation.vocabulary import MilestoneKind, MilestoneState, PerformanceRating
from coordination.room.wire.model import JsonObject

T0 = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
K, S, R = MilestoneKind, MilestoneState, PerformanceRating
ROOMS = frozenset({"a", "b"})
HOME = "All students are with their families."
WORDS = SaidWords(par=frozenset({"PAR complete."}), reunified=frozenset({HOME}))


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def entry(seq: int, seconds: float, kind: str, patch: JsonObject | None = None, **event: object) -> LoggedEntry:
    return LoggedEntry(seq, at(seconds), {"type": kind, **event}, patch or {})  # type: ignore[dict-item]


def report(seq: int, seconds: float, key: str, room: str | None, door: str | None = None) -> LoggedEntry:
    said: JsonObject | None = None if room is None else {"room_key": room, **({"door": door} if door else {})}
    return entry(seq, seconds, "room_reported", {"room_reports": {key: said}})


def action(seq: int, seconds: float, kind: str, key: str, status: str) -> LoggedEntry:
    return entry(seq, seconds, kind, {"response_actions": {key: {"status": status}}})


PRESS = entry(3, 10, "panic_pressed", panic_id="p")


def times(
    *entries: LoggedEntry,
    played: tuple[Played, ...] = (Played(T0, None),),
    rooms: frozenset[str] = ROOMS,
    reach: Reach | None = None,
) -> dict[MilestoneKind, Milestone]:
    found = times_from(entries, started=Fact(T0, 1), played=played, rooms=rooms, reach=reach, words=WORDS)
    assert [one.kind for one in found] == list(K)
    return dict(by_kind(found))


def test_reunified_is_when_somebody_says_so_in_the_room_and_it_stands() -> None:
    said, again = entry(6, 40, "message_posted", text=HOME), entry(8, 90, "message_posted", text=HOME)
    asked = entry(5, 35, "message_posted", text=f"Is it so? {HOME}")
    struck = LoggedEntry(7, at(50), {"type": "entry_struck", "seq": 6}, {})

    assert times(PRESS, asked)[K.REUNIFIED].state is S.NOT_RECORDED
    assert (times(PRESS, said)[K.REUNIFIED].seq, times(PRESS, said)[K.REUNIFIED].wall_s) == (6, 30.0)
    assert times(PRESS, said, struck, again)[K.REUNIFIED].seq == 8


def test_what_an_exercise_plays_of_a_room_is_no_report_of_it() -> None:
    played: JsonObject = {"room_key": "a", "door": "locked", "is_simulated": True}
    simulated = entry(4, 12, "inject_delivered", {"room_reports": {"s": played}})
    withdrawn = entry(6, 40, "room_report_withdrawn", {"room_reports": {"s": None}})
    found = times(PRESS, simulated, report(5, 30, "x", "b", "locked"), withdrawn)

    assert (found[K.FIRST_ROOM].seq, found[K.ALL_ROOMS].state, found[K.ALL_ROOMS].done) == (5, S.NOT_REACHED, 1)
    assert found[K.SECURED].done == 1


def test_times_run_from_the_press_that_stands_and_name_its_entry() -> None:
    taken_back = (
        entry(1, 2, "panic_pressed", panic_id="mistake"),
        entry(2, 5, "panic_cancelled", panic_id="mistake"),
    )

    found = times(*taken_back, PRESS, entry(9, 70, "command_claimed"))

    assert found[K.COMMAND] == Milestone(K.COMMAND, S.REACHED, 3, at(10), 9, at(70), 60.0, 60.0)


def test_without_a_press_times_run_from_startex() -> None:
    found = times(entry(9, 70, "command_claimed"))

    assert (found[K.COMMAND].from_seq, found[K.COMMAND].wall_s) == (1, 70.0)
    assert found[K.FIRST_DEVICE].state is S.NOT_RECORDED


def test_command_that_stood_before_the_press_has_no_seconds() -> None:
    found = times(entry(2, 4, "command_claimed"), PRESS)[K.COMMAND]

    assert (found.state, found.wall_s, found.seq) == (S.STOOD_BEFORE, None, 2)


def test_all_rooms_are_reported_when_the_last_one_is_and_one_taken_back_does_not_count() -> None:
    first, again = report(4, 20, "r1", "a"), report(7, 50, "r2", "b")

    halfway = times(PRESS, first, report(5, 30, "r9", "b"), report(6, 31, "r9", None))
    # Withdrawn after all were there: they were.
    whole = times(PRESS, first, again, report(8, 60, "r2", None))

    assert halfway[K.FIRST_ROOM].wall_s == 10.0
    assert whole[K.ALL_ROOMS].wall_s == 40.0
    assert (whole[K.ALL_ROOMS].done, whole[K.ALL_ROOMS].total) == (2, 2)


def test_rooms_that_are_missing_are_counted_and_nothing_is_guessed() -> None:
    found = times(PRESS, report(4, 20, "r1", "a"), report(5, 25, "r2", "words:tent"))[K.ALL_ROOMS]

    assert (found.state, found.done, found.total, found.wall_s) == (S.NOT_REACHED, 1, 2, None)
    assert times(PRESS, rooms=frozenset())[K.ALL_ROOMS].state is S.NOT_RECORDED


def test_what_was_reported_before_the_press_is_not_its_answer() -> None:
    found = times(report(2, 1, "r1", "a"), PRESS)

    assert found[K.FIRST_ROOM].state is S.NOT_REACHED
    assert found[K.ALL_ROOMS].done == 0


def test_secured_is_told_by_locked_doors_and_by_nothing_else() -> None:
    silent = times(PRESS, report(4, 20, "r1", "a"), report(5, 30, "r2", "b"))
    partly = times(PRESS, report(4, 20, "r1", "a", "locked"), report(5, 30, "r2", "b", "unlocked"))
    locked = times(PRESS, report(4, 20, "r1", "a", "locked"), report(5, 30, "r2", "b", "locked"))

    assert silent[K.SECURED].state is S.NOT_RECORDED
    assert (partly[K.SECURED].state, partly[K.SECURED].done) == (S.NOT_REACHED, 1)
    assert locked[K.SECURED].wall_s == 20.0


def test_released_is_the_last_release_after_which_nothing_is_in_force() -> None:
    lockdown = action(4, 11, "response_action_started", "x", "in_force")
    secure = action(5, 12, "response_action_started", "y", "in_force")
    first = action(6, 60, "response_action_released", "x", "released")
    second = action(7, 90, "response_action_released", "y", "released")
    again = action(8, 99, "response_action_started", "z", "in_force")

    assert times(PRESS, lockdown, secure, first)[K.RELEASED].state is S.NOT_REACHED
    assert times(PRESS, lockdown, secure, first, second)[K.RELEASED].seq == 7
    assert times(PRESS, lockdown, secure, first, second, again)[K.RELEASED].state is S.NOT_REACHED
    # It ended with its incident: no one released it.
    ended = action(9, 120, "incident_closed", "x", "ended")
    assert times(PRESS, lockdown, ended)[K.RELEASED].state is S.NOT_REACHED
    assert times(PRESS)[K.RELEASED].state is S.NOT_RECORDED


def test_a_par_is_a_quick_word_or_a_mayday_that_was_cleared_with_all_accounted_for() -> None:
    missing = entry(4, 20, "mayday_cleared", {"maydays": {"m": {"is_accounted_for": False}}})
    all_here = entry(5, 30, "mayday_cleared", {"maydays": {"m": {"is_accounted_for": True}}})

    assert times(PRESS, missing, entry(6, 40, "message_posted", text="par later"))[K.FIRST_PAR].state is S.NOT_RECORDED
    assert times(PRESS, missing, all_here)[K.FIRST_PAR].seq == 5
    assert times(PRESS, entry(6, 40, "message_posted", text="PAR complete."))[K.FIRST_PAR].seq == 6


def test_pauses_and_what_is_real_are_left_out_of_exercise_time_once() -> None:
    pause, real = Span(at(20), at(40)), Span(at(30), at(60))
    played = tuple(played_without([real, pause], since=T0))

    found = times(PRESS, entry(9, 110, "command_claimed"), played=played)[K.COMMAND]

    assert played == (Played(T0, at(20)), Played(at(60), None))
    assert breaks_of(played) == [Span(at(20), at(60))]
    assert (found.wall_s, found.exercise_s) == (100.0, 60.0)
    # What was never taken up again was played until then.
    assert played_without([Span(at(20), None)], since=T0) == [Played(T0, at(20))]


def test_exercise_time_passes_at_the_pace_at_which_it_was_played() -> None:
    fast = (Played(at(0), at(20), 10.0), Played(at(30), at(40)))

    assert played_s(at(10), at(35), fast) == 105.0
    assert times(PRESS, entry(9, 35, "command_claimed"), played=fast)[K.COMMAND].exercise_s == 105.0


def test_staff_are_reached_when_the_last_of_them_is() -> None:
    partly = times(PRESS, reach=Reach(at(12), 3, (at(15), at(20))))
    whole = times(PRESS, reach=Reach(at(12), 2, (at(15), at(20))))

    assert (partly[K.ALL_STAFF].state, partly[K.ALL_STAFF].done, partly[K.ALL_STAFF].total) == (S.NOT_REACHED, 2, 3)
    assert (whole[K.ALL_STAFF].wall_s, whole[K.FIRST_DEVICE].wall_s) == (10.0, 2.0)
    assert times(PRESS, reach=Reach(None, 2, ()))[K.FIRST_DEVICE].state is S.NOT_REACHED


def test_a_small_cell_is_hidden_and_everybody_is_never_said() -> None:
    assert scale_shown([1, 2, 3, 4]) is None
    assert not may_show_words(4)
    found, all_of_them = scale_shown([1, 2, 3, 4, 5]), scale_shown([5, 5, 5, 5, 5])
    assert found is not None
    assert all_of_them is not None
    assert (found.mean, found.answers) == (3.0, 5)
    assert all_of_them.mean == 4.8


def test_evaluators_disagree_where_ratings_differ() -> None:
    assert is_disputed([R.PERFORMED, R.UNABLE])
    assert not is_disputed([R.PERFORMED, R.PERFORMED])
    assert not is_disputed([])


def test_what_all_agree_on_is_proposed_and_what_one_disputes_or_no_one_rated_is_not() -> None:
    assert propose_for_task([]) is None
    assert propose_for_task([(R.PERFORMED, ""), (R.UNABLE, "")]) is None
    assert propose_for_task([(R.UNABLE, " Jammed. "), (R.UNABLE, "Jammed."), (R.UNABLE, "")]) == Proposal(
        R.UNABLE, ("Jammed.",)
    )
    assert propose_for_capability([]) is None
    assert propose_for_capability([None, None]) is None
    assert propose_for_capability([R.PERFORMED, None]) is None
    assert propose_for_capability([R.PERFORMED, R.UNABLE]) is None
    assert propose_for_capability([R.PERFORMED, R.PERFORMED]) == Proposal(R.PERFORMED)
