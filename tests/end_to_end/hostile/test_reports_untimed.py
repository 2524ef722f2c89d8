"""When a report came in stands, to the second, in no log line, no time of a file and no backup of a real server."""

import re
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.end_to_end.hostile.test_reporters_unseen import STORED, backed_up, picture, post, send
from tests.stage.live_room import live_room
from tests.stage.prevention.tips import asked, open_desk
from tests.support.instants import Span, instants_in
from tests.support.processes import wait_until

pytestmark = pytest.mark.e2e
FORM = {"is_now": "yes", "category": "weapon", "text": STORED, "form": "formkey-untimed-0123456789"}


def test_the_second_of_a_report_is_in_no_log_no_time_of_a_file_and_no_backup(
    migrated_spatialite_url: str, tmp_path: Path
) -> None:
    var, backups = tmp_path / "var", tmp_path / "backups"
    backups.mkdir()
    with live_room(migrated_spatialite_url, var=var) as room:
        open_desk(room, keeper="insider", team="teacher", short_address="lincoln")
        assert asked(room, "teacher", "GET", "/tips") == []
        # The desk was opened in a second of its own.
        opened = datetime.now(UTC).replace(microsecond=0)
        wait_until(lambda: datetime.now(UTC).replace(microsecond=0) > opened, timeout_s=5, what="time stands still")
        begins = datetime.now(UTC)
        status, page = post(room, "/tips/lincoln", FORM, picture())
        found = re.search(r'class="code"[^>]*>([A-Z2-9-]{19})<', page)
        assert (status, found is not None) == (200, True)
        # What goes wrong is what servers log.
        refused = [
            post(room, "/tips/lincoln", {**FORM, "text": ""})[0],
            post(room, "/tips/lincoln", FORM, b"no picture")[0],
            post(room, "/tips/receipt", {"code": "AAAA-AAAA-AAAA-AAAA"})[0],
            send(room, "GET", "/tips/nowhere", b"", "text/plain")[0],
            send(room, "DELETE", "/tips/lincoln", b"", "text/plain")[0],
        ]
        span = Span(begins, datetime.now(UTC))
        room.server.stop()
        log = room.server.log.read_text()
    backed_up(migrated_spatialite_url, var, backups)

    assert refused == [422, 409, 404, 404, 405]
    photos = [path for path in var.rglob("*.jpg") if path.parent.name == "tip-photos"]
    with tarfile.open(backups / "backup.tar") as archive:
        packed = {one.name: one.mtime for one in archive.getmembers() if one.name.startswith("media/")}
    held = (backups / "backup" / "database").read_bytes()
    assert (len(photos), len(packed), STORED.encode() in held) == (1, 1, True)
    times = {str(one): one.stat().st_mtime for one in photos} | packed
    assert {name for name, at in times.items() if any(span.holds(found) for found in instants_in(at))} == set()
    assert [line for line in log.splitlines() if any(span.holds(found) for found in instants_in(line))] == []
    assert "/tips/" not in log
    assert sorted({str(one) for one in instants_in(held) if span.holds(one)}) == []
