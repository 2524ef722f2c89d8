"""What a serving process does beside serving: due reminders are mailed once, signed copies sealed, failures put off."""

import os
from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings

from coordination.management.upkeep import look_once, sweep_once
from mou.models import Chore, Reminder, SealedCopy, Version
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.mou import make_agency, make_member, make_memorandum, make_user
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
