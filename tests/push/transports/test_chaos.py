"""Bad days, with the provider's real library: it is away, asks for peace, half the phones are gone, a worker dies."""

import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from push.models import Attempt, Device, Notification
from push.outbox.delivery import LEASE_S, deliver_due
from push.transport import Transport
from push.transports.fcm.transport import FcmTransport, start_app
from push.vocabulary import DeviceKind, NotificationState, RetireReason, Urgency
from tests.factories.push import NOW, make_device, make_notification
from tests.fakes.fcm import FakeFcm
from tests.push.outbox.test_worker import environment
from tests.support.processes import ROOT, ChildProcess

pytestmark = pytest.mark.django_db


@pytest.fixture
def fcm() -> Iterator[FakeFcm]:
    with FakeFcm(retry_after="30") as fake:
        yield fake


@pytest.fixture
def transports(fcm: FakeFcm, tmp_path: Path) -> dict[DeviceKind, Transport]:
    app = start_app(fcm.credentials(tmp_path), base_url=fcm.url)
    return {DeviceKind.FID: FcmTransport(app, kind=DeviceKind.FID, clock=lambda: NOW)}


def phones(*addresses: str, urgency: Urgency = Urgency.URGENT, at: datetime = NOW) -> list[Notification]:
    return [
        make_notification(make_device(kind=DeviceKind.FID, value=address), urgency=urgency, created_at=at)
        for address in addresses
    ]


def states() -> Counter[str]:
    return Counter(Notification.objects.values_list("state", flat=True))


def passes(transports: dict[DeviceKind, Transport], *, start: datetime, seconds: int, every_s: int) -> None:
    """Let a worker look again and again, on a clock of the test's own."""
    for passed_s in range(0, seconds, every_s):
        deliver_due(transports=transports, clock=lambda: start + timedelta(seconds=passed_s))  # noqa: B023


def test_ten_minutes_without_the_provider_cost_time_and_nothing_else(
    transports: dict[DeviceKind, Transport], fcm: FakeFcm
) -> None:
    phones("ok-before")
    deliver_due(transports=transports, clock=lambda: NOW)
    phones(*(f"ok-{number}" for number in range(20)))
    fcm.is_down = True
    passes(transports, start=NOW, seconds=600, every_s=20)
    during, tried = states(), len(fcm.received)
    fcm.is_down = False

    passes(transports, start=NOW + timedelta(seconds=600), seconds=61, every_s=10)

    assert during == {NotificationState.ACCEPTED: 1, NotificationState.PLANNED: 20}
    assert states() == {NotificationState.ACCEPTED: 21}
    # It is not stormed when it comes back: some twenty tries for each in ten minutes, not one for each look.
    assert tried <= 20 * 31


def test_a_storm_of_429_is_met_with_silence_and_life_safety_alone_goes_on(
    transports: dict[DeviceKind, Transport], fcm: FakeFcm
) -> None:
    phones(*(f"quota-{number}" for number in range(600)))
    deliver_due(transports=transports, clock=lambda: NOW)
    asked = len(fcm.messages)
    phones("ok-ordinary", at=NOW + timedelta(seconds=1))
    [grave] = phones("ok-grave", urgency=Urgency.LIFE_SAFETY, at=NOW + timedelta(seconds=1))

    deliver_due(transports=transports, clock=lambda: NOW + timedelta(seconds=1))

    # A new pass is a new worker, which does not know of the pause; within one, no one is asked once it is known.
    assert asked < 600
    grave.refresh_from_db()
    assert grave.state == NotificationState.ACCEPTED
    assert Device.objects.filter(is_active=False).count() == 0
    waits = Notification.objects.filter(error_code="quota").values_list("next_try_at", flat=True)
    assert all(wait is not None and wait >= NOW + timedelta(seconds=30) for wait in waits)


def test_half_the_phones_are_gone_and_the_other_half_is_told(
    transports: dict[DeviceKind, Transport], fcm: FakeFcm
) -> None:
    phones(*(f"gone-{number}" for number in range(50)), *(f"ok-{number}" for number in range(50)))

    deliver_due(transports=transports, clock=lambda: NOW)

    assert states() == {NotificationState.ACCEPTED: 50, NotificationState.FAILED: 50}
    gone = Device.objects.filter(is_active=False)
    assert {device.value.partition("-")[0] for device in gone} == {"gone"}
    assert set(gone.values_list("retired_reason", flat=True)) == {RetireReason.GONE}
    assert len(fcm.messages) == 100


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_sending_loses_nothing_and_doubles_only_what_it_held(
    fcm: FakeFcm, tmp_path: Path
) -> None:
    """Promise 5, with a real worker, the real library and a real kill -9."""
    rows = phones(*(f"ok-{number}" for number in range(300)), at=timezone.now())
    fcm.latency_s = 0.05
    env = environment(tmp_path) | {
        "MUSTERPOINT_FCM_CREDENTIALS": str(fcm.credentials(tmp_path)),
        "MUSTERPOINT_FCM_URL": fcm.url,
    }
    worker = ChildProcess(name="push worker", log=tmp_path / "log.txt")
    try:
        worker.launch([sys.executable, str(ROOT / "manage.py"), "push_worker"], env=env)
        worker.wait_ready(lambda: len(fcm.messages) > 60, timeout_s=180)
    finally:
        worker.end(signal.SIGKILL)
    open_tries = Attempt.objects.filter(outcome="").count()

    app = start_app(Path(env["MUSTERPOINT_FCM_CREDENTIALS"]), base_url=fcm.url)
    later = timezone.now() + timedelta(seconds=LEASE_S + 1)
    transports: dict[DeviceKind, Transport] = {
        DeviceKind.FID: FcmTransport(app, kind=DeviceKind.FID, clock=timezone.now)
    }
    deliver_due(transports=transports, clock=lambda: later)

    sent = Counter(str(one["fid"]) for one in fcm.messages)
    doubled = {address for address, count in sent.items() if count > 1}
    assert states() == {NotificationState.ACCEPTED: len(rows)}
    assert len(sent) == len(rows)
    assert max(sent.values()) <= 2
    assert len(doubled) <= open_tries


def test_the_environment_of_the_worker_names_no_real_provider() -> None:
    assert "MUSTERPOINT_FCM_CREDENTIALS" not in os.environ
