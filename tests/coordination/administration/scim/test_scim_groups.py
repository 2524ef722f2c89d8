"""Groups of a directory: whom they hold, what they make of people at once, and what they cannot make of anybody."""

import json
import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from coordination.administration.models import DirectoryGroup, DirectoryRoles
from coordination.administration.scim import wire
from coordination.administration.single_sign_on.group_roles import GroupRoles, change_directory_roles, roles_follow
from coordination.models import User
from mou.models import AccessEpoch, AdministrativeAct, Agency, AgencyMember, Suspension
from mou.vocabulary import AgencyKind
from tests.coordination.administration.scim.test_scim import EXAMPLES, Directory, patch
from tests.factories.mou import make_agency, make_member, make_user
from tests.fakes.openid import FakeOpenId
from tests.stage.sign_in.own_sign_in import make_provider

pytestmark = pytest.mark.django_db
CREWS, CHIEFS = "Crews", "Chiefs"


@pytest.fixture
def fire() -> Agency:
    agency = make_agency(AgencyKind.FIRE, name="Fairview Fire")
    DirectoryRoles.objects.create(agency=agency, groups={"officer": [CREWS], "commander": [CHIEFS, "ext-chiefs"]})
    return agency


@pytest.fixture
def directory(fire: Agency) -> Directory:
    return Directory(fire)


@pytest.fixture
def other() -> Directory:
    return Directory(make_agency(AgencyKind.POLICE, name="Fairview Police"))


def person(directory: Directory, name: str) -> str:
    return directory.made(userName=name, emails=[], roles=[{"value": "staff"}])


def group(directory: Directory, name: str, *people: str, **more: object) -> str:
    body = {"schemas": [wire.GROUP], "displayName": name, "members": [{"value": one} for one in people], **more}
    status, made = directory.ask("POST", "/Groups", body)
    assert status == 201, made
    return str(made["id"])


def remove(*people: str) -> dict[str, object]:
    """Take people out, as most directories say it."""
    operations = [{"op": "remove", "path": f'members[value eq "{one}"]'} for one in people]
    return {"schemas": [wire.PATCH], "Operations": operations}


def member(person_id: str) -> AgencyMember:
    return AgencyMember.objects.get(user__public_id=person_id, ended_at__isnull=True)


def role(person_id: str) -> str:
    return member(person_id).role


def is_out(person_id: str) -> bool:
    return Suspension.objects.filter(member=member(person_id), ended_at__isnull=True).exists()


def in_group(directory: Directory, group_id: str) -> list[str]:
    return [one["value"] for one in directory.ask("GET", f"/Groups/{group_id}")[1].get("members", [])]


# --- what a directory does -------------------------------------------------------------------------------------------
def test_a_group_is_made_found_changed_and_deleted(directory: Directory) -> None:
    maya, ben = person(directory, "maya"), person(directory, "ben")
    group_id = group(directory, "Watch A", maya, externalId="ext-1")

    by_name = directory.ask("GET", '/Groups?filter=displayName eq "Watch A"')[1]
    by_external = directory.ask("GET", '/Groups?filter=externalId eq "ext-1"')[1]
    bare = directory.ask("GET", f"/Groups/{group_id}?excludedAttributes=members")[1]
    whole = {"schemas": [wire.GROUP], "displayName": "Watch B", "members": [{"value": ben, "type": "User"}]}
    put = directory.ask("PUT", f"/Groups/{group_id}", whole)[1]
    gone = directory.ask("DELETE", f"/Groups/{group_id}")[0]

    assert [one["id"] for one in by_name["Resources"]] == [one["id"] for one in by_external["Resources"]] == [group_id]
    assert "members" not in bare
    assert "members" not in by_name["Resources"][0]
    assert (put["displayName"], [one["value"] for one in put["members"]], "externalId" in put) == (
        "Watch B",
        [ben],
        False,
    )
    assert (gone, directory.ask("GET", f"/Groups/{group_id}")[0]) == (204, 404)
    assert User.objects.filter(public_id__in=[maya, ben], is_active=True).count() == 2


def test_people_are_added_removed_and_replaced_in_the_ways_that_directories_write_it(directory: Directory) -> None:
    maya, ben, ada = (person(directory, name) for name in ("maya", "ben", "ada"))
    path = f"/Groups/{group(directory, 'Watch A')}"
    group_id = path.rpartition("/")[2]

    for body, held in (
        (patch("members", [{"value": maya}, {"value": ben}], op="Add"), [maya, ben]),
        (patch("members", [{"value": maya}], op="add"), [maya, ben]),
        (remove(maya), [ben]),
        (patch(None, {"members": [{"value": ada}]}, op="add"), [ben, ada]),
        (patch("members", [{"value": ben}], op="remove"), [ada]),
        (patch("members", [{"value": maya}], op="replace"), [maya]),
        ({"schemas": [wire.PATCH], "Operations": [{"op": "remove", "path": "members"}]}, []),
        (patch(None, {"displayName": "Watch C", "externalId": "c"}), []),
    ):
        assert directory.ask("PATCH", path, body)[0] == 200
        assert in_group(directory, group_id) == held, body
    assert directory.ask("GET", path)[1]["displayName"] == "Watch C"


def test_the_example_of_the_documents_is_taken(directory: Directory) -> None:
    maya = person(directory, "maya")
    group_id = group(directory, CREWS)
    example = json.dumps(EXAMPLES["PATCH /Groups/{id}"])
    said = re.sub('"value": "[0-9a-f-]{36}"', f'"value": "{maya}"', example)

    status, _answer = directory.ask("PATCH", f"/Groups/{group_id}", said)

    assert (status, in_group(directory, group_id)) == (200, [maya])


def test_a_group_gives_and_takes_a_role_at_once_by_its_name_or_its_external_id(directory: Directory) -> None:
    maya = person(directory, "maya")
    crews = group(directory, CREWS, maya)
    first = role(maya)
    chiefs = group(directory, "Whatever it is called", maya, externalId="ext-chiefs")
    second = role(maya)
    before = AccessEpoch.objects.get(pk=1).count

    directory.ask("PATCH", f"/Groups/{chiefs}", remove(maya))

    connection.check_constraints()
    assert (first, second, role(maya)) == ("officer", "commander", "officer")
    assert AccessEpoch.objects.get(pk=1).count > before
    assert AdministrativeAct.objects.filter(kind="member_changed", changes__role=["commander", "officer"]).exists()
    directory.ask("DELETE", f"/Groups/{crews}")
    assert is_out(maya)


def test_who_leaves_the_last_group_is_out_and_who_comes_back_is_in(directory: Directory) -> None:
    maya = person(directory, "maya")
    crews = group(directory, CREWS, maya)

    directory.ask("PATCH", f"/Groups/{crews}", remove(maya))
    out = is_out(maya)
    seen = directory.ask("GET", f"/Users/{maya}")[0]
    directory.ask("PATCH", f"/Groups/{crews}", patch("members", [{"value": maya}], op="add"))

    assert (out, seen, is_out(maya), role(maya)) == (True, 200, False, "officer")
    assert list(AdministrativeAct.objects.order_by("id").values_list("kind", flat=True))[-2:] == [
        "member_suspended",
        "member_reinstated",
    ]


def test_a_default_role_keeps_them_in(directory: Directory) -> None:
    DirectoryRoles.objects.update(default_role="staff")
    maya = person(directory, "maya")
    crews = group(directory, CREWS, maya)

    directory.ask("DELETE", f"/Groups/{crews}")

    assert (role(maya), is_out(maya)) == ("staff", False)


def test_a_group_that_gives_nothing_changes_nobody_and_another_name_does(directory: Directory) -> None:
    maya = person(directory, "maya")
    path = f"/Groups/{group(directory, 'Choir', maya)}"
    before = role(maya)
    directory.ask("PATCH", path, patch("displayName", CHIEFS))
    renamed = role(maya)
    directory.ask("PATCH", path, patch("displayName", "Choir"))

    assert (before, renamed, is_out(maya)) == ("staff", "commander", True)


def test_a_role_of_a_group_is_not_overruled_by_the_role_of_the_person(directory: Directory) -> None:
    maya = person(directory, "maya")
    group(directory, CREWS, maya)

    directory.ask("PATCH", f"/Users/{maya}", patch("roles", [{"value": "commander"}]))

    assert role(maya) == "officer"


def test_the_mapping_of_the_sign_in_is_the_mapping_of_the_directory(
    directory: Directory, fire: Agency, fake: FakeOpenId
) -> None:
    maya = person(directory, "maya")
    make_provider(fake, fire, groups={"planner": ["Desk"]})

    group(directory, CREWS, maya)
    by_old = role(maya)
    group(directory, "Desk", maya)

    assert (by_old, role(maya)) == ("staff", "planner")


def test_another_mapping_changes_people_at_once(directory: Directory, fire: Agency) -> None:
    maya, ben = person(directory, "maya"), person(directory, "ben")
    group(directory, CREWS, maya)
    group(directory, "Desk", ben)
    client = Client()
    client.force_login(directory.chief)

    form = {"act": "group_roles", "groups_planner": "Desk\n", "default_role": ""}
    answer = client.post(f"/security/{fire.pk}/directory", form)
    page = client.get(f"/security/{fire.pk}/directory").content.decode()

    assert answer.status_code == 303
    assert (is_out(maya), role(ben)) == (True, "planner")
    assert "Desk" in page
    refused = client.post(f"/security/{fire.pk}/directory", {**form, "groups_staff": "Desk"})
    assert (refused.status_code, DirectoryRoles.objects.get().groups) == (422, {"planner": ["Desk"]})


# --- what it may not -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["theirs", "guest", "nobody", "ended"])
def test_a_group_holds_nobody_whom_the_directory_does_not_keep(
    directory: Directory, other: Directory, fire: Agency, who: str
) -> None:
    ended = person(directory, "ended")
    AgencyMember.objects.filter(user__public_id=ended).update(ended_at=member(ended).started_at)
    guest = make_member(fire, user=make_user(username="guest")).user
    User.objects.filter(pk=guest.pk).update(home_agency=None)
    named = {"theirs": person(other, "theirs"), "guest": str(guest.public_id), "nobody": str(uuid4()), "ended": ended}
    group_id = group(directory, CHIEFS)
    members = [{"value": named[who]}]

    answers = [
        directory.ask("PATCH", f"/Groups/{group_id}", patch("members", members, op="add")),
        directory.ask("PUT", f"/Groups/{group_id}", {"schemas": [wire.GROUP], "displayName": "x", "members": members}),
        directory.ask("POST", "/Groups", {"schemas": [wire.GROUP], "displayName": "y", "members": members}),
    ]

    # The same words whoever it is.
    assert {(status, error["detail"]) for status, error in answers} == {
        (400, "A member is no one whom this directory keeps.")
    }
    assert in_group(directory, group_id) == []
    assert AgencyMember.objects.get(user=guest).role != "commander"


def test_another_agency_s_group_is_not_there(directory: Directory, other: Directory) -> None:
    theirs = f"/Groups/{group(other, 'Patrol', person(other, 'ben'))}"

    statuses = [
        directory.ask("GET", theirs)[0],
        directory.ask("PATCH", theirs, patch("displayName", CHIEFS))[0],
        directory.ask("PUT", theirs, {"schemas": [wire.GROUP], "displayName": CHIEFS})[0],
        directory.ask("DELETE", theirs)[0],
    ]

    assert statuses == [404] * 4
    assert directory.ask("GET", "/Groups")[1]["totalResults"] == 0
    assert DirectoryGroup.objects.get().name == "Patrol"


def test_no_group_makes_an_administrator_or_takes_one(directory: Directory, fire: Agency) -> None:
    User.objects.filter(pk=directory.chief.pk).update(home_agency=fire)
    chief, maya = str(directory.chief.public_id), person(directory, "maya")
    # As if someone had written it past every check.
    DirectoryRoles.objects.update(groups={"administrator": ["Bosses"], "officer": [CREWS]})

    group(directory, "Bosses", maya)
    group(directory, "administrator", maya)
    crews = group(directory, CREWS, chief)
    directory.ask("DELETE", f"/Groups/{crews}")

    assert (role(maya), role(chief), is_out(chief)) == ("staff", "administrator", False)
    client = Client()
    client.force_login(directory.chief)
    form = {"act": "group_roles", "groups_administrator": "Bosses"}
    client.post(f"/security/{fire.pk}/directory", form)
    assert "administrator" not in DirectoryRoles.objects.get().groups


def test_whom_people_have_suspended_or_ended_no_group_brings_back(directory: Directory) -> None:
    maya, ben = person(directory, "maya"), person(directory, "ben")
    Suspension.objects.create(member=member(maya), reason="Inquiry.", begun_at=member(maya).started_at)
    crews = group(directory, CREWS, maya, ben)
    AgencyMember.objects.filter(user__public_id=ben).update(ended_at=member(ben).started_at)

    for body in (remove(maya, ben), patch("members", [{"value": maya}], op="add")):
        directory.ask("PATCH", f"/Groups/{crews}", body)

    assert is_out(maya)
    assert not AgencyMember.objects.filter(user__public_id=ben, ended_at__isnull=True).exists()


def test_nobody_sets_what_groups_make_who_does_not_administer_the_agency(fire: Agency, other: Directory) -> None:
    staff, form = make_member(fire).user, {"act": "group_roles", "groups_commander": "Everybody"}
    for one in (staff, other.chief):
        client = Client()
        client.force_login(one)
        assert client.post(f"/security/{fire.pk}/directory", form).status_code == 404

    assert "Everybody" not in str(DirectoryRoles.objects.get().groups)


HOSTILE: dict[str, object] = {
    "no name": {"schemas": [wire.GROUP]},
    "an empty name": {"schemas": [wire.GROUP], "displayName": "  "},
    "a long name": {"schemas": [wire.GROUP], "displayName": "x" * 257},
    "a NUL": {"schemas": [wire.GROUP], "displayName": "a\0b"},
    "half a surrogate pair": {"schemas": [wire.GROUP], "displayName": "\ud800"},
    "a person's schema": {"schemas": [wire.USER], "displayName": "a"},
    "a group in it": {
        "schemas": [wire.GROUP],
        "displayName": "a",
        "members": [{"value": str(uuid4()), "type": "Group"}],
    },
    "no id": {"schemas": [wire.GROUP], "displayName": "a", "members": [{"value": "../Users"}]},
    "a member that is a number": {"schemas": [wire.GROUP], "displayName": "a", "members": [7]},
    "a long external id": {"schemas": [wire.GROUP], "displayName": "a", "externalId": "x" * 256},
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_nonsense_is_refused_and_leaves_nothing(directory: Directory, what: str) -> None:
    status, error = directory.ask("POST", "/Groups", HOSTILE[what])

    assert (status, error["schemas"]) == (400, [wire.ERROR])
    assert not DirectoryGroup.objects.exists()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (patch('members[display eq "x"]', None, op="remove"), "invalidPath"),
        (patch("meta", {}), "invalidPath"),
        (patch("displayName", None, op="remove"), "mutability"),
        (patch("members", [{"value": "x"}], op="add"), "invalidValue"),
        (patch("members", [], op="move"), "invalidSyntax"),
    ],
)
def test_a_patch_that_is_nonsense_changes_nothing(directory: Directory, body: object, kind: str) -> None:
    maya = person(directory, "maya")
    group_id = group(directory, CREWS, maya)

    status, error = directory.ask("PATCH", f"/Groups/{group_id}", body)

    assert (status, error["scimType"]) == (400, kind)
    assert in_group(directory, group_id) == [maya]


def test_roles_follow_whoever_changes_groups(directory: Directory, fire: Agency) -> None:
    """The rule is asked where roles follow, not at one door."""
    maya = person(directory, "maya")
    user, at = User.objects.get(public_id=maya), member(maya).started_at
    made = DirectoryGroup.objects.create(agency=fire, name=CREWS, made_at=at, changed_at=at)

    with roles_follow(directory.chief.pk, fire, at):
        made.people.add(user)

    assert role(maya) == "officer"
    change_directory_roles(
        actor_id=directory.chief.pk, agency_id=fire.pk, given=GroupRoles({"planner": (CREWS,)}, ""), at=at
    )
    assert role(maya) == "planner"
