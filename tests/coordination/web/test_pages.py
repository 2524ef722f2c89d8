"""The pages as the cast sees them: who may come in, who finds nothing, and what a page never carries."""

import json
import re
from datetime import UTC, datetime
from typing import cast
from uuid import uuid4

import pytest
from django.http import HttpResponse, HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.defaults import server_error

from coordination.models import User
from coordination.room.models import Room
from coordination.room.wire.model import JsonObject
from mou.models import Term
from tests.factories.cast import Cast, join, make_cast, open_room, post

pytestmark = pytest.mark.django_db
HOSTILE = '</script><img src=x onerror="alert(1)">'


@pytest.fixture
def cast_of_lincoln() -> Cast:
    return make_cast()


def now() -> datetime:
    return datetime.now(UTC)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def incident_url(room: Room) -> str:
    return reverse("incident", args=[room.incident_id])


def text_of(response: HttpResponseBase) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def json_in(response: HttpResponseBase, element_id: str) -> JsonObject:
    """Return what json_script put into the page."""
    found = re.search(rf'<script id="{element_id}" type="application/json">(.*?)</script>', text_of(response))
    assert found is not None
    return cast("JsonObject", json.loads(found[1]))


def test_the_opener_is_in_the_room(cast_of_lincoln: Cast) -> None:
    room = open_room(cast_of_lincoln, at=now())

    response = client_of(cast_of_lincoln.insider).get(incident_url(room))

    assert response.status_code == 200
    config = json_in(response, "room")
    assert config["room_id"] == str(room.id)
    assert config["head"] == 2
    assert cast("JsonObject", config["me"])["may_command"] is True
    assert cast("JsonObject", config["me"])["audiences"] == ["everyone", "command", "school"]


def test_a_partner_finds_the_door_and_is_in_after_joining(cast_of_lincoln: Cast) -> None:
    room = open_room(cast_of_lincoln, at=now())
    client = client_of(cast_of_lincoln.officer)

    before = client.get(incident_url(room))
    join(cast_of_lincoln.officer, room, at=now())
    after = client.get(incident_url(room))

    assert 'id="join"' in before.content.decode()
    assert 'id="room"' not in before.content.decode()
    assert cast("JsonObject", json_in(after, "room")["me"])["may_command"] is False


@pytest.mark.parametrize("who", ["stranger", "former"])
def test_whoever_has_no_agreement_finds_what_nobody_finds(cast_of_lincoln: Cast, who: str) -> None:
    room = open_room(cast_of_lincoln, at=now())
    client = client_of(getattr(cast_of_lincoln, who))

    forbidden = client.get(incident_url(room))
    missing = client.get(reverse("incident", args=[uuid4()]))

    assert (forbidden.status_code, missing.status_code) == (404, 404)
    assert without_what_differs(forbidden) == without_what_differs(missing)


def without_what_differs(response: HttpResponseBase) -> str:
    """Return a page without its nonce, its CSRF tokens and its own address."""
    text = re.sub(r'nonce="[^"]*"|value="[^"]*"|content="[^"]*"', "", text_of(response))
    return re.sub(r"/incidents/[0-9a-f-]{36}", "", text)


def test_nobody_sees_anything_without_signing_in(cast_of_lincoln: Cast) -> None:
    room = open_room(cast_of_lincoln, at=now())

    response = Client().get(incident_url(room))

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_the_first_page_lists_a_partners_incidents_with_exercises_apart(cast_of_lincoln: Cast) -> None:
    open_room(cast_of_lincoln, at=now())
    open_room(cast_of_lincoln, is_exercise=True, at=now())

    text = client_of(cast_of_lincoln.officer).get("/").content.decode()

    real, _, exercises = text.partition('class="exercise-heading"')
    assert real.count('class="incident incident-real"') == 1
    assert exercises.count('class="incident incident-exercise"') == 1
    assert "incident-exercise" not in real


def test_the_first_page_of_a_stranger_is_honestly_empty(cast_of_lincoln: Cast) -> None:
    open_room(cast_of_lincoln, at=now())

    text = client_of(cast_of_lincoln.stranger).get("/").content.decode()

    assert "Nothing is open to you yet" in text
    assert "Lincoln" not in text
    assert "open-dialog" not in text


def test_the_first_page_says_when_it_was_so_that_no_real_incident_is_open(cast_of_lincoln: Cast) -> None:
    before = client_of(cast_of_lincoln.officer).get("/").content.decode()
    open_room(cast_of_lincoln, at=now())
    after = client_of(cast_of_lincoln.officer).get("/").content.decode()

    assert re.search(
        r'data-claim="no_real_incident".*No real incident is open\. As of \d\d:\d\d:\d\d', before, re.DOTALL
    )
    assert "No real incident is open" not in after.partition('id="words"')[0]


def test_who_may_read_no_room_is_not_told_that_nothing_is_open(cast_of_lincoln: Cast) -> None:
    Term.objects.filter(version__memorandum__agency=cast_of_lincoln.dispatch).delete()
    open_room(cast_of_lincoln, at=now())

    page = client_of(cast_of_lincoln.dispatcher).get("/").content.decode().partition('id="words"')[0]

    assert "You may read no rooms" in page
    assert "No real incident is open" not in page


def test_who_may_read_rooms_while_an_incident_is_open_may_read_rooms(cast_of_lincoln: Cast) -> None:
    Term.objects.filter(version__memorandum__agency=cast_of_lincoln.dispatch).update(
        condition={"when": "incident_open", "incident_types": [], "is_exercise_too": False}
    )

    page = client_of(cast_of_lincoln.dispatcher).get("/").content.decode()

    assert "You may read no rooms" not in page


def test_an_exercise_says_so_in_the_title_the_frame_and_the_bar(cast_of_lincoln: Cast) -> None:
    exercise = open_room(cast_of_lincoln, is_exercise=True, at=now())
    real = open_room(cast_of_lincoln, at=now())
    client = client_of(cast_of_lincoln.insider)

    told = client.get(incident_url(exercise)).content.decode()
    untold = client.get(incident_url(real)).content.decode()

    assert "<title>EXERCISE ·" in told
    assert "exercise-frame" in told
    # What scripts may have to say lies in the page's data, and is not shown.
    assert "EXERCISE" not in re.sub(r"<script.*?</script>", "", untold, flags=re.DOTALL)


def test_what_people_typed_never_becomes_markup(cast_of_lincoln: Cast) -> None:
    cast_of_lincoln.site.name = HOSTILE
    cast_of_lincoln.site.save()
    cast_of_lincoln.insider.display_name = HOSTILE
    cast_of_lincoln.insider.save()
    room = open_room(cast_of_lincoln, at=now())
    post(cast_of_lincoln.insider, room.id, HOSTILE, at=now())
    client = client_of(cast_of_lincoln.insider)

    pages = client.get("/").content.decode() + client.get(incident_url(room)).content.decode()

    assert "<img src=x" not in pages


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/nothing-here"])
def test_a_page_has_a_strict_policy_and_no_inline_style(cast_of_lincoln: Cast, path: str) -> None:
    response = client_of(cast_of_lincoln.insider).get(path, follow=True)

    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert ' style="' not in response.content.decode()


def test_the_language_of_the_page_can_be_chosen(cast_of_lincoln: Cast) -> None:
    client = client_of(cast_of_lincoln.insider)

    client.post(reverse("set_language"), {"language": "es", "next": "/"})

    assert '<html lang="es"' in client.get("/").content.decode()


def test_the_catalogue_of_the_room_is_in_the_readers_language(cast_of_lincoln: Cast) -> None:
    room = open_room(cast_of_lincoln, at=now())
    client = client_of(cast_of_lincoln.insider)
    client.post(reverse("set_language"), {"language": "es", "next": "/"})

    found = re.search(r'<meta name="room-words" content="([^"]+)">', text_of(client.get(incident_url(room))))
    assert found is not None
    # Asked for as no one: the same for everybody, and kept for good by the name that says what it holds.
    kept = Client().get(found[1])
    outdated = Client().get(re.sub(r"[0-9a-f]{12}", "0" * 12, found[1]))

    assert kept.json()["words"]["chip.stale"] == "SIN CONEXIÓN desde {time}"
    assert "immutable" in kept["Cache-Control"]
    assert "Cookie" not in kept.get("Vary", "")
    assert (outdated.json(), outdated["Cache-Control"]) == (kept.json(), "no-store")
    assert Client().get(found[1].replace(".es.", ".xx.")).status_code == 404


def test_signing_in_leads_to_the_first_page_and_out_again(cast_of_lincoln: Cast) -> None:
    officer = cast_of_lincoln.officer
    officer.set_password("correct horse battery")
    officer.save()
    client = Client()

    wrong = client.post("/accounts/login/", {"login": "officer", "password": "wrong horse battery"})
    right = client.post("/accounts/login/", {"login": "officer", "password": "correct horse battery"})
    out = client.post("/accounts/logout/")

    assert wrong.status_code == 200
    assert 'role="alert"' in text_of(wrong)
    assert (right.status_code, right["Location"]) == (302, "/")
    assert out["Location"] == "/accounts/login/"
    assert client.get("/").status_code == 302


def test_nobody_signs_themselves_up(cast_of_lincoln: Cast) -> None:
    login = Client().get("/accounts/login/")

    assert "signup" not in text_of(login)
    assert Client().post("/accounts/signup/", {"username": "x", "password1": "y"}).status_code == 404
    assert not User.objects.filter(username="x").exists()


def test_when_the_server_breaks_the_page_says_so_without_needing_it() -> None:
    response = server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "Something broke on the server" in text_of(response)
