"""An idle worker sleeps until it is woken: by what is urgent, at its commit, and by nothing else."""

import select
import threading
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import connection, transaction

from push.management.commands.push_worker import deliver_until
from push.models import Notification
from push.outbox.lines.pool import Knock
from push.outbox.notifications import enqueue_notifications
from push.outbox.wake import Bell, choose_bell, ring_on_commit
from push.transport import Message, SendResult
from push.vocabulary import DeviceKind, NotificationState, Outcome, Urgency
from tests.factories.push import OPENED, ROOM, make_device

pytestmark = pytest.mark.django_db(transaction=True)
# Far longer than a test may take: whoever is still asleep then was not woken.
ALL_NIGHT_S = 60


@pytest.fixture
def heard() -> Iterator[Bell]:
    with choose_bell() as found:
        # What was committed a moment before may be told to a new listener, too: a thousand times, if it rang so often.
        while found.wait(0):
            pass
        yield found


def tell(seq: int, user_id: int, urgency: Urgency) -> None:
    enqueue_notifications(
        source_key=f"a:{seq}",
        user_ids=[user_id],
        is_exercise=False,
        urgency=urgency,
        kind="incident_opened",
        words=OPENED,
        room_id=ROOM,
        seq=seq,
        collapse_key="room",
    )


@pytest.mark.parametrize("urgency", [Urgency.LIFE_SAFETY, Urgency.URGENT])
def test_what_is_urgent_wakes_whoever_sleeps(heard: Bell, urgency: Urgency) -> None:
    device = make_device()

    with transaction.atomic():
        tell(1, device.user_id, urgency)
        before_the_commit = heard.wait(0)

    assert not before_the_commit
    assert heard.wait(ALL_NIGHT_S)
    assert not heard.wait(0)


def test_routine_news_and_what_is_taken_back_wake_nobody(heard: Bell) -> None:
    device = make_device()

    with transaction.atomic():
        tell(1, device.user_id, Urgency.ROUTINE)
    with transaction.atomic():
        tell(2, device.user_id, Urgency.LIFE_SAFETY)
        transaction.set_rollback(True)

    assert not heard.wait(0)


def test_without_a_worker_a_ring_is_lost_and_harms_nobody() -> None:
    with transaction.atomic():
        ring_on_commit()

    with choose_bell() as heard:
        # PostgreSQL may tell a new listener of what was committed a moment before: one look too many.
        heard.wait(0)
        assert not heard.wait(0)


def test_the_bell_and_an_answer_are_waited_for_at_one_place(heard: Bell) -> None:
    """A worker that waited for answers first heard an alarm up to a twentieth of a second later, beside strangers."""
    knock = Knock()
    knock.knock()
    by_the_answer = heard.wait(ALL_NIGHT_S, beside=knock.end)
    knock.hear()
    with transaction.atomic():
        ring_on_commit()
    by_the_bell = heard.wait(ALL_NIGHT_S, beside=knock.end)
    after_both = heard.wait(0, beside=knock.end)
    knock.close()

    assert (by_the_answer, by_the_bell, after_both) == (False, True, False)


def test_a_thousand_rings_are_one(heard: Bell) -> None:
    for _ in range(1000):
        with transaction.atomic():
            ring_on_commit()

    assert heard.wait(ALL_NIGHT_S)


def test_who_knocks_again_after_it_was_heard_is_heard_again_and_nobody_afterwards() -> None:
    knock = Knock()
    for _ in range(3):
        for _ in range(1000):
            knock.knock()
        assert select.select([knock.end], [], [], 0)[0]
        knock.hear()
        assert not select.select([knock.end], [], [], 0)[0]
    knock.close()

    # A line may end after that; there is no one whom it could wake.
    knock.knock()
    knock.hear()


def test_an_alarm_leaves_while_a_call_is_under_way_that_never_ends() -> None:
    """It waits for answers and for the bell, and for nothing else: neither for a look by the clock."""
    kept, told, stop, transport = make_device(), make_device(), threading.Event(), Telling()
    transport.keeps = kept.id
    worker = threading.Thread(target=work, args=(stop, transport), name="push worker beside a call", daemon=True)
    worker.start()
    with transaction.atomic():
        tell(1, kept.user_id, Urgency.LIFE_SAFETY)
    is_kept = transport.is_keeping.wait(timeout=ALL_NIGHT_S / 2)
    with transaction.atomic():
        tell(2, told.user_id, Urgency.LIFE_SAFETY)
    in_time = transport.sent.wait(timeout=ALL_NIGHT_S / 2)
    stop.set()
    transport.lets_go.set()
    with transaction.atomic():
        ring_on_commit()
    worker.join(timeout=ALL_NIGHT_S / 2)

    assert (is_kept, in_time, worker.is_alive()) == (True, True, False)


def test_an_alarm_leaves_at_once_though_the_worker_would_sleep_all_night() -> None:
    told, stop, transport = make_device(), threading.Event(), Telling()
    worker = threading.Thread(target=work, args=(stop, transport), name="push worker that sleeps for long", daemon=True)
    worker.start()
    with transaction.atomic():
        tell(1, told.user_id, Urgency.LIFE_SAFETY)
    first_in_time = transport.sent.wait(timeout=ALL_NIGHT_S / 2)
    transport.sent.clear()
    with transaction.atomic():
        tell(2, told.user_id, Urgency.LIFE_SAFETY)
    second_in_time = transport.sent.wait(timeout=ALL_NIGHT_S / 2)
    stop.set()
    with transaction.atomic():
        ring_on_commit()
    worker.join(timeout=ALL_NIGHT_S / 2)

    assert (first_in_time, second_in_time, worker.is_alive()) == (True, True, False)
    assert list(Notification.objects.values_list("state", flat=True)) == [NotificationState.ACCEPTED] * 2


class Telling:
    """A transport that says when it was used."""

    def __init__(self) -> None:
        self.sent = threading.Event()
        # One device whose message is kept until it is let go.
        self.keeps: UUID | None = None
        self.is_keeping, self.lets_go = threading.Event(), threading.Event()

    def send(self, message: Message) -> SendResult:
        if message.device_id == self.keeps:
            self.is_keeping.set()
            self.lets_go.wait(timeout=ALL_NIGHT_S)
            return SendResult(message.notification_id, Outcome.ACCEPTED)
        self.sent.set()
        return SendResult(message.notification_id, Outcome.ACCEPTED)


def work(stop: threading.Event, transport: Telling) -> None:
    try:
        deliver_until(stop, {DeviceKind.CONSOLE: transport}, idle_s=ALL_NIGHT_S)
    finally:
        connection.close()


@pytest.mark.postgis
def test_a_bell_on_a_line_that_was_cut_unseen_is_heard_on_another_one() -> None:
    """The pool holds what no one has noticed to be dead, and looks before it hands it out."""
    with choose_bell(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    with choose_bell() as heard:
        ring_on_commit()
        assert heard.wait(ALL_NIGHT_S)
