"""When a report came in is nowhere, to the second: in no table, id, audit line, syslog line, message or file."""

import io
import logging
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import uuid_utils.compat as uuid_utils
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image
from pytest_django import Settings

from coordination.prevention.tips.models import Tip, TipDesk, TipPhoto
from coordination.prevention.tips.reporting.photos import photo_path
from coordination.prevention.tips.reporting.unseen import ReportersUnlogged
from coordination.prevention.tips.work.overdue import sweep_photos
from coordination.records.audit.intake import take_in
from coordination.records.audit.syslog import message_of
from coordination.records.models import AuditEvent
from push.ledger.receipts import record_receipt
from push.models import Attempt, Notification
from push.outbox.delivery import deliver_due
from push.outbox.times.whole_minutes import next_minute
from push.transport import Message, SendResult
from push.transports.webpush.transport import payload_of
from push.vocabulary import DeviceKind, NotificationState, Outcome, ReceiptStage
from tests.coordination.prevention.tips.test_reporting import ANSWER, code_in
from tests.factories.cast import Cast, make_cast
from tests.factories.prevention.tips import make_desk
from tests.factories.push import make_device
from tests.support.instants import Span, instants_in
from tests.support.processes import wait_until

# A claim of the outbox commits by itself.
pytestmark = pytest.mark.django_db(transaction=True)


NOBODYS = UUID(int=0)


class Phones:
    """What phones get; every second message has to be sent once more."""

    def __init__(self) -> None:
        self.got: list[Message] = []

    def send(self, message: Message) -> SendResult:
        self.got.append(message)
        is_late = len(self.got) % 2 == 0
        return SendResult(message.notification_id, Outcome.RETRY if is_late else Outcome.ACCEPTED)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def desk(cast: Cast, settings: Settings, tmp_path: Path) -> TipDesk:
    settings.MEDIA_ROOT = tmp_path / "media"
    for _number in range(2):
        make_device(user=cast.teacher, kind=DeviceKind.CONSOLE)
    return make_desk(cast.school, team=[cast.teacher], short_address="lincoln")


def picture() -> SimpleUploadedFile:
    body = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(body, "JPEG")
    return SimpleUploadedFile("a.jpg", body.getvalue(), "image/jpeg")


def deliver(phones: Phones, at: datetime) -> None:
    deliver_due(transports={DeviceKind.CONSOLE: phones}, clock=lambda: at)


def wait_for_another_second() -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    wait_until(lambda: datetime.now(UTC).replace(microsecond=0) > now, timeout_s=5, what="time stands still")


def rows() -> Iterator[tuple[str, str, object]]:
    """Yield each value of each table of ours, whether a model knows it or not, with the names of table and column."""
    # Sessions stand in a table of Django's own.
    ours = (*(f"{config.label}_" for config in apps.get_app_configs()), "django_")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(ours):
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [one[0] for one in cursor.description]
            for row in cursor.fetchall():
                yield from ((table, name, value) for name, value in zip(names, row, strict=True))


def leaks(span: Span) -> set[tuple[str, str, str]]:
    """Return where in the tables an instant of this time stands."""
    return {
        (table, name, str(value)) for table, name, value in rows() if any(span.holds(one) for one in instants_in(value))
    }


@pytest.mark.parametrize("category", ["weapon", "threat", "bullying"])
def test_the_instant_of_a_report_is_in_no_table_id_audit_syslog_or_message(
    desk: TipDesk, cast: Cast, category: str
) -> None:
    # An earlier test may have noted what is not a row yet: in files, and behind these in memory.
    while take_in():
        pass
    wait_for_another_second()
    phones, client, begins = Phones(), Client(), datetime.now(UTC)
    # School and team are made in the same second, and say so.
    there_before = {value for _table, _column, value in leaks(Span(begins - timedelta(minutes=1), begins))}

    taken = client.post("/tips/lincoln", {**ANSWER, "category": category, "photos": picture()})
    said = client.post("/tips/receipt", {"code": code_in(taken.content.decode()), "message": "It is in the gym"})
    refused = client.post("/tips/lincoln", {**ANSWER, "text": ""})
    unknown = client.post("/tips/receipt", {"code": "AAAA-AAAA-AAAA-AAAA"})
    deliver(phones, datetime.now(UTC))
    deliver(phones, next_minute(datetime.now(UTC)) + timedelta(seconds=1.5))
    first = Notification.objects.filter(step=0, state=NotificationState.ACCEPTED.value).first()
    assert first is not None
    record_receipt(
        user_id=cast.teacher.pk, notification_id=first.pk, stage=ReceiptStage.DELIVERED, at=datetime.now(UTC)
    )
    take_in()
    span = Span(begins, datetime.now(UTC))

    assert [one.status_code for one in (taken, said, refused, unknown)] == [200, 200, 422, 404]
    assert (Tip.objects.count(), TipPhoto.objects.count(), len(phones.got) > 2) == (1, 1, True)
    assert Attempt.objects.filter(finished_at__isnull=False).exists()
    assert {one for one in leaks(span) if one[2] not in there_before} == set()
    # The phones themselves are as old as the school.
    without_phone = [replace(one, device_id=NOBODYS, address="") for one in phones.got]
    sent = [str(asdict(one)) + payload_of(one) for one in without_phone]
    lines = [message_of(one) for one in AuditEvent.objects.all()]
    assert [one for one in (*sent, *lines) if any(span.holds(found) for found in instants_in(one))] == []


def test_what_the_team_reads_over_http_says_no_second_not_in_a_header_either(desk: TipDesk, cast: Cast) -> None:
    """Caches keep answers by their headers: a time of change or a tag made of one would say it."""
    team = Client()
    team.force_login(cast.teacher)
    # What was made before has a second of its own, and so has what is read.
    wait_for_another_second()
    begins = datetime.now(UTC)
    Client().post("/tips/lincoln", {**ANSWER, "photos": picture()})
    tip, photo = Tip.objects.get(), TipPhoto.objects.get()
    span = Span(begins, datetime.now(UTC))
    wait_for_another_second()
    api = f"/api/v1/tips/{tip.pk}"
    read = ["/prevention/tips", f"/prevention/tips/{tip.pk}", "/api/v1/tips", api, f"{api}/photos/{photo.pk}"]

    answers = {path: team.get(path) for path in (*read, "/api/v1/notifications")}
    said = {
        path: [f"{name}: {value}" for name, value in one.headers.items()] + [b"".join(one).decode("latin-1")]
        for path, one in answers.items()
    }

    assert {path: one.status_code for path, one in answers.items() if one.status_code != 200} == {}
    found = {(path, text) for path, texts in said.items() for text in texts if any(map(span.holds, instants_in(text)))}
    assert found == set()


@pytest.mark.postgis
def test_the_database_keeps_no_time_of_its_commits(desk: TipDesk) -> None:
    """With it every row says to the microsecond when it was written; PostgreSQL's default is that it is off."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW track_commit_timestamp")
        assert cursor.fetchone() == ("off",)


def test_what_is_no_matter_of_life_goes_out_when_its_minute_is_over(desk: TipDesk) -> None:
    """So that the second at which phones ring says no more than the tables do."""
    Client().post("/tips/lincoln", {**ANSWER, "category": "threat"})

    due = set(Notification.objects.filter(step=0).values_list("next_try_at", flat=True))

    assert due == {Tip.objects.get().received_at + timedelta(minutes=1)}


def test_what_threatens_a_life_waits_for_no_minute(desk: TipDesk) -> None:
    Client().post("/tips/lincoln", ANSWER)
    phones = Phones()

    deliver(phones, datetime.now(UTC))

    assert len(phones.got) == 2


def test_the_search_finds_instants_in_every_form() -> None:
    """Else it would prove nothing."""
    at = datetime(2026, 11, 30, 19, 32, 15, 673_689, tzinfo=UTC)
    span, made = Span(at, at), uuid_utils.uuid7()
    forms: tuple[object, ...] = (
        at,
        at.replace(tzinfo=None),
        at.replace(microsecond=0),
        "2026-11-30 19:32:15,673 WARNING django.request",
        f'{{"at": "{at.isoformat()}"}}',
        "Date: Mon, 30 Nov 2026 19:32:15 -0000",
        int(at.timestamp()),
        at.timestamp(),
        f"exp {int(at.timestamp() * 1000)}.",
        b"\x00\x01" + at.isoformat().encode() + b"\x00",
    )

    assert [one for one in forms if not any(span.holds(found) for found in instants_in(one))] == []
    now = Span(datetime.now(UTC) - timedelta(seconds=1), datetime.now(UTC))
    for form in (made, str(made), made.hex, f"/notifications/{made}"):
        assert any(now.holds(found) for found in instants_in(form)) or datetime.now(UTC).second == 0
    assert not any(span.holds(found) for found in instants_in(at.replace(second=0, microsecond=0)))
    assert list(instants_in(UUID(int=0))) == []


# --- files ------------------------------------------------------------------------------------------------------------
def test_a_picture_says_the_minute_of_its_report_and_the_file_system_forgets_the_rest(desk: TipDesk) -> None:
    Client().post("/tips/lincoln", {**ANSWER, "photos": picture()})
    path = photo_path(TipPhoto.objects.get().pk)
    minute, before, body = Tip.objects.get().received_at.timestamp(), path.stat(), path.read_bytes()

    young = path.stat().st_ino
    sweep_photos(datetime.now(UTC))
    kept = path.stat().st_ino
    sweep_photos(datetime.now(UTC) + timedelta(hours=1, minutes=1))

    assert before.st_mtime == before.st_atime == minute
    assert kept == young
    # A file of its own: also when it was made is another time now.
    assert (path.stat().st_ino != young, path.stat().st_mtime) == (True, minute)
    assert path.read_bytes() == body


# --- logs -------------------------------------------------------------------------------------------------------------
def line_of(path: str, level: int) -> logging.LogRecord:
    record = logging.makeLogRecord({"levelno": level, "msg": "Unprocessable Content: %s", "args": (path,)})
    record.request = Client().get(path).wsgi_request
    return record


def test_a_request_of_a_reporter_leaves_no_line_and_a_fault_of_ours_only_its_minute(desk: TipDesk) -> None:
    refused, fault = line_of("/tips/lincoln", logging.WARNING), line_of("/tips/lincoln", logging.ERROR)
    elsewhere = line_of("/sites/none", logging.WARNING)
    kept = ReportersUnlogged()

    assert (kept.filter(refused), kept.filter(fault), kept.filter(elsewhere)) == (False, True, True)
    assert fault.created % 60 == 0
    assert "/tips" not in fault.getMessage()
    assert "/sites/none" in elsewhere.getMessage()
