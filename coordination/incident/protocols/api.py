"""The response protocol over HTTP. Parse, call, answer; no rule stands here."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router

from coordination.incident.protocols.access import protocol_place
from coordination.incident.protocols.actions import choose_protocol
from coordination.incident.protocols.queries import protocol_of
from coordination.incident.protocols.wire import AudienceWordsOut, ProtocolChosenIn, ProtocolOut
from coordination.sign_in.callers import caller_of

router = Router(tags=["response protocol"])
DOOR = "/agencies/{uuid:agency_id}/response-protocol"


@router.get(DOOR, response=ProtocolOut, operation_id="read_response_protocol")
def read_protocol(request: HttpRequest, agency_id: UUID) -> ProtocolOut:
    """Return the protocol of a district, or of a school's district, with its words by age; for its own people."""
    caller = caller_of(request)
    place = protocol_place(user_id=caller.user_id, agency_id=agency_id, at=caller.at)
    now = protocol_of(place.district.pk, caller.at)
    words = [
        AudienceWordsOut(audience=audience, words=one.words, words_es=one.words_es)
        for audience, one in now.words.items()
    ]
    return ProtocolOut(protocol=now.protocol, version=now.version, words=words)


@router.put(DOOR, response=ProtocolOut, operation_id="choose_response_protocol")
def put_protocol(request: HttpRequest, agency_id: UUID, given: Annotated[ProtocolChosenIn, Body()]) -> ProtocolOut:
    """Choose the protocol of a district and its words, for actions that start from now on; for its administrators."""
    caller = caller_of(request)
    choose_protocol(user_id=caller.user_id, agency_id=agency_id, given=given, at=caller.at)
    return read_protocol(request, agency_id)
