"""What is kept no longer goes whole, provably, and from everywhere; what is held or younger stays.

Slow: databases are read byte by byte, and a backup is made.
"""

import json
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper
from pytest_django import Settings

from coordination.audit_spool import AuditNote, note
from coordination.incident.attachments.capability import AttachFile
from coordination.incident.attachments.models import Attachment
from coordination.incident.attachments.uploads import blob_path, upload_file
from coordination.incident.disclosures.capability import RecordDisclosure
from coordination.incident.disclosures.models import Disclosure
from coordination.keeping.classes import BOUNDS
from coordination.keeping.errors import DataClassNotSet, DaysOutOfBounds
from coordination.keeping.gate import may_delete
from coordination.keeping.models import Deletion, RetentionRule
from coordination.keeping.proof import DeletionsBroken, check_deletions
from coordination.keeping.vocabulary import DataClass
from coordination.management.upkeep import sweep_once
from coordination.models import User
from coordination.prevention.tips.models import Tip
from coordination.prevention.tips.vocabulary import TipState
from coordination.records.audit.chain import Broken, check_chain
from coordination.records.audit.intake import take_in
from coordination.records.backup.archive import back_up
from coordination.records.check import check_everything
from coordination.records.models import AuditEvent, SignedHead
from coordination.records.retention import incidents, run
from coordination.records.retention.queries import going_incidents, retention_of_district
from coordination.records.retention.rules import days_of, set_days
from coordination.records.retention.run import carry_out
from coordination.room.dispatch import execute
from coordination.room.models import EntryWords, Incident, LogEntry, Participant, Room
from coordination.vocabulary import AuditKind, AuditOutcome, DisclosureAuthority
from mou.access.epoch import access_epoch
from mou.errors import AgencyNotFound
from mou.models import AgencyMember
from mou.vocabulary import DataCategory, MemberRole
from push.models import Device, Notification, Recipient
from tests.factories.cast import Cast, asks, join, make_cast, open_room, post
from tests.factories.mou import make_member, make_user
from tests.factories.prevention.tips import make_desk, make_tip
from tests.factories.push import make_device
from tests.stage.full_room import run as run_command

# A program of the database sees only what is committed.
pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime.now(UTC)
WORD, FILE_WORD = "zebrawort", "quaggamoss"
YEARS_8 = timedelta(days=8 * 365)


@pytest.fixture(autouse=True)
def folders(settings: Settings, tmp_path: Path, transactional_db: None) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "media"
    yield
    # SQLite's tests empty tables by DELETE, which the ledger refuses.
    with transaction.atomic(), may_delete():
        Disclosure.objects.all().delete()


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def administrator(cast: Cast) -> User:
    return make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user


def closed_room(
    cast: Cast, *, is_exercise: bool = False, closed_at: datetime = NOW - YEARS_8, word: str = WORD
) -> Room:
    """A room that people used and closed: words, a file, an alert, a disclosure."""
    make_device(user=cast.teacher)
    room = open_room(cast, is_exercise=is_exercise)
    join(cast.officer, room)
    post(cast.insider, room.pk, f"Look for the {word} in the attic.")
    body = [f"{FILE_WORD} {word}".encode()]
    given = upload_file(asker=asks(cast.insider), room_id=room.pk, name=f"{word}.txt", chunks=body)
    attach = AttachFile.model_validate({"id": uuid4(), "type": "attach_file", "upload_id": given.pk})
    execute(asker=asks(cast.insider), room_id=room.pk, command=attach)
    disclose = RecordDisclosure(
        id=uuid4(),
        type="record_disclosure",
        disclosure_id=uuid4(),
        authority=DisclosureAuthority.EMERGENCY,
        categories=(DataCategory.STUDENT_ROSTER,),
        agency_id=cast.police.pk,
        recipient="Officer",
        students="Quincy Quince",
        threat="a threat",
    )
    execute(asker=asks(cast.insider), room_id=room.pk, command=disclose)
    run_command(cast.insider, room.pk, "claim_command")
    run_command(cast.insider, room.pk, "close_incident", reason="It is over.")
    Incident.objects.filter(room=room).update(closed_at=closed_at, title=f"About a {word}")
    Notification.objects.filter(room_id=room.pk).update(
        body=f"About a {word}" if not is_exercise else f"EXERCISE {word}"
    )
    return Room.objects.select_related("incident").get(pk=room.pk)


def found_in(place: Iterable[Path], *words: str) -> list[str]:
    """Return where words stand, in files read as bytes."""
    files = [path for one in place for path in ([one] if one.is_file() else one.rglob("*")) if path.is_file()]
    return [f"{word} in {path.name}" for path in files for word in words if word.encode() in path.read_bytes()]


def database_bytes(folder: Path) -> list[Path]:
    """Return the files of the database; of PostgreSQL a dump in plain text, and its tables' own files, vacuumed."""
    if connection.vendor == "sqlite":
        name = Path(str(connection.settings_dict["NAME"]))
        return [path for path in name.parent.glob(f"{name.name}*") if path.is_file()]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM FULL")
    connection.close()
    dump = folder / "dump.sql"
    known = connection.settings_dict
    environment = {"PGHOST": str(known["HOST"]), "PGPORT": str(known["PORT"]), "PGUSER": str(known["USER"])}
    environment |= {"PGPASSWORD": str(known["PASSWORD"]), "PATH": "/usr/bin:/bin"}
    from coordination.records.backup.databases import program_path

    subprocess.run([program_path("pg_dump"), f"--file={dump}", str(known["NAME"])], env=environment, check=True)
    return [dump]


def test_what_is_deleted_stands_nowhere_any_more(cast: Cast, tmp_path: Path, settings: Settings) -> None:
    room = closed_room(cast)
    young = closed_room(cast, closed_at=NOW, word="gnuleaf")
    media = Path(settings.MEDIA_ROOT)
    assert found_in([media], FILE_WORD)
    assert found_in(database_bytes(tmp_path), WORD)

    assert carry_out(NOW)[DataClass.INCIDENTS] == 1

    assert not Room.objects.filter(pk=room.pk).exists()
    assert LogEntry.objects.values_list("room_id", flat=True).distinct().get() == young.pk
    target = tmp_path / "backup.tar"
    back_up(target, at=NOW)
    assert found_in(database_bytes(tmp_path), WORD) == []
    assert found_in([media, target], WORD) == []
    assert found_in(database_bytes(tmp_path), "gnuleaf")
    assert blob_path(Attachment.objects.get(room=young).sha256).is_file()
    assert check_everything().deletions == Deletion.objects.count()


def test_of_an_incident_its_signed_head_its_ledger_and_the_proof_remain(cast: Cast) -> None:
    room = closed_room(cast)
    sha256 = Attachment.objects.get(room=room).sha256

    carry_out(NOW)

    row = Deletion.objects.get(data_class=DataClass.INCIDENTS.value)
    told = json.loads(row.content)
    (subject,) = told["subjects"]
    head = SignedHead.objects.get(room_id=room.pk)
    assert (subject["head"], subject["entries"], subject["files"]) == (room.head_hash, room.head_seq, [sha256])
    assert json.loads(head.statement)["hash"] == room.head_hash
    assert (told["rule"], told["by"]) == ({"days": 7 * 365, "set_by": "default"}, "retention")
    ledger = Disclosure.objects.select_related("incident").get()
    assert (ledger.students, ledger.incident_id, ledger.incident) == ("Quincy Quince", room.incident_id, None)
    take_in()
    event = AuditEvent.objects.get(what="deleted_by_rule", about__deletion=str(row.seq))
    assert event.readers.filter(agency_id=cast.district.pk).exists()


def test_no_row_of_a_room_is_forgotten_when_it_is_deleted() -> None:
    """A capability with a table of its own has to say here what becomes of it."""
    handled = {"Attachment", "PanicPress", "PanicAlarm", "ActionInForce", "AidInvitation", "RoomObject", "LogEntry"}
    handled |= {"EntryWords", "ReadMark", "Participant", "IncidentFloorplan", "JoinedSite", "Room"}
    # With its students, pick-ups and releases: test_reunification_doors.
    handled |= {"Operation"}
    # With its deliveries: test_telling.
    handled |= {"FamilyMessage", "FamilyStatusPage"}
    targets = {Room, Incident, Participant, LogEntry}
    pointing = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model in targets
    }

    assert {one for one in pointing if one.partition(".")[2] not in handled} == set(incidents.OUTLIVE_IT)


def test_an_open_incident_and_a_young_one_stay(cast: Cast) -> None:
    closed_room(cast, closed_at=NOW - timedelta(days=7 * 365 - 1))
    open_room(cast)

    assert DataClass.INCIDENTS not in carry_out(NOW)
    assert Room.objects.count() == 2


def test_an_exercise_goes_after_three_years_and_a_real_incident_does_not(cast: Cast) -> None:
    four_years = NOW - timedelta(days=4 * 365)
    exercise = closed_room(cast, is_exercise=True, closed_at=four_years)
    real = closed_room(cast, closed_at=four_years)

    carry_out(NOW)

    assert list(Room.objects.values_list("pk", flat=True)) == [real.pk]
    (subject,) = json.loads(Deletion.objects.get(data_class="exercises").content)["subjects"]
    assert (subject["room_id"], subject["is_exercise"]) == (str(exercise.pk), True)


def test_a_time_below_the_law_s_is_refused_and_a_shorter_one_counts_a_week_later(
    cast: Cast, administrator: User
) -> None:
    def set_to(days: int | None, data_class: DataClass = DataClass.INCIDENTS, *, by: User = administrator) -> None:
        asker = asks(by, at=NOW)
        set_days(asker=asker, district_id=cast.district.pk, data_class=data_class, days=days, reason="Our schedule")

    closed_room(cast, closed_at=NOW - timedelta(days=500))
    for data_class, bounds in BOUNDS.items():
        with pytest.raises(DaysOutOfBounds):
            set_to(bounds.least_days - 1, data_class)
    for set_elsewhere in set(DataClass) - set(BOUNDS):
        with pytest.raises(DataClassNotSet):
            set_to(365, set_elsewhere)
    for stranger in (cast.insider, cast.teacher, cast.officer, cast.stranger):
        with pytest.raises(AgencyNotFound):
            set_to(365, by=stranger)
    set_to(400)

    assert DataClass.INCIDENTS not in carry_out(NOW + timedelta(days=6))
    assert days_of(cast.district.pk, NOW)[DataClass.INCIDENTS].days == 7 * 365
    (going,) = going_incidents(cast.district, NOW)
    assert going.goes_at == NOW + timedelta(days=7)
    assert carry_out(NOW + timedelta(days=7))[DataClass.INCIDENTS] == 1


def test_the_preview_says_what_goes_and_what_stays(cast: Cast) -> None:
    closed_room(cast)
    closed_room(cast, closed_at=NOW - timedelta(days=7 * 365 - 5))
    desk = make_desk(cast.school)
    make_tip(desk, state=TipState.DISPOSED, ended_at=NOW - timedelta(days=500))

    lines = {one.data_class: one for one in retention_of_district(cast.district, NOW)}

    assert (lines[DataClass.INCIDENTS].due, lines[DataClass.INCIDENTS].soon) == (1, 1)
    assert (lines[DataClass.TIPS].due, lines[DataClass.TIPS].own_rule_of) == (1, "Lincoln High")
    assert set(lines) >= set(BOUNDS)


def test_files_may_go_before_their_incident_and_the_log_keeps_their_hash(cast: Cast, administrator: User) -> None:
    room = closed_room(cast, closed_at=NOW - timedelta(days=400))
    row = Attachment.objects.get(room=room)
    set_days(
        asker=asks(administrator, at=NOW),
        district_id=cast.district.pk,
        data_class=DataClass.UPLOADS,
        days=365,
        reason="x",
    )

    counts = carry_out(NOW + timedelta(days=8))

    assert counts[DataClass.UPLOADS] == 1
    assert not blob_path(row.sha256).exists()
    assert LogEntry.objects.filter(room=room, content__contains=row.sha256).exists()
    assert json.loads(Deletion.objects.get(data_class="uploads").content)["subjects"][0]["file"] == row.sha256
    check_everything()


def test_an_account_is_emptied_a_year_after_its_last_membership(cast: Cast) -> None:
    gone = make_user(username="cerulean")
    gone.email, gone.phone = "cerulean@example.org", "555 0100"
    gone.save()
    make_device(user=gone, value="https://push.example.org/cerulean")
    make_member(cast.school, user=gone, role=MemberRole.STAFF, title="cerulean", ended_at=NOW - timedelta(days=400))
    late = make_member(cast.school, role=MemberRole.STAFF, ended_at=NOW - timedelta(days=300)).user
    elsewhere = make_member(cast.school, role=MemberRole.STAFF, ended_at=NOW - timedelta(days=400)).user
    make_member(cast.police, user=elsewhere)

    assert carry_out(NOW)[DataClass.ACCOUNTS] == 1

    gone.refresh_from_db()
    assert (gone.username, gone.shown_name()) == (f"ended-{gone.public_id.hex}", f"ended-{gone.public_id.hex}")
    assert (gone.email, gone.phone, gone.is_active, gone.has_usable_password()) == ("", "", False, False)
    assert not Device.objects.filter(user=gone).exists()
    assert AgencyMember.objects.get(user=gone).title == ""
    assert {User.objects.get(pk=one.pk).username for one in (late, elsewhere)} == {late.username, elsewhere.username}
    assert DataClass.ACCOUNTS not in carry_out(NOW)


def test_the_audit_loses_its_beginning_and_stays_whole(cast: Cast) -> None:
    # Three years, where a district says nothing.
    old, young = NOW - timedelta(days=3 * 365 + 1), NOW - timedelta(days=3 * 365 - 1)
    for _n in range(3):
        note(AuditNote(AuditKind.PLAN, AuditOutcome.DONE, "plan_read", cast.insider.pk))
    take_in()
    first = AuditEvent.objects.order_by("seq").first()
    assert first is not None
    with without_trigger("audit_is_append_only", "records_auditevent") as cursor:
        cursor.execute("UPDATE records_auditevent SET at = %s WHERE seq <= 2", [old.replace(tzinfo=None)])
        cursor.execute("UPDATE records_auditevent SET at = %s WHERE seq = 3", [young.replace(tzinfo=None)])

    assert carry_out(NOW)[DataClass.AUDIT] == 2

    assert AuditEvent.objects.order_by("seq").values_list("seq", flat=True)[0] == 3
    assert check_chain() >= 3


@contextmanager
def without_trigger(name: str, table: str) -> Iterator[CursorWrapper]:
    """Change what is never changed, as someone could who has the database's own password."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
            yield cursor
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {name}")
            return
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [name])
        (made,) = cursor.fetchone()
        cursor.execute(f"DROP TRIGGER {name}")
        yield cursor
        cursor.execute(made)


def test_a_changed_record_of_a_deletion_is_found(cast: Cast) -> None:
    closed_room(cast)
    carry_out(NOW)
    assert check_deletions() >= 1
    with pytest.raises(DatabaseError), transaction.atomic():
        Deletion.objects.update(count=0)
    with without_trigger("deletions_are_append_only", "keeping_deletion") as cursor:
        cursor.execute("UPDATE keeping_deletion SET content = replace(content, 'retention', 'nobody')")

    with pytest.raises(DeletionsBroken):
        check_deletions()
    with pytest.raises(Broken):
        check_everything()


def test_a_run_stops_at_its_bound_and_the_next_goes_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "ENTRIES_AT_ONCE", 1)
    closed_room(cast, word="one")
    closed_room(cast, word="two")

    assert carry_out(NOW)[DataClass.INCIDENTS] == 1
    assert carry_out(NOW)[DataClass.INCIDENTS] == 1
    assert DataClass.INCIDENTS not in carry_out(NOW)


def test_the_serving_process_carries_it_out(cast: Cast) -> None:
    room = closed_room(cast)
    before = access_epoch()

    sweep_once()

    assert not Incident.objects.filter(pk=room.incident_id).exists()
    # Open sockets look who may hear, and find no room.
    assert access_epoch() > before
    assert not EntryWords.objects.exists()
    assert not Recipient.objects.filter(source_key__startswith=f"room:{room.pk}").exists()


def test_outside_of_retention_the_ledger_is_not_deleted(cast: Cast) -> None:
    closed_room(cast)

    with pytest.raises(DatabaseError), transaction.atomic():
        Disclosure.objects.all().delete()


def test_tips_go_by_their_desk_s_rule_with_a_line_in_the_chain(cast: Cast) -> None:
    desk = make_desk(cast.school)
    make_tip(desk, state=TipState.DISPOSED, ended_at=NOW - timedelta(days=500))

    sweep_once()

    assert not Tip.objects.exists()
    told = json.loads(Deletion.objects.get(data_class="tips").content)
    assert (told["rule"]["set_by"], told["count"], told["subjects"]) == ("tip_desk", 1, [])
    assert UUID(told["district_id"]) == cast.district.pk


def test_a_rule_stands_with_who_set_it_and_why(cast: Cast, administrator: User) -> None:
    asker = asks(administrator)
    set_days(asker=asker, district_id=cast.district.pk, data_class=DataClass.OLD_PLANS, days=None, reason="All")

    row = RetentionRule.objects.get()
    assert (row.days, row.set_by_name, row.reason) == (None, "Keeper", "All")
