"""Rosters over HTTP: for those who keep one, those who read students, and teachers of their own classes."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, File, Router, Status, UploadedFile

from coordination.agreements.schemas import DisclosureMade, LedgerOut, StudentDisclosureIn
from coordination.incident.disclosures.queries import Ledger
from coordination.rosters.access import agency_kept_for, class_read_for, classes_taught_by, school_read_for
from coordination.rosters.bounded_reading import FILE_MAX_BYTES
from coordination.rosters.vocabulary import RosterDoor
from coordination.rosters.wire import (
    CustodyNoteIn,
    CustodyNoteOut,
    RosterImportIn,
    RosterReaderIn,
    RosterSchoolIn,
    RosterSettingsIn,
    StudentSearchIn,
)
from coordination.rosters.work import keeping
from coordination.rosters.work.disclosing import disclosures_of, enter_disclosure_of
from coordination.rosters.work.queries import (
    ClassLine,
    ClassView,
    RosterState,
    StudentLine,
    StudentView,
    class_lines,
    class_read,
    classes_of,
    roster_state,
    student_read,
    students_found,
)
from coordination.rosters.work.storing import RosterLook
from coordination.rosters.work.uploads import Looked, look_at_upload, take_upload
from coordination.sign_in.callers import caller_of

router = Router(tags=["rosters"])
ROSTER = "/agencies/{uuid:agency_id}/roster"
STUDENT = ROSTER + "/students/{uuid:student_id}"


@router.get(ROSTER, response=RosterState, operation_id="read_roster_state")
def read_state(request: HttpRequest, agency_id: UUID) -> RosterState:
    """Return a roster in numbers, with what came of the last imports; for administrators. No student is named."""
    caller = caller_of(request)
    return roster_state(agency_kept_for(user_id=caller.user_id, agency_id=agency_id, at=caller.at))


@router.put(ROSTER, response={204: None}, operation_id="set_roster")
def put_settings(request: HttpRequest, agency_id: UUID, given: Body[RosterSettingsIn]) -> Status[None]:
    """Say for how long a district keeps people who have left."""
    caller = caller_of(request)
    keeping.set_keep_days(actor_id=caller.user_id, agency_id=agency_id, keep_days=given.keep_days, at=caller.at)
    return Status(204, None)


@router.put(ROSTER + "/schools/{uuid:roster_school_id}", response={204: None}, operation_id="match_roster_school")
def put_school(
    request: HttpRequest, agency_id: UUID, roster_school_id: UUID, given: Body[RosterSchoolIn]
) -> Status[None]:
    """Say which school of the district an organization of the roster is."""
    caller = caller_of(request)
    keeping.match_school(
        actor_id=caller.user_id,
        agency_id=agency_id,
        roster_school_id=roster_school_id,
        school_id=given.school_id,
        at=caller.at,
    )
    return Status(204, None)


@router.post(ROSTER + "/looks", response=Looked, operation_id="look_at_roster")
def post_look(request: HttpRequest, agency_id: UUID, file: Annotated[UploadedFile, File()]) -> Looked:
    """Say what a set of OneRoster 1.2 tables (a zip) would do, and keep it for a day. Nothing is stored of it yet."""
    caller = caller_of(request)
    content = file.read(FILE_MAX_BYTES + 1)
    return look_at_upload(actor_id=caller.user_id, agency_id=agency_id, content=content, at=caller.at)


@router.post(ROSTER + "/imports", response=RosterLook, operation_id="import_roster")
def post_import(request: HttpRequest, agency_id: UUID, given: Body[RosterImportIn]) -> RosterLook:
    """Store what was looked at: all of it or nothing; rows with a defect are listed and left as they were."""
    caller = caller_of(request)
    return take_upload(
        actor_id=caller.user_id,
        agency_id=agency_id,
        upload_id=given.upload_id,
        may_shrink=given.may_shrink,
        at=caller.at,
        progress=lambda _done, _total: None,
    )


@router.post(ROSTER + "/readers", response={204: None}, operation_id="add_roster_reader")
def post_reader(request: HttpRequest, agency_id: UUID, given: Body[RosterReaderIn]) -> Status[None]:
    """Name a person of the school or its district who reads students, once a second person has let them in."""
    caller = caller_of(request)
    keeping.add_reader(actor_id=caller.user_id, agency_id=agency_id, person_id=given.person_id, at=caller.at)
    return Status(204, None)


@router.post(ROSTER + "/readers/{uuid:person_id}/let-in", response={204: None}, operation_id="let_roster_reader_in")
def post_let_in(request: HttpRequest, agency_id: UUID, person_id: UUID) -> Status[None]:
    """Let a named person read, as a reader there or a second administrator; never oneself or whom one named."""
    caller = caller_of(request)
    keeping.let_reader_in(actor_id=caller.user_id, agency_id=agency_id, person_id=person_id, at=caller.at)
    return Status(204, None)


@router.delete(ROSTER + "/readers/{uuid:person_id}", response={204: None}, operation_id="remove_roster_reader")
def delete_reader(request: HttpRequest, agency_id: UUID, person_id: UUID) -> Status[None]:
    """Let a person read students no longer."""
    caller = caller_of(request)
    keeping.remove_reader(actor_id=caller.user_id, agency_id=agency_id, person_id=person_id, at=caller.at)
    return Status(204, None)


# --- students ---------------------------------------------------------------------------------------------------------
@router.post(ROSTER + "/student-searches", response=list[StudentLine], operation_id="find_students")
def post_search(request: HttpRequest, agency_id: UUID, given: Body[StudentSearchIn]) -> list[StudentLine]:
    """Find students of a school by name, at most 50; for those named to read them. The reading is written down."""
    caller = caller_of(request)
    school = school_read_for(user_id=caller.user_id, agency_id=agency_id, at=caller.at)
    return students_found(school, given.words, user_id=caller.user_id, at=caller.at, door=RosterDoor.API)


@router.get(STUDENT, response=StudentView, operation_id="read_student")
def read_student(request: HttpRequest, agency_id: UUID, student_id: UUID) -> StudentView:
    """Return a student with guardians, custody notes and classes. The reading is written down."""
    caller = caller_of(request)
    student = keeping.student_for(actor_id=caller.user_id, agency_id=agency_id, student_id=student_id, at=caller.at)
    school = school_read_for(user_id=caller.user_id, agency_id=agency_id, at=caller.at)
    return student_read(student, school, user_id=caller.user_id, at=caller.at, door=RosterDoor.API)


@router.post(STUDENT + "/custody-notes", response={201: CustodyNoteOut}, operation_id="add_custody_note")
def post_note(
    request: HttpRequest, agency_id: UUID, student_id: UUID, given: Body[CustodyNoteIn]
) -> Status[dict[str, UUID]]:
    """Write down who may not pick a student up."""
    caller = caller_of(request)
    note_id = keeping.add_custody_note(
        actor_id=caller.user_id, agency_id=agency_id, student_id=student_id, text=given.text, at=caller.at
    )
    return Status(201, {"note_id": note_id})


@router.delete(STUDENT + "/custody-notes/{uuid:note_id}", response={204: None}, operation_id="remove_custody_note")
def delete_note(request: HttpRequest, agency_id: UUID, student_id: UUID, note_id: UUID) -> Status[None]:
    """Take a custody note away."""
    caller = caller_of(request)
    keeping.remove_custody_note(
        actor_id=caller.user_id, agency_id=agency_id, student_id=student_id, note_id=note_id, at=caller.at
    )
    return Status(204, None)


@router.get(f"{STUDENT}/disclosures", response=LedgerOut, operation_id="read_student_disclosures")
def read_disclosures(request: HttpRequest, agency_id: UUID, student_id: UUID) -> Ledger:
    """List what was disclosed about a student: who reads the school's students. The reading is written down."""
    caller = caller_of(request)
    student = keeping.student_for(actor_id=caller.user_id, agency_id=agency_id, student_id=student_id, at=caller.at)
    school = school_read_for(user_id=caller.user_id, agency_id=agency_id, at=caller.at)
    student_read(student, school, user_id=caller.user_id, at=caller.at, door=RosterDoor.API)
    return disclosures_of(student, school)


@router.post(f"{STUDENT}/disclosures", response={201: DisclosureMade}, operation_id="enter_student_disclosure")
def post_disclosure(
    request: HttpRequest, agency_id: UUID, student_id: UUID, given: Body[StudentDisclosureIn]
) -> Status[dict[str, UUID]]:
    """Enter what was given of a student's data to a person who is no user (34 CFR 99.32)."""
    caller = caller_of(request)
    made = enter_disclosure_of(
        actor_id=caller.user_id, agency_id=agency_id, student_id=student_id, given=given.make_input(), at=caller.at
    )
    return Status(201, {"disclosure_id": made})


@router.get(ROSTER + "/classes", response=list[ClassLine], operation_id="list_roster_classes")
def list_classes(request: HttpRequest, agency_id: UUID) -> list[ClassLine]:
    """List the classes of a school for those who read its students; no student is named."""
    caller = caller_of(request)
    return class_lines(classes_of(school_read_for(user_id=caller.user_id, agency_id=agency_id, at=caller.at)))


@router.get("/my-classes", response=list[ClassLine], operation_id="list_my_classes")
def list_my_classes(request: HttpRequest) -> list[ClassLine]:
    """List the classes that the caller teaches; no student is named."""
    caller = caller_of(request)
    return class_lines(classes_taught_by(caller.user_id, caller.at))


@router.get("/roster-classes/{uuid:class_id}", response=ClassView, operation_id="read_roster_class")
def read_class(request: HttpRequest, class_id: UUID) -> ClassView:
    """Return a class with its students, to its teacher and to those who read the school's. It is written down."""
    caller = caller_of(request)
    found = class_read_for(user_id=caller.user_id, class_id=class_id, at=caller.at)
    return class_read(found, user_id=caller.user_id, at=caller.at, door=RosterDoor.API)
