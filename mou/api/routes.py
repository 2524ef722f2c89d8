"""Agencies, their people and their agreements over HTTP. Parse, call, answer; no rule stands here."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from mou.access import fetch
from mou.agencies.actions import create_agency
from mou.agencies.memberships.members import end_membership
from mou.agencies.memberships.queries import active_members, kept_members
from mou.agencies.queries import AgencyView, MemberView, agency_views, member_view, member_views
from mou.agreements.memoranda import terminate_memorandum
from mou.agreements.reading.queries import MemorandumView, memorandum_view, memorandum_views
from mou.agreements.versions import Beginning, Frame, begin_memorandum
from mou.api.caller import caller_of
from mou.api.schemas import AgencyIn, EndIn, TerminateIn
from mou.api.version_schemas import Created, MemorandumIn

router = Router(tags=["agreements"])


@router.get("/agencies", response=list[AgencyView], operation_id="list_agencies")
def list_agencies(request: HttpRequest) -> list[AgencyView]:
    """List the caller's agencies, and the schools of their district."""
    caller = caller_of(request)
    return agency_views(fetch.agencies_for(caller.user_id, caller.at))


@router.post("/agencies", response={201: Created}, operation_id="found_agency")
def post_agency(request: HttpRequest, body: AgencyIn) -> Status[dict[str, UUID]]:
    """Found a school of one's district; the operator founds districts and partner agencies."""
    caller = caller_of(request)
    made = create_agency(
        actor_id=caller.user_id,
        kind=body.kind,
        name=body.name,
        short_name=body.short_name,
        time_zone=body.time_zone,
        parent_id=body.parent_id,
        at=caller.at,
    )
    return Status(201, {"id": made})


@router.get("/agencies/{uuid:agency_id}/members", response=list[MemberView], operation_id="list_members")
def list_members(request: HttpRequest, agency_id: UUID) -> list[MemberView]:
    """List the people of an agency that the caller sees; suspended members only to those who manage it."""
    caller = caller_of(request)
    agency = fetch.agency_for(
        user_id=caller.user_id, agency_id=agency_id, need=fetch.AgencyNeed.SEE, at=caller.at, lock=False
    )
    if fetch.may_manage(caller.user_id, agency, caller.at):
        return [member_view(row, is_suspended=is_out) for row, is_out in kept_members(agency, caller.at)]
    return member_views(active_members([agency], caller.at))


@router.post(
    "/agencies/{uuid:agency_id}/members/{uuid:member_id}/end", response={204: None}, operation_id="end_membership"
)
def post_end_membership(request: HttpRequest, agency_id: UUID, member_id: UUID, body: EndIn) -> Status[None]:
    """End a membership; the person's access through this agency ends with it."""
    caller = caller_of(request)
    end_membership(actor_id=caller.user_id, agency_id=agency_id, member_id=member_id, reason=body.reason, at=caller.at)
    return Status(204, None)


@router.get("/memoranda", response=list[MemorandumView], operation_id="list_memoranda")
def list_memoranda(request: HttpRequest) -> list[MemorandumView]:
    """List the agreements the caller may read, latest first."""
    caller = caller_of(request)
    return memorandum_views(fetch.memoranda_for(caller.user_id, caller.at), caller.at)


@router.get("/memoranda/{uuid:memorandum_id}", response=MemorandumView, operation_id="read_memorandum")
def read_memorandum(request: HttpRequest, memorandum_id: UUID) -> MemorandumView:
    """Return one agreement with its terms and sites, and whether it is in force now."""
    caller = caller_of(request)
    memorandum = fetch.memorandum_for(
        user_id=caller.user_id,
        memorandum_id=memorandum_id,
        need=fetch.MemorandumNeed.READ,
        at=caller.at,
        lock=False,
    )
    return memorandum_view(memorandum, caller.at)


@router.post("/memoranda/{uuid:memorandum_id}/terminate", response={204: None}, operation_id="terminate_memorandum")
def post_terminate_memorandum(request: HttpRequest, memorandum_id: UUID, body: TerminateIn) -> Status[None]:
    """Terminate an agreement now; every access that it alone gave ends."""
    caller = caller_of(request)
    terminate_memorandum(actor_id=caller.user_id, memorandum_id=memorandum_id, reason=body.reason, at=caller.at)
    return Status(204, None)


@router.post("/memoranda", response={201: Created}, operation_id="begin_memorandum")
def post_memorandum(request: HttpRequest, body: MemorandumIn) -> Status[dict[str, UUID]]:
    """Begin an agreement as a draft, empty or with the words of a template. It gives no access."""
    caller = caller_of(request)
    beginning = Beginning(body.title, body.district_id, body.agency_id, body.template_kind, body.is_from_template)
    frame = Frame(body.covers_all_sites, body.site_ids, body.effective_on, body.expires_on)
    made = begin_memorandum(actor_id=caller.user_id, beginning=beginning, frame=frame, at=caller.at)
    return Status(201, {"id": made})
