"""Whether ways to people work, over HTTP. Parse, call, answer; no rule stands here."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from coordination.sign_in.callers import caller_of
from coordination.ways.actions import try_way
from coordination.ways.queries import ways_for
from push import access
from push.devices.own_devices import tried_devices
from push.vocabulary import DeviceKind, NotificationState, Way

router = Router(tags=["ways"])


class WayOut(Schema):
    """How a way stands.

    `is_configured`: the settings name what it needs. `is_failing`: the newest try of all did not get through.
    `sent_at` and `failed_at`: of the newest 5,000 tries. `error_code` and `said`: of the newest try that failed, in the
    provider's own words. `waiting` counts what is due and not sent yet, `oldest_at` since when. These are for operators
    alone; empty and null for others. `can_test`: the caller has a confirmed device of it. `people`: how many of those
    whom the caller administers have a confirmed device of it, of `of_people`.
    """

    way: Way
    is_configured: bool
    is_failing: bool
    sent_at: datetime | None
    failed_at: datetime | None
    error_code: str
    said: str
    waiting: int | None
    oldest_at: datetime | None
    can_test: bool
    people: int | None
    of_people: int | None


class WayTestIn(Schema):
    """`way`: by which way the caller is sent a test."""

    way: Way


class WayTestOut(Schema):
    """`test_id`: what the test is read by."""

    test_id: UUID


class TriedDeviceOut(Schema):
    """How far a test has come with one device of the caller's; each time is the first at which that was known.

    `address`: as its owner knows it; of a browser, its push service. `state`: where it is in the queue. `error_code`
    and `said`: of the newest try that failed, in the provider's own words. `may_come_further`: ask again.
    """

    kind: DeviceKind
    address: str
    state: NotificationState
    sent_at: datetime | None
    accepted_at: datetime | None
    delivered_at: datetime | None
    opened_at: datetime | None
    error_code: str
    said: str
    may_come_further: bool


@router.get("/ways", response=list[WayOut], operation_id="list_ways")
def list_ways(request: HttpRequest) -> list[WayOut]:
    """List the ways to people, and whether each works. For operators and administrators."""
    caller = caller_of(request)
    found = ways_for(caller.user_id, caller.at)
    return [
        WayOut(
            way=one.state.way,
            is_configured=one.state.is_configured,
            is_failing=one.state.is_failing,
            sent_at=one.state.sent_at,
            failed_at=one.state.failed_at,
            error_code=one.state.error_code,
            said=one.state.said,
            waiting=one.state.waiting if found.is_operator else None,
            oldest_at=one.state.oldest_at,
            can_test=one.can_test,
            people=one.people,
            of_people=one.of_people,
        )
        for one in found.ways
    ]


@router.post("/way-tests", response={201: WayTestOut}, operation_id="test_way")
def post_way_test(request: HttpRequest, body: WayTestIn) -> Status[WayTestOut]:
    """Send the caller a test by one way, to their own confirmed devices of it alone; at most six tests an hour."""
    caller = caller_of(request)
    return Status(201, WayTestOut(test_id=try_way(user_id=caller.user_id, way=body.way, at=caller.at)))


@router.get("/way-tests/{uuid:test_id}", response=list[TriedDeviceOut], operation_id="read_way_test")
def read_way_test(request: HttpRequest, test_id: UUID) -> list[TriedDeviceOut]:
    """Read how far a test of the caller's own has come with each device, with the provider's words."""
    test = access.alert_test_for(user_id=caller_of(request).user_id, test_id=test_id)
    return [
        TriedDeviceOut(
            kind=one.kind,
            address=one.address,
            state=one.state,
            sent_at=one.sent_at,
            accepted_at=one.accepted_at,
            delivered_at=one.delivered_at,
            opened_at=one.opened_at,
            error_code=one.error_code,
            said=one.said,
            may_come_further=one.may_come_further,
        )
        for one in tried_devices(test)
    ]
