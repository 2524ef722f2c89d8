"""A form of a page whose words hold what does not show is refused, and comes back ready to be sent without it."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from coordination.models import User
from tests.factories.cast import Cast, make_cast

pytestmark = pytest.mark.django_db
REFUSED, SEE_OTHER = 422, 303


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def browser(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.insider)
    return client


def people_page(cast: Cast) -> str:
    return f"/administration/agencies/{cast.school.id}/invite"


INVITE = {"act": "invite", "role": "staff", "name": "Ana\u202e Ruiz\u200b", "by": "letter", "title": "Tea\u00adcher"}


def test_a_name_is_refused_with_each_character_and_its_place(cast: Cast) -> None:
    answer = browser(cast).post(people_page(cast), INVITE)

    page = answer.content.decode()
    assert answer.status_code == REFUSED
    for said in ("U+202E RIGHT-TO-LEFT OVERRIDE, character 4", "U+200B ZERO WIDTH SPACE", "U+00AD SOFT HYPHEN"):
        assert said in page
    assert not User.objects.filter(display_name__contains="Ruiz").exists()
    assert "\u202e" not in page


def test_the_form_that_comes_back_can_be_sent_as_it_is(cast: Cast) -> None:
    client = browser(cast)
    page = client.post(people_page(cast), INVITE).content.decode()
    fields = re.findall(r'<textarea name="([^"]+)" hidden readonly>\n(.*?)</textarea>', page, re.DOTALL)

    answer = client.post(people_page(cast), {name: html.unescape(text) for name, text in fields})

    assert answer.status_code == 200
    assert User.objects.get(display_name="Ana Ruiz").memberships.get().title == "Teacher"


def test_letters_from_right_to_left_and_joined_pictures_are_taken(cast: Cast) -> None:
    answer = browser(cast).post(people_page(cast), {**INVITE, "name": "محمد علی می\u200cروم", "title": "👩🏽\u200d🚒"})

    assert answer.status_code == 200
    assert User.objects.filter(display_name="محمد علی می\u200cروم").exists()


def test_a_password_may_be_made_of_anything_and_stands_in_no_page(cast: Cast) -> None:
    secret = "pass\u200bword-of-mine"

    taken = Client().post("/accounts/login/", {"login": "nobody", "password": secret})
    refused = Client().post("/accounts/login/", {"login": "no\u200bbody", "password": secret})

    assert taken.status_code == 200
    assert refused.status_code == REFUSED
    assert "of-mine" not in refused.content.decode()


def test_a_file_is_not_sent_on(cast: Cast) -> None:
    sent = {"act": "look", "words": "a\u200bb", "file": SimpleUploadedFile("people.csv", b"name,role\n")}

    answer = browser(cast).post(f"/administration/agencies/{cast.school.id}/people-file", sent)

    assert answer.status_code == REFUSED
    assert "Send without these characters" not in answer.content.decode()
