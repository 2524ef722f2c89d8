"""SROs and training over HTTP. Parse, call, answer; no rule stands here."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Body, File, Router, Status, UploadedFile

from coordination.sign_in.callers import caller_of
from coordination.training import acts, wire
from coordination.training.work.bulk import TrainingLook, TrainingLooked
from coordination.training.work.certificates import MAX_BYTES, certificate_of
from coordination.training.work.never_drilled import DrilledHere, never_drilled_in
from coordination.training.work.officers import SroLine, SroView, sro_lines, sro_view
from coordination.training.work.records import TrainingView, own_records, records_of, training_views
from coordination.training.work.staff import coverage_of_district
from coordination.training.work.table import FILE_MAX_BYTES
from mou.api.media_types import JPEG, declare_types
from mou.officers import training
from mou.officers.access import assignment_for, led_agency, training_for, training_record_for
from mou.officers.queries import StaffCoverage
from mou.officers.training import KnownCourse
from mou.vocabulary import SroParty

router = Router(tags=["training"])
SRO = "/sro-assignments/{uuid:assignment_id}"
RECORD = "/training-records/{uuid:record_id}"
AGENCY = "/agencies/{uuid:agency_id}"


# --- school resource officers -----------------------------------------------------------------------------------------
@router.get("/sro-assignments", response=list[SroLine], operation_id="list_sro_assignments")
def list_assignments(request: HttpRequest, *, ended: bool = False) -> list[SroLine]:
    """List the SROs of the caller's agency or district, or the caller's own, each before its agreements in force."""
    caller = caller_of(request)
    return sro_lines(caller.user_id, caller.at, ended=ended)


@router.get(SRO, response=SroView, operation_id="read_sro_assignment")
def read_assignment(request: HttpRequest, assignment_id: UUID) -> SroView:
    """Return an assignment with its selection and reviews, as far as the caller reads them."""
    caller = caller_of(request)
    grant = assignment_for(user_id=caller.user_id, assignment_id=assignment_id, at=caller.at, lock=False)
    return sro_view(grant.assignment, caller.user_id, caller.at)


@router.post("/sro-assignments", response={201: wire.TrainingMadeOut}, operation_id="assign_sro")
def post_assignment(request: HttpRequest, given: Body[wire.SroAssignmentIn]) -> Status[dict[str, UUID]]:
    """Make an officer the SRO of sites that an agreement in force covers: a leader of the employing agency."""
    return Status(201, {"id": acts.assign_sro(caller_of(request).asker(), given)})


@router.put(SRO, response={204: None}, operation_id="change_sro_assignment")
def put_assignment(request: HttpRequest, assignment_id: UUID, given: Body[wire.SroAssignmentChangeIn]) -> Status[None]:
    """Change sites, planned last day, supervisor and back-up: the employing agency's part."""
    acts.change_sro_assignment(caller_of(request).asker(), assignment_id, given)
    return Status(204, None)


@router.post(SRO + "/end", response={204: None}, operation_id="end_sro_assignment")
def post_end(request: HttpRequest, assignment_id: UUID, given: Body[wire.SroAssignmentEndIn]) -> Status[None]:
    """End an assignment with a reason: the employing agency's part."""
    acts.end_sro_assignment(caller_of(request).asker(), assignment_id, given)
    return Status(204, None)


@router.put(SRO + "/selections/{party}", response={204: None}, operation_id="set_sro_selection")
def put_selection(
    request: HttpRequest, assignment_id: UUID, party: SroParty, given: Body[wire.SroSelectionIn]
) -> Status[None]:
    """Write down one's own party's part of the selection, until it is signed."""
    acts.set_sro_selection(caller_of(request).asker(), assignment_id, party, given)
    return Status(204, None)


@router.post(SRO + "/selections/{party}/signature", response={204: None}, operation_id="sign_sro_selection")
def post_signature(
    request: HttpRequest, assignment_id: UUID, party: SroParty, given: Body[wire.SroSignatureIn]
) -> Status[None]:
    """Sign one's own party's part by name; from then on it does not change."""
    acts.sign_sro_selection(caller_of(request).asker(), assignment_id, party, given)
    return Status(204, None)


@router.post(SRO + "/reviews", response={204: None}, operation_id="review_sro_assignment")
def post_review(request: HttpRequest, assignment_id: UUID, given: Body[wire.SroReviewIn]) -> Status[None]:
    """Write down a yearly review, for one's own party."""
    acts.review_sro_assignment(caller_of(request).asker(), assignment_id, given)
    return Status(204, None)


# --- training records -------------------------------------------------------------------------------------------------
@router.get("/me/training-records", response=list[TrainingView], operation_id="list_my_training")
def list_mine(request: HttpRequest) -> list[TrainingView]:
    """List the caller's own training, whichever agency recorded it."""
    caller = caller_of(request)
    return training_views(own_records(caller.user_id), caller.at)


@router.get(AGENCY + "/training-records", response=list[TrainingView], operation_id="list_training_records")
def list_records(request: HttpRequest, agency_id: UUID) -> list[TrainingView]:
    """List what an agency has recorded and what counts, first what expires first: for those who lead it."""
    caller = caller_of(request)
    agency = led_agency(user_id=caller.user_id, agency_id=agency_id, at=caller.at)
    return training_views(records_of(agency), caller.at)


@router.get(RECORD, response=TrainingView, operation_id="read_training_record")
def read_record(request: HttpRequest, record_id: UUID) -> TrainingView:
    """Return a record, also one that was corrected or withdrawn."""
    caller = caller_of(request)
    record = training_record_for(user_id=caller.user_id, record_id=record_id, at=caller.at)
    (found,) = training_views(training_for(caller.user_id, caller.at).filter(pk=record.pk), caller.at)
    return found


@router.post(AGENCY + "/training-records", response={201: wire.TrainingMadeOut}, operation_id="record_training")
def post_record(request: HttpRequest, agency_id: UUID, given: Body[wire.TrainingIn]) -> Status[dict[str, UUID]]:
    """Record that a member of the agency completed a course."""
    return Status(201, {"id": acts.record_training(caller_of(request).asker(), agency_id, given)})


@router.post(RECORD + "/corrections", response={201: wire.TrainingMadeOut}, operation_id="correct_training")
def post_correction(
    request: HttpRequest, record_id: UUID, given: Body[wire.TrainingCorrectionIn]
) -> Status[dict[str, UUID]]:
    """Put a corrected record in the place of one; the earlier one stays to be read."""
    return Status(201, {"id": acts.correct_training(caller_of(request).asker(), record_id, given)})


@router.post(RECORD + "/withdrawal", response={204: None}, operation_id="withdraw_training")
def post_withdrawal(request: HttpRequest, record_id: UUID, given: Body[wire.TrainingWithdrawalIn]) -> Status[None]:
    """Say that a record is wrong altogether; it stays to be read."""
    acts.withdraw_training(caller_of(request).asker(), record_id, given)
    return Status(204, None)


@router.post(RECORD + "/verification", response={204: None}, operation_id="verify_training")
def post_verification(request: HttpRequest, record_id: UUID) -> Status[None]:
    """Say that one has seen the proof; not for the person, nor for the one who recorded it."""
    acts.verify_training(caller_of(request).asker(), record_id)
    return Status(204, None)


@router.post(RECORD + "/certificate", response={204: None}, operation_id="add_training_certificate")
def post_certificate(request: HttpRequest, record_id: UUID, file: Annotated[UploadedFile, File()]) -> Status[None]:
    """Put a certificate to a record: a picture, or the first page of a PDF. It is drawn anew before it is stored."""
    acts.add_certificate(caller_of(request).asker(), record_id, wire.CertificateIn(file=file.read(MAX_BYTES + 1)))
    return Status(204, None)


@router.get(RECORD + "/certificate", operation_id="read_training_certificate", openapi_extra=declare_types(JPEG))
def read_certificate(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Return the picture of a certificate as JPEG."""
    caller = caller_of(request)
    picture = certificate_of(user_id=caller.user_id, record_id=record_id, at=caller.at)
    return HttpResponse(picture, content_type=JPEG, headers={"Cache-Control": "no-store"})


# --- many at once -----------------------------------------------------------------------------------------------------
@router.post(AGENCY + "/training-files/looks", response=TrainingLooked, operation_id="look_at_training_file")
def post_look(request: HttpRequest, agency_id: UUID, file: Annotated[UploadedFile, File()]) -> TrainingLooked:
    """Say what a table of training (CSV) would record, and which rows have defects. Nothing is recorded."""
    return acts.look_at_file(
        caller_of(request).asker(), agency_id, wire.TrainingFileIn(file=file.read(FILE_MAX_BYTES + 1))
    )


@router.post(AGENCY + "/training-files/{uuid:upload_id}", response=TrainingLook, operation_id="take_training_file")
def post_file(request: HttpRequest, agency_id: UUID, upload_id: UUID) -> TrainingLook:
    """Record everything of a file that was looked at, or nothing."""
    return acts.take_file(caller_of(request).asker(), agency_id, wire.TrainingTakenIn(upload_id=upload_id))


# --- courses, coverage ------------------------------------------------------------------------------------------------
@router.get(AGENCY + "/training-courses", response=list[KnownCourse], operation_id="list_training_courses")
def list_courses(request: HttpRequest, agency_id: UUID) -> list[KnownCourse]:
    """List the courses that an agency can record: the catalog, and its own."""
    caller = caller_of(request)
    return list(training.known_courses(led_agency(user_id=caller.user_id, agency_id=agency_id, at=caller.at)).values())


@router.post(AGENCY + "/training-courses", response={201: wire.TrainingMadeOut}, operation_id="add_training_course")
def post_course(request: HttpRequest, agency_id: UUID, given: Body[wire.TrainingCourseIn]) -> Status[dict[str, UUID]]:
    """Add a course of the agency's own."""
    return Status(201, {"id": acts.add_course(caller_of(request).asker(), agency_id, given)})


@router.post(
    AGENCY + "/training-courses/{str:code}/retirement", response={204: None}, operation_id="retire_training_course"
)
def post_retirement(request: HttpRequest, agency_id: UUID, code: str) -> Status[None]:
    """Offer an own course no longer; what was recorded of it stays."""
    caller = caller_of(request)
    training.retire_course(actor_id=caller.user_id, agency_id=agency_id, code=code, at=caller.at)
    return Status(204, None)


@router.get(
    "/districts/{uuid:district_id}/training-coverage",
    response=list[StaffCoverage],
    operation_id="read_training_coverage",
)
def read_coverage(request: HttpRequest, district_id: UUID) -> list[StaffCoverage]:
    """Count who of each school's staff has which course: for the district's planners and administrators. No names."""
    caller = caller_of(request)
    return coverage_of_district(caller.user_id, district_id, caller.at)


@router.get("/incidents/{uuid:incident_id}/never-drilled", response=DrilledHere, operation_id="list_never_drilled")
def list_never_drilled(request: HttpRequest, incident_id: UUID) -> DrilledHere:
    """List who is in an open real incident and has never taken part in an exercise at its site: for who commands."""
    caller = caller_of(request)
    return never_drilled_in(caller.user_id, incident_id, caller.at)[1]
