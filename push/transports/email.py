"""Tell people by mail: slow, and the last resort of people who have no app."""

import smtplib
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from push.outgoing.mail_server import MailServer
from push.provider_words import clean_words, smtp_words
from push.transport import Message, SendResult, TransportError
from push.vocabulary import Outcome

PERMANENT = range(500, 600)  # RFC 5321: a reply of 5yz is not to be tried again


class EmailTransport:
    """Sends through a new connection each time: mail is rare, and an idle one is cut by many servers."""

    def __init__(self, connect: Callable[[], BaseEmailBackend], *, sender: str) -> None:
        self._connect = connect
        self._sender = sender

    def send(self, message: Message) -> SendResult:
        """Hand one mail over. Calls the network. Raises: TransportError."""
        mail = EmailMessage(
            subject=message.title,
            body=message.detail or message.body,
            from_email=self._sender,
            to=[message.address],
            # The same for each try, so that a mail program can see what is the same.
            headers={"Message-ID": f"<{message.notification_id}@{self._sender.rpartition('@')[2] or 'localhost'}>"},
        )
        try:
            self._connect().send_messages([mail])
        except smtplib.SMTPAuthenticationError as error:
            said = clean_words(smtp_words(error)[1])
            raise TransportError("smtp_sign_in_refused", permanent=True, said=said) from error
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
            code, said = smtp_words(error)
            outcome = Outcome.REFUSED if code in PERMANENT else Outcome.RETRY
            return SendResult(
                message.notification_id, outcome, f"smtp_{code}", said=clean_words(said, address=message.address)
            )
        except OSError as error:  # smtplib's own errors are among them
            raise TransportError("smtp_away", permanent=False, said=clean_words(smtp_words(error)[1])) from error
        # A mail server has it; whether a person has is not known.
        return SendResult(message.notification_id, Outcome.SENT)


def smtp_at(url: str) -> Callable[[], BaseEmailBackend]:
    """Return how to connect to smtp://user:password@host:port (STARTTLS with a user) or smtps://…."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("a mail server is smtp://user:password@host:port or smtps://…")
    is_tls_at_once = parts.scheme == "smtps"

    def connect() -> BaseEmailBackend:
        return MailServer(
            alias="push",
            host=parts.hostname,
            port=parts.port,
            username=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            use_ssl=is_tls_at_once,
            # A password never travels in the clear.
            use_tls=not is_tls_at_once and bool(parts.username),
        )

    return connect


def server_fault(connect: Callable[[], BaseEmailBackend]) -> str:
    """Connect and sign in without sending; return why that fails, or nothing. Calls the network."""
    backend = connect()
    try:
        backend.open()
    except smtplib.SMTPAuthenticationError:
        return "smtp_sign_in_refused"
    except OSError:
        return "smtp_away"
    backend.close()
    return ""
