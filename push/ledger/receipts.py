"""Record what devices report: delivered, opened, acknowledged. The first report of each counts."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import DateTimeField, Value
from django.db.models.functions import Coalesce

from push import access
from push.ledger.answers import acknowledge_event
from push.models import Notification
from push.outbox.times.whole_minutes import noted_at
from push.vocabulary import ReceiptStage

# What is opened was delivered, and what is acknowledged was opened, even if an earlier report was lost on the way.
IMPLIED = {
    ReceiptStage.DELIVERED: ["delivered_at"],
    ReceiptStage.OPENED: ["delivered_at", "opened_at"],
    ReceiptStage.ACKNOWLEDGED: ["delivered_at", "opened_at", "acknowledged_at"],
}


def record_receipt(*, user_id: int, notification_id: UUID, stage: ReceiptStage, at: datetime) -> None:
    """Note what a device of one's own reports, in one durable transaction; the same report again changes nothing.

    An acknowledgement cancels what was still to come for this person. Raises: NotificationNotFound.
    """
    with transaction.atomic(durable=True):
        found = access.notification_for(user_id=user_id, notification_id=notification_id)
        # First: it locks the event, and the holder of that lock may wait for this row.
        if stage is ReceiptStage.ACKNOWLEDGED:
            acknowledge_event(source_key=found.source_key, user_id=user_id, at=at)
        # That it came is the phone's own word, and as close to the report as the push was; the rest is its owner's act.
        times = {"delivered_at": noted_at(at)}
        now = Value(at, output_field=DateTimeField())
        said = {name: Coalesce(name, times.get(name, now)) for name in IMPLIED[stage]}
        Notification.objects.filter(id=found.id).update(**said)
