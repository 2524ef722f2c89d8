"""The signed copy is made beside the server, not in it, and whatever is killed meanwhile: once, and whole."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import weasyprint

from tests.end_to_end.serving.test_serving import is_alive
from tests.stage.agreements.last_signature import LastSignature, lacking_one
from tests.stage.live_room import DATABASE_FILE, LiveRoom, Witness, room_on_copy
from tests.support.drawings import drawers_of, has_drawn, held_drawer
from tests.support.processes import ROOT, ServiceError, wait_until

pytestmark = pytest.mark.e2e
# How long a drawing takes is the machine's affair, not this test's: whoever draws goes behind everybody else.
SOON_S = 600


class District:
    """A served district whose agreement lacks one signature, and the file that holds its rows."""

    def __init__(self, room: LiveRoom, database: Path) -> None:
        self.room, self._database = room, database
        self.last: LastSignature = lacking_one(room.server)

    @property
    def var(self) -> Path:
        return Path(self.room.server.env["MUSTERPOINT_VAR"])

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with contextlib.closing(sqlite3.connect(self._database)) as connection:
            return connection.execute(query).fetchall()

    def copies(self) -> list[tuple[object, ...]]:
        return self.rows("SELECT sha256 FROM mou_sealedcopy")

    def signed(self) -> list[tuple[object, ...]]:
        version_id = "SELECT id FROM mou_version WHERE in_force_from IS NOT NULL AND memorandum_id = '{}'"
        return self.rows(version_id.format(self.last.memorandum_id.replace("-", "")))

    def waits_for_its_copy(self) -> bool:
        return len(self.signed()) == 1 and self.copies() == []

    def fetched(self) -> bytes:
        asked = urllib.request.Request(
            f"{self.room.url}{self.last.address}/pdf", headers={"X-Session-Token": self.last.token}
        )
        with urllib.request.urlopen(asked, timeout=SOON_S) as answer:
            return bytes(answer.read())

    def has_one_whole_copy(self, folder: Path) -> bool:
        """Wait for the copy, and have it checked as its owner would."""
        try:
            wait_until(lambda: self.copies() != [], timeout_s=SOON_S, what="no copy was sealed")
        except ServiceError as error:
            raise ServiceError(f"{error}\n{self.room.server.doings()}") from None
        copy = folder / "copy.pdf"
        copy.write_bytes(self.fetched())
        checked = subprocess.run(
            [sys.executable, "manage.py", "verify_memorandum", copy, "--certificate", self.var / "signing-cert.pem"],
            cwd=ROOT, env=self.room.server.env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert checked.stdout.startswith("WHOLE: "), checked.stderr
        assert self.last.sha256 in checked.stdout
        return len(self.copies()) == 1


@pytest.fixture
def district(spatialite_template: Path, tmp_path: Path) -> Iterator[District]:
    var = tmp_path / "var"
    with room_on_copy(spatialite_template, var) as room:
        yield District(room, var / DATABASE_FILE)


def test_while_a_copy_is_drawn_the_room_goes_on_however_long_it_takes(district: District, tmp_path: Path) -> None:
    """The process that draws is stopped: what it has to do takes for ever, and no one in the room waits for it."""
    server, witness = district.room.server.pid, Witness(district.room)

    district.last.give(district.room.url)
    drawer = held_drawer(server)

    assert drawer != server
    assert all(witness.hears_the_room() for _ in range(5))
    assert district.waits_for_its_copy()
    os.kill(drawer, signal.SIGCONT)
    assert district.has_one_whole_copy(tmp_path)
    # This process drew as well, so it would be seen.
    assert weasyprint.HTML(string="<p>A line.</p>").write_pdf()
    assert (has_drawn(os.getpid()), has_drawn(server)) == (True, False)
    witness.close()


def test_a_server_killed_while_its_copy_is_drawn_has_it_made_by_the_next_one(
    district: District, tmp_path: Path
) -> None:
    district.last.give(district.room.url)
    drawer = held_drawer(district.room.server.pid)

    district.room.server.kill9()
    # Where it was stopped it may not have heard of that yet; it must not go on for no one.
    with contextlib.suppress(ProcessLookupError):
        os.kill(drawer, signal.SIGCONT)
    wait_until(lambda: not is_alive(drawer), timeout_s=SOON_S, what="who drew did not end with who waited")
    assert district.waits_for_its_copy()
    district.room.server.start()

    assert district.has_one_whole_copy(tmp_path)


def test_a_server_killed_between_signature_and_seal_has_the_copy_made_by_the_next_one(
    district: District, tmp_path: Path
) -> None:
    """The key is a pipe that no one writes into: the server waits for it, with the signature committed."""
    key = district.var / "signing-key.pem"
    os.mkfifo(key)
    district.last.give(district.room.url)

    assert (district.waits_for_its_copy(), drawers_of(district.room.server.pid)) == (True, [])
    district.room.server.kill9()
    assert district.waits_for_its_copy()
    key.unlink()
    district.room.server.start()

    assert district.has_one_whole_copy(tmp_path)
