"""A poster leads to the school's own door for tips, and says nothing of who scans it."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from coordination.models import User
from coordination.prevention.posters.queries import door_of
from coordination.prevention.tip_texts.models import TextCode
from coordination.prevention.tips.models import Tip, TipDesk
from mou.vocabulary import MemberRole
from tests.coordination.prevention.tips.test_reporting import ANSWER
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member
from tests.factories.prevention.tips import make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def poster(user: User, agency_id: object, language: str = "en") -> str:
    client = Client()
    client.force_login(user)
    return client.get(f"/prevention/posters/{agency_id}?language={language}").content.decode()


def test_a_poster_shows_the_door_of_its_school_in_each_language(cast: Cast, settings: Settings) -> None:
    settings.PUSH_SMS_ANSWERS, settings.PUSH_SMS_URL, settings.PUSH_SMS_FROM = True, "http://c.invalid", "+15550100000"
    desk = make_desk(cast.school, short_address="lincoln")
    TextCode.objects.create(desk=desk, code="LINC24")

    english, spanish = poster(cast.teacher, cast.school.pk), poster(cast.teacher, cast.school.pk, "es")
    both = poster(cast.teacher, cast.school.pk, "both")

    for shown in (english, spanish, both):
        assert "testserver/tips/lincoln" in shown
        assert "LINC24" in shown
        assert "+15550100000" in shown
        assert "9-1-1" in shown
        assert "988" in shown
        assert "<svg" in shown
    assert "Worried about someone? Tell us." in english
    assert "¿Le preocupa alguien? Díganoslo." in spanish
    assert "Worried about someone? Tell us." in both
    assert "¿Le preocupa alguien? Díganoslo." in both
    assert "¿Le preocupa alguien?" not in english


def test_a_server_without_texts_and_a_desk_without_a_code_print_none(cast: Cast, settings: Settings) -> None:
    desk = make_desk(cast.school, short_address="lincoln")
    assert "Or text to" not in poster(cast.teacher, cast.school.pk)
    TextCode.objects.create(desk=desk, code="LINC24")
    settings.PUSH_SMS_ANSWERS = False
    assert "LINC24" not in poster(cast.teacher, cast.school.pk)


def test_what_is_scanned_is_the_same_for_all_and_opens_the_form_with_the_school_chosen(cast: Cast) -> None:
    make_desk(cast.district, short_address="fairview")
    door = door_of(cast.school)
    assert door is not None
    assert door.scanned == f"/tips/fairview?school={cast.school.pk}"

    form = Client().get(door.scanned).content.decode()
    assert f'<option value="{cast.school.pk}" selected>' in form
    taken = Client().post(door.scanned, {**ANSWER, "school_id": str(cast.school.pk)})
    assert taken.status_code == 200
    assert Tip.objects.get().school_id == cast.school.pk
    # What was made up chooses nothing.
    for made_up in ("nonsense", cast.police.pk):
        assert "selected" not in Client().get(f"/tips/fairview?school={made_up}").content.decode().split("school_id")[1]
    assert urlsplit(door.path).query == ""


def test_a_closed_or_retired_school_has_no_poster_and_its_old_one_says_whom_to_call(cast: Cast) -> None:
    desk = make_desk(cast.school, short_address="lincoln")
    keeper = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user
    TipDesk.objects.filter(pk=desk.pk).update(is_open=False)
    assert "Open a page for tips first" in poster(keeper, cast.school.pk)
    TipDesk.objects.filter(pk=desk.pk).update(is_open=True)
    type(cast.school).objects.filter(pk=cast.school.pk).update(is_active=False)

    client = Client()
    client.force_login(keeper)
    assert client.get(f"/prevention/posters/{cast.school.pk}").status_code == 404
    scanned = Client().get("/tips/lincoln")
    assert scanned.status_code == 404
    assert "9-1-1" in scanned.content.decode()
    assert "988" in scanned.content.decode()


def test_strangers_have_no_poster_of_a_school(cast: Cast) -> None:
    make_desk(cast.school, short_address="lincoln")
    for other in (cast.officer, cast.stranger, cast.former):
        client = Client()
        client.force_login(other)
        assert client.get(f"/prevention/posters/{cast.school.pk}").status_code == 404
    assert Client().get(f"/prevention/posters/{cast.school.pk}").status_code == 302


def test_a_server_for_trying_out_marks_its_posters(cast: Cast, settings: Settings) -> None:
    make_desk(cast.school, short_address="lincoln")
    settings.MODE = "demo"
    assert "FOR TRYING OUT" in poster(cast.teacher, cast.school.pk)
    settings.MODE = "serve"
    assert "FOR TRYING OUT" not in poster(cast.teacher, cast.school.pk)
