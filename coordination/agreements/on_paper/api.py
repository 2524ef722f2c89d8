"""Versions that were signed on paper over HTTP. Parse, call, answer; no rule here."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Body, File, Form, Router, Status, UploadedFile
from pydantic import ValidationError

from coordination.agreements.on_paper import acts, wire
from coordination.agreements.on_paper.scans import SCAN_MAX_BYTES, SUFFIXES
from coordination.sign_in.callers import caller_of
from mou.agreements.errors import BadPaperSignatures
from mou.agreements.on_paper.signing import scan_for
from mou.api.media_types import JPEG, PDF, declare_types

router = Router(tags=["agreements"])
PAPERS = "/memoranda/{uuid:memorandum_id}/versions/{int:number}/signed-papers"


@router.post(PAPERS, response={201: wire.PaperKept}, operation_id="record_signed_paper")
def post_paper(
    request: HttpRequest,
    memorandum_id: UUID,
    number: int,
    file: Annotated[UploadedFile, File()],
    paper: Annotated[str, Form()],
) -> Status[dict[str, UUID]]:
    """Keep the scan (PDF or photo) of a version that was signed on paper. `paper` is a PaperIn as JSON.

    Of more than two parties, each signature names its `agency_id` in place of `party`. Another administrator or
    planner of the district confirms it; before that, nothing of it is in force.
    """
    try:
        told = wire.PaperIn.model_validate_json(paper)
        is_of_several = isinstance(told.signatures[0], wire.PartySignatureIn)
        scan = wire.PartyScanIn if is_of_several else wire.PaperScanIn
        given = scan.model_validate({**dict(told), "file": file.read(SCAN_MAX_BYTES + 1)})
    except ValidationError as wrong:
        raise BadPaperSignatures("What is said of the paper is no PaperIn.") from wrong
    return Status(201, {"id": acts.bring_paper(caller_of(request).asker(), memorandum_id, number, given)})


@router.post(PAPERS + "/confirmation", response={204: None}, operation_id="confirm_signed_paper")
def post_confirmation(
    request: HttpRequest, memorandum_id: UUID, number: int, given: Body[wire.PaperConfirmedIn]
) -> Status[None]:
    """Confirm a scan as the second person, having looked at it: the version is in force from its first day on."""
    acts.confirm_scan(caller_of(request).asker(), memorandum_id, number, given)
    return Status(204, None)


@router.post(PAPERS + "/withdrawal", response={204: None}, operation_id="set_signed_paper_aside")
def post_withdrawal(
    request: HttpRequest, memorandum_id: UUID, number: int, given: Body[wire.PaperSetAsideIn]
) -> Status[None]:
    """Set a scan aside that waits; another one can be recorded then."""
    acts.set_scan_aside(caller_of(request).asker(), memorandum_id, number, given)
    return Status(204, None)


@router.get(
    PAPERS + "/{uuid:paper_id}/scan", operation_id="read_signed_paper_scan", openapi_extra=declare_types(PDF, JPEG)
)
def read_scan_of_paper(request: HttpRequest, memorandum_id: UUID, number: int, paper_id: UUID) -> HttpResponse:
    """Return the scan as a download, for both parties' readers of the version."""
    place = acts.place_of(caller_of(request).asker(), memorandum_id, number)
    paper = scan_for(place=place, paper_id=paper_id)
    answer = HttpResponse(bytes(paper.scan), content_type=paper.media_type)
    name = f"agreement-{memorandum_id}-v{number}-signed.{SUFFIXES[paper.media_type]}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    # What others made: a reader that shows it all the same runs nothing of it.
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer
