"""The weekly door sweep over HTTP, for people of the school and its district. Parse, call, answer."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router, Status

from coordination.prevention.assessments import acts
from coordination.prevention.assessments.wire import DoorCheckIn
from mapping.assessments.access import site_to_sweep_for
from mapping.assessments.work.sweeps import SweepView, sweep_of
from mou.api.caller import caller_of

router = Router(tags=["assessments"])


@router.get("/sites/{uuid:site_id}/door-sweep", response=SweepView, operation_id="read_door_sweep")
def read_sweep(request: HttpRequest, site_id: UUID) -> SweepView:
    """Return this week's sweep of the exterior doors of a site, and the weeks before."""
    caller = caller_of(request)
    return sweep_of(site_to_sweep_for(user_id=caller.user_id, site_id=site_id, at=caller.at), caller.at)


@router.post("/sites/{uuid:site_id}/door-checks", response={204: None}, operation_id="check_door")
def post_check(request: HttpRequest, site_id: UUID, given: Annotated[DoorCheckIn, Body()]) -> Status[None]:
    """Write down what was found at a door; the same id has effect once. What is wrong becomes a finding."""
    caller = caller_of(request)
    acts.check_door(caller.user_id, caller.at, site_id, given)
    return Status(204, None)
