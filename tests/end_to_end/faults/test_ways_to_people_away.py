"""Mail, text messages and Firebase are waited for while they are stopped, killed or frozen, and hold up no other.

Slow because real processes are ended and started, and real retries are waited for.
"""

import contextlib
import signal
import sqlite3
import sys
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from musterpoint_client.api import request_json

from push.models import Notification
from push.vocabulary import DeviceKind, NotificationState, Urgency
from tests.factories.push import make_device, make_notification
from tests.push.outbox.test_worker import environment
from tests.stage.devices.clients import sign_in
from tests.stage.devices.provider import Provider
from tests.stage.live_room import DATABASE_FILE, room_on_copy
from tests.support.processes import ROOT, ChildProcess

# Only a busy machine needs it.
PATIENCE_S = 120
PASSWORD = "three-lamps-and-a-kite"
KINDS = {
    "mail": (DeviceKind.EMAIL, "officer-{}@example.org"),
    "sms": (DeviceKind.SMS, "+1555444000{}"),
    "fcm": (DeviceKind.FID, "phone-{}"),
}
DONE = {NotificationState.SENT, NotificationState.ACCEPTED}


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[ChildProcess]:
    process = ChildProcess(name="push worker", log=tmp_path / "log.txt")
    yield process
    process.end(signal.SIGKILL)


def planned(kind: DeviceKind, value: str = "") -> Notification:
    device = make_device(kind=kind, value=value)
    return make_notification(device, created_at=timezone.now(), urgency=Urgency.LIFE_SAFETY)


def is_out(row: Notification) -> Callable[[], bool]:
    return lambda: Notification.objects.get(pk=row.pk).state in DONE


def is_waiting(row: Notification) -> Callable[[], bool]:
    """Say whether it was tried in vain and will be tried again."""

    def look() -> bool:
        now = Notification.objects.get(pk=row.pk)
        return bool(now.error_code) and now.next_try_at is not None and now.state not in DONE

    return look


def has_taken(provider: Provider, address: str) -> Callable[[], bool]:
    return lambda: address in provider.taken


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", KINDS)
def test_a_way_to_people_that_is_away_is_waited_for_and_holds_up_no_other(
    name: str, worker: ChildProcess, tmp_path: Path
) -> None:
    kind, address = KINDS[name]
    with Provider(name) as provider:
        env = environment(tmp_path) | provider.env
        worker.launch([sys.executable, str(ROOT / "manage.py"), "push_worker"], env=env)
        first = planned(DeviceKind.CONSOLE)
        worker.wait_ready(is_out(first), timeout_s=PATIENCE_S)
        for number, take_away in enumerate((provider.kill9, provider.stop, provider.freeze)):
            take_away()
            row, other = planned(kind, address.format(number)), planned(DeviceKind.CONSOLE)

            worker.wait_ready(is_out(other), timeout_s=PATIENCE_S)
            assert not is_out(row)()
            if not provider.process.is_running:
                worker.wait_ready(is_waiting(row), timeout_s=PATIENCE_S)
                provider.start()
            else:
                provider.thaw()
            worker.wait_ready(is_out(row), timeout_s=PATIENCE_S)
            # It answers before it writes down.
            worker.wait_ready(has_taken(provider, address.format(number)), timeout_s=PATIENCE_S)

        taken = Counter(provider.taken)
        assert set(taken) == {address.format(number) for number in range(3)}
        # One that stood still may have it in hand when it is asked again.
        assert (taken[address.format(0)], taken[address.format(1)]) == (1, 1)
    assert "Traceback" not in worker.log_end()


def test_a_server_whose_mail_and_carrier_are_away_is_ready_signs_in_and_takes_presses(
    spatialite_template: Path, tmp_path: Path
) -> None:
    """Nothing that a server process does waits for them: it plans, and the worker sends."""
    with Provider("mail") as mail, Provider("sms") as carrier:
        mail.kill9()
        with room_on_copy(spatialite_template, tmp_path, env=mail.env | carrier.env) as room:
            give_password(tmp_path / DATABASE_FILE)
            press = {
                "type": "raise_panic",
                "id": str(uuid.uuid4()),
                "site_id": room.stage.site_id,
                "is_exercise": False,
            }
            carrier.freeze()
            try:
                pressed = request_json(room.url, "/api/v1/panics", token=room.token("teacher"), body=press)
                token = sign_in(room.url, "officer", PASSWORD)
                ready = request_json(room.url, "/readyz")
            finally:
                carrier.thaw()

    assert pressed["is_repeat"] is False
    assert token
    assert ready["database"] == "ok"


def give_password(file: Path) -> None:
    sql = "UPDATE coordination_user SET password = ? WHERE username = 'officer'"
    with contextlib.closing(sqlite3.connect(file, timeout=10)) as database, database:
        database.execute(sql, [make_password(PASSWORD)])
