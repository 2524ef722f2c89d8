"""Mutual aid over HTTP: the code of an invitation, for those in command; and coming in with one."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router, Schema
from pydantic import StringConstraints

from coordination.incident.mutual_aid.codes import issue_code
from coordination.incident.mutual_aid.entering import come_in
from coordination.sign_in.callers import caller_of
from coordination.web.qr import qr_svg

router = Router(tags=["mutual aid"])


class AidCodeOut(Schema):
    """Ten digits, until when they are good, and the page that takes them; `qr_svg` shows its address with the code.

    The code stands in the address's fragment, which no server sees.
    """

    code: str
    until: datetime
    address: str
    qr_svg: str


class AidCodeIn(Schema):
    code: Annotated[str, StringConstraints(min_length=1, max_length=40)]


class CameInOut(Schema):
    """Where the caller is now, and until when at the latest."""

    incident_id: UUID
    room_id: UUID
    until: datetime


@router.post(
    "/rooms/{uuid:room_id}/mutual-aid/{uuid:aid_id}/code", response=AidCodeOut, operation_id="make_mutual_aid_code"
)
def make_code(request: HttpRequest, response: HttpResponse, room_id: UUID, aid_id: UUID) -> AidCodeOut:
    """Make a code for an invitation, good for a quarter of an hour and once; the one before is good no longer."""
    made = issue_code(caller_of(request).asker(), room_id=room_id, aid_id=aid_id)
    address = request.build_absolute_uri(reverse("mutual_aid"))
    response["Cache-Control"] = "no-store"
    return AidCodeOut(code=made.code, until=made.until, address=address, qr_svg=qr_svg(f"{address}#{made.code}"))


@router.post("/mutual-aid/entries", response=CameInOut, operation_id="enter_by_mutual_aid")
def enter(request: HttpRequest, body: AidCodeIn) -> CameInOut:
    """Come into an incident with a code, for one's own agency. People without an account use the page."""
    caller = caller_of(request)
    came = come_in(code=body.code, user_id=caller.user_id, address=get_ip(request), at=caller.at)
    return CameInOut(incident_id=came.incident_id, room_id=came.room_id, until=came.until)
