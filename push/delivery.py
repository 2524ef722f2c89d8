"""One pass of delivery: claim what is due, hand it to its transports, record how it went."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from push.outbox import claim, settle
from push.transport import Message, SendResult, Transport, TransportError
from push.vocabulary import DeviceKind, Outcome

logger = logging.getLogger(__name__)

# Small enough that life safety waits for one batch at most, large enough that the database is not the brake.
BATCH = 100
# Longer than any transport may take for a batch; a worker that died is replaced after this.
LEASE_S = 60


def deliver_due(*, transports: Mapping[DeviceKind, Transport], clock: Callable[[], datetime]) -> int:
    """Deliver one batch and return how many notifications were handled; 0 means that nothing was due.

    Calls the network between two transactions, in none itself. A crash in between loses nothing: the lease ends and
    the batch is sent again under the same collapse keys.
    """
    claimed = claim(limit=BATCH, now=clock(), lease_s=LEASE_S)
    for kind, messages in claimed.messages.items():
        results = _send(transports.get(kind), messages)
        settle(claimed=claimed, results=results, now=clock())
    return claimed.handled


def _send(transport: Transport | None, messages: Sequence[Message]) -> list[SendResult]:
    if transport is None:
        return _all_alike(messages, Outcome.RETRY, "no_transport")
    try:
        results = transport.send(messages)
    except TransportError as error:
        logger.warning("transport %s failed: %s, %d notifications", transport.kind, error.code, len(messages))
        return _all_alike(messages, Outcome.REFUSED if error.permanent else Outcome.RETRY, error.code)
    answered = {result.notification_id for result in results}
    unanswered = [message for message in messages if message.notification_id not in answered]
    return results + _all_alike(unanswered, Outcome.RETRY, "no_answer")


def _all_alike(messages: Sequence[Message], outcome: Outcome, error_code: str) -> list[SendResult]:
    return [SendResult(message.notification_id, outcome, error_code) for message in messages]
