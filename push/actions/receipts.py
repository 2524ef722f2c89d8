"""Record what devices report: delivered, opened, acknowledged. The first report of each counts."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from push import access
from push.answers import acknowledge
from push.models import Notification
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
        new = {name: at for name in IMPLIED[stage] if getattr(found, name) is None}
        if new:
            Notification.objects.filter(id=found.id).update(**new)
        if stage is ReceiptStage.ACKNOWLEDGED:
            acknowledge(source_key=found.source_key, user_id=user_id, at=at)
