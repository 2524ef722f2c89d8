"""Time takes its steps, and reminds once per threshold."""

import io
from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.test import override_settings

from mou.agreements.reminders import due_reminders, record_reminder, settle_versions
from mou.models import Reminder, Version
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.mou import NOW, make_agency, make_member, make_memorandum, make_user
from tests.fakes.smtp import FakeSmtp

pytestmark = pytest.mark.django_db
LAST_DAY = date(2026, 12, 31)


def on(days_before: int) -> datetime:
    return NOW + (LAST_DAY - NOW.date()) - timedelta(days=days_before)


@pytest.fixture
def version() -> Version:
    district, police = make_agency(AgencyKind.DISTRICT), make_agency()
    for agency, role, name in (
        (district, MemberRole.PLANNER, "planner"),
        (district, MemberRole.STAFF, "staff"),
        (police, MemberRole.COMMANDER, "commander"),
        (police, MemberRole.OFFICER, "officer"),
    ):
        user = make_user(username=name)
        user.email = f"{name}@example.org"
        user.save(update_fields=["email"])
        make_member(agency, user=user, role=role)
    return Version.objects.get(memorandum=make_memorandum(district, police, expires_on=LAST_DAY))


def test_each_threshold_reminds_once_those_who_keep_and_read_the_agreement(version: Version) -> None:
    told: list[tuple[int, int]] = []
    for days_before in (91, 90, 89, 60, 31, 30, 1, 0, -1, -9):
        for due in due_reminders(at=on(days_before)):
            assert due.addresses == ("commander@example.org", "planner@example.org")
            told.append((days_before, due.days_before))
            assert record_reminder(due=due, at=NOW)
            assert not record_reminder(due=due, at=NOW)

    assert told == [(90, 90), (60, 60), (30, 30), (-1, 0)]


def test_time_writes_down_what_it_has_ended_and_only_then(version: Version) -> None:
    ended = [settle_versions(at=on(0)), settle_versions(at=on(-1)), settle_versions(at=on(-2))]

    version.refresh_from_db()
    assert (ended, version.state) == ([0, 1, 0], "expired")
    assert [step.after for step in version.steps.all()] == ["expired"]


def test_without_a_mail_server_the_command_says_what_is_due_and_keeps_it_due(version: Version) -> None:
    Version.objects.filter(id=version.id).update(effective_on=date(2020, 1, 1), expires_on=date(2020, 12, 31))
    output = io.StringIO()

    call_command("mou_reminders", stdout=output)

    assert "Overdue" in output.getvalue()
    assert not Reminder.objects.exists()


def test_the_command_mails_what_is_due_once(version: Version) -> None:
    Version.objects.filter(id=version.id).update(effective_on=date(2020, 1, 1), expires_on=date(2020, 12, 31))

    with FakeSmtp() as server:
        address = f"smtp://127.0.0.1:{server.port}"
        with override_settings(PUSH_MAIL_SERVER=address, PUSH_MAIL_FROM="musterpoint@example.org"):
            for _ in range(2):
                call_command("mou_reminders", stdout=io.StringIO())

    [mail] = server.mails
    assert str(mail["Subject"]).startswith("Overdue: ")
    assert [one.days_before for one in Reminder.objects.all()] == [0]
