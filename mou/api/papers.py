"""The papers of an agreement over HTTP: its PDF, what it lacks, and how it compares with another."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import Router

from mou.access import fetch
from mou.api.caller import caller_of
from mou.api.media_types import PDF, declare_types
from mou.checks.comparison import Comparison, compare_documents
from mou.checks.findings import Report, check_document
from mou.papers.bounded_drawing import draft_pdf, one_print_of, pdf_to_sign
from mou.papers.queries import Paper, paper_of
from mou.papers.sealed_copies import sealed_copy
from mou.papers.sealing.words import Language
from mou.vocabulary import VersionState

router = Router(tags=["agreements"])
VERSION = "/memoranda/{uuid:memorandum_id}/versions/{int:number}"


@router.get(f"{VERSION}/pdf", operation_id="read_memorandum_pdf", openapi_extra=declare_types(PDF))
def read_pdf(request: HttpRequest, memorandum_id: UUID, number: int) -> HttpResponse:
    """Return a version as a PDF: the sealed copy of one that was signed, else a draft that says so on every page.

    Of a version that is out for signature it is the paper to sign, with its sum and lines to write on.
    """
    paper, caller = _paper_for(request, memorandum_id, number), caller_of(request)
    if paper.is_signed:
        content = sealed_copy(paper=paper, person_id=caller.user_id, at=caller.at)
    else:
        with one_print_of(caller.user_id):
            content = _unsigned_pdf(paper)
    name = f"agreement-{memorandum_id}-v{number}{_name_part(paper)}.pdf"
    answer = HttpResponse(content, content_type=PDF)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@router.get(f"{VERSION}/findings", response=Report, operation_id="list_memorandum_findings")
def list_findings(request: HttpRequest, memorandum_id: UUID, number: int) -> Report:
    """Return what a version lacks, leaves vague or contradicts, worst first, each with clause, words and source."""
    return check_document(_paper_for(request, memorandum_id, number).document)


@router.get(
    f"{VERSION}/comparison/{{uuid:other_id}}/{{int:other_number}}",
    response=Comparison,
    operation_id="compare_memoranda",
)
def compare_versions(
    request: HttpRequest, memorandum_id: UUID, number: int, other_id: UUID, other_number: int
) -> Comparison:
    """Return two versions that the caller may read side by side, by typed term and by topic."""
    left, right = _paper_for(request, memorandum_id, number), _paper_for(request, other_id, other_number)
    return compare_documents(left.document, right.document)


def _unsigned_pdf(paper: Paper) -> bytes:
    """Draw what is not signed yet."""
    language: Language = "es" if (get_language() or "").startswith("es") else "en"
    if _is_out(paper):
        return pdf_to_sign(paper.document, canonical=paper.canonical, language=language)
    return draft_pdf(paper.document, language=language)


def _name_part(paper: Paper) -> str:
    if paper.is_signed:
        return ""
    return "-to-sign" if _is_out(paper) else "-draft"


def _is_out(paper: Paper) -> bool:
    return paper.version.state == VersionState.OUT_FOR_SIGNATURE


def _paper_for(request: HttpRequest, memorandum_id: UUID, number: int) -> Paper:
    caller = caller_of(request)
    memorandum = fetch.memorandum_for(
        user_id=caller.user_id,
        memorandum_id=memorandum_id,
        need=fetch.MemorandumNeed.READ,
        at=caller.at,
        lock=False,
    )
    return paper_of(memorandum, number)
