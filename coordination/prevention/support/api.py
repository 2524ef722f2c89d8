"""Support over HTTP: for a team, those who keep one, who refers a student, and who calls a crisis team."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router, Status

from coordination.casework.kinds.routes import add_kind_routes
from coordination.casework.kinds.views import Door, fill_view
from coordination.casework.team_routes import add_team_routes
from coordination.prevention.support.access import SUPPORT_READS, SUPPORT_TEAM_ACTS
from coordination.prevention.support.rules.given import (
    CrisisAtSchoolIn,
    CrisisCallIn,
    CrisisStepIn,
    ReferralIn,
    ReferralStepIn,
    SupportPersonIn,
)
from coordination.prevention.support.wire import (
    CrisisCalled,
    CrisisCallMade,
    CrisisEntryGiven,
    CrisisEntryWritten,
    ReferralReceived,
    SupportDirectoryOut,
    SupportPersonOut,
)
from coordination.prevention.support.work import directory
from coordination.prevention.support.work.crisis import (
    call_at_school,
    call_to_incident,
    crisis_at,
    may_call,
    write_entry,
)
from coordination.prevention.support.work.kinds import CRISIS_KIND, REFERRAL_KIND
from coordination.prevention.support.work.referrals import refer_student
from coordination.room.access import incident_for
from coordination.sign_in.callers import caller_of

router = Router(tags=["support"])
CRISIS = "/support/crises/{uuid:call_id}"
CALL = "/incidents/{uuid:incident_id}/crisis-team"
TEAM = "/agencies/{uuid:agency_id}/support-team"


# --- referrals --------------------------------------------------------------------------------------------------------
add_kind_routes(
    router,
    "/support/referrals",
    REFERRAL_KIND,
    ReferralStepIn,
    name="referral",
    lists="List the referrals of the caller's teams, what is due first: numbers, and nothing of whom they are about.",
    splits=True,
)


@router.post("/support/referrals", response={201: ReferralReceived}, operation_id="refer_student")
def post_referral(request: HttpRequest, given: Body[ReferralIn]) -> Status[ReferralReceived]:
    """Refer a student to the team of one's school or district. Only the team reads it."""
    caller = caller_of(request)
    referral = refer_student(actor_id=caller.user_id, given=given, at=caller.at)
    return Status(201, ReferralReceived(number=referral.number))


# --- crises -----------------------------------------------------------------------------------------------------------
@router.get(CALL, response=CrisisCalled, operation_id="read_crisis_team")
def read_call(request: HttpRequest, incident_id: UUID) -> CrisisCalled:
    """Return whether a crisis team was called to an incident. Whom it looks after is no one's here."""
    caller = caller_of(request)
    grant = incident_for(user_id=caller.user_id, incident_id=incident_id, at=caller.at)
    return crisis_at(incident_id, may_call=may_call(grant))


@router.post(CALL, response={204: None}, operation_id="call_crisis_team")
def post_call(request: HttpRequest, incident_id: UUID, given: Body[CrisisCallIn]) -> Status[None]:
    """Call the crisis team of the incident's school, else its district's; for the school, and who commands."""
    asker = caller_of(request).asker()
    call_to_incident(asker=asker, incident_id=incident_id, origin=given.origin, reason=given.reason)
    return Status(204, None)


add_kind_routes(
    router,
    "/support/crises",
    CRISIS_KIND,
    CrisisStepIn,
    name="crisis",
    plural="crises",
    lists="List the calls of the caller's crisis teams, those at work first. Those of exercises say so.",
    reads="Return a crisis team at work.",
)


@router.post("/support/crises", response={201: CrisisCallMade}, operation_id="call_own_crisis_team")
def post_crisis(request: HttpRequest, given: Body[CrisisAtSchoolIn]) -> Status[CrisisCallMade]:
    """Call one's own team without an incident."""
    call = call_at_school(asker=caller_of(request).asker(), agency_id=given.agency_id, reason=given.reason)
    return Status(201, CrisisCallMade(call_id=call.pk))


@router.post(CRISIS + "/entries", response={201: CrisisEntryWritten}, operation_id="write_crisis_entry")
def post_crisis_entry(request: HttpRequest, call_id: UUID, given: Body[CrisisEntryGiven]) -> Status[CrisisEntryWritten]:
    """Write about a room that the team uses, or someone it looks after."""
    caller = caller_of(request)
    entry_id = write_entry(actor_id=caller.user_id, call_id=call_id, given=given.root, at=caller.at)
    return Status(201, CrisisEntryWritten(entry_id=entry_id))


# --- teams ------------------------------------------------------------------------------------------------------------
add_team_routes(router, TEAM, SUPPORT_TEAM_ACTS, name="support_team")


@router.get(TEAM + "/directory", response=SupportDirectoryOut, operation_id="read_support_directory")
def read_directory(request: HttpRequest, agency_id: UUID) -> dict[str, object]:
    """Return who supports people at a school, beside the national recommendations; for the team and its keepers."""
    caller = caller_of(request)
    team = directory.team_to_look_up(user_id=caller.user_id, agency_id=agency_id, at=caller.at)
    SUPPORT_READS.note_reads([team.pk], user_id=caller.user_id, at=caller.at, door=Door.API)
    enrollment, found = directory.ratios_of(team)
    return {
        "agency_id": agency_id,
        "people": [
            fill_view(SupportPersonOut, one, {"entry_id": one.pk}) for one in team.people.order_by("name", "id")
        ],
        "enrollment": enrollment,
        "ratios": found,
    }


@router.post(TEAM + "/directory", response={201: CrisisEntryWritten}, operation_id="add_to_support_directory")
def post_person(request: HttpRequest, agency_id: UUID, given: Body[SupportPersonIn]) -> Status[CrisisEntryWritten]:
    """Put someone into the directory."""
    caller = caller_of(request)
    entry = directory.add_to_directory(actor_id=caller.user_id, agency_id=agency_id, given=given, at=caller.at)
    return Status(201, CrisisEntryWritten(entry_id=entry.pk))


@router.delete(TEAM + "/directory/{uuid:entry_id}", response={204: None}, operation_id="take_from_support_directory")
def delete_person(request: HttpRequest, agency_id: UUID, entry_id: UUID) -> Status[None]:
    """Take someone from the directory."""
    caller = caller_of(request)
    directory.take_from_directory(actor_id=caller.user_id, agency_id=agency_id, entry_id=entry_id, at=caller.at)
    return Status(204, None)
