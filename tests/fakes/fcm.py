"""Firebase Cloud Messaging as its HTTP interface v1 is documented: access tokens, errors with details, quota."""

import functools
import json
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.fakes.http import FakeHttp, Received, Reply

ACCESS_TOKEN = "fake-access-token"
# By how an address begins: status, Google's status word, FCM's own code.
ERRORS = {
    "gone": (404, "NOT_FOUND", "UNREGISTERED"),
    "refused": (400, "INVALID_ARGUMENT", "INVALID_ARGUMENT"),
    "sender": (403, "PERMISSION_DENIED", "SENDER_ID_MISMATCH"),
    "apns": (401, "UNAUTHENTICATED", "THIRD_PARTY_AUTH_ERROR"),
    "quota": (429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED"),
    "busy": (503, "UNAVAILABLE", "UNAVAILABLE"),
    "fault": (500, "INTERNAL", "INTERNAL"),
    "account": (403, "PERMISSION_DENIED", ""),
}


@functools.cache
def private_key() -> str:
    """Return a service account's key; one for the whole run, because making one takes long."""
    key = rsa.generate_private_key(65537, 2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def write_credentials(folder: Path, url: str) -> Path:
    """Write a service account whose access tokens come from a server, and return its file."""
    account = {
        "type": "service_account",
        "project_id": "demo-project",
        "private_key_id": "1",
        "private_key": private_key(),
        "client_email": "push@demo-project.example",
        "client_id": "1",
        "token_uri": f"{url}/token",
    }
    path = folder / "service-account.json"
    path.write_text(json.dumps(account))
    return path


class FakeFcm(FakeHttp):
    """Answers what the real one would, by the beginning of the address; `latency_s` before each answer."""

    def __init__(self, *, latency_s: float = 0, retry_after: str = "120", port: int = 0) -> None:
        super().__init__(self._answer, port=port)
        self.latency_s = latency_s
        self.retry_after = retry_after
        self.is_down = False
        self.tokens_given = 0
        # What the token's address answers with 200 instead of a token.
        self.token_answer = b""

    @property
    def messages(self) -> list[dict[str, object]]:
        """What was asked to be sent, in order."""
        return [json.loads(one.body)["message"] for one in self.received if one.path != "/token"]

    @property
    def addresses(self) -> list[str]:
        """To which device, for each message in turn."""
        return [address_of(message) for message in self.messages]

    def credentials(self, folder: Path) -> Path:
        """Write a service account whose access tokens come from here, and return its file."""
        return write_credentials(folder, self.url)

    def _answer(self, request: Received) -> Reply:
        if self.is_down:
            return self._error(503, "UNAVAILABLE", "UNAVAILABLE")
        if request.path == "/token":
            self.tokens_given += 1
            token = {"access_token": ACCESS_TOKEN, "expires_in": 3600, "token_type": "Bearer"}
            return Reply(
                body=self.token_answer or json.dumps(token).encode(), headers={"content-type": "application/json"}
            )
        if request.headers.get("authorization") != f"Bearer {ACCESS_TOKEN}":
            return self._error(401, "UNAUTHENTICATED", "")
        document = json.loads(request.body)
        address = address_of(document["message"])
        if request.path != "/v1/projects/demo-project/messages:send":
            return self._error(404, "NOT_FOUND", "")
        if (word := address.partition("-")[0]) in ERRORS:
            return self._error(*ERRORS[word])
        name = "projects/demo-project/messages/fake_message_id" if document.get("validate_only") else "projects/x/1"
        return Reply(
            body=json.dumps({"name": name}).encode(),
            headers={"content-type": "application/json"},
            delay_s=self.latency_s,
        )

    def _error(self, status: int, word: str, code: str) -> Reply:
        detail = {"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": code}
        error = {"code": status, "message": word.lower(), "status": word, "details": [detail] if code else []}
        headers = {"content-type": "application/json"} | ({"retry-after": self.retry_after} if status == 429 else {})
        return Reply(status, json.dumps({"error": error}).encode(), headers, delay_s=self.latency_s)


def address_of(message: dict[str, object]) -> str:
    """Return the device that a message is for."""
    return str(message.get("fid") or message.get("token"))
