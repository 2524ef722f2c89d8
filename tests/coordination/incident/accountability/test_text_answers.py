"""Rooms reported by text message: signed, once, for whom the number is proven, and never answered into a silence."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from coordination.incident.accountability.capability import RoomReport
from coordination.models import User
from coordination.room.models import LogEntry, Participant, Room
from coordination.vocabulary import DoorLock, RoomReportState
from mapping.models import Space
from mou.vocabulary import AgencyKind, MemberRole
from push.models import Notification, ReceivedText
from push.transports.sms_signature import is_signed, signature_of
from push.vocabulary import DeviceKind
from tests.factories.cast import Cast
from tests.factories.mapping import make_plan, make_site
from tests.factories.mou import make_agency, make_member, make_user
from tests.factories.push import make_device
from tests.stage.incident.panic import press, room_of, run
from tests.stage.incident.room_reports import reports

pytestmark = pytest.mark.django_db
PATH = "/api/v1/text-answers"
TOKEN = "fake-token"
NUMBER = "+15550100205"


@pytest.fixture(autouse=True)
def carrier(settings: Settings) -> None:
    settings.PUSH_SMS_ANSWERS = True
    settings.PUSH_SMS_TOKEN = TOKEN


@pytest.fixture
def lockdown(cast: Cast) -> Room:
    """A lockdown that the principal pressed; the teacher has a telephone and is not in the room yet."""
    make_plan(cast.site)
    make_device(user=cast.teacher, kind=DeviceKind.SMS, value=NUMBER)
    return room_of(press(cast.insider, cast.site, kind="active_threat"))


def text(
    words: str, *, number: str = NUMBER, sid: str = "", signature: str | None = None, token: str = TOKEN
) -> HttpResponse:
    """Deliver a text as the carrier does."""
    fields = {"MessageSid": sid or f"SM{uuid4().hex}", "From": number, "To": "+15550100000", "Body": words}
    url = f"http://testserver{PATH}"
    signed = signature_of(token=token, url=url, fields={name: [value] for name, value in fields.items()})
    headers = {"X-Twilio-Signature": signed if signature is None else signature}
    answer: Any = Client(enforce_csrf_checks=True).post(PATH, fields, headers=headers)
    return answer  # type: ignore[no-any-return]  # what Django's client returns


def only(room: Room) -> RoomReport:
    (report,) = reports(room)
    return report


def messages(room: Room) -> list[str]:
    rows = LogEntry.objects.filter(room=room, event_type="message_posted").order_by("seq")
    return [json.loads(one.content)["event"]["text"] for one in rows]


def release(cast: Cast, room: Room) -> None:
    """Let an officer open every room and release the lockdown."""
    run(cast.officer, room.id, "join_room")
    action_id = room.objects_now.get(state_key="response_actions").object_id
    run(cast.officer, room.id, "open_locked_rooms", action_id=action_id, space_ids=[Space.objects.get().pk])
    run(cast.officer, room.id, "release_response_action", action_id=action_id)


# --- what it becomes --------------------------------------------------------------------------------------------------
def test_a_text_is_the_report_of_its_writer_and_lets_them_in(cast: Cast, lockdown: Room) -> None:
    answer = text("101 OK 19, locked")

    report = only(lockdown)
    assert answer.status_code == 200
    assert (report.room, report.space_id, report.state) == ("101 Room 101", Space.objects.get().pk, RoomReportState.OK)
    assert (report.students, report.door, report.source, report.note) == (19, DoorLock.LOCKED, None, "By text message.")
    assert Participant.objects.get(pk=report.reported_by).user_id == cast.teacher.pk


def test_whoever_hides_is_not_answered_and_after_the_release_nothing_asks_any_more(cast: Cast, lockdown: Room) -> None:
    during = text("101 ok 19")
    release(cast, lockdown)
    after = text("101 ok 20")

    assert b"<Message>" not in during.content
    assert b"<Message>" not in after.content
    assert only(lockdown).students == 19


def test_where_nobody_hides_a_receipt_says_what_was_recorded(cast: Cast) -> None:
    make_plan(cast.site)
    make_device(user=cast.teacher, kind=DeviceKind.SMS, value=NUMBER, locale="es")
    room = room_of(press(cast.insider, cast.site, kind="secure", is_exercise=True))

    answer = text("101 bien 19")

    assert only(room).students == 19
    assert b"<Message>EJERCICIO: " in answer.content


def test_a_number_is_the_count_in_the_room_that_was_named_before(cast: Cast, lockdown: Room) -> None:
    text("101 ok 19")
    text("help")
    text("18 ok")

    assert (only(lockdown).state, only(lockdown).students) == (RoomReportState.OK, 18)


@pytest.mark.parametrize("words", ["OK", "19 ok", "101", "somebody is in the hallway"])
def test_what_is_no_report_stands_in_the_timeline_in_its_writers_words(lockdown: Room, words: str) -> None:
    text(words)

    assert reports(lockdown) == []
    assert messages(lockdown) == [f"By text message. {words}"]


@pytest.mark.parametrize("words", ["nobody in 101 is ok", "no one in 101 is ok", "none of us in 101 are okay"])
def test_that_none_is_ok_is_a_call_for_help(lockdown: Room, words: str) -> None:
    text(words)

    assert (only(lockdown).state, only(lockdown).note) == (RoomReportState.NEED_HELP, f"By text message. {words}")


def test_a_call_for_help_is_taken_out_of_any_words(lockdown: Room) -> None:
    text("please help in 101\nhe is outside\x00the door")

    assert only(lockdown).state is RoomReportState.NEED_HELP
    assert only(lockdown).note == "By text message. please help in 101 he is outside the door"


# --- which incident ---------------------------------------------------------------------------------------------------
def test_while_something_real_goes_on_only_what_says_so_belongs_to_the_exercise(cast: Cast, lockdown: Room) -> None:
    drill = room_of(press(cast.insider, cast.site, kind="secure", is_exercise=True))
    text("101 ok 19")
    text("exercise 101 ok 20")

    assert (only(lockdown).students, only(drill).students) == (19, 20)


def test_an_exercise_report_never_ends_in_a_real_incident(lockdown: Room) -> None:
    text("drill 101 ok 20")

    assert reports(lockdown) == []
    assert messages(lockdown) == []


def test_of_two_real_incidents_none_is_guessed(cast: Cast, lockdown: Room) -> None:
    school = make_agency(AgencyKind.SCHOOL, parent=cast.district)
    other = make_site(cast.district, school=school, name="Elsewhere", at_lonlat=(-98.4, 39.9))
    make_member(school, user=cast.teacher, role=MemberRole.STAFF)
    principal = make_member(school, user=make_user(username="other"), role=MemberRole.ADMINISTRATOR).user
    there = room_of(press(principal, other, kind="active_threat"))

    text("101 ok 19")

    assert reports(lockdown) == reports(there) == []
    assert messages(lockdown) == messages(there) == ["By text message. 101 ok 19"]


# --- who may not ------------------------------------------------------------------------------------------------------
def traces() -> tuple[int, int, int]:
    return LogEntry.objects.count(), Participant.objects.count(), ReceivedText.objects.count()


@pytest.mark.parametrize("who", ["officer", "dispatcher", "stranger", "former"])
def test_who_is_not_of_the_school_writes_into_nothing_and_learns_nothing(cast: Cast, lockdown: Room, who: str) -> None:
    user: User = getattr(cast, who)
    make_device(user=user, kind=DeviceKind.SMS, value="+15550100299")
    before = traces()[:2]

    answer = text("101 ok 19", number="+15550100299")

    assert answer.content == text("101 ok 19", number="+15550100777").content
    assert traces()[:2] == before


def test_an_unknown_unproven_or_retired_number_writes_into_nothing(cast: Cast, lockdown: Room) -> None:
    make_device(user=cast.teacher, kind=DeviceKind.SMS, value="+15550100301", is_confirmed=False)
    make_device(user=cast.teacher, kind=DeviceKind.SMS, value="+15550100302", is_active=False)
    before = traces()

    got = {text("101 help", number=f"+1555010030{last}").content for last in range(4)}

    assert len(got) == 1
    assert traces() == before


def test_whoever_was_removed_from_the_room_writes_nothing_more(cast: Cast, lockdown: Room) -> None:
    text("101 ok 19")
    run(cast.insider, lockdown.id, "claim_command")
    removed = Participant.objects.get(room=lockdown, user=cast.teacher)
    run(cast.insider, lockdown.id, "remove_participant", participant_id=removed.pk, reason="phone stolen")

    text("101 help")

    assert only(lockdown).state is RoomReportState.OK


@pytest.mark.parametrize("signature", ["", "AAAA", "ä"])
def test_without_the_carriers_signature_nothing_is_read(lockdown: Room, signature: str) -> None:
    before = traces()

    answer = text("101 ok 19", signature=signature)

    assert answer.status_code == 401
    assert json.loads(answer.content)["code"] == "bad_signature"
    assert traces() == before


def test_a_server_without_a_token_or_without_the_setting_takes_no_text(lockdown: Room, settings: Settings) -> None:
    settings.PUSH_SMS_TOKEN = ""
    without_token = text("101 ok 19", token="")
    settings.PUSH_SMS_TOKEN, settings.PUSH_SMS_ANSWERS = TOKEN, False

    assert (without_token.status_code, text("101 ok 19").status_code) == (401, 401)
    assert reports(lockdown) == []


def test_the_signature_is_the_one_that_the_carrier_documents() -> None:
    """The example of https://www.twilio.com/docs/usage/security."""
    fields = {
        "CallSid": ["CA1234567890ABCDE"],
        "Caller": ["+14158675310"],
        "Digits": ["1234"],
        "From": ["+14158675310"],
        "To": ["+18005551212"],
    }
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"

    assert is_signed(token="12345", url=url, fields=fields, signature="GvWf1cFY/Q7PnoempGyD5oXAezc=")
    assert not is_signed(
        token="12345", url=url, fields={**fields, "Digits": ["1235"]}, signature="GvWf1cFY/Q7PnoempGyD5oXAezc="
    )


# --- again ------------------------------------------------------------------------------------------------------------
def test_a_text_that_is_delivered_again_has_no_further_effect_today_or_in_another_incident(
    cast: Cast, lockdown: Room
) -> None:
    text("101 help", sid="SM1")
    text("101 ok", sid="SM2")
    entries = LogEntry.objects.filter(room=lockdown).count()
    text("101 help", sid="SM1")
    assert LogEntry.objects.filter(room=lockdown).count() == entries

    release(cast, lockdown)
    run(cast.insider, lockdown.id, "claim_command")
    later = room_of(press(cast.insider, cast.site, kind="fire"))
    text("101 help", sid="SM1")

    assert [one.state for one in reports(later)] == ([] if later != lockdown else [RoomReportState.OK])


def test_far_too_many_texts_of_one_number_are_dropped(lockdown: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("push.devices.received_texts.MOST", 2)
    for count in (1, 2, 3):
        text(f"101 ok {count}")

    assert only(lockdown).students == 2


# --- how people know --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("takes_answers", [True, False])
def test_the_first_loud_text_says_how_to_answer_where_answers_are_read(
    cast: Cast, settings: Settings, *, takes_answers: bool
) -> None:
    settings.PUSH_SMS_ANSWERS = takes_answers
    make_device(user=cast.teacher, kind=DeviceKind.SMS, value=NUMBER)
    make_device(user=cast.teacher, kind=DeviceKind.EMAIL, value="teacher@example.org")
    make_device(user=cast.officer, kind=DeviceKind.SMS, value="+15550100299")
    press(cast.insider, cast.site, kind="active_threat")

    said = {one.device.value: one.detail for one in Notification.objects.select_related("device")}

    assert ("112 OK 19" in said[NUMBER]) is takes_answers
    assert "112 OK 19" not in said["teacher@example.org"]
    assert "112 OK 19" not in said["+15550100299"]
