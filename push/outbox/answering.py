"""Which devices answer: one whose server did not keeps no other waiting when the next alarm is planned.

Only of what lives at servers of strangers. Phones, mail and text messages go by providers that the operator chose.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from push.models import Device
from push.outbox.times.whole_minutes import minute_of
from push.transport import Message, SendResult
from push.vocabulary import DeviceKind, Outcome

KINDS = frozenset({DeviceKind.WEBPUSH, DeviceKind.WEBHOOK})
# Retries that say nothing of the device: we ended, have no way there, or were asked for a pause.
OF_OURS = frozenset({"stopped", "no_transport", "provider_paused"})
# A person's first device that did not answer is told so much after all that do, the second twice that, and so on: to
# claim hundreds of them in one transaction costs the phones of others more than to send to them.
LATER_S = 1.0
LATER_AT_MOST_S = 10.0


def delays_of(devices: Sequence[Device]) -> dict[UUID, timedelta]:
    """Return how much later each of these devices is told that did not answer the last time."""
    delays: dict[UUID, timedelta] = {}
    of_person: Counter[int] = Counter()
    for device in devices:
        if device.unanswered_since is not None:
            of_person[device.user_id] += 1
            delays[device.id] = timedelta(seconds=min(LATER_S * of_person[device.user_id], LATER_AT_MOST_S))
    return delays


def note_answers(
    messages: Sequence[Message], results: Mapping[UUID, SendResult], unanswered: Collection[UUID], now: datetime
) -> None:
    """Note for whom a try brought no answer, and who answers again, in the caller's transaction.

    Writes nothing where all is as before: nearly always.
    """
    silent: set[UUID] = set()
    heard: set[UUID] = set()
    for message in messages:
        result = results.get(message.notification_id)
        if result is None or message.device_kind not in KINDS:
            continue
        if result.outcome is not Outcome.RETRY:
            heard.add(message.device_id)
        elif result.error_code not in OF_OURS:
            silent.add(message.device_id)
    if new := silent - set(unanswered):
        # As of the minute: what brought no answer may be told of a tip, whose time stands nowhere.
        Device.objects.filter(id__in=new).update(unanswered_since=minute_of(now))
    if back := heard.intersection(unanswered):
        Device.objects.filter(id__in=back).update(unanswered_since=None)
