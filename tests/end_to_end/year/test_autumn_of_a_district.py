"""A district's autumn in simulated time: what comes due was told before, to who can act, and goes once they did."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from coordination.environment import mailer_from_url
from coordination.web.health import backups_told
from mou.foundation.waiting import WaitingKind as Kind
from tests.end_to_end.year.calendar import Calendar, faults_in, on_database, simulated
from tests.end_to_end.year.district import Diary, District, open_district
from tests.fakes.smtp import FakeSmtp
from tests.support.backend import fast_temporary_folder

pytestmark = pytest.mark.e2e
# A Monday, at eight in the morning where the district is.
BEGIN = datetime(2027, 8, 2, 12, tzinfo=UTC)
KEPT = 3
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
        """Let the principal hold what the law asks for, once it waits for them."""
        one = self.district
        if self.calendar.today.isocalendar().week % 2 or not one.waits_for(one.cast.insider, Kind.HOLD_DRILL):
            return
        path = f"/drills/schools/{one.cast.site.pk}"
        open_ = [duty for duty in one.reads(one.keeper, path)["duties"] if duty["standing"] in ("due", "later")]
        due = min(open_, key=lambda duty: str(duty["due_on"]))
        at = self.calendar.at - timedelta(hours=1)
        given = {"type": due["types"][0], "starts_at": at.isoformat(), "secured_s": 90}
        given |= {"police_present": True, "fire_present": True, "is_debriefed": True, "mental_health_present": True}
        one.does(one.cast.insider, f"{path}/records", given)

    def answer_tests(self) -> None:
        """Let people answer a test of the alarm that asks them."""
        one = self.district
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


# --- the year ---------------------------------------------------------------------------------------------------------
def begin_school_year(year: Year) -> None:
    """Begin everything: the plan, a walk, planned tests of the alarm, backups."""
    one = year.district
    walk_the_floor(one)
    monthly = {"pace": "monthly", "weekday": "0", "clock": "06:30"}
    one.does(one.cast.insider, f"/agencies/{one.cast.school.pk}/alarm-test-plan", monthly, method="PUT")
    people = [{"member_id": str(one.member_id(user))} for user in (one.cast.teacher, one.deputy)]
    role = f"/agencies/{one.cast.school.pk}/role-cards/nurse/people"
    one.does(one.cast.insider, role, {"people": people}, method="PUT")
    plan = begin_plan(one)
    adopt_plan(one, plan)
    assert year.back_up().startswith("ok: made 2027-08-02, restored 2027-08-02")


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


def test_the_autumn_of_a_district_surprises_no_one(
    spatialite_template: Path,
    django_db_blocker: DjangoDbBlocker,
    own_folders: Path,
    sink: FakeSmtp,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    file = own_folders / "var" / "musterpoint.sqlite3"
    file.write_bytes(spatialite_template.read_bytes())
    with (
        django_db_blocker.unblock(),
        simulated(monkeypatch, BEGIN) as calendar,
        on_database(f"spatialite://{file}"),
    ):
        one = open_district(calendar)
        year = Year(one, Diary(one), own_folders)
        calendar.each_monday += [year.diary.look, year.hold_due_drills, year.answer_tests]
        begin_school_year(year)
        renew_in_time(year, sink)
    assert year.diary.surprises == []
    assert faults_in(caplog) == []
