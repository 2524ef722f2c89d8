"""A signed copy is whole or it is known not to be: every byte, the seal, the attachment and the print."""

import io
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asn1crypto.x509
import pypdfium2
import pytest
import weasyprint
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from mou.document import ClauseText, Document
from mou.errors import SealBroken
from mou.papers.bounded_drawing import draft_pdf, sealed_pdf
from mou.papers.canonical import canonical_bytes, canonical_sha256, document_from
from mou.papers.sealing.drawing import ATTACHMENT, Signed, html_of
from mou.papers.sealing.keys import SealKey, seal_key_at
from mou.papers.sealing.seal import seal_pdf
from mou.papers.sealing.verify import BYTE_RANGE, verify_paper
from mou.papers.sealing.words import ENGLISH, SPANISH
from tests.mou.papers.test_canonical import small_document

AT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
SIGNED = (Signed("Example District", "A. Person", "Superintendent", AT),)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SealKey:
    return key_in(tmp_path_factory.mktemp("keys"))


def key_in(folder: Path) -> SealKey:
    return seal_key_at(key_file=folder / "k.pem", certificate_file=folder / "c.pem", name="Example seal", at=AT)


def paper(document: Document, key: SealKey) -> bytes:
    content = canonical_bytes(document)
    return sealed_pdf(document, canonical=content, signatures=SIGNED, key=key, language="en")


@pytest.fixture(scope="module")
def pdf(key: SealKey) -> bytes:
    return paper(small_document(), key)


def refused(content: bytes) -> bool:
    try:
        verify_paper(content, certificate=None)
    except SealBroken:
        return True
    return False


def text_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


# --- whole ----------------------------------------------------------------------------------------------------------
def test_a_signed_copy_is_whole_and_says_what_was_signed(pdf: bytes, key: SealKey) -> None:
    found = verify_paper(pdf, certificate=key.certificate_der)

    assert found.is_trusted is True
    assert found.canonical_sha256 == canonical_sha256(small_document())
    assert canonical_bytes(document_from(found.canonical)) == found.canonical
    assert found.sealed_by == "CN=Example seal"


def test_another_program_finds_the_seal_good_and_over_the_whole_file(pdf: bytes, key: SealKey) -> None:
    (seal,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures

    trusted = ValidationContext(trust_roots=[asn1crypto.x509.Certificate.load(key.certificate_der)])
    status = validate_pdf_signature(seal, trusted)

    assert (status.intact, status.valid) == (True, True)
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert seal.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert seal.docmdp_level is not None
    assert seal.docmdp_level.value == 1  # no changes are permitted


def test_a_copy_of_another_sealer_is_whole_but_not_trusted(pdf: bytes, tmp_path: Path) -> None:
    assert verify_paper(pdf, certificate=key_in(tmp_path).certificate_der).is_trusted is False
    assert verify_paper(pdf, certificate=None).is_trusted is None


# --- changed --------------------------------------------------------------------------------------------------------
def test_a_changed_byte_anywhere_is_noticed(pdf: bytes) -> None:
    """Every byte of the seal and two thousand of the rest: a bit of each is turned."""
    ((_, length, resumes, _),) = [tuple(map(int, one)) for one in BYTE_RANGE.findall(pdf)]
    places = [*range(length - 40, resumes + 40), *random.Random(5).sample(range(len(pdf)), 2_000)]
    content = bytearray(pdf)
    missed: list[int] = []
    for place in places:
        content[place] ^= 0x01
        if not refused(bytes(content)):
            missed.append(place)
        content[place] ^= 0x01

    assert missed == []


@pytest.mark.parametrize("extra", [b"\n", b"%%EOF\n", b"\x00"], ids=["line", "end", "zero"])
def test_bytes_added_behind_or_before_are_noticed(pdf: bytes, extra: bytes) -> None:
    assert refused(pdf + extra)
    assert refused(extra + pdf)


def test_a_file_cut_short_and_no_file_at_all_are_refused(pdf: bytes) -> None:
    assert refused(pdf[:-1])
    assert refused(pdf[: len(pdf) // 2])
    assert refused(b"")
    assert refused(b"%PDF-1.7\n/ByteRange [0 1 2 3]")


def test_a_seal_that_was_moved_to_another_agreement_is_noticed(pdf: bytes, key: SealKey) -> None:
    other = paper(replace(small_document(), title="Café at the école!"), key)
    ((_, length, resumes, _),) = [tuple(map(int, one)) for one in BYTE_RANGE.findall(other)]
    ((_, from_, to, _),) = [tuple(map(int, one)) for one in BYTE_RANGE.findall(pdf)]

    assert refused(other[:length] + pdf[from_:to] + other[resumes:])


def test_a_well_sealed_paper_whose_print_is_not_its_attachment_is_refused(key: SealKey) -> None:
    """Only who holds the key could make one; who checks is told all the same."""
    printed, attached = canonical_bytes(small_document()), canonical_bytes(replace(small_document(), number=2))
    page = html_of(small_document(), canonical=printed, signatures=SIGNED, is_draft=False, language="en")
    wrong = weasyprint.Attachment(string=attached, name=ATTACHMENT)
    forged = weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1", attachments=[wrong])

    with pytest.raises(SealBroken, match="not that of its attachment"):
        verify_paper(seal_pdf(forged, key=key, reason="x"), certificate=None)
    with pytest.raises(SealBroken, match="not attached"):
        verify_paper(seal_pdf(draft_pdf(small_document(), language="en"), key=key, reason="x"), certificate=None)


# --- drawn ----------------------------------------------------------------------------------------------------------
def test_a_draft_says_so_on_every_page_and_has_no_seal() -> None:
    long = replace(small_document(), clauses=tuple(
        ClauseText(one.key, one.topic, one.heading, "<p>word</p>" * 120, one.terms) for one in small_document().clauses
    ))  # fmt: skip

    content = draft_pdf(long, language="en")

    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)]
    assert len(pages) > 2
    assert all("DRAFT" in page for page in pages)
    assert not BYTE_RANGE.search(content)


def test_the_paper_is_tagged_for_those_who_hear_it(pdf: bytes) -> None:
    root = PdfFileReader(io.BytesIO(pdf)).root

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"


def test_the_paper_holds_clauses_terms_signatories_and_the_sum(pdf: bytes) -> None:
    text = text_of(pdf)

    assert "Four minutes." in text
    assert "Response time target" in text
    assert "A. Person" in text
    assert canonical_sha256(small_document()) in text.replace("\r\n", "").replace("\n", "")


def test_what_people_wrote_is_text_in_a_paper_and_loads_nothing() -> None:
    hostile = "<script>x</script><img src='http://example.test/a.png'><style>p{display:none}</style>"
    clause = replace(small_document().clauses[0], heading=hostile, body_html=f"<p style='color:#fff'>a</p>{hostile}")
    document = replace(small_document(), title=hostile, clauses=(clause,))

    page = html_of(document, canonical=b"{}", signatures=(), is_draft=True, language="en")

    assert "<script" not in page
    assert "<img" not in page
    assert "style='color" not in page
    assert page.count("<style>") == 1


def test_every_word_of_a_paper_has_both_languages() -> None:
    assert ENGLISH.keys() == SPANISH.keys()


# --- keys -----------------------------------------------------------------------------------------------------------
def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    first, second = key_in(tmp_path), key_in(tmp_path)

    assert first == second
    assert (tmp_path / "k.pem").stat().st_mode & 0o077 == 0


def test_a_certificate_of_another_key_is_refused(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    key_in(elsewhere)
    key_in(tmp_path)
    (elsewhere / "k.pem").replace(tmp_path / "k.pem")

    with pytest.raises(ValueError, match="not the certificate"):
        key_in(tmp_path)


# --- lost keys --------------------------------------------------------------------------------------------------------
def test_a_lost_key_is_made_anew_and_the_certificate_of_the_old_one_is_kept_beside(tmp_path: Path) -> None:
    before = key_in(tmp_path)
    (tmp_path / "k.pem").unlink()

    after = key_in(tmp_path)

    kept = [x509.load_pem_x509_certificate(one.read_bytes()) for one in tmp_path.glob("c-*.pem")]
    assert after.certificate_der != before.certificate_der
    assert [one.public_bytes(serialization.Encoding.DER) for one in kept] == [before.certificate_der]
    assert key_in(tmp_path) == after


def test_a_certificate_that_others_signed_is_never_replaced_by_one_of_ours(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    key_in(elsewhere)
    authority = serialization.load_pem_private_key((elsewhere / "k.pem").read_bytes(), password=None)
    assert isinstance(authority, ec.EllipticCurvePrivateKey)
    of_an_authority = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Example seal")]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Example authority")]))
        .public_key(authority.public_key())
        .serial_number(7)
        .not_valid_before(AT)
        .not_valid_after(AT + timedelta(days=1))
        .sign(authority, hashes.SHA256())
    )
    (tmp_path / "c.pem").write_bytes(of_an_authority.public_bytes(serialization.Encoding.PEM))

    with pytest.raises(ValueError, match="is not the certificate"):
        key_in(tmp_path)

    assert x509.load_pem_x509_certificate((tmp_path / "c.pem").read_bytes()) == of_an_authority
