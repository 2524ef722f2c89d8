"""Tips over HTTP, for the team, officers who may read some, and those who keep a desk. Reporters have pages."""

from datetime import datetime
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Body, Router, Status

from coordination.casework.kinds.routes import add_kind_routes
from coordination.casework.texts import TeamMemberTaken
from coordination.prevention.tips.access import TIP_READS, add_to_tips_team, desk_kept_for, take_from_tips_team
from coordination.prevention.tips.errors import TipNotFound
from coordination.prevention.tips.models import TipDesk
from coordination.prevention.tips.reporting.photos import photo_path
from coordination.prevention.tips.rules.given import (
    TipAnswerIn,
    TipDeskIn,
    TipIncidentIn,
    TipRoutesIn,
    TipStepIn,
    TipTeamIn,
)
from coordination.prevention.tips.rules.routing import routes_from
from coordination.prevention.tips.vocabulary import TipDoor
from coordination.prevention.tips.wire import TipDeskOut, TipIncidentOut, TipRoutePreview
from coordination.prevention.tips.work import desks
from coordination.prevention.tips.work.incidents import open_from_tip
from coordination.prevention.tips.work.kinds import TIP_KIND
from coordination.prevention.tips.work.preview import Preview, preview_at
from coordination.prevention.tips.work.queries import team_members
from coordination.prevention.tips.work.steps import answer_reporter
from coordination.sign_in.callers import caller_of
from mou.api.media_types import JPEG, declare_types

router = Router(tags=["tips"])
TIP = "/tips/{uuid:tip_id}"
DESK = "/agencies/{uuid:agency_id}/tip-desk"


add_kind_routes(
    router,
    "/tips",
    TIP_KIND,
    TipStepIn,
    name="tip",
    lists="List the tips that the caller may read: what threatens a life first, then by due time; at most 500.",
    reads="Return a tip with its dialogue.",
    splits=True,
)


@router.post(TIP + "/answers", response={204: None}, operation_id="answer_tip_reporter")
def post_answer(request: HttpRequest, tip_id: UUID, given: Body[TipAnswerIn]) -> Status[None]:
    """Write to the reporter, who reads it by the receipt code."""
    caller = caller_of(request)
    answer_reporter(actor_id=caller.user_id, tip_id=tip_id, text=given.text, at=caller.at)
    return Status(204, None)


@router.post(TIP + "/incident", response={201: TipIncidentOut}, operation_id="open_incident_from_tip")
def post_incident(request: HttpRequest, tip_id: UUID, given: Body[TipIncidentIn]) -> Status[dict[str, UUID]]:
    """Open an incident at the tip's school: a life is threatened. Nothing of the tip goes along."""
    incident_id = open_from_tip(asker=caller_of(request).asker(), tip_id=tip_id, given=given)
    return Status(201, {"incident_id": incident_id})


@router.get(TIP + "/photos/{uuid:photo_id}", operation_id="read_tip_photo", openapi_extra=declare_types(JPEG))
def read_photo(request: HttpRequest, tip_id: UUID, photo_id: UUID) -> FileResponse:
    """Return a picture of a tip. That the caller has seen it is written down."""
    caller = caller_of(request)
    tip = TIP_KIND.thing_for(user_id=caller.user_id, thing_id=tip_id, at=caller.at)
    photo = tip.photos.filter(pk=photo_id).first()
    if photo is None:
        raise TipNotFound
    TIP_READS.note_reads([tip.pk], user_id=caller.user_id, at=caller.at, door=TipDoor.PHOTO)
    response = FileResponse(photo_path(photo.pk).open("rb"), content_type=JPEG)
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


# --- desks ------------------------------------------------------------------------------------------------------------
@router.get(DESK, response=TipDeskOut, operation_id="read_tip_desk")
def read_desk(request: HttpRequest, agency_id: UUID) -> dict[str, object]:
    """Return a desk with its team and routes; for administrators of the school or its district."""
    return _desk_out(_find_desk(request, agency_id))


@router.put(DESK, response={204: None}, operation_id="set_tip_desk")
def put_desk(request: HttpRequest, agency_id: UUID, given: Body[TipDeskIn]) -> Status[None]:
    """Make a desk, or change its settings."""
    caller = caller_of(request)
    desks.set_desk(actor_id=caller.user_id, agency_id=agency_id, given=given, at=caller.at)
    return Status(204, None)


@router.put(DESK + "/routes", response={204: None}, operation_id="set_tip_routes")
def put_routes(request: HttpRequest, agency_id: UUID, given: Body[TipRoutesIn]) -> Status[None]:
    """Say what differs from the defaults: how urgent a category is, and to whom it goes."""
    caller = caller_of(request)
    desks.set_routes(actor_id=caller.user_id, agency_id=agency_id, given=given, at=caller.at)
    return Status(204, None)


@router.get(DESK + "/routes/preview", response=list[TipRoutePreview], operation_id="preview_tip_routes")
def read_preview(request: HttpRequest, agency_id: UUID, at: datetime | None = None) -> list[Preview]:
    """Say for each category what would happen to a tip that comes in at an instant, or now."""
    when = caller_of(request).at if at is None or at.tzinfo is None else at
    return preview_at(_find_desk(request, agency_id), when)


@router.post(DESK + "/team", response={204: None}, operation_id="add_to_tips_team")
def post_team(request: HttpRequest, agency_id: UUID, given: Body[TipTeamIn]) -> Status[None]:
    """Put someone of the school or its district on the team."""
    add_to_tips_team(caller_of(request).asker(), agency_id, given)
    return Status(204, None)


@router.delete(DESK + "/team/{uuid:person_id}", response={204: None}, operation_id="take_from_tips_team")
def delete_team(request: HttpRequest, agency_id: UUID, person_id: UUID) -> Status[None]:
    """Take someone from the team: they read nothing from now on."""
    take_from_tips_team(caller_of(request).asker(), agency_id, TeamMemberTaken(person_id=person_id))
    return Status(204, None)


def _find_desk(request: HttpRequest, agency_id: UUID) -> TipDesk:
    caller = caller_of(request)
    return desk_kept_for(user_id=caller.user_id, agency_id=agency_id, at=caller.at, lock=False)


def _desk_out(desk: TipDesk) -> dict[str, object]:
    return {
        "agency_id": desk.agency_id,
        "short_address": desk.short_address,
        "is_open": desk.is_open,
        "keep_days": desk.keep_days,
        "closed_days": [{"first": first, "last": last} for first, last in desk.closed_days],
        "routes": routes_from(desk.routes),
        "team": [{"person_id": one.user.public_id, "name": one.user.shown_name()} for one in team_members(desk)],
    }
