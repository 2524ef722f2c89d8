"""Agreements at work over HTTP: why, in the room, what would have been, disclosures, emergency access."""

import csv
import io
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Body, Query, Router, Schema, Status
from pydantic import AwareDatetime

from coordination.agreements.explanations import ExplanationView, explain_for
from coordination.agreements.rehearsals import Rehearsal, rehearsal_for
from coordination.agreements.schemas import (
    DisclosureIn,
    DisclosureMade,
    DisclosureSearchIn,
    ExplanationOut,
    LedgerOut,
    RehearsalOut,
    RoomAgreementsOut,
)
from coordination.incident.agreement_card.queries import agreements_of, answers_in
from coordination.incident.disclosures.by_hand import enter_disclosure
from coordination.incident.disclosures.queries import COLUMNS, Ledger, ledger_for
from coordination.incident.emergency_access.queries import EmergencyAccessView, emergency_access_views, headcount_for
from coordination.room.access import room_for
from coordination.room.capability import RoomNeed
from coordination.sign_in.callers import caller_of
from mou.access.emergency.emergency_access import review_emergency_access
from mou.agencies.masking import Headcount
from mou.agencies.memberships.members import reinstate_member, suspend_member
from mou.agreements.reading.plain_words import QUESTION_MAX_CHARS
from mou.api.media_types import CSV, declare_types
from mou.foundation.moments import time_text
from mou.foundation.tables.cells import harmless_text
from mou.vocabulary import AccessAction, EmergencyAccessOutcome

router = Router(tags=["agreements"])


class Reason(Schema):
    """Why a member is suspended or reinstated."""

    reason: str


class Review(Schema):
    """What the review of an emergency access found."""

    outcome: EmergencyAccessOutcome
    note: str


@router.get("/explanations", response=ExplanationOut, operation_id="explain_access")
def explain_access(
    request: HttpRequest,
    site_id: UUID,
    action: AccessAction,
    person_id: UUID | None = None,
    at: AwareDatetime | None = None,
) -> ExplanationView:
    """Say whether a person may, or could at a past instant, and by which clause of which version, or what is missing.

    About oneself, or as a keeper of the site's district about people of the district and its partners.
    """
    asker = caller_of(request).asker()
    return explain_for(asker, person_id=person_id, site_id=site_id, action=action, at=at)


@router.get("/rooms/{uuid:room_id}/agreement", response=RoomAgreementsOut, operation_id="read_room_agreement")
def read_room_agreement(
    request: HttpRequest, room_id: UUID, question: Annotated[str, Query(max_length=QUESTION_MAX_CHARS)] = ""
) -> dict[str, object]:
    """Return who commands, channels, sharing, contacts, the response clock; and the clauses that answer a question.

    A reader who has not joined is given no way to reach the contacts.
    """
    asker = caller_of(request).asker()
    grant = room_for(user_id=asker.user_id, room_id=room_id, need=RoomNeed.SEE, at=asker.at)
    found = agreements_of(grant, asker.at)
    return {
        "cards": found.cards,
        "clock": found.clock,
        "answers": [
            {
                "memorandum_id": one.card.memorandum_id,
                "memorandum": one.card.title,
                "version": one.card.number,
                "clause": one.answer.passage.heading,
                "quote": one.answer.quote,
            }
            for one in (answers_in(found, question) if question else [])
        ],
    }


@router.get("/sites/{uuid:site_id}/headcount", response=Headcount, operation_id="read_headcount")
def read_headcount(request: HttpRequest, site_id: UUID) -> Headcount:
    """Count the people who work at a site for those who see it, and name them for those who see the roster."""
    return headcount_for(caller_of(request).asker(), site_id)


@router.get(
    "/memoranda/{uuid:memorandum_id}/versions/{int:number}/rehearsal",
    response=RehearsalOut,
    operation_id="rehearse_version",
)
def rehearse_version(request: HttpRequest, memorandum_id: UUID, number: int) -> Rehearsal:
    """Run a version against the district's incidents and drills: what would have been gained or lost, and when."""
    return rehearsal_for(caller_of(request).asker(), memorandum_id=memorandum_id, number=number)


@router.get("/districts/{uuid:district_id}/disclosures", response=LedgerOut, operation_id="list_disclosures")
def list_disclosures(request: HttpRequest, district_id: UUID) -> Ledger:
    """List what student data was given to whom, and for which threat (34 CFR 99.32): the district's keepers only."""
    return ledger_for(caller_of(request).asker(), district_id)


@router.post(
    "/districts/{uuid:district_id}/disclosures", response={201: DisclosureMade}, operation_id="enter_disclosure"
)
def post_disclosure(request: HttpRequest, district_id: UUID, given: Body[DisclosureIn]) -> Status[dict[str, UUID]]:
    """Enter what was given to a recipient who is no user: a parent, a hospital, a court (34 CFR 99.32)."""
    made = enter_disclosure(asker=caller_of(request).asker(), district_id=district_id, given=given.make_input())
    return Status(201, {"disclosure_id": made})


@router.post(
    "/districts/{uuid:district_id}/disclosure-searches", response=LedgerOut, operation_id="list_student_disclosures"
)
def search_disclosures(request: HttpRequest, district_id: UUID, given: Body[DisclosureSearchIn]) -> Ledger:
    """List what was disclosed about one student: the district's keepers only. Other students' names are left out."""
    return ledger_for(caller_of(request).asker(), district_id, student=given.student)


@router.get(
    "/districts/{uuid:district_id}/disclosures.csv", operation_id="export_disclosures", openapi_extra=declare_types(CSV)
)
def export_disclosures(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Return the same as a table for a spreadsheet."""
    ledger = ledger_for(caller_of(request).asker(), district_id)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for row in ledger.disclosures:
        table.writerow([_cell_text(getattr(row, column)) for column in COLUMNS])
    response = HttpResponse(text.getvalue(), content_type=f"{CSV}; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="disclosures.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _cell_text(value: object) -> str:
    if isinstance(value, bool):
        return "EXERCISE" if value else "real"
    if isinstance(value, tuple):
        return harmless_text(" ".join(str(one) for one in value))
    text = time_text(value) if isinstance(value, datetime) else str(value)
    return harmless_text(text)


@router.get("/emergency-access", response=list[EmergencyAccessView], operation_id="list_emergency_access")
def list_emergency_access(request: HttpRequest) -> list[EmergencyAccessView]:
    """List who took emergency access: at sites of a district the caller keeps, or by people of an agency they lead."""
    return emergency_access_views(caller_of(request).asker())


@router.post("/emergency-access/{uuid:access_id}/review", response={204: None}, operation_id="review_emergency_access")
def post_review(request: HttpRequest, access_id: UUID, review: Annotated[Review, Body()]) -> Status[None]:
    """Say what an emergency access was: the district's administrators, once, and never one's own."""
    caller = caller_of(request)
    review_emergency_access(
        actor_id=caller.user_id, access_id=access_id, outcome=review.outcome, note=review.note, at=caller.at
    )
    return Status(204, None)


@router.post(
    "/agencies/{uuid:agency_id}/members/{uuid:member_id}/suspend", response={204: None}, operation_id="suspend_member"
)
def post_suspend(
    request: HttpRequest, agency_id: UUID, member_id: UUID, reason: Annotated[Reason, Body()]
) -> Status[None]:
    """Let a membership count for nothing until it is reinstated."""
    caller = caller_of(request)
    suspend_member(
        actor_id=caller.user_id, agency_id=agency_id, member_id=member_id, reason=reason.reason, at=caller.at
    )
    return Status(204, None)


@router.post(
    "/agencies/{uuid:agency_id}/members/{uuid:member_id}/reinstate",
    response={204: None},
    operation_id="reinstate_member",
)
def post_reinstate(
    request: HttpRequest, agency_id: UUID, member_id: UUID, reason: Annotated[Reason, Body()]
) -> Status[None]:
    """Lift a suspension."""
    caller = caller_of(request)
    reinstate_member(
        actor_id=caller.user_id, agency_id=agency_id, member_id=member_id, reason=reason.reason, at=caller.at
    )
    return Status(204, None)
