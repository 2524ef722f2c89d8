"""The queue itself: written with its entry, claimed by lanes, settled by whoever holds the lease."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from push.models import Attempt, Device, Notification
from push.outbox.notifications import Claim, claim_due, enqueue_notifications, settle_claim
from push.transport import SendResult
from push.vocabulary import DeviceKind, NotificationState, Outcome, Urgency
from tests.factories.mou import make_user
from tests.factories.push import NOW, OPENED, ROOM, make_device, make_notification

pytestmark = pytest.mark.django_db


def tell(*users: int, is_exercise: bool = False, urgency: Urgency = Urgency.URGENT, source_key: str = "a:1") -> int:
    return enqueue_notifications(
        source_key=source_key,
        user_ids=users,
        is_exercise=is_exercise,
        urgency=urgency,
        kind="incident_opened",
        words=OPENED,
        room_id=ROOM,
        seq=1,
        collapse_key=f"room:{ROOM}",
    )


def ids(claimed: Claim) -> list[UUID]:
    return [message.notification_id for message in claimed.messages]


# --- enqueue ----------------------------------------------------------------------------------------------------------
def test_every_active_device_of_the_people_named_is_told_in_its_language() -> None:
    user = make_user()
    phone, tablet = make_device(user=user, locale="es"), make_device(user=user)
    make_device(user=user, is_active=False)
    make_device()
    locked_out = make_device(user=make_user(is_active=False))

    count = tell(user.id, locked_out.user_id)

    rows = {row.device_id: row.title for row in Notification.objects.all()}
    assert count == 2
    assert rows == {phone.id: "Nuevo incidente", tablet.id: "New incident"}


def test_nobody_to_tell_is_no_error() -> None:
    assert tell() == 0
    assert tell(make_user().id) == 0


def test_one_event_is_told_to_a_device_once() -> None:
    device = make_device()
    tell(device.user_id)

    with pytest.raises(IntegrityError), transaction.atomic():
        tell(device.user_id)
    assert tell(device.user_id, source_key="a:2") == 1


@pytest.mark.django_db(transaction=True)
def test_a_notification_exists_if_and_only_if_its_entrys_transaction_commits() -> None:
    """Promise 5."""
    device = make_device()

    with transaction.atomic():
        tell(device.user_id, source_key="undone:1")
        transaction.set_rollback(True)
    with transaction.atomic():
        tell(device.user_id, source_key="done:1")

    assert [row.source_key for row in Notification.objects.all()] == ["done:1"]


@pytest.mark.django_db(transaction=True)
def test_telling_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        tell(make_device().user_id)


def test_telling_two_hundred_devices_costs_as_many_queries_as_telling_one(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    users = [make_device().user_id for _ in range(200)]

    with django_assert_max_num_queries(8):
        assert tell(*users) == 200


# --- promise 10, held by the database ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("is_exercise", "title", "body"),
    [
        (True, "New incident", "EXERCISE. Open the app."),
        (True, "EXERCISE: new incident", "Open the app."),
        (True, "This EXERCISE", "EXERCISE. Open the app."),
        (False, "EXERCISE: new incident", "Open the app."),
        (False, "New incident", "EJERCICIO. Abra la aplicación."),
        (False, "exercise: new incident", "Open the app."),
        (True, "", ""),
    ],
)
def test_an_exercise_cannot_look_real_nor_a_real_alert_like_an_exercise(
    is_exercise: bool, title: str, body: str
) -> None:
    """Promise 10: refused by the database, whoever writes."""
    device = make_device()

    with pytest.raises(IntegrityError, match="notification_exercise_says_so"), transaction.atomic():
        make_notification(device, is_exercise=is_exercise, title=title, body=body)


def test_an_exercise_cannot_use_the_life_safety_lane() -> None:
    """Promise 10."""
    device = make_device()

    with pytest.raises(IntegrityError, match="notification_exercise_not_life_safety"), transaction.atomic():
        tell(device.user_id, is_exercise=True, urgency=Urgency.LIFE_SAFETY)
    assert tell(device.user_id, is_exercise=True, urgency=Urgency.URGENT) == 1


def test_an_exercise_cannot_be_turned_into_a_real_alert_later() -> None:
    """Promise 10."""
    row = make_notification(make_device(locale="es"), is_exercise=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        Notification.objects.filter(id=row.id).update(is_exercise=False)


# --- claim ------------------------------------------------------------------------------------------------------------
def test_life_safety_overtakes_and_within_a_lane_the_oldest_is_first() -> None:
    device = make_device()
    later = NOW + timedelta(seconds=9)
    routine = make_notification(device, urgency=Urgency.ROUTINE)
    young = make_notification(device, urgency=Urgency.URGENT, created_at=later)
    old = make_notification(device, urgency=Urgency.URGENT)
    grave = make_notification(device, urgency=Urgency.LIFE_SAFETY, created_at=later)

    first, rest = (claim_due(limit=2, now=later, lease_s=60) for _ in range(2))

    assert ids(first) == [grave.id, old.id]
    assert ids(rest) == [young.id, routine.id]


def test_what_is_not_due_yet_is_left_alone_without_a_write(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_notification(make_device(), created_at=NOW + timedelta(seconds=1))

    with django_assert_num_queries(1):
        assert claim_due(limit=10, now=NOW, lease_s=60).handled == 0


def test_a_claim_of_a_hundred_costs_a_handful_of_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    device = make_device()
    for _ in range(100):
        make_notification(device)

    with django_assert_max_num_queries(9):
        assert len(ids(claim_due(limit=100, now=NOW, lease_s=60))) == 100


def test_what_is_claimed_is_nobody_elses_until_the_lease_ends() -> None:
    row = make_notification(make_device())
    claim_due(limit=10, now=NOW, lease_s=60)

    during = claim_due(limit=10, now=NOW + timedelta(seconds=59), lease_s=60)
    after = claim_due(limit=10, now=NOW + timedelta(seconds=60), lease_s=60)

    assert (ids(during), ids(after)) == ([], [row.id])
    row.refresh_from_db()
    assert row.attempts == 2


def test_what_came_too_late_is_closed_and_not_sent() -> None:
    row = make_notification(make_device(), lifetime_s=60)

    claimed = claim_due(limit=10, now=NOW + timedelta(seconds=60), lease_s=60)

    row.refresh_from_db()
    assert (ids(claimed), claimed.handled) == ([], 1)
    assert (row.state, row.next_try_at) == (NotificationState.EXPIRED, None)


def test_a_device_that_was_retired_meanwhile_is_not_told() -> None:
    device = make_device()
    row = make_notification(device)
    Device.objects.filter(id=device.id).update(is_active=False, retired_at=NOW, retired_reason="by_owner")

    claimed = claim_due(limit=10, now=NOW, lease_s=60)

    row.refresh_from_db()
    assert (ids(claimed), row.state) == ([], NotificationState.FAILED)


# --- settle -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.SENT, NotificationState.SENT),
        (Outcome.ACCEPTED, NotificationState.ACCEPTED),
        (Outcome.REFUSED, NotificationState.FAILED),
        (Outcome.DEVICE_GONE, NotificationState.FAILED),
        (Outcome.RETRY, NotificationState.PLANNED),
    ],
)
def test_each_outcome_leads_to_its_state_and_is_recorded(outcome: Outcome, state: NotificationState) -> None:
    row = make_notification(make_device())
    claimed = claim_due(limit=1, now=NOW, lease_s=60)

    settle_claim(claimed=claimed, results=[SendResult(row.id, outcome, "why")], now=NOW + timedelta(seconds=3))

    row.refresh_from_db()
    attempt = Attempt.objects.get()
    assert (row.state, row.lease_token) == (state, None)
    assert (row.next_try_at is None) is (state is not NotificationState.PLANNED)
    assert (attempt.started_at, attempt.finished_at) == (NOW, NOW + timedelta(seconds=3))
    assert (attempt.outcome, attempt.error_code) == (outcome, "why")


def test_a_worker_that_comes_back_after_its_lease_changes_nothing_but_its_own_attempt() -> None:
    row = make_notification(make_device())
    slow = claim_due(limit=1, now=NOW, lease_s=60)
    quick = claim_due(limit=1, now=NOW + timedelta(seconds=60), lease_s=60)
    settle_claim(claimed=quick, results=[SendResult(row.id, Outcome.ACCEPTED)], now=NOW + timedelta(seconds=61))

    settle_claim(claimed=slow, results=[SendResult(row.id, Outcome.DEVICE_GONE)], now=NOW + timedelta(seconds=90))

    row.refresh_from_db()
    assert row.state == NotificationState.ACCEPTED
    assert row.device.is_active
    assert [one.outcome for one in row.tries.order_by("id")] == ["device_gone", "accepted"]


def test_a_try_without_an_end_stays_on_record() -> None:
    make_notification(make_device())

    claim_due(limit=1, now=NOW, lease_s=60)

    assert [(one.outcome, one.finished_at) for one in Attempt.objects.all()] == [("", None)]


def test_a_message_says_of_which_kind_its_device_is() -> None:
    make_notification(make_device())

    assert [message.device_kind for message in claim_due(limit=1, now=NOW, lease_s=60).messages] == [DeviceKind.CONSOLE]


def test_only_the_lanes_asked_for_are_claimed() -> None:
    make_notification(make_device(), urgency=Urgency.ROUTINE)
    grave = make_notification(make_device(), urgency=Urgency.LIFE_SAFETY)

    claimed = claim_due(limit=9, now=NOW, lease_s=60, lanes=[Urgency.LIFE_SAFETY])

    assert ids(claimed) == [grave.id]
    assert claim_due(limit=9, now=NOW, lease_s=60, lanes=[Urgency.LIFE_SAFETY]).handled == 0


def test_what_was_closed_on_the_way_is_no_try() -> None:
    late, live = make_notification(make_device(), lifetime_s=0), make_notification(make_device())

    claim_due(limit=9, now=NOW, lease_s=60)

    rows = {row.id: (row.state, row.attempts, row.tries.count()) for row in Notification.objects.all()}
    assert rows == {
        late.id: (NotificationState.EXPIRED, 0, 0),
        live.id: (NotificationState.CLAIMED, 1, 1),
    }
