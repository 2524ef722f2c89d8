"""Threats near schools over HTTP. Parse, call, answer; no rule stands here."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router, Status

from coordination.incident.near_threats import actions
from coordination.incident.near_threats.queries import ShownThreat, threat_for, threats_for
from coordination.incident.near_threats.wire import (
    EndThreatIn,
    NearThreatId,
    NearThreatIn,
    NearThreatOut,
    OfSchoolIn,
    StartFromThreatIn,
)
from coordination.room.answers import AcceptedOut
from coordination.room.dispatch import Accepted
from coordination.sign_in.callers import caller_of

router = Router(tags=["near threats"])
THREAT = "/near-threats/{uuid:threat_id}"


@router.get("/near-threats", response=list[NearThreatOut], operation_id="list_near_threats")
def list_threats(request: HttpRequest) -> list[ShownThreat]:
    """List the last hundred threats that are the caller's to read: told by their agency, or near their own school."""
    caller = caller_of(request)
    return threats_for(caller.user_id, caller.at)


@router.post("/near-threats", response={201: NearThreatId}, operation_id="tell_schools")
def post_threat(request: HttpRequest, body: Body[NearThreatIn]) -> Status[NearThreatId]:
    """Tell schools of an imminent threat. For who dispatches or leads; only schools whose agreement opens the room."""
    return Status(201, NearThreatId(id=actions.tell_schools(asker=caller_of(request).asker(), given=body)))


@router.get(THREAT, response=NearThreatOut, operation_id="read_near_threat")
def read_threat(request: HttpRequest, threat_id: UUID) -> ShownThreat:
    """Return a threat, with the schools that the caller may read of."""
    caller = caller_of(request)
    return threat_for(caller.user_id, threat_id, caller.at)


@router.post(f"{THREAT}/acknowledge", response={204: None}, operation_id="acknowledge_near_threat")
def post_acknowledgement(request: HttpRequest, threat_id: UUID, body: Body[OfSchoolIn]) -> Status[None]:
    """Acknowledge a threat for one's own school. The first of a school counts; twice changes nothing."""
    actions.acknowledge_threat(asker=caller_of(request).asker(), threat_id=threat_id, given=body)
    return Status(204, None)


@router.post(f"{THREAT}/start", response={201: AcceptedOut}, operation_id="start_from_near_threat")
def post_start(request: HttpRequest, threat_id: UUID, body: Body[StartFromThreatIn]) -> Status[Accepted]:
    """Start the suggested action at one's own school, as one tap does, and acknowledge the threat."""
    return Status(201, actions.start_from_threat(asker=caller_of(request).asker(), threat_id=threat_id, given=body))


@router.post(f"{THREAT}/end", response={204: None}, operation_id="end_near_threat")
def post_end(request: HttpRequest, threat_id: UUID, body: Body[EndThreatIn]) -> Status[None]:
    """Give the all clear: each school that was told is told. Twice changes nothing."""
    actions.end_threat(asker=caller_of(request).asker(), threat_id=threat_id, given=body)
    return Status(204, None)
