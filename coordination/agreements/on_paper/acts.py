"""Record and confirm what was signed on paper; who is concerned is told in the same transaction."""

from uuid import UUID

from django.db import transaction

from coordination.agreements.on_paper.scans import read_scan
from coordination.agreements.on_paper.wire import PaperConfirmedIn, PaperScanIn, PaperSetAsideIn, PartyScanIn
from coordination.agreements.telling import keepers_of, readers_of, tell_people
from coordination.room.access import Asker
from mou.agreements.clauses import Place
from mou.agreements.on_paper.signing import check_may_record, confirm_paper, record_paper, set_paper_aside
from mou.foundation.labelled import gettext_noop as _
from mou.papers.sealed_copies import COPY_IS_DUE
from push.texts import PushWords

WAITS, SIGNED = "signed_paper_waits", "signed_on_paper"
WORDS = {
    WAITS: PushWords(_("A signed paper waits for a second person")),
    SIGNED: PushWords(_("An agreement that was signed on paper was confirmed")),
}


def bring_paper(asker: Asker, memorandum_id: UUID, number: int, given: PaperScanIn | PartyScanIn) -> UUID:
    """Keep a scan with its signatures and return its id; the district's other keepers are told that it waits.

    The scan is read in a process apart, after access was asked and before anything is locked.
    Raises: as record_paper and read_scan.
    """
    place = place_of(asker, memorandum_id, number)
    check_may_record(place=place, sha256=given.sha256)
    scan = read_scan(given.file)
    signatures = [one.make_input() for one in given.signatures]
    with transaction.atomic(durable=True):
        paper = record_paper(
            place=place, recorder_id=asker.user_id, sha256=given.sha256, scan=scan, signatures=signatures
        )
        tell_people(WAITS, WORDS[WAITS], paper.id.hex, keepers_of(paper.version), asker)
    return paper.id


def confirm_scan(asker: Asker, memorandum_id: UUID, number: int, given: PaperConfirmedIn) -> None:
    """Confirm a scan as the second person; both parties are told that it is signed. Raises: as confirm_paper."""
    with transaction.atomic(durable=True):
        version = confirm_paper(
            place=place_of(asker, memorandum_id, number),
            confirmer_id=asker.user_id,
            paper_id=given.paper_id,
            scan_sha256=given.scan_sha256,
            has_looked=given.has_looked,
        )
        tell_people(SIGNED, WORDS[SIGNED], given.paper_id.hex, readers_of(version), asker)
    COPY_IS_DUE.set()


def set_scan_aside(asker: Asker, memorandum_id: UUID, number: int, given: PaperSetAsideIn) -> None:
    """Drop a scan that waits. Raises: as set_paper_aside."""
    set_paper_aside(place=place_of(asker, memorandum_id, number), actor_id=asker.user_id, paper_id=given.paper_id)


def place_of(asker: Asker, memorandum_id: UUID, number: int) -> Place:
    """Return which version is spoken of, by whom and when."""
    return Place(asker.user_id, memorandum_id, number, asker.at)
