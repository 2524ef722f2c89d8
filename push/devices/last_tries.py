"""How the newest tries at a device went: what its owner reads on the page and by the interface."""

from datetime import datetime

from django.db.models import Max, OuterRef, Subquery

from push.models import Attempt
from push.vocabulary import Outcome

FAULTS = [Outcome.RETRY.value, Outcome.REFUSED.value, Outcome.DEVICE_GONE.value]
# When a provider last took something for a device.
LAST_SENT_AT = Max("notifications__sent_at")


def of_last_fault(column: str) -> Subquery:
    """Return a column of the newest try at a device that did not get through."""
    faults = Attempt.objects.filter(notification__device_id=OuterRef("pk"), outcome__in=FAULTS).order_by("-started_at")
    return Subquery(faults.values(column)[:1])


def is_failing(*, sent_at: datetime | None, failed_at: datetime | None) -> bool:
    """Tell whether the newest try did not get through."""
    return failed_at is not None and (sent_at is None or failed_at > sent_at)
