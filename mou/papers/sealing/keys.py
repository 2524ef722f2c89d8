"""The key that seals signed copies, and its certificate. Pure: no Django; reads and, when there are none, writes files.

A key made here is signed by itself: it shows that a copy came from this server and was not changed since, and it is as
trustworthy as the way its certificate reached the reader who checks.
"""

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import get_native_id

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

YEARS = 10
type PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True, slots=True)
class SealKey:
    """A private key and the certificate that names whose it is, both in DER."""

    key_der: bytes = field(repr=False)  # a key has no business in a log or a traceback
    certificate_der: bytes


def seal_key_at(*, key_file: Path, certificate_file: Path, name: str, at: datetime) -> SealKey:
    """Return the key and certificate of two PEM files; those that do not exist yet are made. Writes to the disk.

    Raises: ValueError: the files hold something else, or do not belong together.
    """
    if not key_file.exists():
        _set_aside(certificate_file)
        _put_file(key_file, _pem_of(ec.generate_private_key(ec.SECP256R1())), mode=0o600)
    key = _read_key(key_file)
    if not certificate_file.exists():
        # Made from whichever key is on the disk now: of two processes that start at once, both use the first one's.
        _put_file(
            certificate_file, _make_certificate(key, name, at).public_bytes(serialization.Encoding.PEM), mode=0o644
        )
    certificate = x509.load_pem_x509_certificate(certificate_file.read_bytes())
    if _public_bytes(certificate) != _public_bytes(key):
        raise ValueError(f"{certificate_file.name} is not the certificate of {key_file.name}")
    return SealKey(
        key_der=key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
        certificate_der=certificate.public_bytes(serialization.Encoding.DER),
    )


def _set_aside(certificate_file: Path) -> None:
    """Rename a certificate that a lost key has signed for itself: the next key gets its own. Others stay as they are.

    Copies that were sealed carry theirs inside, and readers who have it check them as before.
    """
    if not certificate_file.exists():
        return
    certificate = x509.load_pem_x509_certificate(certificate_file.read_bytes())
    if certificate.issuer == certificate.subject:
        certificate_file.rename(
            certificate_file.with_name(f"{certificate_file.stem}-{certificate.serial_number:x}.pem")
        )


def _read_key(path: Path) -> PrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise TypeError(f"{path.name} holds neither an elliptic-curve nor an RSA key")
    return key


def _public_bytes(holder: PrivateKey | x509.Certificate) -> bytes:
    return holder.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def _pem_of(key: PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _make_certificate(key: PrivateKey, name: str, at: datetime) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at.astimezone(UTC) - timedelta(days=1))
        .not_valid_after(at.astimezone(UTC) + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
                key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
            ),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )  # fmt: skip


def _put_file(path: Path, content: bytes, *, mode: int) -> None:
    """Write a new file. Two processes or threads may need it at once: it appears whole, and the first one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{get_native_id()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        # Before it has its name: a machine that loses its power has the whole key afterwards, or none.
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
