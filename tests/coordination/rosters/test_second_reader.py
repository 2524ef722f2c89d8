"""No one reads students by their own hand: not as a reader, not as a teacher whom they wrote into the roster."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from coordination.administration.models import SpeakingRequest
from coordination.administration.second_person.deciding import confirm_either
from coordination.administration.second_person.requests import may_confirm
from coordination.administration.second_person.speaking import is_guarded
from coordination.models import User
from coordination.rosters.models import RosterConnection, RosterPerson, RosterReader
from mou.models import AdministrativeAct, AgencyMember
from mou.vocabulary import AdministrativeActKind, MemberRole
from push.models import Recipient
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import NOW, make_member
from tests.factories.rosters import TEACHER_MAIL, SchoolRoster, bring, make_school_roster, packed, tables
from tests.stage.served import session_of

pytestmark = pytest.mark.django_db
MALLORY_MAIL = "mallory@elsewhere.example"
CONNECTION = {
    "base_url": "https://sis.mallory.example/ims/oneroster/rostering/v1p2",
    "token_url": "https://sis.mallory.example/token",
    "client_id": "musterpoint",
    "secret": "s",
}


# What a second person reads of it.
SOURCE = "\n".join(f"{name}: {CONNECTION[name]}" for name in ("base_url", "token_url", "client_id"))


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def roster(cast: Cast) -> SchoolRoster:
    return make_school_roster(cast)


@pytest.fixture
def mallory(cast: Cast) -> User:
    return keeper_of(cast, "mallory")


@pytest.fixture
def second(cast: Cast) -> User:
    return keeper_of(cast, "second")


def keeper_of(cast: Cast, name: str) -> User:
    person = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user
    proved = {"email": f"{name}@elsewhere.example", "email_proved_at": NOW}
    User.objects.filter(pk=person.pk).update(home_agency=cast.district, last_login=NOW, **proved)
    return User.objects.get(pk=person.pk)


def as_(user: object) -> Client:
    return Client(headers={"X-Session-Token": session_of(user)})


def post(client: Client, address: str, body: dict[str, Any]) -> Any:
    return client.post(f"/api/v1/{address}", body, content_type="application/json")


def with_mallory(sourced_id: str = "teacher-2", mail: str = MALLORY_MAIL) -> bytes:
    """Return a set in which a second teacher teaches the one class there is."""
    extra: dict[str, Any] = {
        "users": [{"sourcedId": sourced_id, "givenName": "Mal", "familyName": "Lory", "email": mail}],
        "roles": [
            {"sourcedId": "r-9", "userSourcedId": sourced_id, "role": "teacher", "orgSourcedId": "org-1"},
        ],
        "enrollments": [
            {"sourcedId": "e-9", "classSourcedId": "class-1", "userSourcedId": sourced_id, "role": "teacher"}
        ],
    }
    return packed(tables(extra=extra))


# --- readers ----------------------------------------------------------------------------------------------------------
def test_who_is_named_reads_once_a_second_person_lets_them_in(
    cast: Cast, roster: SchoolRoster, mallory: User, second: User
) -> None:
    base, student = f"agencies/{cast.school.id}/roster", f"/api/v1/agencies/{cast.school.id}/roster/students"
    puppet = make_member(cast.school, role=MemberRole.STAFF).user
    Recipient.objects.all().delete()

    post(as_(mallory), f"{base}/readers", {"person_id": str(puppet.public_id)})
    read = [as_(puppet).get(f"{student}/{roster.student_id}").status_code]
    letting = f"{base}/readers/{puppet.public_id}/let-in"
    refused = [post(as_(one), letting, {}).status_code for one in (mallory, puppet, cast.officer)]
    told = set(Recipient.objects.values_list("user_id", flat=True))
    let_in = post(as_(second), letting, {}).status_code
    read.append(as_(puppet).get(f"{student}/{roster.student_id}").status_code)

    assert (read, refused, let_in) == ([404, 200], [403, 404, 404], 204)
    assert told >= {puppet.pk, cast.insider.pk, second.pk}
    assert AdministrativeAct.objects.filter(changes__has_key="roster_reader_let_in").exists()


def test_who_reads_lets_in_on_the_page_and_nobody_else_is_shown_how(
    cast: Cast, roster: SchoolRoster, mallory: User
) -> None:
    puppet = make_member(cast.school, role=MemberRole.STAFF).user
    post(as_(mallory), f"agencies/{cast.school.id}/roster/readers", {"person_id": str(puppet.public_id)})
    page, words = f"/administration/rosters/{cast.school.id}", b"waits for a second person"
    reader, asker = Client(), Client()
    reader.force_login(cast.insider)
    asker.force_login(mallory)

    offered = [b'value="let_in"' in one.get(page).content for one in (reader, asker)]
    waits = words in asker.get(page).content
    alone = asker.post(page, {"act": "let_in", "person_id": str(puppet.public_id)}).status_code
    by_reader = reader.post(page, {"act": "let_in", "person_id": str(puppet.public_id)}).status_code

    assert (offered, waits, alone, by_reader) == ([True, False], True, 422, 303)
    assert words not in asker.get(page).content


def test_who_reads_students_is_nobody_whom_one_person_becomes(cast: Cast, roster: SchoolRoster, second: User) -> None:
    nurse = make_member(cast.school, role=MemberRole.STAFF).user
    User.objects.filter(pk=nurse.pk).update(home_agency=cast.district, last_login=NOW)
    nurse.refresh_from_db()
    before = is_guarded(nurse, NOW)

    RosterReader.objects.create(agency=cast.school, user=nurse, added_by=None, added_at=NOW, let_in_at=NOW)
    answer = as_(second).post(f"/api/v1/people/{nurse.public_id}/invitations")

    assert (before, is_guarded(nurse, NOW)) == (False, True)
    assert (answer.status_code, answer.json()["code"]) == (409, "second_person_needed")


# --- teachers ---------------------------------------------------------------------------------------------------------
def test_who_keeps_a_roster_or_did_lately_teaches_nobody_by_it(
    cast: Cast, roster: SchoolRoster, mallory: User, second: User
) -> None:
    bring(cast.district, with_mallory())
    make_member(cast.school, user=mallory, role=MemberRole.STAFF)
    read = [as_(mallory).get("/api/v1/my-classes").json()]

    post_of = AgencyMember.objects.get(user=mallory, agency=cast.district)
    AgencyMember.objects.filter(pk=post_of.pk).update(role=MemberRole.STAFF.value)
    AdministrativeAct.objects.create(
        kind=AdministrativeActKind.MEMBER_CHANGED.value,
        agency=cast.district,
        member=post_of,
        actor_id=second.pk,
        at=datetime.now(UTC),
        changes={"role": ["administrator", "staff"]},
    )
    read.append(as_(mallory).get("/api/v1/my-classes").json())

    assert read == [[], []]


def test_a_month_after_they_kept_it_they_teach_like_anybody(cast: Cast, roster: SchoolRoster, mallory: User) -> None:
    bring(cast.district, with_mallory())
    make_member(cast.school, user=mallory, role=MemberRole.STAFF)
    ended = datetime.now(UTC) - timedelta(days=31)
    AgencyMember.objects.filter(user=mallory, agency=cast.district).update(ended_at=ended)

    assert [one["title"] for one in as_(mallory).get("/api/v1/my-classes").json()] == ["Algebra I"]


def test_whoever_holds_a_teacher_s_new_code_is_not_who_proved_their_address(
    cast: Cast, roster: SchoolRoster, mallory: User
) -> None:
    User.objects.filter(pk=cast.teacher.pk).update(home_agency=cast.district, last_login=NOW)
    before = len(as_(cast.teacher).get("/api/v1/my-classes").json())

    invited = as_(mallory).post(f"/api/v1/people/{cast.teacher.public_id}/invitations")

    assert (before, invited.status_code) == (1, 201)
    assert as_(cast.teacher).get("/api/v1/my-classes").json() == []


# --- what is stored ---------------------------------------------------------------------------------------------------
def look(client: Client, cast: Cast, content: bytes) -> str:
    sent = {"file": SimpleUploadedFile("r.zip", content)}
    return str(client.post(f"/api/v1/agencies/{cast.district.id}/roster/looks", sent).json()["upload_id"])


def test_a_file_that_names_other_teachers_is_stored_by_two(
    cast: Cast, roster: SchoolRoster, mallory: User, second: User
) -> None:
    client, base = as_(mallory), f"agencies/{cast.district.id}"
    upload = look(client, cast, with_mallory())

    alone = post(client, f"{base}/roster/imports", {"upload_id": upload})
    stored = RosterPerson.objects.filter(email=MALLORY_MAIL).exists()
    asks = {"act": "take_roster", "detail": alone.json()["asks"], "reason": "A new teacher"}
    asked = post(client, f"{base}/people/requests", asks)
    own = post(client, f"membership-requests/{SpeakingRequest.objects.get().pk}/confirm", {}).status_code
    confirm_either(actor_id=second.pk, request_id=SpeakingRequest.objects.get().pk, at=datetime.now(UTC))
    by_two = post(client, f"{base}/roster/imports", {"upload_id": upload})

    assert (alone.status_code, alone.json()["code"], stored) == (409, "second_person_needed", False)
    # The second person reads who would be a teacher.
    assert asks["detail"] == f"upload: {upload}\nteachers: {MALLORY_MAIL}"
    assert (asked.status_code, own, by_two.status_code) == (201, 403, 200)
    assert RosterPerson.objects.filter(email=MALLORY_MAIL).exists()
    assert Recipient.objects.filter(user_id=second.pk, source_key__startswith="account_acted").exists()


def test_a_teacher_who_is_given_another_s_address_is_another_teacher(
    cast: Cast, roster: SchoolRoster, mallory: User, second: User
) -> None:
    client = as_(mallory)
    moved = tables()
    moved["users"][0] = {**moved["users"][0], "email": MALLORY_MAIL}

    alone = post(
        client, f"agencies/{cast.district.id}/roster/imports", {"upload_id": look(client, cast, packed(moved))}
    )

    assert alone.json()["code"] == "second_person_needed"
    assert RosterPerson.objects.get(kind="teacher").email == TEACHER_MAIL


def test_a_file_with_the_teachers_that_are_there_is_stored_by_one(
    cast: Cast, roster: SchoolRoster, mallory: User, second: User
) -> None:
    client = as_(mallory)
    content = packed(tables(cast.school.name, students=4))

    taken = post(client, f"agencies/{cast.district.id}/roster/imports", {"upload_id": look(client, cast, content)})

    assert (taken.status_code, taken.json()["students"]) == (200, 1)


def test_the_page_asks_and_offers_the_file_again(cast: Cast, roster: SchoolRoster, mallory: User, second: User) -> None:
    browser, page = Client(), f"/administration/rosters/{cast.district.id}/import"
    browser.force_login(mallory)
    browser.post(page, {"act": "look", "file": SimpleUploadedFile("r.zip", with_mallory())})
    upload = look(as_(mallory), cast, with_mallory())
    take = {"act": "take", "upload_id": upload}

    before = upload.encode() in browser.get(page).content
    alone = browser.post(page, take)
    detail = f"upload: {upload}\r\nteachers: {MALLORY_MAIL}"
    asked = browser.post(page, {"act": "ask", "detail": detail, "upload_id": upload, "reason": "A new teacher"})
    reader = Client()
    reader.force_login(second)
    assert MALLORY_MAIL in reader.get(f"/administration/agencies/{cast.district.id}").content.decode()
    again = upload.encode() in browser.get(page).content
    confirm_either(actor_id=second.pk, request_id=SpeakingRequest.objects.get().pk, at=datetime.now(UTC))
    by_two = browser.post(page, take)

    assert (before, alone.status_code, b"Ask a second person" in alone.content) == (False, 422, True)
    assert (asked.status_code, again, by_two.status_code) == (303, True, 200)


# --- a district with one administrator --------------------------------------------------------------------------------
def principal_of(cast: Cast, **different: object) -> User:
    """Return an administrator of the school: long there, signed in, with an address that they proved long ago."""
    proved = {"email": "p@fairview.example", "email_proved_at": datetime.now(UTC) - timedelta(days=90)}
    User.objects.filter(pk=cast.insider.pk).update(last_login=NOW, **proved)
    User.objects.filter(pk=cast.insider.pk).update(**different)
    return User.objects.get(pk=cast.insider.pk)


def record(cast: Cast, kind: AdministrativeActKind, actor: User, *, days_ago: int, **changes: list[str]) -> None:
    AdministrativeAct.objects.create(
        kind=kind.value,
        agency=cast.school,
        member=AgencyMember.objects.get(user=cast.insider),
        actor=actor,
        at=datetime.now(UTC) - timedelta(days=days_ago),
        changes=changes,
    )


def ask_for_system(cast: Cast, mallory: User) -> SpeakingRequest:
    asks = {"act": "roster_source", "detail": SOURCE, "reason": "A new system"}
    assert post(as_(mallory), f"agencies/{cast.district.id}/people/requests", asks).status_code == 201
    return SpeakingRequest.objects.get()


def confirmed_by(user: User, row: SpeakingRequest) -> int:
    return int(post(as_(user), f"membership-requests/{row.pk}/confirm", {}).status_code)


def test_the_only_keeper_of_a_district_sets_a_system_with_a_principal(cast: Cast, mallory: User) -> None:
    principal, address = principal_of(cast), f"/api/v1/agencies/{cast.district.id}/roster/connection"
    put: dict[str, Any] = {"path": address, "data": CONNECTION, "content_type": "application/json"}
    browser, page = Client(), f"/administration/agencies/{cast.school.id}"
    browser.force_login(principal)
    User.objects.filter(pk=principal.pk).update(last_login=NOW)

    alone = as_(mallory).put(**put).status_code
    row = ask_for_system(cast, mallory)
    told = set(Recipient.objects.values_list("user_id", flat=True))
    own = confirmed_by(mallory, row)
    shown = [CONNECTION["base_url"].encode() in browser.get(one).content for one in (page, "/administration")]
    confirmed = browser.post(page, {"act": "confirm", "request_id": str(row.pk)}).status_code
    by_two = as_(mallory).put(**put).status_code

    assert (alone, own, shown, confirmed, by_two) == (409, 403, [True, True], 303, 204)
    assert principal.pk in told
    kind = AdministrativeActKind.SECOND_PERSON_CONFIRMED.value
    assert AdministrativeAct.objects.get(kind=kind).agency_id == cast.district.pk


def test_the_only_keeper_of_a_district_names_no_teacher_of_their_own_alone(
    cast: Cast, roster: SchoolRoster, mallory: User
) -> None:
    client = as_(mallory)
    upload = look(client, cast, with_mallory(mail="puppet@elsewhere.example"))

    alone = post(client, f"agencies/{cast.district.id}/roster/imports", {"upload_id": upload})

    assert (alone.status_code, alone.json()["code"]) == (409, "second_person_needed")
    assert not RosterPerson.objects.filter(email="puppet@elsewhere.example").exists()


def test_a_principal_drops_what_is_asked_about_their_students_and_nobody_else_of_the_school_knows_of_it(
    cast: Cast, mallory: User
) -> None:
    principal, row = principal_of(cast), ask_for_system(cast, mallory)

    unknown = [confirmed_by(one, row) for one in (cast.teacher, cast.officer)]
    dropped = post(as_(principal), f"membership-requests/{row.pk}/withdraw", {}).status_code

    assert (unknown, dropped, confirmed_by(principal, row)) == ([404, 404], 204, 409)


@pytest.mark.parametrize("lacks", ["last_login", "email_proved_at"])
def test_who_never_came_or_proved_no_address_is_nobody_s_second(cast: Cast, mallory: User, lacks: str) -> None:
    principal, row = principal_of(cast), ask_for_system(cast, mallory)
    refused = may_confirm(row, User.objects.get(pk=principal.pk).pk, datetime.now(UTC))

    User.objects.filter(pk=principal.pk).update(**{lacks: None})

    assert (refused, may_confirm(row, principal.pk, datetime.now(UTC))) == (True, False)


def test_a_principal_whom_the_keeper_made_or_invited_this_month_is_no_second_person(cast: Cast, mallory: User) -> None:
    principal, row, kinds = principal_of(cast), ask_for_system(cast, mallory), AdministrativeActKind
    made = {"role": ["staff", "administrator"]}

    now = datetime.now(UTC)

    record(cast, kinds.MEMBER_CHANGED, mallory, days_ago=40, **made)
    found = [may_confirm(row, principal.pk, now)]
    record(cast, kinds.INVITATION_MADE, mallory, days_ago=29)
    found += [may_confirm(row, principal.pk, now), may_confirm(row, principal.pk, now + timedelta(days=2))]
    record(cast, kinds.MEMBER_CHANGED, mallory, days_ago=20, **made)
    found.append(may_confirm(row, principal.pk, now + timedelta(days=2)))

    assert found == [True, False, True, False]
    assert confirmed_by(principal, row) == 403


def test_a_principal_confirms_what_is_about_rosters_alone(cast: Cast, mallory: User, second: User) -> None:
    principal = principal_of(cast)
    asks = {"act": "make_token", "detail": "", "reason": "A directory"}
    post(as_(mallory), f"agencies/{cast.district.id}/people/requests", asks)

    assert confirmed_by(principal, SpeakingRequest.objects.get()) == 404


# --- another system ---------------------------------------------------------------------------------------------------
def test_another_system_is_named_by_two(cast: Cast, mallory: User, second: User) -> None:
    client, address = as_(mallory), f"agencies/{cast.district.id}/roster/connection"
    put: dict[str, Any] = {"path": f"/api/v1/{address}", "data": CONNECTION, "content_type": "application/json"}
    browser = Client()
    browser.force_login(mallory)
    page = f"/administration/rosters/{cast.district.id}/connection"

    alone = client.put(**put)
    on_page = browser.post(page, {"act": "set", **CONNECTION, "hour": "2"})
    asked = browser.post(page, {"act": "ask", "detail": SOURCE, "reason": "A new system"})
    confirm_either(actor_id=second.pk, request_id=SpeakingRequest.objects.get().pk, at=datetime.now(UTC))
    others = {"token_url": "https://sis.mallory.example/other", "client_id": "another-view"}
    different = [client.put(**{**put, "data": {**CONNECTION, name: value}}) for name, value in others.items()]
    by_two = client.put(**put)
    hour = client.put(**{**put, "data": {**CONNECTION, "secret": "", "hour": 3}})

    assert (alone.status_code, alone.json()["code"]) == (409, "second_person_needed")
    assert alone.json()["asks"] == SOURCE
    assert [one.json()["code"] for one in different] == ["second_person_needed"] * 2
    assert (on_page.status_code, b"Ask a second person" in on_page.content, asked.status_code) == (422, True, 303)
    assert (by_two.status_code, hour.status_code, RosterConnection.objects.get().hour) == (204, 204, 3)
