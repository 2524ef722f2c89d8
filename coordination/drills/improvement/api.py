"""Reports, corrective actions and comparisons over HTTP: for people in an exercise, as their role allows."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Body, Router, Status

from coordination.casework.kinds.routes import add_kind_routes
from coordination.drills.exercises.vocabulary import DrillAction, ExerciseKind
from coordination.drills.improvement import acts
from coordination.drills.improvement.access import report_grant
from coordination.drills.improvement.rules.document import ReportDocument
from coordination.drills.improvement.rules.given import CorrectiveActionIn, CorrectiveActionStepIn
from coordination.drills.improvement.wire import (
    ActionLine,
    CorrectiveActionMade,
    DraftIn,
    FindingIn,
    LeaveOutIn,
    MeetingIn,
    ReportTextIn,
    VersionIn,
)
from coordination.drills.improvement.work.comparing import CompareChosen, DrillComparison, compare_drills
from coordination.drills.improvement.work.kinds import ACTION_KIND
from coordination.drills.improvement.work.papers import report_json, report_paper
from coordination.drills.improvement.work.queries import (
    ActionsAsked,
    ReportView,
    action_lines,
    exercise_actions,
    report_view,
)
from coordination.sign_in.callers import caller_of
from mou.api.media_types import PDF, declare_types

router = Router(tags=["drills"])
REPORT = "/drills/exercises/{uuid:exercise_id}/report"
FINDING = REPORT + "/findings/{uuid:finding_id}"
PLAN = "/drills/exercises/{uuid:exercise_id}/corrective-actions"


# --- reports ----------------------------------------------------------------------------------------------------------
@router.get(REPORT, response=ReportView, operation_id="read_drill_report")
def read_report(request: HttpRequest, exercise_id: UUID, *, number: int | None = None) -> ReportView:
    """Return the newest version of a report that the caller reads, or the one of a number."""
    caller = caller_of(request)
    return report_view(report_grant(user_id=caller.user_id, exercise_id=exercise_id, at=caller.at), number)


@router.get(REPORT + ".json", response=ReportDocument, operation_id="download_drill_report")
def read_document(request: HttpRequest, exercise_id: UUID, *, number: int | None = None) -> HttpResponse:
    """Return the report's document: of a signed one exactly the bytes whose SHA-256 it has."""
    caller = caller_of(request)
    content = report_json(user_id=caller.user_id, exercise_id=exercise_id, number=number, at=caller.at)
    return HttpResponse(content, content_type="application/json")


@router.get(REPORT + ".pdf", operation_id="print_drill_report", openapi_extra=declare_types(PDF))
def read_paper(request: HttpRequest, exercise_id: UUID, *, number: int | None = None) -> HttpResponse:
    """Return the report as a PDF: a signed one as it was sealed, a draft drawn now."""
    caller = caller_of(request)
    content = report_paper(user_id=caller.user_id, exercise_id=exercise_id, number=number, at=caller.at)
    return HttpResponse(content, content_type=PDF)


@router.post(REPORT, response={200: ReportView}, operation_id="draft_drill_report")
def post_draft(request: HttpRequest, exercise_id: UUID, given: Body[DraftIn]) -> ReportView:
    """Write the draft from the log and the ratings, or write it anew; after a signed one, the next version."""
    acts.draft_report(caller_of(request).asker(), exercise_id, given)
    return _view_of_report(request, exercise_id)


@router.put(REPORT + "/text", response=ReportView, operation_id="edit_drill_report")
def put_text(request: HttpRequest, exercise_id: UUID, given: Body[ReportTextIn]) -> ReportView:
    """Write a section. What a person wrote is never drafted over."""
    acts.edit_text(caller_of(request).asker(), exercise_id, given)
    return _view_of_report(request, exercise_id)


@router.put(REPORT + "/meeting", response=ReportView, operation_id="set_after_action_meeting")
def put_meeting(request: HttpRequest, exercise_id: UUID, given: Body[MeetingIn]) -> ReportView:
    """Say when the after-action meeting is."""
    acts.set_meeting(caller_of(request).asker(), exercise_id, given)
    return _view_of_report(request, exercise_id)


@router.post(REPORT + "/findings", response=ReportView, operation_id="write_drill_finding")
def post_finding(request: HttpRequest, exercise_id: UUID, given: Body[FindingIn]) -> ReportView:
    """Write a strength or an area for improvement of one's own."""
    acts.write_finding(caller_of(request).asker(), exercise_id, None, given)
    return _view_of_report(request, exercise_id)


@router.put(FINDING, response=ReportView, operation_id="edit_drill_finding")
def put_finding(request: HttpRequest, exercise_id: UUID, finding_id: UUID, given: Body[FindingIn]) -> ReportView:
    """Change a finding; the objective stays."""
    acts.write_finding(caller_of(request).asker(), exercise_id, finding_id, given)
    return _view_of_report(request, exercise_id)


@router.post(FINDING + "/leave-out", response=ReportView, operation_id="leave_out_drill_finding")
def post_left_out(request: HttpRequest, exercise_id: UUID, finding_id: UUID, given: Body[LeaveOutIn]) -> ReportView:
    """Leave a finding out of the report, or take it in again."""
    acts.leave_out_finding(caller_of(request).asker(), exercise_id, finding_id, given)
    return _view_of_report(request, exercise_id)


@router.post(REPORT + "/approval", response=ReportView, operation_id="approve_drill_report")
def post_approval(request: HttpRequest, exercise_id: UUID, given: Body[VersionIn]) -> ReportView:
    """Approve the draft; for the director. 422 with a pointer where something lacks or a player is named."""
    acts.approve_report(caller_of(request).asker(), exercise_id, given)
    return _view_of_report(request, exercise_id)


@router.post(REPORT + "/take-back", response=ReportView, operation_id="take_back_drill_report")
def post_take_back(request: HttpRequest, exercise_id: UUID, given: Body[VersionIn]) -> ReportView:
    """Make an approved report a draft again; for the director."""
    acts.take_back(caller_of(request).asker(), exercise_id, given)
    return _view_of_report(request, exercise_id)


@router.post(REPORT + "/signature", response=ReportView, operation_id="sign_drill_report")
def post_signature(request: HttpRequest, exercise_id: UUID, given: Body[VersionIn]) -> ReportView:
    """Sign the approved report for the sponsor. It takes seconds: its paper is drawn and sealed first."""
    acts.sign_report(caller_of(request).asker(), exercise_id, given)
    return _view_of_report(request, exercise_id)


def _view_of_report(request: HttpRequest, exercise_id: UUID) -> ReportView:
    caller = caller_of(request)
    return report_view(report_grant(user_id=caller.user_id, exercise_id=exercise_id, at=caller.at))


# --- corrective actions -----------------------------------------------------------------------------------------------
@router.get(PLAN, response=list[ActionLine], operation_id="read_improvement_plan")
def read_plan(request: HttpRequest, exercise_id: UUID) -> list[ActionLine]:
    """Return the improvement plan of an exercise."""
    caller = caller_of(request)
    grant = report_grant(user_id=caller.user_id, exercise_id=exercise_id, at=caller.at)
    return exercise_actions(grant.exercise, user_id=caller.user_id, at=caller.at)


@router.post(PLAN, response={201: CorrectiveActionMade}, operation_id="write_corrective_action")
def post_action(
    request: HttpRequest, exercise_id: UUID, given: Body[CorrectiveActionIn]
) -> Status[CorrectiveActionMade]:
    """Write a line of the improvement plan; for the director and evaluators."""
    made = acts.add_action(caller_of(request).asker(), exercise_id, given)
    return Status(201, CorrectiveActionMade(action_id=made.pk))


@router.get("/drills/corrective-actions", response=list[ActionLine], operation_id="list_corrective_actions")
def list_actions(
    request: HttpRequest,
    *,
    ended: bool = False,
    overdue: bool = False,
    agency_id: UUID | None = None,
    site_id: UUID | None = None,
) -> list[ActionLine]:
    """List the corrective actions that the caller reads, by what is due first; of a district with its schools."""
    caller = caller_of(request)
    asked = ActionsAsked(ended=ended, overdue=overdue, agency_id=agency_id, site_id=site_id)
    return action_lines(user_id=caller.user_id, asked=asked, at=caller.at)


add_kind_routes(
    router,
    "/drills/corrective-actions",
    ACTION_KIND,
    CorrectiveActionStepIn,
    # Listed by more than whether they have ended.
    name="corrective_action",
    takes="Take a step; for the agency's planners, its owner, and the director. 409 where the state does not allow it.",
)


# --- comparisons ------------------------------------------------------------------------------------------------------
@router.get("/drills/comparison", response=DrillComparison, operation_id="compare_drills")
def read_comparison(
    request: HttpRequest,
    *,
    kind: ExerciseKind | None = None,
    action: DrillAction | None = None,
    site_id: UUID | None = None,
) -> DrillComparison:
    """Compare the times of drills between the caller's schools and over the years: medians and interquartile ranges."""
    caller = caller_of(request)
    return compare_drills(user_id=caller.user_id, chosen=CompareChosen(kind, action, site_id), at=caller.at)
