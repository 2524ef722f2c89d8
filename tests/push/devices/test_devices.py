"""Registering and retiring: everybody their own; a sign-in that ends takes its devices with it."""

from uuid import UUID, uuid4

import pytest

from push.access import device_for, devices_for, notifications_for
from push.devices.actions import (
    DEVICES_MAX,
    register_device,
    retire_device,
    retire_devices_of_session,
    retire_devices_of_user,
)
from push.errors import BadDevice, DeviceNotFound, TooManyDevices
from push.models import Device, Notification
from push.vocabulary import DeviceKind, NotificationState, RetireReason
from tests.factories.mou import make_user
from tests.factories.push import NOW, make_device, make_notification

pytestmark = pytest.mark.django_db


def register(user_id: int, value: str = "phone-1", locale: str = "en", session_key: str = "s1") -> UUID:
    return register_device(
        user_id=user_id,
        session_key=session_key,
        kind=DeviceKind.CONSOLE,
        value=value,
        platform="android",
        locale=locale,
        at=NOW,
    ).id


def test_the_same_address_again_is_the_same_device_with_the_newer_facts() -> None:
    user = make_user()

    first = register(user.id, locale="en", session_key="s1")
    second = register(user.id, locale="es", session_key="s2")

    device = Device.objects.get()
    assert first == second == device.id
    assert (device.locale, device.session_key) == ("es", "s2")


def test_an_address_belongs_to_whoever_signed_in_last() -> None:
    before, after = make_user(), make_user()
    old_id = register(before.id)
    waiting = make_notification(Device.objects.get(id=old_id))

    new_id = register(after.id)

    waiting.refresh_from_db()
    assert not devices_for(before.id).exists()
    assert [one.id for one in devices_for(after.id)] == [new_id]
    assert Device.objects.get(id=old_id).retired_reason == RetireReason.REPLACED
    assert waiting.state == NotificationState.FAILED


def test_a_person_has_a_bounded_number_of_devices() -> None:
    user = make_user()
    for number in range(DEVICES_MAX):
        register(user.id, f"phone-{number}")

    with pytest.raises(TooManyDevices):
        register(user.id, "one-too-many")
    register(user.id, "phone-0")


@pytest.mark.parametrize("value", ["", "x" * 2001, "line\nbreak", "nul\x00", "ñ", "\u202e"])
def test_an_address_that_no_provider_gives_out_is_refused(value: str) -> None:
    with pytest.raises(BadDevice):
        register(make_user().id, value)
    with pytest.raises(BadDevice):
        register(make_user().id, "fine", locale="e" * 21)


def test_people_retire_their_own_devices_and_find_no_others() -> None:
    device = make_device()
    waiting = make_notification(device)

    with pytest.raises(DeviceNotFound):
        retire_device(user_id=make_user().id, device_id=device.id, at=NOW)
    with pytest.raises(DeviceNotFound):
        retire_device(user_id=device.user_id, device_id=uuid4(), at=NOW)
    retire_device(user_id=device.user_id, device_id=device.id, at=NOW)
    with pytest.raises(DeviceNotFound):
        retire_device(user_id=device.user_id, device_id=device.id, at=NOW)

    waiting.refresh_from_db()
    assert waiting.state == NotificationState.FAILED


def test_the_end_of_a_sign_in_retires_the_devices_it_registered_and_no_others() -> None:
    user = make_user()
    bound = make_device(user=user, session_key="ended")
    other, unbound = make_device(user=user, session_key="going-on"), make_device(user=user)

    assert retire_devices_of_session(session_key="ended", at=NOW) == 1
    assert retire_devices_of_session(session_key="", at=NOW) == 0

    assert set(devices_for(user.id)) == {other, unbound}
    bound.refresh_from_db()
    assert bound.retired_reason == RetireReason.SIGNED_OUT


def test_a_person_whose_access_ended_has_no_devices_left() -> None:
    user, other = make_user(), make_device()
    make_device(user=user)
    make_device(user=user)

    assert retire_devices_of_user(user_id=user.id, reason=RetireReason.ACCESS_ENDED, at=NOW) == 2

    assert not devices_for(user.id).exists()
    assert devices_for(other.user_id).exists()


def test_a_person_who_is_locked_out_sees_no_devices_and_neither_do_strangers() -> None:
    mine, locked_out = make_device(), make_device(user=make_user(is_active=False))
    for device in (mine, locked_out):
        make_notification(device)

    assert device_for(user_id=mine.user_id, device_id=mine.id) == mine
    assert notifications_for(mine.user_id).count() == 1
    for user_id in (locked_out.user_id, make_user().id):
        assert not notifications_for(user_id).exists()
        with pytest.raises(DeviceNotFound):
            device_for(user_id=user_id, device_id=locked_out.id)
    assert Notification.objects.count() == 2
