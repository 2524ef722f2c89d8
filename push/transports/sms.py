"""Tell people by text message. A provider is one method; the one here speaks Twilio's interface, as several do."""

import base64
import json
from typing import Protocol
from urllib.parse import urlencode

from push.provider_words import body_words, clean_words
from push.transport import Message, SendResult, TransportError
from push.transports.outbound import Answer, Outbound, OutboundFailed, OutboundRefused, retry_after_s
from push.vocabulary import Outcome

# Twilio's own numbers: no such number, not a mobile one, unreachable region; 21610: the person said STOP.
NUMBER_IS_GONE = frozenset({21211, 21214, 21217, 21610, 21614})
REFUSES_US = frozenset({401, 403})
TOO_MANY = 429
NO_SUCH = 404


class SmsProvider(Protocol):
    """Who carries text messages."""

    def carry(self, *, to: str, text: str) -> Answer:
        """Hand one text over. Calls the network. Raises: OutboundFailed, OutboundRefused."""
        ...


class TwilioShaped:
    """POST /2010-04-01/Accounts/{account}/Messages.json with To, From and Body."""

    def __init__(self, outbound: Outbound, *, base_url: str, account: str, token: str, sender: str) -> None:
        self._outbound = outbound
        self._url = f"{base_url.rstrip('/')}/2010-04-01/Accounts/{account}/Messages.json"
        self._authorization = "Basic " + base64.b64encode(f"{account}:{token}".encode()).decode()
        self._sender = sender

    def carry(self, *, to: str, text: str) -> Answer:
        return self._outbound.post(
            self._url,
            body=urlencode({"To": to, "From": self._sender, "Body": text}).encode(),
            headers={"Content-Type": "application/x-www-form-urlencoded", "Authorization": self._authorization},
        )


class SmsTransport:
    """One text for each message: the title, and where it is as far as its reader may know."""

    def __init__(self, provider: SmsProvider) -> None:
        self._provider = provider

    def send(self, message: Message) -> SendResult:
        """Hand one text over. Calls the network. Raises: TransportError."""
        try:
            answer = self._provider.carry(to=message.address, text=text_of(message))
        except OutboundRefused as error:
            raise TransportError(str(error), permanent=True) from error
        except OutboundFailed as error:
            raise TransportError(str(error), permanent=False) from error
        if 200 <= answer.status < 300:
            return SendResult(message.notification_id, Outcome.ACCEPTED)
        if answer.status in REFUSES_US:
            raise TransportError("sms_account_refused", permanent=True, said=_words_of(answer))
        return _refusal_of(message, answer)


def text_of(message: Message) -> str:
    """Return what stands in the text message: what it is, then where."""
    end = "" if message.title.endswith((".", "!")) else "."
    return f"{message.title}{end} {message.detail or message.body}"


def account_fault(provider: SmsProvider) -> str:
    """Hand over a text without a recipient; return why the carrier refuses us, or nothing. Calls the network.

    That it refuses the empty number is a good sign: the account was looked at first.
    """
    try:
        answer = provider.carry(to="", text="selftest")
    except (OutboundRefused, OutboundFailed) as error:
        return str(error)
    if answer.status in REFUSES_US:
        return "sms_account_refused"
    # 404: the carrier knows no such account, or the address is not the carrier's.
    return f"http_{answer.status}" if answer.status == NO_SUCH or answer.status >= 500 else ""


def _words_of(answer: Answer) -> str:
    return clean_words(body_words(answer.status, answer.body))


def _refusal_of(message: Message, answer: Answer) -> SendResult:
    said = _words_of(answer)
    code = code_in(answer.body) or answer.status
    if code in NUMBER_IS_GONE:
        return SendResult(message.notification_id, Outcome.DEVICE_GONE, f"sms_{code}", said=said)
    if answer.status == TOO_MANY:
        wait_s = retry_after_s(answer.headers)
        return SendResult(
            message.notification_id, Outcome.RETRY, f"sms_{code}", wait_s, pauses_provider=True, said=said
        )
    if answer.status >= 500:
        return SendResult(message.notification_id, Outcome.RETRY, f"sms_{code}", said=said)
    return SendResult(message.notification_id, Outcome.REFUSED, f"sms_{code}", said=said)


def code_in(body: bytes) -> int | None:
    """Return the carrier's own number of what went wrong; None where it gives none."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return None
    code = document.get("code") if isinstance(document, dict) else None
    return code if isinstance(code, int) else None
