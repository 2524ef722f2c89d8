"""A desk whose version is out for signature, and what is brought when it was signed on paper."""

import io
from datetime import date
from uuid import UUID

from PIL import Image

from coordination.agreements.on_paper import acts
from coordination.agreements.on_paper.wire import PaperConfirmedIn, PaperParty, PaperScanIn, PaperSignatureIn
from coordination.room.access import Asker
from mou.models import AgencyMember, SignedPaper
from tests.factories.mou import NOW
from tests.stage.agreements.desk import Desk

DAY = date(2026, 3, 2)


def picture_of(kind: str) -> bytes:
    """Return a page as a scanner writes it: PDF, JPEG or PNG."""
    out = io.BytesIO()
    Image.new("RGB", (200, 300), "white").save(out, format=kind)
    return out.getvalue()


def signature(party: PaperParty, name: str = "P. Aper", day: date = DAY) -> PaperSignatureIn:
    return PaperSignatureIn(party=party, name=name, title="Chief", signed_on=day)


BOTH = (signature(PaperParty.DISTRICT, "S. Intendent"), signature(PaperParty.AGENCY, "C. Hief"))


def bring(
    desk: Desk,
    who: AgencyMember | None = None,
    *,
    file: bytes | None = None,
    sha256: str | None = None,
    signatures: tuple[PaperSignatureIn, ...] = BOTH,
) -> UUID:
    """Record a scan; unless said otherwise, by the planner, as a PDF of the version as it is."""
    given = PaperScanIn(
        sha256=sha256 or desk.see().line.canonical_sha256,
        signatures=list(signatures),
        file=picture_of("PDF") if file is None else file,
    )
    return acts.bring_paper(Asker((who or desk.planner).user_id, NOW), desk.memorandum_id, desk.number, given)


def confirm(
    desk: Desk, who: AgencyMember, paper_id: UUID, *, scan_sha256: str | None = None, has_looked: bool = True
) -> None:
    """Confirm a scan, unless said otherwise the one that was kept."""
    seen = scan_sha256 or SignedPaper.objects.get(pk=paper_id).scan_sha256
    given = PaperConfirmedIn(paper_id=paper_id, scan_sha256=seen, has_looked=has_looked)
    acts.confirm_scan(Asker(who.user_id, NOW), desk.memorandum_id, desk.number, given)
