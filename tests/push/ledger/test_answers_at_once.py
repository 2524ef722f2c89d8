"""Two people answer at the same instant, in transactions of their own: each must see that the other has answered."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone

from push.ledger.answers import acknowledge_event
from push.ledger.receipts import record_receipt
from push.models import Device, Notification
from push.outbox.notifications import enqueue_notifications
from push.vocabulary import NotificationState, ReceiptStage, Urgency
from tests.factories.push import OPENED, ROOM, make_device
from tests.support.processes import wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgis]
KEY = "room:7"


def tell(devices: list[Device], *, supervisor: Device) -> None:
    with transaction.atomic():
        enqueue_notifications(
            source_key=KEY,
            user_ids=[device.user_id for device in devices],
            is_exercise=False,
            urgency=Urgency.LIFE_SAFETY,
            kind="panic_pressed",
            words=OPENED,
            room_id=ROOM,
            seq=7,
            collapse_key="room",
            demands_acknowledgement=True,
            escalate_to_user_ids=[supervisor.user_id],
        )


def is_waiting_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


def test_when_the_last_two_answer_at_once_no_supervisor_is_told_of_silence() -> None:
    one, other, supervisor = make_device(), make_device(), make_device()
    tell([one, other], supervisor=supervisor)
    row = Notification.objects.get(device=other, step=0)

    def answer_on_the_device() -> None:
        record_receipt(
            user_id=other.user_id, notification_id=row.id, stage=ReceiptStage.ACKNOWLEDGED, at=timezone.now()
        )
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            acknowledge_event(source_key=KEY, user_id=one.user_id, at=timezone.now())
            second = pool.submit(answer_on_the_device)
            wait_until(lambda: second.done() or is_waiting_for_a_lock(), timeout_s=180, what="no one answered")
        second.result(timeout=10)

    left = Notification.objects.exclude(state=NotificationState.CANCELLED)
    assert [(one.device_id, one.state) for one in left] == []
    row.refresh_from_db()
    assert row.acknowledged_at is not None
