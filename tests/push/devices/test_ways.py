"""Who can be told anything: a registration alone reaches no one."""

import pytest
from pytest_django.fixtures import Settings

from push.devices.ways import people_with_way
from push.models import Attempt
from push.vocabulary import DeviceKind, Outcome
from tests.factories.mou import make_user
from tests.factories.push import NOW, make_device, make_notification

pytestmark = pytest.mark.django_db


def test_only_confirmed_and_active_ways_reach_their_people() -> None:
    reached, waits, gone, bare = (make_user() for _ in range(4))
    make_device(user=reached)
    make_device(user=waits, kind=DeviceKind.SMS, value="+15550100123", is_confirmed=False)
    make_device(user=gone, is_active=False)

    assert people_with_way([one.pk for one in (reached, waits, gone, bare)]) == {reached.pk}


def test_a_way_whose_newest_try_failed_is_none_until_one_gets_through() -> None:
    device = make_device()
    notification = make_notification(device)
    Attempt.objects.create(
        notification=notification,
        lease_token=notification.id,
        started_at=NOW,
        finished_at=NOW,
        outcome=Outcome.REFUSED.value,
        error_code="http_500",
    )
    failing = people_with_way([device.user_id])
    make_device(user=device.user)

    assert failing == set()
    assert people_with_way([device.user_id]) == {device.user_id}


@pytest.mark.parametrize(
    ("kind", "value"), [(DeviceKind.EMAIL, "demo@example.org"), (DeviceKind.SMS, "+15550100123"), (DeviceKind.FID, "f")]
)
def test_what_this_installation_does_not_carry_is_no_way(settings: Settings, kind: DeviceKind, value: str) -> None:
    device = make_device(kind=kind, value=value)
    settings.MODE, settings.PUSH_MAIL_SERVER, settings.PUSH_SMS_URL = "serve", "", ""
    settings.PUSH_FCM_CREDENTIALS = ""

    assert people_with_way([device.user_id]) == set()
    assert people_with_way([make_device(kind=DeviceKind.WEBPUSH).user_id]) != set()
