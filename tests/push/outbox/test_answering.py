"""A device whose server did not answer is told of the next alarm after those that do, until it answers again."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from push.models import Device, Notification
from push.outbox.notifications import claim_due, enqueue_notifications, settle_claim
from push.transport import SendResult
from push.vocabulary import DeviceKind, Outcome, Urgency
from tests.factories.mou import make_user
from tests.factories.push import NOW, OPENED, ROOM, make_device, make_notification

pytestmark = pytest.mark.django_db
OVERTAKING = "mayday_called"


def tell(*devices: Device, kind: str = "panic_raised") -> dict[Device, Notification]:
    """Raise an alarm for the people of these devices; return what is planned for each."""
    source_key = f"alarm:{uuid4()}"
    enqueue_notifications(
        source_key=source_key,
        user_ids=sorted({one.user_id for one in devices}),
        is_exercise=False,
        urgency=Urgency.LIFE_SAFETY,
        kind=kind,
        words=OPENED,
        room_id=ROOM,
        seq=1,
        collapse_key="alarm",
    )
    return {row.device: row for row in Notification.objects.select_related("device").filter(source_key=source_key)}


def try_once(device: Device, outcome: Outcome, error_code: str = "") -> None:
    row = make_notification(device)
    claimed = claim_due(limit=10, now=NOW, lease_s=60)
    settle_claim(claimed=claimed, results=[SendResult(row.id, outcome, error_code)], now=NOW)
    Notification.objects.all().delete()
    device.refresh_from_db()


@pytest.mark.parametrize("kind", [DeviceKind.WEBPUSH, DeviceKind.WEBHOOK])
def test_what_does_not_answer_is_told_after_what_does_until_it_answers_again(kind: DeviceKind) -> None:
    silent, other = make_device(kind=kind), make_device(kind=kind)
    try_once(silent, Outcome.RETRY, "timeout")

    planned = tell(silent, other)

    assert planned[silent].next_try_at == planned[silent].created_at + timedelta(seconds=1)
    assert planned[other].next_try_at == planned[other].created_at
    Notification.objects.all().delete()

    try_once(silent, Outcome.SENT)

    again = tell(silent)[silent]
    assert again.next_try_at == again.created_at


def test_many_devices_of_a_person_that_do_not_answer_come_one_after_the_other_and_none_later_than_ten_seconds() -> None:
    person = make_user()
    devices = [make_device(user=person, kind=DeviceKind.WEBPUSH) for _ in range(12)]
    Device.objects.update(unanswered_since=NOW)

    planned = tell(*devices)

    later_s = sorted((row.next_try_at - row.created_at).total_seconds() for row in planned.values() if row.next_try_at)
    assert later_s == [*map(float, range(1, 11)), 10.0, 10.0]


def test_what_does_not_answer_overtakes_nothing() -> None:
    silent, other = make_device(kind=DeviceKind.WEBPUSH), make_device(kind=DeviceKind.WEBPUSH)
    try_once(silent, Outcome.RETRY, "timeout")

    planned = tell(silent, other, kind=OVERTAKING)

    first, then = planned[other].next_try_at, planned[silent].next_try_at
    assert first is not None
    assert then is not None
    assert first < planned[other].created_at < then


@pytest.mark.parametrize("kind", [DeviceKind.FID, DeviceKind.SMS, DeviceKind.EMAIL])
def test_a_provider_of_the_operators_choice_that_fails_makes_nobody_later(kind: DeviceKind) -> None:
    device = make_device(kind=kind)

    try_once(device, Outcome.RETRY, "timeout")

    assert device.unanswered_since is None


@pytest.mark.parametrize("code", ["stopped", "no_transport", "provider_paused"])
def test_a_try_that_was_not_made_says_nothing_of_a_device(code: str) -> None:
    device = make_device(kind=DeviceKind.WEBPUSH)

    try_once(device, Outcome.RETRY, code)

    assert device.unanswered_since is None


def test_since_when_it_does_not_answer_is_a_whole_minute() -> None:
    """What brought no answer may have been told of an anonymous report."""
    device = make_device(kind=DeviceKind.WEBPUSH)
    row = make_notification(device)
    claimed = claim_due(limit=10, now=NOW, lease_s=60)
    at = timezone.now().replace(second=17, microsecond=5)

    settle_claim(claimed=claimed, results=[SendResult(row.id, Outcome.RETRY, "timeout")], now=at)

    device.refresh_from_db()
    assert device.unanswered_since == at.replace(second=0, microsecond=0)
