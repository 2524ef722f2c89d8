"""The reporters' pages: without an account, a cookie or a trace; and the dialogue by receipt code."""

import io
import re
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client
from PIL import Image

from coordination.prevention.tips.models import Tip, TipDesk, TipPhoto
from coordination.prevention.tips.reporting import floods, pages
from coordination.prevention.tips.reporting.photos import photo_path
from coordination.prevention.tips.vocabulary import TipCategory
from push.devices.actions import register_device
from push.models import Notification, Recipient
from push.vocabulary import DeviceKind
from tests.factories.cast import Cast, make_cast
from tests.factories.prevention.tips import SECRET_WORDS, make_desk, make_tip

pytestmark = pytest.mark.django_db
ANSWER = {"is_now": "no", "category": "weapon", "text": SECRET_WORDS, "form": "one-form"}
TRACES = {
    "HTTP_USER_AGENT": "TattleBrowser/7.0",
    "HTTP_REFERER": "https://social.example/u/tattle",
    "REMOTE_ADDR": "203.0.113.77",
    "HTTP_X_FORWARDED_FOR": "203.0.113.78",
    "HTTP_COOKIE": "sessionid=tattlesession; tattle=1",
}


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def desk(cast: Cast) -> TipDesk:
    return make_desk(cast.school, team=[cast.teacher], short_address="lincoln")


def code_in(page: str) -> str:
    found = re.search(r'class="code"[^>]*>([A-Z2-9-]{19})<', page)
    assert found is not None
    return found[1]


def report(**more: object) -> str:
    response = Client().post("/tips/lincoln", {**ANSWER, **more})
    assert response.status_code == 200, response.content.decode()
    return code_in(response.content.decode())


def test_the_page_needs_no_account_sets_no_cookie_and_asks_for_nothing_else(desk: TipDesk) -> None:
    response = Client().get("/tips/lincoln", **TRACES)  # type: ignore[arg-type]
    page = response.content.decode()

    assert response.status_code == 200
    assert not response.cookies
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "no-store"
    assert re.findall(r'(?:src|href)="(?!tel:|data:|/tips/)[^"]*"', page) == []
    assert "tel:911" in page
    assert "988" in page


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_speaks_both_languages_and_switches(desk: TipDesk, language: str) -> None:
    page = Client().get(f"/tips/lincoln?lang={language}").content.decode()

    assert f'<html lang="{language}"' in page
    assert ("Díganos qué le preocupa" in page) is (language == "es")
    assert ("English" in page) is (language == "es")
    assert ("Español" in page) is (language == "en")


def test_a_report_arrives_with_its_code_shown_once_and_is_taken_once(desk: TipDesk) -> None:
    code = report()
    again = Client().post("/tips/lincoln", ANSWER)

    tip = Tip.objects.get()
    assert (tip.text, tip.category, tip.school_id) == (SECRET_WORDS, "weapon", desk.agency_id)
    assert code not in str(vars(tip))
    assert (tip.received_at.second, tip.received_at.microsecond) == (0, 0)
    assert again.status_code == 409
    assert 'class="code"' not in again.content.decode()


def test_nothing_of_who_asks_reaches_any_code_behind_the_first_middleware(
    desk: TipDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def seen_by_the_page(request: HttpRequest, *rest: object, **more: object) -> HttpResponse:
        seen.append(f"{request.META} {request.COOKIES} {request.headers}")
        return render(request, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(pages, "render", seen_by_the_page)
    Client().get("/tips/lincoln", **TRACES)  # type: ignore[arg-type]

    assert len(seen) == 1
    assert [one for one in ("Tattle", "tattle", "203.0.113") if one in seen[0]] == []


def test_a_post_from_another_site_is_refused(desk: TipDesk) -> None:
    refused = Client().post("/tips/lincoln", ANSWER, headers={"Sec-Fetch-Site": "cross-site"})

    assert refused.status_code == 403
    assert not Tip.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "x" * 4001},
        {"category": "nonsense"},
        {"place_words": "x" * 301},
        {"photos": SimpleUploadedFile("a.jpg", b"no picture", "image/jpeg")},
    ],
    ids=lambda one: next(iter(one)),
)
def test_what_cannot_be_taken_is_said_and_what_was_typed_stays(desk: TipDesk, wrong: dict[str, object]) -> None:
    response = Client().post("/tips/lincoln", {**ANSWER, "how_known": "I saw it", **wrong})

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert "I saw it" in response.content.decode()
    assert not Tip.objects.exists()


def test_no_page_for_who_has_none_and_for_a_closed_one(desk: TipDesk) -> None:
    TipDesk.objects.update(is_open=False)

    assert Client().get("/tips/lincoln").status_code == 404
    assert Client().get("/tips/elsewhere").status_code == 404
    assert Client().post("/tips/lincoln", ANSWER).status_code == 404


def test_a_picture_is_drawn_anew_without_what_the_camera_noted(desk: TipDesk, settings: object) -> None:
    picture, exif = Image.new("RGB", (64, 48), "red"), Image.Exif()
    exif[0x010E], exif[0x010F] = "tattle-description", "TattleCam"
    body = io.BytesIO()
    picture.save(body, "JPEG", exif=exif, comment=b"tattle-comment")
    assert b"TattleCam" in body.getvalue()

    report(photos=SimpleUploadedFile("IMG_tattle.jpg", body.getvalue(), "image/jpeg"))

    photo = TipPhoto.objects.get()
    stored = photo_path(photo.pk).read_bytes()
    assert b"attle" not in stored
    assert (photo.width_px, photo.height_px) == (64, 48)
    photo_path(photo.pk).unlink()


def test_the_code_opens_the_dialogue_by_post_alone(desk: TipDesk, cast: Cast) -> None:
    code = report()
    tip = Tip.objects.get()
    tip.messages.create(author=cast.teacher, text="Which door?", at=datetime.now(UTC))

    opened = Client().post("/tips/receipt", {"code": code.lower()})
    answered = Client().post("/tips/receipt", {"code": code, "message": "The back one"})

    assert "Which door?" in opened.content.decode()
    assert "Teacher" not in opened.content.decode()
    assert "The back one" in answered.content.decode()
    assert Client().get(f"/tips/receipt?code={code}").content.decode().count(SECRET_WORDS) == 0
    assert Client().post("/tips/receipt", {"code": "AAAA-BBBB-CCCC-DDDD"}).status_code == 404


def test_a_dialogue_takes_so_many_messages_and_no_more(desk: TipDesk) -> None:
    code = report()
    for _ in range(10):
        assert Client().post("/tips/receipt", {"code": code, "message": "more"}).status_code == 200

    assert Client().post("/tips/receipt", {"code": code, "message": "more"}).status_code == 429


def test_the_team_is_told_that_a_tip_waits_and_no_more(desk: TipDesk, cast: Cast) -> None:
    for user in (cast.teacher, cast.insider):
        register_device(
            user_id=user.pk,
            session_key="",
            kind=DeviceKind.CONSOLE,
            value=f"c-{user.pk}",
            platform="console",
            locale="en",
            at=datetime.now(UTC),
        )
    report()

    told = Notification.objects.filter(step=0)
    assert {one.recipient.user_id for one in told.select_related("recipient")} == {cast.teacher.pk}
    words = " ".join(str(value) for row in told.values_list() for value in row)
    assert "A tip waits" in words
    assert [one for one in ("weapon", "Lincoln", "crowbar") if one in words] == []
    assert {str(one.room_id) for one in told} == {"00000000-0000-0000-0000-000000000000"}


def test_a_flood_is_taken_without_pictures_told_once_and_ends_at_a_limit(
    desk: TipDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(floods, "FLOOD_FROM", 3)
    monkeypatch.setattr(floods, "MOST_OF_DESK", 6)
    for number in range(6):
        report(form=f"form-{number}")
    refused = Client().post("/tips/lincoln", {**ANSWER, "form": "the-seventh"})

    assert refused.status_code == 429
    assert "tel:911" in refused.content.decode()
    assert Tip.objects.filter(is_of_flood=True).count() == 3
    told = set(Recipient.objects.values_list("source_key", flat=True))
    assert len(told) == 4


def test_a_district_page_asks_which_school(cast: Cast) -> None:
    make_desk(cast.district, short_address="district")
    page = Client().get("/tips/district").content.decode()

    Client().post("/tips/district", {**ANSWER, "school_id": str(cast.school.pk)})
    Client().post("/tips/district", {**ANSWER, "form": "two"})
    foreign = Client().post("/tips/district", {**ANSWER, "form": "three", "school_id": str(cast.police.pk)})

    assert cast.school.name in page
    assert {one.school_id for one in Tip.objects.all()} == {cast.school.pk, None}
    assert foreign.status_code == 422


def test_who_is_signed_in_leaves_no_trace_in_their_session(desk: TipDesk, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.teacher)
    before = list(Session.objects.values_list())

    assert client.post("/tips/lincoln", ANSWER).status_code == 200
    assert list(Session.objects.values_list()) == before


def test_a_reply_makes_the_tip_say_that_the_reporter_wrote(desk: TipDesk) -> None:
    make_tip(desk, code="ABCD-EFGH-JKMN-PQRS", category=TipCategory.FIGHT)

    Client().post("/tips/receipt", {"code": "abcd efgh jkmn pqrs", "message": "One more thing"})

    assert Tip.objects.get().messages.get().author_id is None


def test_a_report_loses_what_does_not_show_and_is_never_refused_for_it(desk: TipDesk) -> None:
    report(text="He said \u202eit\u200b again")

    assert Tip.objects.get().text == "He said it again"
