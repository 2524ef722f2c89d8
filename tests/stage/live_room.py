"""One server with one live room and its cast, and a witness who says whether the room goes on."""

import contextlib
import functools
import shutil
import tempfile
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from tests.stage.devices.clients import Frame, RawSocket, knock, post
from tests.stage.maps.drawn_floors import draw_floors
from tests.stage.served import Stage, set_stage
from tests.support.services import AppServer, app_environment

DATABASE_FILE = "app.sqlite3"


@dataclass(frozen=True)
class LiveRoom:
    """A server and what is on its stage."""

    server: AppServer
    stage: Stage

    @property
    def url(self) -> str:
        return self.server.url

    def token(self, name: str) -> str:
        return self.stage.tokens[name]

    def say(self, name: str, text: str, **fields: object) -> int:
        """Post a message over HTTP; return its seq."""
        command: Frame = {"type": "post_message", "id": str(uuid.uuid4()), "text": text, **fields}
        return int(post(self.url, self.token(name), self.stage.room_id, command)["seq"])

    def join(self, name: str) -> int:
        """Let someone enter (again) over HTTP; return the entry's seq."""
        command: Frame = {"type": "join_room", "id": str(uuid.uuid4())}
        return int(post(self.url, self.token(name), self.stage.room_id, command)["seq"])

    def sign_out(self, name: str) -> None:
        """End someone's session over HTTP."""
        asked = urllib.request.Request(
            f"{self.url}/_allauth/app/v1/auth/session", method="DELETE", headers={"X-Session-Token": self.token(name)}
        )
        # allauth answers with what one is afterwards: not signed in, 401.
        try:
            urllib.request.urlopen(asked, timeout=60).close()
        except urllib.error.HTTPError as answered:
            answered.close()
            if answered.code != HTTPStatus.UNAUTHORIZED:
                raise

    def knock(self, name: str, *, receive_bytes: int = 0) -> RawSocket:
        """Open a raw socket as someone; hello is not said yet."""
        return knock(self.url, self.token(name), self.stage.room_id, receive_bytes=receive_bytes)

    def enter(self, name: str, *, after: int | None = None, receive_bytes: int = 0) -> RawSocket:
        """Open a raw socket as someone and say hello."""
        raw = self.knock(name, receive_bytes=receive_bytes)
        raw.send('{"type":"hello"}' if after is None else f'{{"type":"hello","after":{after}}}')
        return raw


class Witness:
    """The principal, with a socket that stays open through everything: as long as it hears, the room goes on."""

    def __init__(self, room: LiveRoom) -> None:
        self._room = room
        self._socket = room.enter("insider")
        self._socket.next("state")

    def hears_the_room(self, *, speaker: str = "teacher") -> bool:
        """Post something and wait for it on the socket. Raises: EOFError, TimeoutError: the room did not go on."""
        seq = self._room.say(speaker, "Is anybody there?")
        self._socket.next("entry", seq=seq)
        self._socket.send(f'{{"type":"ack","seq":{seq}}}')
        return True

    def keeps_up(self, seq: int) -> None:
        """Read to an entry and acknowledge it, as a client does that must not be taken for a slow one."""
        self._socket.next("entry", seq=seq)
        self._socket.send(f'{{"type":"ack","seq":{seq}}}')

    def close(self) -> None:
        self._socket.close()


@contextlib.contextmanager
def live_room(
    database_url: str,
    *,
    redis_url: str | None = None,
    crowd: int = 0,
    var: Path,
    env: Mapping[str, str] | None = None,
) -> Iterator[LiveRoom]:
    """Serve a migrated, empty database with the cast in one room; `env` holds more settings of the server."""
    stage = set_stage(database_url, var=var, crowd=crowd)
    with AppServer(database_url, redis_url, env=env, var=var) as server:
        yield LiveRoom(server, stage)


@contextlib.contextmanager
def room_on_copy(
    template: Path, folder: Path, *, crowd: int = 0, is_drawn: bool = False, env: Mapping[str, str] | None = None
) -> Iterator[LiveRoom]:
    """Serve a copy of a migrated SpatiaLite file, kept in a folder of its own, with the cast in one room."""
    set_folder, stage = staged_folder(template, crowd, is_drawn)
    shutil.copytree(set_folder, folder, dirs_exist_ok=True)
    with AppServer(f"spatialite://{folder / DATABASE_FILE}", env=env, var=folder) as server:
        # A test may add tokens of its own.
        yield LiveRoom(server, deepcopy(stage))


@functools.cache
def staged_folder(template: Path, crowd: int, is_drawn: bool) -> tuple[Path, Stage]:
    """Return a folder that is only ever copied, with a database in which the cast stands; written once in a run.

    Writing the cast takes a process of its own and seconds, copying what it wrote takes none. So does drawing floors.
    """
    folder = Path(tempfile.mkdtemp(prefix=f"staged-{crowd}-", dir=template.parent))
    database_url = f"spatialite://{folder / DATABASE_FILE}"
    if not is_drawn:
        shutil.copy(template, folder / DATABASE_FILE)
        return folder, set_stage(database_url, var=folder, crowd=crowd)
    empty_folder, stage = staged_folder(template, crowd, False)
    shutil.copytree(empty_folder, folder, dirs_exist_ok=True)
    draw_floors(stage.site_id, env=app_environment(database_url, None, var=folder))
    return folder, stage
