"""Check a token of Google's Play Integrity: that a named app runs unchanged on a real device. Pure, no network.

A classic request, whose answer the app's maker decrypts with keys of their own: with one that Google alone can open,
an outage there would keep people out. Source: Google, "Decrypt and verify the integrity verdict", response encryption
by own keys: a JWE (A256KW, A256GCM) around a JWS (ES256).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

from coordination.sign_in.own_apps.named_apps import AndroidApp
from coordination.sign_in.own_apps.proofs import NotProven, Proof, decode_text

JWE_HEADER = {"alg": "A256KW", "enc": "A256GCM"}
JWE_PARTS, TAG_BYTES = 5, 16
# The clocks of Google and of this server may differ; a challenge is no older than that, either.
YOUNGER_THAN, CLOCKS_DIFFER = timedelta(minutes=5), timedelta(minutes=1)
REAL_DEVICE = frozenset(("MEETS_DEVICE_INTEGRITY", "MEETS_STRONG_INTEGRITY"))


@dataclass(frozen=True, slots=True)
class PlayKeys:
    """The keys of one app in the Play Console: `decryption` 32 bytes, and Google's key that signs."""

    decryption: bytes
    verification: EllipticCurvePublicKey


@dataclass(frozen=True, slots=True)
class GoogleRules:
    """Whose tokens count: `keys` by package, and the apps with the certificates that sign them."""

    keys: Mapping[str, PlayKeys]
    apps: Sequence[AndroidApp]


def check_play_integrity(proof: Proof, rules: GoogleRules, at: datetime) -> None:
    """Check that one of the apps has asked Google just now, for this challenge. Raises: NotProven."""
    # Which app it is, is known once the token is open: each app has keys of its own.
    opened = ((package, _open_token(proof.statement, keys)) for package, keys in rules.keys.items())
    package, said = next(((package, said) for package, said in opened if said is not None), ("", None))
    if said is None:
        raise NotProven("The token is none that this server can open, or it was changed.")
    asked = _part_of(said, "requestDetails")
    if asked.get("requestPackageName") != package:
        raise NotProven("The token is of another app.")
    if str(asked.get("nonce", "")).rstrip("=") != proof.challenge:
        raise NotProven("The token is for another challenge.")
    _check_time(asked.get("timestampMillis"), at)
    _check_app(_part_of(said, "appIntegrity"), [one for one in rules.apps if one.package == package])
    verdict = _part_of(said, "deviceIntegrity").get("deviceRecognitionVerdict")
    if not isinstance(verdict, list) or not REAL_DEVICE & {str(one) for one in verdict}:
        raise NotProven("Google does not know the device as one that is unchanged.")


def _open_token(token: str, keys: PlayKeys) -> dict[str, Any] | None:
    """Return what a token says; None: it is not encrypted for these keys, or not signed by Google's."""
    parts = token.split(".")
    if len(parts) != JWE_PARTS:
        return None
    try:
        header, wrapped, start, encrypted, tag = (decode_text(one, "A part of the token") for one in parts)
        named = json.loads(header)
        if {name: named.get(name) for name in JWE_HEADER} != JWE_HEADER or len(tag) != TAG_BYTES:
            return None
        content_key = aes_key_unwrap(keys.decryption, wrapped)
        signed = AESGCM(content_key).decrypt(start, encrypted + tag, parts[0].encode())
        said: dict[str, Any] = jwt.decode(signed, keys.verification, algorithms=["ES256"])
    except (NotProven, ValueError, AttributeError, InvalidTag, InvalidUnwrap, jwt.InvalidTokenError, RecursionError):
        return None
    return said


def _part_of(said: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = said.get(name)
    return part if isinstance(part, dict) else {}


def _check_time(millis: object, at: datetime) -> None:
    try:
        made_at = datetime.fromtimestamp(int(str(millis)) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        raise NotProven("The token does not say when it was made.") from None
    if not at - YOUNGER_THAN <= made_at <= at + CLOCKS_DIFFER:
        raise NotProven("The token was not made within the last five minutes.")


def _check_app(said: Mapping[str, Any], apps: Sequence[AndroidApp]) -> None:
    if said.get("appRecognitionVerdict") != "PLAY_RECOGNIZED":
        raise NotProven("Google does not know the app as the one in its store.")
    digests = said.get("certificateSha256Digest")
    named = {_digest_of(one) for one in digests} if isinstance(digests, list) else set()
    known = {bytes.fromhex(one.fingerprint.replace(":", "")) for one in apps}
    if not named & known or said.get("packageName") not in {one.package for one in apps}:
        raise NotProven("The app is none of those that belong to this host.")


def _digest_of(text: object) -> bytes:
    return decode_text(str(text), "A certificate's digest")
