"""Every door by which a person gets a role in an agency gives only a role that an agency of its kind has."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from coordination.administration.accounts.people_file import read_people
from coordination.administration.accounts.people_import import look_at_people
from coordination.administration.single_sign_on.claims import role_of
from mou.agencies.second_person import ask_second_person
from mou.models import AgencyMember
from mou.vocabulary import AgencyKind, MemberRole, MembershipChange
from tests.coordination.administration.scim.test_scim import MAYA, Directory
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_agency, make_member, make_user

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def keeper(cast: Cast) -> Client:
    client = Client()
    client.force_login(make_member(cast.district, user=make_user(), role=MemberRole.ADMINISTRATOR).user)
    return client


def test_a_page_offers_a_districts_roles_and_takes_no_other(cast: Cast) -> None:
    client, address = keeper(cast), f"/administration/agencies/{cast.district.pk}/invite"
    form = {"act": "invite", "name": "Dana Ward", "by": "letter"}

    page = client.get(address).content.decode()

    assert 'value="planner"' in page
    assert not any(f'value="{role}"' in page for role in ("officer", "commander", "dispatcher"))
    assert client.post(address, {**form, "role": "officer"}).status_code == 422
    assert not AgencyMember.objects.filter(user__display_name="Dana Ward").exists()
    assert client.post(address, {**form, "role": "supervisor"}).status_code == 200
    assert "In agencies of these kinds:" in client.get("/administration/roles").content.decode()


def test_the_interface_refuses_with_a_code_that_names_the_roles(cast: Cast) -> None:
    client = keeper(cast)
    people = f"/api/v1/agencies/{cast.district.pk}/people"

    for role, status in (("dispatcher", 422), ("planner", 201)):
        answer = client.post(people, json.dumps({"name": f"Dana {role}", "role": role}), JSON)
        assert answer.status_code == status, answer.content
        if status == 422:
            assert (answer.json()["code"], answer.json()["errors"][0]["pointer"]) == ("role_not_of_kind", "/role")

    member = AgencyMember.objects.get(user__display_name="Dana planner")
    of_member = f"/api/v1/agencies/{cast.district.pk}/members/{member.pk}"
    assert client.put(of_member, json.dumps({"role": "commander"}), JSON).json()["code"] == "role_not_of_kind"
    assert client.put(of_member, json.dumps({"role": "staff"}), JSON).status_code == 204


def test_who_has_such_a_role_already_keeps_it_until_it_is_changed(cast: Cast) -> None:
    client = keeper(cast)
    member = make_member(cast.district, role=MemberRole.OFFICER)
    of_member = f"/api/v1/agencies/{cast.district.pk}/members/{member.pk}"

    assert 'value="officer" selected' in client.get(f"/administration/people/{member.user.public_id}").content.decode()
    assert client.put(of_member, json.dumps({"role": "officer", "title": "Guard"}), JSON).status_code == 204
    member.refresh_from_db()
    assert (member.role, member.title) == ("officer", "Guard")


def test_a_file_says_at_the_row_which_roles_the_agency_has(cast: Cast) -> None:
    keeps = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user_id
    file = read_people(b"name,role,agency\nAna Rio,dispatcher,\nBo Hill,staff,\n")

    look = look_at_people(actor_id=keeps, agency_id=cast.district.pk, file=file, at=timezone.now())

    assert [one.number for one in look.defects] == [2]
    assert look.defects[0].what == "role: this agency has staff, supervisor, planner, administrator."


def test_a_directory_names_the_roles_of_its_agency_and_gives_no_other(cast: Cast) -> None:
    directory = Directory(make_agency(AgencyKind.DISPATCH))

    status, told = directory.ask("POST", "/Users", MAYA)

    assert (status, "dispatcher" in told["detail"], "officer" in told["detail"]) == (400, True, False)
    _, schema = directory.ask("GET", "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User")
    assert "dispatcher" in json.dumps(schema)
    assert "officer" not in json.dumps(schema)


def test_groups_make_only_roles_that_the_agency_has(cast: Cast) -> None:
    client, address = keeper(cast), f"/security/{cast.district.pk}/directory"

    page = client.get(address).content.decode()

    assert 'name="groups_planner"' in page
    assert 'name="groups_officer"' not in page
    client.post(address, {"act": "group_roles", "groups_officer": "Guards", "groups_staff": "Teachers"})
    # What was set before kinds had roles makes nothing, and stops no one from signing in.
    groups = {"officer": ["Guards"], "staff": ["Teachers"]}
    assert role_of(cast.district, frozenset({"Guards"}), groups, "") is None
    assert role_of(cast.district, frozenset({"Guards", "Teachers"}), groups, "") is MemberRole.STAFF
    assert role_of(cast.district, frozenset(), groups, "officer") is None


def test_no_second_person_is_asked_for_a_role_that_there_is_not(cast: Cast) -> None:
    first, other = (make_member(cast.district, role=MemberRole.ADMINISTRATOR) for _ in range(2))

    with pytest.raises(Exception, match="has these roles"):
        ask_second_person(
            actor_id=first.user_id,
            agency_id=cast.district.pk,
            member_id=other.pk,
            change=MembershipChange.CHANGE_ROLE,
            role=MemberRole.COMMANDER,
            reason="She commands now.",
            at=timezone.now(),
        )


# --- who is called with the office ------------------------------------------------------------------------------------
def test_the_office_is_chosen_by_page_interface_and_file_and_stays_where_nothing_is_said(cast: Cast) -> None:
    client, school = keeper(cast), cast.school
    form = {"act": "invite", "name": "Noel Nurse", "by": "letter", "role": "staff", "is_in_office": "on"}

    assert client.post(f"/administration/agencies/{school.pk}/invite", form).status_code == 200
    nurse = AgencyMember.objects.get(user__display_name="Noel Nurse")
    assert nurse.is_in_office
    of_member = f"/api/v1/agencies/{school.pk}/members/{nurse.pk}"
    for sent, is_chosen in (({"role": "staff"}, True), ({"role": "staff", "is_in_office": False}, False)):
        assert client.put(of_member, json.dumps(sent), JSON).status_code == 204
        nurse.refresh_from_db()
        assert nurse.is_in_office is is_chosen
    listed = client.get(f"/api/v1/agencies/{school.pk}/members").json()
    assert {one["name"]: one["is_in_office"] for one in listed}["Noel Nurse"] is False

    file = read_people("name,role,office\nAna Río,staff,Sí\nBo Hill,staff,\nCy Lake,staff,maybe\n".encode())
    assert [(row.given.name, row.post.is_in_office) for row in file.rows] == [("Ana Río", True), ("Bo Hill", False)]
    assert [(one.number, one.what) for one in file.defects] == [(4, "office: yes, no or empty.")]


def test_a_police_department_is_not_asked_who_is_of_the_office_of_a_school(cast: Cast) -> None:
    client = Client()
    client.force_login(make_member(cast.police, user=make_user(), role=MemberRole.ADMINISTRATOR).user)

    assert 'name="is_in_office"' not in client.get(f"/administration/agencies/{cast.police.pk}/invite").content.decode()
    at_school = keeper(cast).get(f"/administration/agencies/{cast.school.pk}/invite").content.decode()
    assert 'name="is_in_office"' in at_school
