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


# --- what is removed --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("emails", "emails"),
        ('phoneNumbers[type eq "work"].value', "phoneNumbers"),
        ("preferredLanguage", "preferredLanguage"),
        ("externalId", "externalId"),
    ],
)
def test_what_an_account_can_be_without_is_removed(directory: Directory, path: str, shown: str) -> None:
    numbers = [{"value": "+1 785 555 0100"}]
    address = f"/Users/{directory.made(phoneNumbers=numbers, preferredLanguage='es', externalId='e-1')}"
    before = directory.ask("GET", address)[1]

    status, person = directory.ask("PATCH", address, remove(path))

    assert shown in before
    assert (status, person) == (200, {name: value for name, value in before.items() if name != shown})


@pytest.mark.parametrize("path", ["userName", "displayName", "name", "name.givenName", "roles", "active"])
def test_what_an_account_is_never_without_is_not_removed(directory: Directory, path: str) -> None:
    address = f"/Users/{directory.made()}"
    before = directory.ask("GET", address)[1]

    status, refused = directory.ask("PATCH", address, remove(path))

    assert (status, refused["scimType"]) == (400, "mutability")
    assert directory.ask("GET", address)[1] == before


def test_what_is_removed_is_named_and_what_is_not_kept_is_gone_already(directory: Directory) -> None:
    address = f"/Users/{directory.made()}"

    unnamed = directory.ask("PATCH", address, {"schemas": [wire.PATCH], "Operations": [{"op": "remove"}]})
    unknown = directory.ask("PATCH", address, remove("title"))[0]

    assert (unnamed[0], unnamed[1]["scimType"], unknown) == (400, "noTarget", 200)


def remove(path: str) -> dict[str, object]:
    return {"schemas": [wire.PATCH], "Operations": [{"op": "remove", "path": path}]}


# --- what is shown ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("attributes=userName", {"schemas", "id", "userName"}),
        ("attributes=USERNAME,%20name.formatted", {"schemas", "id", "userName", "name"}),
        (f"attributes={wire.USER}:active", {"schemas", "id", "active"}),
        ("attributes=nothing", {"schemas", "id"}),
        (
            "excludedAttributes=id,schemas,emails,name.formatted,meta",
            {"schemas", "id", "userName", "displayName", "name", "active", "roles"},
        ),
    ],
)
def test_a_directory_reads_the_parts_that_it_asks_for(directory: Directory, query: str, shown: set[str]) -> None:
    person_id = directory.made()
    answers = [
        directory.ask("GET", f"/Users/{person_id}?{query}")[1],
        *directory.ask("GET", f"/Users?{query}")[1]["Resources"],
        directory.ask("PATCH", f"/Users/{person_id}?{query}", patch("displayName", "Maya"))[1],
    ]

    assert [set(one) for one in answers] == [shown] * 3
    assert [one.get("name", {}) for one in answers] in (
        [{}] * 3,
        [{"formatted": "Maya Field"}] * 2 + [{"formatted": "Maya"}],
    )


def test_two_lists_of_parts_or_an_endless_one_are_refused(directory: Directory) -> None:
    person_id = directory.made()

    both = directory.ask("GET", f"/Users/{person_id}?attributes=name&excludedAttributes=emails")[0]
    endless = directory.ask("GET", f"/Users/{person_id}?attributes={'x,' * 1500}")[0]
    written = directory.ask(
        "PATCH", f"/Users/{person_id}?attributes=a&excludedAttributes=b", patch("displayName", "X")
    )[0]

    assert (both, endless, written) == (400, 400, 400)
    # What cannot be answered is not carried out.
    assert directory.ask("GET", f"/Users/{person_id}")[1]["displayName"] == "Maya Field"


def test_a_group_is_shown_with_its_people_by_address_or_without(directory: Directory, other: Directory) -> None:
    maya, theirs = directory.made(), other.made(userName="theirs", emails=[])
    # `$ref` is ours to say: what a directory writes there leads to no one else.
    member = {"value": maya, "$ref": f"http://testserver/scim/v2/Users/{theirs}"}
    body = {"schemas": [wire.GROUP], "displayName": "Crews", "members": [member]}
    address = f"/Groups/{directory.ask('POST', '/Groups', body)[1]['id']}"

    whole = directory.ask("GET", address)[1]
    by_name = directory.ask("GET", f"{address}?attributes=displayName")[1]
    without = directory.ask("GET", f"{address}?excludedAttributes=members")[1]

    assert whole["members"][0]["$ref"] == f"http://testserver/scim/v2/Users/{maya}"
    assert set(by_name) == {"schemas", "id", "displayName"}
    assert set(whole) - set(without) == {"members"}


def test_people_and_groups_are_not_searched_at_once(directory: Directory) -> None:
    asked = directory.ask("POST", "/.search", {"schemas": [wire.LIST]})

    assert (asked[0], directory.ask("GET", "/.search")[0]) == (501, 405)


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


def test_a_number_is_read_and_one_from_before_stops_no_other_change(directory: Directory) -> None:
    person_id = directory.made(phoneNumbers=[{"value": "(512) 555-0100"}])
    address = f"/Users/{person_id}"
    assert directory.ask("GET", address)[1]["phoneNumbers"][0]["value"] == "+15125550100"

    spoken = directory.ask("PATCH", address, patch("phoneNumbers", [{"value": "tel:+1-512-555-0101;ext=7"}]))[1]
    assert spoken["phoneNumbers"][0]["value"] == "+15125550101"
    none = [directory.ask("PATCH", address, patch("phoneNumbers", [{"value": one}])) for one in ("911", "555-01")]
    User.objects.filter(username=directory.ask("GET", address)[1]["userName"]).update(phone="0100")
    renamed = directory.ask("PATCH", address, patch("displayName", "Maya Ford"))

    # What is no number is not kept, as what has no place here; the person and what else was said of them is.
    assert [(status, "phoneNumbers" in person) for status, person in none] == [(200, False)] * 2
    assert (renamed[0], renamed[1]["phoneNumbers"][0]["value"]) == (200, "0100")
