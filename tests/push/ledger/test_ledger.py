"""The ladder, what devices report, and the board: who has it, who has not, and who was told of that."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from push.devices.actions import retire_device
from push.errors import NotificationNotFound
from push.ledger.answers import acknowledge_event
from push.ledger.queries import not_reached, read_board
from push.ledger.receipts import record_receipt
from push.models import Notification
from push.outbox.notifications import claim_due, enqueue_notifications, settle_claim
from push.outbox.times.ladder import LADDERS, rungs_for
from push.transport import SendResult
from push.vocabulary import Channel, DeviceKind, Manner, NotificationState, Outcome, ReceiptStage, Standing, Urgency
from tests.factories.mou import make_user
from tests.factories.push import NOW, OPENED, ROOM, make_device, make_notification

pytestmark = pytest.mark.django_db
KEY = "room:1:7"


def tell(
    users: Sequence[int],
    *,
    urgency: Urgency = Urgency.LIFE_SAFETY,
    is_exercise: bool = False,
    demands_acknowledgement: bool = True,
    manner: Manner = Manner.LADDER,
    supervisors: Sequence[int] = (),
) -> int:
    return enqueue_notifications(
        source_key=KEY,
        user_ids=users,
        is_exercise=is_exercise,
        urgency=urgency,
        kind="message_posted",
        words=OPENED,
        room_id=ROOM,
        seq=7,
        collapse_key="room:1",
        demands_acknowledgement=demands_acknowledgement,
        manner=manner,
        escalate_to_user_ids=supervisors,
    )


def planned() -> list[tuple[int, str, float]]:
    rows = Notification.objects.order_by("step", "device__kind").select_related("device")
    return [
        (row.step, row.device.kind, (row.next_try_at - row.created_at).total_seconds())
        for row in rows
        if row.next_try_at is not None
    ]


# --- the ladder -------------------------------------------------------------------------------------------------------
def test_a_demand_to_acknowledge_plans_every_rung_in_advance() -> None:
    person, supervisor = make_user(), make_user()
    for kind in (DeviceKind.CONSOLE, DeviceKind.EMAIL, DeviceKind.SMS):
        make_device(user=person, kind=kind)
    make_device(user=supervisor)

    count = tell([person.id], supervisors=[supervisor.id])

    assert planned() == [
        (0, "console", 0),
        (1, "console", 30),
        (2, "email", 45),
        (3, "sms", 60),
        (4, "console", 120),
    ]
    assert count == 5
    assert Notification.objects.get(step=4).title == "An alert is unanswered"


def test_without_a_demand_there_is_no_ladder_and_no_supervisor() -> None:
    person, supervisor = make_user(), make_user()
    for kind in (DeviceKind.CONSOLE, DeviceKind.EMAIL):
        make_device(user=person, kind=kind)
    make_device(user=supervisor)

    tell([person.id], demands_acknowledgement=False, supervisors=[supervisor.id])

    assert planned() == [(0, "console", 0)]


def test_who_has_nothing_but_mail_is_told_by_mail_at_once() -> None:
    person = make_user()
    make_device(user=person, kind=DeviceKind.EMAIL)

    tell([person.id])

    assert planned() == [(2, "email", 0)]


@pytest.mark.parametrize(
    ("urgency", "told"),
    [
        (Urgency.LIFE_SAFETY, [(2, "email", 0), (2, "sms", 0)]),
        (Urgency.URGENT, [(2, "email", 0), (2, "sms", 0)]),
        # What can wait costs no text message.
        (Urgency.ROUTINE, [(2, "email", 0)]),
    ],
)
def test_who_has_mail_and_a_number_and_no_app_is_told_of_a_release_by_both(
    urgency: Urgency, told: list[tuple[int, str, int]]
) -> None:
    person = make_user()
    for kind in (DeviceKind.EMAIL, DeviceKind.SMS):
        make_device(user=person, kind=kind)

    tell([person.id], demands_acknowledgement=False, urgency=urgency)

    assert planned() == told


def test_who_has_an_app_gets_no_text_of_what_asks_for_no_answer() -> None:
    person = make_user()
    for kind in (DeviceKind.CONSOLE, DeviceKind.EMAIL, DeviceKind.SMS):
        make_device(user=person, kind=kind)

    tell([person.id], demands_acknowledgement=False)

    assert planned() == [(0, "console", 0)]


def test_who_has_no_app_hears_of_life_safety_by_mail_and_text_message_at_once() -> None:
    user = make_user()
    for kind in (DeviceKind.EMAIL, DeviceKind.SMS):
        make_device(user=user, kind=kind)

    tell([user.pk])

    assert planned() == [(2, "email", 0), (2, "sms", 0), (3, "sms", 60)]


def test_who_has_an_app_or_is_told_of_less_is_written_to_later() -> None:
    typed = {DeviceKind.EMAIL, DeviceKind.SMS}
    asked = partial(rungs_for, demands_acknowledgement=True, is_supervisor=False)

    with_app = asked({*typed, DeviceKind.WEBPUSH}, urgency=Urgency.LIFE_SAFETY)
    less = asked(typed, urgency=Urgency.URGENT)

    assert [rung.after_s for rung in with_app if rung.kinds & typed] == [45, 60]
    assert [(rung.after_s, rung.kinds) for rung in less] == [
        (0, frozenset({DeviceKind.EMAIL})),
        (180, frozenset({DeviceKind.SMS})),
    ]


@pytest.mark.parametrize("urgency", Urgency)
def test_every_ladder_climbs(urgency: Urgency) -> None:
    waits = [rung.after_s for rung in LADDERS[urgency]]

    assert waits == sorted(set(waits))
    assert waits[0] == 0
    assert rungs_for([], urgency=urgency, demands_acknowledgement=True, is_supervisor=False) == []


def test_whoever_is_told_anyway_is_not_their_own_supervisor() -> None:
    device = make_device()

    tell([device.user_id, device.user_id], supervisors=[device.user_id])

    assert [(one.user_id, one.is_supervisor) for one in read_board(KEY)] == [(device.user_id, False)]


# --- in which manner -------------------------------------------------------------------------------------------------
def test_a_first_word_reaches_every_device_at_once_and_nothing_follows_it() -> None:
    user = make_user()
    for kind in (DeviceKind.CONSOLE, DeviceKind.EMAIL, DeviceKind.SMS):
        make_device(user=user, kind=kind)

    tell([user.pk], manner=Manner.FIRST_WORD)

    assert planned() == [(0, "console", 0), (0, "email", 0), (0, "sms", 0)]


def test_a_silent_word_is_said_once_and_never_by_what_rings() -> None:
    user = make_user()
    for kind in (DeviceKind.CONSOLE, DeviceKind.EMAIL, DeviceKind.SMS):
        make_device(user=user, kind=kind)
    make_device(user=(only_sms := make_user()), kind=DeviceKind.SMS)

    tell([user.pk, only_sms.pk], manner=Manner.SILENT)

    assert planned() == [(0, "console", 0)]


# --- how loud ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("urgency", "is_exercise", "manner", "channel"),
    [
        (Urgency.LIFE_SAFETY, False, Manner.LADDER, Channel.CRITICAL),
        (Urgency.LIFE_SAFETY, False, Manner.FIRST_WORD, Channel.CRITICAL),
        (Urgency.LIFE_SAFETY, False, Manner.SILENT, Channel.SILENT),
        (Urgency.URGENT, False, Manner.LADDER, Channel.STANDARD),
        (Urgency.URGENT, True, Manner.LADDER, Channel.STANDARD),
        (Urgency.URGENT, True, Manner.FIRST_WORD, Channel.STANDARD),
        (Urgency.URGENT, True, Manner.SILENT, Channel.SILENT),
    ],
)
def test_only_real_life_safety_breaks_through_and_silence_comes_first(
    urgency: Urgency, is_exercise: bool, manner: Manner, channel: Channel
) -> None:
    device = make_device()

    tell([device.user_id], urgency=urgency, is_exercise=is_exercise, manner=manner)

    assert {row.channel for row in Notification.objects.all()} == {channel}


@pytest.mark.parametrize(("is_exercise", "urgency"), [(True, Urgency.URGENT), (False, Urgency.URGENT)])
def test_an_exercise_can_never_use_the_critical_channel(is_exercise: bool, urgency: Urgency) -> None:
    """Promise 10: refused by the database, whoever writes."""
    device = make_device()

    with pytest.raises(IntegrityError, match="notification_critical_is_real"), transaction.atomic():
        make_notification(device, is_exercise=is_exercise, urgency=urgency, channel=Channel.CRITICAL)
    assert make_notification(device, urgency=Urgency.LIFE_SAFETY, channel=Channel.CRITICAL).channel == "critical"


# --- receipts ---------------------------------------------------------------------------------------------------------
def test_a_later_report_implies_the_earlier_ones_and_the_first_of_each_counts() -> None:
    row = make_notification(make_device())
    later = NOW + timedelta(seconds=5)

    record_receipt(user_id=row.device.user_id, notification_id=row.id, stage=ReceiptStage.OPENED, at=NOW)
    record_receipt(user_id=row.device.user_id, notification_id=row.id, stage=ReceiptStage.DELIVERED, at=later)
    record_receipt(user_id=row.device.user_id, notification_id=row.id, stage=ReceiptStage.ACKNOWLEDGED, at=later)

    row.refresh_from_db()
    assert (row.delivered_at, row.opened_at, row.acknowledged_at) == (NOW, NOW, later)


def test_nobody_reports_for_others_nor_for_a_device_that_is_retired() -> None:
    row = make_notification(make_device())
    owner = row.device.user_id

    for user_id, notification_id in ((make_user().id, row.id), (owner, uuid4())):
        with pytest.raises(NotificationNotFound):
            record_receipt(user_id=user_id, notification_id=notification_id, stage=ReceiptStage.OPENED, at=NOW)
    record_receipt(user_id=owner, notification_id=row.id, stage=ReceiptStage.OPENED, at=NOW)
    retire_device(user_id=owner, device_id=row.device_id, at=NOW)
    with pytest.raises(NotificationNotFound):
        record_receipt(user_id=owner, notification_id=row.id, stage=ReceiptStage.ACKNOWLEDGED, at=NOW)


def test_an_acknowledgement_ends_the_climb_for_that_person_only() -> None:
    one, other, supervisor = make_device(), make_device(), make_device()
    tell([one.user_id, other.user_id], supervisors=[supervisor.user_id])
    first = Notification.objects.get(device=one, step=0)

    record_receipt(user_id=one.user_id, notification_id=first.id, stage=ReceiptStage.ACKNOWLEDGED, at=timezone.now())

    assert {row.state for row in Notification.objects.filter(device=one)} == {NotificationState.CANCELLED}
    still = {(row.device_id, row.step) for row in Notification.objects.filter(state=NotificationState.PLANNED)}
    assert still == {(other.id, 0), (other.id, 1), (supervisor.id, 4)}


def test_supervisors_are_left_in_peace_once_everybody_has_answered() -> None:
    one, other, supervisor = make_device(), make_device(), make_device()
    tell([one.user_id, other.user_id], supervisors=[supervisor.user_id])

    answers = [acknowledge_event(source_key=KEY, user_id=device.user_id, at=NOW) for device in (one, other, other)]

    assert answers == [True, True, True]
    assert {row.state for row in Notification.objects.all()} == {NotificationState.CANCELLED}
    assert not acknowledge_event(source_key=KEY, user_id=make_user().id, at=NOW)


def test_what_a_worker_holds_while_the_answer_comes_is_not_tried_again() -> None:
    device = make_device()
    tell([device.user_id])
    now = timezone.now()
    claimed = claim_due(limit=5, now=now, lease_s=60)
    [row] = Notification.objects.filter(state=NotificationState.CLAIMED)

    acknowledge_event(source_key=KEY, user_id=device.user_id, at=now)
    settle_claim(claimed=claimed, results=[SendResult(row.id, Outcome.RETRY, "unavailable")], now=now)

    row.refresh_from_db()
    assert (row.state, row.error_code) == (NotificationState.CANCELLED, "unavailable")


# --- the board --------------------------------------------------------------------------------------------------------
def test_the_board_says_of_each_person_how_far_it_came_and_why_no_further() -> None:
    devices = {name: make_device() for name in ("planned", "accepted", "opened", "acknowledged", "failed")}
    nobody = make_user()
    tell([*(device.user_id for device in devices.values()), nobody.id], demands_acknowledgement=False)
    now = timezone.now()
    claimed = claim_due(limit=10, now=now, lease_s=60)
    rows = {row.device_id: row for row in Notification.objects.all()}
    ids = {name: rows[device.id].id for name, device in devices.items()}
    results = [SendResult(ids[name], Outcome.ACCEPTED) for name in ("accepted", "opened", "acknowledged")]
    results += [SendResult(ids["failed"], Outcome.DEVICE_GONE, "unregistered")]
    settle_claim(claimed=claimed, results=results, now=now)
    for name, stage in (("opened", ReceiptStage.OPENED), ("acknowledged", ReceiptStage.ACKNOWLEDGED)):
        record_receipt(user_id=devices[name].user_id, notification_id=ids[name], stage=stage, at=now)

    people = {one.user_id: one for one in read_board(KEY)}

    assert {name: people[device.user_id].standing for name, device in devices.items()} == {
        name: Standing(name) for name in devices
    }
    assert people[nobody.id].standing is Standing.UNREACHABLE
    assert people[devices["failed"].user_id].error_code == "unregistered"
    assert {one.user_id for one in not_reached(list(people.values()))} == {
        nobody.id,
        *(devices[name].user_id for name in ("planned", "accepted", "failed")),
    }


def test_the_board_costs_as_many_queries_for_many_as_for_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    tell([make_device().user_id for _ in range(30)])

    with django_assert_num_queries(2):
        assert len(read_board(KEY)) == 30
    assert read_board("room:1:8") == []
