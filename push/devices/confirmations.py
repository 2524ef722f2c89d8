"""Have a code sent to an address, and take it back as proof: only then is it used, and anybody else's no more."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from django.utils.crypto import constant_time_compare

from push import access
from push.devices.addresses import check_address
from push.devices.configured import may_call_for_devices
from push.errors import BadDevice, CodeExpired, DeviceConflict, PushError, TooManyCodes, TooManyTries, WrongCode
from push.models import Confirmation, Device, Notification, Recipient
from push.models.confirmation import TRIES_MAX
from push.outbox import notifications
from push.outbox.codes import HIDDEN, digits_of, key_of_code
from push.outbox.wake import ring_on_commit
from push.texts import code_text
from push.vocabulary import CONFIRMATION, Channel, DeviceKind, NotificationState, RetireReason, Urgency

# The words that go with the code say so, too.
VALID_S = 15 * 60
# Of a person for one address: with five tries each, guessing on takes years.
CODES_PER_HOUR = 3
# Of a person for all their addresses: a mail address and a number, each sent again, and a mistyped one.
CODES_PER_PERSON = 6
# To one address, for all who ask: no mailbox is flooded through us. It stops no person's first code.
CODES_TO_ADDRESS = 6
HOUR = timedelta(hours=1)


def issue_code(device: Device, *, at: datetime) -> None:
    """Make a code for an unconfirmed device and plan that it is sent, in the caller's transaction.

    It is not sent where the address had its codes for this hour, whichever person asked for them, and that is not told.
    Each person's first code of the hour goes out all the same: others cannot use up what the address's owner needs.
    Locks the person, and the address until the transaction ends. Raises: TooManyCodes: of this person.
    """
    _wait_for_turn(device)
    Confirmation.objects.filter(issued_at__lte=at - HOUR).delete()
    to_address = Confirmation.objects.filter(device__kind=device.kind, device__value__iexact=device.value)
    own = to_address.filter(device__user_id=device.user_id)
    of_person = Confirmation.objects.filter(device__user_id=device.user_id)
    if own.count() >= CODES_PER_HOUR or of_person.count() >= CODES_PER_PERSON:
        raise TooManyCodes(
            f"A person gets at most {CODES_PER_HOUR} codes an hour for an address, and {CODES_PER_PERSON} for all; "
            "try again later."
        )
    is_first = not own.exists()
    is_sent = is_first or to_address.filter(is_sent=True).count() < CODES_TO_ADDRESS
    row = Confirmation.objects.create(device=device, issued_at=at, is_sent=is_sent)
    if is_sent:
        _plan_code(row)


def confirm_device(*, user_id: int, device_id: UUID, code: str, at: datetime) -> None:
    """Take a code as proof that its owner reads what is sent there, in one durable transaction. Locks the device.

    From now on the address is used, and retired where another person had it. Confirmed already: nothing happens.
    Raises: DeviceNotFound, WrongCode, CodeExpired, TooManyTries, DeviceConflict.
    """
    try:
        with transaction.atomic(durable=True):
            device = access.device_to_confirm(user_id=user_id, device_id=device_id)
            if device.confirmed_at is not None:
                return
            fault = _fault_of(device, code, at)
            if fault is None:
                _confirm_device(device, at)
    except IntegrityError as error:
        raise DeviceConflict("This address is being confirmed by someone else; try again.") from error
    # Only now: a wrong try is counted, whatever becomes of the answer.
    if fault is not None:
        raise fault


def take_proved_address(*, user_id: int, address: str, locale: str, at: datetime) -> bool:
    """Register a mail address that its owner has just shown to read, in the caller's transaction; return whether it is.

    They opened what was sent there and nowhere else: another code would prove the same once more. Bound to no sign-in,
    and retired where another person had it. What cannot be registered now is left to the page of one's own addresses.
    """
    facts = {"user_id": user_id, "kind": DeviceKind.EMAIL.value, "value": address}
    try:
        with transaction.atomic():
            check_address(DeviceKind.EMAIL, address, may_call=may_call_for_devices())
            device = Device.objects.filter(**facts, is_active=True).select_for_update().first()
            if device is None:
                device = Device.objects.create(**facts, locale=locale, registered_at=at)
            if device.confirmed_at is None:
                _confirm_device(device, at)
    except (BadDevice, IntegrityError):
        # Or another person registers it at this moment: their sign-in must not fail by that.
        return False
    return True


def _fault_of(device: Device, code: str, at: datetime) -> PushError | None:
    """Return what is wrong with a code, and count the try if it is the code itself."""
    issued = Confirmation.objects.filter(device=device, issued_at__gt=at - timedelta(seconds=VALID_S))
    # One that was held back must not make the one worthless that did arrive.
    newest = issued.order_by("-is_sent", "-issued_at", "-id").first()
    if newest is None:
        return CodeExpired("This code is too old; register the address again to get another.")
    if newest.tries >= TRIES_MAX:
        return TooManyTries("This code was tried too often; register the address again to get another.")
    if constant_time_compare(digits_of(newest.id), code):
        return None
    Confirmation.objects.filter(id=newest.id).update(tries=newest.tries + 1)
    return WrongCode("That is not the code that was sent.")


def _confirm_device(device: Device, at: datetime) -> None:
    # Mail servers tell no capitals apart in practice: the same mailbox, spelled otherwise, is the same address. A
    # webhook's path with other capitals is another, and may be another person's.
    value = {"value" if device.kind == DeviceKind.WEBHOOK else "value__iexact": device.value}
    same = Device.objects.filter(**value, kind=device.kind, is_active=True).exclude(id=device.id)
    others = same.filter(confirmed_at__isnull=False)
    notifications.retire_devices(list(others.values_list("id", flat=True)), RetireReason.REPLACED, at)
    Device.objects.filter(id=device.id).update(confirmed_at=at)


def _wait_for_turn(device: Device) -> None:
    """Let the requests for one address, and of one person, count each other. SQLite has one writer at a time anyway."""
    get_user_model().objects.select_for_update(no_key=True).get(pk=device.user_id)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(lower(%s), 0))", [device.value])


def _plan_code(row: Confirmation) -> None:
    """Put a code into the outbox, instead of one that still waits there. Wakes the worker."""
    device = row.device
    text = code_text(code=HIDDEN, locale=device.locale)
    older = Notification.objects.filter(device=device, kind=CONFIRMATION, state=NotificationState.PLANNED.value)
    older.update(state=NotificationState.CANCELLED.value, next_try_at=None)
    recipient = Recipient.objects.create(
        source_key=key_of_code(row.id),
        user_id=device.user_id,
        demands_acknowledgement=False,
        is_supervisor=False,
        planned_at=row.issued_at,
    )
    Notification.objects.create(
        device=device,
        recipient=recipient,
        source_key=recipient.source_key,
        room_id=row.id,
        seq=0,
        kind=CONFIRMATION,
        urgency=Urgency.URGENT.value,
        is_exercise=False,
        channel=Channel.STANDARD.value,
        title=text.title,
        body=text.body,
        collapse_key=f"{CONFIRMATION}:{device.id}",
        next_try_at=row.issued_at,
        expires_at=row.issued_at + timedelta(seconds=VALID_S),
        created_at=row.issued_at,
    )
    ring_on_commit()
