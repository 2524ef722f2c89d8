"""Maps and certificates are drawn beside the server: no one in a room waits for a printer."""

import os
import signal
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.stage.live_room import LiveRoom, Witness
from tests.support.drawings import has_drawn, held_drawer

pytestmark = pytest.mark.e2e
SOON_S = 180  # how long a drawing takes is the machine's affair, not this test's
PRINTS = {
    "a map": "/api/v1/sites/{site_id}/export?kind=pdf",
    "drawings": "/api/v1/sites/{site_id}/export?kind=svg",
    "a pack": "/api/v1/sites/{site_id}/pack",
    "a certificate": "/sites/{site_id}/map-rules/certificate.pdf",
}
FILES = (b"%PDF-", b"PK")


def fetched(room: LiveRoom, path: str) -> bytes:
    headers = {"X-Session-Token": room.token("insider"), "Cookie": f"sessionid={room.token('insider')}"}
    with urllib.request.urlopen(urllib.request.Request(f"{room.url}{path}", headers=headers), timeout=SOON_S) as answer:
        return bytes(answer.read())


@pytest.mark.parametrize("what", PRINTS)
def test_while_a_print_is_drawn_the_room_and_its_pages_go_on_however_long_it_takes(room: LiveRoom, what: str) -> None:
    """The process that draws is stopped: what it has to do takes for ever."""
    server, witness = room.server.pid, Witness(room)

    with ThreadPoolExecutor(1) as printer:
        wanted = printer.submit(fetched, room, PRINTS[what].format(site_id=room.stage.site_id))
        drawer = held_drawer(server)
        assert all(witness.hears_the_room() for _ in range(5))
        assert b"<main" in fetched(room, f"/sites/{room.stage.site_id}")
        assert not wanted.done()
        os.kill(drawer, signal.SIGCONT)

        assert wanted.result(SOON_S).startswith(FILES)
    assert not has_drawn(server)
    witness.close()


@pytest.mark.parametrize("what", PRINTS)
def test_a_print_that_could_not_be_drawn_is_asked_for_again(room: LiveRoom, what: str) -> None:
    path = PRINTS[what].format(site_id=room.stage.site_id) + ("&training=true" if "kind=" in PRINTS[what] else "")

    with ThreadPoolExecutor(1) as printer:
        wanted = printer.submit(fetched, room, path)
        os.kill(held_drawer(room.server.pid), signal.SIGKILL)
        with pytest.raises(urllib.error.HTTPError) as refused:
            wanted.result(SOON_S)

    with refused.value as answer:
        assert answer.status == 503
    assert fetched(room, path).startswith(FILES)
