"""Assessments of sites over HTTP. Parse, call, answer; no rule stands here."""

from typing import Annotated
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Body, File, Router, Status
from ninja.files import UploadedFile

from coordination.casework.kinds.kind import MOST_LISTED
from coordination.casework.kinds.routes import add_kind_routes
from coordination.prevention.assessments import acts
from coordination.prevention.assessments.wire import (
    AssessmentAnswerIn,
    AssessmentIn,
    AssessmentMemberIn,
    AssessmentStepIn,
    ChecklistIn,
    ChecklistOut,
    DrawFindingIn,
    FindingDrawnOut,
    ScoreIn,
    SiteFindingChangeIn,
    SiteFindingIn,
    SiteFindingStepIn,
    UpgradeIn,
    UpgradeStepIn,
)
from coordination.prevention.assessments.work.kinds import (
    ASSESSMENT_KIND,
    FINDING_KIND,
    UPGRADE_KIND,
    list_own_findings,
)
from mapping.access import district_for, site_for
from mapping.assessments.access import finding_for
from mapping.assessments.audit import ASSESSMENT_READS
from mapping.assessments.errors import AssessmentFindingNotFound
from mapping.assessments.vocabulary import AssessmentDoor
from mapping.assessments.work.checklists import checklists_of
from mapping.assessments.work.findings import add_finding_photo
from mapping.assessments.work.queries import SiteFindingView
from mapping.edits.photos import photo_path
from mapping.sites.schemas import MadeOut
from mapping.vocabulary import SiteNeed
from mou.api.caller import caller_of
from mou.api.media_types import JPEG, declare_types

router = Router(tags=["assessments"])
ASSESSMENT = "/assessments/{uuid:assessment_id}"
FINDING = "/assessment-findings/{uuid:finding_id}"
add_kind_routes(
    router,
    "/assessments",
    ASSESSMENT_KIND,
    AssessmentStepIn,
    name="assessment",
    lists="List the assessments that the caller may read: those at work, then the others; of both the newest first.",
    reads="Return an assessment with everything in it.",
    takes="Take a step. 409 with a code that says why, where the state or what is still open does not allow it.",
)
add_kind_routes(
    router,
    "/assessment-findings",
    FINDING_KIND,
    SiteFindingStepIn,
    name="finding",
    reads="Return a finding and what was done with it.",
    takes="Take a step of a finding. Its owner reports that it is mended; another member of the team confirms that.",
)
add_kind_routes(
    router,
    "/assessment-upgrades",
    UPGRADE_KIND,
    UpgradeStepIn,
    name="upgrade",
    reads=None,
    takes="Decide on an upgrade; for administrators and planners of the school or its district.",
)
CHECKLISTS = "/districts/{uuid:district_id}/assessment-checklists"


@router.post("/sites/{uuid:site_id}/assessments", response={201: MadeOut}, operation_id="open_assessment")
def post_assessment(request: HttpRequest, site_id: UUID, given: Annotated[AssessmentIn, Body()]) -> Status[MadeOut]:
    """Open an assessment of a site with one leader; for administrators and planners of the school or its district."""
    caller = caller_of(request)
    made = acts.open_assessment(caller.user_id, caller.at, site_id, given)
    return Status(201, MadeOut(id=made.pk))


@router.post(ASSESSMENT + "/team", response={204: None}, operation_id="add_to_assessment_team")
def post_member(
    request: HttpRequest, assessment_id: UUID, given: Annotated[AssessmentMemberIn, Body()]
) -> Status[None]:
    """Add a person to the team, or change their role. A new leader replaces the previous one."""
    caller = caller_of(request)
    acts.add_member(caller.user_id, caller.at, assessment_id, given)
    return Status(204, None)


@router.delete(ASSESSMENT + "/team/{uuid:person_id}", response={204: None}, operation_id="take_from_assessment_team")
def delete_member(request: HttpRequest, assessment_id: UUID, person_id: UUID) -> Status[None]:
    """Remove a person from the team."""
    caller = caller_of(request)
    acts.remove_member(caller.user_id, caller.at, assessment_id, person_id)
    return Status(204, None)


@router.put(ASSESSMENT + "/answers/{line}", response={204: None}, operation_id="answer_assessment_line")
def put_answer(
    request: HttpRequest, assessment_id: UUID, line: str, given: Annotated[AssessmentAnswerIn, Body()]
) -> Status[None]:
    """Answer a line of the checklist, or answer it anew."""
    caller = caller_of(request)
    acts.answer_line(caller.user_id, caller.at, assessment_id, line, given)
    return Status(204, None)


# --- ratings and upgrades ---------------------------------------------------------------------------------------------
@router.put(ASSESSMENT + "/scores/{scenario}", response={204: None}, operation_id="score_scenario")
def put_score(
    request: HttpRequest, assessment_id: UUID, scenario: str, given: Annotated[ScoreIn, Body()]
) -> Status[None]:
    """Rate a scenario by threat, vulnerability and consequence, or rate it anew."""
    caller = caller_of(request)
    acts.score_scenario(caller.user_id, caller.at, assessment_id, scenario, given)
    return Status(204, None)


@router.post(ASSESSMENT + "/upgrades", response={201: MadeOut}, operation_id="propose_upgrade")
def post_upgrade(request: HttpRequest, assessment_id: UUID, given: Annotated[UpgradeIn, Body()]) -> Status[MadeOut]:
    """Propose an upgrade; the assessment lists them by risk reduced per cost."""
    caller = caller_of(request)
    made = acts.propose_upgrade(caller.user_id, caller.at, assessment_id, given)
    return Status(201, MadeOut(id=made.pk))


# --- findings ---------------------------------------------------------------------------------------------------------
@router.get("/assessment-findings", response=list[SiteFindingView], operation_id="list_own_findings")
def get_own_findings(request: HttpRequest) -> list[SiteFindingView]:
    """List what the caller has to mend, by what is due first."""
    caller = caller_of(request)
    return list_own_findings(caller.user_id, caller.at, most=MOST_LISTED)


@router.post(ASSESSMENT + "/findings", response={201: MadeOut}, operation_id="write_finding")
def post_finding(request: HttpRequest, assessment_id: UUID, given: Annotated[SiteFindingIn, Body()]) -> Status[MadeOut]:
    """Write down what is wrong at a place."""
    caller = caller_of(request)
    made = acts.write_finding(caller.user_id, caller.at, assessment_id, given)
    return Status(201, MadeOut(id=made.pk))


@router.patch(FINDING, response={204: None}, operation_id="change_finding")
def patch_finding(
    request: HttpRequest, finding_id: UUID, given: Annotated[SiteFindingChangeIn, Body()]
) -> Status[None]:
    """Say anew where it is, or who mends it until when."""
    caller = caller_of(request)
    acts.change_finding(caller.user_id, caller.at, finding_id, given)
    return Status(204, None)


@router.post(FINDING + "/photo", response={204: None}, operation_id="add_finding_photo")
def post_photo(request: HttpRequest, finding_id: UUID, file: Annotated[UploadedFile, File()]) -> Status[None]:
    """Put a photo to a finding. What the camera noted about itself is dropped."""
    caller = caller_of(request)
    add_finding_photo(actor_id=caller.user_id, finding_id=finding_id, chunks=file.chunks(), at=caller.at)
    return Status(204, None)


@router.get(FINDING + "/photo", operation_id="read_finding_photo", openapi_extra=declare_types(JPEG))
def read_photo(request: HttpRequest, finding_id: UUID) -> FileResponse:
    """Return the photo of a finding, as JPEG. That the caller has seen it is written down."""
    caller = caller_of(request)
    finding = finding_for(user_id=caller.user_id, finding_id=finding_id, at=caller.at).finding
    path = photo_path(finding.photo_sha256)
    if not finding.photo_sha256 or not path.exists():
        raise AssessmentFindingNotFound
    ASSESSMENT_READS.note_reads([finding.pk], user_id=caller.user_id, at=caller.at, door=AssessmentDoor.PHOTO)
    response = FileResponse(path.open("rb"), content_type=JPEG, filename=f"finding-{finding.number}.jpg")
    # A shared cache must never hold it, and a private one must ask each time: the right to it may have ended.
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@router.post(FINDING + "/on-plan", response={201: FindingDrawnOut}, operation_id="draw_finding")
def post_on_plan(
    request: HttpRequest, finding_id: UUID, given: Annotated[DrawFindingIn, Body()]
) -> Status[FindingDrawnOut]:
    """Draw a finding on the next version of its floor, for responders; for keepers of the site's maps."""
    caller = caller_of(request)
    return Status(201, FindingDrawnOut(floorplan_id=acts.draw_on_plan(caller.user_id, caller.at, finding_id, given)))


@router.delete(FINDING + "/on-plan", response=FindingDrawnOut, operation_id="erase_finding")
def delete_on_plan(request: HttpRequest, finding_id: UUID) -> FindingDrawnOut:
    """Take a finding off the next version of its floor."""
    caller = caller_of(request)
    return FindingDrawnOut(floorplan_id=acts.take_off_plan(caller.user_id, caller.at, finding_id))


# --- checklists -------------------------------------------------------------------------------------------------------
@router.get("/sites/{uuid:site_id}/assessment-checklists", response=list[ChecklistOut], operation_id="list_checklists")
def list_checklists(request: HttpRequest, site_id: UUID) -> list[ChecklistOut]:
    """List the checklists that a site may be walked by; for keepers of its maps."""
    caller = caller_of(request)
    site = site_for(user_id=caller.user_id, site_id=site_id, need=SiteNeed.EDIT, at=caller.at)
    return _checklists_out(site.district_id)


@router.get(CHECKLISTS, response=list[ChecklistOut], operation_id="list_district_checklists")
def list_district_checklists(request: HttpRequest, district_id: UUID) -> list[ChecklistOut]:
    """List the checklists of a district; for its own people."""
    caller = caller_of(request)
    return _checklists_out(district_for(user_id=caller.user_id, district_id=district_id, at=caller.at).pk)


@router.post(CHECKLISTS, response={201: ChecklistOut}, operation_id="bring_checklist")
def post_checklist(
    request: HttpRequest, district_id: UUID, given: Annotated[ChecklistIn, Body()]
) -> Status[ChecklistOut]:
    """Bring a checklist of the district's own, as TOML; one of the same key takes the place of the one before."""
    caller = caller_of(request)
    made = acts.bring_checklist(caller.user_id, caller.at, district_id, given)
    return Status(201, ChecklistOut(key=made.key, name=made.name, source=made.source, lines=len(made.lines)))


def _checklists_out(district_id: UUID) -> list[ChecklistOut]:
    return [
        ChecklistOut(key=one.key, name=one.name, source=one.source, lines=len(one.lines))
        for one in checklists_of(district_id).values()
    ]
