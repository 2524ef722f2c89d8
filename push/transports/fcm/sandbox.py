"""A stand-in for Google's push service on this machine, for developers of apps: it takes messages and shows them.

It answers as Firebase's HTTP interface v1 does: access tokens, errors with details, by how an address begins.
"""

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

PROJECT = "push-sandbox"
ACCESS_TOKEN = "sandbox"  # noqa: S105 - it opens nothing
HOST = "127.0.0.1"
# By how an address begins: status, Google's status word, FCM's own code.
ERRORS = {
    "gone": (404, "NOT_FOUND", "UNREGISTERED"),
    "refused": (400, "INVALID_ARGUMENT", "INVALID_ARGUMENT"),
    "sender": (403, "PERMISSION_DENIED", "SENDER_ID_MISMATCH"),
    "apns": (401, "UNAUTHENTICATED", "THIRD_PARTY_AUTH_ERROR"),
    "quota": (429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED"),
    "busy": (503, "UNAVAILABLE", "UNAVAILABLE"),
}
BODY_MAX_BYTES = 64 * 1024

type Answer = tuple[int, dict[str, object]]


def write_account(path: Path, url: str) -> None:
    """Write a service account whose access tokens come from the stand-in at this address; only we may read it."""
    key = rsa.generate_private_key(65537, 2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    account = {
        "type": "service_account",
        "project_id": PROJECT,
        "private_key_id": "1",
        "private_key": key.decode(),
        "client_email": f"push@{PROJECT}.example",
        "client_id": "1",
        "token_uri": f"{url}/token",
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps(account))


def answer_request(path: str, body: bytes) -> Answer:
    """Return status and body, as Google answers."""
    if path == "/token":
        return 200, {"access_token": ACCESS_TOKEN, "expires_in": 3600, "token_type": "Bearer"}
    if path != f"/v1/projects/{PROJECT}/messages:send":
        return _error_answer(404, "NOT_FOUND", "")
    try:
        message = json.loads(body)["message"]
        address = str(message.get("fid") or message["token"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return _error_answer(400, "INVALID_ARGUMENT", "INVALID_ARGUMENT")
    if (word := address.partition("-")[0]) in ERRORS:
        return _error_answer(*ERRORS[word])
    return 200, {"name": f"projects/{PROJECT}/messages/1"}


def line_of(status: int, body: bytes) -> str:
    """Return the line that a request is shown as: what was answered, and the message."""
    try:
        message = json.loads(body)["message"]
    except (ValueError, KeyError, TypeError):
        message = None
    return json.dumps({"status": status, "message": message}, ensure_ascii=False)


def _error_answer(status: int, word: str, code: str) -> Answer:
    detail = {"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": code}
    return status, {"error": {"code": status, "message": word.lower(), "status": word, "details": [detail]}}


def sandbox_server(port: int, show: Callable[[str], None]) -> ThreadingHTTPServer:
    """Return a server on this machine that shows each message as a line of JSON. Raises: OSError: the port is taken."""

    class Handler(BaseHTTPRequestHandler):
        # The SDK keeps its connections.
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if not length.isdecimal() or int(length) > BODY_MAX_BYTES:
                self.send_error(413)
                return
            body = self.rfile.read(int(length))
            status, answer = answer_request(self.path, body)
            if self.path != "/token":
                show(line_of(status, body))
            text = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            if status == 429:
                self.send_header("Retry-After", "10")
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_args: object) -> None:
            """Say nothing: what comes is shown as a line."""

    return ThreadingHTTPServer((HOST, port), Handler)
