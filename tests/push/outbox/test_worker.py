"""The real worker as a process of its own: it delivers, it ends when told to, and its death loses nothing."""

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from uuid import UUID

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings

from push.models import Attempt, Notification
from push.outbox.delivery import LEASE_S, deliver_due
from push.outbox.notifications import claim_due, enqueue_notifications
from push.vocabulary import DeviceKind, NotificationState, Urgency
from tests.factories.push import OPENED, ROOM, make_device, make_notification
from tests.fakes.http import FakeHttp, Received, Reply
from tests.fakes.transport import FakeTransport
from tests.support.database.this_database import database_url
from tests.support.processes import ROOT, ChildProcess

pytestmark = pytest.mark.django_db(transaction=True)

DIES_BETWEEN_CLAIM_AND_SEND = """
import os, signal, django
django.setup()
from django.utils import timezone
from push.outbox.delivery import LEASE_S
from push.outbox.notifications import claim_due
claim_due(limit=100, now=timezone.now(), lease_s=LEASE_S)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def child(tmp_path: Path) -> Iterator[ChildProcess]:
    process = ChildProcess(name="push worker", log=tmp_path / "log.txt")
    yield process
    process.end(signal.SIGKILL)


def environment(var: Path) -> dict[str, str]:
    return os.environ | {
        "MUSTERPOINT_DATABASE": database_url(),
        "MUSTERPOINT_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "coordination.settings",
        "PYTHONPATH": str(ROOT),
    }


def states() -> list[str]:
    return list(Notification.objects.values_list("state", flat=True))


def test_a_running_worker_delivers_what_is_committed_and_ends_cleanly_when_told(
    child: ChildProcess, tmp_path: Path
) -> None:
    device = make_device()
    child.launch([sys.executable, str(ROOT / "manage.py"), "push_worker"], env=environment(tmp_path))
    with transaction.atomic():
        enqueue_notifications(
            source_key="a:1",
            user_ids=[device.user_id],
            is_exercise=True,
            urgency=Urgency.URGENT,
            kind="incident_opened",
            words=OPENED,
            room_id=ROOM,
            seq=1,
            collapse_key="room",
        )

    child.wait_ready(lambda: states() == [NotificationState.SENT], timeout_s=120)
    child.end(signal.SIGTERM)

    assert child.wait_ended(timeout_s=180) == 0
    [line] = (tmp_path / "push-console.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["title"] == "EXERCISE: New incident"


def test_a_worker_killed_between_claim_and_send_is_made_good_after_its_lease(
    child: ChildProcess, tmp_path: Path
) -> None:
    """Promise 5, with a real process and a real kill -9."""
    before = timezone.now()
    row = make_notification(make_device(), created_at=before)
    transport = FakeTransport()

    child.launch([sys.executable, "-c", DIES_BETWEEN_CLAIM_AND_SEND], env=environment(tmp_path))
    assert child.wait_ended(timeout_s=120) == -signal.SIGKILL
    after = timezone.now() + timedelta(seconds=LEASE_S)
    too_early = deliver_due(transports={DeviceKind.CONSOLE: transport}, clock=timezone.now)
    handled = deliver_due(transports={DeviceKind.CONSOLE: transport}, clock=lambda: after)

    assert (too_early, handled) == (0, 1)
    assert [(one.notification_id, one.collapse_key) for one in transport.sent] == [(row.id, row.collapse_key)]
    assert [one.outcome for one in Attempt.objects.order_by("id")] == ["", "accepted"]


@pytest.mark.postgis
def test_what_was_sent_while_the_database_hiccups_is_written_down_and_not_sent_again(
    child: ChildProcess, tmp_path: Path
) -> None:
    """Every connection of the worker is cut between the send and the record of it."""
    may_answer = threading.Event()

    def answer(_request: Received) -> Reply:
        may_answer.wait(timeout=30)
        return Reply()

    with FakeHttp(answer) as receiver:
        make_notification(
            make_device(kind=DeviceKind.WEBHOOK, value=f"{receiver.url}/in"),
            created_at=timezone.now(),
        )
        env = environment(tmp_path) | {"PGAPPNAME": "this worker"}
        child.launch([sys.executable, str(ROOT / "manage.py"), "push_worker"], env=env)
        child.wait_ready(lambda: len(receiver.received) == 1, timeout_s=120)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'this worker'"
            )
            assert cursor.fetchall()
        may_answer.set()

        # Well within the lease: what the worker has sent is still its own to settle.
        child.wait_ready(lambda: states() == [NotificationState.ACCEPTED], timeout_s=LEASE_S / 3)
        child.end(signal.SIGTERM)

        assert len(receiver.received) == 1
        assert [one.outcome for one in Attempt.objects.all()] == ["accepted"]


def test_one_pass_delivers_all_that_is_due_and_says_how_many(capsys: pytest.CaptureFixture[str]) -> None:
    now = timezone.now()
    device = make_device()
    for _ in range(3):
        make_notification(device, created_at=now)

    call_command("push_worker", "--once")

    assert capsys.readouterr().out == "3 notifications handled\n"
    assert states() == [NotificationState.SENT] * 3
    assert (settings.VAR_DIR / "push-console.jsonl").exists()


@pytest.mark.postgis
def test_claimers_at_the_same_instant_never_take_the_same_notification() -> None:
    now = timezone.now()
    device = make_device()
    wanted = {make_notification(device, created_at=now).id for _ in range(200)}
    start = Barrier(4)

    def take() -> list[UUID]:
        taken: list[UUID] = []
        start.wait(timeout=10)
        while found := claim_due(limit=7, now=now, lease_s=60).messages:
            taken += [message.notification_id for message in found]
        connection.close()
        return taken

    with ThreadPoolExecutor(4) as pool:
        claimed = [one for future in [pool.submit(take) for _ in range(4)] for one in future.result(timeout=60)]

    assert len(claimed) == len(set(claimed))
    assert set(claimed) == wanted


def test_a_worker_whose_key_for_web_push_does_not_read_tells_everybody_else(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It would end the whole server with it, and no one could press: a spoiled file keeps browsers waiting, no more."""
    settings.PUSH_VAPID_KEY_FILE = tmp_path / "vapid.pem"
    settings.PUSH_VAPID_KEY_FILE.write_text("no key")
    phone, browser = make_device(kind=DeviceKind.CONSOLE), make_device(kind=DeviceKind.WEBPUSH)
    for device in (phone, browser):
        make_notification(device, created_at=timezone.now())

    call_command("push_worker", "--once")

    assert dict(Attempt.objects.values_list("notification__device__kind", "error_code")) == {
        "console": "",
        "webpush": "no_transport",
    }
    assert [one.state for one in Notification.objects.filter(device=phone)] == [NotificationState.SENT]
    assert "browsers are told nothing" in caplog.text
    # Nor is it replaced by a made-up one: it may be a copy that someone is bringing back.
    assert settings.PUSH_VAPID_KEY_FILE.read_text() == "no key"
