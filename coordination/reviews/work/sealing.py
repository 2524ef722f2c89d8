"""Seal the report of a review: its document and a PDF are stored, and change no more. Drawn by a bounded process."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.template.loader import render_to_string
from django.utils import timezone

from coordination.drills.evaluation.words import seconds_text
from coordination.drills.improvement.rules.document import sum_of
from coordination.drills.improvement.vocabulary import ActionState, CapabilityElement
from coordination.models import User
from coordination.reviews.access import ReviewGrant, review_to_keep
from coordination.reviews.errors import ReviewNotFound
from coordination.reviews.models import IncidentReview, SealedReview
from coordination.reviews.rules.document import (
    FORMAT,
    ActionText,
    ResponseText,
    ReviewDocument,
    document_bytes,
)
from coordination.reviews.words import milestone_sources, minutes_words
from coordination.reviews.work.queries import review_view
from coordination.reviews.work.writing import check_version
from mou.papers.bounded_drawing import one_print_of, pdf_of
from mou.papers.sealed_copies import seal_key
from mou.papers.sealing.drawing import Attached, Page
from mou.papers.sealing.drawing_process import SealOrder

ATTACHMENT = "incident-review.json"


def seal_review(*, actor_id: int, incident_id: UUID, version: int, at: datetime) -> SealedReview:
    """Seal what a review says now, as its next number. Durable.

    Starts a process that draws, which takes seconds and holds no lock; then locks the review.
    Raises: ReviewNotFound, ReviewNotYours, ReviewChanged. PaperNotDrawn, PrintUnderWay: try again.
    """
    review = review_to_keep(user_id=actor_id, incident_id=incident_id, at=at, lock=False)
    check_version(review, version)
    document = _written_document(review, actor_id, at)
    content = document_bytes(document)
    with one_print_of(actor_id):
        pdf = _signed_pdf(document, content, at)
    with transaction.atomic(durable=True):
        review = review_to_keep(user_id=actor_id, incident_id=incident_id, at=at)
        check_version(review, version)
        if document_bytes(_written_document(review, actor_id, at)) != content:
            # An action, a mark or a version has come while it was drawn.
            check_version(review, version + 1)
        sealed = SealedReview.objects.create(
            review=review,
            number=document.number,
            document=content,
            document_sha256=sum_of(content),
            pdf=pdf,
            pdf_sha256=sum_of(pdf),
            sealed_at=at,
            sealed_by_id=actor_id,
        )
        review.version += 1
        review.save(update_fields=["version"])
    return sealed


def sealed_version(grant: ReviewGrant, number: int | None) -> SealedReview:
    """Return a sealed version, the newest or the one of a number; for the keepers. Raises: ReviewNotFound."""
    rows = SealedReview.objects.filter(review=grant.review) if grant.is_keeper else SealedReview.objects.none()
    found = (rows if number is None else rows.filter(number=number)).order_by("-number").first()
    if found is None:
        raise ReviewNotFound
    return found


def _written_document(review: IncidentReview, actor_id: int, at: datetime) -> ReviewDocument:
    view = review_view(ReviewGrant(review, is_keeper=True, agency_ids=frozenset()))
    assert view.figures is not None
    last = SealedReview.objects.filter(review=review).aggregate(last=Max("number"))["last"] or 0
    return ReviewDocument(
        format=FORMAT,
        is_exercise=False,
        incident_id=review.pk,
        number=last + 1,
        site=view.line.site,
        time_zone=view.line.time_zone,
        incident_type=view.line.incident_type,
        opened_at=view.line.opened_at,
        closed_at=view.line.closed_at,
        figures=view.figures,
        silent_rooms=[one.name or str(one.room_id) for one in view.silent_rooms],
        responses=[
            ResponseText(one.agency, one.on_scene_s, one.target_min, one.target_words, one.standing)
            for one in view.line.responses
        ],
        summary=view.summary,
        went_well=view.went_well,
        to_improve=view.to_improve,
        actions=[
            ActionText(
                one.number,
                one.area,
                one.words,
                CapabilityElement(one.element),
                one.agency.name,
                one.due_on,
                ActionState(one.state),
            )
            for one in review.actions.select_related("agency").order_by("number")
        ],
        sealed_by=User.objects.get(pk=actor_id).shown_name(),
        sealed_at=at,
    )


def _signed_pdf(document: ReviewDocument, content: bytes, at: datetime) -> bytes:
    def page() -> Page:
        html = _html_of_document(document, sum_of(content))
        return Page(html, Attached(ATTACHMENT, content, "SHA-256 " + sum_of(content)))

    name = f"{document.incident_type.label} · {document.site}, version {document.number}"
    return pdf_of(page, seal=SealOrder(seal_key(at), name[:200]))


def _html_of_document(document: ReviewDocument, digest: str) -> str:
    sources = milestone_sources()
    # Templates tell instants by the clock of the moment: the site's.
    with timezone.override(document.time_zone):
        context = {
            "document": document,
            "digest": digest,
            "times": [
                (one.kind.label, seconds_text(one.seconds), sources[one.kind], one.seq)
                for one in document.figures.milestones
            ],
            "responses": [
                (one, seconds_text(one.on_scene_s), "" if one.target_min is None else minutes_words(one.target_min))
                for one in document.responses
            ],
        }
        return render_to_string("reviews/print.html", context)
