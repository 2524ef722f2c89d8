"""What waits for the caller, over HTTP."""

from dataclasses import asdict

from django.http import HttpRequest
from ninja import Router

from coordination.sign_in.callers import caller_of
from coordination.waiting.queries import list_waiting
from coordination.waiting.wire import WaitingLineOut, WaitingOut

router = Router(tags=["waiting"])


@router.get("/me/waiting", response=WaitingOut, operation_id="list_what_waits")
def get_waiting(request: HttpRequest) -> WaitingOut:
    """List each step of every part that waits for the caller, and that they may do."""
    caller = caller_of(request)
    found = list_waiting(caller.user_id, caller.at)
    lines = [WaitingLineOut(**asdict(one), kind_words=one.kind.label) for one in found.lines]
    return WaitingOut(lines=lines, is_cut=found.is_cut)
