"""A version that was signed on paper: one person records the scan, a second one confirms it, and so it holds."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from mou.access import policy
from mou.access.annexes import parties_of
from mou.access.names import checked_optional_text, checked_text
from mou.agencies.administrators import is_second_keeper_to
from mou.agreements import version_access
from mou.agreements.clauses import Place, locked_version
from mou.agreements.errors import (
    BadPaperSignatures,
    ScanNotLookedAt,
    SecondPersonForPaper,
    SignedPaperDecided,
    SignedPaperNotFound,
    SignedPaperWaits,
)
from mou.agreements.signing import check_sum
from mou.agreements.steps import bring_into_force, is_over
from mou.errors import BadDates, WrongState, WrongSum
from mou.models import Memorandum, SignedPaper, Version
from mou.vocabulary import VersionState

SIGNATURES_MAX = 12
NAME_MAX_CHARS = 120
# Older papers are of people long gone; a year mistyped is more likely.
OLDEST_YEARS = 10


@dataclass(frozen=True, slots=True)
class PaperSignature:
    """A signature as it stands on the paper. `is_of_district`: of the district, else of the first agency.

    `agency_id`: of several parties, whose it is.
    """

    is_of_district: bool
    name: str
    title: str
    signed_on: date
    agency_id: UUID | None = None

    def party_in(self, memorandum: Memorandum) -> UUID:
        """Return whose signature it is."""
        return self.agency_id or (memorandum.district_id if self.is_of_district else memorandum.agency_id)


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan that was read apart: a PDF as it came, or a photo drawn anew."""

    content: bytes
    media_type: str


def check_may_record(*, place: Place, sha256: str) -> None:
    """Ask before a scan is read what is asked again when it is kept: a stranger's file costs nothing.

    Raises: as record_paper.
    """
    with transaction.atomic():
        _check_waits_for_signature(locked_version(place), sha256, place.at)


def record_paper(
    *, place: Place, recorder_id: int, sha256: str, scan: Scan, signatures: Sequence[PaperSignature]
) -> SignedPaper:
    """Keep the scan of a version that is out for signature, with whose signatures it bears.

    Nothing is in force by it. A waiting scan of words that changed since is set aside. In the caller's transaction;
    locks the agreement. Raises: MemorandumNotFound, VersionNotFound, NotAllowed, WrongState, BadDates, WrongSum: the
    paper is not of this version as it is. BadName, BadPaperSignatures, SignedPaperWaits.
    """
    version = locked_version(place)
    _check_waits_for_signature(version, sha256, place.at)
    written = _checked_signatures(version, signatures, place.at)
    waiting = SignedPaper.objects.filter(version=version, confirmed_at__isnull=True, set_aside_at__isnull=True)
    waiting.exclude(sha256=sha256).update(set_aside_at=place.at)
    if waiting.exists():
        raise SignedPaperWaits("A scan of this version waits for its second person already.")
    return SignedPaper.objects.create(
        version=version,
        sha256=sha256,
        scan=scan.content,
        scan_sha256=hashlib.sha256(scan.content).hexdigest(),
        media_type=scan.media_type,
        signatures=written,
        recorded_by_id=recorder_id,
        recorded_at=place.at,
    )


def confirm_paper(*, place: Place, confirmer_id: int, paper_id: UUID, scan_sha256: str, has_looked: bool) -> Version:
    """Say as a second person that a scan shows these signatures under this version, which comes into force by it.

    In the caller's transaction, so that who is told is told with it; the signed copy is due after its commit. Locks
    the agreement. Raises: MemorandumNotFound, VersionNotFound, NotAllowed, SignedPaperNotFound, SignedPaperDecided,
    SecondPersonForPaper, ScanNotLookedAt, WrongState, BadDates, WrongSum: the version changed, or it is another scan
    that was looked at.
    """
    version = locked_version(place)
    paper = _waiting_paper(version, paper_id)
    if not is_second_keeper_to(confirmer_id, paper.recorded_by_id, version.memorandum.district_id, place.at):
        raise SecondPersonForPaper("A second person has to look at the scan and confirm it.")
    if not has_looked:
        raise ScanNotLookedAt("The scan was not looked at.")
    if scan_sha256 != paper.scan_sha256:
        raise WrongSum("What was looked at is not the scan that was recorded.")
    _check_waits_for_signature(version, paper.sha256, place.at)
    paper.confirmed_by_id, paper.confirmed_at = confirmer_id, place.at
    paper.save(update_fields=["confirmed_by", "confirmed_at"])
    bring_into_force(version, by=confirmer_id, at=place.at, reason="signed on paper")
    return version


def set_paper_aside(*, place: Place, actor_id: int, paper_id: UUID) -> None:
    """Say that a scan is not to be confirmed: it stays, and another one can be recorded. One durable transaction.

    Raises: MemorandumNotFound, VersionNotFound, NotAllowed, SignedPaperNotFound, SignedPaperDecided.
    """
    with transaction.atomic(durable=True):
        paper = _waiting_paper(locked_version(place), paper_id)
        paper.set_aside_by_id, paper.set_aside_at = actor_id, place.at
        paper.save(update_fields=["set_aside_by", "set_aside_at"])


def scan_for(*, place: Place, paper_id: UUID) -> SignedPaper:
    """Return a paper with its scan for a reader of its version. Raises: as version_for; SignedPaperNotFound."""
    version = version_access.version_for(
        user_id=place.actor_id,
        memorandum_id=place.memorandum_id,
        number=place.number,
        need=version_access.VersionNeed.READ,
        at=place.at,
        lock=False,
    )
    return _paper_of(version, paper_id)


def _paper_of(version: Version, paper_id: UUID) -> SignedPaper:
    paper = SignedPaper.objects.filter(version=version, id=paper_id).first()
    if paper is None:
        raise SignedPaperNotFound("There is no such signed paper.")
    return paper


def _waiting_paper(version: Version, paper_id: UUID) -> SignedPaper:
    paper = _paper_of(version, paper_id)
    if paper.confirmed_at is not None or paper.set_aside_at is not None:
        raise SignedPaperDecided("This scan was confirmed or set aside already.")
    return paper


def _check_waits_for_signature(version: Version, sha256: str, at: datetime) -> None:
    if version.state != VersionState.OUT_FOR_SIGNATURE:
        raise WrongState("This version is not out for signature.")
    if is_over(version, at):
        raise BadDates("The last day of this version has passed.")
    check_sum(version, sha256)


def _checked_signatures(version: Version, given: Sequence[PaperSignature], at: datetime) -> list[dict[str, str]]:
    """Return the signatures as they are stored. Raises: BadName, BadPaperSignatures."""
    memorandum = version.memorandum
    parties = {one.pk for one in parties_of(version)}
    if {one.party_in(memorandum) for one in given} != parties or len(given) > SIGNATURES_MAX:
        raise BadPaperSignatures(
            f"Each party has at least one signature on the paper, {SIGNATURES_MAX} in all at most."
        )
    today = policy.local_date(at, memorandum.district.time_zone)
    if any(not today.year - OLDEST_YEARS <= one.signed_on.year or one.signed_on > today for one in given):
        raise BadPaperSignatures("A day lies in the future, or more than ten years back.")
    return [
        {
            "agency_id": str(one.party_in(memorandum)),
            "name": checked_text(one.name, "name", max_chars=NAME_MAX_CHARS),
            "title": checked_optional_text(one.title, "title", max_chars=NAME_MAX_CHARS),
            "signed_on": one.signed_on.isoformat(),
        }
        for one in given
    ]
