"""A backup is made while people work, proves itself, and is restored whole or not at all, on both databases.

Slow: programs of the database and processes of our own are started.
"""

import json
import os
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection, connections
from pytest_django import Settings

from coordination.audit_spool import AuditNote, note
from coordination.incident.attachments.capability import AttachFile
from coordination.incident.attachments.uploads import upload_file
from coordination.records.audit.intake import take_in
from coordination.records.backup.archive import FORMAT, MANIFEST, back_up, check_backup, configured_database
from coordination.records.backup.databases import DatabasePlace, drop_scratch, load_database, make_scratch
from coordination.records.backup.errors import BackupFailed
from coordination.room.dispatch import execute
from coordination.room.models import Room
from coordination.vocabulary import AuditKind, AuditOutcome
from mou.foundation.database.ready import BEFORE
from tests.factories.cast import asks, make_cast, open_room, post
from tests.support.processes import ROOT

# A program of the database sees only what is committed.
pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime.now(UTC)


@pytest.fixture
def room(settings: Settings, tmp_path: Path) -> Room:
    """A room with a file in its log, and an event of the audit."""
    settings.MEDIA_ROOT = tmp_path / "media"
    cast = make_cast()
    made = open_room(cast)
    given = upload_file(asker=asks(cast.insider), room_id=made.pk, name="door.txt", chunks=[b"door 7"])
    attach = AttachFile.model_validate({"id": uuid4(), "type": "attach_file", "upload_id": given.pk})
    execute(asker=asks(cast.insider), room_id=made.pk, command=attach)
    note(AuditNote(AuditKind.PLAN, AuditOutcome.DONE, "plan_read", cast.insider.pk))
    take_in()
    return made


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[DatabasePlace]:
    """An empty database beside the one of the test."""
    place = configured_database()
    made = make_scratch(place, tmp_path)
    yield made
    drop_scratch(place, made)


def manage(*arguments: str, place: DatabasePlace, var: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "MUSTERPOINT_DATABASE": place.url(), "MUSTERPOINT_VAR": str(var)}
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_backup_that_is_made_while_people_write_is_whole(room: Room, tmp_path: Path) -> None:
    ended, wrote = threading.Event(), threading.Event()

    def write() -> None:
        while not ended.is_set():
            note(AuditNote(AuditKind.PLAN, AuditOutcome.DONE, "plan_read"))
            take_in()
            wrote.set()
            # As people do it, and not as fast as a processor can.
            ended.wait(0.02)
        connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    wrote.wait(10)
    target = tmp_path / "backup.tar"
    back_up(target, at=NOW)
    ended.set()
    writer.join()

    assert target.stat().st_mode & 0o777 == 0o600
    assert check_backup(target).startswith("whole: 3 entries in 1 rooms")


def test_a_backup_is_restored_into_an_empty_database_and_nowhere_else(
    room: Room, empty: DatabasePlace, tmp_path: Path
) -> None:
    target, var = tmp_path / "backup.tar", tmp_path / "elsewhere"
    back_up(target, at=NOW)

    done = manage("restore", str(target), place=empty, var=var)
    again = manage("restore", str(target), place=empty, var=var)

    assert done.returncode == 0, done.stderr
    assert "whole: 3 entries in 1 rooms, 1 events of the audit, 1 files, 0 deletions" in done.stdout
    assert [path.read_bytes() for path in (var / "media").rglob("*") if path.is_file()] == [b"door 7"]
    assert {path.stat().st_mode & 0o077 for path in (var / "media", *(var / "media").rglob("*"))} == {0}
    assert connection.vendor == "postgresql" or Path(empty.name).stat().st_mode & 0o777 == 0o600
    assert again.returncode == 1
    assert "not empty" in again.stderr


def test_an_entry_that_was_changed_behind_the_product_is_found_by_the_check(room: Room, tmp_path: Path) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE room_logentry DISABLE TRIGGER log_is_append_only")
        else:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'log_is_append_only'")
            (made,) = cursor.fetchone()
            cursor.execute("DROP TRIGGER log_is_append_only")
        cursor.execute("UPDATE room_logentry SET content = replace(content, 'door', 'gate')")
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE room_logentry ENABLE TRIGGER log_is_append_only")
        else:
            cursor.execute(made)
    back_up(tmp_path / "backup.tar", at=NOW)

    with pytest.raises(BackupFailed, match=f"room {room.pk}: #3 is not what was recorded"):
        check_backup(tmp_path / "backup.tar")


def test_a_file_that_was_changed_or_is_missing_in_the_archive_is_found(room: Room, tmp_path: Path) -> None:
    target, changed, cut = tmp_path / "backup.tar", tmp_path / "changed.tar", tmp_path / "cut.tar"
    back_up(target, at=NOW)
    with tarfile.open(target) as source, tarfile.open(changed, "w") as copy:
        for member in source.getmembers():
            held = source.extractfile(member)
            assert held is not None
            body = held.read().replace(b"door 7", b"door 9") if member.name.startswith("media/") else held.read()
            copy.addfile(member, BytesIO(body))
    cut.write_bytes(target.read_bytes()[:5000])

    with pytest.raises(BackupFailed, match="was changed"):
        check_backup(changed)
    with pytest.raises(BackupFailed):
        check_backup(cut)


def test_a_backup_from_before_the_first_release_is_refused(tmp_path: Path) -> None:
    told = {"format": FORMAT, "made_at": NOW.isoformat(), "vendor": configured_database().vendor, "files": {}}
    raw = json.dumps({**told, "migrations": ["mou.0001_initial", ".".join(BEFORE)]}).encode()
    with tarfile.open(tmp_path / "old.tar", "w") as archive:
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(raw)
        archive.addfile(entry, BytesIO(raw))

    with pytest.raises(BackupFailed, match="from before the first release"):
        check_backup(tmp_path / "old.tar")


def test_nothing_is_restored_over_what_is_there(room: Room, tmp_path: Path) -> None:
    with pytest.raises(BackupFailed, match="not empty"):
        load_database(configured_database(), tmp_path / "whatever")

    assert Room.objects.filter(pk=room.pk).exists()


def test_the_version_before_works_with_what_the_next_one_adds_to_the_tables() -> None:
    """What an additive migration does: a column that may be empty and a table. This code knows neither."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE room_incident ADD COLUMN of_the_next_version integer NULL")
        cursor.execute("ALTER TABLE room_logentry ADD COLUMN of_the_next_version integer NULL")
        cursor.execute("CREATE TABLE room_of_the_next_version (id integer PRIMARY KEY)")
    try:
        cast = make_cast()
        made = open_room(cast)
        post(cast.insider, made.pk)

        assert Room.objects.get(pk=made.pk).head_seq == 3
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE room_of_the_next_version")
            cursor.execute("ALTER TABLE room_logentry DROP COLUMN of_the_next_version")
            cursor.execute("ALTER TABLE room_incident DROP COLUMN of_the_next_version")
