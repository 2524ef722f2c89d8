"""A year of a district in simulated time: what comes due was told before, to who can act, and is gone once they did."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from coordination.environment import mailer_from_url
from coordination.incident.command.capability import ClaimCommand
from coordination.incident.lifecycle.capability import CloseIncident
from coordination.records.check import check_everything
from coordination.records.models import SignedHead
from coordination.room.dispatch import execute
from coordination.room.models import Room
from coordination.web.health import backups_told, keys_in_words
from mou.foundation.waiting import WaitingKind as Kind
from tests.end_to_end.year.calendar import Calendar, faults_in, on_database, simulated
from tests.end_to_end.year.district import Diary, District, open_district
from tests.factories.cast import asks, open_room, post
from tests.fakes.smtp import FakeSmtp
from tests.support.backend import fast_temporary_folder
from tests.support.processes import ROOT
from tests.support.services import PostgisServer, app_environment

pytestmark = [pytest.mark.e2e, pytest.mark.postgis]
# A Monday, at eight in the morning where the district is.
BEGIN = datetime(2027, 8, 2, 12, tzinfo=UTC)
KEPT, DAYS_OF_WEEK = 3, 7
# On the first Monday of each month after the first.
TESTS = 12
# Sixty days before the plan's day, and a quarter of a year before the walk no longer counts.
MONTH_OF_RENEWAL = (date(2028, 6, 5), date(2028, 6, 12))
SPRING = (date(2028, 5, 8), date(2028, 5, 15))
NINETY_DAYS_BEFORE = (date(2028, 1, 31), date(2028, 2, 7), date(2028, 2, 14))
IN_84_DAYS = "Fairview Schools and Fairview Police ends on 2028-01-31, in 84 days: renew it."


@pytest.fixture
def sink(settings: Settings) -> Iterator[FakeSmtp]:
    with FakeSmtp() as fake:
        address = f"smtp://127.0.0.1:{fake.port}"
        settings.MAILERS = {"default": mailer_from_url(address)}
        settings.HAS_MAIL, settings.PUSH_MAIL_SERVER, settings.PUSH_MAIL_FROM = True, address, "map@example.org"
        settings.PUSH_LINK_ORIGIN = "https://map.example.org"
        yield fake


@pytest.fixture
def own_folders(settings: Settings) -> Iterator[Path]:
    """Folders in memory: each of a thousand requests writes a session, and asks for a sync."""
    tmp_path = fast_temporary_folder()
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path / "var", tmp_path / "var" / "media"
    settings.EXPORTS_ROOT = tmp_path / "exports"
    settings.MOU_SIGNING_KEY_FILE = tmp_path / "signing-key.pem"
    settings.MOU_SIGNING_CERT_FILE = tmp_path / "signing-cert.pem"
    settings.VAR_DIR.mkdir()
    yield tmp_path
    shutil.rmtree(tmp_path)


def subjects(sink: FakeSmtp) -> list[str]:
    return [str(mail["Subject"]) for mail in sink.mails]


@dataclass
class Year:
    """The district, what its people were told, and what they do each time something waits."""

    district: District
    diary: Diary
    folder: Path

    @property
    def calendar(self) -> Calendar:
        return self.district.calendar

    def hold_due_drills(self) -> None:
        """Let the principal hold three of the drills that wait for them, each time that they read of some."""
        one = self.district
        if not self.diary.tells_today(one.cast.insider, Kind.HOLD_DRILL):
            return
        path = f"/drills/schools/{one.cast.site.pk}"
        for hours in (1, 2, 3):
            duties = one.reads(one.keeper, path)["duties"]
            open_ = [duty for duty in duties if duty["standing"] in ("due", "overdue")]
            if not open_:
                return
            due = min(open_, key=lambda duty: str(duty["due_on"]))
            at = self.calendar.at - timedelta(hours=hours)
            given = {"type": due["types"][0], "starts_at": at.isoformat(), "secured_s": 90}
            given |= {"police_present": True, "fire_present": True, "is_debriefed": True, "mental_health_present": True}
            one.does(one.cast.insider, f"{path}/records", given)

    def answer_tests(self) -> None:
        """Let people answer a test of the alarm that asks them: one is planned for the first Monday of each month."""
        one = self.district
        if self.calendar.today.day > DAYS_OF_WEEK:
            return
        for user in (one.cast.insider, one.deputy, one.keeper):
            for test in one.reads(user, "/me/alarm-tests"):
                one.does(user, f"/alarm-tests/{test['id']}/answer")

    def back_up(self) -> str:
        """Run the timer's command, and return what `/readyz` says of backups."""
        call_command("backup_regularly", str(self.folder / "backups"), keep=KEPT)
        return backup_words()


def backup_words() -> str:
    backups_told.cache_clear()
    return str(Client().get("/readyz").json()["backup"])


# --- scenes -----------------------------------------------------------------------------------------------------------
def walk_the_floor(one: District) -> None:
    """Walk the floor as it is drawn; one verifies the version, another publishes it."""
    path = f"/levels/{one.level_id}"
    newest = one.asks(one.keeper, "GET", f"{path}/versions")["ETag"]
    draft = one.asks(one.keeper, "POST", f"{path}/drafts", if_match=newest)
    floor = f"/floorplans/{draft.json()['id']}"
    walk = {"walked_on": one.calendar.today.isoformat(), "walked_with": ["Police", "Fire"], "note": ""}
    verified = one.asks(one.second_keeper, "POST", f"{floor}/verify", walk, if_match=draft["ETag"])
    one.asks(one.keeper, "POST", f"{floor}/publish", if_match=verified["ETag"])


def begin_plan(one: District) -> str:
    """Write the school's emergency plan, in which the teacher leads the way out; return its address."""
    rules = {"topics": ["evacuation"], "disciplines": ["school"], "places": [], "deputies": 0, "drill_days": 1095}
    one.does(one.keeper, f"/districts/{one.cast.district.pk}/emergency-plan-rules", rules, method="PUT")
    given = {"district_id": str(one.cast.district.pk), "site_id": str(one.cast.site.pk)}
    plan = f"/emergency-plans/{one.does(one.cast.insider, '/emergency-plans', given)['plan_id']}"
    section = {"edit_number": 1, "heading": "Evacuation", "body": "Out by door 1.", "roles": []}
    one.does(one.cast.insider, f"{plan}/sections/evacuation", section, method="PUT")
    leads = {"facts_number": 1, "title": "Leads the way out", "person_id": str(one.cast.teacher.public_id)}
    one.does(one.cast.insider, f"{plan}/roles", leads)
    one.does(one.cast.insider, f"{plan}/team", {"discipline": "school", "person_id": str(one.deputy.public_id)})
    return plan


def adopt_plan(one: District, plan: str) -> None:
    """Lay the newest version before its team of one, who is told of it and agrees; adopt it."""
    text = {"text_sha256": one.does(one.cast.insider, f"{plan}/submission")["text_sha256"]}
    assert one.waits_for(one.deputy, Kind.AGREE_TO_EMERGENCY_PLAN)
    one.does(one.deputy, f"{plan}/consents", text)
    one.does(one.cast.insider, f"{plan}/adoption", text)


def renew_agreement(one: District) -> None:
    """Write the renewal; who signs is told, and both sides sign."""
    path = f"/memoranda/{one.agreement.pk}/versions"
    version = f"{path}/{one.does(one.keeper, path, {'dates': None})['number']}"
    one.does(one.keeper, f"{version}/steps", {"to": "in_review"})
    places = {}
    for user, agency in ((one.keeper, one.cast.district), (one.chief, one.cast.police)):
        named = {"agency_id": str(agency.pk), "member_id": str(one.member_id(user)), "title": "Chief"}
        places[user] = one.does(user, f"{version}/signatories", named)["id"]
    for step in ("approved", "out_for_signature"):
        one.does(one.keeper, f"{version}/steps", {"to": step})
    assert one.waits_for(one.chief, Kind.SIGN_AGREEMENT)
    sha256 = one.reads(one.keeper, version)["line"]["canonical_sha256"]
    for user, place in places.items():
        signed = {"signatory_id": place, "sha256": sha256, "signed_name": user.username}
        one.does(user, f"{version}/signatures", signed)
    assert one.waits_for(one.chief, Kind.SIGN_AGREEMENT) == []


def play_exercise(one: District) -> None:
    """Open a room, say something in it, and close it: a log whose head is signed."""
    room = open_room(one.cast, is_exercise=True, at=one.calendar.at)
    post(one.cast.insider, room.pk, "All here.", at=one.calendar.at)
    asker = asks(one.cast.insider, at=one.calendar.at)
    execute(asker=asker, room_id=room.pk, command=ClaimCommand(id=uuid4(), type="claim_command"))
    close = CloseIncident(id=uuid4(), type="close_incident", reason="over")
    execute(asker=asker, room_id=room.pk, command=close)


# --- the year ---------------------------------------------------------------------------------------------------------
def begin_school_year(year: Year) -> str:
    """Begin everything: the plan, a walk, planned tests of the alarm, backups; return the plan's address."""
    one = year.district
    walk_the_floor(one)
    monthly = {"pace": "monthly", "weekday": "0", "clock": "06:30"}
    one.does(one.cast.insider, f"/agencies/{one.cast.school.pk}/alarm-test-plan", monthly, method="PUT")
    people = [{"member_id": str(one.member_id(user))} for user in (one.cast.teacher, one.deputy)]
    role = f"/agencies/{one.cast.school.pk}/role-cards/nurse/people"
    one.does(one.cast.insider, role, {"people": people}, method="PUT")
    name_church(one, until=date(2028, 4, 30), method="POST")
    plan = begin_plan(one)
    adopt_plan(one, plan)
    assert one.waits_for(one.operator, Kind.SEE_TO_BACKUPS)
    assert year.back_up().startswith("ok: made 2027-08-02, restored 2027-08-02")
    assert one.waits_for(one.operator) == []
    return plan


def name_church(one: District, *, until: date, method: str = "PUT") -> None:
    """Say where students are given back, and until when its host agrees."""
    sites = f"/sites/{one.cast.site.pk}/reunification-sites"
    given = {"rank": 1, "name": "First Church", "is_on_campus": False, "host": "First Church"}
    lon, lat = one.cast.site.location.coords
    given |= {"lon": lon, "lat": lat, "agreement_expires_on": until.isoformat()}
    if method == "POST":
        one.does(one.cast.insider, sites, given)
        return
    [site] = one.reads(one.cast.insider, sites)
    one.does(one.cast.insider, f"{sites}/{site['id']}", given, method=method, if_match=site["etag"])


def miss_a_night(year: Year) -> None:
    """The timer stands still: who operates the server is told before the newest backup counts no more."""
    one, monday = year.district, year.calendar.at
    year.calendar.at = monday + timedelta(hours=30)
    [line] = one.waits_for(one.operator, Kind.SEE_TO_BACKUPS)
    assert not line["is_overdue"]
    assert backup_words().startswith("ok: ")
    year.calendar.at = monday + timedelta(days=3)
    [line] = one.waits_for(one.operator, Kind.SEE_TO_BACKUPS)
    assert line["is_overdue"]
    year.calendar.at = monday


def renew_host(year: Year) -> None:
    """The church agrees until April 30: the school's keeper is told from the end of January on."""
    one = year.district
    assert year.diary.first_told(one.cast.insider, Kind.RENEW_HOST) in NINETY_DAYS_BEFORE
    name_church(one, until=date(2029, 4, 30))
    assert one.waits_for(one.cast.insider, Kind.RENEW_HOST) == []


def renew_in_time(year: Year, sink: FakeSmtp) -> None:
    """The agreement ends on January 31: its keepers are told from November on, renew it, and no access is lost."""
    one, calendar = year.district, year.calendar
    calendar.go_on_until(date(2027, 11, 15))
    told = year.diary.first_told(one.keeper, Kind.RENEW_AGREEMENT)
    assert told is not None
    assert date(2027, 11, 1) <= told <= date(2027, 11, 15)
    assert year.diary.first_told(one.chief, Kind.RENEW_AGREEMENT) is None
    # It goes to the keepers and readers of both sides as a blind copy.
    assert [text for text in subjects(sink) if "renew it" in text] == [IN_84_DAYS]
    assert one.readiness()["Agreements"] == "expiring"
    renew_agreement(one)
    calendar.go_on_until(date(2027, 11, 22))
    assert one.waits_for(one.keeper, Kind.RENEW_AGREEMENT) == []
    assert one.readiness()["Agreements"] == "current"


def cross_the_last_day(year: Year) -> None:
    """An officer reads the plan an hour before and an hour after the last midnight of the agreement."""
    one, calendar = year.district, year.calendar
    monday = calendar.at
    for hour in (3, 5, 7):
        calendar.at = datetime(2028, 2, 1, hour, 30, tzinfo=UTC)
        assert one.may_open(one.cast.officer, f"/levels/{one.level_id}/plan")
    calendar.at = monday


def rotate_key(year: Year, settings: Settings) -> None:
    """The server's key is changed as the manual says; heads that were signed before are checked as before."""
    one = year.district
    play_exercise(one)
    year.calendar.work_of_a_server()
    before = Client().get("/.well-known/musterpoint-record-key").json()
    old, settings.SECRET_KEY = settings.SECRET_KEY, "the next key of this server: " + "n" * 40
    settings.SECRET_KEY_FALLBACKS = [old]
    call_command("rotate_secret_key")
    settings.SECRET_KEY_FALLBACKS = []
    play_exercise(one)
    year.calendar.work_of_a_server()
    assert Client().get("/.well-known/musterpoint-record-key").json() == before
    assert {head.public_key for head in SignedHead.objects.all()} == {before["key"]}
    assert walked().startswith("whole: ")
    # Who did it by intent reads it, and so does who did not know of it.
    assert "MUSTERPOINT_SECRET_KEY" in one.waits_for(one.operator, Kind.SEE_TO_KEY)[0]["words"]
    keys_in_words.cache_clear()
    assert Client().get("/readyz").json()["keys"].startswith("new: MUSTERPOINT_SECRET_KEY (since 2027-11-")


def teacher_leaves(year: Year, plan: str) -> None:
    """Their access ends at once, their deputy steps in, and who keeps the plan is told that it names who has left."""
    one, teacher = year.district, year.district.cast.teacher
    path = f"/agencies/{one.cast.school.pk}/members/{one.member_id(teacher)}/end"
    one.does(one.cast.insider, path, {"reason": "Moved away."})
    assert not one.may_open(teacher, f"/levels/{one.level_id}/plan")
    cards = one.reads(one.cast.insider, f"/agencies/{one.cast.school.pk}/role-cards")
    [card] = [card for card in cards if card["role"] == "nurse"]
    assert card["people"][0]["member_id"] == str(one.member_id(one.deputy))
    assert one.waits_for(one.cast.insider, Kind.MEND_EMERGENCY_PLAN)
    assert names_teacher(one, plan)


def names_teacher(one: District, plan: str) -> bool:
    """Tell whether the plan's check of itself finds that it names the teacher."""
    return "Teacher" in str(one.reads(one.cast.insider, f"{plan}/findings"))


def renew_plan(year: Year, plan: str) -> None:
    """The plan is due in August and asked for from June on; the new version names who is there, and nothing waits."""
    one = year.district
    assert year.diary.first_told(one.cast.insider, Kind.RENEW_EMERGENCY_PLAN) in MONTH_OF_RENEWAL
    begun = one.does(one.cast.insider, f"{plan}/versions")
    [role] = begun["role_people"]
    leads = {"facts_number": begun["facts_number"], "title": "Leads the way out"}
    leads |= {"person_id": str(one.deputy.public_id)}
    one.does(one.cast.insider, f"{plan}/roles/{role['key']}", leads, method="PUT")
    adopt_plan(one, plan)
    assert one.waits_for(one.cast.insider, Kind.RENEW_EMERGENCY_PLAN) == []
    assert not names_teacher(one, plan)


def grow(year: Year, postgis: PostgisServer) -> str:
    """Carry the district from SQLite into PostGIS by the two commands of the manual; return the new address."""
    call_command("backup", str(year.folder / "grow.tar"))
    name = postgis.create_database()
    environment = app_environment(postgis.url(name), None, var=year.folder / "var")
    command = [sys.executable, str(ROOT / "manage.py"), "restore", str(year.folder / "grow.tar")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return postgis.url(name)


def walked() -> str:
    """Return what walking every chain says, in numbers."""
    told = check_everything()
    return f"whole: {told.entries} entries, {told.audit_events} events, {told.deletions} deletions, {heads()}"


def heads() -> list[tuple[str, int, str]]:
    rows = Room.objects.order_by("pk").values_list("pk", "head_seq", "head_hash")
    return [(str(pk), seq, head) for pk, seq, head in rows]


def test_a_year_of_a_district_surprises_no_one(
    spatialite_template: Path,
    postgis: PostgisServer,
    django_db_blocker: DjangoDbBlocker,
    own_folders: Path,
    settings: Settings,
    sink: FakeSmtp,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    file = own_folders / "var" / "musterpoint.sqlite3"
    file.write_bytes(spatialite_template.read_bytes())
    with django_db_blocker.unblock(), simulated(monkeypatch, BEGIN) as calendar:
        with on_database(f"spatialite://{file}"):
            one = open_district(calendar)
            year = Year(one, Diary(one), own_folders)
            calendar.each_monday += [year.diary.look, year.hold_due_drills, year.answer_tests]
            plan = begin_school_year(year)
            miss_a_night(year)
            renew_in_time(year, sink)
            rotate_key(year, settings)
            calendar.go_on_until(date(2028, 1, 31))
            cross_the_last_day(year)
            assert backup_words().startswith("old: made 2027-08-02")
            assert "restored 2028-01-31" in year.back_up()
            before, url = walked(), grow(year, postgis)
        with on_database(url):
            assert walked() == before
            calendar.go_on_until(date(2028, 2, 14))
            renew_host(year)
            calendar.go_on_until(date(2028, 5, 15))
            teacher_leaves(year, plan)
            calendar.go_on_until(date(2028, 6, 12))
            renew_plan(year, plan)
            assert year.diary.first_told(one.keeper, Kind.VERIFY_PLAN) in SPRING
            walk_the_floor(one)
            assert one.waits_for(one.keeper, Kind.VERIFY_PLAN) == []
            calendar.go_on_until(date(2028, 8, 7))
            assert "restored 2028-08-07" in year.back_up()
            assert one.waits_for(one.operator) == []
            assert_well(year)
    assert year.diary.surprises == []
    assert faults_in(caplog) == []


def assert_well(year: Year) -> None:
    """After the year all stands as it should, and every test of the alarm has its report."""
    one = year.district
    wanting = {topic: state for topic, state in one.readiness().items() if state != "current"}
    # A school of one is short of much, of holders of its roles and of lessons too; each finding of its plan waits.
    assert wanting == {"Emergency plan": "expiring", "Role cards": "missing", "Lessons": "missing"}
    assert one.waits_for(one.cast.insider, Kind.MEND_EMERGENCY_PLAN)
    tests = one.reads(one.cast.insider, f"/agencies/{one.cast.school.pk}/alarm-tests")
    assert len(tests) == TESTS
    for test in tests[1:]:
        report = one.reads(one.cast.insider, f"/alarm-tests/{test['id']}")
        assert report["acknowledged"] >= 2, report
    state = one.reads(one.keeper, f"/drills/schools/{one.cast.site.pk}?year=2027")
    assert {duty["standing"] for duty in state["duties"]} == {"done"}, state["duties"]
