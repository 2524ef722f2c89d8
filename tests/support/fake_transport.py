"""A transport that keeps what it was given and answers as it is told. It passes the contract of the real ones."""

from collections.abc import Sequence
from uuid import UUID

from push.transport import Message, SendResult, TransportError
from push.vocabulary import DeviceKind, Outcome


class FakeTransport:
    """Accepts everything, except where `answers` or `failure` say otherwise."""

    kind = DeviceKind.CONSOLE

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.answers: dict[UUID, SendResult] = {}
        self.failure: TransportError | None = None

    def answer(self, notification_id: UUID, outcome: Outcome, code: str, retry_after_s: float | None = None) -> None:
        """Answer every try of this notification so from now on."""
        self.answers[notification_id] = SendResult(notification_id, outcome, code, retry_after_s)

    def send(self, batch: Sequence[Message]) -> list[SendResult]:
        if self.failure is not None:
            raise self.failure
        self.sent += batch
        return [
            self.answers.get(message.notification_id, SendResult(message.notification_id, Outcome.ACCEPTED))
            for message in batch
        ]
