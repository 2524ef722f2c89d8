"""Families are told once: two people, each guardian by one way, what is sent again, who is under way, who said stop."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import Settings

from coordination.environment import mailer_from_url
from coordination.errors import IdTaken
from coordination.family_messages import errors as e
from coordination.family_messages.models import (
    FamilyAddress,
    FamilyDelivery,
    FamilyMessage,
    FamilyStatusPage,
    GuardianChoice,
)
from coordination.family_messages.rules.given import FamilyWordsIn
from coordination.family_messages.vocabulary import FamilyWay
from coordination.family_messages.work import outbox
from coordination.family_messages.work.stopping import hear_text, stop_by_code
from coordination.family_messages.work.words import change_words
from coordination.family_messages.work.writing import approve_message, resend_by_other_way, withdraw_message
from coordination.incident.accountability.text_messages.text_reports import Text
from coordination.keeping.gate import may_delete
from coordination.models import User
from coordination.records.retention.incidents import _delete_rows
from coordination.reunification.vocabulary import StudentStep
from coordination.room.models import LogEntry
from mou.vocabulary import MemberRole
from push.transports.sms_signature import signature_of
from tests.factories.cast import Cast, asks, make_cast, open_room
from tests.factories.mou import NOW, make_member, make_user
from tests.fakes.sms import ACCOUNT, TOKEN, FakeSms
from tests.fakes.smtp import FakeSmtp
from tests.stage.families import NUMBER, Telling, deliver, give_addresses, guardian, make_second, states
from tests.stage.incident.panic import run
from tests.stage.reunification import bring_students, set_reunification

pytestmark = pytest.mark.django_db


@pytest.fixture
def carrier(settings: Settings) -> Iterator[FakeSms]:
    with FakeSms() as fake:
        settings.PUSH_SMS_URL, settings.PUSH_SMS_ACCOUNT, settings.PUSH_SMS_TOKEN = fake.url, ACCOUNT, TOKEN
        settings.PUSH_SMS_FROM = "+15550100000"
        yield fake


@pytest.fixture
def sink(settings: Settings) -> Iterator[FakeSmtp]:
    with FakeSmtp() as fake:
        settings.MAILERS = {"default": mailer_from_url(f"smtp://127.0.0.1:{fake.port}")}
        settings.HAS_MAIL = True
        settings.PUSH_LINK_ORIGIN = "https://map.example.org"
        yield fake


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def telling(cast: Cast, carrier: FakeSms, sink: FakeSmtp) -> Telling:
    bring_students(cast, 5)
    give_addresses({1: "tm", 2: "m", 3: "t", 4: "", 5: "tm"})
    room = open_room(cast)
    return Telling(cast, cast.insider, make_second(cast, room), room)


def test_a_message_takes_two_people_and_reaches_each_guardian_once_in_their_language(
    telling: Telling, carrier: FakeSms, sink: FakeSmtp
) -> None:
    GuardianChoice.objects.create(guardian_id=guardian(3).pk, language="es", made_by=telling.writer, made_at=NOW)
    message = telling.write("secure")
    with pytest.raises(e.ApprovedByTheSame):
        telling.approve(message, by=telling.writer)
    assert FamilyDelivery.objects.count() == 0
    telling.approve(message)
    for _again in range(2):
        with pytest.raises(e.FamilyMessageDecided):
            telling.approve(message)
        deliver()

    texts = dict(carrier.texts)
    assert set(texts) == {NUMBER.format(one) for one in (1, 3, 5)}
    assert len(carrier.texts) == 3
    assert "Secure since 10:40" in texts[NUMBER.format(1)]
    assert "Asegurar desde 10:40" in texts[NUMBER.format(3)]
    assert "STOP" in texts[NUMBER.format(1)]
    assert [one["To"] for one in sink.mails] == ["family2@example.org"]
    payload = sink.mails[0].get_payload(decode=True)
    assert isinstance(payload, bytes)
    body = payload.decode()
    assert "https://map.example.org/families/" in body
    # The code is to be typed: no address carries it.
    code = FamilyAddress.objects.get(way="mail").stop_code
    assert f"code {code} at https://map.example.org/families/stop" in body
    assert set(states(message).values()) == {"sent"}
    message.refresh_from_db()
    assert message.not_told == {"no_way": 1}
    entry = json.loads(LogEntry.objects.order_by("-seq")[0].content)
    assert entry["event"]["type"] == "families_told"
    assert (entry["event"]["guardians"], entry["event"]["kind_words_in"]) == (4, {"es": "Asegurar"})
    assert "Quincewater" not in json.dumps(entry)


def test_the_database_refuses_one_person_alone(telling: Telling) -> None:
    message = telling.write("hold")
    alone = {"state": "approved", "decided_by": telling.writer, "decided_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        FamilyMessage.objects.filter(pk=message.pk).update(**alone)


def test_sent_twice_it_is_one_message_and_another_ones_id_is_taken(telling: Telling) -> None:
    message_id = uuid4()
    first = telling.write("hold", message_id=message_id)
    assert telling.write("hold", message_id=message_id).pk == first.pk
    assert FamilyMessage.objects.count() == 1
    with pytest.raises(IdTaken):
        telling.write("hold", message_id=message_id, by=telling.second)


def test_what_changed_since_it_was_read_is_read_again(telling: Telling) -> None:
    assert telling.room is not None
    message = telling.write("lockdown")
    seen = telling.seen(message)
    run(telling.cast.insider, telling.room.pk, "start_response_action", kind="lockdown", action_id=uuid4())
    with pytest.raises(e.FamilyFactsChanged):
        approve_message(asks(telling.second), message.pk, seen)
    assert FamilyDelivery.objects.count() == 0
    telling.approve(message)
    assert FamilyDelivery.objects.count() == 4
    with pytest.raises(e.FamilyMessageDecided):
        withdraw_message(asks(telling.writer), message.pk)


def test_what_did_not_arrive_goes_the_other_way_once(telling: Telling, carrier: FakeSms, sink: FakeSmtp) -> None:
    one = guardian(1)
    type(one).objects.filter(pk=one.pk).update(phone="+15550121211")
    message = telling.tell("hold")
    deliver()
    assert states(message)[one.pk, "text"] == "failed"
    assert resend_by_other_way(asks(telling.writer), message.pk) == 1
    assert resend_by_other_way(asks(telling.second), message.pk) == 0
    deliver()
    assert states(message)[one.pk, "mail"] == "sent"
    assert sorted(mail["To"] for mail in sink.mails) == ["family1@example.org", "family2@example.org"]


def test_a_carrier_that_is_away_is_tried_again_and_a_dead_server_sends_nothing_twice(
    telling: Telling, carrier: FakeSms, settings: Settings
) -> None:
    settings.PUSH_SMS_URL = "http://127.0.0.1:9"
    message = telling.tell("hold")
    deliver()
    assert {state for (_one, way), state in states(message).items() if way == "text"} == {"waiting"}
    # A server that claimed and died: no other takes it before the lease is over.
    settings.PUSH_SMS_URL = carrier.url
    later = NOW + timedelta(minutes=2)
    assert len(outbox._claim_due(FamilyWay.TEXT, uuid4(), later)) == 3
    outbox.send_family_texts(later)
    assert carrier.texts == []
    outbox.send_family_texts(later + outbox.LEASE)
    assert len(carrier.texts) == 3
    outbox.send_family_texts(later + 2 * outbox.LEASE)
    assert len(carrier.texts) == 3


def test_who_says_stop_gets_no_more_by_that_way(telling: Telling, carrier: FakeSms, sink: FakeSmtp) -> None:
    telling.tell("hold")
    # It waits, and is not sent any more.
    hear_text(Text("SM1", NUMBER.format(3), " Stop. "), at=NOW, is_last=False)
    hear_text(Text("SM1", NUMBER.format(1), "stop it now"), at=NOW, is_last=False)
    deliver()
    assert NUMBER.format(3) not in dict(carrier.texts)
    assert NUMBER.format(1) in dict(carrier.texts)
    code = FamilyAddress.objects.get(way="mail").stop_code
    assert stop_by_code(code=f" {code.lower()} ", address="192.0.2.1", at=NOW) == "mail"
    for _wrong in range(30):
        with pytest.raises(e.StopCodeNotKnown):
            stop_by_code(code="AAAAAAAAAA", address="192.0.2.1", at=NOW)
    with pytest.raises(e.StopGuessedTooOften):
        stop_by_code(code="AAAAAAAAAA", address="192.0.2.1", at=NOW)
    before = len(carrier.texts), len(sink.mails)
    message = telling.tell("all_clear")
    deliver()
    assert message.not_told == {"no_way": 1, "all_stopped": 2}
    assert (len(carrier.texts), len(sink.mails)) == (before[0] + 2, before[1])
    hear_text(Text("SM1", NUMBER.format(3), "START"), at=NOW, is_last=False)
    telling.tell("secure")
    deliver()
    assert NUMBER.format(3) in dict(carrier.texts)


def test_a_carriers_stop_is_heard_at_its_signed_door_alone(telling: Telling, settings: Settings) -> None:
    settings.PUSH_SMS_ANSWERS, settings.PUSH_LINK_ORIGIN = True, ""
    fields = {"MessageSid": "SM1", "From": NUMBER.format(3), "Body": "STOP"}
    url = "http://testserver/api/v1/text-answers"
    unsigned = Client().post("/api/v1/text-answers", fields, headers={"X-Twilio-Signature": "forged"})
    assert unsigned.status_code in (401, 403)
    assert not FamilyAddress.objects.filter(stopped_at__isnull=False).exists()
    signature = signature_of(token=TOKEN, url=url, fields={name: [one] for name, one in fields.items()})
    signed = Client().post("/api/v1/text-answers", fields, headers={"X-Twilio-Signature": signature})
    assert signed.status_code == 200
    assert FamilyAddress.objects.filter(way="text", stopped_at__isnull=False).count() == 1


def test_an_exercise_sends_no_family_anything_and_says_so_in_every_text(cast: Cast, carrier: FakeSms) -> None:
    bring_students(cast, 2)
    give_addresses({1: "t", 2: "t"})
    room = open_room(cast, is_exercise=True)
    telling = Telling(cast, cast.insider, make_second(cast, room), room)
    message = telling.approve(telling.write("lockdown"), by=cast.insider)
    deliver()
    assert carrier.texts == []
    assert FamilyDelivery.objects.count() == 0
    assert message.texts["en"].startswith("EXERCISE · ")
    assert message.texts["es"].startswith("EJERCICIO · ")
    with pytest.raises(e.FamilyMessageNotSent):
        resend_by_other_way(asks(cast.insider), message.pk)


def test_a_moved_site_tells_exactly_who_is_under_way(cast: Cast, carrier: FakeSms, sink: FakeSmtp) -> None:
    made = set_reunification(cast, students=6, noted=[6])
    give_addresses(dict.fromkeys(range(1, 7), "t"))
    telling = Telling(cast, made.director, make_second(cast, made.room), made.room)
    by_number = {made.student(number).roster_person_id: number for number in range(1, 7)}
    assert len(by_number) == 6
    made.assemble(1, 2, 3, 6)
    # 1 is handed over, 2 is asked for, 6 is held: their adults are here. 3, 4 (still at the school) and 5 are awaited.
    (first,) = made.check_in(f"Parent {guardian(1).family_name}", 1)
    made.bring_to_family(1)
    made.release(first)
    made.check_in(f"Parent {guardian(2).family_name}", 2)
    made.check_in("Uncle Quick", 6)
    made.step(made.accountant, StudentStep.MARK_ABSENT, 5)
    telling.tell("site_moved", site="Stadium", address="1 Main St", audience="everyone")
    deliver()
    assert {to for to, _text in carrier.texts} == {NUMBER.format(3), NUMBER.format(4)}
    assert "HAS MOVED to Stadium, 1 Main St" in carrier.texts[0][1]


def test_a_message_says_what_its_words_need_and_goes_to_own_schools_alone(telling: Telling) -> None:
    with pytest.raises(e.FamilyPlaceLacking) as lacking:
        telling.write("site_opens", address="1 Main St")
    assert lacking.value.pointer == "/site"
    with pytest.raises(e.NoOneUnderWay):
        telling.write("site_moved", site="Gym", address="1 Main St")
    with pytest.raises(e.FamilySchoolRefused):
        telling.write("hold", school_ids=[telling.cast.school.pk, telling.cast.police.pk])
    with pytest.raises(e.FamilyKindRefused):
        telling.write("drill_notice", action="Lockdown")
    assert FamilyMessage.objects.count() == 0


def test_a_notice_of_a_drill_waits_for_the_morning_and_is_of_its_administrators(
    cast: Cast, carrier: FakeSms, sink: FakeSmtp
) -> None:
    bring_students(cast, 2)
    give_addresses({1: "tm", 2: "t"})
    keeper = make_member(cast.school, role=MemberRole.ADMINISTRATOR).user
    telling = Telling(cast, keeper, keeper, None)
    with pytest.raises(e.FamilyMessageNotFound):
        telling.write("drill_notice", action="Lockdown", by=cast.teacher)
    night = NOW.replace(hour=4, minute=0)  # 22:00 in Chicago
    message = telling.write("drill_notice", action="Lockdown", time="tomorrow at 10")
    telling.approve(message, at=night)
    deliver(night)
    assert (carrier.texts, sink.mails) == ([], [])
    deliver(night + timedelta(hours=12))
    assert [one["To"] for one in sink.mails] == ["family1@example.org"]
    assert len(carrier.texts) == 1


def test_a_district_adds_a_language_and_a_child_has_no_place_in_its_words(telling: Telling, carrier: FakeSms) -> None:
    cast = telling.cast
    keeper = make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user

    def change(by: User, **fields: Any) -> int:
        given = {"kind": "hold", "language": "vi", "text": "{school}: Giữ nguyên từ {time}.", "drawn_from": 0} | fields
        return change_words(user_id=by.pk, agency_id=cast.school.pk, given=FamilyWordsIn.model_validate(given), at=NOW)

    for text in ("{child} is well", "{student}", "Call {"):
        with pytest.raises(e.FamilyWordsRefused):
            change(keeper, text=text)
    with pytest.raises(e.FamilyWordsNotYours):
        change(telling.second)
    with pytest.raises(e.FamilyWordsNotFound):
        change(cast.officer)
    assert change(keeper) == 1
    with pytest.raises(e.FamilyWordsChanged):
        change(keeper)
    GuardianChoice.objects.create(guardian_id=guardian(3).pk, language="vi", made_by=keeper, made_at=NOW)
    GuardianChoice.objects.create(guardian_id=guardian(5).pk, language="so", made_by=keeper, made_at=NOW)
    telling.tell("hold")
    deliver()
    assert "Giữ nguyên từ 10:40" in dict(carrier.texts)[NUMBER.format(3)]
    # In a language in which it was not written it is told in English.
    assert "Hold since 10:40" in dict(carrier.texts)[NUMBER.format(5)]


def test_messages_go_with_their_incident(telling: Telling) -> None:
    assert telling.room is not None
    telling.tell("hold")
    kept = (FamilyMessage, FamilyDelivery, FamilyStatusPage)
    assert all(one.objects.exists() for one in kept)
    with transaction.atomic(), may_delete():
        _delete_rows(telling.room)
    assert not any(one.objects.exists() for one in kept)


def test_two_thousand_guardians_are_planned_in_a_constant_number_of_queries(
    telling: Telling, django_assert_max_num_queries: Any
) -> None:
    cast = telling.cast
    bring_students(cast, 400)
    give_addresses(dict.fromkeys(range(1, 401), "t"))
    message = telling.write("hold")
    seen = telling.seen(message)
    with django_assert_max_num_queries(60):
        approve_message(asks(telling.second), message.pk, seen)
    assert FamilyDelivery.objects.filter(message=message).count() == 400
