"""Read versions as papers: the text, who signed it, and the sealed copy if there is one."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from mou.access.annexes import parties_of
from mou.document import Document
from mou.errors import MemorandumNotFound
from mou.models import Memorandum, SealedCopy, Signature, Version
from mou.papers.canonical import canonical_bytes, document_from
from mou.papers.documents import document_of
from mou.papers.sealing.drawing import OnPaper, Signed


@dataclass(frozen=True, slots=True)
class Paper:
    """A version with its exact bytes. What was signed is read from those bytes, not from rows that live on."""

    version: Version
    document: Document
    canonical: bytes
    is_signed: bool
    numbers: tuple[int, ...]  # of all versions the reader may see, newest first


def version_of(memorandum: Memorandum, number: int | None) -> Version:
    """Return a version that the reader of this memorandum may see; without a number, the newest.

    The memorandum comes from `access`, with no other versions than those. Raises: MemorandumNotFound.
    """
    for version in memorandum.versions.all():
        if number is None or version.number == number:
            return version
    raise MemorandumNotFound("There is no such version.")


def paper_of(memorandum: Memorandum, number: int | None) -> Paper:
    """Return a version as a paper. Raises: MemorandumNotFound."""
    version = version_of(memorandum, number)
    version.memorandum = memorandum
    is_signed = version.in_force_from is not None
    numbers = tuple(one.number for one in memorandum.versions.all())
    if version.canonical_text:
        canonical = version.canonical_text.encode()
        return Paper(version, document_from(canonical), canonical, is_signed, numbers)
    document = document_of(version)
    return Paper(version, document, canonical_bytes(document), is_signed, numbers)


def signed_names(version: Version) -> tuple[Signed, ...]:
    """Return the signatures that hold, in the order they were given."""
    rows = Signature.objects.filter(signatory__version=version, voided_at__isnull=True)
    return tuple(
        Signed(one.signatory.agency.name, one.signed_name, one.signatory.title, one.signed_at)
        for one in rows.select_related("signatory__agency").order_by("signed_at", "id")
    )


def paper_behind(version: Version) -> OnPaper | None:
    """Return the confirmed scan by which a version was signed, without its bytes; None where it was signed here."""
    row = version.signed_papers.filter(confirmed_at__isnull=False).defer("scan").first()
    if row is None or row.confirmed_by is None or row.confirmed_at is None:
        return None
    names = {str(one.pk): one.name for one in parties_of(version)}
    return OnPaper(
        signatures=tuple(
            (names[one["agency_id"]], one["name"], one["title"], date.fromisoformat(one["signed_on"]))
            for one in row.signatures
        ),
        recorded_by=row.recorded_by.shown_name(),
        recorded_at=row.recorded_at,
        confirmed_by=row.confirmed_by.shown_name(),
        confirmed_at=row.confirmed_at,
        scan_sha256=row.scan_sha256,
    )


def versions_to_seal() -> QuerySet[Version]:
    """Return the signed versions that have no sealed copy yet, the longest waiting first.

    What was carried over from before versions has no bytes: nothing was signed that a seal could hold.
    """
    rows = Version.objects.filter(in_force_from__isnull=False, sealed_copy__isnull=True).exclude(canonical_text="")
    return rows.select_related("memorandum__district", "memorandum__agency").order_by("in_force_from", "id")


def paper_to_seal(version: Version) -> Paper:
    """Return a signed version as the paper that is sealed, from the bytes that were signed."""
    canonical = version.canonical_text.encode()
    return Paper(version, document_from(canonical), canonical, is_signed=True, numbers=(version.number,))


@dataclass(frozen=True, slots=True)
class SealedLine:
    """When the signed copy was sealed, and the SHA-256 of the file."""

    sealed_at: datetime
    sha256: str


def sealed_line(version: Version) -> SealedLine | None:
    """Return what is known of a version's signed copy; None while it is not made. One query."""
    found = SealedCopy.objects.filter(version=version).values_list("sealed_at", "sha256").first()
    return None if found is None else SealedLine(*found)


def kept_copy(version: Version) -> bytes | None:
    """Return the sealed PDF of a version if it was made."""
    found = SealedCopy.objects.filter(version=version).values_list("pdf", flat=True).first()
    return None if found is None else bytes(found)
