"""The outbox: what is to be told to which device, and each try. A row is both the record and the queue."""

from collections.abc import Iterable

import uuid_utils.compat as uuid_utils
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Substr, Upper
from django.db.models.lookups import Exact

from push.models.device import Device
from push.models.recipient import Recipient
from push.texts import ALARM_TEST, EXERCISE_MARKS, TEST_ALERT, TEST_MARKS
from push.vocabulary import Channel, NotificationState, Outcome, Urgency

OPEN_STATES = [NotificationState.PLANNED.value, NotificationState.CLAIMED.value]


def marked_as_exercise(column: str) -> Q:
    """Return the condition that a text begins with the word for exercise, in any of our languages."""
    return _begins_with(column, EXERCISE_MARKS)


def marked_as_test(column: str) -> Q:
    """Return the condition that a text begins with the words for a test alarm, in any of our languages."""
    return _begins_with(column, TEST_MARKS.values())


def _begins_with(column: str, marks: Iterable[str]) -> Q:
    condition = Q()
    for mark in marks:
        condition |= Q(Exact(Upper(Substr(column, 1, len(mark))), Value(mark)))
    return condition


class Notification(models.Model):
    """One event for one device. `room_id` is a plain uuid: the outbox does not know incidents."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="notifications")
    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="notifications")
    source_key = models.CharField(max_length=120)
    # The rung of the ladder: 0 is the first word, later ones wait for an answer that does not come.
    step = models.PositiveSmallIntegerField(default=0)
    room_id = models.UUIDField()
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    urgency = models.PositiveSmallIntegerField(choices=[(one.value, one.name.lower()) for one in Urgency])
    is_exercise = models.BooleanField()
    channel = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Channel])
    title = models.CharField(max_length=120)
    body = models.CharField(max_length=240)
    # For text messages and mail, which only the person reads: where it is, and a link. Empty for pushes.
    detail = models.CharField(max_length=1000, blank=True)
    # Of a first word: until then it may sound, though its person hides by then.
    loud_until = models.DateTimeField(null=True)
    collapse_key = models.CharField(max_length=64)
    state = models.CharField(
        max_length=12,
        default=NotificationState.PLANNED.value,
        choices=[(state.value, state.value) for state in NotificationState],
    )
    # When a worker may take this row: its next try or, once claimed, the end of that lease. Empty when it is done.
    next_try_at = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField()
    # The ledger: each is the first time that it was known. A receipt may come before the provider's own answer.
    sent_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    error_code = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="notification_once_per_device", fields=["device", "source_key", "step"]),
            # Promise 10: an exercise never looks real, a real alert never looks like an exercise…
            models.CheckConstraint(
                name="notification_exercise_says_so",
                condition=(Q(is_exercise=True) & marked_as_exercise("title") & marked_as_exercise("body"))
                | (Q(is_exercise=False) & ~marked_as_exercise("title") & ~marked_as_exercise("body")),
            ),
            models.CheckConstraint(
                name="notification_exercise_says_so_in_detail",
                condition=Q(detail="")
                | (Q(is_exercise=True) & marked_as_exercise("detail"))
                | (Q(is_exercise=False) & ~marked_as_exercise("detail")),
            ),
            # …and an exercise never reaches the channel that breaks through silence.
            models.CheckConstraint(
                name="notification_exercise_not_life_safety",
                condition=Q(is_exercise=False) | Q(urgency__lt=Urgency.LIFE_SAFETY.value),
            ),
            models.CheckConstraint(
                name="notification_critical_is_real",
                condition=~Q(channel=Channel.CRITICAL.value)
                | Q(is_exercise=False, urgency=Urgency.LIFE_SAFETY.value)
                # A test alarm that was told to: it is marked, and stands in the last lane.
                | Q(is_exercise=False, kind=ALARM_TEST),
            ),
            # A test of the alarm says so everywhere, nothing else does, and it never stands before a real alarm.
            models.CheckConstraint(
                name="notification_alarm_test_says_so",
                condition=(
                    Q(kind=ALARM_TEST, is_exercise=False)
                    & marked_as_test("title")
                    & marked_as_test("body")
                    & (Q(detail="") | marked_as_test("detail"))
                )
                | (
                    ~Q(kind=ALARM_TEST) & ~marked_as_test("title") & ~marked_as_test("body") & ~marked_as_test("detail")
                ),
            ),
            models.CheckConstraint(
                name="notification_alarm_test_comes_last",
                condition=~Q(kind=ALARM_TEST) | Q(urgency=Urgency.ROUTINE.value),
            ),
            # A test of one's own devices is never taken for an alert: it is marked as an exercise is, wherever it goes.
            models.CheckConstraint(
                name="notification_test_is_exercise", condition=~Q(kind=TEST_ALERT) | Q(is_exercise=True)
            ),
            models.CheckConstraint(
                name="notification_state_is_known",
                condition=Q(state__in=[state.value for state in NotificationState]),
            ),
            models.CheckConstraint(
                name="notification_open_has_a_next_try",
                condition=Q(state__in=OPEN_STATES, next_try_at__isnull=False)
                | (~Q(state__in=OPEN_STATES) & Q(next_try_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="notification_claimed_has_a_lease",
                condition=Q(state=NotificationState.CLAIMED.value, lease_token__isnull=False)
                | (~Q(state=NotificationState.CLAIMED.value) & Q(lease_token__isnull=True)),
            ),
        )
        indexes = (
            # What is due in a lane, the oldest first: the worker's one question. Done rows are not in it, so it stays
            # small however long the record grows. "Is not null" follows from any "<=", for SQLite's planner too.
            models.Index(
                name="notification_due_in_lane",
                fields=["urgency", "next_try_at"],
                condition=Q(next_try_at__isnull=False),
            ),
            # A claim reads back what it took: as few rows as are in some worker's hands.
            models.Index(name="notification_in_claim", fields=["lease_token"], condition=Q(lease_token__isnull=False)),
            # The board reads one event's rows; an answer cancels them.
            models.Index(name="notification_of_event", fields=["source_key"]),
        )


class Attempt(models.Model):
    """One try. Written when it starts: a try without an end is a worker that died with it."""

    notification = models.ForeignKey(Notification, on_delete=models.CASCADE, related_name="tries")
    lease_token = models.UUIDField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, blank=True, choices=[(one.value, one.value) for one in Outcome])
    error_code = models.CharField(max_length=60, blank=True)
    # The provider's own words, without what names a person or opens anything.
    said = models.CharField(max_length=300, blank=True, default="", db_default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="attempt_once_per_lease", fields=["notification", "lease_token"]),
            models.CheckConstraint(
                name="attempt_finished_with_outcome",
                condition=Q(finished_at__isnull=True, outcome="") | (Q(finished_at__isnull=False) & ~Q(outcome="")),
            ),
        )
