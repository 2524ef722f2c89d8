"""The code for tips by text over HTTP. Parse, call, answer; no rule stands here."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router, Status

from coordination.prevention.tip_texts.desks import code_of, set_code, text_number
from coordination.prevention.tip_texts.wire import TextCodeIn, TextCodeOut
from coordination.prevention.tips.access import desk_kept_for
from coordination.sign_in.callers import caller_of

router = Router(tags=["tips"])
CODE = "/agencies/{uuid:agency_id}/tip-desk/text-code"


@router.get(CODE, response=TextCodeOut, operation_id="read_tip_text_code")
def read_code(request: HttpRequest, agency_id: UUID) -> TextCodeOut:
    """Return the code with which a text to this server's number comes to a desk; for who keeps the desk."""
    caller = caller_of(request)
    desk = desk_kept_for(user_id=caller.user_id, agency_id=agency_id, at=caller.at, lock=False)
    return TextCodeOut(code=code_of(desk), number=text_number())


@router.put(CODE, response={204: None}, operation_id="set_tip_text_code")
def put_code(request: HttpRequest, agency_id: UUID, given: Annotated[TextCodeIn, Body()]) -> Status[None]:
    """Give a desk a code for text messages, or take it away; for who keeps the desk."""
    caller = caller_of(request)
    set_code(actor_id=caller.user_id, agency_id=agency_id, given=given, at=caller.at)
    return Status(204, None)
