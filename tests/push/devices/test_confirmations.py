"""Mail addresses and telephone numbers: nothing is sent there and no one loses theirs before a code comes back."""

import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from push.access import devices_for
from push.devices.actions import Registered, register_device, retire_device
from push.devices.confirmations import (
    CODES_PER_HOUR,
    CODES_PER_PERSON,
    CODES_TO_ADDRESS,
    VALID_S,
    confirm_device,
    take_proved_address,
)
from push.errors import CodeExpired, DeviceNotFound, PushError, TooManyCodes, TooManyTries, WrongCode
from push.models import Confirmation, Device, Notification, Recipient
from push.models.confirmation import TRIES_MAX
from push.outbox.codes import digits_of
from push.outbox.notifications import claim_due, enqueue_notifications
from push.transport import Message
from push.vocabulary import CONFIRMATION, DeviceKind, NotificationState, RetireReason, Urgency
from tests.factories.mou import make_user
from tests.factories.push import NOW, OPENED, ROOM, make_device, make_notification

pytestmark = pytest.mark.django_db
ADDRESS = {DeviceKind.EMAIL: "demo.person@example.org", DeviceKind.SMS: "+15550100123"}


def register(
    user_id: int, kind: DeviceKind = DeviceKind.EMAIL, *, value: str = "", locale: str = "en", at: datetime = NOW
) -> Registered:
    return register_device(
        user_id=user_id,
        session_key="s1",
        kind=kind,
        value=value or ADDRESS[kind],
        platform="test",
        locale=locale,
        at=at,
    )


def message_to(made: Registered) -> Message:
    """Return the newest code that waits for a device, as a worker takes it."""
    waiting = Notification.objects.filter(device_id=made.id, kind=CONFIRMATION, state=NotificationState.PLANNED)
    planned = waiting.get()
    claimed = claim_due(limit=1000, now=planned.created_at, lease_s=60).messages
    Notification.objects.filter(state=NotificationState.CLAIMED).update(
        state=NotificationState.PLANNED.value, lease_token=None, next_try_at=planned.created_at
    )
    return next(one for one in claimed if one.device_id == made.id)


def code_of(made: Registered) -> str:
    [code] = re.findall(r"\b[0-9]{6}\b", message_to(made).body)
    return str(code)


def is_sent(made: Registered) -> bool:
    """Tell whether the newest code goes out."""
    newest = Confirmation.objects.filter(device_id=made.id).order_by("-issued_at", "-id")[0]
    return newest.is_sent and Notification.objects.filter(device_id=made.id, room_id=newest.id).exists()


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def told(user_id: int, source_key: str = "test:told") -> int:
    with transaction.atomic():
        return enqueue_notifications(
            source_key=source_key,
            user_ids=[user_id],
            is_exercise=False,
            urgency=Urgency.URGENT,
            kind="incident_opened",
            words=OPENED,
            room_id=ROOM,
            seq=1,
            collapse_key="room",
            demands_acknowledgement=True,
        )


@pytest.mark.parametrize("kind", ADDRESS)
def test_an_address_is_told_something_only_after_its_code_came_back(kind: DeviceKind) -> None:
    user = make_user()

    made = register(user.id, kind)
    before = told(user.id, "test:before")
    confirm_device(user_id=user.id, device_id=made.id, code=code_of(made), at=NOW)

    assert made.needs_confirmation
    assert before == 0
    assert told(user.id, "test:after") > 0
    message = message_to(made)
    assert (message.device_kind, message.address) == (kind, ADDRESS[kind])


def test_whoever_registers_anothers_address_takes_nothing_from_them() -> None:
    owner = make_device(kind=DeviceKind.EMAIL, value=ADDRESS[DeviceKind.EMAIL])
    waiting = make_notification(owner)

    made = register(make_user().id)

    owner.refresh_from_db()
    waiting.refresh_from_db()
    assert made.needs_confirmation
    assert (owner.is_active, waiting.state) == (True, NotificationState.PLANNED)


@pytest.mark.parametrize("value", [ADDRESS[DeviceKind.EMAIL], "Demo.Person@Example.org"])
def test_a_confirmed_address_is_retired_where_somebody_else_had_it(value: str) -> None:
    before = make_device(kind=DeviceKind.EMAIL, value=ADDRESS[DeviceKind.EMAIL])
    claimed_only = make_device(kind=DeviceKind.EMAIL, value=ADDRESS[DeviceKind.EMAIL], is_confirmed=False)
    user = make_user()
    made = register(user.id, value=value)

    confirm_device(user_id=user.id, device_id=made.id, code=code_of(made), at=NOW)

    before.refresh_from_db()
    claimed_only.refresh_from_db()
    assert before.retired_reason == RetireReason.REPLACED
    assert claimed_only.is_active
    assert [one.confirmed_at for one in devices_for(user.id)] == [NOW]


def test_a_known_and_an_unknown_address_get_the_same_answer() -> None:
    make_device(kind=DeviceKind.EMAIL, value=ADDRESS[DeviceKind.EMAIL])
    user = make_user()

    known, unknown = register(user.id), register(user.id, value="nobody@example.org")

    assert (known.needs_confirmation, unknown.needs_confirmation) == (True, True)
    assert [len(code_of(one)) for one in (known, unknown)] == [6, 6]


def test_to_confirm_again_does_nothing_and_a_confirmed_address_registered_again_needs_no_code() -> None:
    user = make_user()
    made = register(user.id)
    confirm_device(user_id=user.id, device_id=made.id, code=code_of(made), at=NOW)

    confirm_device(user_id=user.id, device_id=made.id, code="000000", at=NOW + timedelta(days=1))
    again = register(user.id, locale="es", at=NOW + timedelta(days=1))

    assert again == Registered(made.id, DeviceKind.EMAIL, needs_confirmation=False)
    assert Device.objects.get(id=made.id).confirmed_at == NOW


def test_another_person_cannot_confirm_a_device_nor_learn_that_it_is_there() -> None:
    made = register(make_user().id)

    with pytest.raises(DeviceNotFound) as theirs:
        confirm_device(user_id=make_user().id, device_id=made.id, code=code_of(made), at=NOW)
    with pytest.raises(DeviceNotFound) as missing:
        confirm_device(user_id=make_user().id, device_id=UUID(int=1), code=code_of(made), at=NOW)

    assert str(theirs.value) == str(missing.value)
    assert Device.objects.get().confirmed_at is None


def test_a_retired_device_is_not_confirmed() -> None:
    user = make_user()
    made = register(user.id)
    code = code_of(made)
    retire_device(user_id=user.id, device_id=made.id, at=NOW)

    with pytest.raises(DeviceNotFound):
        confirm_device(user_id=user.id, device_id=made.id, code=code, at=NOW)


def test_after_five_wrong_tries_the_right_code_is_good_for_nothing_and_a_new_one_is() -> None:
    user = make_user()
    made = register(user.id)
    answers: list[type[PushError]] = []
    for code in [another(code_of(made))] * TRIES_MAX + [code_of(made)]:
        with pytest.raises(PushError) as caught:
            confirm_device(user_id=user.id, device_id=made.id, code=code, at=NOW)
        answers.append(type(caught.value))

    newer = register(user.id, at=NOW + timedelta(seconds=1))
    confirm_device(user_id=user.id, device_id=newer.id, code=code_of(newer), at=NOW + timedelta(seconds=2))

    assert answers == [WrongCode] * TRIES_MAX + [TooManyTries]
    assert newer.id == made.id


def test_only_the_newest_code_counts_and_only_for_a_quarter_of_an_hour() -> None:
    user = make_user()
    first, second = register(user.id), register(user.id, at=NOW + timedelta(seconds=1))
    codes = Confirmation.objects.order_by("issued_at")

    if code_of(first) != code_of(second):
        with pytest.raises(WrongCode):
            confirm_device(user_id=user.id, device_id=first.id, code=code_of(first), at=NOW + timedelta(seconds=2))
    late = codes[1].issued_at + timedelta(seconds=VALID_S)
    with pytest.raises(CodeExpired):
        confirm_device(user_id=user.id, device_id=first.id, code=code_of(second), at=late)
    confirm_device(
        user_id=user.id,
        device_id=first.id,
        code=code_of(second),
        at=codes[1].issued_at + timedelta(seconds=VALID_S - 1),
    )


def test_the_code_itself_is_nowhere_in_the_database() -> None:
    made = register(make_user().id)
    row = Confirmation.objects.get()

    code = code_of(made)

    stored = [str(model.objects.values()[0]) for model in (Confirmation, Device, Notification, Recipient)]
    assert code == digits_of(row.id)
    assert not any(re.search(rf"\b{code}\b", text) for text in stored)


def test_a_person_gets_three_codes_an_hour_for_an_address_also_after_retiring_it() -> None:
    user = make_user()
    for _ in range(CODES_PER_HOUR):
        made = register(user.id)
        retire_device(user_id=user.id, device_id=made.id, at=NOW)

    with pytest.raises(TooManyCodes):
        register(user.id, value="DEMO.person@example.org", at=NOW + timedelta(minutes=59))

    assert not devices_for(user.id).exists()
    assert is_sent(register(user.id, DeviceKind.SMS, at=NOW + timedelta(minutes=59)))
    assert is_sent(register(user.id, at=NOW + timedelta(minutes=60)))


def test_a_person_gets_six_codes_an_hour_for_all_their_addresses_and_stops_nobody_else() -> None:
    user = make_user()
    for number in range(CODES_PER_PERSON):
        register(user.id, value=f"demo.{number}@example.org")

    with pytest.raises(TooManyCodes):
        register(user.id, DeviceKind.SMS, at=NOW + timedelta(minutes=59))

    assert is_sent(register(make_user().id, DeviceKind.SMS))
    assert is_sent(register(user.id, DeviceKind.SMS, at=NOW + timedelta(minutes=60)))


def test_colleagues_who_use_up_an_address_cannot_keep_its_owner_from_confirming_it() -> None:
    colleagues = [make_user() for _ in range(CODES_TO_ADDRESS)]
    for colleague in colleagues:
        for _ in range(CODES_PER_HOUR):
            register(colleague.id)
    owner = make_user()

    made = register(owner.id, value="DEMO.person@example.org")
    confirm_device(user_id=owner.id, device_id=made.id, code=code_of(made), at=NOW)

    assert told(owner.id) > 0


def test_a_code_that_is_held_back_leaves_the_one_that_arrived_good() -> None:
    for other in (make_user() for _ in range(CODES_TO_ADDRESS)):
        register(other.id)
    owner = make_user()
    arrived = register(owner.id)

    assert not is_sent(register(owner.id, at=NOW + timedelta(seconds=1)))
    confirm_device(user_id=owner.id, device_id=arrived.id, code=code_of(arrived), at=NOW + timedelta(seconds=2))

    assert told(owner.id) > 0


def test_an_address_is_sent_six_codes_an_hour_and_beyond_them_only_the_first_of_a_person() -> None:
    first, *others = (make_user() for _ in range(CODES_TO_ADDRESS + 1))
    for user in others:
        assert is_sent(register(user.id))

    sent = [is_sent(register(first.id)) for _ in range(CODES_PER_HOUR)]
    again = [is_sent(register(user.id)) for user in others]

    assert sent == [True, False, False]
    assert not any(again)
    later = NOW + timedelta(hours=1)
    assert [is_sent(register(first.id, at=later)) for _ in range(2)] == [True, True]


def test_a_code_that_was_held_back_looks_like_one_that_was_sent() -> None:
    user = make_user()
    for other in (make_user() for _ in range(CODES_TO_ADDRESS)):
        register(other.id)
    register(user.id)

    held_back = register(user.id)

    assert (held_back.needs_confirmation, is_sent(held_back)) == (True, False)
    with pytest.raises(WrongCode):
        confirm_device(user_id=user.id, device_id=held_back.id, code="no code", at=NOW)


def test_the_code_comes_in_the_devices_language_and_names_nobody() -> None:
    made = register(make_user().id, locale="es-MX")

    message = message_to(made)
    assert message.title == "Confirme esta dirección para las alertas"
    assert message.body == f"Su código es {message.code}. Vale 15 minutos. Si usted no lo pidió, no haga nada."


def test_the_database_itself_keeps_an_address_to_one_person_and_lets_no_phone_wait_for_a_code() -> None:
    owner = make_device(kind=DeviceKind.SMS, value=ADDRESS[DeviceKind.SMS])

    for user, kind, is_confirmed in (
        (make_user(), DeviceKind.SMS, True),
        (owner.user, DeviceKind.SMS, False),
        (make_user(), DeviceKind.FID, False),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_device(user=user, kind=kind, value=ADDRESS[DeviceKind.SMS], is_confirmed=is_confirmed)


# --- shown already ----------------------------------------------------------------------------------------------------
def proved(user_id: int, address: str = ADDRESS[DeviceKind.EMAIL]) -> bool:
    return take_proved_address(user_id=user_id, address=address, locale="es", at=NOW)


def test_an_address_that_its_owner_has_shown_to_read_is_a_way_without_a_code() -> None:
    user = make_user()

    assert proved(user.id)

    (device,) = devices_for(user.id)
    assert (device.value, device.confirmed_at, device.locale) == (ADDRESS[DeviceKind.EMAIL], NOW, "es")
    assert not Notification.objects.exists()


def test_shown_twice_it_is_one_and_what_waited_for_its_code_is_confirmed() -> None:
    user = make_user()
    made = register(user.id)

    assert [proved(user.id), proved(user.id)] == [True, True]

    assert [(one.id, one.confirmed_at) for one in devices_for(user.id)] == [(made.id, NOW)]


def test_somebody_else_s_claim_to_it_is_told_nothing_more() -> None:
    other, user = make_user(), make_user()
    theirs = make_device(user=other, kind=DeviceKind.EMAIL, value=ADDRESS[DeviceKind.EMAIL].upper())

    assert proved(user.id)

    theirs.refresh_from_db()
    assert (theirs.is_active, theirs.retired_reason) == (False, RetireReason.REPLACED)


@pytest.mark.parametrize("address", ["", "no address", "two@example.org, three@example.org"])
def test_what_is_no_address_is_no_way(address: str) -> None:
    user = make_user()

    assert not proved(user.id, address)
    assert not devices_for(user.id).exists()
