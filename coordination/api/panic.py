"""The panic alarm over HTTP: press, places to name, the signed intake of other systems, the district's rules."""

from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router, Schema, Status
from ninja.security import APIKeyHeader

from coordination.access import site_to_open_at
from coordination.actions.dispatch import execute
from coordination.actions.panic_buttons import register_button
from coordination.actions.panic_intakes import (
    SignedPress,
    create_intake,
    revoke_intake,
    set_confirmation_required,
    take_press,
)
from coordination.api.schemas import AcceptedOut
from coordination.api.signed_in import caller_of
from coordination.errors import FrameTooLarge
from coordination.queries.panic_receipts import PanicReceipt, panic_receipt
from coordination.wire.commands import RaisePanic
from coordination.wire.events import PanicPlace
from coordination.wire.frames import MAX_FRAME_BYTES
from coordination.wire.intake import ButtonPress, NewButton, NewIntake, PanicRule
from mapping.access import standing_allows
from mapping.plans.nearest import RoomChoice, room_choices
from mapping.vocabulary import SiteNeed

router = Router(tags=["panic"])


class ToldOut(Schema):
    """How many people of which agencies are being told."""

    people: int
    agencies: list[str]


class PanicOut(AcceptedOut):
    """A press that is recorded, what was said of it, and to whom. `told` is of the alarm's newest telling press."""

    incident_id: UUID
    panic_id: UUID
    is_exercise: bool
    place: PanicPlace
    words: str
    dispatch_text: str
    told: ToldOut


class RoomChoiceOut(Schema):
    """A room of the published plans that somebody can say they are in."""

    space_id: UUID
    label: str
    level: str
    building: str


class IntakeOut(Schema):
    """A key for another system. The secret signs its presses; keep it there and nowhere else."""

    intake_id: UUID
    secret: str


class PressSignature(APIKeyHeader):
    """Other systems: HMAC-SHA256 over time and body, checked where the press is carried out."""

    param_name = "X-Muster-Signature"

    def authenticate(self, request: HttpRequest, key: str | None) -> str | None:
        return key or None


@router.post("/panics", response={201: PanicOut}, operation_id="raise_panic")
def post_panic(request: HttpRequest, command: Body[RaisePanic]) -> Status[PanicReceipt]:
    """Call for help at a site: opens an incident, or joins the one whose alarm is open. The same id has effect once."""
    caller = caller_of(request)
    accepted = execute(asker=caller.asker(), room_id=None, command=command)
    return Status(
        201, panic_receipt(accepted.room_id, seq=accepted.seq or 0, is_repeat=accepted.is_repeat, at=caller.at)
    )


@router.get("/sites/{uuid:site_id}/panic-places", response=list[RoomChoiceOut], operation_id="list_panic_places")
def list_panic_places(request: HttpRequest, site_id: UUID) -> list[RoomChoice]:
    """List the rooms to choose from when pressing; none for whoever may not see the site's floorplans."""
    caller = caller_of(request)
    site, _ = site_to_open_at(user_id=caller.user_id, site_id=site_id, at=caller.at)
    may_see = standing_allows(user_id=caller.user_id, site=site, need=SiteNeed.FLOORPLAN, at=caller.at)
    return room_choices(site) if may_see else []


@router.post("/panic-intake/{uuid:intake_id}", response=AcceptedOut, auth=PressSignature(), operation_id="press_button")
def post_press(request: HttpRequest, intake_id: UUID, press: Body[ButtonPress]) -> object:
    """Take the signed press of a badge or wall button. See protocol.md: time, signature, and what a retry does."""
    if len(request.body) > MAX_FRAME_BYTES:
        raise FrameTooLarge
    signed = SignedPress(
        intake_id=intake_id,
        timestamp=request.headers.get("X-Muster-Timestamp", ""),
        signature=request.headers.get("X-Muster-Signature", ""),
        body=request.body,
    )
    return take_press(signed=signed, at=datetime.now(UTC))


@router.post("/panic-intakes", response={201: IntakeOut}, operation_id="create_panic_intake")
def post_intake(request: HttpRequest, intake: Body[NewIntake]) -> Status[object]:
    """Make a key for another system of a district; for the district's administrators."""
    asker = caller_of(request).asker()
    return Status(201, create_intake(asker=asker, district_id=intake.district_id, name=intake.name))


@router.post("/panic-intakes/{uuid:intake_id}/buttons", response={204: None}, operation_id="register_panic_button")
def post_button(request: HttpRequest, intake_id: UUID, button: Body[NewButton]) -> Status[None]:
    """Say what a button's or badge's reference stands for."""
    register_button(asker=caller_of(request).asker(), intake_id=intake_id, button=button)
    return Status(204, None)


@router.delete("/panic-intakes/{uuid:intake_id}", response={204: None}, operation_id="revoke_panic_intake")
def delete_intake(request: HttpRequest, intake_id: UUID) -> Status[None]:
    """Refuse this key from now on."""
    revoke_intake(asker=caller_of(request).asker(), intake_id=intake_id)
    return Status(204, None)


@router.put("/districts/{uuid:district_id}/panic-rule", response={204: None}, operation_id="set_panic_rule")
def put_rule(request: HttpRequest, district_id: UUID, rule: Body[PanicRule]) -> Status[None]:
    """Say whether administrators must confirm a district's alarms; it never delays an alert."""
    set_confirmation_required(
        asker=caller_of(request).asker(), district_id=district_id, is_required=rule.confirmation_required
    )
    return Status(204, None)
