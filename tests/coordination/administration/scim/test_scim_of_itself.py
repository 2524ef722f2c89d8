"""What a directory's own ids lead to, and what the SCIM interface says of itself."""

import json

import pytest

from coordination.administration.scim import group_wire, wire
from coordination.models import User
from mou.models import Agency
from mou.vocabulary import AgencyKind
from tests.coordination.administration.scim.test_scim import EXAMPLES, MAYA, Directory, patch
from tests.factories.mou import make_agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory(fire: Agency) -> Directory:
    return Directory(fire)


@pytest.fixture
def other() -> Directory:
    return Directory(make_agency(AgencyKind.POLICE, name="Fairview Police"))


# --- external ids ----------------------------------------------------------------------------------------------------
def test_a_person_is_found_and_known_again_by_the_directory_s_own_id(directory: Directory, other: Directory) -> None:
    maya = directory.made(externalId="e-1")
    other.made(userName="theirs", emails=[], externalId="e-1")

    found = directory.ask("GET", '/Users?filter=externalId eq "e-1"')[1]
    exact = directory.ask("GET", '/Users?filter=externalId eq "E-1"')[1]
    taken = directory.ask("POST", "/Users", {**EXAMPLES["POST /Users"], "userName": "x", "externalId": "e-1"})
    directory.ask("DELETE", f"/Users/{maya}")
    again = directory.made(userName="maya.ford@fire.example.org", externalId="e-1")

    assert [(one["id"], one["externalId"]) for one in found["Resources"]] == [(maya, "e-1")]
    assert exact["totalResults"] == 0
    assert (taken[0], taken[1]["scimType"]) == (409, "uniqueness")
    assert again == maya
    assert directory.ask("GET", f"/Users/{maya}")[1]["userName"] == "maya.ford@fire.example.org"


def test_an_external_id_is_changed_and_moves_to_nobody_else_s(directory: Directory) -> None:
    maya, ben = directory.made(externalId="e-1"), directory.made(userName="ben", emails=[], externalId="e-2")

    clash = directory.ask("PATCH", f"/Users/{ben}", patch("externalId", "e-1"))[0]
    free = directory.ask("PATCH", f"/Users/{maya}", patch("externalId", "e-3"))[1]
    put = directory.ask("PUT", f"/Users/{maya}", EXAMPLES["POST /Users"])[1]

    assert (clash, free["externalId"], put["externalId"]) == (409, "e-3", "e-3")


def test_a_name_or_external_id_is_one_group_s(directory: Directory) -> None:
    body = {"schemas": [wire.GROUP], "displayName": "Crews", "externalId": "one"}
    directory.ask("POST", "/Groups", body)
    second = directory.ask("POST", "/Groups", {"schemas": [wire.GROUP], "displayName": "Two"})[1]["id"]

    assert directory.ask("POST", "/Groups", {**body, "externalId": "three"})[0] == 409
    assert directory.ask("PATCH", f"/Groups/{second}", patch("externalId", "one"))[0] == 409


# --- languages --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("told", "stored"),
    [
        ("fr-CA", None),
        ("fr-CA, es;q=0.8", "es"),
        ("en;q=0.2, es;q=0.9", "es"),
        ("es_MX", "es"),
        ("EN-us", "en"),
        ("*", None),
        ("no language at all", None),
        ("x" * 5000, None),
    ],
)
def test_who_has_a_language_that_is_not_here_is_taken_in_and_the_answer_says_what_is_stored(
    directory: Directory, told: str, stored: str | None
) -> None:
    noor = EXAMPLES["POST /Users in another language"]

    status, made = directory.ask("POST", "/Users", {**noor, "preferredLanguage": told})
    read = directory.ask("GET", f"/Users/{made['id']}")[1]

    assert (status, made.get("preferredLanguage")) == (201, stored)
    assert read == made
    assert User.objects.get(public_id=made["id"]).language == (stored or "")


def test_a_language_that_is_not_here_takes_none_away_and_holds_up_no_other_change(directory: Directory) -> None:
    person_id = directory.made(preferredLanguage="es")
    path, french = f"/Users/{person_id}", {"op": "replace", "path": "preferredLanguage", "value": "fr"}
    leaves = {"schemas": [wire.PATCH], "Operations": [{**french, "path": "active", "value": False}, french]}

    put = directory.ask("PUT", path, {**MAYA, "displayName": "Maya Ford", "preferredLanguage": "fr"})
    patched = directory.ask("PATCH", path, leaves)
    emptied = directory.ask("PATCH", path, patch("preferredLanguage", ""))[1]

    assert (put[0], put[1]["displayName"], put[1]["preferredLanguage"]) == (200, "Maya Ford", "es")
    assert (patched[0], patched[1]["active"], patched[1]["preferredLanguage"]) == (200, False, "es")
    assert "preferredLanguage" not in emptied


@pytest.mark.parametrize("path", ["title", "groups", f"{wire.USER}:nickName"])
def test_a_path_that_is_not_kept_holds_up_no_other_operation(directory: Directory, path: str) -> None:
    address = f"/Users/{directory.made()}"
    operations = [
        {"op": "replace", "path": path, "value": "Captain"},
        {"op": "replace", "path": "displayName", "value": "Maya Ford"},
    ]

    status, person = directory.ask("PATCH", address, {"schemas": [wire.PATCH], "Operations": operations})

    assert (status, person["displayName"]) == (200, "Maya Ford")
    assert "title" not in person


WRONG_BESIDE: dict[str, object] = {
    "userName": "<script>",
    "emails": [{"value": "nobody"}],
    "phoneNumbers": [["a"]],
    "displayName": 7,
    "roles": [{"value": "administrator"}],
    "externalId": "x" * 256,
}


@pytest.mark.parametrize("name", WRONG_BESIDE)
def test_nothing_beside_it_keeps_a_leaver_in(directory: Directory, name: str) -> None:
    """Whatever is wrong beside `active: false`, in whatever order: the person is out."""
    wrong = WRONG_BESIDE[name]
    first, second = directory.made(), directory.made(userName="noor@fire.example", emails=[])
    operations = [
        {"op": "replace", "path": name, "value": wrong},
        {"op": "replace", "path": "active", "value": False},
    ]

    put = directory.ask("PUT", f"/Users/{first}", {**MAYA, name: wrong, "active": False})
    patched = directory.ask("PATCH", f"/Users/{second}", {"schemas": [wire.PATCH], "Operations": operations})

    assert [(status, person["active"]) for status, person in (put, patched)] == [(200, False)] * 2


@pytest.mark.parametrize("name", WRONG_BESIDE)
def test_beside_nothing_what_is_wrong_is_refused(directory: Directory, name: str) -> None:
    address = f"/Users/{directory.made()}"

    status, _ = directory.ask("PUT", address, {**MAYA, name: WRONG_BESIDE[name]})

    assert status == 400
    assert directory.ask("GET", address)[1]["active"] is True


# --- what it says of itself ------------------------------------------------------------------------------------------
def test_it_says_of_itself_what_is_so(directory: Directory) -> None:
    members = [{"value": directory.made(externalId="e-1")}]
    body = {"schemas": [wire.GROUP], "displayName": "Crews", "externalId": "g-1", "members": members}
    group_id = directory.ask("POST", "/Groups", body)[1]["id"]
    found = {one["id"]: one for one in directory.ask("GET", "/Schemas")[1]["Resources"]}
    types = directory.ask("GET", "/ResourceTypes")[1]["Resources"]

    assert set(found) == {wire.USER, wire.GROUP} == {one["schema"] for one in types}
    for one in types:
        assert directory.ask("GET", f"/ResourceTypes/{one['id']}")[1] == one
        assert directory.ask("GET", f"/Schemas/{one['schema']}")[1] == found[one["schema"]]
        shown = directory.ask("GET", one["endpoint"])[1]["Resources"][0]
        whole = directory.ask("GET", f"{one['endpoint']}/{shown['id']}")[1]
        said = {attribute["name"] for attribute in found[one["schema"]]["attributes"]}
        # Everything that is shown is described, and everything that is described is taken.
        assert set(whole) - {"schemas", "id", "meta"} <= said
    described = {attribute["name"].lower() for attribute in found[wire.USER]["attributes"]}
    assert described == {path.partition(".")[0].partition("[")[0] for path in wire.PATHS}
    (language,) = (one for one in found[wire.USER]["attributes"] if one["name"] == "preferredLanguage")
    for code in language["canonicalValues"]:
        kept = directory.ask("PATCH", f"/Users/{members[0]['value']}", patch("preferredLanguage", code))[1]
        assert kept["preferredLanguage"] == code
    assert {one["name"].lower() for one in found[wire.GROUP]["attributes"]} == set(group_wire.PATHS)
    assert directory.ask("GET", "/Schemas/urn:nothing")[0] == directory.ask("GET", "/ResourceTypes/Robot")[0] == 404
    assert directory.ask("GET", f"/Groups/{group_id}")[1]["meta"]["resourceType"] == "Group"
    assert json.dumps(directory.ask("GET", "/ServiceProviderConfig")[1]["etag"]) == '{"supported": false}'
