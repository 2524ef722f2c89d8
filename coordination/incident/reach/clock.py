"""What tests of the alarm do by the clock: tell their people part by part, take answers of apps, end, begin by plan."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from coordination.errors import CoordinationError
from coordination.incident.reach.actions import end_test, key_of_alarm_test, note_answer, write_test
from coordination.incident.reach.errors import RealIncidentOpen
from coordination.incident.reach.facts import real_incidents_of
from coordination.incident.reach.models import AlarmTest, AlarmTestPerson, AlarmTestPlan
from coordination.incident.reach.rules import (
    BREATH_S,
    DIGIT,
    HELD_UP,
    MISSED_AFTER,
    MOST_ON_THE_WAY,
    OPEN_FOR,
    PEOPLE_AT_ONCE,
    next_time,
)
from coordination.incident.reach.vocabulary import AnswerWay, Pace, TestEnd
from mou.access.fetch import members_who_count
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import text_in
from mou.models import Agency
from push.models import Notification, Recipient
from push.outbox.codes import KEY_HERE
from push.outbox.notifications import enqueue_notifications
from push.outbox.planning import Detail
from push.outbox.wake import ring_on_commit
from push.texts import ALARM_TEST, ALARM_TEST_WORDS, MARKS
from push.vocabulary import Manner, NotificationState, Urgency

RUNNING_EVERY_S = 2.0
RETAINED = timedelta(days=3 * 365)
OF_AGENCY = _("Test of {agency}.")
BY_LINK = _("Answer here: {link}")
BY_DIGIT = _("Or answer this text message with {digit}.")


def signs_of_tests(at: datetime) -> Sequence[QuerySet[Model]]:
    """Return what makes something due: a test that runs, and a plan whose time has come."""
    return [AlarmTest.objects.filter(ended_at__isnull=True), AlarmTestPlan.objects.filter(next_at__lte=at)]


def keep_tests(at: datetime) -> float:
    """Do what is due, in many short durable transactions; return how many seconds it may rest."""
    start_planned(at)
    is_telling = False
    for test in AlarmTest.objects.filter(ended_at__isnull=True).select_related("agency__parent").order_by("started_at"):
        if real_incidents_of(test.agency, at).exists():
            _end_apart(test, TestEnd.REAL_ALARM, at)
        elif at - test.started_at >= OPEN_FOR:
            take_app_answers(test)
            _end_apart(test, TestEnd.TIME, at)
        else:
            is_telling |= test.told_all_at is None and (is_enough_on_the_way() or tell_some(test, at))
            take_app_answers(test)
    return BREATH_S if is_telling else RUNNING_EVERY_S


def is_enough_on_the_way() -> bool:
    """Tell whether so many messages of tests wait or are being sent that the next people wait for these. One query.

    The hands of a provider are never full of tests: something real that is no life safety finds room at once.
    """
    on_the_way = Q(attempts=0) | Q(state=NotificationState.CLAIMED.value)
    rows = Notification.objects.filter(on_the_way, kind=ALARM_TEST, next_try_at__isnull=False)
    return rows[:MOST_ON_THE_WAY].count() >= MOST_ON_THE_WAY


def tell_some(test: AlarmTest, at: datetime) -> bool:
    """Tell the next few people of a test, in one durable transaction; return whether some are left.

    Locks the test: of two servers one tells. Who has left since is not told.
    """
    with transaction.atomic(durable=True):
        running = AlarmTest.objects.select_for_update(of=("self",)).filter(pk=test.pk, ended_at__isnull=True)
        if not running.exists():
            return False
        untold = AlarmTestPerson.objects.filter(test=test, told_at__isnull=True).order_by("pk")
        counts = members_who_count(at).filter(user_id=OuterRef("user_id"), agency_id=OuterRef("agency_id"))
        people = list(untold.annotate(still=Exists(counts)).values_list("pk", "user_id", "still")[:PEOPLE_AT_ONCE])
        user_ids = [user_id for _pk, user_id, still in people if still]
        if user_ids:
            enqueue_test(test, user_ids)
        untold.filter(pk__in=[pk for pk, _user_id, _still in people]).update(told_at=at)
        has_more = len(people) == PEOPLE_AT_ONCE
        if not has_more:
            AlarmTest.objects.filter(pk=test.pk).update(told_all_at=at)
    return has_more


def enqueue_test(test: AlarmTest, user_ids: Sequence[int]) -> None:
    """Plan what these people are told of a test, on every device at once, in the caller's transaction.

    It stands in the last lane, so that every real alarm overtakes it, also one that is no life safety.
    """
    ring_on_commit()
    enqueue_notifications(
        source_key=key_of_alarm_test(test.pk),
        user_ids=user_ids,
        is_exercise=False,
        urgency=Urgency.ROUTINE,
        kind=ALARM_TEST,
        words=ALARM_TEST_WORDS,
        room_id=test.pk,
        seq=0,
        collapse_key=key_of_alarm_test(test.pk),
        manner=Manner.FIRST_WORD,
        detail=Detail(detail_texts(test.agency), frozenset(user_ids)),
        breaks_silence=test.breaks_silence,
    )


def detail_texts(agency: Agency) -> dict[str, str]:
    """Return what mail and text messages say besides, by language: whose test it is, and how it is answered."""
    found = {}
    for language in MARKS:
        parts = [text_in(OF_AGENCY, language).format(agency=agency.short_name)]
        if settings.PUSH_LINK_ORIGIN:
            link = f"{settings.PUSH_LINK_ORIGIN}/alarm-tests/key/{KEY_HERE}"
            parts.append(text_in(BY_LINK, language).format(link=link))
        if settings.PUSH_SMS_ANSWERS:
            parts.append(text_in(BY_DIGIT, language).format(digit=DIGIT))
        found[language] = " ".join(parts)
    return found


def take_app_answers(test: AlarmTest) -> None:
    """Note the answers that came as an acknowledgement of the notification itself, in durable transactions."""
    rows = Recipient.objects.filter(source_key=key_of_alarm_test(test.pk), acknowledged_at__isnull=False)
    answered = {user_id: at for user_id, at in rows.values_list("user_id", "acknowledged_at") if at is not None}
    for person in AlarmTestPerson.objects.filter(test=test, answered_at__isnull=True, user_id__in=answered):
        with transaction.atomic(durable=True):
            note_answer(person, AnswerWay.APP, answered[person.user_id])


def start_planned(at: datetime) -> None:
    """Start the tests whose time has come, each in a durable transaction. Locks the plan.

    One that a real incident holds up comes an hour later; one that was missed for long, or is one too many, not at all.
    """
    for agency_id in list(AlarmTestPlan.objects.filter(next_at__lte=at).values_list("agency_id", flat=True)):
        with transaction.atomic(durable=True):
            plans = AlarmTestPlan.objects.select_for_update(of=("self",)).select_related("agency__parent")
            plan = plans.filter(agency_id=agency_id, next_at__lte=at).first()
            if plan is not None:
                _start_plan(plan, at)


def _start_plan(plan: AlarmTestPlan, at: datetime) -> None:
    zone = ZoneInfo(plan.agency.time_zone)
    next_at = next_time(Pace(plan.pace), plan.weekday, plan.clock, zone, at)
    if at - plan.next_at < MISSED_AFTER and plan.agency.is_active:
        try:
            write_test(plan.agency, started_by_id=None, with_partners=plan.with_partners, breaks_silence=False, at=at)
        except RealIncidentOpen:
            next_at = min(next_at, at + HELD_UP)
        except CoordinationError:
            # One runs, or there were enough of them: the next one comes in its time.
            pass
    AlarmTestPlan.objects.filter(pk=plan.pk).update(next_at=next_at)


def _end_apart(test: AlarmTest, why: TestEnd, at: datetime) -> None:
    with transaction.atomic(durable=True):
        end_test(test.pk, why, at)


def delete_old_tests(at: datetime) -> None:
    """Delete tests that are long over, with what people answered."""
    # No hold is asked: a test says nothing of any incident.
    AlarmTest.objects.filter(ended_at__lt=at - RETAINED).delete()
