"""The forms of the reporters' door: what is refused loses nothing and says nothing of anybody."""

import logging
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from coordination.prevention.tips.models import Tip, TipDesk, TipPhoto
from coordination.prevention.tips.reporting.photos import MOST_PHOTOS
from coordination.prevention.tips.rules.given import PHOTO_MOST_BYTES
from tests.factories.cast import Cast, make_cast
from tests.factories.prevention.tips import SECRET_WORDS, make_desk, make_tip

pytestmark = pytest.mark.django_db
ANSWER = {
    "form": "one-form",
    "is_now": "yes",
    "category": "weapon",
    "text": SECRET_WORDS,
    "place_words": "North gym, Friday",
    "people_words": "A girl of ninth grade",
    "how_known": "I saw it",
}
CODE = "ABCD-EFGH-JKMN-PQRS"


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def desk(cast: Cast) -> TipDesk:
    return make_desk(cast.school, team=[cast.teacher], short_address="lincoln")


def picture(body: bytes = b"no picture") -> SimpleUploadedFile:
    return SimpleUploadedFile("IMG_tattle.jpg", body, "image/jpeg")


def element(page: str, name: str, value: str = "") -> str:
    """Return the element of a field; of several with one name, that of a value."""
    of_value = f'[^>]*value="{value}"' if value else ""
    found = re.search(rf'<(?:input|select|textarea)\b[^>]*\bname="{name}"{of_value}[^>]*>', page)
    assert found is not None, name
    return found[0]


@pytest.mark.parametrize(("language", "sentence"), [("en", "Nothing was recorded"), ("es", "No se registró nada")])
def test_a_refused_form_keeps_every_answer_and_says_at_its_field_what_is_wrong(
    desk: TipDesk, language: str, sentence: str
) -> None:
    response = Client().post("/tips/lincoln", {**ANSWER, "lang": language, "how_known": "x" * 501})
    page = response.content.decode()

    assert response.status_code == 422
    assert not Tip.objects.exists()
    assert sentence in page
    assert 'aria-invalid="true"' in element(page, "how_known")
    assert 'href="#report-how_known"' in page
    assert " checked" in element(page, "is_now", "yes")
    assert " checked" in element(page, "category", "weapon")
    assert all(ANSWER[one] in page for one in ("text", "place_words", "people_words"))
    assert 'value="one-form"' in element(page, "form")


def test_a_refused_form_sets_no_cookie_has_no_token_and_is_in_no_log(
    desk: TipDesk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = {**ANSWER, "category": "nonsense", "photos": picture()}

    refused = Client(enforce_csrf_checks=True).post("/tips/lincoln", wrong)
    unknown = Client(enforce_csrf_checks=True).post("/tips/receipt", {"code": CODE})

    assert (refused.status_code, unknown.status_code) == (422, 404)
    for response in (refused, unknown):
        assert not response.cookies
        assert "csrf" not in response.content.decode()
        assert response["Cache-Control"] == "no-store"
    assert [one for one in (SECRET_WORDS, "tattle", "one-form", CODE) if one in caplog.text] == []


def test_a_reporter_who_sends_the_fields_of_the_team_decides_nothing(cast: Cast, desk: TipDesk) -> None:
    other = make_tip(desk)
    of_the_team = {
        "act": "step",
        "step": "mark_false",
        "words": "Nothing in it",
        "priority": "routine",
        "state": "false",
        "is_life_threat": "yes",
        "to_police": "yes",
        "duplicate_of": str(other.pk),
        "disposition": "nothing_found",
        "incident_id": str(other.pk),
        "has_reporter": "",
        "tip": str(other.pk),
        "desk_id": str(other.pk),
        "language": "xx",
        "received_at": "2020-01-01",
    }

    taken = Client().post("/tips/lincoln", {**ANSWER, **of_the_team})
    said = Client().post("/prevention/tips", {**of_the_team, "act": "clear"})

    tip = Tip.objects.exclude(pk=other.pk).get()
    assert (taken.status_code, said.status_code) == (200, 302)
    assert (tip.state, tip.priority, tip.language, tip.disposition) == ("received", "critical", "en", "")
    assert (tip.is_life_threat, tip.to_police, tip.duplicate_of_id, tip.incident_id) == (False, False, None, None)
    assert tip.has_reporter
    other.refresh_from_db()
    assert (other.state, other.acts.count()) == ("received", 0)


def test_the_page_of_a_school_is_about_this_school_whatever_is_sent(cast: Cast, desk: TipDesk) -> None:
    assert 'name="school_id"' not in Client().get("/tips/lincoln").content.decode()
    Client().post("/tips/lincoln", {**ANSWER, "school_id": str(cast.police.pk)})

    assert Tip.objects.get().school_id == desk.agency_id


def test_the_school_that_was_chosen_stays_chosen(cast: Cast) -> None:
    make_desk(cast.district, short_address="district")
    refused = Client().post("/tips/district", {**ANSWER, "text": "", "school_id": str(cast.school.pk)})

    assert refused.status_code == 422
    assert f'value="{cast.school.pk}" selected' in refused.content.decode()


@pytest.mark.parametrize(
    "photos",
    [
        [picture(b"\xff\xd8" + b"x" * PHOTO_MOST_BYTES)],
        [picture(b"<svg/>")],
        [picture() for _ in range(MOST_PHOTOS + 1)],
    ],
    ids=["oversized", "of-another-kind", "too-many"],
)
def test_a_picture_that_cannot_be_taken_loses_no_word(desk: TipDesk, photos: list[SimpleUploadedFile]) -> None:
    response = Client().post("/tips/lincoln", {**ANSWER, "photos": photos})
    page = response.content.decode()

    assert response.status_code == 422
    assert "A picture could not be taken. Send the report without it." in page
    assert all(ANSWER[one] in page for one in ("text", "place_words", "people_words", "how_known"))
    assert "tattle" not in page
    assert not Tip.objects.exists()
    assert not TipPhoto.objects.exists()


def test_what_does_not_show_is_no_reason_to_refuse_a_report(desk: TipDesk) -> None:
    taken = Client().post("/tips/lincoln", {**ANSWER, "text": "He said\x00 \u202eit\u200b " + "\u200b" * 4000})

    assert taken.status_code == 200
    assert Tip.objects.get().text == "He said it"


@pytest.mark.parametrize("left_out", ["is_now", "form", "place_words"])
def test_a_report_is_taken_without_what_a_page_forgot_to_send(desk: TipDesk, left_out: str) -> None:
    sent = {name: value for name, value in ANSWER.items() if name != left_out}

    assert Client().post("/tips/lincoln", sent).status_code == 200
    assert Client().post("/tips/lincoln", {**sent, "form": "another"}).status_code == 200
    assert Tip.objects.count() == 2


def test_a_message_that_is_refused_stays_and_one_that_was_sent_does_not(desk: TipDesk) -> None:
    make_tip(desk, code=CODE)
    client = Client()

    refused = client.post("/tips/receipt", {"code": CODE, "message": "y" * 2001})
    sent = client.post("/tips/receipt", {"code": CODE, "message": "The back door"})
    opened = client.post("/tips/receipt", {"code": CODE})

    assert (refused.status_code, sent.status_code, opened.status_code) == (422, 200, 200)
    assert "y" * 2001 in refused.content.decode()
    assert re.search(r"<textarea[^>]*>\s*</textarea>", sent.content.decode())
    assert sent.content.decode().count("The back door") == 1
    assert 'role="alert"' not in opened.content.decode()
    assert [one.text for one in Tip.objects.get().messages.all()] == ["The back door"]
