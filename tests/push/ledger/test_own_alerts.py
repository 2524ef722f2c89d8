"""A test of one's own alerts goes the way of every alert, is never taken for one, and is no one else's to see."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from push import access
from push.devices.actions import retire_device
from push.devices.own_devices import OwnDevice, TriedDevice, lost_devices, own_devices, tried_devices
from push.errors import AlertTestNotFound, NoDevice, TooManyTests
from push.ledger.own_tests import TESTS_PER_HOUR, send_test_alert
from push.ledger.receipts import record_receipt
from push.models import Notification
from push.outbox.delivery import deliver_due
from push.texts import EXERCISE_MARKS, MARKS, TEST_ALERT, TEST_WORDS, PushWords, text_for
from push.transport import Message, SendResult
from push.vocabulary import Channel, DeviceKind, NotificationState, Outcome, ReceiptStage, RetireReason, Urgency
from tests.factories.mou import make_user
from tests.factories.push import NOW, make_device, make_notification
from tests.fakes.transport import FakeTransport
from tests.support.push_words import push_words

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(seconds=1)


def tried(user_id: int, test_id: UUID) -> list[TriedDevice]:
    return tried_devices(access.alert_test_for(user_id=user_id, test_id=test_id))


def seen(user_id: int, session_key: str = "") -> list[OwnDevice]:
    return own_devices(access.devices_for(user_id), session_key=session_key)


def test_a_test_reaches_every_confirmed_device_at_once_and_no_other() -> None:
    phone = make_device(kind=DeviceKind.FID)
    mail = make_device(user=phone.user, kind=DeviceKind.EMAIL)
    make_device(user=phone.user, kind=DeviceKind.SMS, is_confirmed=False)
    make_device(user=phone.user, kind=DeviceKind.WEBHOOK, is_active=False)
    make_device()

    test_id = send_test_alert(user_id=phone.user_id, at=NOW)

    rows = Notification.objects.order_by("id")
    assert {row.device_id for row in rows} == {phone.id, mail.id}
    assert {(row.next_try_at, row.room_id, row.seq, row.kind) for row in rows} == {(NOW, test_id, 0, TEST_ALERT)}


@pytest.mark.parametrize("locale", MARKS)
def test_promise_10_a_test_of_ones_own_alerts_is_marked_in_every_language_and_never_life_safety(locale: str) -> None:
    device = make_device(kind=DeviceKind.FID, locale=locale)

    send_test_alert(user_id=device.user_id, at=NOW)

    row = Notification.objects.get()
    mark = MARKS[locale]
    assert mark in EXERCISE_MARKS
    assert (row.title.startswith(mark), row.body.startswith(mark)) == (True, True)
    assert (row.is_exercise, row.channel) == (True, Channel.STANDARD)
    assert row.urgency < Urgency.LIFE_SAFETY


@pytest.mark.parametrize("words", [one for one in push_words().values() if one != TEST_WORDS])
def test_promise_10_no_alert_says_what_a_test_says(words: PushWords) -> None:
    test = text_for(TEST_WORDS, locale="en", is_exercise=True)

    for is_exercise in (True, False):
        alert = text_for(words, locale="en", is_exercise=is_exercise)
        assert alert.title != test.title
        assert alert.body != test.body


def test_promise_10_the_database_refuses_a_test_that_is_not_marked() -> None:
    row = make_notification(make_device())

    with pytest.raises(IntegrityError), transaction.atomic():
        Notification.objects.filter(id=row.id).update(kind=TEST_ALERT)


def test_a_test_covers_no_alert_on_the_screen() -> None:
    device = make_device()
    alert = make_notification(device)

    first, second = (send_test_alert(user_id=device.user_id, at=NOW) for _ in range(2))

    keys = set(Notification.objects.exclude(id=alert.id).values_list("collapse_key", flat=True))
    assert keys == {f"test:{first}", f"test:{second}"}
    assert alert.collapse_key not in keys
    assert max(map(len, keys)) <= 64


def test_the_ledger_of_a_test_shows_each_step_as_it_comes() -> None:
    device = make_device(kind=DeviceKind.FID)
    test_id = send_test_alert(user_id=device.user_id, at=NOW)
    [planned] = tried(device.user_id, test_id)

    deliver_due(transports={DeviceKind.FID: FakeTransport()}, clock=lambda: LATER)
    [accepted] = tried(device.user_id, test_id)
    row = Notification.objects.get()
    record_receipt(user_id=device.user_id, notification_id=row.id, stage=ReceiptStage.DELIVERED, at=LATER)
    [delivered] = tried(device.user_id, test_id)
    record_receipt(user_id=device.user_id, notification_id=row.id, stage=ReceiptStage.OPENED, at=LATER)
    [opened] = tried(device.user_id, test_id)

    steps = [(one.sent_at, one.accepted_at, one.delivered_at, one.opened_at) for one in (planned, accepted, delivered)]
    assert steps == [(None,) * 4, (LATER, LATER, None, None), (LATER, LATER, LATER, None)]
    assert [one.may_come_further for one in (planned, accepted, delivered, opened)] == [True, True, True, False]


def test_a_device_that_a_test_shows_to_be_gone_stays_in_its_ledger_and_is_told_of() -> None:
    device = make_device(kind=DeviceKind.FID)
    test_id = send_test_alert(user_id=device.user_id, at=NOW)

    deliver_due(transports={DeviceKind.FID: AlwaysGone()}, clock=lambda: LATER)

    [one] = tried(device.user_id, test_id)
    assert (one.has_failed, one.error_code, one.may_come_further) == (True, "unregistered", False)
    assert seen(device.user_id) == []
    [lost] = lost_devices(access.retired_devices_for(device.user_id, since=NOW - timedelta(days=1)))
    assert (lost.kind, lost.reason) == (DeviceKind.FID, RetireReason.GONE)


class AlwaysGone:
    def send(self, message: Message) -> SendResult:
        return SendResult(message.notification_id, Outcome.DEVICE_GONE, "unregistered")


def test_another_person_does_not_find_a_test_nor_learn_that_it_is_there() -> None:
    owner = make_device().user
    test_id = send_test_alert(user_id=owner.id, at=NOW)

    with pytest.raises(AlertTestNotFound) as theirs:
        access.alert_test_for(user_id=make_user().id, test_id=test_id)
    with pytest.raises(AlertTestNotFound) as missing:
        access.alert_test_for(user_id=owner.id, test_id=UUID(int=1))

    assert str(theirs.value) == str(missing.value)


def test_without_anything_to_be_told_by_there_is_no_test() -> None:
    user = make_user()
    make_device(user=user, kind=DeviceKind.SMS, is_confirmed=False)

    with pytest.raises(NoDevice):
        send_test_alert(user_id=user.id, at=NOW)

    assert not Notification.objects.exists()


def test_a_person_sends_themselves_a_few_tests_an_hour_and_stops_nobody_else() -> None:
    device, other = make_device(), make_device()
    for _ in range(TESTS_PER_HOUR):
        send_test_alert(user_id=device.user_id, at=NOW)

    with pytest.raises(TooManyTests):
        send_test_alert(user_id=device.user_id, at=NOW + timedelta(minutes=59))

    send_test_alert(user_id=other.user_id, at=NOW)
    send_test_alert(user_id=device.user_id, at=NOW + timedelta(hours=1))
    assert Notification.objects.count() == TESTS_PER_HOUR + 2


# --- what the page shows of devices -----------------------------------------------------------------------------------
def test_a_device_says_when_it_was_last_sent_something_and_why_the_newest_try_failed() -> None:
    device = make_device(kind=DeviceKind.FID, session_key="here")
    make_notification(device)
    deliver_due(transports={DeviceKind.FID: FakeTransport()}, clock=lambda: LATER)
    [works] = seen(device.user_id, "here")

    make_notification(device, created_at=later(60))
    deliver_due(transports={}, clock=lambda: later(61))
    [failing] = seen(device.user_id, "elsewhere")

    assert (works.sent_at, works.failed_at, works.is_failing, works.is_of_this_sign_in) == (LATER, None, False, True)
    assert (failing.sent_at, failing.failed_at, failing.error_code) == (LATER, later(61), "no_transport")
    assert (failing.is_failing, failing.is_of_this_sign_in) == (True, False)


def later(seconds: int) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_only_an_address_that_its_owner_wrote_down_is_shown_to_them() -> None:
    user = make_user()
    make_device(user=user, kind=DeviceKind.EMAIL, value="demo.person@example.org")
    make_device(user=user, kind=DeviceKind.WEBHOOK, value="https://dispatch.example.org/secret-path")
    make_device(user=user, kind=DeviceKind.FID, value="secret-installation")
    make_device(user=user, kind=DeviceKind.WEBPUSH, value="no subscription any more")

    shown = {one.kind: one.address for one in seen(user.id)}

    assert shown == {
        DeviceKind.EMAIL: "demo.person@example.org",
        DeviceKind.WEBHOOK: "dispatch.example.org",
        DeviceKind.FID: "",
        DeviceKind.WEBPUSH: "",
    }


def test_what_one_has_removed_oneself_is_no_loss() -> None:
    device = make_device()
    retire_device(user_id=device.user_id, device_id=device.id, at=NOW)

    assert lost_devices(access.retired_devices_for(device.user_id, since=NOW - timedelta(days=1))) == []


def test_a_test_that_waits_for_its_next_try_is_waiting_and_not_failed() -> None:
    device = make_device(kind=DeviceKind.FID)
    test_id = send_test_alert(user_id=device.user_id, at=NOW)

    deliver_due(transports={}, clock=lambda: LATER)

    [one] = tried(device.user_id, test_id)
    assert (one.state, one.is_waiting, one.has_failed) == (NotificationState.PLANNED, True, False)
    assert one.error_code == "no_transport"
