"""A transport that keeps what it was given and answers as it is told. It passes the contract of the real ones."""

import threading
from uuid import UUID

from push.transport import Message, SendResult, TransportError
from push.vocabulary import Outcome


class FakeTransport:
    """Accepts everything, except where `answers` or `failure` say otherwise."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.answers: dict[UUID, SendResult] = {}
        self.failure: TransportError | None = None
        # Cleared by a test that wants the lines to hang; every line waits here before it answers.
        self.may_answer = threading.Event()
        self.may_answer.set()
        self._lock = threading.Lock()

    def answer(
        self,
        notification_id: UUID,
        outcome: Outcome,
        code: str,
        retry_after_s: float | None = None,
        *,
        pauses_provider: bool = False,
    ) -> None:
        """Answer every try of this notification so from now on."""
        self.answers[notification_id] = SendResult(
            notification_id, outcome, code, retry_after_s, pauses_provider=pauses_provider
        )

    def send(self, message: Message) -> SendResult:
        if self.failure is not None:
            raise self.failure
        with self._lock:
            self.sent.append(message)
        self.may_answer.wait(timeout=30)
        return self.answers.get(message.notification_id, SendResult(message.notification_id, Outcome.ACCEPTED))
