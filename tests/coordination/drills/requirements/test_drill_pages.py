"""The pages of drill law, its files and calendars: what each reader has, and what hostile input does."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext
from icalendar import Calendar

from coordination.drills.exercises.models import Exercise, ExercisePerson
from coordination.drills.requirements.models import Drill, DrillNotice, OwnDrillLaw
from coordination.drills.requirements.rules.drill_file import COLUMNS
from coordination.drills.requirements.rules.laws import shipped_laws
from coordination.drills.requirements.words import SHIPPED_TEXTS
from coordination.models import User
from tests.coordination.drills.requirements.drill_people import People, as_, ask
from tests.factories.practice.drills import make_drill

pytestmark = pytest.mark.django_db(transaction=True)
EVIL = '=HYPERLINK("http://evil")<script>alert(1)</script>'


def bring(user: User, text: str | bytes) -> dict[str, object]:
    content = text.encode() if isinstance(text, str) else text
    answer = as_(user).post("/api/v1/drills/imports", {"file": SimpleUploadedFile("past.csv", content)})
    return {"status": answer.status_code, **answer.json()}


# --- who opens which page ---------------------------------------------------------------------------------------------
def test_each_page_opens_for_who_reads_and_forms_for_who_keeps(people: People) -> None:
    cast = people.cast
    drill = make_drill(cast.site, by=cast.insider)
    school, district = f"/drills/schools/{cast.site.pk}", f"/drills/districts/{cast.district.pk}"
    read = [
        school,
        f"{school}/certificate",
        f"{school}/calendar.ics",
        f"{school}/drills.csv",
        f"/drills/records/{drill.pk}",
    ]
    of_district = [
        district,
        f"{district}/law",
        f"{district}/laws/TX",
        f"{district}/calendar.ics",
        f"{district}/drills.csv",
    ]
    keep = [f"{school}/new", "/drills/import"]
    everything = ["/drills/law", *read, *of_district, *keep]
    may = {
        people.planner: set(everything),
        people.superintendent: {"/drills/law", *read, *of_district},
        cast.insider: {"/drills/law", *read, *keep},
        cast.teacher: {"/drills/law", *read},
        people.firefighter: {"/drills/law", *read},
        cast.officer: {"/drills/law", *read},
        people.neighbor: {"/drills/law"},
        people.medic: set(),
        cast.stranger: set(),
        cast.former: set(),
    }

    clients = {user: as_(user) for user in may}

    found = {user: {path for path in everything if clients[user].get(path).status_code == 200} for user in may}

    assert found == may
    assert {clients[cast.stranger].get(path).status_code for path in everything} == {404}
    assert Client().get(school).status_code == 302


def test_who_only_reads_finds_no_form_and_a_posted_one_changes_nothing(people: People) -> None:
    cast = people.cast
    drill = make_drill(cast.site, by=cast.insider)
    path = f"/drills/records/{drill.pk}"
    teacher = as_(cast.teacher)
    assert 'name="act"' not in teacher.get(path).content.decode()

    for posted in (
        {"act": "correct", "type": "fire", "starts_at": "2026-10-06T10:00", "version": 1, "reason": "x"},
        {"act": "notice", "sent_at": "2026-10-06T10:00", "channel": "text"},
        {"act": "sign", "version": 1},
    ):
        assert teacher.post(path, posted).status_code == 422
    law = as_(people.superintendent).post(
        f"/drills/districts/{cast.district.pk}/laws/TX", {"act": "remove", "number": 0}
    )

    assert law.status_code == 422
    drill.refresh_from_db()
    assert (drill.type, drill.version, drill.notices.count(), OwnDrillLaw.objects.count()) == ("lockdown", 1, 0, 0)


# --- forms ------------------------------------------------------------------------------------------------------------
def test_a_drill_is_written_down_corrected_and_noted_by_forms(people: People) -> None:
    cast, client = people.cast, as_(people.cast.insider)
    new = f"/drills/schools/{cast.site.pk}/new"
    typed = {"act": "write", "type": "fire", "state": "held", "starts_at": "2026-10-06T10:00"}
    typed |= {"evacuees": "412", "issues": EVIL}
    bad = client.post(new, typed | {"ends_at": "2026-10-06T09:00"})
    assert (bad.status_code, 'value="412"' in bad.content.decode()) == (422, True)
    assert "<script>alert" not in bad.content.decode()

    made = client.post(new, typed)
    drill = Drill.objects.get()
    assert (made.status_code, made["Location"]) == (303, f"/drills/records/{drill.pk}")
    assert drill.starts_at == datetime(2026, 10, 6, 14, 0, tzinfo=UTC)
    page = client.get(made["Location"]).content.decode()
    assert "<script>alert" not in page

    corrected = client.post(
        made["Location"], typed | {"act": "correct", "version": "1", "evacuees": "410", "reason": "Counted"}
    )
    noted = client.post(made["Location"], {"act": "notice", "sent_at": "2026-10-01T08:00", "channel": "letter"})
    assert (corrected.status_code, noted.status_code) == (303, 303)
    drill.refresh_from_db()
    assert (drill.evacuees, drill.version) == (410, 2)
    assert "Counted" in client.get(made["Location"]).content.decode()
    assert as_(people.firefighter).post(made["Location"], {"act": "sign", "version": "2"}).status_code == 303
    assert "signed here" in client.get(made["Location"]).content.decode()


@pytest.mark.parametrize("value", ["", "nonsense", "9" * 400, "2026-13-01T00:00", "\0"])
def test_nonsense_in_a_form_is_refused_and_never_a_fault(people: People, value: str) -> None:
    client = as_(people.planner)
    district = people.cast.district.pk
    fields = (
        "starts_at",
        "ends_at",
        "type",
        "secured_s",
        "exercise_id",
        "signed_on",
        "version",
        "number",
        "act",
        "key",
    )
    for path in (
        f"/drills/schools/{people.cast.site.pk}/new",
        f"/drills/districts/{district}/law",
        f"/drills/districts/{district}/laws/TX",
        f"/drills/records/{make_drill(people.cast.site, by=people.planner).pk}",
    ):
        # A form that the page does not have, or no text at all.
        assert client.post(path, dict.fromkeys(fields, value)).status_code in (404, 422)
        for act in ("rule", "add", "year", "new", "choose", "head", "write", "correct", "notice", "sign"):
            assert client.post(path, dict.fromkeys(fields, value) | {"act": act}).status_code in (422, 404)
        assert client.get(path, {"year": value, "exercise": value}).status_code == 200


def test_a_planner_adds_a_state_and_changes_its_rules_by_forms(people: People) -> None:
    client, path = as_(people.planner), f"/drills/districts/{people.cast.district.pk}"
    made = client.post(f"{path}/law", {"act": "new", "key": "XX", "name": "Made-up state", "like": "TX"})
    assert (made.status_code, made["Location"]) == (303, f"{path}/laws/XX")
    rule = {"code": "fire_monthly", "title_en": "Fire each month", "types": ["fire"], "count": "1", "per": "month"}
    assert client.post(f"{path}/laws/XX", rule | {"act": "add"}).status_code == 303
    assert client.post(f"{path}/laws/XX", {"act": "remove", "number": "0"}).status_code == 303
    assert client.post(f"{path}/laws/XX", rule | {"act": "rule", "number": "0", "per": "days"}).status_code == 422
    assert client.post(f"{path}/law", {"act": "choose", "key": "XX"}).status_code == 303

    stored = OwnDrillLaw.objects.get().document
    assert [one["code"] for one in stored["rules"]][-1] == "fire_monthly"
    assert "secure" not in [one["code"] for one in stored["rules"]]
    assert "Fire each month" in as_(people.cast.teacher).get(f"/drills/schools/{people.cast.site.pk}").content.decode()
    assert client.post(f"{path}/laws/XX", {"act": "give_up"}).status_code == 422


def test_the_drill_of_an_exercise_has_its_times_and_is_written_down_once(people: People) -> None:
    cast = people.cast
    at = datetime(2026, 10, 6, 14, tzinfo=UTC)
    exercise = Exercise.objects.create(
        site=cast.site,
        sponsor=cast.district,
        kind="drill",
        action="lockdown",
        name="Autumn lockdown",
        incident_type="STANDBY",
        severity="MODERATE",
        state="ended",
        planned_start=at,
        planned_end=at + timedelta(hours=1),
        started_at=at,
        ended_at=at + timedelta(minutes=25),
        created_by=people.planner,
        created_at=at,
    )
    ExercisePerson.objects.create(
        exercise=exercise,
        agency=cast.district,
        user=people.planner,
        role="director",
        added_by=people.planner,
        added_at=at,
    )
    new = f"/drills/schools/{cast.site.pk}/new"

    page = as_(people.planner).get(f"{new}?exercise={exercise.pk}").content.decode()
    assert 'value="2026-10-06T10:00"' in page
    assert 'value="2026-10-06T10:25"' in page
    # The principal keeps drills and has no part in that exercise.
    assert "Autumn lockdown" not in as_(cast.insider).get(f"{new}?exercise={exercise.pk}").content.decode()

    typed = {"act": "write", "type": "lockdown", "starts_at": "2026-10-06T10:00", "exercise_id": str(exercise.pk)}
    assert as_(people.planner).post(new, typed).status_code == 303
    assert as_(people.planner).post(new, typed).status_code == 422
    assert Drill.objects.get().exercise_id == exercise.pk


# --- files ------------------------------------------------------------------------------------------------------------
HEAD = "School,Drill date,Start time,Type,Seconds,Police,Parent notice,Lunch\n"


def test_a_file_of_past_drills_is_taken_whole_once_and_by_who_keeps_the_schools(people: People) -> None:
    text = HEAD + (
        "Lincoln High School,10/06/2025,9:30 AM,Lockdown,95,yes,2025-10-01,soup\n"
        "lincoln high school,2025-11-04,,fire,,,,\n"
        ",,,,,,,\n"
        "Roosevelt Middle School,2025-11-05,10:15,shelter weather,120,no,,\n"
    )
    assert bring(people.cast.teacher, text)["status"] == 403
    assert bring(people.cast.stranger, text)["status"] == 403

    # The principal keeps one school: the row of the other is wrong, and nothing is taken.
    found = bring(people.cast.insider, text)
    assert (found["is_taken"], found["defects"]) == (False, [{"row": 5, "column": "school", "code": "no_such_school"}])
    assert not Drill.objects.exists()

    found = bring(people.planner, text)
    assert (found["is_taken"], found["taken"], found["known"], found["ignored_columns"]) == (True, 3, 0, ["Lunch"])
    first = Drill.objects.order_by("starts_at")[0]
    assert (first.starts_at, first.on, first.police_present) == (
        datetime(2025, 10, 6, 13, 30, tzinfo=UTC),
        date(2025, 10, 6),
        True,
    )
    assert DrillNotice.objects.get().drill == first
    again = bring(people.planner, text)
    assert (again["taken"], again["known"], Drill.objects.count()) == (0, 3, 3)


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("Lincoln High School,2025-02-30,,fire,,,,", "date", "unreadable"),
        ("Lincoln High School,,,fire,,,,", "date", "unreadable"),
        ("Lincoln High School,2999-01-01,,fire,,,,", "date", "impossible"),
        ("Lincoln High School,2025-10-06,25:00,fire,,,,", "start", "unreadable"),
        ("Lincoln High School,2025-10-06,,dragon,,,,", "type", "impossible"),
        ("Lincoln High School,2025-10-06,,fire,-5,,,", "secured_s", "unreadable"),
        ("Lincoln High School,2025-10-06,,fire,99999999,,,", "secured_s", "impossible"),
        ("Lincoln High School,2025-10-06,,fire,,perhaps,,", "police_present", "unreadable"),
        ("Lincoln High School,2025-10-06,,fire,,,2999-01-01,", "parents_told_at", "unreadable"),
        ("Nowhere,2025-10-06,,fire,,,,", "school", "no_such_school"),
    ],
)
def test_a_wrong_row_is_named_by_its_number_and_column(people: People, row: str, column: str, code: str) -> None:
    good = "Lincoln High School,2025-10-07,,fire,,,,\n"

    found = bring(people.planner, f"{HEAD}{good}{row}\n")

    assert found["defects"] == [{"row": 3, "column": column, "code": code}]
    assert not Drill.objects.exists()


@pytest.mark.parametrize(
    "content", [b"", b"\0\0", b"name,role\n", b"date,type\n\xff\xfe,\x80\n", b'"', b"PK\x03\x04" * 50]
)
def test_what_is_no_table_of_drills_is_refused_and_never_a_fault(people: People, content: bytes) -> None:
    found = bring(people.planner, content or b" ")

    assert found["status"] in (200, 422)
    assert not Drill.objects.exists()


def test_the_table_for_the_state_runs_nothing_and_is_read_back_as_it_was(people: People) -> None:
    cast = people.cast
    drill = make_drill(
        cast.site,
        by=cast.insider,
        at=datetime(2026, 10, 6, 14, tzinfo=UTC),
        issues=EVIL,
        weather="-5 °C",
        evaluator="+Ada",
        scenario="",
        secured_s=95,
        ends_at=datetime(2026, 10, 6, 14, 20, tzinfo=UTC),
    )
    make_drill(cast.site, by=cast.insider, at=datetime(2027, 1, 5, tzinfo=UTC), state="planned", announcement="none")
    path = f"/api/v1/drills/districts/{cast.district.pk}/table?year=2026"

    text = as_(people.planner).get(path).content.decode()

    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert tuple(row) == COLUMNS
    assert (row["date"], row["start"], row["end"], row["secured_s"]) == ("2026-10-06", "10:00", "10:20", "95")
    assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
    assert as_(cast.insider).get(path).status_code == 404
    Drill.objects.all().delete()
    assert bring(people.planner, text)["taken"] == 1
    back = Drill.objects.get()
    for name in ("issues", "weather", "evaluator", "secured_s", "starts_at", "ends_at", "type", "on"):
        assert getattr(back, name) == getattr(drill, name)


# --- calendars --------------------------------------------------------------------------------------------------------
def test_a_calendar_says_to_each_what_they_may_know(people: People) -> None:
    cast = people.cast
    soon = datetime.now(UTC) + timedelta(days=3)
    for announcement in ("full", "date_only", "none"):
        make_drill(
            cast.site, by=cast.insider, at=soon, type="active_shooter", state="planned", announcement=announcement
        )
    make_drill(cast.site, by=cast.insider, at=soon, type="fire", state="canceled")
    path = f"/api/v1/drills/schools/{cast.site.pk}/calendar"

    def told(user: User) -> tuple[list[str], int]:
        body = as_(user).get(path).content
        events = Calendar.from_ical(body).walk("VEVENT")
        assert len({str(one["UID"]) for one in events}) == len(events)
        drills = sorted(str(one["SUMMARY"]) for one in events if str(one["UID"]).startswith("drill-"))
        return drills, len(events) - len(drills)

    kept, due = told(cast.insider)
    assert (len(kept), due > 0) == (3, True)
    assert sum("Active shooter" in one for one in kept) == 3
    for reader in (cast.teacher, people.firefighter):
        assert told(reader) == (["Drill · Lincoln High School", "Drill: Active shooter · Lincoln High School"], 0)
    assert as_(cast.stranger).get(path).status_code == 404


def test_a_calendar_is_read_by_a_program_with_a_header_and_never_by_an_address(people: People) -> None:
    path = f"/api/v1/drills/schools/{people.cast.site.pk}/calendar"

    assert Client().get(path).status_code == 401
    assert Client().get(f"{path}?token=abc").status_code == 401
    assert as_(people.cast.teacher).get(path)["Content-Type"] == "text/calendar; charset=utf-8"


# --- the certificate --------------------------------------------------------------------------------------------------
def test_the_certificate_is_a_tagged_paper_for_who_reads(people: People) -> None:
    cast = people.cast
    make_drill(cast.site, by=cast.insider, at=datetime(2026, 10, 6, 14, tzinfo=UTC), issues=EVIL)
    path = f"/drills/schools/{cast.site.pk}/certificate.pdf?year=2026"

    paper = as_(people.firefighter).get(path)

    assert (paper.status_code, paper["Content-Type"], paper.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert as_(people.medic).get(path).status_code == 404
    assert ask(people.planner, "GET", f"/schools/{cast.site.pk}?year=2026")[0] == 200


# --- in Spanish -------------------------------------------------------------------------------------------------------
def test_the_law_is_named_in_the_readers_language_and_a_districts_own_as_it_was_written(people: People) -> None:
    school, district = f"/drills/schools/{people.cast.site.pk}", f"/drills/districts/{people.cast.district.pk}"
    paths = [school, f"{school}/certificate", district, f"{district}/law", f"{district}/laws/GENERIC"]
    client = as_(people.planner)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    shipped = {path: client.get(path).content.decode() for path in paths}
    changed = client.post(
        f"{district}/laws/GENERIC",
        {"act": "head", "name": "Common list", "citation": "Ours, 2026", "records_years": "3"},
    )
    own = {path: client.get(path).content.decode() for path in paths}

    assert changed.status_code == 303
    for path in paths:
        assert "Lista común" in shipped[path], path
        assert "Costumbre del ramo; ninguna ley estatal" in shipped[path], path
        assert "Common list" in own[path], path
        assert "Lista común" not in own[path], path
    assert "Nueva York" in shipped[f"{district}/law"]


def test_every_english_word_of_a_shipped_law_has_a_spanish_one() -> None:
    with translation.override("es"):
        assert {text for text in SHIPPED_TEXTS if gettext(text) == text} == set()
    # States are called the same in both, but for those that are listed.
    same = {"Florida", "Illinois", "Michigan", "Texas", "Washington"}
    assert {one.name for one in shipped_laws().values()} - SHIPPED_TEXTS == same


def test_why_a_file_is_not_read_is_said_in_the_reader_s_language(people: People) -> None:
    client = Client(headers={"Accept-Language": "es"})
    client.force_login(people.cast.insider)
    said = {
        b"a,b\n1,2": "La primera fila nombra las columnas",
        b"date,type\n\0": "El archivo no es tex",
        b"date,type\n" + b"x" * (8 * 1024 * 1024): "El archivo pasa de 8 MB.",
    }

    for content, words in said.items():
        page = client.post("/drills/import", {"act": "bring", "file": SimpleUploadedFile("past.csv", content)})
        assert (page.status_code, words in page.content.decode()) == (422, True)
        assert "No se tomó nada" in page.content.decode()
