"""Start a test alarm, stop it, answer it, and plan it. Each is one durable transaction of few rows."""

from collections import Counter
from contextlib import suppress
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from coordination.incident.reach.errors import (
    AlarmTestNotFound,
    AlarmTestOver,
    AlarmTestRuns,
    NoOneToTest,
    RealIncidentOpen,
    TooManyAlarmTests,
)
from coordination.incident.reach.facts import people_to_test, real_incidents_of
from coordination.incident.reach.models import AlarmTest, AlarmTestPerson, AlarmTestPlan, AlarmTestResult
from coordination.incident.reach.rules import APART, DAY, DIGIT, MOST_A_DAY, next_time
from coordination.incident.reach.vocabulary import AnswerWay, Pace, TestEnd
from coordination.planning_bell import ring_on_commit
from mou.access import fetch
from mou.access.fetch import AgencyNeed
from mou.agencies.duty import RESPONDING, leads_people
from mou.errors import NotAllowed
from mou.models import Agency
from push.ledger.answers import acknowledge_event, call_off_event
from push.models import Notification
from push.outbox.codes import notification_of_key


def key_of_alarm_test(test_id: UUID) -> str:
    """Return what a test alarm is known by in the outbox; no entry's key begins like it."""
    return f"alarm_test:{test_id}"


def may_test(user_id: int, agency: Agency, at: datetime) -> bool:
    """Tell whether a person tests the alarm of an agency: who administers it or, where it responds, leads its people.

    A district's administrators test its schools' too.
    """
    leads = agency.kind in RESPONDING and leads_people(user_id, agency.pk, at)
    return leads or fetch.may_manage(user_id, agency, at)


def agency_to_test(*, user_id: int, agency_id: UUID, at: datetime, lock: bool) -> Agency:
    """Return an agency whose alarm a person tests. Raises: AgencyNotFound, NotAllowed: it is not theirs to test."""
    agency = fetch.agency_for(user_id=user_id, agency_id=agency_id, need=AgencyNeed.SEE, at=at, lock=lock)
    if not may_test(user_id, agency, at):
        raise NotAllowed("A test alarm is for those who administer the agency or lead its people.")
    return agency


def start_test(*, user_id: int, agency_id: UUID, with_partners: bool, breaks_silence: bool, at: datetime) -> UUID:
    """Start a test alarm, in one durable transaction; its people are told in small parts after it. Locks the agency.

    Raises: AgencyNotFound, NotAllowed, and as write_test.
    """
    with transaction.atomic(durable=True):
        agency = agency_to_test(user_id=user_id, agency_id=agency_id, at=at, lock=True)
        return write_test(
            agency, started_by_id=user_id, with_partners=with_partners, breaks_silence=breaks_silence, at=at
        )


def write_test(
    agency: Agency, *, started_by_id: int | None, with_partners: bool, breaks_silence: bool, at: datetime
) -> UUID:
    """Write a test alarm of an agency that the caller holds, in the caller's transaction.

    Raises: AlarmTestRuns, TooManyAlarmTests, RealIncidentOpen, NoOneToTest.
    """
    before = AlarmTest.objects.filter(agency=agency)
    if before.filter(ended_at__isnull=True).exists():
        raise AlarmTestRuns
    times = list(before.filter(started_at__gt=at - DAY).values_list("started_at", flat=True))
    if len(times) >= MOST_A_DAY or any(at - one < APART for one in times):
        raise TooManyAlarmTests
    if real_incidents_of(agency, at).exists():
        raise RealIncidentOpen
    people = people_to_test(agency, with_partners=with_partners, at=at)
    if not people:
        raise NoOneToTest
    test = AlarmTest.objects.create(
        agency=agency,
        started_by_id=started_by_id,
        started_at=at,
        with_partners=with_partners,
        breaks_silence=breaks_silence,
    )
    AlarmTestPerson.objects.bulk_create(
        (AlarmTestPerson(test=test, user_id=user_id, agency_id=one) for user_id, one in people.items()), batch_size=500
    )
    AlarmTestResult.objects.bulk_create(
        AlarmTestResult(test=test, agency_id=one, told=told) for one, told in Counter(people.values()).items()
    )
    ring_on_commit()
    return test.pk


def stop_test(*, user_id: int, test_id: UUID, at: datetime) -> None:
    """Stop a test alarm, in one durable transaction: who was not told yet is not. Stopping twice changes nothing.

    Raises: AlarmTestNotFound: it is not theirs to stop.
    """
    with transaction.atomic(durable=True):
        test = AlarmTest.objects.select_related("agency").filter(pk=test_id).first()
        if test is None or not may_test(user_id, test.agency, at):
            raise AlarmTestNotFound
        end_test(test.pk, TestEnd.STOPPED, at)


def end_test(test_id: UUID, why: TestEnd, at: datetime) -> None:
    """End a test alarm and call off what of it still waits in the outbox, in the caller's transaction."""
    if AlarmTest.objects.filter(pk=test_id, ended_at__isnull=True).update(ended_at=at, end=why.value):
        call_off_event(key_of_alarm_test(test_id), at)


def answer_test(*, user_id: int, test_id: UUID, way: AnswerWay, at: datetime) -> None:
    """Note that a person has answered a test alarm, in one durable transaction. Answering twice changes nothing.

    Raises: AlarmTestNotFound: it did not ask them. AlarmTestOver.
    """
    with transaction.atomic(durable=True):
        person = AlarmTestPerson.objects.filter(test_id=test_id, user_id=user_id).select_related("test").first()
        if person is None:
            raise AlarmTestNotFound
        if person.answered_at is None:
            if person.test.ended_at is not None:
                raise AlarmTestOver
            note_answer(person, way, at)


def note_answer(person: AlarmTestPerson, way: AnswerWay, at: datetime) -> None:
    """Write an answer, in the caller's transaction; of two at once the first counts."""
    unanswered = AlarmTestPerson.objects.filter(pk=person.pk, answered_at__isnull=True)
    if unanswered.update(answered_at=at, way=way.value):
        AlarmTestResult.objects.filter(test_id=person.test_id, agency_id=person.agency_id).update(
            answered=F("answered") + 1
        )
        acknowledge_event(source_key=key_of_alarm_test(person.test_id), user_id=person.user_id, at=at)


def answer_by_text(user_id: int, words: str, *, at: datetime) -> bool:
    """Note an answer by text message to the tests that run and told a person; return whether it was one.

    It is the digit that their messages name, and nothing else. Durable transactions.
    """
    if words.strip(" .!") != DIGIT:
        return False
    asked = AlarmTestPerson.objects.filter(user_id=user_id, told_at__isnull=False, test__ended_at__isnull=True)
    test_ids = list(asked.values_list("test_id", flat=True))
    for test_id in test_ids:
        # One that ends at this very instant has been answered all the same, as far as its person can tell.
        with suppress(AlarmTestOver):
            answer_test(user_id=user_id, test_id=test_id, way=AnswerWay.TEXT, at=at)
    return bool(test_ids)


def person_of_key(key: str) -> AlarmTestPerson:
    """Return whose answer a link of a message is, and to which test. Raises: AlarmTestNotFound."""
    notification_id = notification_of_key(key)
    if notification_id is None:
        raise AlarmTestNotFound
    found = Notification.objects.filter(pk=notification_id).select_related("recipient").first()
    if found is None:
        raise AlarmTestNotFound
    person = (
        AlarmTestPerson.objects.filter(test_id=found.room_id, user_id=found.recipient.user_id, user__is_active=True)
        .select_related("test__agency")
        .first()
    )
    if person is None:
        raise AlarmTestNotFound
    return person


def answer_by_key(key: str, at: datetime) -> None:
    """Note the answer of who opened the link of a message and confirmed it. Raises: as answer_test."""
    person = person_of_key(key)
    answer_test(user_id=person.user_id, test_id=person.test_id, way=AnswerWay.LINK, at=at)


def plan_tests(
    *, user_id: int, agency_id: UUID, pace: Pace, weekday: int, clock: time, with_partners: bool, at: datetime
) -> None:
    """Plan the tests of an agency by its own clock, in one durable transaction. Raises: AgencyNotFound, NotAllowed."""
    with transaction.atomic(durable=True):
        agency = agency_to_test(user_id=user_id, agency_id=agency_id, at=at, lock=True)
        AlarmTestPlan.objects.update_or_create(
            agency=agency,
            defaults={
                "pace": pace.value,
                "weekday": weekday,
                "clock": clock,
                "with_partners": with_partners,
                "next_at": next_time(pace, weekday, clock, ZoneInfo(agency.time_zone), at),
                "planned_by_id": user_id,
                "planned_at": at,
            },
        )
        ring_on_commit()


def plan_no_tests(*, user_id: int, agency_id: UUID, at: datetime) -> None:
    """End the planned tests of an agency, in one durable transaction. Raises: AgencyNotFound, NotAllowed."""
    with transaction.atomic(durable=True):
        agency = agency_to_test(user_id=user_id, agency_id=agency_id, at=at, lock=True)
        # No hold is asked: a plan of what has not begun.
        AlarmTestPlan.objects.filter(agency=agency).delete()
