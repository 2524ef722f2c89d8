"""Who someone reads as on every screen, and what groups make of them, is changed by two and told."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from coordination.administration.models import SpeakingAct, SpeakingRequest
from coordination.administration.second_person.deciding import confirm_either
from coordination.administration.second_person.requests import ask_to_speak_for_all
from coordination.administration.single_sign_on.group_roles import GroupRoles, group_roles_of
from coordination.administration.single_sign_on.providers import remove_provider
from coordination.models import User
from coordination.prevention.support.access import SUPPORT_TEAMS
from mou.errors import SecondPersonNeeded
from mou.models import Agency
from mou.vocabulary import AgencyKind
from push.models import Recipient
from tests.coordination.administration.accounts.test_speaking_as_another import (
    NOW,
    OF_A_PERSON,
    A,
    ask,
    given,
    member_of,
    provider,
    rename,
)
from tests.factories.mou import make_agency
from tests.factories.prevention.support import make_support_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> Agency:
    return make_agency(AgencyKind.DISTRICT, name="Prairie District")


@pytest.fixture
def mallory(district: Agency) -> User:
    return member_of(district, "mallory", A)


@pytest.fixture
def second(district: Agency) -> User:
    return member_of(district, "second", A)


@pytest.fixture
def third(district: Agency) -> User:
    return member_of(district, "third", A)


@pytest.fixture
def counselor(district: Agency) -> User:
    person = member_of(district, "counselor")
    make_support_team(district, members=[person, member_of(district, "colleague")])
    return person


@pytest.mark.parametrize("name", ["name", "user name"])
def test_who_gives_names_takes_none_of_a_colleague_alone(mallory: User, second: User, name: str) -> None:
    do, act, detail = OF_A_PERSON[name]

    with pytest.raises(SecondPersonNeeded):
        do(mallory, mallory)
    confirm_either(actor_id=second.pk, request_id=ask(mallory, mallory, act, detail), at=NOW)

    do(mallory, mallory)


def test_whom_they_could_look_like_may_be_kept_by_a_school(mallory: User, district: Agency) -> None:
    member_of(make_agency(AgencyKind.SCHOOL, parent=district), "principal", A)

    with pytest.raises(SecondPersonNeeded):
        rename(mallory, mallory)


def test_the_only_one_corrects_their_own_name(mallory: User) -> None:
    rename(mallory, mallory)

    assert User.objects.get(pk=mallory.pk).display_name == "Someone Else"


def test_a_name_closes_no_place_on_a_team(mallory: User, second: User, counselor: User) -> None:
    asked = ask(mallory, counselor, SpeakingAct.CHANGE_NAME, "Someone Else")
    confirm_either(actor_id=second.pk, request_id=asked, at=NOW)

    rename(mallory, counselor)

    assert SUPPORT_TEAMS.teams_of(counselor.pk, NOW).exists()


@pytest.mark.parametrize("name", ["name", "user name", "address"])
def test_anybody_is_told_of_another_name_or_address(mallory: User, district: Agency, name: str) -> None:
    teacher = member_of(district, "teacher")

    OF_A_PERSON[name][0](mallory, teacher)

    assert Recipient.objects.filter(user_id=teacher.pk, source_key__startswith="account_acted").exists()


def test_the_page_asks_for_another_name_and_two_give_it(mallory: User, second: User, third: User) -> None:
    client, page = Client(), f"/administration/people/{third.public_id}"
    client.force_login(mallory)
    form = {"act": "account", **asdict(given(third, name="Dana Wells"))}

    alone = client.post(page, form)
    asked = {"act": "ask_for", "speaking_act": "change_name", "detail": "Dana  Wells", "reason": "Married"}
    client.post(page, {**asked, "person_id": str(third.public_id)})
    confirm_either(actor_id=second.pk, request_id=SpeakingRequest.objects.get().pk, at=datetime.now(UTC))
    by_two = client.post(page, form)

    assert (alone.status_code, by_two.status_code) == (422, 303)
    assert User.objects.get(pk=third.pk).display_name == "Dana Wells"


def test_a_sign_in_that_is_off_makes_no_roles_by_groups_of_one_person(
    mallory: User, second: User, district: Agency
) -> None:
    maps = {"supervisor": ("Mallory's",)}
    with pytest.raises(SecondPersonNeeded) as refused:
        provider(mallory, district, is_on=False, makes=maps)

    act = SpeakingAct.CHANGE_PROVIDER
    about: dict[str, Any] = {"actor_id": mallory.pk, "agency_id": district.pk, "act": act, "at": NOW}
    asked = ask_to_speak_for_all(**about, detail=refused.value.asks, reason="New system")
    confirm_either(actor_id=second.pk, request_id=asked, at=NOW)
    provider(mallory, district, is_on=False, makes=maps)

    for changed in ({}, {"staff": ("Mallory's",)}):
        with pytest.raises(SecondPersonNeeded):
            provider(mallory, district, is_on=False, makes=changed)
    with pytest.raises(SecondPersonNeeded):
        remove_provider(actor_id=mallory.pk, agency_id=district.pk, at=NOW)
    assert group_roles_of(district) == GroupRoles(maps, "")
    assert Recipient.objects.filter(user_id=second.pk, source_key__startswith="account_acted").exists()
