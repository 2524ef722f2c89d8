"""Access that is ended by bare SQL, as from a shell or a register, ends on the open socket within a second (promise 8).

Slow, because only a real server has a watcher, a database of its own and someone else who writes into it.
"""

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from tests.stage.devices.clients import RawSocket, knock
from tests.stage.live_room import LiveRoom, live_room, room_on_copy
from tests.support.services import PostgisServer

pytestmark = pytest.mark.e2e
# The promise is one second; a machine that also runs other tests gets a little more.
WITHIN_S = 1.5
MEMBERSHIP = (
    "(SELECT m.id FROM mou_agencymember m JOIN coordination_user u ON u.id = m.user_id WHERE u.username = '{}')"
)


@dataclass(frozen=True)
class Ending:
    """Whose access ends, by which statement, and the code with which the socket is closed."""

    who: str
    sql: str
    close_code: int


# Each has a person of its own. The last takes the school from its site: a register does that.
ENDINGS = {
    "the account is switched off": Ending(
        "officer", "UPDATE coordination_user SET is_active = false WHERE username = 'officer'", 4403
    ),
    "the membership is ended": Ending(
        "dispatcher",
        f"UPDATE mou_agencymember SET ended_at = started_at WHERE id = {MEMBERSHIP.format('dispatcher')}",
        4403,
    ),
    "the member is suspended": Ending(
        "crowd0",
        "INSERT INTO mou_suspension (member_id, reason, begun_at) "
        f"SELECT id, 'Inquiry', started_at FROM mou_agencymember WHERE id = {MEMBERSHIP.format('crowd0')}",
        4403,
    ),
    "the agency is switched off": Ending(
        "crowd1", "UPDATE mou_agency SET is_active = false WHERE name = 'Fairview Police'", 4403
    ),
    "the site is another school's": Ending("teacher", "UPDATE mapping_site SET school_id = NULL", 4403),
}
type Write = Callable[[str], None]


@pytest.fixture(scope="module")
def spatialite_room(
    spatialite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[LiveRoom, Write]]:
    folder = tmp_path_factory.mktemp("room")

    def write(sql: str) -> None:
        with closing(sqlite3.connect(folder / "app.sqlite3", timeout=10)) as connection, connection:
            connection.execute(sql)

    with room_on_copy(spatialite_template, folder, crowd=2) as room:
        yield room, write


@pytest.fixture(scope="module")
def postgis_room(
    postgis: PostgisServer, postgis_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[LiveRoom, Write]]:
    name = postgis.create_database(template=postgis_template)

    def write(sql: str) -> None:
        with postgis.connect(name) as connection:
            connection.execute(sql)

    with live_room(postgis.url(name), crowd=2, var=tmp_path_factory.mktemp("var")) as room:
        yield room, write


@pytest.mark.by_the_clock
@pytest.mark.parametrize("case", ENDINGS)
def test_promise_8_bare_sql_ends_access_on_spatialite(spatialite_room: tuple[LiveRoom, Write], case: str) -> None:
    assert_ends(*spatialite_room, ENDINGS[case])


@pytest.mark.by_the_clock
@pytest.mark.parametrize("case", ENDINGS)
def test_promise_8_bare_sql_ends_access_on_postgis(postgis_room: tuple[LiveRoom, Write], case: str) -> None:
    assert_ends(*postgis_room, ENDINGS[case])


def assert_ends(room: LiveRoom, write: Write, ending: Ending) -> None:
    """Write while the person's socket is open: their next command is refused, and they are out within a second."""
    socket = knock(room.url, token_of(room, ending.who), room.stage.room_id)
    socket.send('{"type":"hello"}')
    socket.next("state")
    socket.send(message())
    socket.next("ack")

    write(ending.sql)
    ended_s = time.monotonic()
    socket.send(message())
    heard = list(frames_until_the_end(socket))

    assert time.monotonic() - ended_s < WITHIN_S
    assert [frame for frame in heard if frame["type"] == "ack"] == []
    assert socket.close_code == ending.close_code


def token_of(room: LiveRoom, who: str) -> str:
    return room.stage.crowd[int(who[-1])] if who.startswith("crowd") else room.token(who)


def message() -> str:
    return json.dumps({"type": "command", "command": {"type": "post_message", "id": str(uuid4()), "text": "Here."}})


def frames_until_the_end(socket: RawSocket) -> Iterator[dict[str, object]]:
    """Yield what still comes, until the server closes or nothing ends it for a while: it says "ping" all the time."""
    deadline_s = time.monotonic() + 4 * WITHIN_S
    while time.monotonic() < deadline_s:
        try:
            yield socket.text()
        except ValueError:
            return
