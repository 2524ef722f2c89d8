"""Which pages may stand in a pane: an incident's, in a page of ours; nothing else, and nothing in a page of others."""

import pytest
from django.test import Client

from coordination.room.models import Room
from tests.factories.cast import Cast, join, make_cast, open_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def room(cast: Cast) -> Room:
    return open_room(cast)


SOURCES = {"DENY": "'none'", "SAMEORIGIN": "'self'"}


def framing(client: Client, path: str) -> tuple[str, bool]:
    """Return what a page says of frames around it, in the old header, and whether the policy says the same."""
    answer = client.get(path)
    said = answer["X-Frame-Options"]
    return said, f"frame-ancestors {SOURCES[said]}" in answer["Content-Security-Policy"]


def test_an_incident_stands_in_panes_of_ours_and_nothing_else_stands_in_any(
    client: Client, cast: Cast, room: Room
) -> None:
    incident = f"/incidents/{room.incident_id}"
    client.force_login(cast.dispatcher)
    not_joined = framing(client, incident)
    join(cast.dispatcher, room)

    assert not_joined == framing(client, incident) == ("SAMEORIGIN", True)
    for path in ("/", "/console", "/agreements", f"{incident}/brief", f"{incident}/my-room"):
        assert framing(client, path) == ("DENY", True), path


def test_what_is_refused_and_the_way_to_the_sign_in_stand_in_no_pane(client: Client, cast: Cast, room: Room) -> None:
    incident = f"/incidents/{room.incident_id}"

    assert client.get(incident).status_code == 302
    assert framing(client, incident) == ("DENY", True)
    client.force_login(cast.stranger)
    assert client.get(incident).status_code == 404
    assert framing(client, incident) == ("DENY", True)


def test_the_console_alone_has_panes_and_its_scripts_keep_their_nonce(client: Client, cast: Cast, room: Room) -> None:
    client.force_login(cast.dispatcher)

    policy = client.get("/console")["Content-Security-Policy"]

    assert "frame-src 'self'" in policy
    assert "script-src 'self' 'nonce-" in policy
    assert "frame-src" not in client.get("/")["Content-Security-Policy"]
    assert "script-src 'self' 'nonce-" in client.get(f"/incidents/{room.incident_id}")["Content-Security-Policy"]
