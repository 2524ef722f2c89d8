"""What people do and read stands in the audit: each once, in one chain, for the agencies it concerns and no others."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pytest_django import Settings

from coordination import audit_spool
from coordination.audit_spool import AuditNote, Spool, line_of, note, ready_files, spool_of_process
from coordination.records.audit.chain import Broken, check_chain
from coordination.records.audit.intake import take_in
from coordination.records.audit.queries import Wanted, events_of
from coordination.records.audit.reviews import review_week
from coordination.records.errors import WeekNotOver, WeekReviewed
from coordination.records.models import AuditEvent, AuditReader, AuditReview
from coordination.vocabulary import AuditKind, AuditOutcome
from mapping.models import Level
from mou.errors import AgencyNotFound
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast, make_cast, open_room
from tests.factories.mapping import make_plan
from tests.factories.mou import make_agency, make_member
from tests.stage.served import session_of

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def read_plan(cast: Cast, who: str) -> int:
    make_plan(cast.site)
    level_id = Level.objects.get(site=cast.site, floorplans__isnull=False).pk
    headers = {"X-Session-Token": session_of(getattr(cast, who))}
    return Client().get(f"/api/v1/levels/{level_id}/plan", headers=headers).status_code


def events(**wanted: object) -> list[AuditEvent]:
    take_in()
    return list(AuditEvent.objects.filter(**wanted).order_by("seq"))


def readers(event: AuditEvent) -> set[UUID]:
    return set(AuditReader.objects.filter(event=event).values_list("agency_id", flat=True))


def noted(*, kind: AuditKind = AuditKind.PLAN, user_id: int | None = None, **about: str) -> None:
    note(AuditNote(kind, AuditOutcome.DONE, "plan_read", user_id, "192.0.2.7", about))


# --- what is recorded -------------------------------------------------------------------------------------------------
def test_reading_a_plan_is_recorded_for_the_reader_s_agency_and_the_site_s(cast: Cast) -> None:
    assert read_plan(cast, "officer") == 200

    (event,) = events(kind="plan")
    assert (event.what, event.outcome, event.person) == ("plan_read", "done", cast.officer.shown_name())
    assert (event.site, event.is_exercise) == (cast.site.name, None)
    assert {cast.police.id, cast.district.id, cast.school.id} <= readers(event)


def test_a_stranger_is_refused_and_their_agency_does_not_learn_through_the_audit_what_is_there(cast: Cast) -> None:
    assert read_plan(cast, "stranger") == 404

    (event,) = events(outcome="refused")
    (seen,) = events_of(cast.strangers, Wanted()).events
    (ours,) = events_of(cast.district, Wanted()).events
    assert (seen.site, seen.site_id, ours.site) == ("", None, cast.site.name)
    assert events_of(cast.strangers, Wanted(site_id=cast.site.id)).events == ()
    assert event.kind == "plan"


def test_what_an_incident_is_stands_beside_what_was_read_of_it(cast: Cast) -> None:
    room = open_room(cast)
    client = Client()
    client.force_login(cast.insider)
    client.get(f"/incidents/{room.incident_id}")

    (event,) = events(kind="record")
    assert (event.incident_id, event.is_exercise) == (room.incident_id, room.incident.is_exercise)


def test_signing_in_out_and_wrong_passwords_are_recorded_and_no_login_that_is_nobodys(cast: Cast) -> None:
    cast.officer.set_password("a long way to the ford")
    cast.officer.save()
    client = Client()
    for login, password in (("s3cret-in-the-wrong-field", "x" * 12), (cast.officer.username, "y" * 12)):
        client.post("/accounts/login/", {"login": login, "password": password})
    client.post("/accounts/login/", {"login": cast.officer.username, "password": "a long way to the ford"})
    client.post("/accounts/logout/")

    found = events()
    told = [(one.what, one.outcome, one.person) for one in found]
    name = cast.officer.shown_name()
    assert told[:2] == [("wrong_password", "refused", ""), ("wrong_password", "refused", name)]
    assert ("signed_in", "done", name) in told
    assert "s3cret" not in "".join(one.content for one in found)


def test_a_room_s_commands_and_who_gives_a_tip_are_not_looked_at(cast: Cast) -> None:
    Client().get("/tips/receipt")
    Client().get("/tips/nobody-s-desk")

    assert events() == []


def test_what_administrators_do_is_recorded_with_the_step_of_the_form(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.insider)
    client.post(f"/administration/agencies/{cast.school.id}", {"step": "change", "agency_id": str(cast.school.id)})

    (event,) = events(kind="administration")
    assert event.about["step"] == "change"
    assert cast.school.id in readers(event)


def test_a_form_of_an_act_is_recorded_with_the_name_of_the_act(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.insider)
    client.post(f"/administration/agencies/{cast.school.id}", {"act": "change", "agency_id": str(cast.school.id)})

    (event,) = events(kind="administration")
    assert event.about["step"] == "change"


# --- who may read it --------------------------------------------------------------------------------------------------
def test_administrators_read_their_own_agency_s_and_a_district_s_read_their_schools(cast: Cast) -> None:
    read_plan(cast, "officer")
    take_in()
    chief = make_member(cast.police, role=MemberRole.ADMINISTRATOR).user

    for who, agency, status in (
        (cast.insider, cast.school, 200),
        (chief, cast.police, 200),
        (chief, cast.district, 404),
        (cast.teacher, cast.school, 404),
        (cast.officer, cast.police, 404),
    ):
        answer = Client().get(f"/api/v1/agencies/{agency.id}/audit", headers={"X-Session-Token": session_of(who)})
        assert answer.status_code == status, (who, agency)


def test_an_agency_reads_nothing_that_concerns_only_another(cast: Cast) -> None:
    other = make_agency(AgencyKind.DISTRICT)
    noted(agency_id=str(other.pk))
    take_in()

    assert len(events_of(other, Wanted()).events) == 1
    assert events_of(cast.district, Wanted()).events == ()


# --- finding ----------------------------------------------------------------------------------------------------------
def test_events_are_found_by_person_kind_site_and_time_and_come_in_pages(cast: Cast) -> None:
    for _ in range(3):
        noted(user_id=cast.officer.pk, site_id=str(cast.site.id))
    noted(kind=AuditKind.EXPORT, user_id=cast.teacher.pk, agency_id=str(cast.district.id))
    take_in()

    first = events_of(cast.district, Wanted(limit=2))
    rest = events_of(cast.district, Wanted(limit=2, before=first.next_before))
    assert [one.number for one in (*first.events, *rest.events)] == [4, 3, 2, 1]
    assert rest.next_before is None
    assert len(events_of(cast.district, Wanted(person=cast.officer.shown_name()[1:])).events) == 3
    assert len(events_of(cast.district, Wanted(kind=AuditKind.EXPORT)).events) == 1
    assert len(events_of(cast.district, Wanted(site_id=cast.site.id)).events) == 3
    assert events_of(cast.district, Wanted(since=NOW + timedelta(days=1))).events == ()


def test_the_table_for_a_spreadsheet_runs_no_formula_and_is_recorded_itself(cast: Cast) -> None:
    cast.teacher.display_name = "=HYPERLINK(1)"
    cast.teacher.save()
    noted(user_id=cast.teacher.pk, agency_id=str(cast.school.id))
    take_in()

    answer = Client().get(
        f"/api/v1/agencies/{cast.school.id}/audit.csv", headers={"X-Session-Token": session_of(cast.insider)}
    )

    (row,) = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert row["person"] == "'=HYPERLINK(1)"
    assert [one.what for one in events(kind="audit")] == ["audit_exported"]


# --- append-only ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("table", ["records_auditevent", "records_auditreader", "records_auditreview"])
def test_the_database_refuses_to_change_the_audit(cast: Cast, table: str) -> None:
    noted(user_id=cast.teacher.pk)
    take_in()
    review_week(actor_id=cast.insider.pk, agency_id=cast.school.id, week=last_monday(cast.school), note="", at=NOW)
    column = {"records_auditreader": "agency_id", "records_auditreview": "note"}.get(table, "person")

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = {column}")


def test_whoever_gets_past_the_database_is_found_by_the_chain(cast: Cast) -> None:
    for _ in range(3):
        noted(user_id=cast.teacher.pk)
    take_in()
    assert check_chain() == 3

    row = AuditEvent.objects.get(seq=2)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE records_auditevent DISABLE TRIGGER audit_is_append_only")
        else:
            cursor.execute("DROP TRIGGER audit_is_append_only")
        changed = row.content.replace("Nobody", "x").replace('"plan"', '"export"')
        cursor.execute("UPDATE records_auditevent SET content = %s WHERE seq = 2", [changed])

    with pytest.raises(Broken, match="#2"):
        check_chain()


# --- nothing is lost in silence ---------------------------------------------------------------------------------------
def test_what_is_taken_in_twice_stands_there_once(spool_folder: Path) -> None:
    noted()
    spool_of_process().hand_over()
    (path,) = ready_files()
    lines = path.read_bytes()
    take_in()

    path.write_bytes(lines)
    take_in()

    assert AuditEvent.objects.count() == 1


def test_what_a_process_noted_that_was_killed_is_taken_in(spool_folder: Path) -> None:
    program = (
        "import os, django; django.setup()\n"
        "from coordination.audit_spool import *\n"
        "note(AuditNote(AuditKind.PLAN, AuditOutcome.DONE, 'plan_read'))\n"
        "print('noted', flush=True); import time; time.sleep(60)"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "coordination.settings",
        "MUSTERPOINT_VAR": str(spool_folder.parent),
    }
    process = subprocess.Popen([sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"noted\n"
    # As long as it lives its file is its own.
    assert ready_files() == []

    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()

    assert take_in() == 1


def test_a_full_disk_keeps_events_in_memory_and_what_is_more_is_counted_in_the_audit_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """/dev/full refuses every byte, as a full disk does."""
    monkeypatch.setattr(audit_spool, "MEMORY_MAX_EVENTS", 2)
    mine = spool_of_process()
    mine._file = os.open("/dev/full", os.O_WRONLY)
    mine._path = Path("/dev/full")
    monkeypatch.setattr(Spool, "_close_as_ready", lambda _self: None)
    for _ in range(5):
        noted()
    monkeypatch.undo()
    os.close(mine._file)
    mine._file = None

    found = events()

    assert [one.what for one in found] == ["plan_read", "plan_read", "events_lost"]
    assert found[-1].about["count"] == "3"


def test_while_the_database_refuses_one_file_waits_and_it_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_spool, "SPOOL_MAX_BYTES", 1000)
    monkeypatch.setattr(audit_spool, "MEMORY_MAX_EVENTS", 1)
    spool_of_process().hand_over()
    for _ in range(20):
        noted()

    found = events()

    kept = [one for one in found if one.what == "plan_read"]
    (gap,) = [one for one in found if one.what == "events_lost"]
    assert len(kept) + int(gap.about["count"]) == 20
    assert len(kept) >= 2


def test_a_line_that_cannot_be_read_is_counted(spool_folder: Path) -> None:
    spool_folder.mkdir(exist_ok=True)
    good = line_of(AuditNote(AuditKind.PLAN, AuditOutcome.DONE, "plan_read"), NOW)
    (spool_folder / f"{uuid4()}.ready").write_bytes(good + b'{"id": "torn')

    assert [one.what for one in events()] == ["plan_read", "events_lost"]


def test_a_fault_in_noting_never_costs_an_answer(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.VAR_DIR = Path("/proc/nowhere")

    assert read_plan(cast, "officer") == 200


def test_what_somebody_types_into_a_form_keeps_no_event_from_being_recorded(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.insider)
    client.post(f"/administration/agencies/{cast.school.id}", {"step": "a\x00b\n<13>1 \u202e"})
    noted()

    assert [one.what for one in events()] == ["people_changed", "plan_read"]
    assert client.get(f"/records/{cast.school.id}", {"person": "a\x00b"}).status_code == 200


def test_an_event_that_the_database_does_not_take_is_counted_and_the_others_are_written(
    spool_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_spool, "make_printable", lambda text: text)
    noted()
    note(AuditNote(AuditKind.PLAN, AuditOutcome.DONE, "plan_read", 2**80))
    noted()
    monkeypatch.undo()

    assert sorted(one.what for one in events()) == ["events_lost", "plan_read", "plan_read"]


# --- the weekly look --------------------------------------------------------------------------------------------------
def last_monday(agency: Agency) -> date:
    """Return when the week before this one began; where the agency is, it may still be Sunday."""
    day = NOW.astimezone(ZoneInfo(agency.time_zone)).date()
    return day - timedelta(days=day.weekday() + 7)


def test_a_week_that_is_over_is_signed_off_once_by_an_administrator_of_the_agency(cast: Cast) -> None:
    week = last_monday(cast.school)

    review_week(actor_id=cast.insider.pk, agency_id=cast.school.id, week=week, note="All well.", at=NOW)

    with pytest.raises(WeekReviewed):
        review_week(actor_id=cast.insider.pk, agency_id=cast.school.id, week=week, note="", at=NOW)
    with pytest.raises(WeekNotOver):
        review_week(actor_id=cast.insider.pk, agency_id=cast.school.id, week=week + timedelta(7), note="", at=NOW)
    with pytest.raises(WeekNotOver):
        review_week(actor_id=cast.insider.pk, agency_id=cast.school.id, week=week + timedelta(1), note="", at=NOW)
    with pytest.raises(AgencyNotFound):
        review_week(actor_id=cast.officer.pk, agency_id=cast.school.id, week=week, note="", at=NOW)
    assert AuditReview.objects.get().name == cast.insider.shown_name()


def test_the_pages_show_events_as_text_and_take_a_signature(cast: Cast) -> None:
    cast.teacher.display_name = "<script>alert(1)</script>"
    cast.teacher.save()
    noted(user_id=cast.teacher.pk, site_id=str(cast.site.id))
    read = AuditNote(AuditKind.PLAN, AuditOutcome.DONE, "plan_read", cast.teacher.pk)
    spool_of_process().put(line_of(read, NOW - timedelta(days=7)))
    take_in()
    client = Client()
    client.force_login(cast.insider)

    page = client.get(f"/records/{cast.school.id}?person=script&kind=plan&since=nonsense&before=x").content.decode()
    form = {"act": "review", "week": last_monday(cast.school).isoformat()}
    signed = client.post(f"/records/{cast.school.id}/review", {**form, "note": "Seen"})
    again = client.post(f"/records/{cast.school.id}/review", form)
    later = client.post(f"/records/{cast.school.id}/review", {**form, "week": "2999-01-04"})

    assert "&lt;script&gt;alert" in page
    assert "<script>alert" not in page
    assert (signed.status_code, again.status_code, later.status_code) == (303, 422, 404)
    assert "Seen" in client.get(f"/records/{cast.school.id}/review").content.decode()


def test_what_is_hashed_says_everything_that_is_shown(cast: Cast) -> None:
    noted(user_id=cast.teacher.pk, site_id=str(cast.site.id))
    (event,) = events()

    told = json.loads(event.content)
    assert (told["person"], told["site"], told["source"]) == (event.person, event.site, event.source)
