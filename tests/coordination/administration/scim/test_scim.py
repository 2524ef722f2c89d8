"""A directory keeps its agency's people by SCIM: all of them, at once, and no one else's."""

import json
import re
from datetime import timedelta
from typing import Any, cast

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from coordination.administration.models import DirectoryToken
from coordination.administration.scim import wire
from coordination.administration.scim.tokens import make_token
from coordination.models import User
from mou.models import AccessEpoch, AdministrativeAct, Agency, AgencyMember
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.mou import make_agency, make_member, make_user
from tests.support.processes import ROOT

pytestmark = pytest.mark.django_db
PAGE = (ROOT / "docs" / "capabilities" / "scim.md").read_text()
EXAMPLES = {
    title: json.loads(body) for title, body in re.findall(r"<!-- (.+?) -->\n```json\n(.+?)\n```", PAGE, re.DOTALL)
}
MAYA = EXAMPLES["POST /Users"]
OFF = EXAMPLES["PATCH /Users/{id}"]


class Directory:
    """A client of the interface with one agency's token."""

    def __init__(self, agency: Agency) -> None:
        self.chief = make_member(agency, role=MemberRole.ADMINISTRATOR).user
        # Kept at the console: no directory's.
        User.objects.filter(pk=self.chief.pk).update(home_agency=None)
        self.token = make_token(actor_id=self.chief.pk, agency_id=agency.pk, at=timezone.now())

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, dict[str, Any]]:
        sent = body if isinstance(body, str | bytes) else json.dumps(body)
        answer = Client().generic(
            method,
            f"/scim/v2{path}",
            "" if body is None else sent,
            content_type=wire.CONTENT_TYPE,
            headers={"Authorization": f"Bearer {self.token}"},
        )
        if answer.content:
            assert answer["Content-Type"] == wire.CONTENT_TYPE
        return answer.status_code, json.loads(answer.content or b"{}")

    def made(self, **more: object) -> str:
        status, person = self.ask("POST", "/Users", {**MAYA, **more})
        assert status == 201, person
        return str(person["id"])


@pytest.fixture
def fire() -> Agency:
    return make_agency(AgencyKind.FIRE, name="Fairview Fire")


@pytest.fixture
def directory(fire: Agency) -> Directory:
    return Directory(fire)


@pytest.fixture
def other() -> Directory:
    return Directory(make_agency(AgencyKind.POLICE, name="Fairview Police"))


def patch(path: object, value: object, op: str = "replace") -> dict[str, object]:
    return {"schemas": [wire.PATCH], "Operations": [{"op": op, "path": path, "value": value}]}


# --- what a directory does ----------------------------------------------------------------------------------------
def test_a_person_is_made_found_changed_and_taken_out(directory: Directory, fire: Agency) -> None:
    status, person = directory.ask("POST", "/Users", MAYA)
    found = directory.ask("GET", '/Users?filter=userName%20eq%20"MAYA@fire.example.org"')[1]
    changed = directory.ask("PUT", f"/Users/{person['id']}", {**MAYA, "displayName": "Maya Ford", "name": None})[1]
    gone = directory.ask("DELETE", f"/Users/{person['id']}")[0]

    maya = User.objects.get(username=MAYA["userName"])
    assert (status, person["id"]) == (201, str(maya.public_id))
    assert (person["name"], person["roles"][0]["value"]) == ({"formatted": "Maya Field"}, "officer")
    assert [one["id"] for one in found["Resources"]] == [person["id"]]
    assert changed["displayName"] == "Maya Ford"
    assert gone == 204
    assert directory.ask("GET", f"/Users/{person['id']}")[0] == 404
    assert (maya.home_agency, maya.has_usable_password(), maya.is_active) == (fire, False, False)
    assert AgencyMember.objects.get(user=maya).ended_at is not None


def test_who_was_taken_out_comes_back_as_the_same_person(directory: Directory) -> None:
    first = directory.made()
    directory.ask("DELETE", f"/Users/{first}")

    second = directory.made()

    assert first == second
    assert directory.ask("GET", f"/Users/{second}")[1]["active"] is True


@pytest.mark.parametrize(
    "body",
    [
        OFF,
        patch("active", "False", op="Replace"),
        {"schemas": [wire.PATCH], "Operations": [{"op": "replace", "value": {"active": False, "title": "Chief"}}]},
    ],
)
def test_switching_off_ends_everything_at_once(directory: Directory, body: object) -> None:
    person_id = directory.made()
    maya = User.objects.get(public_id=person_id)
    client = Client()
    client.force_login(maya)
    assert client.get("/api/v1/me").status_code == 200
    before = AccessEpoch.objects.get(pk=1).count

    status, person = directory.ask("PATCH", f"/Users/{person_id}", body)

    assert (status, person["active"]) == (200, False)
    assert client.get("/api/v1/me").status_code == 401
    # PostgreSQL counts at the commit, which this test never comes to.
    connection.check_constraints()
    assert AccessEpoch.objects.get(pk=1).count > before
    assert AdministrativeAct.objects.filter(kind="account_deactivated", actor=directory.chief).exists()
    assert directory.ask("PATCH", f"/Users/{person_id}", patch("active", value=True))[1]["active"] is True
    assert User.objects.get(pk=maya.pk).is_active


def test_every_attribute_that_is_kept_is_changed_by_a_patch(directory: Directory) -> None:
    person_id = directory.made()
    for path, value in {
        "userName": "m.ford",
        "displayName": "Maya Ford",
        'emails[type eq "work"].value': "ford@fire.example.org",
        "phoneNumbers": [{"value": "+1 555 0100"}],
        "preferredLanguage": "es-MX",
        "roles": [{"value": "staff"}, {"value": "commander", "primary": True}],
    }.items():
        assert directory.ask("PATCH", f"/Users/{person_id}", patch(path, value))[0] == 200

    person = directory.ask("GET", f"/Users/{person_id}")[1]

    assert (person["userName"], person["displayName"]) == ("m.ford", "Maya Ford")
    assert person["emails"][0]["value"] == "ford@fire.example.org"
    assert (person["phoneNumbers"][0]["value"], person["preferredLanguage"]) == ("+1 555 0100", "es")
    assert person["roles"][0]["value"] == "commander"


def test_a_list_comes_in_pages(directory: Directory) -> None:
    made = [directory.made(userName=f"p{number}", emails=[]) for number in range(3)]

    first = directory.ask("GET", "/Users?startIndex=1&count=2")[1]
    second = directory.ask("GET", "/Users?startIndex=3&count=2")[1]
    none = directory.ask("GET", "/Users?count=0")[1]

    assert (first["totalResults"], first["itemsPerPage"], second["startIndex"]) == (3, 2, 3)
    assert [one["id"] for one in first["Resources"] + second["Resources"]] == made
    assert (none["totalResults"], none["Resources"]) == (3, [])


def test_it_says_what_it_supports(directory: Directory) -> None:
    status, said = directory.ask("GET", "/ServiceProviderConfig")
    types = directory.ask("GET", "/ResourceTypes")[1]

    assert (status, said["patch"]["supported"], said["bulk"]["supported"]) == (200, True, False)
    assert types["Resources"][0]["schema"] == wire.USER


# --- what it may not ------------------------------------------------------------------------------------------------
def strangers(directory: Directory, other: Directory) -> dict[str, User]:
    """Return people whom the directory has no business with."""
    police = other.chief.memberships.get().agency
    fire = directory.chief.memberships.get().agency
    guest, robot, operator, ended = (make_user(username=name) for name in ("guest", "robot", "operator", "ended"))
    User.objects.filter(pk=guest.pk).update(home_agency=police)
    User.objects.filter(pk__in=[robot.pk, operator.pk, ended.pk]).update(home_agency=fire)
    User.objects.filter(pk=robot.pk).update(is_device=True)
    User.objects.filter(pk=operator.pk).update(is_operator=True)
    for one in (guest, robot, operator):
        make_member(fire, user=one)
    make_member(fire, user=ended, ended_at=timezone.now())
    theirs = User.objects.get(public_id=other.made(userName="theirs", emails=[]))
    return {"guest": guest, "robot": robot, "operator": operator, "ended": ended, "theirs": theirs}


@pytest.mark.parametrize("who", ["guest", "robot", "operator", "ended", "theirs"])
def test_nobody_else_s_people_are_seen_or_touched(directory: Directory, other: Directory, who: str) -> None:
    person = strangers(directory, other)[who]
    path = f"/Users/{person.public_id}"

    seen = directory.ask("GET", f'/Users?filter=userName eq "{person.username}"')[1]
    listed = directory.ask("GET", "/Users")[1]
    statuses = [
        directory.ask("GET", path)[0],
        directory.ask("PUT", path, MAYA)[0],
        directory.ask("PATCH", path, OFF)[0],
        directory.ask("DELETE", path)[0],
    ]
    taken, error = directory.ask("POST", "/Users", {**MAYA, "userName": person.username})

    assert (seen["totalResults"], seen["Resources"]) == (0, [])
    assert str(person.public_id) not in str(listed)
    assert statuses == [404, 404, 404, 404]
    assert (taken, error["scimType"]) == (409, "uniqueness")
    now = User.objects.get(pk=person.pk)
    assert (now.is_active, now.username, now.home_agency_id) == (True, person.username, now.home_agency_id)


def test_the_name_of_another_person_is_not_taken_over_an_address_is_text(
    directory: Directory, other: Directory
) -> None:
    other.made()
    mine = directory.made(userName="mine", emails=[])

    assert directory.ask("POST", "/Users", MAYA) == (409, EXAMPLES["error"])
    assert directory.ask("PATCH", f"/Users/{mine}", patch("userName", MAYA["userName"].upper()))[0] == 409
    # An address is free text there: of another agency's accounts nothing is told, and it names no one.
    assert directory.ask("PATCH", f"/Users/{mine}", patch("emails", MAYA["emails"]))[0] == 200
    assert not User.objects.filter(email=MAYA["emails"][0]["value"], email_proved_at__isnull=False).exists()


def test_it_makes_and_takes_no_administrator_and_the_last_one_stays(directory: Directory, fire: Agency) -> None:
    User.objects.filter(pk=directory.chief.pk).update(home_agency=fire)
    chief = f"/Users/{directory.chief.public_id}"

    made = directory.ask("POST", "/Users", {**MAYA, "roles": [{"value": "administrator"}]})[0]
    directory.ask("PATCH", chief, patch("roles", [{"value": "staff"}]))
    off = directory.ask("PATCH", chief, OFF)[0]
    gone = directory.ask("DELETE", chief)[0]

    member = AgencyMember.objects.get(user=directory.chief)
    assert (made, off, gone) == (400, 400, 400)
    assert (member.role, member.ended_at, member.user.is_active) == (MemberRole.ADMINISTRATOR, None, True)


@pytest.mark.parametrize("how", ["none", "nonsense", "revoked", "expired", "basic", "agency off"])
def test_without_a_token_that_counts_nothing_is_answered(directory: Directory, fire: Agency, how: str) -> None:
    person_id = directory.made()
    header = {"none": "", "nonsense": "Bearer mps_x", "basic": f"Basic {directory.token}"}.get(
        how, f"Bearer {directory.token}"
    )
    at = timezone.now()
    if how == "revoked":
        DirectoryToken.objects.update(revoked_at=at)
    if how == "expired":
        DirectoryToken.objects.update(expires_at=at - timedelta(seconds=1))
    if how == "agency off":
        Agency.objects.filter(pk=fire.pk).update(is_active=False)

    served = ("/Groups", "/ServiceProviderConfig", "/ResourceTypes", "/Schemas", "/nothing")
    for path in ("/Users", f"/Users/{person_id}", *served):
        answer = Client().get(f"/scim/v2{path}", headers={"Authorization": header} if header else {})
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="scim"')
        assert json.loads(answer.content)["schemas"] == [wire.ERROR]


def test_a_session_opens_nothing_here_and_the_token_nothing_elsewhere(directory: Directory) -> None:
    client = Client()
    client.force_login(directory.chief)

    assert client.get("/scim/v2/Users").status_code == 401
    token = {"Authorization": f"Bearer {directory.token}", "X-Session-Token": directory.token}
    assert Client().get("/api/v1/me", headers=token).status_code == 401


HOSTILE: dict[str, object] = {
    "no JSON": "{",
    "deep": "[" * 30_000,
    "a list": [],
    "no schema": {"userName": "a"},
    "no name": {"schemas": [wire.USER]},
    "a number for a name": {**MAYA, "userName": 7},
    "a NUL": {**MAYA, "userName": "a\0b"},
    "markup": {**MAYA, "userName": "<script>"},
    "half a surrogate pair": {**MAYA, "userName": "\ud800"},
    "a name that is too long": {**MAYA, "userName": "a" * 151},
    "no address": {**MAYA, "emails": [{"value": "nobody"}]},
    "addresses that are none": {**MAYA, "emails": {"value": []}},
    "active as a number": {**MAYA, "active": 1},
    "a password of a list": {**MAYA, "phoneNumbers": [["a"]]},
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_nonsense_is_refused_in_the_form_of_scim(directory: Directory, what: str) -> None:
    before = User.objects.count()

    status, error = directory.ask("POST", "/Users", HOSTILE[what])

    assert (status, error["schemas"], error["status"]) == (400, [wire.ERROR], "400")
    assert User.objects.count() == before


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (patch("active", "perhaps"), "invalidValue"),
        (patch("externalId", "x" * 256), "invalidValue"),
        (patch(7, []), "invalidPath"),
        (patch("active", value=None, op="remove"), "mutability"),
        ({"schemas": [wire.PATCH], "Operations": []}, "invalidSyntax"),
        ({"schemas": [wire.PATCH], "Operations": [OFF["Operations"][0]] * 51}, "invalidSyntax"),
        ({"Operations": OFF["Operations"]}, "invalidSyntax"),
        (patch("roles", [{"value": "administrator"}]), "invalidValue"),
    ],
)
def test_a_patch_that_is_nonsense_changes_nothing(directory: Directory, body: object, kind: str) -> None:
    person_id = directory.made()

    status, error = directory.ask("PATCH", f"/Users/{person_id}", body)

    assert (status, error["scimType"]) == (400, kind)
    assert directory.ask("GET", f"/Users/{person_id}")[1]["active"] is True


@pytest.mark.parametrize(
    "query",
    [
        'filter=userName sw "m"',
        "filter=active eq true",
        "filter=",
        'filter=userName eq "a" or userName eq "b"',
        "count=x",
    ],
)
def test_another_filter_is_refused(directory: Directory, query: str) -> None:
    assert directory.ask("GET", f"/Users?{query}")[0] == 400


def test_other_methods_large_bodies_and_addresses_are_refused(directory: Directory) -> None:
    person_id = directory.made()

    assert directory.ask("PUT", "/Users", MAYA)[0] == 405
    assert directory.ask("POST", f"/Users/{person_id}", MAYA)[0] == 405
    assert directory.ask("POST", "/Users", {**MAYA, "title": "x" * 70_000})[0] == 413
    assert directory.ask("GET", "/Bulk")[0] == 404


# --- tokens ---------------------------------------------------------------------------------------------------------
def test_an_administrator_makes_a_token_that_is_shown_once_and_revokes_it(fire: Agency) -> None:
    chief = make_member(fire, role=MemberRole.ADMINISTRATOR).user
    client, path = Client(), f"/security/{fire.pk}/directory"
    client.force_login(chief)

    made = client.post(path, {"act": "token"}).content.decode()
    token = cast("re.Match[str]", re.search(r"mps_[\w-]{40,}", made))[0]
    again = client.get(path).content.decode()
    works = Client().get("/scim/v2/Users", headers={"Authorization": f"Bearer {token}"}).status_code
    client.post(path, {"act": "token"})
    third = client.post(path, {"act": "token"})
    row = DirectoryToken.objects.order_by("made_at").first()
    assert row is not None
    client.post(path, {"act": "revoke_token", "token": str(row.pk)})
    after = Client().get("/scim/v2/Users", headers={"Authorization": f"Bearer {token}"}).status_code

    assert token not in again
    assert token not in str(list(DirectoryToken.objects.values()))
    assert (works, third.status_code, after) == (200, 422, 401)


def test_nobody_else_makes_a_token(fire: Agency, other: Directory) -> None:
    member, stranger = Client(), Client()
    member.force_login(make_member(fire).user)
    stranger.force_login(other.chief)

    for client in (member, stranger):
        assert client.get(f"/security/{fire.pk}/directory").status_code == 404
        assert client.post(f"/security/{fire.pk}/directory", {"act": "token"}).status_code == 404
    assert not DirectoryToken.objects.filter(agency=fire).exists()


def test_a_name_loses_what_does_not_show_and_who_has_left_is_heard_whatever_their_name(
    directory: Directory, fire: Agency
) -> None:
    person_id = directory.made()

    status, person = directory.ask(
        "PUT", f"/Users/{person_id}", {**MAYA, "displayName": "Ma\u202eya\u200b Ruiz", "name": {}, "active": False}
    )

    assert (status, person["displayName"], person["active"]) == (200, "Maya Ruiz", False)
    assert User.objects.get(public_id=person_id).display_name == "Maya Ruiz"


@pytest.mark.parametrize("field", ["userName", "externalId"])
def test_what_tells_people_apart_is_refused_with_what_does_not_show(directory: Directory, field: str) -> None:
    status, said = directory.ask("POST", "/Users", {**MAYA, field: f"{MAYA['userName']}\u200b"})

    assert (status, said["scimType"]) == (400, "invalidValue")
