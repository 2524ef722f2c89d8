"""Many at once, on the real database: no gap, no double, no lost command."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import monotonic
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections, transaction
from pytest_django.fixtures import Settings

from coordination.errors import CoordinationError, RoomNotFound
from coordination.incident.attachments.sweep import ORPHAN_AFTER, sweep_orphans
from coordination.incident.attachments.uploads import MAX_UNATTACHED
from coordination.incident.lifecycle.capability import OpenIncident
from coordination.incident.lifecycle.floods import REAL_MAX
from coordination.incident.map_marks.capability import PlaceMarker
from coordination.incident.messages.capability import PostMessage
from coordination.incident.people.capability import RemoveParticipant
from coordination.models import User
from coordination.room.dispatch import (
    Accepted,
    execute,
    execute_all,
)
from coordination.room.dispatch import (
    RoomCommand as Ask,
)
from coordination.room.models import Incident, JoinedSite, LogEntry, Room
from coordination.room.registry import command_adapter
from mou.models import AgencyMember
from tests.factories.mapping import make_site
from tests.stage.full_room import Stage, ask, run, set_stage, upload
from tests.stage.races import all_at_once, check_gapless
from tests.support.database.kept import Kept

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 6


@pytest.fixture(scope="module")
def kept_stage() -> Iterator[Kept[Stage]]:
    """The stage of all tests here, written for the first of them."""
    with closing(Kept(set_stage)) as kept:
        yield kept


@pytest.fixture
def stage(kept_stage: Kept[Stage]) -> Stage:
    return kept_stage.put()


def message(command_id: UUID, text: str = "words") -> PostMessage:
    return PostMessage(id=command_id, type="post_message", text=text)


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
    command = OpenIncident.model_validate(
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
        command = PlaceMarker.model_validate(
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


def test_promise_6_copies_that_come_while_the_incident_closes_and_opens_are_answered_alike(stage: Stage) -> None:
    insider, officer = ask(stage.people["insider"]), ask(stage.people["officer"])
    asks = [Ask(officer, stage.room.id, message(uuid4())) for _ in range(12)]

    def turn() -> list[str]:
        for number in range(8):
            word = "reopen_incident" if number % 2 else "close_incident"
            execute_all([Ask(insider, stage.room.id, command_adapter().validate_python(turning(word)))])
        return []

    def send(batches: list[list[Ask]]) -> list[str]:
        answers = [answer for batch in batches for answer in execute_all(batch)]
        return [one.code if isinstance(one, CoordinationError) else str(one.seq) for one in answers]

    alone = [[one] for one in asks]
    works: list[Callable[[], list[str]]] = [
        partial(send, alone),
        partial(send, [asks[:6], asks[6:]]),
        partial(send, alone),
        turn,
    ]
    *told, _none = all_at_once(works)

    for answers, one in zip(zip(*told, strict=True), asks, strict=True):
        assert len(set(answers)) == 1
        assert LogEntry.objects.filter(command_id=one.command.id).exists() == answers[0].isdecimal()
    check_gapless(stage.room)


def turning(word: str) -> dict[str, object]:
    return {"id": uuid4(), "type": word, "reason": "so"}


def test_promise_6_copies_of_an_opening_that_come_while_access_ends_and_returns_are_answered_alike(
    stage: Stage,
) -> None:
    """There is no room to be held: copies of one opening wait for each other, and for no one else."""
    officer = stage.people["officer"]
    member = AgencyMember.objects.filter(user=officer)
    openings = [opening(stage) for _ in range(5)]

    def toggle() -> list[str]:
        for number in range(8):
            member.update(ended_at=None if number % 2 else datetime(2026, 1, 1, tzinfo=UTC))
        return []

    def send() -> list[str]:
        return [told_of_opening(officer, one) for one in openings]

    *told, _none = all_at_once([send, send, send, toggle])

    for answers, one in zip(zip(*told, strict=True), openings, strict=True):
        is_open = LogEntry.objects.filter(command_id=one.id).exists()
        # Who had no access for a moment was not told of what a copy had opened; no one was told both.
        assert {"opened"} <= set(answers) if is_open else set(answers) == {"not_found"}


def opening(stage: Stage) -> OpenIncident:
    fields = {"site_id": stage.cast.site.id, "is_exercise": True, "incident_type": "STDBY", "severity": "minor"}
    return OpenIncident.model_validate({"id": uuid4(), "type": "open_incident", "title": "Drill", **fields})


def told_of_opening(user: User, command: OpenIncident) -> str:
    try:
        execute(asker=ask(user), room_id=None, command=command)
    except CoordinationError as error:
        return error.code
    return "opened"


def test_whoever_is_removed_while_speaking_says_nothing_afterwards(stage: Stage) -> None:
    insider, officer = stage.people["insider"], ask(stage.people["officer"])
    officer_id = stage.participant_id("officer")
    removal = RemoveParticipant(id=uuid4(), type="remove_participant", participant_id=officer_id, reason="off duty")

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


# --- open and closed --------------------------------------------------------------------------------------------------
def outcome(stage: Stage, who: str, command_type: str, **fields: object) -> str:
    """Carry a command out and return what came of it, in one word."""
    try:
        run(stage.people[who], stage.room.id, command_type, **fields)
    except CoordinationError as error:
        return error.code
    return "done"


def test_of_two_who_let_a_site_join_or_leave_at_once_one_does(stage: Stage) -> None:
    annex = make_site(stage.room.incident.site.district, school=stage.room.incident.site.school, name="Annex")

    def both(kind: str, **fields: object) -> Counter[str]:
        works = [lambda: outcome(stage, "insider", kind, site_id=annex.pk, **fields)] * 2
        return Counter(all_at_once(works))

    assert both("join_site") == {"done": 1, "site_is_in": 1}
    assert both("leave_site", reason="Elsewhere.") == {"done": 1, "site_not_in_incident": 1}

    assert Incident.objects.get(pk=stage.room.incident_id).joined is None
    assert JoinedSite.objects.get().left_at is not None
    check_gapless(stage.room)


def test_of_two_who_close_or_reopen_at_once_one_does(stage: Stage) -> None:
    def both(kind: str) -> Counter[str]:
        works = [lambda: outcome(stage, "insider", kind, reason="over")] * 2
        return Counter(all_at_once(works))

    assert both("close_incident") == {"done": 1, "incident_closed": 1}
    assert both("reopen_incident") == {"done": 1, "incident_open": 1}
    assert both("close_incident") == {"done": 1, "incident_closed": 1}

    kinds = LogEntry.objects.filter(room=stage.room, event_type__startswith="incident_").order_by("seq")
    assert list(kinds.values_list("event_type", flat=True)) == [
        "incident_opened",
        "incident_closed",
        "incident_reopened",
        "incident_closed",
    ]
    check_gapless(stage.room)


def in_a_row(room: Room, works: list[Callable[[], str]]) -> list[str]:
    """Let works wait for a room's lock, each behind the one before it, then let go; return what came of them."""

    def work_and_hang_up(work: Callable[[], str]) -> str:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        with transaction.atomic():
            Room.objects.select_for_update().get(pk=room.pk)
            waiting = []
            for number, work in enumerate(works, start=1):
                waiting.append(pool.submit(work_and_hang_up, work))
                wait_for_waiters(number)
        return [one.result(timeout=60) for one in waiting]


def wait_for_waiters(count: int) -> None:
    """Look until so many transactions wait for a lock. Raises: TimeoutError."""
    deadline_s = monotonic() + 20
    while monotonic() < deadline_s:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0] >= count:
                return
    raise TimeoutError(f"{count} transactions never waited")


@pytest.mark.postgis
def test_a_message_that_waited_behind_the_closing_of_its_incident_is_refused(stage: Stage) -> None:
    """The incident's row is read behind the room's lock: joined to it, it would be as it was before the wait."""
    before = LogEntry.objects.filter(room=stage.room, event_type="message_posted").count()

    answers = in_a_row(
        stage.room,
        [
            lambda: outcome(stage, "insider", "close_incident", reason="over"),
            lambda: outcome(stage, "officer", "post_message", text="Too late."),
        ],
    )

    assert answers == ["done", "incident_closed"]
    assert LogEntry.objects.filter(room=stage.room, event_type="message_posted").count() == before
    check_gapless(stage.room)


@pytest.mark.postgis
def test_a_message_that_waited_behind_the_reopening_of_its_incident_is_heard(stage: Stage) -> None:
    run(stage.people["insider"], stage.room.id, "close_incident", reason="over")

    answers = in_a_row(
        stage.room,
        [
            lambda: outcome(stage, "insider", "reopen_incident", reason="not over"),
            lambda: outcome(stage, "officer", "post_message", text="In time."),
        ],
    )

    assert answers == ["done", "done"]
    check_gapless(stage.room)


def test_one_person_who_opens_many_at_once_opens_no_more_than_they_may(stage: Stage) -> None:
    officer, before = ask(stage.people["officer"]), Incident.objects.count()

    def open_one() -> str:
        command = OpenIncident.model_validate(
            {
                "id": uuid4(),
                "type": "open_incident",
                "site_id": stage.cast.site.id,
                "is_exercise": False,
                "incident_type": "STDBY",
                "severity": "minor",
                "title": "Again",
            }
        )
        try:
            execute(asker=officer, room_id=None, command=command)
        except CoordinationError as error:
            return error.code
        return "opened"

    assert Counter(all_at_once([open_one] * (REAL_MAX + 3))) == {"opened": REAL_MAX, "too_many_incidents": 3}
    assert Incident.objects.count() == before + REAL_MAX


def test_one_person_who_uploads_many_at_once_gets_no_more_in_than_may_wait(
    stage: Stage, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    teacher = stage.people["teacher"]

    def bring(number: int) -> str:
        try:
            upload(teacher, stage.room.id, body=b"%d" % number)
        except CoordinationError as error:
            return error.code
        return "taken"

    works = [partial(bring, number) for number in range(MAX_UNATTACHED)]
    assert [work() for work in works[: MAX_UNATTACHED - 3]] == ["taken"] * (MAX_UNATTACHED - 3)

    late = Counter(all_at_once([partial(bring, 100 + number) for number in range(8)]))

    assert late == {"taken": 3, "too_many_uploads": 5}
    sweep_orphans(datetime.now(UTC) + 2 * ORPHAN_AFTER)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == MAX_UNATTACHED
