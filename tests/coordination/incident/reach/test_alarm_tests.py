"""Test alarms: marked everywhere, every way, and answered by each way."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django.fixtures import Settings

from coordination.incident.accountability.text_messages.text_reports import Text, take_text
from coordination.incident.reach import actions
from coordination.incident.reach.actions import key_of_alarm_test, start_test
from coordination.incident.reach.clock import keep_tests
from coordination.incident.reach.errors import (
    AlarmTestOver,
)
from coordination.incident.reach.facts import last_answered_tests
from coordination.incident.reach.models import AlarmTest, AlarmTestPerson, AlarmTestResult
from coordination.incident.reach.rules import BREATH_S, OPEN_FOR
from coordination.incident.reach.vocabulary import AnswerWay, TestEnd
from coordination.models import User
from mou.models import Agency
from mou.vocabulary import MemberRole
from push.ledger.receipts import record_receipt
from push.models import Notification
from push.outbox.codes import answer_key
from push.outbox.delivery import deliver_due
from push.outbox.notifications import claim_due
from push.transports import webhook
from push.transports.sms import text_of
from push.transports.webpush.transport import payload_of
from push.vocabulary import Channel, DeviceKind, NotificationState, ReceiptStage, Urgency
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member, make_user
from tests.factories.push import make_device, make_notification
from tests.fakes.transport import FakeTransport
from tests.stage.incident.panic import press

pytestmark = pytest.mark.django_db(transaction=True)
OK, MADE, DONE, SEE_OTHER = 200, 201, 204, 303
NOT_ALLOWED, NOT_FOUND, TAKEN, TOO_MANY = 403, 404, 409, 429
MINUTE = timedelta(minutes=1)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def at() -> datetime:
    return datetime.now(UTC)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asks(user: User, method: str, path: str, body: dict[str, object] | None = None) -> Any:
    return client_of(user).generic(method, f"/api/v1{path}", json.dumps(body or {}), content_type="application/json")


def start(cast: Cast, at: datetime, *, agency: Agency | None = None, by: User | None = None, **fields: bool) -> UUID:
    """Start a test of the school by its principal, and tell its people."""
    test_id = start_test(
        user_id=(by or cast.insider).pk,
        agency_id=(agency or cast.school).pk,
        with_partners=fields.get("with_partners", False),
        breaks_silence=fields.get("breaks_silence", False),
        at=at,
    )
    while keep_tests(at) == BREATH_S:
        pass
    return test_id


def sent_of(user: User) -> Notification:
    return Notification.objects.get(device__user=user, kind="alarm_test")


def result_of(test_id: UUID, agency: Agency) -> tuple[int, int]:
    row = AlarmTestResult.objects.get(test_id=test_id, agency=agency)
    return row.answered, row.told


# --- marked everywhere ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("locale", "mark"), [("en", "TEST ALARM"), ("es-MX", "PRUEBA DE ALARMA")])
@pytest.mark.parametrize("breaks_silence", [False, True])
def test_a_test_says_so_in_every_text_and_is_neither_real_nor_an_exercise(
    cast: Cast, at: datetime, settings: Settings, locale: str, mark: str, *, breaks_silence: bool
) -> None:
    settings.PUSH_SMS_ANSWERS = True
    make_device(user=cast.teacher, kind=DeviceKind.SMS, locale=locale)
    start(cast, at, breaks_silence=breaks_silence)
    row = sent_of(cast.teacher)

    assert all(text.startswith(mark) for text in (row.title, row.body, row.detail))
    assert not any("EXERCISE" in text or "EJERCICIO" in text for text in (row.title, row.body, row.detail))
    assert (row.is_exercise, row.urgency) == (False, Urgency.ROUTINE)
    assert row.channel == (Channel.CRITICAL if breaks_silence else Channel.STANDARD)


def test_programs_are_told_that_it_is_a_test_and_of_nothing_else(cast: Cast, at: datetime) -> None:
    make_device(user=cast.teacher)
    real = make_device()
    make_notification(real, created_at=at)
    start(cast, at)
    found = {one.user_id: one for one in claim_due(limit=10, now=at + MINUTE, lease_s=60).messages}
    test, other = found[cast.teacher.pk], found[real.user_id]

    for encode in (payload_of, lambda message: webhook.body_of(message).decode()):
        assert json.loads(encode(test))["is_test"] is True
        assert "is_test" not in json.loads(encode(other))
    assert text_of(test).startswith("TEST ALARM")
    # A provider delivers it like an alarm, though here it waits behind all.
    assert (test.delivery_urgency, test.urgency) == (Urgency.URGENT, Urgency.ROUTINE)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Active threat"},
        {"body": "Lock your door."},
        {"detail": "Room 112"},
        {"title": "EXERCISE: answer", "body": "EXERCISE. Answer"},
        {"urgency": Urgency.LIFE_SAFETY.value},
        {"kind": "panic_pressed"},
        {"is_exercise": True},
    ],
)
def test_the_database_refuses_a_test_that_looks_real_or_like_an_exercise(
    cast: Cast, at: datetime, changes: dict[str, object]
) -> None:
    make_device(user=cast.teacher)
    start(cast, at)

    with pytest.raises(IntegrityError), transaction.atomic():
        Notification.objects.filter(kind="alarm_test").update(**changes)


def test_a_real_alert_cannot_look_like_a_test(at: datetime) -> None:
    row = make_notification(make_device(), created_at=at)

    for name in ("title", "body", "detail"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Notification.objects.filter(pk=row.pk).update(**{name: "Test alarm: nothing"})


def test_pages_reports_and_files_say_that_it_is_a_test(cast: Cast, at: datetime) -> None:
    make_device(user=cast.teacher)
    test_id = start(cast, at)
    client = client_of(cast.insider)
    pages = [
        client.get(address).content.decode()
        for address in (f"/alarm-tests/{test_id}", f"/alarm-tests/{test_id}?format=csv", "/alarm-tests", "/")
    ]

    assert ["TEST ALARM" in page for page in pages] == [True] * 4
    assert all(line.startswith("TEST ALARM") for line in pages[1].splitlines()[1:])


# --- every way, and each answer ---------------------------------------------------------------------------------------
def test_it_goes_to_every_device_at_once_and_to_those_alone_whom_an_alarm_would_tell(cast: Cast, at: datetime) -> None:
    for kind in (DeviceKind.CONSOLE, DeviceKind.SMS, DeviceKind.EMAIL):
        make_device(user=cast.teacher, kind=kind)
    for who in (cast.officer, cast.dispatcher, cast.stranger, cast.former):
        make_device(user=who)
    test_id = start(cast, at)

    told = Notification.objects.filter(source_key=key_of_alarm_test(test_id))
    assert set(told.values_list("device__user__username", "device__kind")) == {
        ("teacher", "console"),
        ("teacher", "sms"),
        ("teacher", "email"),
    }
    assert not told.exclude(next_try_at__lte=at + MINUTE).exists()


def test_with_partners_those_on_duty_are_told_too_and_off_duty_not(cast: Cast, at: datetime) -> None:
    night = make_member(cast.police, user=make_user(username="night"), is_on_duty=False)
    for who in (cast.teacher, cast.officer, night.user, cast.stranger):
        make_device(user=who)
    test_id = start(cast, at, with_partners=True)

    told = Notification.objects.filter(source_key=key_of_alarm_test(test_id))
    assert set(told.values_list("device__user__username", flat=True)) == {"teacher", "officer"}
    assert result_of(test_id, cast.police) == (0, 1)


def test_one_answers_by_page_by_app_and_by_interface_once(cast: Cast, at: datetime) -> None:
    for who in (cast.teacher, cast.insider):
        make_device(user=who)
    test_id = start(cast, at)

    by_page = client_of(cast.teacher).post("/alarm-tests", {"act": "answer", "test_id": str(test_id)})
    again = asks(cast.teacher, "POST", f"/alarm-tests/{test_id}/answer")
    record_receipt(
        user_id=cast.insider.pk, notification_id=sent_of(cast.insider).pk, stage=ReceiptStage.ACKNOWLEDGED, at=at
    )
    keep_tests(at + MINUTE)

    ways = dict(AlarmTestPerson.objects.filter(answered_at__isnull=False).values_list("user__username", "way"))
    assert (by_page.status_code, again.status_code) == (SEE_OTHER, DONE)
    assert ways == {"teacher": AnswerWay.PAGE, "principal": AnswerWay.APP}
    assert result_of(test_id, cast.school) == (2, 2)


def test_one_answers_by_a_digit_from_a_confirmed_number_and_from_no_other(cast: Cast, at: datetime) -> None:
    make_device(user=cast.teacher, kind=DeviceKind.SMS, value="+15550100123")
    test_id = start(cast, at)

    said = [
        take_text(Text(carrier_id=str(number), number=sender, words=words), at=at)
        for number, (sender, words) in enumerate(
            [("+15550100999", "1"), ("+15550100123", "112 OK 19"), ("+15550100123", " 1. "), ("+15550100123", "1")]
        )
    ]

    # No room's: what else takes texts may answer them.
    assert said[:2] == [None, None]
    assert (said[2] or "").startswith("TEST ALARM")
    assert result_of(test_id, cast.school) == (1, 2)
    assert AlarmTestPerson.objects.get(user=cast.teacher).way == AnswerWay.TEXT


def test_while_a_real_lockdown_asks_for_reports_a_digit_is_no_answer_to_a_test(cast: Cast, at: datetime) -> None:
    make_device(user=cast.teacher, kind=DeviceKind.SMS, value="+15550100123")
    test_id = start(cast, at)
    press(cast.insider, cast.site, at=at + MINUTE, kind="active_threat")

    take_text(Text(carrier_id="a", number="+15550100123", words="1"), at=at + 2 * MINUTE)

    assert result_of(test_id, cast.school)[0] == 0


def test_a_link_asks_once_more_and_answers_without_signing_in(cast: Cast, at: datetime, settings: Settings) -> None:
    settings.PUSH_LINK_ORIGIN = "https://alerts.example.org"
    make_device(user=cast.teacher, kind=DeviceKind.EMAIL)
    test_id = start(cast, at)
    (message,) = claim_due(limit=9, now=at + MINUTE, lease_s=60).messages
    link = re.search(r"https://alerts\.example\.org(\S+)", message.detail)
    assert link is not None
    client = Client()

    looked = client.get(link[1])
    before = result_of(test_id, cast.school)
    answered = client.post(link[1], {"act": "answer"})

    assert (looked.status_code, before, answered.status_code) == (OK, (0, 2), OK)
    assert "TEST ALARM" in looked.content.decode()
    assert result_of(test_id, cast.school) == (1, 2)
    assert AlarmTestPerson.objects.get(user=cast.teacher).way == AnswerWay.LINK


def test_a_key_that_is_forged_cut_or_of_another_message_answers_nothing(cast: Cast, at: datetime) -> None:
    make_device(user=cast.teacher)
    start(cast, at)
    key, other = answer_key(sent_of(cast.teacher).pk), make_notification(make_device(), created_at=at)
    forged = answer_key(uuid4())[:20] + key[20:]

    for bad in (forged, key[:-1], f"{key}A", "x", "é", "%00", answer_key(other.pk), answer_key(uuid4())):
        assert Client().post(f"/alarm-tests/key/{bad}", {"act": "answer"}).status_code == NOT_FOUND
    assert not AlarmTestPerson.objects.filter(answered_at__isnull=False).exists()


def test_no_one_answers_for_another_or_a_test_that_is_over(cast: Cast, at: datetime) -> None:
    make_device(user=cast.teacher)
    test_id = start(cast, at)
    stranger = asks(cast.officer, "POST", f"/alarm-tests/{test_id}/answer")
    unknown = asks(cast.officer, "POST", f"/alarm-tests/{uuid4()}/answer")
    page = client_of(cast.officer).post("/alarm-tests", {"act": "answer", "test_id": str(test_id)})
    keep_tests(at + OPEN_FOR)

    assert stranger.content == unknown.content
    assert (stranger.status_code, page.status_code) == (NOT_FOUND, NOT_FOUND)
    with pytest.raises(AlarmTestOver):
        actions.answer_test(user_id=cast.teacher.pk, test_id=test_id, way=AnswerWay.APP, at=at + OPEN_FOR)
    assert AlarmTest.objects.get().end == TestEnd.TIME


# --- what came of it --------------------------------------------------------------------------------------------------
def test_the_report_says_who_was_reached_how_who_not_why_and_what_to_do(cast: Cast, at: datetime) -> None:
    bare = make_member(cast.school, user=make_user(username="bare"), role=MemberRole.STAFF)
    fails, silent = (make_user(username=name) for name in ("fails", "silent"))
    for who in (fails, silent):
        make_member(cast.school, user=who, role=MemberRole.STAFF)
    for who in (cast.teacher, fails, silent):
        make_device(user=who)
    test_id = start(cast, at)
    Notification.objects.filter(device__user=fails).update(
        state=NotificationState.FAILED.value, next_try_at=None, error_code="http_410"
    )
    deliver_due(transports={DeviceKind.CONSOLE: FakeTransport()}, clock=lambda: at + MINUTE)
    actions.answer_test(user_id=cast.teacher.pk, test_id=test_id, way=AnswerWay.PAGE, at=at + 2 * MINUTE)

    report = asks(cast.insider, "GET", f"/alarm-tests/{test_id}").json()
    people = {one["name"].lower(): one for one in report["people"]}

    assert (report["chosen"], report["handed"], report["acknowledged"], report["without_way"]) == (5, 2, 1, 3)
    assert {name: one["outcome"] for name, one in people.items()} == {
        "bare": "Nothing is registered",
        "principal": "Nothing is registered",
        "fails": "Not reached: its provider no longer knows it",
        "silent": "Handed over, no answer",
        "teacher": "Answered",
    }
    assert "register it again" in people["fails"]["advice"]
    assert people["teacher"]["way"] == "page"
    assert people["teacher"]["advice"] == ""
    assert bare.user_id is not None


def test_who_leads_a_partner_reads_their_own_people_and_no_others(cast: Cast, at: datetime) -> None:
    sergeant = make_member(cast.police, user=make_user(username="sergeant"), role=MemberRole.SUPERVISOR).user
    for who in (cast.teacher, cast.officer):
        make_device(user=who)
    test_id = start(cast, at, with_partners=True)

    of_police = asks(sergeant, "GET", f"/alarm-tests/{test_id}").json()
    of_school = asks(cast.insider, "GET", f"/alarm-tests/{test_id}").json()

    assert {one["agency"] for one in of_police["people"]} == {"Fairview Police"}
    assert {one["agency"] for one in of_school["people"]} == {"Lincoln High"}
    others = [asks(who, "GET", f"/alarm-tests/{test_id}") for who in (cast.teacher, cast.officer, cast.stranger)]
    assert [one.status_code for one in others] == [NOT_FOUND] * 3


def test_the_last_answered_test_is_the_newest_that_someone_answered(cast: Cast, at: datetime) -> None:
    make_device(user=cast.teacher)
    first = start(cast, at)
    before = last_answered_tests([cast.school.pk], at)
    actions.answer_test(user_id=cast.teacher.pk, test_id=first, way=AnswerWay.PAGE, at=at)
    keep_tests(at + OPEN_FOR)
    start(cast, at + OPEN_FOR)

    found = last_answered_tests([cast.school.pk], at + OPEN_FOR)[cast.school.pk]
    assert before == {}
    assert (found.test_id, found.answered, found.told) == (first, 1, 2)
