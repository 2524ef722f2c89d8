"""The phones, mailboxes and browsers of everybody in a play: what each was told, in which order, and how loud."""

import json
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from push.transports.sms_signature import signature_of
from tests.fakes.browser_push import FakePushService
from tests.fakes.fcm import FakeFcm, address_of
from tests.fakes.sms import ACCOUNT, SENDER, TOKEN, FakeSms
from tests.fakes.smtp import FakeSmtp


@dataclass(frozen=True)
class Phones:
    """Fake providers that stand for everybody's devices."""

    fcm: FakeFcm
    sms: FakeSms
    smtp: FakeSmtp
    browser: FakePushService

    def env(self, folder: Path) -> dict[str, str]:
        """Return the settings that lead a server's push worker to these providers."""
        return {
            "MUSTERPOINT_FCM_CREDENTIALS": str(self.fcm.credentials(folder)),
            "MUSTERPOINT_FCM_URL": self.fcm.url,
            "MUSTERPOINT_SMS_URL": self.sms.url,
            "MUSTERPOINT_SMS_ACCOUNT": ACCOUNT,
            "MUSTERPOINT_SMS_TOKEN": TOKEN,
            "MUSTERPOINT_SMS_FROM": SENDER,
            "MUSTERPOINT_SMS_ANSWERS": "true",
            "MUSTERPOINT_MAIL_SERVER": f"smtp://127.0.0.1:{self.smtp.port}",
            "MUSTERPOINT_MAIL_FROM": "alerts@example.org",
        }

    def app(self, name: str) -> list[tuple[str, str]]:
        """Return how each message to someone's app sounds, and what it says; in order."""
        mine = [one for one in self.fcm.messages if address_of(one) == f"phone-{name}"]
        return [(_sound_of(one), one["notification"]["title"]) for one in mine]  # type: ignore[index]  # as FCM gets it

    def texts(self, number: str) -> list[str]:
        """Return the text messages to a number, in order. Each of them rings."""
        return [text for to, text in self.sms.texts if to == number]

    def answer_by_text(self, server_url: str, number: str, words: str) -> bytes:
        """Send a text from a number to ours, as the carrier delivers it; return what comes back to the phone."""
        url = f"{server_url}/api/v1/text-answers"
        fields = {"MessageSid": f"SM{uuid4().hex}", "From": number, "To": SENDER, "Body": words}
        signature = signature_of(token=TOKEN, url=url, fields={name: [value] for name, value in fields.items()})
        request = urllib.request.Request(
            url, data=urlencode(fields).encode(), headers={"X-Twilio-Signature": signature}
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            return bytes(response.read())

    def mails(self, name: str) -> list[str]:
        """Return the subjects of someone's mail, in order. Each may ring."""
        return [str(one["Subject"]) for one in self.smtp.mails if str(one["To"]) == f"{name}@example.org"]

    def browser_notes(self) -> list[tuple[str, object]]:
        """Return how each push to the one browser sounds, and what it says; in order."""
        return [("silent" if one["is_silent"] else "sounds", one["title"]) for one in self.browser.payloads()]


def _sound_of(message: dict[str, Any]) -> str:
    """Return how a phone sounds of a message: Android's channel, where the sound for Apple's phones says the same."""
    android, aps = message["android"]["notification"], message["apns"]["payload"]["aps"]
    channel = str(android["channel_id"])
    is_silent_apple = "sound" not in aps
    assert is_silent_apple is (channel == "silent"), json.dumps(message)
    return channel


@contextmanager
def phones() -> Iterator[Phones]:
    """Switch everybody's devices on."""
    with ExitStack() as stack:
        yield Phones(
            fcm=stack.enter_context(FakeFcm()),
            sms=stack.enter_context(FakeSms()),
            smtp=stack.enter_context(FakeSmtp()),
            browser=stack.enter_context(FakePushService()),
        )
