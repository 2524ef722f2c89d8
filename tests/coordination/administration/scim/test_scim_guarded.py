"""Whoever has a directory's token becomes no one by it, takes no administrator, and revives no one."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from coordination.administration.accounts.sign_ins import deactivate_account, reactivate_account
from coordination.administration.models import DirectoryPerson
from coordination.models import User
from mou.models import Agency, AgencyMember
from mou.vocabulary import AgencyKind, MemberRole
from push.models import Recipient
from tests.coordination.administration.scim.test_scim import MAYA, OFF, Directory, patch
from tests.factories.mou import make_agency, make_member, make_user
from tests.factories.prevention.support import make_support_team

pytestmark = pytest.mark.django_db
ON = patch("active", value=True)
RENAMED = {"name": patch("displayName", "Chief Anybody"), "user name": patch("userName", "chief.anybody")}
ELSEWHERE = patch("emails", [{"value": "mallory@elsewhere.example", "primary": True}])


@pytest.fixture
def district() -> Agency:
    return make_agency(AgencyKind.DISTRICT, name="Prairie District")


@pytest.fixture
def directory(district: Agency) -> Directory:
    return Directory(district)


def kept(agency: Agency, name: str, role: MemberRole = MemberRole.STAFF) -> User:
    """Return someone whose account the agency keeps, who has signed in before."""
    person = make_member(agency, user=make_user(username=name), role=role).user
    signed_in = {"last_login": timezone.now() - timedelta(days=3), "email": f"{name}@prairie.example"}
    User.objects.filter(pk=person.pk).update(home_agency=agency, **signed_in)
    return User.objects.get(pk=person.pk)


def test_a_directory_takes_no_administrator(directory: Directory, district: Agency) -> None:
    second = kept(district, "second", MemberRole.ADMINISTRATOR)

    deleted = directory.ask("DELETE", f"/Users/{second.public_id}")
    switched_off = directory.ask("PATCH", f"/Users/{second.public_id}", OFF)

    assert [(status, body["scimType"]) for status, body in (deleted, switched_off)] == [(400, "mutability")] * 2
    assert User.objects.get(pk=second.pk).is_active
    assert AgencyMember.objects.get(user=second).ended_at is None


def test_a_directory_gives_none_of_whom_two_decide_another_address(directory: Directory, district: Agency) -> None:
    second, counselor = kept(district, "second", MemberRole.ADMINISTRATOR), kept(district, "counselor")
    teacher = kept(district, "teacher")
    make_support_team(district, members=[counselor])

    answers = [directory.ask("PATCH", f"/Users/{one.public_id}", ELSEWHERE)[0] for one in (second, counselor)]
    answers.append(directory.ask("PATCH", f"/Users/{teacher.public_id}", ELSEWHERE)[0])

    assert answers == [400, 400, 200]
    assert User.objects.get(pk=counselor.pk).email == "counselor@prairie.example"


@pytest.mark.parametrize("what", RENAMED)
def test_a_directory_gives_none_of_whom_two_decide_another_name(
    directory: Directory, district: Agency, what: str
) -> None:
    second, teacher = kept(district, "second", MemberRole.ADMINISTRATOR), kept(district, "teacher")

    answers = [directory.ask("PATCH", f"/Users/{one.public_id}", RENAMED[what])[0] for one in (second, teacher)]

    assert answers == [400, 200]
    assert User.objects.get(pk=second.pk).username == "second"
    assert User.objects.get(pk=second.pk).display_name == second.display_name
    assert Recipient.objects.filter(user_id=teacher.pk, source_key__startswith="account_acted").exists()


def test_whom_a_person_switched_off_no_directory_switches_on(directory: Directory) -> None:
    person = User.objects.get(public_id=directory.made(roles=[]))
    told: dict[str, Any] = {"actor_id": directory.chief.pk, "person_id": person.public_id, "at": timezone.now()}
    deactivate_account(**told, reason="Misuse of data")

    status, body = directory.ask("PATCH", f"/Users/{person.public_id}", ON)
    directory.ask("DELETE", f"/Users/{person.public_id}")
    made_anew = directory.ask("POST", "/Users", {**MAYA, "roles": []})[0]

    assert (status, body["scimType"], made_anew) == (409, "mutability", 409)
    assert not User.objects.get(pk=person.pk).is_active


def test_what_the_directory_switched_off_and_a_person_too_stays_off(directory: Directory) -> None:
    person = User.objects.get(public_id=directory.made(roles=[]))
    told: dict[str, Any] = {"actor_id": directory.chief.pk, "person_id": person.public_id, "at": timezone.now()}
    directory.ask("PATCH", f"/Users/{person.public_id}", OFF)
    deactivate_account(**told, reason="Misuse of data")

    refused = directory.ask("PATCH", f"/Users/{person.public_id}", ON)[0]
    reactivate_account(**told, reason="Cleared")
    directory.ask("PATCH", f"/Users/{person.public_id}", OFF)
    again = directory.ask("PATCH", f"/Users/{person.public_id}", ON)[0]

    assert (refused, again) == (409, 200)
    assert User.objects.get(pk=person.pk).is_active
    assert not DirectoryPerson.objects.get(user=person).is_off
