"""Who can be told anything at all: a registration is no way to a person before it is confirmed, carried and working."""

from collections.abc import Collection

from push.devices.configured import is_carried
from push.devices.last_tries import LAST_SENT_AT, is_failing, of_last_fault
from push.models import Device
from push.vocabulary import DeviceKind


def people_with_way(user_ids: Collection[int]) -> set[int]:
    """Return those of these people who have a way that works, as far as is known before it is tried. One query.

    It is confirmed, this installation sends to such addresses, and the newest try at it got through.
    """
    kinds = [kind.value for kind in DeviceKind if is_carried(kind)]
    rows = Device.objects.filter(
        user_id__in=list(user_ids), is_active=True, confirmed_at__isnull=False, kind__in=kinds
    ).annotate(last_sent_at=LAST_SENT_AT, last_failed_at=of_last_fault("started_at"))
    return {
        user_id
        for user_id, sent_at, failed_at in rows.values_list("user_id", "last_sent_at", "last_failed_at")
        if not is_failing(sent_at=sent_at, failed_at=failed_at)
    }
