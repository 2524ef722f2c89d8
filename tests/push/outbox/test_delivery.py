"""Passes of delivery with a fake transport and a clock in the test's hand."""

import threading
import time
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from push.models import Notification
from push.outbox.delivery import LEASE_S, Delivery, Look, deliver_due
from push.outbox.lines.shares import OTHER_KIND, Size
from push.outbox.notifications import claim_due
from push.transport import Message, SendResult, TransportError
from push.vocabulary import DeviceKind, NotificationState, Outcome, RetireReason, Urgency
from tests.factories.push import NOW, make_device, make_notification
from tests.fakes.transport import FakeTransport
from tests.support.processes import wait_until

pytestmark = pytest.mark.django_db
LINES, RESERVED = OTHER_KIND.lines, OTHER_KIND.reserved
# No line is counted as slow, however long a test takes.
STRICT = {DeviceKind.CONSOLE: Size(LINES, RESERVED, slow=0)}


@pytest.fixture
def transport() -> FakeTransport:
    return FakeTransport()


def deliver(transport: FakeTransport, at: datetime = NOW) -> int:
    return deliver_due(transports={DeviceKind.CONSOLE: transport}, clock=lambda: at)


def drain(delivery: Delivery) -> None:
    while delivery.step(wait_s=0.05) or not delivery.is_idle:
        pass


def test_what_is_due_is_sent_once(transport: FakeTransport) -> None:
    row = make_notification(make_device())

    counts = [deliver(transport), deliver(transport, NOW + timedelta(days=1))]

    row.refresh_from_db()
    assert counts == [1, 0]
    assert [message.notification_id for message in transport.sent] == [row.id]
    assert row.state == NotificationState.ACCEPTED


def test_a_worker_killed_between_claim_and_send_loses_nothing(transport: FakeTransport) -> None:
    """Promise 5: it is sent at least once; the collapse key is the same at each try."""
    row = make_notification(make_device())
    claim_due(limit=100, now=NOW, lease_s=LEASE_S)  # …and here the worker died

    deliver(transport, NOW + timedelta(seconds=LEASE_S - 1))
    before = len(transport.sent)
    deliver(transport, NOW + timedelta(seconds=LEASE_S))

    assert before == 0
    assert [(one.notification_id, one.collapse_key) for one in transport.sent] == [(row.id, row.collapse_key)]


def test_a_device_that_is_gone_is_retired_with_all_that_waits_for_it(transport: FakeTransport) -> None:
    device = make_device()
    row = make_notification(device, urgency=Urgency.LIFE_SAFETY)
    waiting = make_notification(device, created_at=NOW + timedelta(seconds=5))
    transport.answer(row.id, Outcome.DEVICE_GONE, "unregistered")

    deliver(transport)

    device.refresh_from_db()
    waiting.refresh_from_db()
    assert (device.is_active, device.retired_reason, device.retired_at) == (False, RetireReason.GONE, NOW)
    assert waiting.state == NotificationState.FAILED
    assert deliver(transport, NOW + timedelta(minutes=1)) == 0


def test_a_passing_fault_is_tried_again_later_and_later_until_the_news_is_old(transport: FakeTransport) -> None:
    row = make_notification(make_device(), lifetime_s=40)
    transport.answer(row.id, Outcome.RETRY, "unavailable")

    waits = []
    at = NOW
    while deliver(transport, at):
        row.refresh_from_db()
        if row.next_try_at is None:
            break
        waits.append((row.next_try_at - at).total_seconds())
        at = row.next_try_at

    assert waits == sorted(waits)
    assert 3 <= len(waits) <= 6
    assert row.state == NotificationState.EXPIRED
    assert row.device.is_active


def test_the_provider_is_not_asked_again_before_it_said(transport: FakeTransport) -> None:
    row = make_notification(make_device(), urgency=Urgency.LIFE_SAFETY)
    transport.answer(row.id, Outcome.RETRY, "quota", retry_after_s=120)

    deliver(transport)

    row.refresh_from_db()
    assert row.next_try_at == NOW + timedelta(seconds=120)


def test_a_message_that_is_refused_leaves_its_device_alone(transport: FakeTransport) -> None:
    row = make_notification(make_device())
    transport.answer(row.id, Outcome.REFUSED, "too_large")

    deliver(transport)

    row.refresh_from_db()
    assert (row.state, row.device.is_active) == (NotificationState.FAILED, True)


@pytest.mark.parametrize(("permanent", "state"), [(False, NotificationState.PLANNED), (True, NotificationState.FAILED)])
def test_a_fault_of_the_whole_provider_retires_nobody(
    transport: FakeTransport, permanent: bool, state: NotificationState
) -> None:
    row = make_notification(make_device())
    transport.failure = TransportError("away", permanent=permanent)

    deliver(transport)

    row.refresh_from_db()
    assert (row.state, row.device.is_active) == (state, True)


def test_a_kind_without_a_transport_waits_for_one(transport: FakeTransport) -> None:
    row = make_notification(make_device())

    deliver_due(transports={}, clock=lambda: NOW)
    row.refresh_from_db()
    assert row.next_try_at is not None
    deliver(transport, row.next_try_at)

    assert [message.notification_id for message in transport.sent] == [row.id]


def test_a_life_safety_alert_overtakes_a_full_lane_of_routine_news(transport: FakeTransport) -> None:
    """Even while every line that routine news may use hangs."""
    for _ in range(3 * LINES):
        make_notification(make_device(), urgency=Urgency.ROUTINE)
    transport.may_answer.clear()
    with Delivery(transports={DeviceKind.CONSOLE: transport}, clock=lambda: NOW, sizes=STRICT) as delivery:
        delivery.step(wait_s=0)
        wait_until(lambda: len(transport.sent) == LINES - RESERVED, timeout_s=180, what="the ordinary lines are busy")
        grave = make_notification(make_device(), urgency=Urgency.LIFE_SAFETY)

        delivery.step(wait_s=0)
        wait_until(lambda: len(transport.sent) > LINES - RESERVED, timeout_s=180, what="the alert went out")
        transport.may_answer.set()

    assert transport.sent[LINES - RESERVED].notification_id == grave.id


def test_while_a_call_is_under_way_and_nobody_rings_the_database_is_left_in_peace(transport: FakeTransport) -> None:
    """A server that never answers keeps a call under way all the time: twenty looks a second were most of its cost."""
    make_notification(make_device())
    transport.may_answer.clear()
    with Delivery(transports={DeviceKind.CONSOLE: transport}, clock=lambda: NOW) as delivery:
        delivery.step(wait_s=0)
        wait_until(lambda: len(transport.sent) == 1, timeout_s=180, what="the call is under way")
        with CaptureQueriesContext(connection) as questions:
            for _ in range(100):
                delivery.step(wait_s=0, look=Look.IF_DUE)
        grave = make_notification(make_device(), urgency=Urgency.LIFE_SAFETY)

        # By the clock it looks now and then: on a machine that stood still, more than once. Each pass would ask twice.
        assert len(questions) < 100
        assert delivery.step(wait_s=0, look=Look.UNTOLD) == 1
        wait_until(lambda: len(transport.sent) == 2, timeout_s=180, what="what rang went out at once")
        transport.may_answer.set()

    assert transport.sent[1].notification_id == grave.id


def tried_and_due_again(transport: FakeTransport) -> Notification:
    """Return what had no answer at its first try, and is due again a minute later."""
    row = make_notification(make_device(), urgency=Urgency.LIFE_SAFETY)
    transport.answer(row.id, Outcome.RETRY, "too_slow")
    deliver(transport)
    return row


def test_when_it_rings_what_was_tried_before_waits_until_the_new_ones_are_out(transport: FakeTransport) -> None:
    """An alarm to strangers' devices is tried for an hour: with it in each claim, the next alarm's first words wait."""
    tried = tried_and_due_again(transport)
    new = make_notification(make_device(), urgency=Urgency.LIFE_SAFETY)
    transport.sent.clear()
    with Delivery(transports={DeviceKind.CONSOLE: transport}, clock=lambda: NOW + timedelta(minutes=1)) as delivery:
        # The first pass after a start looks for all that is due.
        delivery._looks_at_latest_s = time.monotonic() + 3600

        assert delivery.step(wait_s=0, look=Look.UNTOLD) == 1
        wait_until(lambda: len(transport.sent) == 1, timeout_s=180, what="what rang was sent")
        first = [message.notification_id for message in transport.sent]
        delivery.step(wait_s=0, look=Look.ALL)
        wait_until(lambda: len(transport.sent) == 2, timeout_s=180, what="what was tried before was tried again")

    assert (first, transport.sent[1].notification_id) == ([new.id], tried.id)


def test_however_often_it_rings_what_was_tried_before_is_tried_again(
    transport: FakeTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = tried_and_due_again(transport)
    transport.sent.clear()
    monkeypatch.setattr("push.outbox.delivery.ALL_WITHIN_S", 0.0)
    with Delivery(transports={DeviceKind.CONSOLE: transport}, clock=lambda: NOW + timedelta(minutes=1)) as delivery:
        assert delivery.step(wait_s=0, look=Look.UNTOLD) == 1
        wait_until(lambda: len(transport.sent) == 1, timeout_s=180, what="it was tried again")

    assert [message.notification_id for message in transport.sent] == [tried.id]


def test_tries_of_strangers_that_had_no_answer_are_written_down_together_at_the_next_look(
    transport: FakeTransport,
) -> None:
    """One transaction for each was most of what they cost; an answer of anybody else's is written down at once."""
    hanging, silent, good = (make_notification(make_device(), urgency=Urgency.LIFE_SAFETY) for _ in range(3))
    transport.answer(silent.id, Outcome.RETRY, "too_slow")
    hangs = Hanging(transport, hanging)
    with Delivery(transports={DeviceKind.CONSOLE: hangs}, clock=lambda: NOW) as delivery:
        delivery.step(wait_s=0)
        delivery._looks_at_s = time.monotonic() + 3600
        wait_until(lambda: len(transport.sent) == 2, timeout_s=180, what="the two that answer were tried")

        def is_recorded() -> bool:
            delivery.step(wait_s=0.01, look=Look.IF_DUE)
            return state_of(good) == NotificationState.ACCEPTED

        wait_until(is_recorded, timeout_s=180, what="the answer is written down")
        wait_until(lambda: len(delivery._lines.hands) == 1, timeout_s=180, what="one line hangs")
        before = state_of(silent)
        delivery.step(wait_s=0, look=Look.ALL)
        after = state_of(silent)
        hangs.ends.set()

    assert (before, after) == (NotificationState.CLAIMED, NotificationState.PLANNED)


class Hanging:
    """Sends everything but one message, which it keeps until the test ends it."""

    def __init__(self, rest: FakeTransport, kept: Notification) -> None:
        self._rest, self._kept = rest, kept.id
        self.ends = threading.Event()

    def send(self, message: Message) -> SendResult:
        if message.notification_id != self._kept:
            return self._rest.send(message)
        self.ends.wait(timeout=300)
        return SendResult(message.notification_id, Outcome.ACCEPTED)


def state_of(row: Notification) -> str:
    row.refresh_from_db()
    return row.state


def test_a_worker_that_is_told_to_stop_hands_back_what_it_did_not_send(transport: FakeTransport) -> None:
    for _ in range(2 * LINES):
        make_notification(make_device())
    transport.may_answer.clear()
    with Delivery(transports={DeviceKind.CONSOLE: transport}, clock=lambda: NOW, sizes=STRICT) as delivery:
        delivery.step(wait_s=0)
        wait_until(lambda: len(transport.sent) == LINES - RESERVED, timeout_s=180, what="the ordinary lines are busy")
        transport.may_answer.set()

    states = set(Notification.objects.values_list("state", flat=True))
    assert states <= {NotificationState.ACCEPTED, NotificationState.PLANNED}
    deliver(transport, NOW + timedelta(minutes=5))
    assert set(Notification.objects.values_list("state", flat=True)) == {NotificationState.ACCEPTED}
    assert len(transport.sent) == 2 * LINES


def test_a_provider_that_asks_for_a_pause_is_left_in_peace_but_for_life_safety(transport: FakeTransport) -> None:
    first = make_notification(make_device(), urgency=Urgency.URGENT)
    transport.answer(first.id, Outcome.RETRY, "quota", retry_after_s=120, pauses_provider=True)
    with Delivery(transports={DeviceKind.CONSOLE: transport}, clock=lambda: NOW) as delivery:
        drain(delivery)
        ordinary = make_notification(make_device(), urgency=Urgency.URGENT)
        grave = make_notification(make_device(), urgency=Urgency.LIFE_SAFETY)
        drain(delivery)

    ordinary.refresh_from_db()
    assert [message.notification_id for message in transport.sent] == [first.id, grave.id]
    assert (ordinary.error_code, ordinary.next_try_at) == ("provider_paused", NOW + timedelta(seconds=120))


def test_a_fault_in_a_transport_costs_one_try_and_no_line() -> None:
    class Broken:
        def send(self, message: Message) -> SendResult:
            raise ZeroDivisionError

    rows = [make_notification(make_device()) for _ in range(2 * LINES)]

    handled = deliver_due(transports={DeviceKind.CONSOLE: Broken()}, clock=lambda: NOW)

    assert handled == len(rows)
    assert set(Notification.objects.values_list("error_code", flat=True)) == {"transport_fault"}


@pytest.mark.parametrize("jump", [timedelta(hours=2), timedelta(hours=-2)])
def test_a_clock_that_jumps_loses_nothing_and_doubles_nothing(transport: FakeTransport, jump: timedelta) -> None:
    """What is in a worker's hands when the clock jumps is settled by its token, not by the time."""
    rows = [make_notification(make_device(), lifetime_s=6 * 3600) for _ in range(5)]
    times = [NOW]
    with Delivery(transports={DeviceKind.CONSOLE: transport}, clock=lambda: times[0]) as delivery:
        transport.may_answer.clear()
        delivery.step(wait_s=0)
        wait_until(lambda: len(transport.sent) == len(rows), timeout_s=180, what="all are being sent")
        times[0] = NOW + jump
        transport.may_answer.set()
        drain(delivery)
    deliver(transport, NOW + timedelta(hours=3))

    assert sorted(message.notification_id for message in transport.sent) == sorted(row.id for row in rows)
    assert set(Notification.objects.values_list("state", flat=True)) == {NotificationState.ACCEPTED}


def test_late_news_at_the_head_does_not_end_the_pass(transport: FakeTransport) -> None:
    device = make_device()
    for _ in range(3 * LINES):
        make_notification(device, urgency=Urgency.URGENT, lifetime_s=10)
    fresh = make_notification(device, urgency=Urgency.ROUTINE)

    handled = deliver(transport, NOW + timedelta(seconds=10))

    assert handled == 3 * LINES + 1
    assert [message.notification_id for message in transport.sent] == [fresh.id]
    assert Notification.objects.filter(state=NotificationState.EXPIRED).count() == 3 * LINES
