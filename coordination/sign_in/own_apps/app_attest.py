"""Check a statement of Apple's App Attest: that a key was made by a named app on a real device. Pure, no network.

Source: Apple, "Validating apps that connect to your server", steps 1 to 9 of the attestation, in their order.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import (
    BasicConstraints,
    Certificate,
    ExtensionNotFound,
    ObjectIdentifier,
    UnrecognizedExtension,
    load_der_x509_certificate,
)

from coordination.sign_in.own_apps.proofs import NotProven, Proof, decode_text

FORMAT = "apple-appattest"
NONCE_OID = ObjectIdentifier("1.2.840.113635.100.8.2")
# SEQUENCE { [1] { OCTET STRING of 32 bytes } }
NONCE_BEGINS = bytes.fromhex("3024a1220420")
REAL, DEVELOPMENT = b"appattest" + b"\x00" * 7, b"appattestdevelop"
# The hash of the app's name, flags, counter, aaguid, and how long the key's id is: WebAuthn, 6.1.
ID_LENGTH_ENDS = 55
# The certificate of the key, and one that Apple has signed; a third lets Apple put one between.
CERTIFICATES_MAX = 3


@dataclass(frozen=True, slots=True)
class AppleRules:
    """Whose statements count: `apps` as TEAMID.bundle, and the roots that the operator trusts."""

    roots: Sequence[Certificate]
    apps: Collection[str]
    takes_development: bool = False


@dataclass(frozen=True, slots=True)
class AppleStatement:
    """A statement as it was sent: nothing of it is believed yet."""

    certificates: Sequence[Certificate]
    auth_data: bytes


def check_app_attest(proof: Proof, rules: AppleRules, at: datetime) -> None:
    """Check that one of the apps has made the key just now, for this challenge. Raises: NotProven."""
    said = _read_statement(decode_text(proof.statement, "The statement"))
    key_id = decode_text(proof.key_id, "key_id")
    _check_chain(said.certificates, rules.roots, at)
    leaf = said.certificates[0]
    expected = sha256(said.auth_data + sha256(proof.challenge.encode()).digest()).digest()
    if not compare_digest(_nonce_in(leaf), expected):
        raise NotProven("The statement is for another challenge, or its data was changed.")
    if not compare_digest(sha256(_point_of(leaf)).digest(), key_id):
        raise NotProven("key_id is not that of the key in the statement.")
    _check_auth_data(said.auth_data, key_id, rules)


def _read_statement(sent: bytes) -> AppleStatement:
    try:
        found = cbor2.loads(sent)
        chain = [load_der_x509_certificate(one) for one in found["attStmt"]["x5c"]]
        auth_data, form = found["authData"], found["fmt"]
    except (cbor2.CBORDecodeError, KeyError, TypeError, ValueError, RecursionError):
        raise NotProven("The statement is not of the form of App Attest.") from None
    if form != FORMAT or not isinstance(auth_data, bytes) or not 1 < len(chain) <= CERTIFICATES_MAX:
        raise NotProven("The statement is not of the form of App Attest.")
    return AppleStatement(chain, auth_data)


def _check_chain(chain: Sequence[Certificate], roots: Sequence[Certificate], at: datetime) -> None:
    """Follow the certificates up to a root of the operator's. Raises: NotProven."""
    for one in chain:
        if not one.not_valid_before_utc <= at <= one.not_valid_after_utc:
            raise NotProven("A certificate of the statement is not valid at this time.")
    for above in chain[1:]:
        if not _may_sign(above):
            raise NotProven("A certificate of the statement may not sign others.")
    for below, above in zip(chain, chain[1:], strict=False):
        if not _is_signed_by(below, above):
            raise NotProven("The certificates of the statement do not follow each other.")
    valid = [one for one in roots if one.not_valid_before_utc <= at <= one.not_valid_after_utc]
    if not any(_is_signed_by(chain[-1], root) for root in valid):
        raise NotProven("The statement leads to no root that this server trusts.")


def _may_sign(certificate: Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(BasicConstraints).value.ca
    except (ExtensionNotFound, ValueError):
        return False


def _is_signed_by(below: Certificate, above: Certificate) -> bool:
    try:
        below.verify_directly_issued_by(above)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _nonce_in(leaf: Certificate) -> bytes:
    try:
        value = leaf.extensions.get_extension_for_oid(NONCE_OID).value
    except (ExtensionNotFound, ValueError):
        raise NotProven("The key's certificate names no challenge.") from None
    assert isinstance(value, UnrecognizedExtension)
    if not value.value.startswith(NONCE_BEGINS):
        raise NotProven("The key's certificate names no challenge.")
    return value.value[len(NONCE_BEGINS) :]


def _point_of(leaf: Certificate) -> bytes:
    key = leaf.public_key()
    if not isinstance(key, EllipticCurvePublicKey):
        raise NotProven("The key of the statement is of another kind.")
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _check_auth_data(data: bytes, key_id: bytes, rules: AppleRules) -> None:
    """Check which app it is, that the key is new, and where it lives. Raises: NotProven."""
    app, counter, aaguid = data[:32], data[33:37], data[37:53]
    if app not in {sha256(name.encode()).digest() for name in rules.apps}:
        raise NotProven("The app is none of those that belong to this host.")
    if counter != b"\x00" * 4:
        raise NotProven("The key was used before: make a new one for each sign-in.")
    if aaguid not in ((REAL, DEVELOPMENT) if rules.takes_development else (REAL,)):
        raise NotProven("The statement is of Apple's environment for development.")
    length = int.from_bytes(data[ID_LENGTH_ENDS - 2 : ID_LENGTH_ENDS], "big")
    if data[ID_LENGTH_ENDS : ID_LENGTH_ENDS + length] != key_id:
        raise NotProven("key_id is not that of the statement's data.")
