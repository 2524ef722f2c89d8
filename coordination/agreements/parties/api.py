"""The parties of an agreement over HTTP. Parse, call, answer; no rule here."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router, Status

from coordination.agreements.parties import acts, wire
from coordination.sign_in.callers import caller_of

router = Router(tags=["agreements"])
PARTIES = "/memoranda/{uuid:memorandum_id}/versions/{int:number}/parties"


@router.post(PARTIES, response={201: wire.PartyMade}, operation_id="add_party")
def post_party(
    request: HttpRequest, memorandum_id: UUID, number: int, given: Body[wire.PartyIn]
) -> Status[dict[str, UUID]]:
    """Make an agency a party of a version that is being prepared, with terms of its own.

    The answer names the memorandum under which its clauses and terms are written. All parties sign the one version.
    """
    return Status(201, {"id": acts.bring_in(caller_of(request).asker(), memorandum_id, number, given)})


@router.post(PARTIES + "/roles", response={204: None}, operation_id="change_party_role")
def post_role(request: HttpRequest, memorandum_id: UUID, number: int, given: Body[wire.PartyRoleIn]) -> Status[None]:
    """Say which part a party takes. A part opens nothing; its terms do."""
    acts.say_role(caller_of(request).asker(), memorandum_id, number, given)
    return Status(204, None)


@router.post(PARTIES + "/removals", response={204: None}, operation_id="take_out_party")
def post_removal(
    request: HttpRequest, memorandum_id: UUID, number: int, given: Body[wire.PartyNamedIn]
) -> Status[None]:
    """Take a further party out of a version that is being prepared; in the one in force it stays a party."""
    acts.take_out(caller_of(request).asker(), memorandum_id, number, given)
    return Status(204, None)


@router.post(PARTIES + "/returns", response={201: wire.PartyMade}, operation_id="open_in_return")
def post_return(
    request: HttpRequest, memorandum_id: UUID, number: int, given: Body[wire.PartyNamedIn]
) -> Status[dict[str, UUID]]:
    """Let a party that is a district open its own sites in return; its own people write what and where, in review."""
    return Status(201, {"id": acts.ask_return(caller_of(request).asker(), memorandum_id, number, given)})


@router.post("/memoranda/{uuid:memorandum_id}/leavings", response={204: None}, operation_id="leave_agreement")
def post_leaving(request: HttpRequest, memorandum_id: UUID, given: Body[wire.LeavingIn]) -> Status[None]:
    """Give one's own party's notice: after its last day nothing is open to it, and the others' agreement stands."""
    acts.give_notice(caller_of(request).asker(), memorandum_id, given)
    return Status(204, None)
