"""Who reads students over HTTP and pages, who does not, and that no name gets out anywhere else."""

import json
import logging
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from coordination.models import User
from coordination.rosters.models import CustodyNote, RosterPerson, RosterReader, RosterReading
from coordination.rosters.vocabulary import RosterDoor
from coordination.sessions import SessionStore
from coordination.sign_in.sessions.recent_sign_in import RECENT_S
from mou.models import AdministrativeAct, AgencyMember
from mou.vocabulary import MemberRole
from push.models import Recipient
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import NOW, make_member
from tests.factories.rosters import QUINCE, TEACHER_MAIL, SchoolRoster, bring, make_school_roster, packed, tables
from tests.stage.served import session_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def roster(cast: Cast) -> SchoolRoster:
    return make_school_roster(cast)


def as_(user: object) -> Client:
    return Client(headers={"X-Session-Token": session_of(user)})


def test_a_reader_finds_a_student_and_it_is_written_down(cast: Cast, roster: SchoolRoster) -> None:
    client, base = as_(cast.insider), f"/api/v1/agencies/{cast.school.id}/roster"

    found = client.post(f"{base}/student-searches", {"words": "student-1 quince"}, content_type="application/json")
    view = client.get(f"{base}/students/{roster.student_id}").json()

    assert [one["has_custody_note"] for one in found.json()] == [True]
    assert view["guardians"][0]["phone"] == "+1 555 0100"
    assert [one.door for one in RosterReading.objects.order_by("id")] == [RosterDoor.API.value] * 2
    assert set(RosterReading.objects.values_list("user_id", flat=True)) == {cast.insider.pk}


def test_a_district_administrator_keeps_and_does_not_read(cast: Cast, roster: SchoolRoster) -> None:
    keeper = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user
    client, base = as_(keeper), f"/api/v1/agencies/{cast.school.id}/roster"

    state = client.get(base)
    read = client.get(f"{base}/students/{roster.student_id}")
    client.post(f"{base}/readers", {"person_id": str(cast.teacher.public_id)}, content_type="application/json")
    named = as_(cast.teacher).get(f"{base}/students/{roster.student_id}")

    assert (state.status_code, read.status_code, named.status_code) == (200, 404, 404)
    assert state.json()["students"] == 3
    assert QUINCE not in state.content.decode()
    assert AdministrativeAct.objects.filter(changes__has_key="roster_reader").exists()
    assert set(Recipient.objects.values_list("user_id", flat=True)) == {cast.teacher.pk, cast.insider.pk}


@pytest.mark.parametrize("where", ["school", "district"])
def test_nobody_names_themself_a_reader_of_students(cast: Cast, roster: SchoolRoster, where: str) -> None:
    keeper = make_member(getattr(cast, where), role=MemberRole.ADMINISTRATOR).user
    client, base = as_(keeper), f"/api/v1/agencies/{cast.school.id}/roster"
    browser = Client()
    browser.force_login(keeper)
    page = reverse("roster", args=[cast.school.id])

    offered = f'<option value="{keeper.public_id}"' in browser.get(page).content.decode()
    answer = client.post(f"{base}/readers", {"person_id": str(keeper.public_id)}, content_type="application/json")
    posted = browser.post(page, {"act": "add", "person_id": str(keeper.public_id)})

    assert (offered, answer.status_code, answer.json()["code"]) == (False, 403, "not_ones_own_reading")
    assert posted.status_code == 422
    assert client.get(f"{base}/students/{roster.student_id}").status_code == 404


def test_naming_a_reader_asks_who_it_is_again(cast: Cast, roster: SchoolRoster) -> None:
    """Else the session of an administrator does it however old it is."""
    keeper = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user
    token = session_of(keeper)
    session = SessionStore(token)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - RECENT_S - 60}]
    session.save()

    answer = Client(headers={"X-Session-Token": token}).post(
        f"/api/v1/agencies/{cast.school.id}/roster/readers",
        {"person_id": str(cast.teacher.public_id)},
        content_type="application/json",
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "sign_in_too_old")


def test_a_reader_whose_membership_ends_reads_nothing_more(cast: Cast, roster: SchoolRoster) -> None:
    client, address = as_(cast.insider), f"/api/v1/agencies/{cast.school.id}/roster/students/{roster.student_id}"
    assert client.get(address).status_code == 200

    AgencyMember.objects.filter(user=cast.insider).update(ended_at=NOW)

    assert client.get(address).status_code == 404
    assert RosterReader.objects.filter(user=cast.insider).exists()


def test_a_teacher_reads_their_own_classes_and_no_others(cast: Cast, roster: SchoolRoster) -> None:
    extra = {
        "classes": [{"sourcedId": "class-2", "title": "Other", "schoolSourcedId": "org-1"}],
        "enrollments": [
            {"sourcedId": "e-2", "classSourcedId": "class-2", "userSourcedId": "student-1", "role": "student"}
        ],
    }
    bring(cast.district, packed(tables(extra=extra)))
    client = as_(cast.teacher)
    other = RosterPerson.objects.get(sourced_id="student-1").enrollments.exclude(of_class_id=roster.class_id).get()

    lines = client.get("/api/v1/my-classes").json()
    own = client.get(f"/api/v1/roster-classes/{roster.class_id}")

    assert [one["title"] for one in lines] == ["Algebra I"]
    assert len(own.json()["students"]) == 3
    assert client.get(f"/api/v1/roster-classes/{other.of_class_id}").status_code == 404
    assert client.get(f"/api/v1/agencies/{cast.school.id}/roster/classes").status_code == 404


def test_a_teachers_address_at_another_agency_opens_nothing(cast: Cast, roster: SchoolRoster) -> None:
    User.objects.filter(pk=cast.teacher.pk).update(email="")
    User.objects.filter(pk=cast.officer.pk).update(email=TEACHER_MAIL)

    client = as_(cast.officer)

    assert client.get("/api/v1/my-classes").json() == []
    assert client.get(f"/api/v1/roster-classes/{roster.class_id}").status_code == 404


@pytest.mark.parametrize("keeper", ["strangers", "district", "school"])
def test_an_address_that_nobody_proved_opens_no_class_whoever_keeps_the_account(
    cast: Cast, roster: SchoolRoster, keeper: str
) -> None:
    guest, home = make_member(cast.school, role=MemberRole.STAFF).user, getattr(cast, keeper)
    User.objects.filter(pk=cast.teacher.pk).update(email_proved_at=None)
    User.objects.filter(pk=guest.pk).update(home_agency=home, email=TEACHER_MAIL, email_proved_at=None)
    client = as_(guest)

    written = client.get("/api/v1/my-classes").json()
    read = client.get(f"/api/v1/roster-classes/{roster.class_id}").status_code
    User.objects.filter(pk=guest.pk).update(email_proved_at=NOW)

    assert (written, read) == ([], 404)
    assert len(client.get("/api/v1/my-classes").json()) == 1


def test_who_has_left_is_not_read(cast: Cast, roster: SchoolRoster) -> None:
    RosterPerson.objects.filter(pk=roster.student_id).update(left_at=NOW)

    answer = as_(cast.insider).get(f"/api/v1/agencies/{cast.school.id}/roster/students/{roster.student_id}")

    assert answer.status_code == 404


def test_only_people_of_the_school_and_its_district_are_named(cast: Cast, roster: SchoolRoster) -> None:
    answer = as_(cast.insider).post(
        f"/api/v1/agencies/{cast.school.id}/roster/readers",
        {"person_id": str(cast.officer.public_id)},
        content_type="application/json",
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "not_of_the_school")


def test_a_custody_note_is_written_and_taken_away_on_the_page(cast: Cast, roster: SchoolRoster) -> None:
    client, address = Client(), reverse("student", args=[cast.school.id, roster.student_id])
    client.force_login(cast.insider)

    client.post(address, {"act": "note", "text": "Not the aunt."})
    page = client.get(address).content.decode()
    client.post(address, {"act": "remove_note", "note_id": str(roster.note_id)})

    assert "Not the aunt." in page
    assert [one.text for one in CustodyNote.objects.all()] == ["Not the aunt."]


def test_a_set_is_looked_at_and_taken_in_over_the_interface(cast: Cast) -> None:
    # Beside others it takes two: tests/coordination/rosters/test_second_reader.py.
    AgencyMember.objects.filter(user=cast.insider).update(role=MemberRole.STAFF.value)
    keeper = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user
    client, base = as_(keeper), f"/api/v1/agencies/{cast.district.id}/roster"

    looked = client.post(f"{base}/looks", {"file": SimpleUploadedFile("r.zip", packed(tables()))}).json()
    assert not RosterPerson.objects.exists()
    order = {"upload_id": looked["upload_id"]}
    taken = client.post(f"{base}/imports", order, content_type="application/json")
    again = client.post(f"{base}/imports", order, content_type="application/json")

    assert looked["look"]["counts"]["users"]["new"] == 7
    assert taken.json()["students"] == 3
    assert (again.status_code, again.json()["code"]) == (404, "roster_upload_not_found")


def test_no_students_name_is_anywhere_but_in_the_rosters_own_answers(
    cast: Cast, roster: SchoolRoster, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    keeper = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user
    bad = tables(extra={"users": [{"sourcedId": "u-9", "givenName": f"={QUINCE}", "familyName": QUINCE}]})
    client, base = as_(keeper), f"/api/v1/agencies/{cast.district.id}/roster"
    answers = [
        client.post(f"{base}/looks", {"file": SimpleUploadedFile(f"{QUINCE}.zip", packed(bad))}),
        client.post(f"{base}/looks", {"file": SimpleUploadedFile("r.zip", packed(bad, encoding="utf-16"))}),
        client.get(base),
        as_(cast.insider).get("/api/v1/people", {"q": QUINCE}),
        as_(cast.officer).get("/api/v1/me"),
    ]
    as_(cast.insider).get(f"/api/v1/agencies/{cast.school.id}/roster/students/{roster.student_id}")

    assert [one.status_code for one in answers[:2]] == [200, 422]
    for one in answers:
        assert QUINCE not in one.content.decode()
    assert QUINCE not in caplog.text
    assert QUINCE not in json.dumps(list(AdministrativeAct.objects.values_list("changes", flat=True)))
