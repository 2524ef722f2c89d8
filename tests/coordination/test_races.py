"""Many at once, on the real database: no gap, no double, no lost command."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import connections

from coordination.actions.dispatch import Accepted, Ask, execute, execute_all
from coordination.errors import CoordinationError, RoomNotFound
from coordination.models import Incident, LogEntry, Room
from coordination.wire import commands
from tests.stage.full_room import Stage, ask, set_stage

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 6


@pytest.fixture
def stage() -> Stage:
    return set_stage()


def all_at_once[T](works: list[Callable[[], T]]) -> list[T]:
    """Run each work in a thread of its own, all beginning together; return what they return."""
    start = Barrier(len(works))

    def run(work: Callable[[], T]) -> T:
        start.wait()
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def message(command_id: UUID, text: str = "words") -> commands.PostMessage:
    return commands.PostMessage(id=command_id, type="post_message", text=text)


def check_gapless(room: Room) -> None:
    room.refresh_from_db()
    rows = list(LogEntry.objects.filter(room=room).order_by("seq").values_list("seq", "chain_hash"))
    assert [seq for seq, _ in rows] == list(range(1, room.head_seq + 1))
    assert rows[-1][1] == room.head_hash


def test_promise_2_people_who_speak_at_once_leave_no_gap_and_no_double(stage: Stage) -> None:
    officer = ask(stage.people["officer"])

    def speak() -> list[Accepted]:
        return [execute(asker=officer, room_id=stage.room.id, command=message(uuid4())) for _ in range(5)]

    answers = all_at_once([speak] * THREADS)

    seqs = [answer.seq for of_one in answers for answer in of_one]
    assert len(set(seqs)) == 5 * THREADS
    check_gapless(stage.room)


def test_promise_6_one_command_sent_by_many_at_once_has_effect_once(stage: Stage) -> None:
    officer, command = ask(stage.people["officer"]), message(uuid4())

    answers = all_at_once([lambda: execute(asker=officer, room_id=stage.room.id, command=command)] * THREADS)

    assert len({answer.seq for answer in answers}) == 1
    assert Counter(answer.is_repeat for answer in answers) == {False: 1, True: THREADS - 1}
    assert LogEntry.objects.filter(command_id=command.id).count() == 1
    check_gapless(stage.room)


def test_promise_6_one_opening_sent_by_many_at_once_opens_one_incident(stage: Stage) -> None:
    officer, before = ask(stage.people["officer"]), Incident.objects.count()
    command = commands.OpenIncident.model_validate(
        {
            "id": uuid4(),
            "type": "open_incident",
            "site_id": stage.cast.site.id,
            "is_exercise": True,
            "incident_type": "STDBY",
            "severity": "minor",
            "title": "Drill",
        }
    )

    answers = all_at_once([lambda: execute(asker=officer, room_id=None, command=command)] * THREADS)

    assert len({(answer.room_id, answer.seq) for answer in answers}) == 1
    assert Incident.objects.count() == before + 1
    check_gapless(Room.objects.get(pk=answers[0].room_id))


def test_a_marker_id_that_many_use_at_once_is_taken_once(stage: Stage) -> None:
    officer, marker_id = ask(stage.people["officer"]), uuid4()

    def place() -> str:
        command = commands.PlaceMarker.model_validate(
            {
                "id": uuid4(),
                "type": "place_marker",
                "marker_id": marker_id,
                "kind": "hazard",
                "label": "x",
                "lon": 0,
                "lat": 0,
            }
        )
        try:
            execute(asker=officer, room_id=stage.room.id, command=command)
        except CoordinationError as error:
            return error.code
        return "placed"

    assert Counter(all_at_once([place] * THREADS)) == {"placed": 1, "id_taken": THREADS - 1}
    check_gapless(stage.room)


def test_promise_6_batches_that_share_commands_carry_each_out_once(stage: Stage) -> None:
    """A client that lost its answer sends again through another process, while the first batch is still running."""
    officer, ids = ask(stage.people["officer"]), [uuid4() for _ in range(10)]
    asks = [Ask(officer, stage.room.id, message(command_id)) for command_id in ids]

    batches = all_at_once([lambda: execute_all(asks), lambda: execute_all(asks[5:]), lambda: execute_all(asks[::-1])])

    answers = [answer for batch in batches for answer in batch]
    assert [answer for answer in answers if isinstance(answer, CoordinationError)] == []
    for command_id in ids:
        assert LogEntry.objects.filter(command_id=command_id).count() == 1
    check_gapless(stage.room)


def test_whoever_is_removed_while_speaking_says_nothing_afterwards(stage: Stage) -> None:
    insider, officer = stage.people["insider"], ask(stage.people["officer"])
    officer_id = stage.participant_id("officer")
    removal = commands.RemoveParticipant(
        id=uuid4(), type="remove_participant", participant_id=officer_id, reason="off duty"
    )

    def speak() -> int:
        said = 0
        for _ in range(20):
            try:
                execute(asker=officer, room_id=stage.room.id, command=message(uuid4()))
            except RoomNotFound:
                return said
            said += 1
        return said

    def remove() -> int:
        return execute(asker=ask(insider), room_id=stage.room.id, command=removal).seq or 0

    _, removed_at = all_at_once([speak, remove])

    later = LogEntry.objects.filter(room=stage.room, seq__gt=removed_at, actor=stage.people["officer"])
    assert not later.exists()
    check_gapless(stage.room)
