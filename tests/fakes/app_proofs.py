"""A phone that proves which app runs on it: real keys, real signatures, with a root and keys of the test's own."""

import json
from base64 import b64encode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import cbor2
import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_wrap
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

NONCE = x509.ObjectIdentifier("1.2.840.113635.100.8.2")
DAY = timedelta(days=1)


@dataclass
class FakeApple:
    """A root with one certificate below it that signs the keys of phones."""

    at: datetime
    is_authority: bool = True
    root_key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def __post_init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.root = _certificate("Root", self.root_key, "Root", self.root_key, self.at, authority=True)
        self.between = _certificate("Between", self.key, "Root", self.root_key, self.at, authority=self.is_authority)

    def write_root(self, folder: Path) -> str:
        """Write the root as the operator keeps it; return the file."""
        file = folder / "root.pem"
        file.write_bytes(self.root.public_bytes(Encoding.PEM))
        return str(file)

    def attest(self, app: str, challenge: str, **changes: Any) -> dict[str, str]:
        """Return what an app sends that Apple has attested. `changes`: `counter`, `aaguid`, `leaf_at`, `auth_app`."""
        key = ec.generate_private_key(ec.SECP256R1())
        key_id = sha256(key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)).digest()
        counter, aaguid = changes.get("counter", 0), changes.get("aaguid", b"appattest" + b"\0" * 7)
        data = sha256(app.encode()).digest() + b"\x40" + counter.to_bytes(4, "big") + aaguid + b"\0\x20" + key_id
        nonce = sha256(data + sha256(challenge.encode()).digest()).digest()
        extension = x509.UnrecognizedExtension(NONCE, bytes.fromhex("3024a1220420") + nonce)
        leaf_at = changes.get("leaf_at", self.at)
        leaf = _certificate("Key", key, "Between", self.key, leaf_at, authority=False, more=(extension,))
        if "auth_app" in changes:
            data = sha256(changes["auth_app"].encode()).digest() + data[32:]
        chain = [one.public_bytes(Encoding.DER) for one in (leaf, self.between)]
        statement = {"fmt": "apple-appattest", "attStmt": {"x5c": chain, "receipt": b""}, "authData": data}
        said = {"statement": b64encode(cbor2.dumps(statement)).decode(), "key_id": b64encode(key_id).decode()}
        return {"kind": "app_attest", "challenge": challenge, **said}


@dataclass
class FakeGoogle:
    """Google for one app: what it signs and encrypts can be opened with the keys that the app's maker was given."""

    package: str
    fingerprint: str
    secret: bytes = field(default_factory=lambda: AESGCM.generate_key(256))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def write_keys(self, folder: Path) -> str:
        """Write both keys as the operator keeps them; return the file."""
        public = self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        keys = {"decryption_key": b64encode(self.secret).decode(), "verification_key": b64encode(public).decode()}
        file = folder / "play.json"
        file.write_text(json.dumps({self.package: keys}))
        return str(file)

    def attest(self, challenge: str, at: datetime, **changes: Any) -> dict[str, str]:
        """Return what an app sends. `changes`: whole parts of the verdict, by name."""
        digest = urlsafe_b64encode(bytes.fromhex(self.fingerprint.replace(":", ""))).decode().rstrip("=")
        app = {"appRecognitionVerdict": "PLAY_RECOGNIZED", "packageName": self.package}
        verdict: dict[str, Any] = {
            "requestDetails": {
                "requestPackageName": self.package,
                "nonce": challenge,
                "timestampMillis": str(int(at.timestamp() * 1000)),
            },
            "appIntegrity": {**app, "certificateSha256Digest": [digest], "versionCode": "42"},
            "deviceIntegrity": {"deviceRecognitionVerdict": ["MEETS_DEVICE_INTEGRITY"]},
        }
        for name, part in changes.items():
            verdict[name] = {**verdict[name], **part}
        return {"kind": "play_integrity", "challenge": challenge, "statement": self.sealed(verdict)}

    def sealed(self, verdict: dict[str, Any], header: dict[str, str] | None = None) -> str:
        """Return the token: signed, then encrypted."""
        signed = jwt.encode(verdict, self.key, algorithm="ES256").encode()
        head = _text_of(json.dumps(header or {"alg": "A256KW", "enc": "A256GCM"}).encode())
        content_key, start = AESGCM.generate_key(256), b"s" * 12
        whole = AESGCM(content_key).encrypt(start, signed, head.encode())
        wrapped = aes_key_wrap(self.secret, content_key)
        return ".".join([head, *(_text_of(one) for one in (wrapped, start, whole[:-16], whole[-16:]))])


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    above: str,
    signed_by: ec.EllipticCurvePrivateKey,
    at: datetime,
    *,
    authority: bool,
    more: tuple[x509.ExtensionType, ...] = (),
) -> x509.Certificate:
    built = x509.CertificateBuilder().subject_name(_named(name)).issuer_name(_named(above))
    built = built.public_key(key.public_key()).serial_number(x509.random_serial_number())
    built = built.not_valid_before(at - DAY).not_valid_after(at + DAY)
    built = built.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    for one in more:
        built = built.add_extension(one, critical=False)
    return built.sign(signed_by, hashes.SHA256())


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


def _text_of(part: bytes) -> str:
    return urlsafe_b64encode(part).decode().rstrip("=")
