"""Lessons are written by a district, held by its schools and counted; no student is named, no stranger reads them."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from coordination.models import User
from coordination.prevention.climate.work.years import begin_of, school_year_of
from coordination.prevention.lessons.models import HeldLesson, LessonEdition, LessonReading
from coordination.prevention.lessons.vocabulary import LessonTopic
from coordination.prevention.lessons.waiting import list_waiting_lessons
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_agency, make_member

pytestmark = pytest.mark.django_db
ALL = [one.value for one in LessonTopic]


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def keeper(cast: Cast) -> User:
    return make_member(cast.district, role=MemberRole.ADMINISTRATOR).user


def client_of(user: User, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client


def api(user: User, method: str, agency_id: object, path: str, body: object = None) -> Any:
    address = f"/api/v1/agencies/{agency_id}/{path}"
    return getattr(client_of(user), method)(address, body, content_type="application/json")


def today() -> date:
    """Return the day it is at the schools of the cast: on an evening in America it is not the day of UTC."""
    return timezone.now().astimezone(ZoneInfo("America/New_York")).date()


def held(**changes: object) -> dict[str, object]:
    given = {"audience": "staff", "topics": ALL, "held_on": today().isoformat(), "people": 12}
    return {**given, "held_by": "The counselor", **changes}


def text(words: str, drawn_from: int = 0, **more: object) -> dict[str, object]:
    return {"text": words, "drawn_from": drawn_from, **more}


def standing(user: User, cast: Cast, audience: str = "staff") -> list[tuple[int, int]]:
    rows = api(user, "get", cast.school.pk, "lessons").json()["standings"]
    return [(one["times"], one["people"]) for one in rows if one["audience"] == audience]


# --- what is held -----------------------------------------------------------------------------------------------------
def test_what_a_teacher_notes_is_counted_and_what_was_missing_is_no_more(cast: Cast) -> None:
    before = len(list(list_waiting_lessons(cast.insider.pk, timezone.now())))
    made = api(cast.teacher, "post", cast.school.pk, "held-lessons", held(topics=ALL[:2], group="All of us"))

    assert (before, made.status_code) == (1, 201)
    assert standing(cast.insider, cast) == [(1, 12), (1, 12), (0, 0), (0, 0)]
    page = client_of(cast.teacher).get(f"/prevention/lessons/{cast.school.pk}").content.decode()
    assert "All of us" in page
    assert "22 lessons have not been held this" in page


def test_the_lead_reads_what_is_missing_and_a_teacher_and_a_stranger_do_not(cast: Cast, keeper: User) -> None:
    at = timezone.now()

    assert [one.words for one in list_waiting_lessons(cast.insider.pk, at)] == ["Lincoln High · 24 lessons are missing"]
    for other in (cast.teacher, cast.officer, cast.stranger, keeper):
        assert list(list_waiting_lessons(other.pk, at)) == []


def test_a_school_holds_only_what_is_for_it(cast: Cast, keeper: User) -> None:
    grades = {"audiences": ["grades_9_to_12", "staff"]}
    assert api(cast.teacher, "put", cast.school.pk, "lesson-audiences", grades).status_code == 403
    assert api(cast.insider, "put", cast.school.pk, "lesson-audiences", grades).status_code == 204

    refused = api(cast.teacher, "post", cast.school.pk, "held-lessons", held(audience="k_to_2"))

    assert refused.json()["code"] == "lesson_not_for_this_school"
    assert len(api(cast.teacher, "get", cast.school.pk, "lessons").json()["standings"]) == 8


def test_what_cannot_be_is_not_written_down(cast: Cast) -> None:
    before_july = begin_of(school_year_of(today()), "UTC").date() - timedelta(days=1)
    for changes, code in (
        ({"held_on": (today() + timedelta(days=1)).isoformat()}, "lesson_not_held_yet"),
        ({"held_on": before_july.isoformat()}, "lesson_long_ago"),
        ({"people": 0}, "bad_command"),
        ({"people": 10**9}, "bad_command"),
        ({"topics": []}, "bad_command"),
        ({"group": "x" * 81}, "bad_command"),
        ({"held_by": "Ann\u0000"}, "hidden_characters"),
        ({"students": ["Ann"]}, "bad_command"),
    ):
        answer = api(cast.teacher, "post", cast.school.pk, "held-lessons", held(**changes))
        assert (changes, answer.status_code, answer.json()["code"]) == (changes, 422, code)
    assert not HeldLesson.objects.exists()


def test_a_mistake_is_taken_back_by_its_writer_or_an_administrator_and_not_by_a_colleague(cast: Cast) -> None:
    colleague = make_member(cast.school, role=MemberRole.STAFF).user
    first, second = (api(cast.teacher, "post", cast.school.pk, "held-lessons", held()).json()["id"] for _ in range(2))

    assert api(colleague, "delete", cast.school.pk, f"held-lessons/{first}").status_code == 403
    assert api(cast.officer, "delete", cast.school.pk, f"held-lessons/{first}").status_code == 404
    assert standing(cast.insider, cast)[0] == (2, 24)
    assert api(cast.teacher, "delete", cast.school.pk, f"held-lessons/{first}").status_code == 204
    assert api(cast.insider, "delete", cast.school.pk, f"held-lessons/{second}").status_code == 204
    assert api(cast.insider, "delete", cast.school.pk, f"held-lessons/{second}").status_code == 204
    assert standing(cast.insider, cast)[0] == (0, 0)


def test_a_held_lesson_of_another_school_is_not_there(cast: Cast, keeper: User) -> None:
    other = make_agency(AgencyKind.SCHOOL, parent=cast.district)
    elsewhere = make_member(other, role=MemberRole.ADMINISTRATOR).user
    made = api(cast.teacher, "post", cast.school.pk, "held-lessons", held()).json()["id"]

    assert api(elsewhere, "delete", other.pk, f"held-lessons/{made}").status_code == 404
    assert api(elsewhere, "get", cast.school.pk, "lessons").status_code == 404
    assert api(elsewhere, "post", cast.school.pk, "held-lessons", held()).status_code == 404
    assert api(keeper, "post", cast.district.pk, "held-lessons", held()).json()["code"] == "lessons_of_school"


# --- what staff have read ---------------------------------------------------------------------------------------------
def test_who_has_read_says_so_once_for_themselves(cast: Cast, keeper: User) -> None:
    for _ in range(2):
        assert api(cast.teacher, "post", cast.school.pk, "lesson-readings", {}).status_code == 204

    answer = api(cast.insider, "get", cast.school.pk, "lessons").json()
    assert (answer["staff_read"], answer["staff"]) == (1, 2)
    assert LessonReading.objects.count() == len(ALL)
    # Of the district, and of nowhere.
    for other in (keeper, cast.officer, cast.stranger):
        assert api(other, "post", cast.school.pk, "lesson-readings", {}).status_code == 404


def test_who_has_read_a_part_has_not_read_all(cast: Cast) -> None:
    api(cast.teacher, "post", cast.school.pk, "lesson-readings", {"topics": ALL[:3]})

    assert api(cast.insider, "get", cast.school.pk, "lessons").json()["staff_read"] == 0


def test_the_account_of_a_wall_has_no_lessons(cast: Cast) -> None:
    wall = make_member(cast.school, role=MemberRole.STAFF).user
    User.objects.filter(pk=wall.pk).update(is_device=True)

    assert api(wall, "get", cast.school.pk, "lessons").status_code == 404
    assert api(wall, "post", cast.school.pk, "lesson-readings", {}).status_code == 404


# --- what is said -----------------------------------------------------------------------------------------------------
WHERE = "lessons/grades_9_to_12/how_to_report"


def test_a_districts_words_replace_the_proposed_ones_at_all_its_schools_and_can_be_taken_back(
    cast: Cast, keeper: User
) -> None:
    proposed = client_of(cast.teacher).get(f"/prevention/lessons/{cast.school.pk}/grades_9_to_12").content.decode()
    said = "Call 911 or 988.\n<script>alert(1)</script>"
    assert api(keeper, "put", cast.district.pk, f"{WHERE}/en", text(said)).status_code == 204

    shown = client_of(cast.teacher).get(f"/prevention/lessons/{cast.school.pk}/grades_9_to_12").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script>alert(1)" not in shown
    assert api(keeper, "put", cast.district.pk, f"{WHERE}/en", text("", 1)).status_code == 204
    again = client_of(cast.teacher).get(f"/prevention/lessons/{cast.school.pk}/grades_9_to_12").content.decode()
    assert "Danger right now: get safe and call 9-1-1." in proposed
    assert "Danger right now: get safe and call 9-1-1." in again


def test_a_language_is_added_as_data_and_shown_in_its_own_name(cast: Cast, keeper: User) -> None:
    body = text("Gọi 911 hoặc 988.", language_name="Tiếng Việt")
    assert api(keeper, "put", cast.district.pk, f"{WHERE}/vi", body).status_code == 204

    page = client_of(cast.teacher).get(f"/prevention/lessons/{cast.school.pk}/grades_9_to_12?language=vi")
    shown = page.content.decode()
    assert "Tiếng Việt" in shown
    assert "Gọi 911 hoặc 988." in shown
    # What is not written in it is said in English.
    assert "Not written in this language yet." in shown
    nameless = api(keeper, "put", cast.district.pk, f"{WHERE}/so", text("911 988"))
    assert (nameless.status_code, nameless.json()["code"]) == (422, "bad_held_lesson")


def test_what_no_lesson_says_is_refused(cast: Cast, keeper: User) -> None:
    for where, words, code in (
        (f"{WHERE}/en", "Call 911.", "lesson_lacks_help"),
        (f"{WHERE}/en", "Call 911 or 988. She committed suicide.", "lesson_names_ways"),
        ("lessons/k_to_2/what_to_look_for/en", "Look for a gun.", "children_told_of_attacks"),
        ("lessons/k_to_2/options/en", "Run.", "lesson_of_protocol"),
    ):
        assert api(keeper, "put", cast.district.pk, where, text(words)).json()["code"] == code
    assert not LessonEdition.objects.exists()


def test_only_administrators_of_the_district_write_and_no_one_undoes_another(cast: Cast, keeper: User) -> None:
    body = text("Call 911 or 988.")
    assert api(cast.insider, "put", cast.school.pk, f"{WHERE}/en", body).json()["code"] == "lessons_not_yours"
    assert api(cast.teacher, "put", cast.school.pk, f"{WHERE}/en", body).status_code == 403
    assert api(cast.officer, "put", cast.district.pk, f"{WHERE}/en", body).status_code == 404
    assert api(keeper, "put", cast.district.pk, f"{WHERE}/en", body).status_code == 204
    assert api(keeper, "put", cast.district.pk, f"{WHERE}/en", body).json()["code"] == "lesson_changed"
    assert LessonEdition.objects.count() == 1


def test_the_pages_take_what_is_noted_written_and_read(cast: Cast, keeper: User) -> None:
    page = f"/prevention/lessons/{cast.school.pk}"
    typed = {"act": "note", **held(group="Grade 9"), "language": "en"}
    assert client_of(cast.teacher).post(page, typed).status_code == 303
    (row,) = HeldLesson.objects.all()
    assert (row.group, row.held_on, row.people) == ("Grade 9", date.fromisoformat(str(typed["held_on"])), 12)
    assert client_of(cast.teacher).post(page, {"act": "back", "held_id": str(row.pk)}).status_code == 303
    assert client_of(cast.teacher).post(page, {"act": "read"}).status_code == 303
    assert LessonReading.objects.count() == len(ALL)
    lesson = f"/prevention/lessons/{cast.district.pk}/staff"
    write = {
        "act": "write",
        "topic": "how_to_report",
        "drawn_from": "0",
        "text": "Call 911 or 988.",
        "language_name": "",
    }
    assert client_of(keeper).post(lesson, write).status_code == 303
    other = {"act": "other", "topic": "how_to_report", "drawn_from": "0", "language": "vi", "text": "911 988"}
    assert client_of(keeper).post(lesson, other | {"language_name": "Tiếng Việt"}).status_code == 303
    assert LessonEdition.objects.count() == 2
    assert "Lincoln High" in client_of(keeper).get(f"/prevention/lessons/{cast.district.pk}").content.decode()
    # A teacher's page has no form to write by: a post changes nothing.
    client_of(cast.teacher).post(f"/prevention/lessons/{cast.school.pk}/staff", write)
    assert LessonEdition.objects.count() == 2


def test_lessons_read_in_spanish(cast: Cast) -> None:
    shown = client_of(cast.teacher, "es").get(f"/prevention/lessons/{cast.school.pk}/k_to_2").content.decode()

    assert "Díselo a un adulto en quien confías" in shown
