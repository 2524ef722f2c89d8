"""The operator's page of backups: what there is and was proved, one button, and nothing to download."""

import fcntl
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from coordination.management import backup_keeper
from coordination.management.clockwork import are_due
from coordination.models import User
from coordination.records.backup import asked as asked_module
from coordination.records.backup.asked import LASTS_AT_MOST, backups_for, signs_of_asked, take_asked
from coordination.records.backup.errors import BackupFailed
from coordination.records.backup.regular import back_up_regularly
from coordination.records.models import BackupAsked
from coordination.web.backup_report import Report, write_report
from mou.vocabulary import MemberRole
from tests.factories.cast import make_cast
from tests.factories.mou import make_member, make_user

pytestmark = pytest.mark.django_db(transaction=True)
PAGE, API = "/administration/backups", "/api/v1/backups"
SEE_OTHER, DONE, FORBIDDEN, NOT_FOUND, CONFLICT, REFUSED = 303, 204, 403, 404, 409, 422
NAME = "musterpoint-20260105T023000Z.tar"


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path / "var"
    settings.BACKUPS_DIR = tmp_path / "backups"
    settings.VAR_DIR.mkdir()
    settings.BACKUPS_DIR.mkdir()
    made: Path = settings.BACKUPS_DIR
    return made


@pytest.fixture
def operator() -> User:
    user = make_user(username="operator")
    User.objects.filter(pk=user.pk).update(is_operator=True)
    return User.objects.get(pk=user.pk)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(answer: object) -> str:
    assert isinstance(answer, HttpResponse)
    return answer.content.decode()


def now() -> datetime:
    return datetime.now(UTC)


def test_the_page_says_what_was_made_proved_and_failed(operator: User, folder: Path) -> None:
    client = browser(operator)
    assert "None was made" in text_of(client.get(PAGE))
    for name in (NAME, "musterpoint-20260106T023000Z.tar", "notes.tar"):
        (folder / name).write_bytes(b"x" * 2048)
    made = now() - timedelta(hours=3)
    report = Report(
        made_at=made.isoformat(),
        file="musterpoint-20260106T023000Z.tar",
        bytes=2048,
        tried_at=made.isoformat(),
        tried_file=NAME,
        tried_said="whole: 7 entries of 2 rooms",
        tried_minutes=1.5,
        tried_times=3,
    )
    write_report(report)

    page = text_of(client.get(PAGE))

    for said in ("Made and proved", "number 3, 1.5 minutes", "whole: 7 entries of 2 rooms", NAME, "2.0"):
        assert said in page
    assert page.count("Restored and verified") == 1
    assert "notes.tar" not in page
    assert [one["is_proved"] for one in client.get(API).json()["kept"]] == [False, True]

    write_report(Report(made_at=made.isoformat(), fault="<b>the copy</b> differs", fault_at=now().isoformat()))
    failed = text_of(client.get(PAGE))
    assert "The newest failed" in failed
    assert "&lt;b&gt;the copy&lt;/b&gt; differs" in failed
    assert "run check_records" in failed


def test_one_press_makes_one_backup_by_a_process_of_its_own_and_shows_how_far_it_is(
    operator: User, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser(operator)
    assert client.post(PAGE, {"act": "back_up"}).status_code == SEE_OTHER
    again = client.post(PAGE, {"act": "back_up"})
    assert (again.status_code, client.post(API).status_code) == (REFUSED, CONFLICT)
    assert "within the last ten minutes" in text_of(again)
    assert "A backup was asked for" in text_of(client.get(PAGE))
    work = backup_keeper.clockwork_of_backups()
    assert are_due([work], now()) == [True]

    seen: list[str] = []
    half = folder / "backup-abc" / "unfinished.tar"
    half.parent.mkdir()
    half.write_bytes(b"x" * 3 * 1024 * 1024)

    def command(*given: str) -> list[str]:
        seen.append(f"{given} {text_of(client.get(PAGE))}")
        return [sys.executable, "-c", "import sys; sys.exit('no space')"]

    monkeypatch.setattr(backup_keeper, "manage_command", command)
    work.carry_out(now())

    assert f"('backup_regularly', '{folder}')" in seen[0]
    assert "written so far" in seen[0]
    assert "3.0" in seen[0]
    assert BackupAsked.objects.get().fault == "no space"
    assert "The backup that was asked for was not made:" in text_of(client.get(PAGE))
    assert are_due([work], now()) == [False]
    # Ten minutes later another one may be asked for.
    BackupAsked.objects.update(asked_at=now() - timedelta(minutes=11))
    assert client.post(API).status_code == DONE


def test_no_one_but_an_operator_sees_or_asks(folder: Path) -> None:
    cast = make_cast()
    chief = make_member(cast.district, user=make_user(username="chief"), role=MemberRole.ADMINISTRATOR).user
    for user in (chief, cast.teacher):
        client = browser(user)
        assert (client.get(PAGE).status_code, client.get(API).status_code) == (NOT_FOUND, FORBIDDEN)
        assert client.post(PAGE, {"act": "back_up"}).status_code == NOT_FOUND
        assert client.post(API).status_code == FORBIDDEN
    assert BackupAsked.objects.count() == 0


def test_no_backup_is_given_out(operator: User, folder: Path) -> None:
    (folder / NAME).write_bytes(b"the whole database")
    client = browser(operator)

    page = text_of(client.get(PAGE))

    assert f"{NAME}</a>" not in page
    for address in (f"{PAGE}/{NAME}", f"{API}/{NAME}", f"/media/{NAME}"):
        assert client.get(address).status_code == NOT_FOUND


def test_without_a_folder_the_page_says_what_to_set(operator: User, settings: Settings) -> None:
    settings.BACKUPS_DIR = None
    client = browser(operator)

    assert "MUSTERPOINT_BACKUPS" in text_of(client.get(PAGE))
    assert "Back up now" not in text_of(client.get(PAGE))
    assert client.post(API).json()["code"] == "no_backup_folder"
    assert signs_of_asked(now()) == []


def test_what_was_asked_another_day_is_not_made_and_a_dead_server_holds_no_one_up(operator: User) -> None:
    """A restored database holds what was open when it was made."""
    BackupAsked.objects.create(asked_by=operator, asked_at=now() - timedelta(hours=2))
    assert take_asked(now()) is None
    assert backups_for(operator.pk, now()).is_over
    BackupAsked.objects.update(taken_at=now() - LASTS_AT_MOST)
    assert backups_for(operator.pk, now()).is_over
    assert browser(operator).post(API).status_code == DONE
    assert [take_asked(now()) is not None, take_asked(now()) is not None] == [True, False]


def test_two_backups_are_not_made_at_once(settings: Settings, folder: Path) -> None:
    with (Path(settings.VAR_DIR) / "backups.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(BackupFailed, match="another backup is being made"):
            back_up_regularly(folder, keep=1, at=now(), told=lambda _text: None)
    assert list(folder.iterdir()) == []
    assert asked_module.LISTED > 14
