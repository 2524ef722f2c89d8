"""A text becomes a tip: once, for the right desk, heard as by the page; its number is soon no one's."""

from base64 import urlsafe_b64decode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from coordination.models import User
from coordination.prevention.tip_texts.answering import forget_telephones, send_answers
from coordination.prevention.tip_texts.models import TakenText, TextCode, TextWriter
from coordination.prevention.tips.models import Tip, TipDesk
from coordination.prevention.tips.vocabulary import TipCategory, TipPriority
from coordination.room.models import LogEntry
from mou.vocabulary import AgencyKind, MemberRole
from push.models import ReceivedText, Recipient
from push.transports.outbound import Answer
from push.transports.sms_signature import signature_of
from push.vocabulary import DeviceKind
from tests.coordination.incident.accountability.test_text_answers import PATH, TOKEN
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import make_plan
from tests.factories.mou import make_agency, make_member
from tests.factories.prevention.tips import make_desk
from tests.factories.push import make_device
from tests.stage.incident.panic import press
from tests.support.instants import Span, instants_in
from tests.support.processes import wait_until

pytestmark = pytest.mark.django_db
KID = "+15550100999"
DANGER = "call 9-1-1"


@pytest.fixture(autouse=True)
def carrier(settings: Settings) -> None:
    settings.PUSH_SMS_ANSWERS = True
    settings.PUSH_SMS_URL = "http://carrier.invalid"
    settings.PUSH_SMS_TOKEN = TOKEN
    settings.PUSH_SMS_FROM = "+15550100000"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def desk(cast: Cast) -> TipDesk:
    found = make_desk(cast.school, team=[cast.teacher], short_address="lincoln")
    TextCode.objects.create(desk=found, code="LINC24")
    return found


def deliver(words: str, *, number: str = KID, sid: str = "", token: str = TOKEN, **more: str) -> Any:
    fields = {"MessageSid": sid or f"SM{uuid4().hex}", "From": number, "To": "+15550100000", "Body": words, **more}
    signed = signature_of(token=token, url=f"http://testserver{PATH}", fields={k: [v] for k, v in fields.items()})
    return Client().post(PATH, fields, headers={"X-Twilio-Signature": signed})


def said(words: str, **more: Any) -> str:
    return str(deliver(words, **more).content.decode())


def answered(tip: Tip, user: User, words: str) -> int:
    client = Client()
    client.force_login(user)
    return client.post(f"/api/v1/tips/{tip.pk}/answers", {"text": words}, content_type="application/json").status_code


class Carrier:
    """A carrier that keeps what it is given."""

    def __init__(self, status: int = 201, body: bytes = b"{}") -> None:
        self.texts: list[tuple[str, str]] = []
        self._answer = Answer(status=status, body=body, headers={})

    def carry(self, *, to: str, text: str) -> Answer:
        self.texts.append((to, text))
        return self._answer


def later(**span: int) -> datetime:
    return datetime.now(UTC) + timedelta(**span)


# --- a tip ------------------------------------------------------------------------------------------------------------
def test_a_text_with_the_code_is_a_tip_of_that_school_and_the_team_is_told(cast: Cast, desk: TipDesk) -> None:
    make_device(user=cast.teacher, kind=DeviceKind.CONSOLE)
    answer = said("LINC24 he has a knife in his locker")

    (tip,) = Tip.objects.all()
    assert (tip.desk_id, tip.school_id, tip.text) == (desk.pk, cast.school.pk, "he has a knife in his locker")
    assert (tip.category, tip.priority, tip.by_text) == (TipCategory.WEAPON, TipPriority.CRITICAL, True)
    assert (tip.received_at.second, tip.received_at.microsecond, tip.language) == (0, 0, "en")
    assert list(Recipient.objects.values_list("user_id", flat=True)) == [cast.teacher.pk]
    assert DANGER in answer
    assert "Lincoln High got your report" in answer


def test_a_text_of_no_danger_names_none_and_is_still_read_within_the_hour(desk: TipDesk) -> None:
    answer = said("LINC24 a window in the gym does not close")

    assert DANGER not in answer
    assert Tip.objects.get().priority == TipPriority.URGENT


def test_a_spanish_text_is_answered_in_spanish(desk: TipDesk) -> None:
    answer = said("LINC24 tiene un cuchillo en la escuela")

    assert "llame al 9-1-1" in answer
    assert Tip.objects.get().language == "es"


def test_a_long_text_in_parts_is_one_tip_with_its_dialogue(desk: TipDesk) -> None:
    said("LINC24 they wait behind the gym")
    said("after lunch, two of them")
    said("x" * 5000)

    tip = Tip.objects.get()
    assert [len(one.text) for one in tip.messages.order_by("id")] == [24, 2000]
    assert "only the beginning was kept" in said("y" * 2001)
    assert Tip.objects.count() == 1


def test_the_code_alone_asks_for_words_and_words_alone_for_the_code(desk: TipDesk) -> None:
    assert "now text what you saw" in said("linc24")
    said("two people fight behind the gym")
    assert Tip.objects.get().text == "two people fight behind the gym"

    first = said("he brought a gun", number="+15550100998")
    assert "begin with its code" in first
    assert "empiece con su código" in first
    assert DANGER in first
    assert Tip.objects.count() == 1
    said("LINC24", number="+15550100998")
    assert Tip.objects.get(category="weapon").text == "he brought a gun"


def test_an_unknown_code_is_answered_and_makes_nothing(desk: TipDesk) -> None:
    answer = said("LINC25 he has a gun")

    assert "No school has the code LINC25" in answer
    assert DANGER in answer
    assert not Tip.objects.exists()


def test_a_closed_or_retired_school_says_so_and_takes_nothing(cast: Cast, desk: TipDesk) -> None:
    TipDesk.objects.filter(pk=desk.pk).update(is_open=False)
    assert "takes no tips by text now" in said("LINC24 he has a gun")
    TipDesk.objects.filter(pk=desk.pk).update(is_open=True)
    type(cast.school).objects.filter(pk=cast.school.pk).update(is_active=False)
    assert "takes no tips by text now" in said("LINC24 he has a gun")
    assert not Tip.objects.exists()


def test_hostile_words_are_words(desk: TipDesk) -> None:
    said("LINC24 <script>alert(1)</script>\u202e\u200b ]]> & =HYPERLINK(1)")
    answer = said("<b>&", NumMedia="2", MediaUrl0="http://evil.invalid/a.jpg")

    assert Tip.objects.get().text == "<script>alert(1)</script> ]]> & =HYPERLINK(1)"
    assert "Pictures are not taken by text" in answer
    # An answer that names what was written is still XML.
    assert "&lt;" not in answer or "<b>" not in answer


# --- once, and from the carrier alone ---------------------------------------------------------------------------------
def test_a_message_that_is_delivered_twice_is_one(desk: TipDesk) -> None:
    said("LINC24 he has a knife", sid="SM1")
    again = said("LINC24 he has a knife", sid="SM1")
    said("and a bat", sid="SM2")
    said("and a bat", sid="SM2")

    assert "<Message>" not in again
    assert Tip.objects.get().messages.count() == 1
    # Even where the first delivery ended before it was written down.
    TakenText.objects.all().delete()
    said("LINC24 he has a knife", sid="SM1")
    assert Tip.objects.count() == 1


def test_a_foreign_signature_writes_nothing(desk: TipDesk, settings: Settings) -> None:
    assert deliver("LINC24 he has a knife", token="another").status_code == 401
    settings.PUSH_SMS_ANSWERS = False
    assert deliver("LINC24 he has a knife").status_code == 401
    assert not Tip.objects.exists()
    assert not TextWriter.objects.exists()


def test_a_server_whose_desks_have_no_code_answers_no_stranger(cast: Cast) -> None:
    make_desk(cast.school, team=[cast.teacher])

    assert "<Message>" not in said("he has a gun")
    assert not TextWriter.objects.exists()


def test_far_too_many_texts_are_dropped_and_told_once(desk: TipDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coordination.prevention.tip_texts.telephones.MOST_IN_WINDOW", 2)
    answers = [said(f"LINC24 knife {number}") for number in range(5)]

    assert Tip.objects.count() == 2
    assert ["more than we can take" in one for one in answers] == [False, False, True, False, False]
    # Another telephone is not hindered.
    said("LINC24 knife", number="+15550100997")
    assert Tip.objects.count() == 3


def test_a_flood_of_a_desk_is_answered(desk: TipDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coordination.prevention.tips.reporting.floods.MOST_OF_DESK", 1)
    said("LINC24 knife", number="+15550100996")

    assert "Too many reports" in said("LINC24 knife")
    assert Tip.objects.count() == 1


# --- whose text it is -------------------------------------------------------------------------------------------------
def test_a_teachers_tip_is_in_no_room_and_their_report_of_a_room_is_no_tip(cast: Cast, desk: TipDesk) -> None:
    make_plan(cast.site)
    make_device(user=cast.teacher, kind=DeviceKind.SMS, value=KID)
    press(cast.insider, cast.site, kind="secure")
    before = LogEntry.objects.count()

    said("LINC24 a colleague drinks")
    assert (LogEntry.objects.count(), ReceivedText.objects.count(), Tip.objects.count()) == (before, 0, 1)
    said("101 ok 19")
    assert LogEntry.objects.count() > before
    assert Tip.objects.get().messages.count() == 0


def test_while_a_school_hides_no_telephone_rings(cast: Cast, desk: TipDesk) -> None:
    make_plan(cast.site)
    press(cast.insider, cast.site, kind="active_threat")

    assert "<Message>" not in said("LINC24 he is in the library")
    assert "<Message>" not in said("LINC24", number="+15550100995")
    tip = Tip.objects.get()
    assert answered(tip, cast.teacher, "Thank you.") in (200, 201, 204)
    phone = Carrier()
    assert send_answers(later(), phone) == 0
    assert phone.texts == []


def test_an_exercise_silences_no_tip(cast: Cast, desk: TipDesk) -> None:
    make_plan(cast.site)
    press(cast.insider, cast.site, kind="active_threat", is_exercise=True)

    assert "got your report" in said("LINC24 he is in the library")


# --- answers ----------------------------------------------------------------------------------------------------------
def test_the_team_answers_without_the_number_and_stop_ends_it(cast: Cast, desk: TipDesk) -> None:
    said("LINC24 he has a knife")
    tip = Tip.objects.get()
    phone = Carrier()
    answered(tip, cast.teacher, "Where is he?")
    assert send_answers(later(), phone) == 1
    assert send_answers(later(), phone) == 0
    assert phone.texts == [(KID, "Lincoln High answers: Where is he?")]

    client = Client()
    client.force_login(cast.teacher)
    for address in (f"/api/v1/tips/{tip.pk}", f"/prevention/tips/{tip.pk}", "/prevention/tips", "/api/v1/tips"):
        shown = client.get(address).content.decode()
        assert KID[1:] not in shown
    assert client.get(f"/api/v1/tips/{tip.pk}").json()["by_text"] is True

    assert "no more texts" in said("STOP")
    assert TextWriter.objects.get().number_sealed == ""
    assert answered(tip, cast.teacher, "Are you there?") == 409
    assert "<Message>" not in said("STOP")
    # A tip is taken all the same, and not answered.
    assert "<Message>" not in said("LINC24 another knife")
    assert Tip.objects.filter(has_reporter=False).count() == 2
    assert send_answers(later(), phone) == 0
    assert "begin with its code" in said("START")


def test_an_answer_that_fails_is_tried_again_and_a_number_that_is_gone_is_forgotten(cast: Cast, desk: TipDesk) -> None:
    said("LINC24 he has a knife")
    tip = Tip.objects.get()
    answered(tip, cast.teacher, "Where?")
    down = Carrier(status=503)
    assert send_answers(later(), down) == send_answers(later(minutes=1), down) == 0
    assert len(down.texts) == 1
    assert send_answers(later(minutes=7), Carrier()) == 1
    answered(tip, cast.teacher, "When?")
    assert send_answers(later(minutes=20), Carrier(status=400, body=b'{"code": 21610}')) == 0
    assert TextWriter.objects.get().number_sealed == ""


# --- what is kept -----------------------------------------------------------------------------------------------------
def rows() -> Iterator[tuple[str, object]]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("tip", "push_", "room_", "audit", "records_")):
                cursor.execute(f'SELECT * FROM "{table}"')
                yield from ((table, value) for row in cursor.fetchall() for value in row)


def test_no_table_has_the_number_the_carriers_id_or_the_second(desk: TipDesk) -> None:
    # At the full minute the second of a text is that of its minute.
    wait_until(lambda: datetime.now(UTC).second != 0, timeout_s=3, what="time stands still")
    begins = datetime.now(UTC)
    # The school and its team have seconds of their own.
    there_before = {str(value) for _table, value in rows()}
    said("LINC24 he has a knife", sid="SMabcdef")
    said("he has a gun", number="+15550100994", sid="SMghijkl")
    span = Span(begins, datetime.now(UTC))

    found = list(rows())
    texts = " ".join(str(value) for _table, value in found)
    assert TextWriter.objects.count() == 2
    for secret in (KID, KID[2:], "SMabcdef", "SMghijkl", "he has a gun"):
        assert secret not in texts
    leaks = {(table, str(value)) for table, value in found if any(span.holds(one) for one in instants_in(value))}
    assert {one for one in leaks if one[1] not in there_before} == set()
    # What is sealed says when it was sealed: the minute.
    sealed = [one for row in TextWriter.objects.all() for one in (row.number_sealed, row.held_sealed) if one]
    assert len(sealed) == 2
    assert {int.from_bytes(urlsafe_b64decode(one)[1:9], "big") % 60 for one in sealed} == {0}


def test_numbers_are_forgotten_after_the_tip_and_after_silence(cast: Cast, desk: TipDesk) -> None:
    said("LINC24 he has a knife")
    said("no code here", number="+15550100993")
    assert forget_telephones(later(hours=2)) == 0
    assert TextWriter.objects.filter(held_sealed="").count() == 2
    assert forget_telephones(later(days=2)) == 1
    assert TextWriter.objects.get().number_sealed
    Tip.objects.update(state="disposed", disposition="nothing_found", ended_at=later(days=3))
    assert forget_telephones(later(days=9)) == 0
    assert forget_telephones(later(days=11)) == 1
    tip = Tip.objects.get()
    assert (tip.has_reporter, tip.text, TakenText.objects.count()) == (False, "he has a knife", 0)


# --- who sets the code ------------------------------------------------------------------------------------------------
def put(user: User, agency_id: object, code: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.put(
        f"/api/v1/agencies/{agency_id}/tip-desk/text-code", {"code": code}, content_type="application/json"
    )


def test_keepers_give_a_desk_its_code_and_no_one_takes_anothers(cast: Cast, desk: TipDesk) -> None:
    other = make_agency(AgencyKind.DISTRICT, name="Elsewhere")
    hostile = make_member(other, role=MemberRole.ADMINISTRATOR).user
    make_desk(other)

    assert put(hostile, other.pk, "linc24").json()["code"] == "text_code_taken"
    assert put(hostile, other.pk, "HELP1").json()["code"] == "bad_text_code"
    for stranger in (cast.teacher, cast.officer, cast.stranger, hostile):
        assert put(stranger, cast.school.pk, "EVIL1").status_code in (403, 404)
    assert put(cast.insider, cast.school.pk, "lincoln7").status_code == 204
    assert TextCode.objects.get().code == "LINCOLN7"
    assert put(cast.insider, cast.school.pk, "").status_code == 204
    assert not TextCode.objects.exists()
