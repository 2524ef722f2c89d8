"""What a serving process does beside serving: due reminders are mailed once, signed copies sealed, failures put off."""

import os
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coordination.administration.models import MemberToIndex, OperatorActTold
from coordination.management import upkeep
from coordination.management.upkeep import look_once, sweep_once
from coordination.models import WrongPassword
from coordination.reviews.models import IncidentReview
from coordination.web.apps.installed import app_chores
from mou.agencies.acts import record_act
from mou.foundation.chore_signs import due_while, signs_of
from mou.foundation.installed_apps import Chore as ChoreOfApp
from mou.models import Chore, Reminder, SealedCopy, Version
from mou.vocabulary import OPERATOR, AdministrativeActKind, AgencyKind, MemberRole
from push.models import Recipient
from tests.coordination.reviews.reviewed import at, make_closed
from tests.factories.cast import make_cast
from tests.factories.mou import LONG_AGO, make_agency, make_member, make_memorandum, make_user
from tests.fakes.smtp import FakeSmtp
from tests.stage.agreements.desk import make_desk

# The look closes its connection, as a thread of its own must: what is set up here has to be committed.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def keys(settings: LazySettings, tmp_path: Path) -> None:
    settings.MOU_SIGNING_KEY_FILE, settings.MOU_SIGNING_CERT_FILE = tmp_path / "key.pem", tmp_path / "cert.pem"


def overdue_agreement(*, mail: str = "planner@example.org", expired_on: date = date(2020, 12, 31)) -> Version:
    district = make_agency(AgencyKind.DISTRICT)
    planner = make_user()
    planner.email = mail
    planner.save(update_fields=["email"])
    make_member(district, user=planner, role=MemberRole.PLANNER)
    row = make_memorandum(district, make_agency())
    Version.objects.filter(memorandum=row).update(effective_on=date(2020, 1, 1), expires_on=expired_on)
    return Version.objects.get(memorandum=row)


def test_two_looks_mail_a_reminder_once_and_write_down_what_has_ended(settings: LazySettings) -> None:
    version = overdue_agreement()

    with FakeSmtp() as server:
        settings.PUSH_MAIL_SERVER, settings.PUSH_MAIL_FROM = f"smtp://127.0.0.1:{server.port}", "m@example.org"
        look_once()
        look_once()

    assert [str(mail["Subject"]).partition(":")[0] for mail in server.mails] == ["Overdue"]
    version.refresh_from_db()
    assert (version.state, Reminder.objects.count()) == ("expired", 1)


def test_without_its_mail_server_a_look_ends_and_the_reminder_stays_due(settings: LazySettings) -> None:
    overdue_agreement()
    with FakeSmtp() as server:
        settings.PUSH_MAIL_SERVER, settings.PUSH_MAIL_FROM = f"smtp://127.0.0.1:{server.port}", "m@example.org"

    look_once()

    assert not Reminder.objects.exists()
    assert Chore.objects.get().held_until is not None


def test_a_sweep_takes_away_what_an_upload_left_and_goes_on_without_a_media_folder(
    settings: LazySettings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    sweep_once()
    left = tmp_path / "media" / "ab" / ("ab" * 32)
    left.parent.mkdir(parents=True)
    left.write_bytes(b"no one's")
    os.utime(left, (0, 0))

    sweep_once()

    assert not left.exists()


@pytest.mark.parametrize("mail", ["550@example.org", "two\nlines@example.org"])
def test_an_address_that_is_refused_keeps_no_other_reminder_from_going_out(settings: LazySettings, mail: str) -> None:
    refused = overdue_agreement(mail=mail, expired_on=date(2020, 6, 30))
    later = overdue_agreement()

    with FakeSmtp() as server:
        settings.PUSH_MAIL_SERVER, settings.PUSH_MAIL_FROM = f"smtp://127.0.0.1:{server.port}", "m@example.org"
        look_once()

    assert [one.version_id for one in Reminder.objects.all()] == [later.pk]
    assert len(server.mails) == 1
    # Due again with the next round.
    assert not refused.reminders.exists()


def test_a_fault_of_our_own_is_logged_and_the_other_chores_are_done(
    settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    """The thread that looks would end of it, and nothing would be sealed until the next start."""
    settings.PUSH_MAIL_SERVER = "no-address-at-all"
    overdue_agreement()
    make_desk().both_sign()

    look_once()

    assert "fault of our own" in caplog.text
    assert SealedCopy.objects.count() == 1


def test_a_look_seals_what_was_signed() -> None:
    desk = make_desk()
    desk.both_sign()

    look_once()

    assert SealedCopy.objects.count() == 1


# --- what an idle look costs, and that it leaves nothing out ----------------------------------------------------------
# What is compared with files, and what depends on the hour of each time zone: no row says that there is work.
WITHOUT_SIGNS = {"note_keys", "plan_waiting_mail"}


def test_an_idle_look_is_one_statement_and_what_two_chores_ask_by_themselves() -> None:
    look_once(is_whole=True)

    with CaptureQueriesContext(connection) as asked:
        look_once()

    assert {one.__name__ for one in app_chores() if signs_of(one) is None} == WITHOUT_SIGNS
    statements = [one["sql"] for one in asked.captured_queries]
    assert len(statements) == 2, statements
    assert statements[0].startswith("SELECT EXISTS(")
    assert "serverkey" in statements[1]


def test_what_one_chore_has_done_is_another_ones_work_in_the_same_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """A review is opened, and only then is there a hot wash of which people are told."""
    room = make_closed(make_cast())
    monkeypatch.setattr(timezone, "now", lambda: at(700))

    look_once()

    review = IncidentReview.objects.get()
    assert (review.pk, review.wash_told_at) == (room.incident_id, at(700))
    assert Recipient.objects.filter(source_key__startswith="incident-wash:").exists()


def test_a_new_member_is_indexed_and_an_old_password_forgotten_by_the_next_look() -> None:
    look_once(is_whole=True)
    make_member(make_agency())
    WrongPassword.objects.create(address="192.0.2.7", login="x", at=LONG_AGO)
    assert MemberToIndex.objects.exists()

    look_once()

    assert not MemberToIndex.objects.exists()
    assert not WrongPassword.objects.exists()


def test_an_act_of_the_console_is_told_by_the_next_look() -> None:
    district = make_agency(AgencyKind.DISTRICT)
    administrator = make_member(district, role=MemberRole.ADMINISTRATOR).user
    look_once()
    assert OperatorActTold.objects.get().act_id is None

    record_act(AdministrativeActKind.AGENCY_CHANGED, agency=district, actor_id=OPERATOR, at=timezone.now())
    look_once()

    told = Recipient.objects.filter(source_key__startswith="operator:").values_list("user_id", flat=True)
    assert list(told) == [administrator.pk]


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let there be three chores: with work, without, and one that does not say. Which were done."""
    names: list[str] = []

    def chore(name: str, signs: Callable[[datetime], Iterable[QuerySet[Version]]] | None) -> ChoreOfApp:
        def do(_at: datetime) -> None:
            names.append(name)

        return do if signs is None else due_while(signs)(do)

    chores = [
        chore("idle", lambda _at: [Version.objects.filter(number=-1)]),
        chore("silent", None),
        chore("busy", lambda _at: [Version.objects.filter(number=-1), Version.objects.all()]),
    ]
    monkeypatch.setattr(upkeep, "app_chores", lambda: chores)
    return names


def test_what_has_no_work_is_left_out_but_for_the_whole_look_of_every_hour(done: list[str]) -> None:
    make_memorandum(make_agency(AgencyKind.DISTRICT), make_agency())

    look_once()
    assert done == ["silent", "busy"]
    done.clear()
    look_once(is_whole=True)
    assert done == ["idle", "silent", "busy"]


@pytest.mark.parametrize("fault", [DatabaseError("away"), ValueError("ours")])
def test_where_it_cannot_be_asked_every_chore_is_tried(
    done: list[str], monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fail(_groups: object) -> list[bool]:
        raise fault

    monkeypatch.setattr(upkeep, "have_rows", fail)

    look_once()

    assert done == ["idle", "silent", "busy"]
