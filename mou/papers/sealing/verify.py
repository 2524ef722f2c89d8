"""Verify a sealed agreement without a database, a network or the program that made it. Pure: no Django.

This reads the bytes by itself rather than asking a PDF library: every byte of the file is either covered by the seal's
digest or is the seal, and the seal is compared byte for byte with the only form that the sealer writes. So no change
of any byte can go unnoticed, and a damaged file cannot confuse a parser before it is known to be damaged.
"""

import binascii
import hashlib
import re
from dataclasses import dataclass

import pypdfium2
from asn1crypto import cms, core, tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from mou.errors import SealBroken
from mou.papers.sealing.drawing import ATTACHMENT

FILE_MAX_BYTES = 50 * 1024 * 1024
BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file says of itself, once it is known to be whole. `is_trusted` is None where no certificate was given."""

    canonical_sha256: str
    canonical: bytes
    sealed_by: str
    certificate_sha256: str
    is_trusted: bool | None


def verify_paper(content: bytes, *, certificate: bytes | None) -> Verdict:
    """Return what a sealed agreement says, having checked all of it.

    Args:
        content: the file.
        certificate: the sealer's certificate in DER, known from elsewhere; without it a file can only be shown to be
            unchanged since it was sealed.
    Raises: SealBroken: a byte was changed, the seal is no seal, or text, attachment and seal do not belong together.
    """
    sealed_by = _check_seal(content)
    canonical, printed = _read_inside(content)
    digest = hashlib.sha256(canonical).hexdigest()
    if digest not in printed:
        raise SealBroken("The sum printed in the agreement is not that of its attachment.")
    return Verdict(
        canonical_sha256=digest,
        canonical=canonical,
        sealed_by=sealed_by.name,
        certificate_sha256=hashlib.sha256(sealed_by.certificate_der).hexdigest(),
        is_trusted=None if certificate is None else sealed_by.certificate_der == certificate,
    )


@dataclass(frozen=True, slots=True)
class _Sealer:
    name: str
    certificate_der: bytes


# --- every byte -----------------------------------------------------------------------------------------------------
def _check_seal(content: bytes) -> _Sealer:
    """Check that the seal covers everything but itself, and that it is good."""
    if len(content) > FILE_MAX_BYTES:
        raise SealBroken("The file is larger than an agreement can be.")
    ranges = BYTE_RANGE.findall(content)
    if len(ranges) != 1:
        raise SealBroken("The file has no seal, or more than one.")
    first, first_length, second, second_length = (int(number) for number in ranges[0])
    if first != 0 or second + second_length != len(content) or not first_length < second < len(content):
        raise SealBroken("The seal does not cover the whole file.")
    gap = content[first_length:second]
    if gap[:1] != b"<" or gap[-1:] != b">":
        raise SealBroken("The seal is not where it belongs.")
    der = _read_der(gap[1:-1])
    covered = hashlib.sha256(content[:first_length] + content[second:]).digest()
    return _check_cms(der, covered)


def _read_der(written: bytes) -> bytes:
    """Return the seal's bytes; what is left of its place holds zeros and nothing else."""
    try:
        raw = binascii.unhexlify(written)
        der: bytes = cms.ContentInfo.load(raw).dump()
    except (ValueError, TypeError) as error:
        raise SealBroken("The seal cannot be read.") from error
    if binascii.hexlify(der).upper().ljust(len(written), b"0") != written:
        raise SealBroken("The seal is not written in its one form.")
    return der


def _check_cms(der: bytes, covered: bytes) -> _Sealer:
    try:
        return _checked_cms(cms.ContentInfo.load(der, strict=True), covered)
    except (ValueError, TypeError, KeyError, IndexError, InvalidSignature, x509.InvalidVersion) as error:
        raise SealBroken("The seal is not that of this file.") from error


def _checked_cms(info: cms.ContentInfo, covered: bytes) -> _Sealer:
    """Check the parts of a CMS signature (RFC 5652, RFC 5035) one by one. Each says one thing; anything else is odd."""
    signed = info["content"]
    (signer,), (algorithm,), (chosen,) = signed["signer_infos"], signed["digest_algorithms"], signed["certificates"]
    der = chosen.chosen.dump()
    certificate = x509.load_der_x509_certificate(der)
    issued = cms.IssuerAndSerialNumber({"issuer": chosen.chosen.issuer, "serial_number": chosen.chosen.serial_number})
    plain = (
        info["content_type"].native == "signed_data",
        signed["version"].native == "v1",
        signer["version"].native == "v1",
        signed["encap_content_info"]["content_type"].native == "data",
        signed["encap_content_info"]["content"].native is None,
        algorithm["algorithm"].native == signer["digest_algorithm"]["algorithm"].native == "sha256",
        algorithm["parameters"].native is None,
        signer["digest_algorithm"]["parameters"].native is None,
        signer["signature_algorithm"]["parameters"].native is None,
        signer["sid"].chosen.dump() == issued.dump(),
        len(signer["unsigned_attrs"]) == 0,
        len(signed["crls"]) == 0,
    )
    named = {one["type"].native: one["values"][0] for one in signer["signed_attrs"]}
    own = tsp.SigningCertificateV2.load(named["signing_certificate_v2"].dump())["certs"][0]["cert_hash"].native
    if (
        not all(plain)
        or not all(map(_is_tight, (info, signed, signer)))
        or named["message_digest"].native != covered
        or own != hashlib.sha256(der).digest()
    ):
        raise SealBroken("The file was changed after it was sealed.")
    _check_signature(certificate, signer)
    return _Sealer(certificate.subject.rfc4514_string(), der)


def _is_tight(structure: core.Sequence) -> bool:
    """Say whether a structure holds its fields and nothing behind them."""
    return bool(structure.contents == b"".join(structure[name].dump() for name in structure))


def _check_signature(certificate: x509.Certificate, signer: cms.SignerInfo) -> None:
    """Check the signature over the signed attributes. Raises: InvalidSignature."""
    # RFC 5652 §5.4: what is signed is the attributes as an explicit SET, not with their tag in the structure.
    said = signer["signed_attrs"].untag().dump()
    signature, key = signer["signature"].native, certificate.public_key()
    mechanism = signer["signature_algorithm"]["algorithm"].native
    if isinstance(key, ec.EllipticCurvePublicKey) and mechanism == "sha256_ecdsa":
        key.verify(signature, said, ec.ECDSA(hashes.SHA256()))
    elif isinstance(key, rsa.RSAPublicKey) and mechanism == "sha256_rsa":
        key.verify(signature, said, padding.PKCS1v15(), hashes.SHA256())
    else:
        raise SealBroken("The seal is of a kind that is not used here.")


# --- what is inside: asked only of files whose seal is whole --------------------------------------------------------
def _read_inside(content: bytes) -> tuple[bytes, str]:
    """Return the exact bytes of the agreement and the text of all pages without its spaces."""
    try:
        paper = pypdfium2.PdfDocument(content)
        try:
            attached = [paper.get_attachment(at) for at in range(paper.count_attachments())]
            files = [bytes(one.get_data()) for one in attached if one.get_name() == ATTACHMENT]
            pages = [page.get_textpage().get_text_bounded() for page in paper]
        finally:
            paper.close()
    except pypdfium2.PdfiumError as error:
        raise SealBroken("The pages or the attachment cannot be read.") from error
    if len(files) != 1:
        raise SealBroken("The agreement's exact bytes are not attached.")
    return files[0], "".join("".join(page.split()) for page in pages)
