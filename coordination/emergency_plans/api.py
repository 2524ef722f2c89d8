"""Emergency operations plans over HTTP: for the school, its district, the planning team, and partners by agreement."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Body, Router, Status

from coordination.drills.requirements.access import district_for
from coordination.emergency_plans import acts
from coordination.emergency_plans.access import plan_for
from coordination.emergency_plans.errors import PlanKeepersWrite
from coordination.emergency_plans.rules import given as g
from coordination.emergency_plans.rules.document import PlanDocument
from coordination.emergency_plans.vocabulary import PlanTopic
from coordination.emergency_plans.wire import (
    EmergencyPlanLine,
    EmergencyPlanMade,
    EmergencyPlanView,
    PlanFindingView,
    PlanRedline,
)
from coordination.emergency_plans.work.checks import plan_findings
from coordination.emergency_plans.work.comparing import compare_versions
from coordination.emergency_plans.work.papers import plan_json, plan_paper
from coordination.emergency_plans.work.queries import plan_lines, plan_view
from coordination.emergency_plans.work.rules import rules_of
from coordination.sign_in.callers import caller_of
from mou.api.media_types import PDF, declare_types
from mou.foundation.forms.act_form import NothingGiven

router = Router(tags=["emergency plans"])
PLAN = "/emergency-plans/{uuid:plan_id}"
SECTION = PLAN + "/sections/{key}"
ROLE = PLAN + "/roles/{uuid:key}"
RULES = "/districts/{uuid:district_id}/emergency-plan-rules"
NOTHING = NothingGiven()


@router.get("/emergency-plans", response=list[EmergencyPlanLine], operation_id="list_emergency_plans")
def list_plans(request: HttpRequest) -> list[EmergencyPlanLine]:
    """List the plans that the caller reads. How much a plan's check found is said to its keepers."""
    caller = caller_of(request)
    return plan_lines(caller.user_id, caller.at)


@router.post("/emergency-plans", response={201: EmergencyPlanMade}, operation_id="begin_emergency_plan")
def post_plan(request: HttpRequest, given: Body[g.PlanBegunIn]) -> Status[EmergencyPlanMade]:
    """Begin the plan of a site or of a district from the library; for its administrators and planners."""
    return Status(201, EmergencyPlanMade(plan_id=acts.begin_plan(caller_of(request).asker(), given).pk))


@router.get(PLAN, response=EmergencyPlanView, operation_id="read_emergency_plan")
def read_plan(request: HttpRequest, plan_id: UUID, *, number: int | None = None) -> EmergencyPlanView:
    """Return the newest version that the caller reads, or the one of a number, as far as they read it."""
    caller = caller_of(request)
    return plan_view(plan_for(user_id=caller.user_id, plan_id=plan_id, at=caller.at), number, caller.at)


@router.get(PLAN + ".json", response=PlanDocument, operation_id="download_emergency_plan")
def read_document(request: HttpRequest, plan_id: UUID, *, number: int | None = None) -> HttpResponse:
    """Return the plan's document: of an adopted one exactly the bytes whose SHA-256 it has, to who reads it whole."""
    caller = caller_of(request)
    content = plan_json(user_id=caller.user_id, plan_id=plan_id, number=number, at=caller.at)
    return HttpResponse(content, content_type="application/json")


@router.get(PLAN + ".pdf", operation_id="print_emergency_plan", openapi_extra=declare_types(PDF))
def read_paper(request: HttpRequest, plan_id: UUID, *, number: int | None = None) -> HttpResponse:
    """Return the plan as a PDF: an adopted one as it was sealed, to who reads it whole; others are drawn now."""
    caller = caller_of(request)
    content = plan_paper(user_id=caller.user_id, plan_id=plan_id, number=number, at=caller.at)
    return HttpResponse(content, content_type=PDF)


@router.get(PLAN + "/findings", response=list[PlanFindingView], operation_id="check_emergency_plan")
def read_findings(request: HttpRequest, plan_id: UUID) -> list[PlanFindingView]:
    """Return what the plan's check of itself finds in its newest version; for its keepers."""
    caller = caller_of(request)
    grant = plan_for(user_id=caller.user_id, plan_id=plan_id, at=caller.at)
    if not grant.is_keeper:
        raise PlanKeepersWrite
    found = plan_findings([grant.plan], reader_id=caller.user_id, at=caller.at)
    return [PlanFindingView.of(one) for one in found[grant.plan.pk]]


@router.get(PLAN + "/changes", response=PlanRedline, operation_id="compare_emergency_plan")
def read_changes(request: HttpRequest, plan_id: UUID, *, before: int, after: int) -> PlanRedline:
    """Return what changed from one version to another, as far as the caller reads both."""
    caller = caller_of(request)
    return compare_versions(plan_for(user_id=caller.user_id, plan_id=plan_id, at=caller.at), before, after)


@router.post(PLAN + "/versions", response=EmergencyPlanView, operation_id="begin_plan_version")
def post_version(request: HttpRequest, plan_id: UUID) -> EmergencyPlanView:
    """Begin the next version with the words of the newest; for keepers."""
    acts.begin_version(caller_of(request).asker(), plan_id, NOTHING)
    return _view_of_plan(request, plan_id)


# --- sections ---------------------------------------------------------------------------------------------------------
@router.put(SECTION, response=EmergencyPlanView, operation_id="edit_plan_section")
def put_section(request: HttpRequest, plan_id: UUID, key: str, given: Body[g.SectionIn]) -> EmergencyPlanView:
    """Write a section of the draft; for keepers. 409 where another save came first."""
    acts.edit_section(caller_of(request).asker(), plan_id, key, given)
    return _view_of_plan(request, plan_id)


@router.post(PLAN + "/sections", response=EmergencyPlanView, operation_id="add_plan_section")
def post_section(request: HttpRequest, plan_id: UUID, given: Body[g.SectionAddedIn]) -> EmergencyPlanView:
    """Add an empty section of one's own; for keepers."""
    acts.add_section(caller_of(request).asker(), plan_id, given)
    return _view_of_plan(request, plan_id)


@router.post(PLAN + "/library/{topic}", response=EmergencyPlanView, operation_id="take_plan_section")
def post_from_library(request: HttpRequest, plan_id: UUID, topic: PlanTopic) -> EmergencyPlanView:
    """Add a section of the library that the plan has not; for keepers."""
    acts.take_from_library(caller_of(request).asker(), plan_id, topic, NOTHING)
    return _view_of_plan(request, plan_id)


@router.delete(SECTION, response={204: None}, operation_id="remove_plan_section")
def delete_section(request: HttpRequest, plan_id: UUID, key: str, *, edit_number: int) -> Status[None]:
    """Take a section out of the draft, as it was read; for keepers. Its edits stay."""
    given = g.SectionRemovedIn(edit_number=edit_number)
    acts.remove_section(caller_of(request).asker(), plan_id, key, given)
    return Status(204, None)


@router.post(SECTION + "/remarks", response=EmergencyPlanView, operation_id="remark_on_plan_section")
def post_remark(request: HttpRequest, plan_id: UUID, key: str, given: Body[g.RemarkIn]) -> EmergencyPlanView:
    """Say something about a section of what is being written; for keepers and the planning team."""
    acts.write_remark(caller_of(request).asker(), plan_id, key, given)
    return _view_of_plan(request, plan_id)


@router.post(PLAN + "/remarks/{uuid:remark_id}/close", response=EmergencyPlanView, operation_id="close_plan_remark")
def post_remark_closed(request: HttpRequest, plan_id: UUID, remark_id: UUID) -> EmergencyPlanView:
    """Say that a remark is dealt with; for keepers."""
    acts.close_remark(caller_of(request).asker(), plan_id, remark_id, NOTHING)
    return _view_of_plan(request, plan_id)


# --- facts ------------------------------------------------------------------------------------------------------------
@router.post(PLAN + "/roles", response=EmergencyPlanView, operation_id="add_plan_role")
def post_role(request: HttpRequest, plan_id: UUID, given: Body[g.PlanRoleIn]) -> EmergencyPlanView:
    """Write a new role; for keepers."""
    acts.write_role(caller_of(request).asker(), plan_id, None, given)
    return _view_of_plan(request, plan_id)


@router.put(ROLE, response=EmergencyPlanView, operation_id="change_plan_role")
def put_role(request: HttpRequest, plan_id: UUID, key: UUID, given: Body[g.PlanRoleIn]) -> EmergencyPlanView:
    """Change a role; for keepers."""
    acts.write_role(caller_of(request).asker(), plan_id, key, given)
    return _view_of_plan(request, plan_id)


@router.delete(ROLE, response={204: None}, operation_id="remove_plan_role")
def delete_role(request: HttpRequest, plan_id: UUID, key: UUID, *, facts_number: int) -> Status[None]:
    """Take a role out; for keepers."""
    acts.remove_role(caller_of(request).asker(), plan_id, key, g.FactsIn(facts_number=facts_number))
    return Status(204, None)


@router.put(PLAN + "/places", response=EmergencyPlanView, operation_id="set_plan_places")
def put_places(request: HttpRequest, plan_id: UUID, given: Body[g.PlanPlacesIn]) -> EmergencyPlanView:
    """Write all places; for keepers. What the floor plan knows by these words is known by them."""
    acts.set_places(caller_of(request).asker(), plan_id, given)
    return _view_of_plan(request, plan_id)


@router.put(PLAN + "/phones", response=EmergencyPlanView, operation_id="set_plan_phones")
def put_phones(request: HttpRequest, plan_id: UUID, given: Body[g.PlanPhonesIn]) -> EmergencyPlanView:
    """Write all numbers; for keepers."""
    acts.set_phones(caller_of(request).asker(), plan_id, given)
    return _view_of_plan(request, plan_id)


@router.put(PLAN + "/helps", response=EmergencyPlanView, operation_id="set_plan_helps")
def put_helps(request: HttpRequest, plan_id: UUID, given: Body[g.PlanHelpsIn]) -> EmergencyPlanView:
    """Write how many people need which help, by counts and roles; for keepers."""
    acts.set_helps(caller_of(request).asker(), plan_id, given)
    return _view_of_plan(request, plan_id)


# --- the team and its word --------------------------------------------------------------------------------------------
@router.post(PLAN + "/team", response=EmergencyPlanView, operation_id="add_plan_seat")
def post_seat(request: HttpRequest, plan_id: UUID, given: Body[g.TeamSeatIn]) -> EmergencyPlanView:
    """Give a person, or a parent by name, a seat on the planning team; for keepers."""
    acts.add_seat(caller_of(request).asker(), plan_id, given)
    return _view_of_plan(request, plan_id)


@router.delete(PLAN + "/team/{uuid:seat_id}", response={204: None}, operation_id="remove_plan_seat")
def delete_seat(request: HttpRequest, plan_id: UUID, seat_id: UUID) -> Status[None]:
    """Take a seat away; for keepers."""
    acts.remove_seat(caller_of(request).asker(), plan_id, seat_id, NOTHING)
    return Status(204, None)


@router.post(PLAN + "/submission", response=EmergencyPlanView, operation_id="submit_emergency_plan")
def post_submission(request: HttpRequest, plan_id: UUID) -> EmergencyPlanView:
    """Lay the draft before the planning team; for keepers. 409 while a section is empty or has blanks."""
    acts.submit_plan(caller_of(request).asker(), plan_id, NOTHING)
    return _view_of_plan(request, plan_id)


@router.post(PLAN + "/take-back", response=EmergencyPlanView, operation_id="take_back_emergency_plan")
def post_take_back(request: HttpRequest, plan_id: UUID) -> EmergencyPlanView:
    """Make what lies before the team a draft again; for keepers."""
    acts.take_back(caller_of(request).asker(), plan_id, NOTHING)
    return _view_of_plan(request, plan_id)


@router.post(PLAN + "/consents", response=EmergencyPlanView, operation_id="agree_to_emergency_plan")
def post_consent(request: HttpRequest, plan_id: UUID, given: Body[g.ConsentIn]) -> EmergencyPlanView:
    """Agree to exactly the text that was read; for members of the planning team."""
    acts.agree_to_plan(caller_of(request).asker(), plan_id, given)
    return _view_of_plan(request, plan_id)


@router.post(PLAN + "/team/{uuid:seat_id}/consent", response=EmergencyPlanView, operation_id="record_plan_consent")
def post_recorded(request: HttpRequest, plan_id: UUID, seat_id: UUID, given: Body[g.ConsentIn]) -> EmergencyPlanView:
    """Write down that a parent without an account agreed; for keepers."""
    acts.record_consent(caller_of(request).asker(), plan_id, seat_id, given)
    return _view_of_plan(request, plan_id)


@router.post(PLAN + "/adoption", response=EmergencyPlanView, operation_id="adopt_emergency_plan")
def post_adoption(request: HttpRequest, plan_id: UUID, given: Body[g.ConsentIn]) -> EmergencyPlanView:
    """Adopt the text before the team; for keepers. It takes seconds: its paper is drawn and sealed first."""
    acts.adopt_plan(caller_of(request).asker(), plan_id, given)
    return _view_of_plan(request, plan_id)


def _view_of_plan(request: HttpRequest, plan_id: UUID) -> EmergencyPlanView:
    caller = caller_of(request)
    return plan_view(plan_for(user_id=caller.user_id, plan_id=plan_id, at=caller.at), None, caller.at)


# --- rules ------------------------------------------------------------------------------------------------------------
@router.get(RULES, response=g.PlanRules, operation_id="read_emergency_plan_rules")
def read_rules(request: HttpRequest, district_id: UUID) -> g.PlanRules:
    """Return what a district asks of its plans; for its people."""
    caller = caller_of(request)
    return rules_of(district_for(user_id=caller.user_id, district_id=district_id, at=caller.at).pk)


@router.put(RULES, response={204: None}, operation_id="set_emergency_plan_rules")
def put_rules(request: HttpRequest, district_id: UUID, given: Body[g.PlanRules]) -> Status[None]:
    """Set what a district asks of its plans; for its administrators and planners."""
    acts.set_rules(caller_of(request).asker(), district_id, given)
    return Status(204, None)
