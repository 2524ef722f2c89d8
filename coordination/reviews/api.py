"""Reviews of real incidents over HTTP. Parse, call, answer; no rule stands here."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Body, Query, Router, Schema, Status
from pydantic import Field

from coordination.casework.kinds.routes import add_kind_routes
from coordination.reviews import acts
from coordination.reviews.access import agency_of_year, led_partners, review_asked, review_for
from coordination.reviews.models import SealedReview
from coordination.reviews.rules.document import ReviewDocument
from coordination.reviews.rules.given import (
    MarkIn,
    ReviewActionIn,
    ReviewActionStepIn,
    ReviewAnswerIn,
    ReviewTextsIn,
    ReviewVersionIn,
    SettleIn,
)
from coordination.reviews.wire import ReviewActionMade, ReviewMarkMade, ReviewWashOut, SealedOut
from coordination.reviews.work.kinds import REVIEW_ACTION_KIND
from coordination.reviews.work.opening import open_due
from coordination.reviews.work.queries import ReviewLine, ReviewView, YearView, review_lines, review_view, year_view
from coordination.reviews.work.sealing import sealed_version
from coordination.reviews.work.writing import has_answered, wash_state
from coordination.sign_in.callers import caller_of
from mou.api.media_types import PDF, declare_types
from mou.foundation.forms.act_form import NothingGiven

router = Router(tags=["reviews"])
REVIEW = "/reviews/{uuid:incident_id}"


class YearAsked(Schema):
    """The school year by the calendar year in which it begins; none: the one of today."""

    year: Annotated[int, Field(ge=2000, le=2098)] | None = None


@router.get("/reviews", response=list[ReviewLine], operation_id="list_reviews")
def list_reviews(request: HttpRequest) -> list[ReviewLine]:
    """List the reviews of closed real incidents that the caller reads, the newest first; never an exercise."""
    caller = caller_of(request)
    open_due(caller.user_id, caller.at)
    partners = frozenset(led_partners(caller.user_id, caller.at).values_list("pk", flat=True))
    return review_lines(caller.user_id, partners, caller.at)


@router.get(REVIEW, response=ReviewView, operation_id="read_review")
def read_review(request: HttpRequest, incident_id: UUID) -> ReviewView:
    """Return the review of one incident: all of it to its keepers, to an agency's leaders its own response."""
    caller = caller_of(request)
    open_due(caller.user_id, caller.at)
    return review_view(review_for(user_id=caller.user_id, incident_id=incident_id, at=caller.at))


@router.get("/agencies/{uuid:agency_id}/incident-year", response=YearView, operation_id="read_incident_year")
def read_year(request: HttpRequest, agency_id: UUID, query: Query[YearAsked]) -> YearView:
    """Return a school year of real incidents of a district, a school, or of an agency's own responses."""
    caller = caller_of(request)
    open_due(caller.user_id, caller.at)
    agency = agency_of_year(user_id=caller.user_id, agency_id=agency_id, at=caller.at)
    return year_view(agency, year=query.year, at=caller.at)


# --- what keepers write -----------------------------------------------------------------------------------------------
@router.post(REVIEW + "/follow-ups", response={201: ReviewMarkMade}, operation_id="mark_in_review")
def post_mark(request: HttpRequest, incident_id: UUID, given: Body[MarkIn]) -> Status[ReviewMarkMade]:
    """Mark that something needs follow-up; for the keepers."""
    made = acts.add_mark(caller_of(request).asker(), incident_id, given)
    return Status(201, ReviewMarkMade(mark_id=made.pk))


@router.post(REVIEW + "/follow-ups/{uuid:mark_id}/outcome", response={204: None}, operation_id="settle_mark_in_review")
def post_outcome(request: HttpRequest, incident_id: UUID, mark_id: UUID, given: Body[SettleIn]) -> Status[None]:
    """Say what came of a mark; for the keepers."""
    acts.settle_mark(caller_of(request).asker(), incident_id, mark_id, given)
    return Status(204, None)


@router.put(REVIEW + "/texts", response={204: None}, operation_id="write_review_texts")
def put_texts(request: HttpRequest, incident_id: UUID, given: Body[ReviewTextsIn]) -> Status[None]:
    """Write the texts of the report; for the keepers."""
    acts.write_texts(caller_of(request).asker(), incident_id, given)
    return Status(204, None)


@router.post(REVIEW + "/seal", response={201: SealedOut}, operation_id="seal_review")
def post_seal(request: HttpRequest, incident_id: UUID, given: Body[ReviewVersionIn]) -> Status[SealedOut]:
    """Seal the report as its next version; for the keepers. It takes seconds: its paper is drawn first."""
    made = acts.seal_review(caller_of(request).asker(), incident_id, given)
    sums = {"document_sha256": made.document_sha256, "pdf_sha256": made.pdf_sha256}
    return Status(201, SealedOut(number=made.number, **sums))


@router.get(REVIEW + ".json", response=ReviewDocument, operation_id="download_review")
def read_document(request: HttpRequest, incident_id: UUID, *, number: int | None = None) -> HttpResponse:
    """Return a sealed report's document: exactly the bytes whose SHA-256 it has."""
    return HttpResponse(bytes(_read_sealed(request, incident_id, number).document), content_type="application/json")


@router.get(REVIEW + ".pdf", operation_id="print_review", openapi_extra=declare_types(PDF))
def read_paper(request: HttpRequest, incident_id: UUID, *, number: int | None = None) -> HttpResponse:
    """Return a sealed report as its PDF."""
    return HttpResponse(bytes(_read_sealed(request, incident_id, number).pdf), content_type=PDF)


def _read_sealed(request: HttpRequest, incident_id: UUID, number: int | None) -> SealedReview:
    caller = caller_of(request)
    return sealed_version(review_for(user_id=caller.user_id, incident_id=incident_id, at=caller.at), number)


# --- the hot wash -----------------------------------------------------------------------------------------------------
@router.get(REVIEW + "/hot-wash", response=ReviewWashOut, operation_id="read_review_hot_wash")
def read_wash(request: HttpRequest, incident_id: UUID) -> ReviewWashOut:
    """Say whether answers are taken, and whether the caller has answered; for people who were in the room."""
    caller = caller_of(request)
    review = review_asked(user_id=caller.user_id, incident_id=incident_id, at=caller.at)
    return ReviewWashOut(state=wash_state(review), has_answered=has_answered(review, user_id=caller.user_id))


@router.post(REVIEW + "/hot-wash", response={204: None}, operation_id="answer_review_hot_wash")
def post_answer(request: HttpRequest, incident_id: UUID, given: Body[ReviewAnswerIn]) -> Status[None]:
    """Say how it went, once. Without `is_named` nothing stored leads to the caller."""
    acts.answer_wash(caller_of(request).asker(), incident_id, given)
    return Status(204, None)


@router.post(REVIEW + "/hot-wash/close", response={204: None}, operation_id="close_review_hot_wash")
def post_close(request: HttpRequest, incident_id: UUID) -> Status[None]:
    """Close the hot wash for good; for the keepers. From then on what was said is shown."""
    acts.close_wash(caller_of(request).asker(), incident_id, NothingGiven())
    return Status(204, None)


# --- actions ----------------------------------------------------------------------------------------------------------
@router.post(REVIEW + "/actions", response={201: ReviewActionMade}, operation_id="write_review_action")
def post_action(request: HttpRequest, incident_id: UUID, given: Body[ReviewActionIn]) -> Status[ReviewActionMade]:
    """Write what is changed after an incident; for the keepers."""
    made = acts.add_action(caller_of(request).asker(), incident_id, given)
    return Status(201, ReviewActionMade(action_id=made.pk))


add_kind_routes(
    router,
    "/review-actions",
    REVIEW_ACTION_KIND,
    ReviewActionStepIn,
    name="review_action",
    lists="List the actions after real incidents that the caller reads; never those of exercises.",
    takes="Take a step; for the keepers, the agency's leaders and its owner. 409 where the state does not allow it.",
    splits=True,
)
