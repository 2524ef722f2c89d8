"""A calendar program follows drills by a password of its own: what it is shown, and everything that ends it."""

import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from coordination.administration.accounts import sign_ins
from coordination.models import CalendarPassword, User, WrongPassword
from coordination.records.audit.intake import take_in
from coordination.records.models import AuditEvent
from coordination.records.person_data.collecting import person_document
from coordination.sign_in import calendar_passwords
from coordination.sign_in.calendar_passwords import make_calendar_password
from mou.agencies.memberships.members import end_membership, reinstate_member, suspend_member
from mou.agreements.memoranda import terminate_memorandum
from mou.models import Agency, AgencyMember
from mou.vocabulary import OPERATOR, MemberRole
from tests.coordination.drills.requirements.drill_people import People, as_, make_people
from tests.factories.mou import make_member, make_user
from tests.factories.practice.drills import make_drill
from tests.stage.served import session_of

pytestmark = pytest.mark.django_db
FEED, PAGE = "/drills/calendar.ics", "/drills/calendar"
NOW = datetime.now(UTC)


@pytest.fixture
def people(db: None) -> People:
    return make_people()


def basic(name: str, password: str) -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(f'{name}:{password}'.encode()).decode()}"}


def made_for(user: User, name: str = "Outlook") -> str:
    return make_calendar_password(user_id=user.pk, name=name, at=datetime.now(UTC))


def follow(user: User, password: str) -> int:
    return Client().get(FEED, headers=basic(user.username, password)).status_code


def summaries(user: User, password: str) -> Iterator[str]:
    body = Client().get(FEED, headers=basic(user.username, password)).content
    for one in Calendar.from_ical(body).walk("VEVENT"):
        yield str(one["SUMMARY"])


def plan_three(people: People) -> None:
    soon = datetime.now(UTC) + timedelta(days=3)
    for announcement in ("full", "date_only", "none"):
        make_drill(
            people.cast.site,
            by=people.cast.insider,
            at=soon,
            type="active_shooter",
            state="planned",
            announcement=announcement,
        )


# --- what it opens ----------------------------------------------------------------------------------------------------
def test_a_program_is_shown_what_its_person_may_know_and_nothing_of_other_schools(people: People) -> None:
    cast = people.cast
    plan_three(people)
    told = {user: list(summaries(user, made_for(user))) for user in (cast.insider, people.planner, cast.teacher)}

    def drills(user: User) -> list[str]:
        return sorted(one for one in told[user] if one.startswith("Drill"))

    assert sum("Active shooter" in one for one in drills(cast.insider)) == 3
    assert sum("(Not announced)" in one for one in drills(cast.insider)) == 1
    assert len(drills(people.planner)) == 3
    assert drills(cast.teacher) == ["Drill · Lincoln High School", "Drill: Active shooter · Lincoln High School"]
    # Due days are for those who keep them at the school.
    assert len(told[cast.insider]) > 3
    assert (len(told[people.planner]), len(told[cast.teacher])) == (3, 2)
    assert list(summaries(people.neighbor, made_for(people.neighbor))) == []
    # Right name and password, and nothing to read.
    for user in (cast.stranger, people.medic):
        assert follow(user, made_for(user)) == 404


def test_it_opens_nothing_else_and_a_session_opens_no_calendar(people: People) -> None:
    teacher, site = people.cast.teacher, people.cast.site
    headers = basic("teacher", made_for(teacher))

    assert Client().get(FEED, headers=headers).status_code == 200
    assert as_(teacher).get(FEED).status_code == 401
    for path in ("/api/v1/me", f"/api/v1/drills/schools/{site.pk}/calendar", "/api/v1/drills/schools"):
        assert Client().get(path, headers=headers).status_code == 401
    for path in (PAGE, f"/drills/schools/{site.pk}", f"/drills/schools/{site.pk}/calendar.ics"):
        assert Client().get(path, headers=headers).status_code == 302
    for method in ("post", "put", "patch", "delete"):
        assert getattr(Client(enforce_csrf_checks=True), method)(FEED, headers=headers).status_code == 405
    head = Client().head(FEED, headers=headers)
    assert (head.status_code, head.content, head["Content-Type"]) == (200, b"", "text/calendar; charset=utf-8")
    login = {"username": "teacher", "password": made_for(teacher)}
    signed_in = Client().post("/_allauth/app/v1/auth/login", json.dumps(login), "application/json")
    assert signed_in.status_code >= 400


def test_it_is_asked_for_by_basic_and_no_address_carries_a_password(people: People) -> None:
    password = made_for(people.cast.teacher)
    asked = Client().get(FEED)

    assert (asked.status_code, asked["WWW-Authenticate"]) == (
        401,
        'Basic realm="Musterpoint drill calendar", charset="UTF-8"',
    )
    assert asked["Cache-Control"] == "private, no-cache"
    for query in (f"?password={password}", f"?user=teacher&token={password}", f"?access_token={password}"):
        assert Client().get(f"{FEED}{query}").status_code == 401
    nonsense = ("Basic", "Basic ", "Basic %%%", "Basic \xff", f"Bearer {password}", "Bearer", "Basic " + "A" * 5000)
    assert {Client().get(FEED, headers={"Authorization": one}).status_code for one in nonsense} == {401}
    # What cannot be read is no guess.
    assert not WrongPassword.objects.exists()


def test_a_program_that_has_the_newest_is_told_so(people: People) -> None:
    teacher = people.cast.teacher
    headers = basic("teacher", made_for(teacher))
    first = Client().get(FEED, headers=headers)
    calendar = Calendar.from_ical(first.content)
    again = Client().get(FEED, headers={**headers, "If-None-Match": first["ETag"]})

    assert str(calendar["X-PUBLISHED-TTL"]) == "PT1H"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in first.content
    assert (first["Cache-Control"], "Authorization" in first["Vary"]) == ("private, no-cache", True)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    make_drill(people.cast.site, by=people.cast.insider)
    assert Client().get(FEED, headers={**headers, "If-None-Match": first["ETag"]}).status_code == 200
    # Not without the password.
    assert Client().get(FEED, headers={"If-None-Match": first["ETag"]}).status_code == 401


def test_it_speaks_the_person_s_language(people: People) -> None:
    teacher = people.cast.teacher
    make_drill(people.cast.site, by=people.cast.insider)
    User.objects.filter(pk=teacher.pk).update(language="es")

    assert all(one.startswith("Simulacro") for one in summaries(teacher, made_for(teacher)))


# --- who is let in ----------------------------------------------------------------------------------------------------
def test_a_password_is_good_under_its_person_s_name_alone(people: People) -> None:
    teacher = people.cast.teacher
    User.objects.filter(pk=teacher.pk).update(email="Teacher@example.org")
    password = made_for(teacher)

    def asked(name: str, sent: str = password) -> int:
        WrongPassword.objects.all().delete()
        return Client().get(FEED, headers=basic(name, sent)).status_code

    assert {asked(one) for one in ("teacher", "TEACHER", "teacher@example.org")} == {200}
    assert {asked(one) for one in ("planner", "nobody", "", "teacher\x00", "teacher\r\nX: y")} == {401}
    assert asked("teacher", password.upper().replace("-", "")) == 200
    wrong = (password[:-1], f"{password}a", "", "muster-point-demo", "x" * 600)
    assert {asked("teacher", one) for one in wrong} == {401}
    # One of a person's own is good for no other's calendar.
    assert Client().get(FEED, headers=basic("teacher", made_for(people.planner))).status_code == 401


def test_only_a_keyed_hash_is_stored_and_an_older_key_still_counts(people: People) -> None:
    teacher = people.cast.teacher
    password = made_for(teacher)
    row = CalendarPassword.objects.get()

    assert len(password.replace("-", "")) == 28
    assert len(set(calendar_passwords.ALPHABET)) ** 28 > 2**128
    assert password.replace("-", "") not in row.secret_hash
    with override_settings(SECRET_KEY="x" * 50):
        assert follow(teacher, password) == 401
    with override_settings(SECRET_KEY="x" * 50, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert follow(teacher, password) == 200


def test_guesses_are_slowed_down_for_one_name_from_one_address_and_cost_nobody_else(people: People) -> None:
    teacher, planner = people.cast.teacher, people.planner
    of_teacher, of_planner = made_for(teacher), made_for(planner)
    for _guess in range(5):
        assert follow(teacher, "wrong") == 401

    slowed = Client().get(FEED, headers=basic("teacher", of_teacher))
    elsewhere = Client(REMOTE_ADDR="192.0.2.9").get(FEED, headers=basic("teacher", of_teacher))

    assert (slowed.status_code, slowed["Retry-After"]) == (429, "20")
    assert (elsewhere.status_code, follow(planner, of_planner)) == (200, 200)
    # Whoever signs in under that name from there does so as ever.
    form = {"login": "teacher", "password": "wrong"}
    assert Client().post("/accounts/login/", form).status_code == 200


def test_old_passwords_of_programs_take_no_try_from_who_signs_in_behind_their_address(people: People) -> None:
    password = made_for(people.cast.teacher)
    for number in range(120):
        assert Client().get(FEED, headers=basic(f"program {number}", "old")).status_code == 401

    slowed = Client().get(FEED, headers=basic("teacher", password))
    elsewhere = Client(REMOTE_ADDR="192.0.2.9").get(FEED, headers=basic("teacher", password))
    signing_in = Client().post("/accounts/login/", {"login": "teacher", "password": "wrong"})

    assert (slowed.status_code, elsewhere.status_code, signing_in.status_code) == (429, 200, 200)


def test_an_unknown_name_asks_the_database_as_a_wrong_password_does(people: People) -> None:
    made_for(people.cast.teacher)
    counted = []
    for name in ("teacher", "nobody"):
        with CaptureQueriesContext(connection) as queries:
            Client().get(FEED, headers=basic(name, "wrong"))
        counted.append([one["sql"].split(" ")[0] for one in queries])
    assert counted[0] == counted[1]


# --- what ends it -----------------------------------------------------------------------------------------------------
@pytest.fixture
def keeper(people: People) -> User:
    return make_member(people.cast.school, user=make_user(username="office"), role=MemberRole.ADMINISTRATOR).user


def member_of(user: User, agency: Agency) -> AgencyMember:
    return AgencyMember.objects.get(user=user, agency=agency)


def test_what_somebody_may_no_longer_see_their_program_sees_no_longer(people: People, keeper: User) -> None:
    cast = people.cast
    teacher, fire = made_for(cast.teacher), made_for(people.firefighter)
    gone = made_for(cast.insider)
    assert (follow(cast.teacher, teacher), follow(people.firefighter, fire), follow(cast.insider, gone)) == (200,) * 3

    agreement_id, now = people.fire_agreement.pk, datetime.now(UTC)
    terminate_memorandum(actor_id=OPERATOR, memorandum_id=agreement_id, reason="Over", at=now)
    end_membership(
        actor_id=keeper.pk,
        agency_id=cast.school.pk,
        member_id=member_of(cast.insider, cast.school).pk,
        reason="Left",
        at=datetime.now(UTC),
    )
    User.objects.filter(pk=cast.teacher.pk).update(is_active=False)

    assert (follow(people.firefighter, fire), follow(cast.insider, gone), follow(cast.teacher, teacher)) == (
        404,
        404,
        401,
    )


def test_a_suspension_ends_passwords_for_good_and_who_comes_back_makes_a_new_one(people: People, keeper: User) -> None:
    teacher, school = people.cast.teacher, people.cast.school
    old = made_for(teacher)
    member_id = member_of(teacher, school).pk
    for act, reason in ((suspend_member, "Phone lost"), (reinstate_member, "Found")):
        act(actor_id=keeper.pk, agency_id=school.pk, member_id=member_id, reason=reason, at=datetime.now(UTC))
        assert follow(teacher, old) == 401

    assert "Outlook</strong>" not in as_(teacher).get(PAGE).content.decode()
    assert follow(teacher, made_for(teacher, "New")) == 200
    assert [one.name for one in CalendarPassword.objects.all()] == ["New"]


def test_an_administrator_who_signs_a_lost_phone_out_ends_them_and_a_new_password_does(
    people: People, keeper: User
) -> None:
    teacher = people.cast.teacher
    person_id = teacher.public_id

    def signed_out_by(actor: User) -> None:
        row = UserSession.objects.create(
            user=teacher, session_key=session_of(teacher), ip="192.0.2.1", user_agent="Phone"
        )
        at = datetime.now(UTC)
        sign_ins.end_session(actor_id=actor.pk, person_id=person_id, session_id=row.pk, at=at)

    kept = made_for(teacher)
    signed_out_by(teacher)
    assert follow(teacher, kept) == 200
    signed_out_by(keeper)
    assert follow(teacher, kept) == 401
    kept = made_for(teacher)
    sign_ins.end_all_sessions(actor_id=teacher.pk, person_id=person_id, at=datetime.now(UTC))
    assert follow(teacher, kept) == 401
    kept = made_for(teacher)
    _change_password(teacher)
    assert follow(teacher, kept) == 401


def _change_password(user: User) -> None:
    found = User.objects.get(pk=user.pk)
    found.set_password("quite-another-one-1")
    found.save()


# --- the page ---------------------------------------------------------------------------------------------------------
def test_the_page_shows_a_new_password_once_and_revokes_one_s_own_alone(people: People) -> None:
    teacher, planner = people.cast.teacher, people.planner
    client = as_(teacher)
    evil = "<script>alert(1)</script>"
    answer = client.post(PAGE, {"act": "make", "name": evil})
    text = answer.content.decode()
    row = CalendarPassword.objects.get()
    password = text.partition('law-password">')[2].partition("<")[0]

    assert (answer.status_code, answer["Cache-Control"].count("no-store")) == (200, 1)
    assert (evil in text, "&lt;script&gt;" in text) == (False, True)
    assert follow(teacher, password) == 200
    assert password not in client.get(PAGE).content.decode()
    # Someone else's is not there for them.
    as_(planner).post(PAGE, {"act": "revoke", "password_id": str(row.pk)})
    assert follow(teacher, password) == 200
    assert client.post(PAGE, {"act": "revoke", "password_id": str(row.pk)}).status_code == 303
    assert follow(teacher, password) == 401
    assert client.post(PAGE, {"act": "revoke", "password_id": str(uuid4())}).status_code == 303
    assert client.post(PAGE, {"act": "revoke", "password_id": "nonsense"}).status_code == 422


def test_names_are_short_and_of_one_line_and_ten_are_enough(people: People) -> None:
    client = as_(people.cast.teacher)
    for name in ("", "   ", "a\r\nX-Evil: 1", "a\x00b", "x" * 61):
        assert client.post(PAGE, {"act": "make", "name": name}).status_code == 422
    assert client.post(PAGE, {"act": "other"}).status_code == 404
    for number in range(10):
        made_for(people.cast.teacher, f"Program {number}")
    assert client.post(PAGE, {"act": "make", "name": "One more"}).status_code == 422
    assert CalendarPassword.objects.count() == 10


def test_only_keepers_are_told_that_what_is_not_announced_is_shown(people: People) -> None:
    words = "Also drills that are not announced"

    assert words in as_(people.cast.insider).get(PAGE).content.decode()
    assert words not in as_(people.cast.teacher).get(PAGE).content.decode()
    assert {as_(user).get(PAGE).status_code for user in (people.cast.stranger, people.medic)} == {404}
    assert Client().get(PAGE).status_code == 302


# --- records ----------------------------------------------------------------------------------------------------------
def test_reads_and_changes_are_in_the_audit_and_the_person_s_data_names_no_secret(people: People) -> None:
    teacher = people.cast.teacher
    # Of what other tests have left behind.
    take_in()
    before = AuditEvent.objects.count()
    as_(teacher).post(PAGE, {"act": "make", "name": "Outlook on my desk"})
    password = made_for(teacher, "Phone")
    follow(teacher, password)
    Client().get(FEED)
    follow(people.cast.stranger, made_for(people.cast.stranger))
    take_in()

    noted = AuditEvent.objects.order_by("seq").values_list("what", "user_id", "outcome")
    assert list(noted)[before:] == [
        ("account_changed", teacher.pk, "done"),
        ("drill_calendar_read", teacher.pk, "done"),
        ("drill_calendar_read", people.cast.stranger.pk, "refused"),
    ]
    document = json.dumps(person_document(teacher, datetime.now(UTC)))
    assert ("Outlook on my desk" in document, "calendar_password" in document) == (True, True)
    hashes = CalendarPassword.objects.values_list("secret_hash", flat=True)
    assert not any(one in document for one in hashes)
    used = CalendarPassword.objects.get(name="Phone")
    assert used.used_at is not None
