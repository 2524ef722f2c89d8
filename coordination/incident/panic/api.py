"""The panic alarm over HTTP: press, places to name, the signed intake of other systems, the district's rules."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router, Schema, Status

from coordination.incident.accountability.my_room import Why, room_now
from coordination.incident.panic.capability import PanicPlace, RaisePanic
from coordination.incident.panic.pressing.receipts import PanicReceipt, PressBeside, panic_receipt, told_now
from coordination.incident.panic.tier_rules import district_kept_by, set_tier
from coordination.incident.panic.tiers import TierRule, tiers_of
from coordination.incident.panic.words import warnings_of
from coordination.incident.reach.facts import agreements_that_hold, reach_at, reach_of_all
from coordination.room.access import room_for, site_to_open_at
from coordination.room.alerting.alert_board import Told
from coordination.room.answers import AcceptedOut
from coordination.room.capability import RoomNeed
from coordination.room.dispatch import execute
from coordination.sign_in.callers import caller_of
from coordination.vocabulary import PanicKind
from mapping.access import standing_allows
from mapping.models import Site
from mapping.plans.nearest import room_choices
from mapping.vocabulary import SiteNeed
from mou.vocabulary import AgencyKind

router = Router(tags=["panic"])


class ReachOut(Schema):
    """Whom an alarm in a district would reach at this instant: of its `people` those with a way that works.

    `lacking`: kinds of agencies with no one on duty whom an alarm reaches, at one of its sites or more.
    """

    people: int
    with_way: int
    lacking: list[AgencyKind]
    words: list[str]
    at: datetime


class PanicOut(AcceptedOut):
    """A press that is recorded, what was said of it, and to whom.

    `told` is of the alarm's newest telling press, at this instant: ask again. `beside`: the other presses that stand
    in the room, the worst first.
    """

    incident_id: UUID
    panic_id: UUID
    is_exercise: bool
    place: PanicPlace
    words: str
    words_in: dict[str, str]
    dispatch_text: str
    dispatch_text_in: dict[str, str]
    beside: list[PressBeside]
    told: Told


class PanicPlaceOut(Schema):
    """A room, and a point inside it. `mine`: why the caller is most likely there now; null for every other room."""

    space_id: UUID
    label: str
    level: str
    building: str
    lon: float
    lat: float
    mine: Why | None


@router.post("/panics", response={201: PanicOut}, operation_id="raise_panic")
def post_panic(request: HttpRequest, command: Body[RaisePanic]) -> Status[PanicReceipt]:
    """Call for help at a site: opens an incident, or joins the one whose alarm is open. The same id has effect once."""
    caller = caller_of(request)
    accepted = execute(asker=caller.asker(), room_id=None, command=command)
    return Status(
        201, panic_receipt(accepted.room_id, seq=accepted.seq or 0, is_repeat=accepted.is_repeat, at=caller.at)
    )


@router.get("/rooms/{uuid:room_id}/panics/{uuid:panic_id}/told", response=Told, operation_id="read_told")
def read_told(request: HttpRequest, room_id: UUID, panic_id: UUID) -> Told:
    """Return how far one's own press has come by now: whom it chose, whom it was handed to, who has answered."""
    caller = caller_of(request)
    grant = room_for(user_id=caller.user_id, room_id=room_id, need=RoomNeed.SEE, at=caller.at, for_press=True)
    return told_now(grant.room, panic_id=panic_id, user_id=caller.user_id, at=caller.at)


@router.get("/sites/{uuid:site_id}/panic-places", response=list[PanicPlaceOut], operation_id="list_panic_places")
def list_panic_places(request: HttpRequest, site_id: UUID) -> list[PanicPlaceOut]:
    """List the rooms to choose from when pressing; none for callers who may not see the site's floorplans."""
    caller = caller_of(request)
    site, _ = site_to_open_at(user_id=caller.user_id, site_id=site_id, at=caller.at, for_press=True)
    if not standing_allows(user_id=caller.user_id, site=site, need=SiteNeed.FLOORPLAN, at=caller.at):
        return []
    mine = room_now(site, user_id=caller.user_id, at=caller.at)
    return [
        PanicPlaceOut(**asdict(one), mine=mine.why if mine and mine.space_id == one.space_id else None)
        for one in room_choices(site)
    ]


@router.get("/districts/{uuid:district_id}/panic-tiers", response=dict[PanicKind, TierRule], operation_id="list_tiers")
def list_tiers(request: HttpRequest, district_id: UUID) -> dict[PanicKind, TierRule]:
    """Return what a press of each tier does in a district; for the district's administrators."""
    caller = caller_of(request)
    return tiers_of(district_kept_by(user_id=caller.user_id, district_id=district_id, at=caller.at).pk)


@router.get("/districts/{uuid:district_id}/alarm-reach", response=ReachOut, operation_id="read_alarm_reach")
def read_alarm_reach(request: HttpRequest, district_id: UUID) -> ReachOut:
    """Return whom an alarm would reach now; for the district's administrators. `words`: what is wrong, as sentences."""
    caller = caller_of(request)
    district = district_kept_by(user_id=caller.user_id, district_id=district_id, at=caller.at)
    sites = Site.objects.filter(district=district)
    found = reach_of_all(reach_at(district, sites, agreements_that_hold(district, caller.at), caller.at).values())
    return ReachOut(
        people=len(found.people),
        with_way=len(found.with_way),
        lacking=[kinds[0] for kinds in found.lacking],
        words=warnings_of(found),
        at=caller.at,
    )


@router.put("/districts/{uuid:district_id}/panic-tiers/{kind}", response={204: None}, operation_id="set_tier")
def put_tier(request: HttpRequest, district_id: UUID, kind: PanicKind, rule: Body[TierRule]) -> Status[None]:
    """Decide who is told of a tier, how, and what begins, from the next press on."""
    set_tier(asker=caller_of(request).asker(), district_id=district_id, kind=kind, rule=rule)
    return Status(204, None)
