"""Seal the PDF of a signed agreement with a PAdES signature (ETSI EN 319 142, baseline B-B). Pure: no Django.

The seal certifies the document and permits no change after it (DocMDP 1). It is the server's: it says that these
are the words and signatures of the record. The people's own signatures stand in the agreement.
"""

import io

from asn1crypto import keys, x509

from mou.papers.sealing.keys import SealKey

FIELD = "Seal"


def seal_pdf(pdf: bytes, *, key: SealKey, reason: str) -> bytes:
    """Return a PDF with a seal over all of it. Runs an event loop of its own: call it from a thread that has none."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 - heavy, and few processes seal
    from pyhanko.sign import fields, signers  # noqa: PLC0415 - as above
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415 - as above

    signer = signers.SimpleSigner(
        signing_cert=x509.Certificate.load(key.certificate_der),
        signing_key=keys.PrivateKeyInfo.load(key.key_der),
        cert_registry=SimpleCertificateStore(),
    )
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=reason,
        certify=True,
        subfilter=fields.SigSeedSubFilter.PADES,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    pdf_signer = signers.PdfSigner(meta, signer=signer, timestamper=None)
    out = io.BytesIO()
    pdf_signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=out)
    return out.getvalue()
