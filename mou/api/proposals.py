"""A Word file over HTTP: read into a proposal, and what a person took of it written into the draft."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Router, Status
from ninja.files import UploadedFile

from mou.access import fetch
from mou.api.caller import caller_of
from mou.api.editing import given_clause, place_of
from mou.api.paper_schemas import TakenIn, TakenOut
from mou.errors import BadPaper
from mou.word_files.bounded_reading import read_docx
from mou.word_files.proposals import Taken, TakenFrame, take_proposal
from mou.word_files.reading.blocks import FILE_MAX_BYTES
from mou.word_files.reading.proposal import Proposal

router = Router(tags=["agreements"])


@router.post(
    "/memoranda/{uuid:memorandum_id}/readings", response=Proposal, operation_id="read_agreement_from_word_file"
)
def post_reading(request: HttpRequest, memorandum_id: UUID, file: Annotated[UploadedFile, File()]) -> Proposal:
    """Read a Word file (.docx) into proposed clauses, topics, terms and dates. Nothing is kept or accepted."""
    caller = caller_of(request)
    fetch.memorandum_for(
        user_id=caller.user_id,
        memorandum_id=memorandum_id,
        need=fetch.MemorandumNeed.KEEP,
        at=caller.at,
        lock=False,
    )
    if (file.size or 0) > FILE_MAX_BYTES:
        raise BadPaper(f"The file is larger than {FILE_MAX_BYTES // 1024 // 1024} MB.")
    return read_docx(file.read())


@router.post(
    "/memoranda/{uuid:memorandum_id}/versions/{int:number}/proposal",
    response={201: TakenOut},
    operation_id="take_proposal",
)
def post_proposal(request: HttpRequest, memorandum_id: UUID, number: int, body: TakenIn) -> Status[dict[str, int]]:
    """Write what was taken of a proposal into a draft, all or nothing. What it replaces is named with its edits."""
    frame = None if body.frame is None else TakenFrame(**body.frame.model_dump())
    taken = Taken(
        clauses=tuple(map(given_clause, body.clauses)),
        replaces=tuple((one.key, one.edit_number) for one in body.replaces),
        frame=frame,
    )
    return Status(201, {"clauses": take_proposal(place=place_of(request, memorandum_id, number), taken=taken)})
