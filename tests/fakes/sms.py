"""A carrier of text messages with Twilio's interface: form fields in, JSON out, its own error numbers."""

import base64
import json
from urllib.parse import parse_qs

from tests.fakes.http import FakeHttp, Received, Reply

ACCOUNT, TOKEN, SENDER = "AC-demo", "fake-token", "+15550100000"
# By the last digits of the number.
ERRORS = {
    "21610": (400, 21610),
    "21211": (400, 21211),
    "30001": (400, 30001),
    "20429": (429, 20429),
    "20500": (503, 20500),
}


class FakeSms(FakeHttp):
    def __init__(self, *, port: int = 0) -> None:
        super().__init__(self._answer, port=port)

    @property
    def texts(self) -> list[tuple[str, str]]:
        """To whom and what."""
        forms = [parse_qs(one.body.decode()) for one in self.received]
        return [(form["To"][0], form["Body"][0]) for form in forms]

    def _answer(self, request: Received) -> Reply:
        expected = "Basic " + base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        if request.headers.get("authorization") != expected:
            return Reply(401, json.dumps({"code": 20003, "status": 401}).encode())
        number = parse_qs(request.body.decode()).get("To", [""])[0]
        if request.path != f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json":
            return Reply(404, b"{}")
        if not number:
            return Reply(400, json.dumps({"code": 21604, "status": 400}).encode())
        for ending, (status, code) in ERRORS.items():
            if number.endswith(ending):
                headers = {"retry-after": "120"} if status == 429 else {}
                return Reply(status, json.dumps({"code": code, "status": status}).encode(), headers)
        return Reply(201, json.dumps({"sid": "SM-demo", "status": "queued"}).encode())
