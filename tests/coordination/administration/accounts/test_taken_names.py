"""A user name is one person's on the whole server: who asks for a taken one learns that it is, and never whose."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coordination.models import User
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole
from tests.coordination.administration.scim.test_scim import MAYA, Directory, patch
from tests.factories.mou import make_agency, make_member, make_user

pytestmark = pytest.mark.django_db
JSON = "application/json"
OWN, STRANGERS = "own.person", "far.person"


@pytest.fixture
def fire() -> Agency:
    return make_agency(AgencyKind.FIRE, name="Fairview Fire")


@pytest.fixture
def directory(fire: Agency) -> Directory:
    """Made while the agency has one administrator, who needs no one for it."""
    return Directory(fire)


@pytest.fixture
def chief(fire: Agency) -> User:
    """The administrator of an agency with a person of its own; another agency has one, too."""
    person_of(fire, OWN)
    person_of(make_agency(AgencyKind.FIRE, name="Farther Fire"), STRANGERS)
    return person_of(fire, "chief", MemberRole.ADMINISTRATOR)


def person_of(agency: Agency, name: str, role: MemberRole = MemberRole.STAFF) -> User:
    person = make_member(agency, user=make_user(username=name), role=role).user
    User.objects.filter(pk=person.pk).update(home_agency=agency, email=f"{name}@example.org", phone="+1 555 0100")
    return User.objects.get(pk=person.pk)


def by_api(client: Client, agency: Agency, name: str) -> Any:
    body = {"name": "Anybody", "username": name, "role": "staff"}
    return client.post(f"/api/v1/agencies/{agency.pk}/people", body, content_type=JSON)


def by_page(client: Client, agency: Agency, name: str) -> Any:
    body = {"act": "invite", "by": "letter", "name": "Anybody", "username": name, "role": "staff"}
    return client.post(f"/administration/agencies/{agency.pk}/invite", body)


def by_change(client: Client, agency: Agency, name: str) -> Any:
    teacher = User.objects.filter(username="teacher").first() or person_of(agency, "teacher")
    body = {"name": "Anybody", "username": name, "email": "", "phone": "", "language": ""}
    return client.put(f"/api/v1/people/{teacher.public_id}", body, content_type=JSON)


def by_file(client: Client, agency: Agency, name: str) -> Any:
    content = f"name,username,role\nAnybody,{name},staff\n".encode()
    sent = {"act": "look", "file": SimpleUploadedFile("people.csv", content)}
    return client.post(f"/administration/agencies/{agency.pk}/people-file", sent)


DOORS: dict[str, Callable[[Client, Agency, str], Any]] = {
    "interface": by_api,
    "page": by_page,
    "change": by_change,
    "file": by_file,
}


@pytest.mark.parametrize("door", DOORS)
def test_whoever_has_a_name_the_answer_is_the_same_and_asks_as_much(fire: Agency, chief: User, door: str) -> None:
    client = Client()
    client.force_login(chief)
    DOORS[door](client, fire, OWN)

    found = []
    for name in (OWN, STRANGERS):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = DOORS[door](client, fire, name)
        page = answer.content.decode().replace(name, "NAME")
        found.append((answer.status_code, len(asked), without_drawn(page)))

    assert found[0] == found[1]
    assert str(fire.pk) not in found[0][2] or door in ("page", "file")
    assert "Farther Fire" not in found[1][2]


def without_drawn(page: str) -> str:
    """Return a page without what is drawn anew each time: tokens, nonces, ids of requests."""
    kept = [line for line in page.splitlines() if "csrf" not in line and "nonce" not in line]
    return "\n".join(kept).split('"request_id"')[0].split('"instance"')[0]


def test_a_directory_is_told_the_same_of_everybody_s_name(directory: Directory, chief: User) -> None:
    made = directory.made()

    answers = [
        (
            directory.ask("POST", "/Users", {**MAYA, "userName": name}),
            directory.ask("PATCH", f"/Users/{made}", patch("userName", name)),
        )
        for name in (OWN, STRANGERS)
    ]

    assert answers[0] == answers[1]
    assert {status for status, _body in answers[0]} == {409}


def test_a_stranger_s_unproved_address_and_phone_number_are_text(
    fire: Agency, directory: Directory, chief: User
) -> None:
    client = Client()
    client.force_login(chief)
    body = {"name": "Anybody", "phone": "+1 555 0100", "role": "staff"}

    known, unknown = (
        client.post(f"/api/v1/agencies/{fire.pk}/people", {**body, "email": mail}, content_type=JSON)
        for mail in (f"{STRANGERS}@example.org", "nobody.at.all@example.org")
    )
    listed = [
        directory.ask("GET", f'/Users?filter=userName eq "{name}"')[1]["totalResults"] for name in (STRANGERS, "nobody")
    ]

    assert (known.status_code, unknown.status_code, listed) == (201, 201, [0, 0])
