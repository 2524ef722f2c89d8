"""The stand-in for Google's push service takes what the real SDK sends, shows it, and refuses as Google does."""

import json
import stat
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from push.transport import SendResult
from push.transports.fcm.sandbox import ERRORS, sandbox_server, write_account
from push.transports.fcm.transport import FcmTransport, start_app
from push.vocabulary import DeviceKind, Outcome
from tests.factories.push import NOW, make_message


@dataclass
class Sandbox:
    url: str
    account: Path
    shown: list[str]

    def send(self, address: str) -> SendResult:
        app = start_app(self.account, base_url=self.url)
        return FcmTransport(app, kind=DeviceKind.FID, clock=lambda: NOW).send(make_message(address=address))


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    shown: list[str] = []
    with sandbox_server(0, shown.append) as server:
        url = f"http://127.0.0.1:{server.server_address[1]}"
        write_account(tmp_path / "new" / "account.json", url)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield Sandbox(url, tmp_path / "new" / "account.json", shown)
        server.shutdown()


def test_a_message_of_the_real_sdk_is_taken_and_shown_whole(sandbox: Sandbox) -> None:
    result = sandbox.send("phone-1")

    [shown] = [json.loads(line) for line in sandbox.shown]
    assert result.outcome is Outcome.ACCEPTED
    assert (shown["status"], shown["message"]["fid"]) == (200, "phone-1")
    assert shown["message"]["data"]["kind"] == "incident_opened"


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        ("gone", Outcome.DEVICE_GONE),
        ("sender", Outcome.DEVICE_GONE),
        ("refused", Outcome.REFUSED),
        ("apns", Outcome.RETRY),
        ("quota", Outcome.RETRY),
        ("busy", Outcome.RETRY),
    ],
)
def test_an_address_can_ask_for_each_refusal(sandbox: Sandbox, word: str, outcome: Outcome) -> None:
    assert sandbox.send(f"{word}-1").outcome is outcome
    assert word in ERRORS


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"message": 1}', b'{"message": {}}'])
def test_what_is_no_message_is_refused_and_stops_nothing(sandbox: Sandbox, body: bytes) -> None:
    sent = requests.post(f"{sandbox.url}/v1/projects/push-sandbox/messages:send", data=body, timeout=5)

    assert sent.status_code == 400
    assert sandbox.send("phone-1").outcome is Outcome.ACCEPTED


def test_the_account_is_for_its_owner_alone_and_another_project_is_not_there(sandbox: Sandbox) -> None:
    elsewhere = requests.post(f"{sandbox.url}/v1/projects/real/messages:send", data=b"{}", timeout=5)

    assert stat.S_IMODE(sandbox.account.stat().st_mode) == 0o600
    assert elsewhere.status_code == 404
