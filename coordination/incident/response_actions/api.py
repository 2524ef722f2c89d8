"""Response actions over HTTP: the rooms of a lockdown that wait to be opened, and that someone has read an action."""

from hashlib import sha256
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router, Status

from coordination.incident.response_actions.capability import ResponseAction
from coordination.incident.response_actions.errors import ResponseActionNotFound
from coordination.incident.response_actions.queries import LockedRoom, locked_rooms
from coordination.incident.response_actions.reading import note_read_action
from coordination.incident.response_actions.safety_words import SafetyWordsOut, safety_words
from coordination.incident.response_actions.scopes import site_of_action
from coordination.room.access import room_for
from coordination.room.capability import RoomNeed
from coordination.room.models import RoomObject
from coordination.room.reading.state import object_now
from coordination.sign_in.callers import caller_of
from mapping.access import standing_allows
from mapping.vocabulary import SiteNeed
from mou.api.unless_known import unless_known

router = Router(tags=["response actions"])
# The words are those of the server's version.
WORDS_KEPT_S = 3600


@router.get(
    "/safety-words",
    response=SafetyWordsOut,
    auth=None,
    openapi_extra={"security": []},
    operation_id="read_safety_words",
)
def read_safety_words(request: HttpRequest) -> HttpResponseBase:
    """Give the words that an app shows in an alarm, in every language; to everyone, also before a sign-in."""
    body = safety_words().model_dump_json().encode()
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    return unless_known(
        request, etag, lambda: HttpResponse(body, content_type="application/json"), kept=f"max-age={WORDS_KEPT_S}"
    )


@router.get(
    "/rooms/{uuid:room_id}/response-actions/{uuid:action_id}/rooms",
    response=list[LockedRoom],
    operation_id="list_locked_rooms",
)
def list_rooms(request: HttpRequest, room_id: UUID, action_id: UUID) -> list[LockedRoom]:
    """List the rooms of a lockdown, those first that are not open; none for a reader who may not see the floorplans."""
    caller = caller_of(request)
    grant = room_for(user_id=caller.user_id, room_id=room_id, need=RoomNeed.READ, at=caller.at)
    try:
        action = object_now(grant.room, ResponseAction, action_id)
    except RoomObject.DoesNotExist as missing:
        raise ResponseActionNotFound from missing
    site = site_of_action(grant.incident, action)
    may_see = grant.sees_plans_of(site.pk) or standing_allows(
        user_id=caller.user_id, site=site, need=SiteNeed.FLOORPLAN, at=caller.at
    )
    return locked_rooms(site, action) if may_see else []


@router.post(
    "/rooms/{uuid:room_id}/response-actions/{uuid:action_id}/read",
    response={204: None},
    operation_id="note_read_action",
)
def note_read(request: HttpRequest, room_id: UUID, action_id: UUID) -> Status[None]:
    """Say that the caller has read an action that holds for them now: it acknowledges the alert that told of it.

    That is the press which began the action, or else the action's own entry, and no other alert of the room. Twice
    changes nothing. Who is not in the room may say it, too.
    """
    caller = caller_of(request)
    note_read_action(user_id=caller.user_id, room_id=room_id, action_id=action_id, at=caller.at)
    return Status(204, None)
