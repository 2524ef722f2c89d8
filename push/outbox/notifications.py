"""The durable queue of what is to be told: written with the entry, claimed with a lease, settled after the try.

A notification exists if and only if its entry does (promise 5), because enqueue joins the entry's transaction.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.module_loading import import_string

from push.models import Attempt, Device, Notification, Recipient
from push.outbox.answering import note_answers
from push.outbox.codes import HIDDEN, KEY_HERE, answer_key, digits_of
from push.outbox.planning import (
    NO_DETAIL,
    Alert,
    Detail,
    Team,
    leaders_of,
    notifications_of,
    overtaking_kinds,
    recipients_of,
)
from push.outbox.times.next_tries import plan_next
from push.outbox.times.whole_minutes import due_at_minute, minute_of, noted_at, planned_at
from push.outbox.wake import ring_on_commit
from push.texts import ALARM_TEST, PushWords
from push.transport import Message, SendResult
from push.vocabulary import (
    CONFIRMATION,
    QUICK_KINDS,
    WHOLE_MINUTE_KINDS,
    Channel,
    DeviceKind,
    Manner,
    NotificationState,
    Outcome,
    RetireReason,
    Urgency,
)

# A decision as young as this was made in the transaction that just committed: asking again would only cost time.
FRESH_S = 2
# Of those pairs of person and room, who may still be told, and whether aloud.
type Gate = Callable[[Collection[tuple[int, UUID]], datetime], Mapping[tuple[int, UUID], Manner]]
STATE_AFTER = {
    Outcome.SENT: NotificationState.SENT,
    Outcome.ACCEPTED: NotificationState.ACCEPTED,
    Outcome.REFUSED: NotificationState.FAILED,
    Outcome.DEVICE_GONE: NotificationState.FAILED,
}


@dataclass(frozen=True, slots=True)
class Claim:
    """Notifications in one worker's hands until the lease ends; a later worker gets another token.

    `handled` also counts what was closed on the way: not zero means that there may be more. `unanswered`: the devices
    that did not answer the last time.
    """

    token: UUID
    messages: Sequence[Message]
    handled: int
    unanswered: frozenset[UUID] = frozenset()


class ClaimedRow(NamedTuple):
    """What a claim reads of a notification and its device: whole models cost more than all the rest of a claim."""

    id: UUID
    room_id: UUID
    seq: int
    kind: str
    urgency: int
    is_exercise: bool
    channel: str
    title: str
    body: str
    detail: str
    loud_until: datetime | None
    step: int
    collapse_key: str
    expires_at: datetime
    created_at: datetime
    device_id: UUID
    user_id: int
    device_kind: str
    address: str
    platform: str
    is_active: bool
    unanswered_since: datetime | None


OF_THE_DEVICE = {
    "user_id": "device__user_id",
    "device_kind": "device__kind",
    "address": "device__value",
    "platform": "device__platform",
    "is_active": "device__is_active",
    "unanswered_since": "device__unanswered_since",
}
COLUMNS = tuple(OF_THE_DEVICE.get(name, name) for name in ClaimedRow._fields)


def enqueue_notifications(
    *,
    source_key: str,
    user_ids: Sequence[int],
    is_exercise: bool,
    urgency: Urgency,
    kind: str,
    words: PushWords,
    room_id: UUID,
    seq: int,
    collapse_key: str,
    demands_acknowledgement: bool = False,
    manner: Manner = Manner.LADDER,
    detail: Detail = NO_DETAIL,
    escalate_to_user_ids: Sequence[int] = (),
    teams: Sequence[Team] = (),
    breaks_silence: bool = False,
) -> int:
    """Plan what these people's devices are told, in the caller's transaction; return how many notifications that is.

    A demand to acknowledge plans the whole ladder in advance: the same devices again, mail, text messages, and at last
    the supervisors named and each team's own leaders; an answer cancels what is still to come. Who is on duty is the
    caller's question.
    The same source_key for the same person twice is an error of the caller, refused by the database.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("enqueue joins the transaction of the entry it tells of")
    alert = Alert(
        source_key=source_key,
        is_exercise=is_exercise,
        urgency=urgency,
        kind=kind,
        words=words,
        room_id=room_id,
        seq=seq,
        collapse_key=collapse_key,
        demands_acknowledgement=demands_acknowledgement,
        manner=manner,
        detail=detail,
        # Stamped when it is written: an entry that was made offline must not arrive expired.
        planned_at=planned_at(kind, timezone.now()),
        breaks_silence=breaks_silence,
    )
    supervisors = list(escalate_to_user_ids) if demands_acknowledgement else []
    led = teams if demands_acknowledgement else ()
    everybody = {*user_ids, *supervisors, *(user_id for team in led for user_id in team.supervisor_ids)}
    active = set(get_user_model().objects.filter(id__in=everybody, is_active=True).values_list("id", flat=True))
    recipients = Recipient.objects.bulk_create(
        recipients_of(
            alert,
            [user_id for user_id in user_ids if user_id in active],
            [user_id for user_id in supervisors if user_id in active],
            led,
        )
        + leaders_of(alert, led, active)
    )
    # Nothing ever goes to an address that has not been confirmed: it may be anybody's.
    devices = Device.objects.filter(user_id__in=active, is_active=True, confirmed_at__isnull=False).order_by("id")
    if urgency > Urgency.ROUTINE:
        ring_on_commit()
    return len(Notification.objects.bulk_create(notifications_of(alert, recipients, list(devices))))


def claim_due(
    *,
    limit: int,
    now: datetime,
    lease_s: int,
    lanes: Collection[Urgency] = tuple(Urgency),
    leaving_out: Collection[DeviceKind] = (),
    only_untold: bool = False,
) -> Claim:
    """Take up to `limit` due notifications, the most urgent and then the oldest first, in one transaction of its own.

    What goes to devices of the kinds left out stays where it is, and with `only_untold` what was tried before.
    PostgreSQL: locks the rows and skips those that another worker is just taking. SQLite: one writer at a time.
    What came too late, or whose device is retired, is closed on the way and not returned.
    """
    token = uuid4()
    values = [urgency.value for urgency in sorted(lanes, reverse=True)]
    waiting = Notification.objects.exclude(device__kind__in=leaving_out) if leaving_out else Notification.objects.all()
    if only_untold:
        waiting = waiting.filter(attempts=0)
    if not waiting.filter(urgency__in=values, next_try_at__lte=now).exists():
        # Nearly every look finds nothing: it costs one indexed read and no write lock.
        return Claim(token, [], 0)
    with transaction.atomic(durable=True):
        ids = _lock_due(waiting, values, now, limit)
        # From here on the token names the rows: to list thousands of ids in every statement costs more than to send.
        Notification.objects.filter(id__in=ids).update(
            attempts=F("attempts") + 1,
            state=NotificationState.CLAIMED.value,
            lease_token=token,
            next_try_at=due_at_minute(now + timedelta(seconds=lease_s)),
        )
        rows = _claimed_rows(token)
        late = [row.id for row in rows if row.expires_at <= now]
        retired = [row.id for row in rows if row.expires_at > now and not row.is_active]
        live = [row for row in rows if row.expires_at > now and row.is_active]
        told = _still_told(live, now)
        ended = [row.id for row in live if row.id not in told]
        # Those who hide by now are told by nothing that sounds, and not a second time.
        hushed = {row.id for row in live if told.get(row.id) is Manner.SILENT and not _may_sound(row, now)}
        ringing = [row.id for row in live if row.id in hushed and not _is_quiet(row)]
        _close_rows(late, NotificationState.EXPIRED)
        _close_rows(retired, NotificationState.FAILED)
        _close_rows(ended, NotificationState.CANCELLED, error_code="no_longer_told")
        _close_rows(ringing, NotificationState.CANCELLED, error_code="hiding")
        _begin_attempts(token, now)
    gone = {*ended, *ringing}
    unanswered = frozenset(row.device_id for row in live if row.unanswered_since is not None)
    messages = [_message_of(row, is_silent=row.id in hushed) for row in live if row.id not in gone]
    return Claim(token, messages, len(rows), unanswered)


def _lock_due(waiting: QuerySet[Notification], lanes: Sequence[int], now: datetime, limit: int) -> list[UUID]:
    """Lock and return what is due. Lane by lane: so each is one walk along the index, however much waits for later.

    What was tried and not answered waits behind what is still untold.
    """
    ids: list[UUID] = []
    for lane in lanes:
        due = waiting.filter(urgency=lane, next_try_at__lte=now).order_by("next_try_at", "id")
        for part in (due.filter(attempts=0), due.filter(attempts__gt=0)):
            if len(ids) < limit:
                ids += part.select_for_update(skip_locked=True, of=("self",)).values_list("id", flat=True)[
                    : limit - len(ids)
                ]
    return ids


def _claimed_rows(token: UUID) -> list[ClaimedRow]:
    """Return what this claim has taken; ids are in the order of planning."""
    rows = Notification.objects.filter(lease_token=token).order_by("-urgency", "id")
    return list(map(ClaimedRow._make, rows.values_list(*COLUMNS)))


def _begin_attempts(token: UUID, now: datetime) -> None:
    """Write a try for each row that the claim still holds: from table to table, without a model for each."""
    kinds, as_stored = sorted(WHOLE_MINUTE_KINDS), connection.ops.adapt_datetimefield_value
    marks = ", ".join(["%s"] * len(kinds))
    token_as_stored = token if connection.features.has_native_uuid_field else token.hex
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO push_attempt (notification_id, lease_token, started_at, outcome, error_code, said) "  # noqa: S608 - placeholders
            f"SELECT id, lease_token, CASE WHEN kind IN ({marks}) THEN %s ELSE %s END, '', '', '' "
            "FROM push_notification WHERE lease_token = %s",
            (*kinds, as_stored(minute_of(now)), as_stored(now), token_as_stored),
        )


def settle_claim(*, claimed: Claim, results: Sequence[SendResult], now: datetime) -> None:
    """Record how the tries ended and plan the next ones, in one transaction of its own.

    A worker whose lease ran out changes nothing but its own attempts: the notification is another worker's now.
    Retires devices that are gone. Locks the rows.
    """
    by_id = {result.notification_id: result for result in results}
    with transaction.atomic(durable=True):
        held = Notification.objects.filter(lease_token=claimed.token)
        again = [result.notification_id for result in results if result.outcome is Outcome.RETRY]
        gone = [result.notification_id for result in results if result.outcome is Outcome.DEVICE_GONE]
        # Before they are closed: a closed row no longer says whose it was.
        gone_devices = list(held.filter(id__in=gone).values_list("device_id", flat=True)) if gone else []
        _finish_attempts(claimed, results, now)
        _settle_done(held, [result for result in results if result.outcome is not Outcome.RETRY], now)
        if again:
            plan_next(held.filter(id__in=again), by_id, now)
        note_answers(claimed.messages, by_id, claimed.unanswered, now)
        if gone_devices:
            retire_devices(gone_devices, RetireReason.GONE, now)


def retire_devices(device_ids: Sequence[UUID], reason: RetireReason, at: datetime) -> int:
    """Retire devices and close what still waits for them, in the caller's transaction; return how many were active."""
    ids = list(device_ids)
    count = Device.objects.filter(id__in=ids, is_active=True).update(
        is_active=False, retired_at=at, retired_reason=reason.value
    )
    open_rows = Notification.objects.filter(device_id__in=ids, next_try_at__isnull=False)
    open_rows.update(state=NotificationState.FAILED.value, next_try_at=None, lease_token=None)
    return count


def _still_told(rows: Sequence[ClaimedRow], now: datetime) -> dict[UUID, Manner]:
    """Ask the roof what holds by now of what was decided a while ago: duty and agreements end, people go and hide."""
    told = {row.id: Manner.LADDER for row in rows}
    old = [row for row in rows if abs((now - row.created_at).total_seconds()) > FRESH_S]
    if not old:
        return told
    gate: Gate = import_string(settings.PUSH_GATE)
    now_told = gate({(row.user_id, row.room_id) for row in old}, now)
    for row in old:
        manner = now_told.get((row.user_id, row.room_id))
        if manner is None:
            del told[row.id]
        else:
            told[row.id] = manner
    return told


def _may_sound(row: ClaimedRow, now: datetime) -> bool:
    return row.loud_until is not None and now <= row.loud_until


def _is_quiet(row: ClaimedRow) -> bool:
    """Tell whether it can be told without a sound, and is not the second time."""
    return row.step == 0 and DeviceKind(row.device_kind) in QUICK_KINDS


def _close_rows(ids: list[UUID], state: NotificationState, *, error_code: str = "") -> None:
    if ids:
        # It was counted as a try when it was claimed, and is none.
        Notification.objects.filter(id__in=ids).update(
            state=state.value,
            attempts=F("attempts") - 1,
            next_try_at=None,
            lease_token=None,
            error_code=error_code,
        )


def _settle_done(held: QuerySet[Notification], results: Sequence[SendResult], now: datetime) -> None:
    """Close rows for good. One statement for each way to end: thousands end alike at once."""
    first_now = noted_at(now)
    for (outcome, error_code, _said), ids in _group_results(results).items():
        has_gone_out = outcome in (Outcome.SENT, Outcome.ACCEPTED)
        held.filter(id__in=ids).update(
            state=STATE_AFTER[outcome].value,
            next_try_at=None,
            lease_token=None,
            error_code=error_code,
            sent_at=Coalesce("sent_at", first_now) if has_gone_out else F("sent_at"),
            accepted_at=Coalesce("accepted_at", first_now) if outcome is Outcome.ACCEPTED else F("accepted_at"),
        )


def _finish_attempts(claimed: Claim, results: Sequence[SendResult], now: datetime) -> None:
    whole = {one.notification_id for one in claimed.messages if one.kind in WHOLE_MINUTE_KINDS}
    for at, ended in (
        (minute_of(now), [one for one in results if one.notification_id in whole]),
        (now, [one for one in results if one.notification_id not in whole]),
    ):
        for (outcome, error_code, said), ids in _group_results(ended, with_words=True).items():
            Attempt.objects.filter(notification_id__in=ids, lease_token=claimed.token).update(
                outcome=outcome.value, error_code=error_code, said=said, finished_at=at
            )


def _group_results(
    results: Sequence[SendResult], *, with_words: bool = False
) -> dict[tuple[Outcome, str, str], list[UUID]]:
    alike: dict[tuple[Outcome, str, str], list[UUID]] = defaultdict(list)
    for result in results:
        said = result.said if with_words else ""
        alike[result.outcome, result.error_code[:60], said].append(result.notification_id)
    return alike


def _message_of(row: ClaimedRow, *, is_silent: bool) -> Message:
    code = digits_of(row.room_id) if row.kind == CONFIRMATION else ""
    return Message(
        notification_id=row.id,
        device_id=row.device_id,
        device_kind=DeviceKind(row.device_kind),
        address=row.address,
        platform=row.platform,
        room_id=row.room_id,
        seq=row.seq,
        kind=row.kind,
        urgency=Urgency(row.urgency),
        is_exercise=row.is_exercise,
        channel=Channel.SILENT if is_silent else Channel(row.channel),
        title=row.title,
        body=row.body.replace(HIDDEN, code) if code else row.body,
        code=code,
        detail=row.detail.replace(KEY_HERE, answer_key(row.id)) if row.kind == ALARM_TEST else row.detail,
        collapse_key=row.collapse_key,
        expires_at=row.expires_at,
        user_id=row.user_id,
        overtakes=row.kind in overtaking_kinds(),
    )
