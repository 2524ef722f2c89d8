"""What waits for the caller, over HTTP."""

from dataclasses import asdict
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from coordination.room.people.watching import districts_led_by
from coordination.sign_in.callers import caller_of
from coordination.waiting.mail import choose_for_agency, choose_rhythm, people_with_rhythm
from coordination.waiting.models import WaitingMailChoice
from coordination.waiting.overdue import count_overdue
from coordination.waiting.queries import list_waiting
from coordination.waiting.vocabulary import Rhythm
from coordination.waiting.wire import (
    AgencyRhythmIn,
    OverdueCountOut,
    OwnRhythmIn,
    OwnRhythmOut,
    WaitingLineOut,
    WaitingOut,
)
from mou.access.operators import managed_agencies
from mou.errors import AgencyNotFound

router = Router(tags=["waiting"])


@router.get("/me/waiting", response=WaitingOut, operation_id="list_what_waits")
def get_waiting(request: HttpRequest) -> WaitingOut:
    """List each step of every part that waits for the caller, and that they may do."""
    caller = caller_of(request)
    found = list_waiting(caller.user_id, caller.at)
    lines = [WaitingLineOut(**asdict(one), kind_words=one.kind.label) for one in found.lines]
    return WaitingOut(lines=lines, is_cut=found.is_cut)


@router.get("/me/schools-overdue", response=list[OverdueCountOut], operation_id="count_overdue_at_schools")
def get_schools_overdue(request: HttpRequest) -> list[OverdueCountOut]:
    """Count what is overdue at the schools of each district that the caller leads; nothing for everyone else.

    Numbers alone: not what a thing is about, nor whose it is.
    """
    caller = caller_of(request)
    counts = count_overdue(districts_led_by(caller.user_id, caller.at), caller.at)
    return [OverdueCountOut(**asdict(one), kind_words=one.kind.label) for one in counts]


@router.get("/me/waiting-mail", response=OwnRhythmOut, operation_id="read_waiting_mail")
def get_waiting_mail(request: HttpRequest) -> OwnRhythmOut:
    """Read how often the caller is mailed what waits for them."""
    caller = caller_of(request)
    own = WaitingMailChoice.objects.filter(user_id=caller.user_id).first()
    counts = people_with_rhythm().filter(pk=caller.user_id).values_list("rhythm", flat=True).first()
    return OwnRhythmOut(chosen=None if own is None else Rhythm(own.rhythm), counts=Rhythm(counts or Rhythm.OFF))


@router.put("/me/waiting-mail", response={204: None}, operation_id="choose_waiting_mail")
def put_waiting_mail(request: HttpRequest, body: OwnRhythmIn) -> Status[None]:
    """Choose how often the caller is mailed what waits for them; null: as their agency has it."""
    choose_rhythm(user_id=caller_of(request).user_id, rhythm=body.rhythm)
    return Status(204, None)


@router.put("/agencies/{uuid:agency_id}/waiting-mail", response={204: None}, operation_id="choose_agency_waiting_mail")
def put_agency_waiting_mail(request: HttpRequest, agency_id: UUID, body: AgencyRhythmIn) -> Status[None]:
    """Choose it for the people of an agency who have not chosen: its own administrators."""
    caller = caller_of(request)
    agency = managed_agencies(caller.user_id, caller.at).filter(pk=agency_id).first()
    if agency is None:
        raise AgencyNotFound("There is no such agency.")
    choose_for_agency(user_id=caller.user_id, agency=agency, rhythm=body.rhythm, at=caller.at)
    return Status(204, None)
