"""Let other systems' badges and wall buttons in: keys, and the presses that they sign."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from pydantic import ValidationError

from coordination.errors import BadCommand, BadSignature, ButtonNotFound
from coordination.incident.panic.capability import RaisePanic
from coordination.incident.panic.models import PanicPolicy
from coordination.incident.panic.tier_rules import district_kept_by
from coordination.incident.panic_buttons.access import intake_for
from coordination.incident.panic_buttons.buttons import press_button
from coordination.incident.panic_buttons.models import PanicButton, PanicIntake
from coordination.incident.panic_buttons.signatures import check_signature, secret_of
from coordination.incident.panic_buttons.wire import ButtonPress
from coordination.room.access import Asker
from coordination.room.dispatch import Accepted
from coordination.sign_in.accounts import create_person
from mou.agencies.memberships.taking_in import add_member
from mou.foundation.input_faults import first_fault
from mou.vocabulary import MemberRole


@dataclass(frozen=True, slots=True)
class IntakeKey:
    """What the other system needs; the secret can be asked for again, because it is derived."""

    intake_id: UUID
    secret: str


@dataclass(frozen=True, slots=True)
class SignedPress:
    """A request of another system, as it came."""

    intake_id: UUID
    timestamp: str
    signature: str
    body: bytes


def create_intake(*, asker: Asker, district_id: UUID, name: str) -> IntakeKey:
    """Make a key for another system of a district, with an account of its own as the author of its presses.

    Three durable transactions; a crash can leave behind an account, which has no way to sign in.
    Raises: IntakeNotFound: not the asker's district. mou.errors.NotAllowed: not its administrator.
    """
    district = district_kept_by(user_id=asker.user_id, district_id=district_id, at=asker.at)
    intake_id = uuid_utils.uuid7()
    account_id = create_person(
        username=f"panic-intake-{intake_id.hex}",
        display_name=name,
        email="",
        password_hash=make_password(None),
        home_agency_id=None,
        is_device=True,
    )
    add_member(
        actor_id=asker.user_id,
        agency_id=district.pk,
        user_id=account_id,
        role=MemberRole.STAFF,
        title="Panic buttons",
        callsign="",
        is_on_duty=False,
        at=asker.at,
    )
    with transaction.atomic(durable=True):
        PanicIntake.objects.create(
            id=intake_id, district=district, name=name, account_id=account_id, created_at=asker.at
        )
    return IntakeKey(intake_id, _secret_of_intake(intake_id))


def revoke_intake(*, asker: Asker, intake_id: UUID) -> None:
    """Refuse the key from now on, in one durable transaction. Raises: IntakeNotFound."""
    with transaction.atomic(durable=True):
        intake = intake_for(user_id=asker.user_id, intake_id=intake_id, at=asker.at)
        PanicIntake.objects.filter(pk=intake.pk).update(revoked_at=asker.at)


def set_confirmation_required(*, asker: Asker, district_id: UUID, is_required: bool) -> None:
    """Say whether administrators must confirm alarms of a district, in one durable transaction.

    Raises: IntakeNotFound: not the asker's district. mou.errors.NotAllowed: not its administrator.
    """
    with transaction.atomic(durable=True):
        district = district_kept_by(user_id=asker.user_id, district_id=district_id, at=asker.at)
        PanicPolicy.objects.update_or_create(district=district, defaults={"confirmation_required": is_required})


def take_press(*, signed: SignedPress, at: datetime) -> Accepted:
    """Carry out a signed press. The same `press_id` takes effect only once, ever: a replay changes nothing.

    Raises: BadSignature, StaleTimestamp, BadCommand, ButtonNotFound, CommandIdReused, TryLater.
    """
    # The signature first, and against a secret even if there is no such key: the answer takes as long either way.
    check_signature(
        secrets=_secrets_of_intake(signed.intake_id),
        timestamp=signed.timestamp,
        body=signed.body,
        signature=signed.signature,
        at=at,
    )
    intake = PanicIntake.objects.filter(pk=signed.intake_id, revoked_at__isnull=True).first()
    if intake is None:
        raise BadSignature
    press = _read_press(signed.body)
    button = PanicButton.objects.filter(intake=intake, ref=press.button).first()
    if button is None:
        raise ButtonNotFound(pointer="/button")
    return press_button(
        asker=Asker(user_id=intake.account_id, at=at),
        command=_command_of_press(intake, button, press),
        button=button.label,
        button_id=button.pk,
    )


def _read_press(body: bytes) -> ButtonPress:
    try:
        return ButtonPress.model_validate_json(body)
    except ValidationError as error:
        fault = first_fault(error)
        raise BadCommand(fault.sentence, pointer=fault.pointer) from error


def _command_of_press(intake: PanicIntake, button: PanicButton, press: ButtonPress) -> RaisePanic:
    """Return the press as a person's would be; where the badge says it is goes before where the button hangs."""
    fixed = button.location
    lon, lat = (fixed.x, fixed.y) if press.lon is None and fixed is not None else (press.lon, press.lat)
    return RaisePanic(
        id=uuid5(intake.id, press.press_id),
        type="raise_panic",
        site_id=button.site_id,
        is_exercise=press.is_exercise,
        kind=press.kind,
        level_id=button.level_id if press.lon is None else None,
        lon=lon,
        lat=lat,
        accuracy_m=press.accuracy_m,
        note=press.note,
    )


def _secret_of_intake(intake_id: UUID) -> str:
    return secret_of(server_key=settings.SECRET_KEY, intake_id=intake_id)


def _secrets_of_intake(intake_id: UUID) -> list[str]:
    """Return what signs for an intake: a button on a wall keeps its secret until an installer brings a new one."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [secret_of(server_key=str(one), intake_id=intake_id) for one in keys]
