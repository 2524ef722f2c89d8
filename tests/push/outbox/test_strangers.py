"""People whose devices live at servers that never answer, against those who wait for an alarm. Real sockets."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from django.conf import LazySettings

from push.models import Attempt, Device, Notification
from push.outbox.delivery import Delivery
from push.outbox.lines.hands import MOST_OTHER
from push.transport import Message, SendResult, Transport
from push.transports.configured import configured_transports
from push.transports.fcm.transport import FcmTransport, start_app
from push.vocabulary import DeviceKind, NotificationState, Outcome, Urgency
from tests.factories.mou import make_user
from tests.factories.push import NOW, make_device, make_notification
from tests.fakes.browser_push import FakePushService
from tests.fakes.dripping import DrippingServers, loopback_hosts
from tests.fakes.fcm import FakeFcm
from tests.fakes.transport import FakeTransport
from tests.support.processes import wait_until

pytestmark = pytest.mark.django_db
ACCOUNTS, DEVICES_EACH = 5, 20


@pytest.fixture
def transports(tmp_path: Path, settings: LazySettings) -> dict[DeviceKind, Transport]:
    settings.PUSH_VAPID_KEY_FILE = tmp_path / "vapid.pem"
    return configured_transports()


def address_at(kind: DeviceKind, url: str, service: FakePushService) -> str:
    """Return an address of a device that lives at a server."""
    return json.dumps(json.loads(service.subscription()) | {"endpoint": url}) if kind is DeviceKind.WEBPUSH else url


def hostile_devices(kind: DeviceKind, servers: DrippingServers, service: FakePushService) -> list[Device]:
    people = [make_user() for _ in range(ACCOUNTS)]
    return [
        make_device(user=person, kind=kind, value=address_at(kind, servers.url(20 * one + number), service))
        for one, person in enumerate(people)
        for number in range(DEVICES_EACH)
    ]


def alarm(devices: list[Device]) -> list[Notification]:
    return [make_notification(device, urgency=Urgency.LIFE_SAFETY) for device in devices]


@contextmanager
def delivering(transports: dict[DeviceKind, Transport], servers: DrippingServers) -> Iterator[Delivery]:
    """Deliver until the block ends; then the strangers hang up, or their lines would never end."""
    with Delivery(transports=transports, clock=lambda: NOW) as delivery, servers:
        yield delivery


def are_accepted(rows: list[Notification]) -> bool:
    states = Notification.objects.filter(id__in=[row.id for row in rows]).values_list("state", flat=True)
    return set(states) == {NotificationState.ACCEPTED}


def step_until(delivery: Delivery, is_so: Callable[[], bool], what: str) -> None:
    def stepped() -> bool:
        delivery.step(wait_s=0.01)
        return is_so()

    wait_until(stepped, timeout_s=120, what=what)


@pytest.mark.parametrize("kind", [DeviceKind.WEBPUSH, DeviceKind.WEBHOOK])
@pytest.mark.parametrize("hosts", [1, ACCOUNTS * DEVICES_EACH])
def test_five_accounts_at_servers_that_drip_keep_nobody_from_the_next_alarm(
    transports: dict[DeviceKind, Transport], kind: DeviceKind, hosts: int
) -> None:
    """The first alarm finds them out, the second comes while their servers still keep us waiting."""
    servers = DrippingServers(loopback_hosts(hosts))
    with FakePushService() as service, delivering(transports, servers) as delivery:
        hostile = hostile_devices(kind, servers, service)
        good = [
            make_device(kind=kind, value=address_at(kind, f"{service.url}/{number}/ok", service))
            for number in range(30)
        ]

        for number in (1, 2):
            told = alarm([*hostile, *good])[-len(good) :]
            step_until(delivery, partial(are_accepted, told), f"alarm {number} reached everybody whose server answers")
        kept = len(servers.asked)

    assert len(service.received) == 2 * len(good)
    assert 0 < kept < len(hostile)


class SilentProvider:
    """A provider that takes every message and answers none until it is told to; it needs no threads."""

    def __init__(self) -> None:
        self.count = 0
        self._may_answer = threading.Event()

    def answer(self) -> None:
        self._may_answer.set()

    def send(self, message: Message) -> SendResult:
        raise AssertionError("it is quick")

    async def send_soon(self, message: Message) -> SendResult:
        self.count += 1
        await asyncio.to_thread(self._may_answer.wait)
        return SendResult(message.notification_id, Outcome.ACCEPTED)

    async def hang_up(self) -> None: ...


def notifications_of(kind: DeviceKind, count: int) -> list[Notification]:
    device = make_device(kind=kind)
    return [make_notification(device, urgency=Urgency.URGENT) for _ in range(count)]


@pytest.mark.parametrize("kind", [DeviceKind.FID, DeviceKind.TOKEN])
def test_a_provider_that_does_not_answer_fills_hands_of_its_own_and_nobody_else_s(kind: DeviceKind) -> None:
    silent = SilentProvider()
    transports: dict[DeviceKind, Transport] = {kind: silent, DeviceKind.CONSOLE: FakeTransport()}
    with Delivery(transports=transports, clock=lambda: NOW) as delivery:
        waiting = notifications_of(kind, MOST_OTHER + 20)
        told = notifications_of(DeviceKind.CONSOLE, 5)

        step_until(delivery, partial(are_accepted, told), "what goes another way was told")
        in_hands = silent.count
        silent.answer()
        step_until(delivery, partial(are_accepted, waiting), "the provider answered, and got the rest")

    assert in_hands == MOST_OTHER


def test_google_that_drips_is_given_up_by_its_deadline_and_meanwhile_others_are_told(tmp_path: Path) -> None:
    with FakeFcm() as google, DrippingServers(loopback_hosts(1)) as dripping:
        app = start_app(google.credentials(tmp_path), base_url=dripping.url(0))
        transports: dict[DeviceKind, Transport] = {
            DeviceKind.FID: FcmTransport(app, kind=DeviceKind.FID, clock=lambda: NOW),
            DeviceKind.CONSOLE: FakeTransport(),
        }
        with Delivery(transports=transports, clock=lambda: NOW) as delivery:
            kept = notifications_of(DeviceKind.FID, MOST_OTHER + 20)
            told = notifications_of(DeviceKind.CONSOLE, 5)
            step_until(delivery, partial(are_accepted, told), "what goes another way was told")
            tries = Attempt.objects.filter(notification__in=kept)
            step_until(delivery, lambda: tries.exclude(outcome="").count() >= len(kept), "each message was given up")
        assert set(tries.values_list("outcome", flat=True)) == {Outcome.RETRY}
        assert len(dripping.asked) >= len(kept)
