"""What an exercise was about to tell is told no more once something real has stopped it: the worker sends the word."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import run as run_process
from uuid import uuid4

import pytest
from django.utils import timezone

from coordination.push_gate import who_may_still_be_told
from push.models import Notification
from push.outbox.notifications import claim_due
from push.vocabulary import DeviceKind, NotificationState
from tests.factories.cast import Cast, join, make_cast
from tests.factories.push import make_device, make_notification
from tests.fakes.fcm import FakeFcm, write_credentials
from tests.push.outbox.test_worker import environment
from tests.stage.exercises.played import Played, make_played
from tests.stage.incident.panic import run
from tests.support.processes import ROOT

STOPPED = (NotificationState.CANCELLED.value, "exercise_stopped")


def begun(cast: Cast) -> Played:
    """Let an exercise begin now, with a phone for a player who is in its room; what it tells waits."""
    played = make_played(cast, at=datetime.now(UTC))
    for one in (cast.teacher, cast.officer):
        make_device(user=one, kind=DeviceKind.FID, value=f"ok-{one.username}")
    played.step("start", at=timezone.now())
    join(cast.teacher, played.room())
    return played


def say_the_word(cast: Cast, played: Played) -> None:
    said = {"declaration_id": uuid4(), "note": "Not breathing"}
    run(cast.teacher, played.room().pk, "declare_real_world", at=timezone.now(), **said)


def of_exercise() -> list[tuple[str, str]]:
    return sorted(set(Notification.objects.filter(is_exercise=True).values_list("state", "error_code")))


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_the_word_and_nothing_of_the_exercise_that_was_still_to_go(tmp_path: Path) -> None:
    cast = make_cast()
    played = begun(cast)
    played.step("pause", at=timezone.now(), reason="A player fell")
    assert of_exercise() == [("planned", "")]

    say_the_word(cast, played)

    assert of_exercise() == [STOPPED]
    with FakeFcm() as carrier:
        env = environment(tmp_path) | {
            "MUSTERPOINT_FCM_CREDENTIALS": str(write_credentials(tmp_path, carrier.url)),
            "MUSTERPOINT_FCM_URL": carrier.url,
        }
        run_process([sys.executable, str(ROOT / "manage.py"), "push_worker", "--once"], env=env, check=True, timeout=60)
        sent = [str(one) for one in carrier.messages]

    assert sent
    assert not [one for one in sent if "EXERCISE" in one]
    # The teacher said it.
    assert carrier.addresses == ["ok-officer"]
    assert of_exercise() == [STOPPED]


@pytest.mark.django_db
def test_what_a_worker_held_at_that_moment_does_not_come_back_and_endex_is_told_again() -> None:
    cast = make_cast()
    played = begun(cast)
    held = claim_due(limit=10, now=timezone.now(), lease_s=1)
    assert {one.is_exercise for one in held.messages} == {True}
    say_the_word(cast, played)
    # That worker died. The next one takes what it held, and asks.
    later = timezone.now() + timedelta(seconds=5)
    again = claim_due(limit=10, now=later, lease_s=60)

    assert {one.is_exercise for one in again.messages} == {False}
    assert of_exercise() == [(NotificationState.CANCELLED.value, "no_longer_told")]
    room = played.room()
    assert who_may_still_be_told([(cast.teacher.pk, room.pk)], later) == {}
    played.step("end", at=later)
    assert set(who_may_still_be_told([(cast.teacher.pk, room.pk)], later)) == {(cast.teacher.pk, room.pk)}


@pytest.mark.django_db
def test_a_word_in_one_exercise_silences_no_other_room() -> None:
    cast = make_cast()
    played = begun(cast)
    other = make_notification(make_device(user=cast.insider), is_exercise=True, created_at=timezone.now())
    say_the_word(cast, played)

    other.refresh_from_db()
    assert (other.is_exercise, other.state) == (True, "planned")
