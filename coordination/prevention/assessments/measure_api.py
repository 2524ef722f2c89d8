"""The inventory of protective measures over HTTP, and the printed plan of upgrades. Parse, call, answer."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Body, Router, Status

from coordination.prevention.assessments import acts
from coordination.prevention.assessments.wire import MeasuresIn, TierIn
from mapping.assessments.access import assessment_for
from mapping.assessments.audit import ASSESSMENT_READS
from mapping.assessments.plan_print.made import upgrade_plan_pdf
from mapping.assessments.vocabulary import AssessmentDoor
from mapping.assessments.work.measures import InventoryView, inventory_of
from mou.api.caller import caller_of
from mou.api.media_types import PDF, declare_types

router = Router(tags=["assessments"])
INVENTORY = "/assessments/{uuid:assessment_id}/measures"


@router.get(INVENTORY, response=InventoryView, operation_id="read_protective_measures")
def read_measures(request: HttpRequest, assessment_id: UUID) -> InventoryView:
    """Return the protective measures of a site by layer and tier, and the gaps; the reading is written down."""
    caller = caller_of(request)
    grant = assessment_for(user_id=caller.user_id, assessment_id=assessment_id, at=caller.at)
    ASSESSMENT_READS.note_reads([assessment_id], user_id=caller.user_id, at=caller.at, door=AssessmentDoor.API)
    return inventory_of(grant.assessment, may_write=grant.may_write)


@router.put(INVENTORY, response={204: None}, operation_id="say_protective_measures")
def put_measures(request: HttpRequest, assessment_id: UUID, given: Annotated[MeasuresIn, Body()]) -> Status[None]:
    """Write down which measures are there; those that are not named stay as they are."""
    caller = caller_of(request)
    acts.say_measures(caller.user_id, caller.at, assessment_id, given)
    return Status(204, None)


@router.put(
    "/assessments/{uuid:assessment_id}/target-tier", response={204: None}, operation_id="choose_assessment_tier"
)
def put_tier(request: HttpRequest, assessment_id: UUID, given: Annotated[TierIn, Body()]) -> Status[None]:
    """Say up to which tier the site wants to come: for its leader and keepers."""
    caller = caller_of(request)
    acts.choose_tier(caller.user_id, caller.at, assessment_id, given)
    return Status(204, None)


@router.get(
    "/assessments/{uuid:assessment_id}/upgrade-plan",
    operation_id="print_upgrade_plan",
    openapi_extra=declare_types(PDF),
)
def read_plan(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Return the upgrade plan as a PDF with the findings on their floors; the reading is written down."""
    caller = caller_of(request)
    made = upgrade_plan_pdf(user_id=caller.user_id, assessment_id=assessment_id, at=caller.at)
    return HttpResponse(made, content_type=PDF)
