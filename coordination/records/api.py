"""Records over HTTP. Parse, call, answer; no rule stands here."""

import csv
import io
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Body, Query, Router, Schema, Status
from pydantic import Field

from coordination.records.audit.queries import (
    COLUMNS,
    EXPORT_MAX,
    PAGE,
    PAGE_MAX,
    AuditPage,
    Wanted,
    agency_of_records,
    all_events_of,
    events_of,
)
from coordination.records.audit.reviews import review_week
from coordination.records.wire import AuditReviewIn
from coordination.sign_in.callers import caller_of
from coordination.vocabulary import AuditKind, AuditOutcome
from mou.api.media_types import CSV, declare_types
from mou.foundation.moments import Moment, time_text
from mou.foundation.tables.cells import harmless_text
from mou.models import Agency

router = Router(tags=["records"])


class AuditQuery(Schema):
    """What is looked for; everything that is given has to hold."""

    person: Annotated[str, Field(max_length=100)] = ""
    kind: AuditKind | None = None
    outcome: AuditOutcome | None = None
    site_id: UUID | None = None
    since: Moment | None = None
    until: Moment | None = None
    before: Annotated[int, Field(ge=1, le=2**62)] | None = None
    limit: Annotated[int, Field(ge=1, le=PAGE_MAX)] = PAGE

    def wanted(self) -> Wanted:
        return Wanted(**self.dict())


class AuditReviewOut(Schema):
    review_id: UUID


@router.get("/agencies/{uuid:agency_id}/audit", response=AuditPage, operation_id="list_audit")
def list_audit(request: HttpRequest, agency_id: UUID, query: Query[AuditQuery]) -> AuditPage:
    """List what was done and read by an agency's people and about its sites, newest first: its administrators only."""
    agency = agency_of_records(caller_of(request).asker(), agency_id)
    return events_of(agency, query.wanted())


@router.get("/agencies/{uuid:agency_id}/audit.csv", operation_id="export_audit", openapi_extra=declare_types(CSV))
def export_audit(request: HttpRequest, agency_id: UUID, query: Query[AuditQuery]) -> HttpResponse:
    """Return the same as a table for a spreadsheet, at most 20,000 rows; the last row says where the rest begins."""
    agency = agency_of_records(caller_of(request).asker(), agency_id)
    response = HttpResponse(_write_table(agency, query.wanted()), content_type=f"{CSV}; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


@router.post("/agencies/{uuid:agency_id}/audit-reviews", response={201: AuditReviewOut}, operation_id="review_audit")
def post_review(request: HttpRequest, agency_id: UUID, given: Body[AuditReviewIn]) -> Status[dict[str, UUID]]:
    """Sign off a week that is over."""
    caller = caller_of(request)
    made = review_week(actor_id=caller.user_id, agency_id=agency_id, week=given.week, note=given.note, at=caller.at)
    return Status(201, {"review_id": made})


def _write_table(agency: Agency, wanted: Wanted) -> str:
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    last = 0
    for count, one in enumerate(all_events_of(agency, wanted), start=1):
        table.writerow([cell_text(getattr(one, column)) for column in COLUMNS])
        last = one.number if count == EXPORT_MAX else 0
    if last:
        table.writerow([f"There may be older events: ask again with before={last}"])
    return text.getvalue()


def cell_text(value: object) -> str:
    """Return a value as a spreadsheet may have it. What is about no incident is neither exercise nor real."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "EXERCISE" if value else "real"
    if isinstance(value, dict):
        value = " ".join(f"{key}={inner}" for key, inner in value.items())
    text = time_text(value) if isinstance(value, datetime) else str(value)
    return harmless_text(text)
