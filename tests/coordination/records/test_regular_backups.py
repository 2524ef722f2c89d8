"""Backups of a timer: space is asked first, one a month is restored, old ones go, and what came of it is told."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client
from pytest_django import Settings

from coordination.records.backup import regular
from coordination.records.backup.errors import BackupFailed
from coordination.records.backup.regular import Made, back_up_regularly
from coordination.web.backup_report import Report, backups_in_words, read_report, write_report
from coordination.web.health import backups_told

# A program of the database sees only what is committed.
pytestmark = pytest.mark.django_db(transaction=True)
FIRST = datetime(2026, 1, 5, 2, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path / "var", tmp_path / "var" / "media"
    settings.VAR_DIR.mkdir()
    return tmp_path / "backups"


def found_whole(_path: Path, *, told: object) -> str:
    return "whole: of the test"


def run(folder: Path, *, day: int, keep: int = 14) -> Made:
    return back_up_regularly(folder, keep=keep, at=FIRST + timedelta(days=day), told=lambda _text: None)


def test_the_first_is_restored_and_then_one_a_month(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    proved = [run(own_folder, day=0).proved]
    monkeypatch.setattr(regular, "check_backup", found_whole)
    proved += [run(own_folder, day=day).proved for day in (1, 29, 30, 31)]

    report = read_report()
    assert proved[0].startswith("whole: 0 entries")
    assert proved[1:] == ["", "", "whole: of the test", ""]
    assert (report.tried_times, report.tried_file) == (2, "musterpoint-20260204T023000Z.tar")
    assert report.file == "musterpoint-20260205T023000Z.tar"
    assert backups_in_words(report, FIRST + timedelta(days=31)).startswith("ok: made 2026-02-05, restored 2026-02-04")


def test_the_oldest_go_and_nothing_that_is_not_ours(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regular, "check_backup", found_whole)
    own_folder.mkdir()
    for name in ("notes.tar", "musterpoint-by-hand.tar"):
        (own_folder / name).write_text("of someone")

    removed = [run(own_folder, day=day, keep=2).removed for day in range(4)]

    assert removed == [0, 0, 1, 1]
    names = sorted(path.name for path in own_folder.iterdir())
    assert names == [
        "musterpoint-20260107T023000Z.tar",
        "musterpoint-20260108T023000Z.tar",
        "musterpoint-by-hand.tar",
        "notes.tar",
    ]


def test_without_space_nothing_is_begun_nothing_is_removed_and_it_is_told(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(regular, "check_backup", found_whole)
    run(own_folder, day=0)
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: SimpleNamespace(free=1000))

    with pytest.raises(BackupFailed, match="GiB free, and this may take"):
        run(own_folder, day=1, keep=1)

    assert [path.name for path in own_folder.iterdir()] == ["musterpoint-20260105T023000Z.tar"]
    assert backups_in_words(read_report(), FIRST) == "failing: since 2026-01-06"


def test_why_is_told_also_where_nothing_can_be_noted(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    settings.VAR_DIR = tmp_path / "file" / "var"
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: SimpleNamespace(free=-1))

    with pytest.raises(BackupFailed, match="GiB free, and this may take"):
        run(own_folder, day=0)


def test_one_that_cannot_be_restored_is_told_and_tried_again_the_next_night(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_broken(_path: Path, *, told: object) -> str:
        raise BackupFailed("room 1: #3 is missing")

    monkeypatch.setattr(regular, "check_backup", is_broken)
    with pytest.raises(BackupFailed):
        run(own_folder, day=0)
    told = read_report()
    monkeypatch.setattr(regular, "check_backup", found_whole)
    made = run(own_folder, day=1)

    assert (told.fault, told.tried_at) == ("room 1: #3 is missing", None)
    assert made.proved == "whole: of the test"
    assert read_report().fault == ""


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (Report(), "none: "),
        (Report(made_at=FIRST.isoformat(), tried_at=FIRST.isoformat()), "ok: "),
        (Report(made_at=(FIRST - timedelta(days=3)).isoformat(), tried_at=FIRST.isoformat()), "old: made 2026-01-02"),
        (Report(made_at=FIRST.isoformat()), "old: made 2026-01-05, restored never"),
    ],
)
def test_readiness_tells_of_backups_and_stays_ready(report: Report, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coordination.web.health.timezone.now", lambda: FIRST)
    if report.made_at:
        write_report(report)
    backups_told.cache_clear()

    answer = Client().get("/readyz")
    backups_told.cache_clear()

    assert (answer.status_code, answer.json()["backup"][: len(said)]) == (200, said)


@pytest.mark.parametrize(
    "written", ['{"made_at": 7}', '{"else": []}', "[]", "", '{"made_at": "soon"}', '{"made_at": "2026-01-05T02:30:00"}']
)
def test_a_report_that_someone_wrote_over_is_no_fault(settings: Settings, written: str) -> None:
    (Path(settings.VAR_DIR) / "backups.json").write_text(written)

    assert read_report() == Report()
