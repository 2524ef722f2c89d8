"""One's own account over HTTP. Parse, call, answer; no rule stands here."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from ninja import Body, Router, Status

from coordination.administration.accounts.address import ask_for_address, take_address
from coordination.administration.errors import BadPassword, NoMailHere
from coordination.administration.people_wire import AddressAsked, AddressCode
from coordination.sign_in.callers import caller_of, session_of

router = Router(tags=["administration"])


@router.post("/me/address", response={204: None}, operation_id="ask_for_address")
def post_address(request: HttpRequest, asked: Body[AddressAsked]) -> Status[None]:
    """Ask for another address of one's account, or for the proof of the one it has: a code is sent there.

    The answer is the same whether or not another person has proved that address, to whom no code is sent.
    """
    caller = caller_of(request)
    if not settings.HAS_MAIL:
        raise NoMailHere
    person = caller.user
    if not get_adapter(request).reauthenticate(person, asked.password):
        raise BadPassword("The password is not right.", pointer="/password")
    session = session_of(request)
    ask_for_address(session, person, asked.address, caller.at)
    session.save()
    return Status(204, None)


@router.post("/me/address/confirm", response={204: None}, operation_id="confirm_address")
def post_address_code(request: HttpRequest, given: Body[AddressCode]) -> Status[None]:
    """Take the address by the code that was sent there. Five tries, a quarter of an hour; in the same session."""
    caller = caller_of(request)
    session = session_of(request)
    try:
        take_address(session, user_id=caller.user_id, code=given.code, at=caller.at)
    finally:
        # A code that is wrong has cost a try.
        if session.modified:
            session.save()
    return Status(204, None)
