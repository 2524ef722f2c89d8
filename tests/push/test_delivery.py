"""Passes of delivery with a fake transport and a clock in the test's hand."""

from datetime import datetime, timedelta

import pytest

from push.delivery import BATCH, LEASE_S, deliver_due
from push.models import Notification
from push.outbox import claim
from push.transport import TransportError
from push.vocabulary import DeviceKind, NotificationState, Outcome, RetireReason, Urgency
from tests.factories.push import NOW, make_device, make_notification
from tests.support.fake_transport import FakeTransport

pytestmark = pytest.mark.django_db


@pytest.fixture
def transport() -> FakeTransport:
    return FakeTransport()


def deliver(transport: FakeTransport, at: datetime = NOW) -> int:
    return deliver_due(transports={DeviceKind.CONSOLE: transport}, clock=lambda: at)


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
    claim(limit=BATCH, now=NOW, lease_s=LEASE_S)  # …and here the worker died

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
    device = make_device()
    for _ in range(BATCH + 20):
        make_notification(device, urgency=Urgency.ROUTINE)
    deliver(transport)
    grave = make_notification(device, urgency=Urgency.LIFE_SAFETY, created_at=NOW + timedelta(seconds=1))

    deliver(transport, NOW + timedelta(seconds=1))

    assert len(transport.sent) == BATCH + 21
    assert transport.sent[BATCH].notification_id == grave.id


def test_late_news_at_the_head_does_not_end_the_pass(transport: FakeTransport) -> None:
    device = make_device()
    for _ in range(BATCH):
        make_notification(device, urgency=Urgency.URGENT, lifetime_s=10)
    fresh = make_notification(device, urgency=Urgency.ROUTINE)
    at = NOW + timedelta(seconds=10)

    counts = [deliver(transport, at) for _ in range(3)]

    assert counts == [BATCH, 1, 0]
    assert [message.notification_id for message in transport.sent] == [fresh.id]
    assert Notification.objects.filter(state=NotificationState.EXPIRED).count() == BATCH
