"""Whatever waits, and whoever does not answer: each person has their turn."""

import heapq
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from push.outbox.lines.hosts import FIRST_REST_S, LONGEST_REST_S, SLOW_S, HostRecord, Hosts, HostStanding, note_answer
from push.outbox.lines.lines_in_use import PROMPT_S, Task
from push.outbox.lines.shares import (
    AGAIN_AT_MOST_S,
    LINES_OF_PERSON,
    SIZES,
    UNPROVEN_LINES_OF_PERSON,
    WAITING_OF_PERSON,
    WAITS_AT_MOST_S,
    FairQueue,
    Ring,
    Size,
)
from push.transport import OPERATORS_OWN, Host
from push.vocabulary import DeviceKind, Urgency
from tests.factories.push import make_message

SIZE = Size(lines=12, reserved=4, slow=8)
BROWSERS = Host("push.example.com", is_known=True)
GOOD_PERSON = 1


def task_of(
    number: int, *, user_id: int, host: Host, urgency: Urgency = Urgency.LIFE_SAFETY, is_exercise: bool = False
) -> Task:
    message = make_message(number, urgency=urgency, is_exercise=is_exercise)
    return Task(replace(message, user_id=user_id), host, since_s=0.0)


def stranger(number: int) -> Host:
    return Host(f"server-{number}.example.org", is_known=False)


def begin_all(queue: FairQueue, *, now_s: float) -> list[Task]:
    begun = []
    while (task := queue.begin(now_s=now_s)) is not None:
        begun.append(task)
    return begun


@st.composite
def hostile_tasks(draw: st.DrawFn) -> list[Task]:
    """Messages of people whose servers never answer: many devices each, on few servers or many."""
    persons = draw(st.integers(1, 30))
    devices = draw(st.integers(1, 20))
    servers = draw(st.integers(1, persons * devices))
    return [
        task_of(10_000 + number, user_id=100 + number % persons, host=stranger(number % servers))
        for number in range(persons * devices)
    ]


@given(hostile_tasks(), st.integers(0, 5))
def test_whatever_strangers_servers_never_answer_a_message_to_a_known_one_begins_at_once(
    hostile: list[Task], alarms_before: int
) -> None:
    queue = FairQueue(SIZE, Hosts())
    now_s = 0.0
    for _ in range(alarms_before):
        now_s += 2 * PROMPT_S
        begin_all(queue, now_s=now_s)
    for task in hostile:
        queue.put(task, now_s=now_s)
    begin_all(queue, now_s=now_s)
    good = task_of(1, user_id=GOOD_PERSON, host=BROWSERS)

    queue.put(good, now_s=now_s)

    assert begin_all(queue, now_s=now_s) == [good]


@given(hostile_tasks())
def test_a_server_that_is_new_has_its_turn_among_servers_that_never_answer(hostile: list[Task]) -> None:
    """Before anybody is known to be slow: as soon as each of the others' persons has had one line."""
    queue = FairQueue(SIZE, Hosts())
    persons = {task.message.user_id for task in hostile}
    # One line each: no more of them than there are lines for what no one vouched for.
    allowed = [task for task in hostile if task.message.user_id < 100 + SIZE.slow - 1]
    for task in allowed:
        queue.put(task, now_s=0.0)
    good = task_of(1, user_id=GOOD_PERSON, host=stranger(-1))
    queue.put(good, now_s=0.0)

    turns = (len(persons) + SIZE.lines // 4) // (SIZE.lines // 4) + 1
    begun = [task for turn in range(turns) for task in begin_all(queue, now_s=turn * PROMPT_S)]

    assert good in begun


@given(st.data())
def test_no_share_is_ever_exceeded_and_nothing_is_lost(data: st.DataObject) -> None:
    """Puts, beginnings and ends in any order: each message begins once or is given back once."""
    hosts = Hosts()
    queue = FairQueue(SIZE, hosts)
    in_flight: list[Task] = []
    put, begun, back = 0, 0, 0
    now_s = 0.0
    for _ in range(data.draw(st.integers(1, 60))):
        now_s += data.draw(st.sampled_from([0.0, 0.4, 1.5, 12.0]))
        step = data.draw(st.sampled_from(["put", "put", "begin", "end"]))
        if step == "put":
            host = data.draw(st.sampled_from([BROWSERS, stranger(1), stranger(2), stranger(3)]))
            urgency = data.draw(st.sampled_from(list(Urgency)))
            put += 1
            task = replace(
                task_of(put, user_id=data.draw(st.integers(1, 4)), host=host, urgency=urgency), since_s=now_s
            )
            back += queue.put(task, now_s=now_s) is not None
        elif step == "begin":
            in_flight += (new := begin_all(queue, now_s=now_s))
            begun += len(new)
            assert len(in_flight) <= SIZE.lines + SIZE.slow
            others = [task for task in in_flight if not task.is_grave]
            assert len(others) <= SIZE.lines - SIZE.reserved + SIZE.slow // 2
            for user_id in range(1, 5):
                of_person = [task for task in in_flight if task.message.user_id == user_id]
                assert len(of_person) <= LINES_OF_PERSON + UNPROVEN_LINES_OF_PERSON
        elif in_flight:
            task = in_flight.pop(data.draw(st.integers(0, len(in_flight) - 1)))
            took_s = data.draw(st.sampled_from([0.1, 9.0]))
            back += len(queue.end(task, took_s=took_s, has_failed=data.draw(st.booleans()), now_s=now_s))
    back += len(queue.take_stale(now_s=now_s + WAITS_AT_MOST_S + 1))

    assert not queue
    assert put == begun + back


@given(st.lists(st.tuples(st.sampled_from(list(Urgency)), st.booleans()), max_size=12))
def test_the_most_urgent_goes_first_and_real_word_before_exercises(kinds: list[tuple[Urgency, bool]]) -> None:
    queue = FairQueue(Size(lines=40, reserved=0, slow=0), Hosts())
    for number, (urgency, is_exercise) in enumerate(kinds):
        task = task_of(number, user_id=number, host=BROWSERS, urgency=urgency, is_exercise=is_exercise)
        overtaking = replace(task, message=replace(task.message, kind="mayday_called", overtakes=True))
        queue.put(overtaking, now_s=0.0)

    ranks = [task.rank for task in begin_all(queue, now_s=0.0)]

    assert ranks == sorted(ranks)
    assert len(ranks) == min(len(kinds), SIZES[DeviceKind.WEBPUSH].lines * 2 // 3)


def test_people_take_turns() -> None:
    queue = FairQueue(Size(lines=3, reserved=0, slow=0), Hosts())
    for number in range(4):
        queue.put(task_of(number, user_id=7, host=OPERATORS_OWN), now_s=0.0)
    queue.put(task_of(10, user_id=8, host=OPERATORS_OWN), now_s=0.0)
    queue.put(task_of(11, user_id=9, host=OPERATORS_OWN), now_s=0.0)

    assert [task.message.user_id for task in begin_all(queue, now_s=0.0)] == [7, 8, 9]


def test_a_browser_maker_s_service_may_carry_an_alarm_to_hundreds_at_once() -> None:
    size = SIZES[DeviceKind.WEBPUSH]
    queue = FairQueue(size, Hosts())
    for number in range(500):
        queue.put(task_of(number, user_id=number, host=BROWSERS), now_s=0.0)

    assert len(begin_all(queue, now_s=0.0)) == 64


def test_a_known_service_that_hangs_leaves_lines_to_the_others() -> None:
    queue = FairQueue(SIZE, Hosts())
    for number in range(100):
        queue.put(task_of(number, user_id=number, host=BROWSERS), now_s=0.0)
    begin_all(queue, now_s=0.0)
    other = task_of(500, user_id=500, host=Host("other.example.com", is_known=True))
    queue.put(other, now_s=0.0)

    assert other in begin_all(queue, now_s=0.0)


def test_what_goes_to_a_server_that_timed_out_comes_back_and_rests() -> None:
    queue = FairQueue(SIZE, Hosts())
    tasks = [task_of(number, user_id=number, host=stranger(1)) for number in range(5)]
    for task in tasks:
        queue.put(task, now_s=0.0)
    first, second = begin_all(queue, now_s=0.0)

    back = queue.end(first, took_s=10.0, has_failed=True, now_s=10.0)
    at_once = queue.put(task_of(9, user_id=9, host=stranger(1)), now_s=11.0)

    assert [(one.message, one.code, one.again_s) for one in back] == [
        (task.message, "host_rests", FIRST_REST_S) for task in tasks[2:]
    ]
    assert at_once is not None
    assert (at_once.code, at_once.again_s) == ("host_rests", FIRST_REST_S - 1)
    assert second is tasks[1]


def test_a_server_that_was_slow_waits_behind_one_that_answers() -> None:
    hosts = Hosts()
    hosts.note(stranger(1), took_s=SLOW_S, has_failed=False, now_s=0.0)
    hosts.note(stranger(2), took_s=0.1, has_failed=False, now_s=0.0)
    queue = FairQueue(SIZE, hosts)
    slow, prompt = task_of(1, user_id=1, host=stranger(1)), task_of(2, user_id=2, host=stranger(2))
    for task in (slow, prompt):
        queue.put(task, now_s=0.0)

    assert begin_all(queue, now_s=0.0) == [prompt, slow]


def test_a_person_has_few_messages_in_our_hands_for_servers_that_nobody_vouched_for() -> None:
    queue = FairQueue(SIZE, Hosts())

    back = [queue.put(task_of(number, user_id=1, host=stranger(number)), now_s=0.0) for number in range(20)]

    assert [one.code for one in back if one is not None] == ["share_taken"] * (20 - WAITING_OF_PERSON)


def test_what_is_beyond_a_person_s_share_comes_again_as_many_at_a_time_as_may_wait() -> None:
    """All at once they would only be given back again, and each time costs the outbox two transactions."""
    queue = FairQueue(SIZE, Hosts())

    back = [queue.put(task_of(number, user_id=1, host=stranger(number)), now_s=0.0) for number in range(200)]

    again_s = [one.again_s for one in back if one is not None]
    assert again_s == sorted(again_s)
    assert [round(one, 3) for one in again_s[:7]] == [5.0, 6.667, 8.333, 10.0, 11.667, 13.333, 15.0]
    assert max(again_s) == AGAIN_AT_MOST_S


def test_how_often_a_person_s_devices_at_servers_that_never_answer_are_taken_up_has_a_bound() -> None:
    """Two hundred of them for ten minutes: each costs a claim and a word on the ledger."""
    queue = FairQueue(SIZE, Hosts())
    due = [(0.0, number) for number in range(200)]
    taken_up = 0
    while due and due[0][0] < 600:
        now_s, number = heapq.heappop(due)
        taken_up += 1
        back = queue.put(task_of(number, user_id=1, host=stranger(number)), now_s=now_s)
        if back is not None:
            heapq.heappush(due, (now_s + back.again_s, number))

    assert taken_up <= 200 * 600 / AGAIN_AT_MOST_S * 1.2


def test_hundreds_that_wait_for_servers_without_a_line_are_not_each_looked_at() -> None:
    """Every line looks whenever it is free; with all strangers in each look, that was a fifth of a worker's time."""

    class Counting(FairQueue):
        looks = 0

        def _first_of(self, host: Host, ring: Ring) -> Task | None:
            self.looks += 1
            return super()._first_of(host, ring)

    queue = Counting(SIZE, Hosts())
    for number in range(300):
        queue.put(task_of(number, user_id=100 + number, host=stranger(number)), now_s=0.0)
    begin_all(queue, now_s=0.0)
    queue.put(task_of(1, user_id=GOOD_PERSON, host=BROWSERS), now_s=0.0)
    queue.looks = 0

    first, none = queue.begin(now_s=0.0), queue.begin(now_s=0.0)

    assert first is not None
    assert (first.host, none, queue.looks) == (BROWSERS, None, 1)


def test_of_what_is_as_urgent_servers_that_are_proven_go_first_and_slow_ones_last() -> None:
    hosts = Hosts()
    hosts.note(stranger(1), took_s=SLOW_S, has_failed=False, now_s=0.0)
    hosts.note(stranger(3), took_s=0.1, has_failed=False, now_s=0.0)
    queue = FairQueue(SIZE, hosts)
    slow, new, proven = (task_of(number, user_id=number, host=stranger(number)) for number in (1, 2, 3))
    for task in (slow, new, proven):
        queue.put(task, now_s=0.0)

    assert begin_all(queue, now_s=0.0) == [proven, new, slow]


def test_a_server_rests_twice_as_long_each_time_and_not_for_ever() -> None:
    record, rests = HostRecord(), []
    for _ in range(2000):
        record = note_answer(record, took_s=10.0, has_failed=True, now_s=0.0)
        rests.append(record.rests_until_s)

    assert rests[:4] == [FIRST_REST_S, 2 * FIRST_REST_S, 4 * FIRST_REST_S, 8 * FIRST_REST_S]
    assert rests[-1] == LONGEST_REST_S


def test_a_server_that_answers_again_has_proven_itself() -> None:
    slow = note_answer(HostRecord(), took_s=10.0, has_failed=True, now_s=0.0)

    assert note_answer(slow, took_s=0.2, has_failed=False, now_s=60.0) == HostRecord(HostStanding.PROVEN)


def test_one_that_refuses_at_once_proves_nothing_and_does_not_rest() -> None:
    assert note_answer(HostRecord(), took_s=0.0, has_failed=True, now_s=0.0) == HostRecord()


def test_a_known_server_never_rests() -> None:
    hosts = Hosts()
    hosts.note(BROWSERS, took_s=60.0, has_failed=True, now_s=0.0)

    assert (hosts.standing_of(BROWSERS), hosts.rests_for_s(BROWSERS, now_s=0.0)) == (HostStanding.PROVEN, 0.0)
