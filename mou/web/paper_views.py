"""The pages about an agreement's paper: what it lacks, and how it compares with another."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mou.access.fetch import MemorandumNeed, memoranda_for, memorandum_for
from mou.checks.comparison import Comparison, TermRow, compare_documents
from mou.checks.findings import check_document
from mou.document import TermText
from mou.errors import MemorandumNotFound
from mou.papers.queries import Paper, paper_of
from mou.papers.sealing.term_lines import said_words, term_title
from mou.web.paper_words import SEVERITY_WORDS, paper_language, topic_words

DIGITS_MAX = 5  # of a version's number


@dataclass(frozen=True, slots=True)
class TermLine:
    """A typed term of two agreements in words."""

    title: str
    left: str
    right: str
    is_same: bool


@login_required
def check_page(request: HttpRequest, memorandum_id: UUID) -> HttpResponse:
    """Show what a version lacks, leaves vague or contradicts; `?version=` chooses one, else the newest."""
    user_id, at = _asker_of(request)
    paper = _paper_for(user_id, memorandum_id, request.GET.get("version", ""), at)
    report = check_document(paper.document)
    counted = [
        (severity, words, sum(one.severity == severity for one in report.findings))
        for severity, words in SEVERITY_WORDS.items()
    ]
    others = [one for one in memoranda_for(user_id, at) if one.id != memorandum_id]
    return render(
        request,
        "mou/check.html",
        {
            "paper": paper,
            "report": report,
            "counted": counted,
            "findings": [(one, SEVERITY_WORDS[one.severity], topic_words(one.topic)) for one in report.findings],
            "others": others,
        },
    )


@login_required
def compare_choice_page(request: HttpRequest, memorandum_id: UUID) -> HttpResponse:
    """Offer the other agreements that this person may read for comparison."""
    user_id, at = _asker_of(request)
    others = [one for one in memoranda_for(user_id, at) if one.id != memorandum_id]
    context = {"paper": _paper_for(user_id, memorandum_id, "", at), "others": others}
    return render(request, "mou/compare_choice.html", context)


@login_required
def compare_page(request: HttpRequest, memorandum_id: UUID, other_id: UUID) -> HttpResponse:
    """Show the newest versions of two agreements side by side; a reader who may not read both finds nothing."""
    user_id, at = _asker_of(request)
    left, right = _paper_for(user_id, memorandum_id, "", at), _paper_for(user_id, other_id, "", at)
    found = compare_documents(left.document, right.document)
    return render(
        request,
        "mou/compare.html",
        {
            "left": left,
            "right": right,
            "terms": _term_lines(found),
            "topics": [(row, topic_words(row.topic.value)) for row in found.topics],
        },
    )


def _asker_of(request: HttpRequest) -> tuple[int, datetime]:
    if isinstance(request.user, AnonymousUser):
        raise Http404
    return request.user.pk, timezone.now()


def _paper_for(user_id: int, memorandum_id: UUID, number: str, at: datetime) -> Paper:
    """Return a version that the person may read; what is no number asks for the newest. Raises: Http404."""
    is_number = number.isascii() and number.isdigit() and len(number) <= DIGITS_MAX
    try:
        memorandum = memorandum_for(
            user_id=user_id, memorandum_id=memorandum_id, need=MemorandumNeed.READ, at=at, lock=False
        )
        return paper_of(memorandum, int(number) if is_number else None)
    except MemorandumNotFound as missing:
        raise Http404 from missing


def _term_lines(found: Comparison) -> list[TermLine]:
    """Return the terms, those that differ first."""
    lines = [_term_line(row) for row in found.terms]
    return sorted(lines, key=lambda line: line.is_same)


def _term_line(row: TermRow) -> TermLine:
    one = row.left or row.right
    assert one is not None
    return TermLine(term_title(one, paper_language()), _said_term(row.left), _said_term(row.right), row.is_same)


def _said_term(term: TermText | None) -> str:
    return "" if term is None else said_words(term, paper_language())
