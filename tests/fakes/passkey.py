"""A phone that keeps a passkey: a real key, real signatures, and the origin of whichever app or page asks."""

import hashlib
import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

FLAGS = AuthenticatorData.FLAG


class Passkey:
    """One passkey. `origin` is what the phone writes of who asked."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._id = os.urandom(16)
        self._owner = b""

    def made_from(self, options: dict[str, Any]) -> dict[str, Any]:
        """Return what a phone answers to options for a new passkey, as `PublicKeyCredential.toJSON()`."""
        asked = options["publicKey"]
        self._owner = _bytes_of(asked["user"]["id"])
        algorithm: Any = ES256
        key = algorithm.from_cryptography_key(self._key.public_key())
        held = AttestedCredentialData.create(b"\0" * 16, self._id, key)
        flags = FLAGS.UP | FLAGS.UV | FLAGS.AT
        about = AuthenticatorData.create(_sha256(asked["rp"]["id"]), flags, 0, bytes(held))
        said = self._client_data("webauthn.create", asked["challenge"])
        attested = AttestationObject.create("none", about, {})
        return self._credential({"clientDataJSON": _text_of(said), "attestationObject": _text_of(bytes(attested))})

    def answer_to(self, options: dict[str, Any]) -> dict[str, Any]:
        """Return what a phone answers when its owner has shown their face."""
        asked = options["publicKey"]
        about = AuthenticatorData.create(_sha256(asked["rpId"]), FLAGS.UP | FLAGS.UV, 0)
        said = self._client_data("webauthn.get", asked["challenge"])
        signed = self._key.sign(bytes(about) + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        parts = {"clientDataJSON": said, "authenticatorData": bytes(about), "signature": signed}
        return self._credential({name: _text_of(part) for name, part in (*parts.items(), ("userHandle", self._owner))})

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _credential(self, response: dict[str, str]) -> dict[str, Any]:
        name = _text_of(self._id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}


def _sha256(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _text_of(part: bytes) -> str:
    return urlsafe_b64encode(part).decode().rstrip("=")


def _bytes_of(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
