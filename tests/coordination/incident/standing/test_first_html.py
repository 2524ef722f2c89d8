"""What holds for a reader stands in the first HTML of their pages; in those of others nothing of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from coordination.models import AgencySecurity, SessionState, User
from coordination.room.models import Room
from tests.factories.cast import Cast, join, make_cast
from tests.stage.incident.panic import press, run

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
LINE = 'class="response-now-line response-now-lockdown"'
DIRECTIVE = "<strong>Lockdown! Locks, lights, out of sight.</strong>"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def client_of(user: User, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client


def page_of(user: User, path: str = "/", language: str = "en") -> str:
    return client_of(user, language).get(path).content.decode()


def test_what_holds_comes_with_each_page(cast: Cast) -> None:
    assert LINE not in page_of(cast.teacher)

    press(cast.teacher, cast.site, kind="active_threat")

    for path in ("/", "/panic", f"/sites/{cast.site.pk}", "/nothing-is-here/"):
        text = page_of(cast.teacher, path)
        assert LINE in text
        assert DIRECTIVE in text
        assert "Lock your door." in text
        assert LINE not in page_of(cast.stranger, path)


def test_it_is_said_in_the_readers_language(cast: Cast) -> None:
    press(cast.teacher, cast.site, kind="active_threat", is_exercise=True)

    text = page_of(cast.teacher, language="es")

    assert "EJERCICIO · " in text
    assert "Lock your door." not in text


def test_several_presses_stand_below_one_another_in_place_of_the_one_that_began_it(cast: Cast) -> None:
    press(cast.teacher, cast.site, kind="active_threat")
    press(cast.insider, cast.site, kind="medical")

    text = page_of(cast.teacher)

    assert text.count("<li>", text.index(LINE), text.index("</section>", text.index(LINE))) == 2


def test_what_has_ended_is_in_no_page(cast: Cast) -> None:
    room_id = press(cast.teacher, cast.site, kind="medical").room_id
    action_id = uuid4()
    run(cast.teacher, room_id, "start_response_action", kind="hold", action_id=action_id)
    assert "response-now-hold" in page_of(cast.teacher)

    join(cast.insider, Room.objects.get(pk=room_id))
    run(cast.insider, room_id, "release_response_action", action_id=action_id)

    assert "response-now-line" not in page_of(cast.teacher)


def test_a_session_that_is_locked_says_nothing_of_it_on_the_pages_that_it_still_has(cast: Cast) -> None:
    """The panic page opens for whoever picks up the phone; what holds is for its owner."""
    AgencySecurity.objects.create(agency=cast.school, locks_sessions=True)
    cast.teacher.set_password(PASSWORD)
    cast.teacher.save()
    client = Client()
    client.post("/accounts/login/", {"login": cast.teacher.username, "password": PASSWORD})
    press(cast.insider, cast.site, kind="active_threat")
    assert LINE in client.get("/panic").content.decode()

    SessionState.objects.filter(user=cast.teacher).update(active_at=timezone.now() - timedelta(hours=1))
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3_600
    session.save()

    answer = client.get("/panic")
    assert answer.status_code == 200
    assert LINE not in answer.content.decode()
    assert client.get("/api/v1/response-actions").status_code == 403
