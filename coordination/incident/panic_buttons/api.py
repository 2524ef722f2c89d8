"""The signed intake of other systems' badges and wall buttons over HTTP, and the district's rules for it."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Header, Router, Status
from ninja.security import APIKeyHeader

from coordination.errors import FrameTooLarge
from coordination.incident.panic_buttons.buttons import register_button
from coordination.incident.panic_buttons.intakes import (
    IntakeKey,
    SignedPress,
    create_intake,
    revoke_intake,
    set_confirmation_required,
    take_press,
)
from coordination.incident.panic_buttons.wire import ButtonPress, NewButton, NewIntake, PanicRule
from coordination.room.answers import AcceptedOut
from coordination.room.wire.frames import MAX_FRAME_BYTES
from coordination.sign_in.callers import caller_of

router = Router(tags=["panic"])


Timestamp = Annotated[str, Header(alias="X-Muster-Timestamp", description="Seconds since 1970 when it was signed.")]


class PressSignature(APIKeyHeader):
    """Other systems: HMAC-SHA256 over time and body, checked where the press is carried out."""

    param_name = "X-Muster-Signature"

    def authenticate(self, request: HttpRequest, key: str | None) -> str | None:
        return key or None


@router.post("/panic-intake/{uuid:intake_id}", response=AcceptedOut, auth=PressSignature(), operation_id="press_button")
def post_press(request: HttpRequest, intake_id: UUID, press: Body[ButtonPress], timestamp: Timestamp = "") -> object:
    """Take the signed press of a badge or wall button. See protocol.md: time, signature, and what a retry does."""
    if len(request.body) > MAX_FRAME_BYTES:
        raise FrameTooLarge
    signed = SignedPress(
        intake_id=intake_id,
        timestamp=timestamp,
        signature=request.headers.get("X-Muster-Signature", ""),
        body=request.body,
    )
    return take_press(signed=signed, at=timezone.now())


@router.post("/panic-intakes", response={201: IntakeKey}, operation_id="create_panic_intake")
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
