"""A browser and its push service: gives out subscriptions, checks VAPID, and decrypts what it gets."""

import base64
import json
import os
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02

from tests.fakes.http import FakeHttp, Received, Reply

STATUS = {"gone": 410, "lost": 404, "quota": 429, "busy": 503, "refused": 413, "ok": 201}


def text_of(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class FakePushService(FakeHttp):
    """Answers by the end of the endpoint's path."""

    def __init__(self) -> None:
        super().__init__(self._answer)
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._auth = os.urandom(16)

    def subscription(self, case: str = "ok") -> str:
        """Return what the browser would send us: a subscription as JSON."""
        point = self._key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        keys = {"p256dh": text_of(point), "auth": text_of(self._auth)}
        return json.dumps({"endpoint": f"{self.url}/push/{case}", "keys": keys})

    def payloads(self) -> list[dict[str, object]]:
        """Decrypt what came, as the browser would."""
        return [
            json.loads(http_ece.decrypt(one.body, private_key=self._key, auth_secret=self._auth, version="aes128gcm"))
            for one in self.received
        ]

    def signers(self) -> list[tuple[str, bool]]:
        """Return who signed each request, and whether the signature is good."""
        return [vapid_of(one) for one in self.received]

    def _answer(self, request: Received) -> Reply:
        status = STATUS[request.path.rpartition("/")[2]]
        return Reply(status, headers={"retry-after": "120"} if status == 429 else {})


def vapid_of(request: Received) -> tuple[str, bool]:
    """Return the contact that a request names and whether its own key signed it."""
    parts = dict(
        item.strip().split("=", 1) for item in request.headers["authorization"].removeprefix("vapid ").split(",")
    )
    claims = parts["t"].split(".")[1]
    document = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    is_good = Vapid02.verify(request.headers["authorization"])
    return str(document["sub"]), bool(is_good) and urlsplit(document["aud"]).hostname == "127.0.0.1"
