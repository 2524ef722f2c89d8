"""Django's way to a mail server, with one deadline for each mail, from the connection to the last reply."""

import smtplib
import ssl
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from push.outgoing.calls import MAIL, OutgoingCall
from push.outgoing.deadlines import within_deadline
from push.outgoing.sockets import DeadlineSocket, connect_to, tls_context

# All that a server may say while it takes a mail: a few short lines.
REPLIES_MAX_BYTES = 256 * 1024


class DeadlineSMTP(smtplib.SMTP):
    """Connects through the one way out."""

    def _get_socket(self, host: str, port: int, timeout: object) -> DeadlineSocket:
        return connect_to(host, port)


class DeadlineSMTPS(smtplib.SMTP_SSL, DeadlineSMTP):
    """The same in TLS from the start: its parent asks the one above for the connection, and wraps it."""


class MailServer(EmailBackend):
    """Opens, sends and closes within the deadline of mail; what is late is an OSError, as everything of smtplib's."""

    def __init__(self, *, call: OutgoingCall = MAIL, **options: Any) -> None:
        super().__init__(**options)
        self._call = call

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return DeadlineSMTPS if self.use_ssl else DeadlineSMTP

    @cached_property
    def ssl_context(self) -> ssl.SSLContext:
        return tls_context()

    def open(self) -> bool | None:
        with within_deadline(self._call.deadline_s, most_bytes=REPLIES_MAX_BYTES):
            return super().open()

    def close(self) -> None:
        with within_deadline(self._call.deadline_s, most_bytes=REPLIES_MAX_BYTES):
            super().close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with within_deadline(self._call.deadline_s, most_bytes=REPLIES_MAX_BYTES):
            return super().send_messages(email_messages)
