"""Cases over HTTP: for the people on them, those who keep a team, and responders who open a flag in an emergency."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router, Status

from coordination.casework.kinds.routes import add_kind_routes
from coordination.casework.kinds.views import fill_view
from coordination.casework.team_routes import READS, add_team_routes
from coordination.prevention.cases.access import copies_for, copy_for
from coordination.prevention.cases.audit import CASE_READS
from coordination.prevention.cases.models import PoliceCopy
from coordination.prevention.cases.rules.given import CaseIn, CaseStepIn, SetUpIn
from coordination.prevention.cases.team_acts import CASE_TEAM_ACTS, note_set_up
from coordination.prevention.cases.vocabulary import CaseDoor, SetUpStep
from coordination.prevention.cases.wire import (
    AgendaItem,
    CaseEntryGiven,
    CaseEntryWritten,
    CaseOpened,
    PoliceCopyLine,
    PoliceCopyOut,
)
from coordination.prevention.cases.work.agenda import list_agenda
from coordination.prevention.cases.work.flags import FlagLine, FlagView, flags_for, open_flag
from coordination.prevention.cases.work.kinds import CASE_KIND
from coordination.prevention.cases.work.opening import open_case
from coordination.prevention.cases.work.writing import write_entry
from coordination.room.access import incident_for
from coordination.sign_in.callers import caller_of

router = Router(tags=["cases"])
TEAM = "/agencies/{uuid:agency_id}/case-team"
FLAGS = "/incidents/{uuid:incident_id}/safety-flags"


# --- cases ------------------------------------------------------------------------------------------------------------
add_kind_routes(
    router,
    "/cases",
    CASE_KIND,
    CaseStepIn,
    name="case",
    lists="List the cases that the caller is on, by what is due first: numbers, and nothing of what they are about.",
    reads="Return a case with its file, of a sealed one without.",
    takes="Take a step. 409 with a code that says why, where the state of the case or its file does not allow it.",
    splits=True,
)


@router.post("/cases", response={201: CaseOpened}, operation_id="open_case")
def post_case(request: HttpRequest, given: Body[CaseIn]) -> Status[CaseOpened]:
    """Open a case, for a team or for the desk that decides on its tip; a tip's words stay with the tip."""
    caller = caller_of(request)
    case = open_case(actor_id=caller.user_id, given=given, at=caller.at)
    return Status(201, CaseOpened(case_id=case.pk, number=case.number))


@router.get("/cases/agenda", response=list[AgendaItem], operation_id="read_case_agenda")
def read_agenda(request: HttpRequest) -> list[AgendaItem]:
    """Return the caller's open cases for a meeting: what is due, what is missing. The reading is written down."""
    caller = caller_of(request)
    return list_agenda(caller.user_id, caller.at)


@router.post("/cases/{uuid:case_id}/entries", response={201: CaseEntryWritten}, operation_id="write_case_entry")
def post_entry(request: HttpRequest, case_id: UUID, given: Body[CaseEntryGiven]) -> Status[CaseEntryWritten]:
    """Write something into the file of an open case."""
    caller = caller_of(request)
    entry = write_entry(actor_id=caller.user_id, case_id=case_id, given=given.root, at=caller.at)
    return Status(201, CaseEntryWritten(entry_id=entry.pk))


# --- in an emergency --------------------------------------------------------------------------------------------------
@router.get(FLAGS, response=list[FlagLine], operation_id="list_safety_flags")
def list_flags(request: HttpRequest, incident_id: UUID) -> list[FlagLine]:
    """List the flags that the caller could open in a real incident now; empty for everybody else."""
    asker = caller_of(request).asker()
    incident_for(user_id=asker.user_id, incident_id=incident_id, at=asker.at)
    return flags_for(asker, incident_id=incident_id)


@router.post(FLAGS + "/{uuid:flag_id}/open", response=FlagView, operation_id="open_safety_flag")
def post_flag(request: HttpRequest, incident_id: UUID, flag_id: UUID) -> FlagView:
    """Open a flag: it is written into the district's ledger of disclosures, and told to who leads."""
    return open_flag(asker=caller_of(request).asker(), incident_id=incident_id, flag_id=flag_id)


# --- papers of the police ---------------------------------------------------------------------------------------------
@router.get("/police-copies", response=list[PoliceCopyLine], operation_id="list_police_copies")
def list_copies(request: HttpRequest) -> list[PoliceCopyLine]:
    """List the papers that the caller's law enforcement unit was given, the newest first."""
    caller = caller_of(request)
    return [_paper_of(PoliceCopyLine, one) for one in copies_for(caller.user_id, caller.at)]


@router.get("/police-copies/{uuid:copy_id}", response=PoliceCopyOut, operation_id="read_police_copy")
def read_copy(request: HttpRequest, copy_id: UUID) -> PoliceCopyOut:
    """Return a paper as it was given. That the caller has read it is written down."""
    caller = caller_of(request)
    copy = copy_for(user_id=caller.user_id, copy_id=copy_id, at=caller.at)
    CASE_READS.note_reads([copy.pk], user_id=caller.user_id, at=caller.at, door=CaseDoor.COPY)
    return _paper_of(PoliceCopyOut, copy)


def _paper_of[PaperT: PoliceCopyLine](view: type[PaperT], copy: PoliceCopy) -> PaperT:
    """Return a paper, with or without what it says."""
    return fill_view(view, copy, {"copy_id": copy.pk, "school": copy.school_name, "given_by": copy.given_by_name})


# --- teams ------------------------------------------------------------------------------------------------------------
add_team_routes(
    router,
    TEAM,
    CASE_TEAM_ACTS,
    name="case_team",
    reads=f"{READS} Of cases there is nothing.",
)


@router.put(TEAM + "/set-up/{step}", response={204: None}, operation_id="note_case_set_up")
def put_set_up(request: HttpRequest, agency_id: UUID, step: SetUpStep, given: Body[SetUpIn]) -> Status[None]:
    """Note how far a district is with one of the eight steps."""
    note_set_up(caller_of(request).asker(), agency_id, step, given)
    return Status(204, None)
