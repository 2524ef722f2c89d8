"""A hostile administrator becomes no one else alone: what makes one able to act as another takes a second person."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import Settings

from coordination.administration.accounts.factors import reset_factors
from coordination.administration.accounts.people import PersonGiven, change_account, invite_again, invite_person
from coordination.administration.models import SpeakingAct, SpeakingRequest
from coordination.administration.scim.tokens import make_token
from coordination.administration.second_person.deciding import confirm_either, waiting_requests, withdraw_either
from coordination.administration.second_person.requests import ask_to_speak_for, ask_to_speak_for_all
from coordination.administration.single_sign_on.group_roles import GroupRoles, change_directory_roles
from coordination.administration.single_sign_on.providers import ProviderGiven, change_provider
from coordination.models import User
from coordination.prevention.support.access import SUPPORT_TEAMS
from coordination.sign_in.mail import wait_until_sent
from mou.agencies.memberships.members import Post, change_member
from mou.agencies.second_person import ask_second_person, confirm_request
from mou.errors import NotAllowed, RequestDecided, RequestNotFound, SecondPersonNeeded, WrongChange
from mou.models import AdministrativeAct, Agency, AgencyMember
from mou.vocabulary import AdministrativeActKind, AgencyKind, MemberRole, MembershipChange
from push.models import Recipient
from tests.factories.mou import make_agency, make_member, make_user
from tests.factories.prevention.support import make_support_team

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
A = MemberRole.ADMINISTRATOR
STAFF = Post(MemberRole.STAFF)


@pytest.fixture
def district() -> Agency:
    return make_agency(AgencyKind.DISTRICT, name="Prairie District")


def member_of(agency: Agency, name: str, role: MemberRole = MemberRole.STAFF) -> User:
    """Return someone whose account the agency keeps, who has signed in before, with an address."""
    person = make_member(agency, user=make_user(username=name), role=role).user
    fields = {"home_agency": agency, "last_login": NOW - timedelta(days=9), "email": f"{name}@prairie.example"}
    User.objects.filter(pk=person.pk).update(**fields)
    return User.objects.get(pk=person.pk)


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
    colleague = member_of(district, "colleague")
    make_support_team(district, members=[person, colleague])
    return person


def given(person: User, **more: str) -> PersonGiven:
    told = {
        "name": person.shown_name(),
        "username": person.username,
        "email": person.email,
        "phone": "",
        "language": "",
    }
    return PersonGiven(**{**told, **more})


def invite(actor: User, person: User) -> None:
    invite_again(actor_id=actor.pk, person_id=person.public_id, at=NOW)


def readdress(actor: User, person: User) -> None:
    elsewhere = given(person, email="mallory.too@elsewhere.example")
    change_account(actor_id=actor.pk, person_id=person.public_id, given=elsewhere, at=NOW)


def rename(actor: User, person: User) -> None:
    another = given(person, name="Someone Else")
    change_account(actor_id=actor.pk, person_id=person.public_id, given=another, at=NOW)


def rename_login(actor: User, person: User) -> None:
    another = given(person, username="somebody.else")
    change_account(actor_id=actor.pk, person_id=person.public_id, given=another, at=NOW)


def reset(actor: User, person: User) -> None:
    reset_factors(actor_id=actor.pk, person_id=person.public_id, at=NOW)


OF_A_PERSON: dict[str, tuple[Callable[[User, User], None], SpeakingAct, str]] = {
    "invitation": (invite, SpeakingAct.INVITE_AGAIN, ""),
    "address": (readdress, SpeakingAct.CHANGE_ADDRESS, "mallory.too@elsewhere.example"),
    "name": (rename, SpeakingAct.CHANGE_NAME, "Someone Else"),
    "user name": (rename_login, SpeakingAct.CHANGE_USERNAME, "somebody.else"),
    "factors": (reset, SpeakingAct.RESET_FACTORS, ""),
}

# Done twice, these change nothing.
WRITTEN = (SpeakingAct.CHANGE_ADDRESS, SpeakingAct.CHANGE_NAME, SpeakingAct.CHANGE_USERNAME)


def ask(actor: User, person: User, act: SpeakingAct, detail: str = "") -> UUID:
    return ask_to_speak_for(
        actor_id=actor.pk, person_id=person.public_id, act=act, detail=detail, reason="Lost everything", at=NOW
    )


# --- of one person ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", OF_A_PERSON)
@pytest.mark.parametrize("whom", ["third", "counselor"])
def test_nobody_alone_becomes_an_administrator_or_somebody_of_a_confidential_team(
    request: pytest.FixtureRequest, mallory: User, second: User, name: str, whom: str
) -> None:
    person: User = request.getfixturevalue(whom)
    do, act, detail = OF_A_PERSON[name]
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})

    with pytest.raises(SecondPersonNeeded):
        do(mallory, person)
    asked = ask(mallory, person, act, detail)
    with pytest.raises(SecondPersonNeeded):
        do(mallory, person)
    with pytest.raises(NotAllowed):
        confirm_either(actor_id=mallory.pk, request_id=asked, at=NOW)
    with pytest.raises(NotAllowed):
        confirm_either(actor_id=person.pk, request_id=asked, at=NOW)
    confirm_either(actor_id=second.pk, request_id=asked, at=NOW)
    do(mallory, person)

    with pytest.raises(SecondPersonNeeded):
        invite(mallory, person) if act in WRITTEN else do(mallory, User.objects.get(pk=person.pk))
    assert SpeakingRequest.objects.get().used_at == NOW


@pytest.mark.parametrize("name", OF_A_PERSON)
def test_anybody_else_is_helped_by_one_administrator(mallory: User, second: User, district: Agency, name: str) -> None:
    teacher = member_of(district, "teacher")

    OF_A_PERSON[name][0](mallory, teacher)

    with pytest.raises(WrongChange):
        ask(mallory, teacher, OF_A_PERSON[name][1], OF_A_PERSON[name][2])


def test_what_was_confirmed_is_what_is_done(mallory: User, second: User, third: User) -> None:
    asked = ask(mallory, third, SpeakingAct.CHANGE_ADDRESS, "third.new@prairie.example")
    confirm_either(actor_id=second.pk, request_id=asked, at=NOW)

    with pytest.raises(SecondPersonNeeded):
        readdress(mallory, third)
    with pytest.raises(SecondPersonNeeded):
        invite(mallory, third)
    with pytest.raises(SecondPersonNeeded):
        change_account(
            actor_id=second.pk, person_id=third.public_id, given=given(third, email="third.new@prairie.example"), at=NOW
        )


def test_a_day_later_it_is_asked_anew(mallory: User, second: User, third: User) -> None:
    asked = ask(mallory, third, SpeakingAct.INVITE_AGAIN)
    confirm_either(actor_id=second.pk, request_id=asked, at=NOW - timedelta(hours=25))

    with pytest.raises(SecondPersonNeeded):
        invite(mallory, third)


def test_the_person_is_told_everywhere_and_refuses(
    settings: Settings, mallory: User, second: User, third: User
) -> None:
    settings.HAS_MAIL = True

    asked = ask(mallory, third, SpeakingAct.INVITE_AGAIN)
    wait_until_sent()
    client = Client()
    client.force_login(third)
    page = client.get("/account/sessions").content.decode()
    refused = client.post("/account/sessions", {"act": "refuse", "request_id": str(asked)})

    assert [one.to for one in mail.outbox] == [["third@prairie.example"]]
    assert Recipient.objects.filter(user_id=third.pk, source_key__startswith="account_acted").exists()
    assert "Lost everything" in page
    assert refused.status_code == 303
    with pytest.raises(RequestDecided):
        confirm_either(actor_id=second.pk, request_id=asked, at=NOW)


def test_a_confirmed_request_can_still_be_refused(mallory: User, second: User, third: User) -> None:
    asked = ask(mallory, third, SpeakingAct.INVITE_AGAIN)
    confirm_either(actor_id=second.pk, request_id=asked, at=NOW)

    withdraw_either(actor_id=third.pk, request_id=asked, at=NOW)

    with pytest.raises(SecondPersonNeeded):
        invite(mallory, third)


def test_their_confidential_places_are_closed_until_the_team_lets_them_in(
    mallory: User, second: User, counselor: User
) -> None:
    asked = ask(mallory, counselor, SpeakingAct.INVITE_AGAIN)
    confirm_either(actor_id=second.pk, request_id=asked, at=NOW)
    before = SUPPORT_TEAMS.teams_of(counselor.pk, NOW).exists()

    invite(mallory, counselor)

    assert (before, SUPPORT_TEAMS.teams_of(counselor.pk, NOW).exists()) == (True, False)


def test_strangers_learn_nothing_of_a_request(mallory: User, third: User, second: User, district: Agency) -> None:
    stranger = make_member(make_agency(), role=A).user
    teacher = member_of(district, "teacher")
    asked = ask(mallory, third, SpeakingAct.INVITE_AGAIN)

    for nobody in (stranger, teacher):
        for act in (confirm_either, withdraw_either):
            with pytest.raises(RequestNotFound):
                act(actor_id=nobody.pk, request_id=asked, at=NOW)
        assert waiting_requests(user_id=nobody.pk, agency=district, at=NOW) == []
    assert [one.may_confirm for one in waiting_requests(user_id=second.pk, agency=district, at=NOW)] == [True]
    assert [one.may_confirm for one in waiting_requests(user_id=mallory.pk, agency=district, at=NOW)] == [False]


def test_the_database_itself_refuses_who_is_their_own_second_person(mallory: User, third: User, second: User) -> None:
    rows = SpeakingRequest.objects.filter(pk=ask(mallory, third, SpeakingAct.INVITE_AGAIN))

    for who in (mallory, third):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(is_confirmed=True, decided_by=who, decided_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(used_at=NOW)


def test_both_stand_in_the_agency_s_record(mallory: User, third: User, second: User, district: Agency) -> None:
    confirm_either(actor_id=second.pk, request_id=ask(mallory, third, SpeakingAct.INVITE_AGAIN), at=NOW)

    kinds = AdministrativeActKind
    acts = AdministrativeAct.objects.filter(agency=district, member__user=third).order_by("id")
    assert [(one.kind, one.actor_id) for one in acts] == [
        (kinds.SECOND_PERSON_ASKED.value, mallory.pk),
        (kinds.SECOND_PERSON_CONFIRMED.value, second.pk),
    ]


# --- of a school: its principal was made by one person ----------------------------------------------------------------
def test_a_school_s_administrator_is_nobody_s_second_person(district: Agency, mallory: User, second: User) -> None:
    school = make_agency(AgencyKind.SCHOOL, parent=district)
    puppet, principal = member_of(school, "puppet", A), member_of(school, "principal", A)
    asked = ask(mallory, principal, SpeakingAct.INVITE_AGAIN)

    with pytest.raises(NotAllowed):
        confirm_either(actor_id=puppet.pk, request_id=asked, at=NOW)
    confirm_either(actor_id=second.pk, request_id=asked, at=NOW)

    invite(mallory, principal)


# --- no one makes their own second person -----------------------------------------------------------------------------
def test_one_administrator_alone_makes_no_other_beside_others(mallory: User, second: User, district: Agency) -> None:
    puppet = AgencyMember.objects.get(user=member_of(district, "puppet"))
    asks: dict[str, Any] = {"actor_id": mallory.pk, "agency_id": district.pk, "at": NOW}

    with pytest.raises(SecondPersonNeeded):
        invite_person(**asks, given=PersonGiven("Sock Puppet", "sock", "", "", ""), post=Post(A))
    with pytest.raises(SecondPersonNeeded):
        change_member(**asks, member_id=puppet.pk, post=Post(A))
    change: dict[str, Any] = {"change": MembershipChange.CHANGE_ROLE, "role": A, "reason": "Takes over"}
    asked = ask_second_person(**asks, member_id=puppet.pk, **change)
    with pytest.raises(NotAllowed):
        confirm_request(actor_id=mallory.pk, request_id=asked, at=NOW)
    confirm_request(actor_id=second.pk, request_id=asked, at=NOW)

    assert AgencyMember.objects.get(pk=puppet.pk).role == A
    assert not User.objects.filter(username="sock").exists()


def test_the_only_administrator_appoints_another_and_invites_them_anew(mallory: User, district: Agency) -> None:
    post = Post(A)
    new = invite_person(
        actor_id=mallory.pk, agency_id=district.pk, given=PersonGiven("Sam Ford", "sam", "", "", ""), post=post, at=NOW
    )

    again = invite_again(actor_id=mallory.pk, person_id=new.person_id, at=NOW)

    assert again.code


# --- of everybody whose account an agency keeps -----------------------------------------------------------------------
def token(actor: User, agency: Agency) -> None:
    make_token(actor_id=actor.pk, agency_id=agency.pk, at=NOW)


def provider(
    actor: User,
    agency: Agency,
    issuer: str = "https://mallory.example",
    *,
    is_on: bool = True,
    makes: Mapping[str, tuple[str, ...]] | None = None,
) -> None:
    own = ProviderGiven(
        issuer=issuer,
        client_id="c",
        secret="s",
        domains=(),
        groups_claim="groups" if makes else "",
        groups=makes or {},
        default_role="",
        makes_accounts=False,
        trusts_factor=True,
        is_on=is_on,
    )
    change_provider(actor_id=actor.pk, agency_id=agency.pk, given=own, at=NOW)


def groups(actor: User, agency: Agency) -> None:
    roles = GroupRoles({"supervisor": ("Mallory's",)}, "")
    change_directory_roles(actor_id=actor.pk, agency_id=agency.pk, given=roles, at=NOW)


OF_ALL: dict[str, tuple[Callable[[User, Agency], None], SpeakingAct]] = {
    "token": (token, SpeakingAct.MAKE_TOKEN),
    "provider": (provider, SpeakingAct.CHANGE_PROVIDER),
    "groups": (groups, SpeakingAct.GROUP_ROLES),
}


@pytest.mark.parametrize("name", OF_ALL)
def test_nobody_alone_changes_by_what_administrators_sign_in(
    mallory: User, second: User, district: Agency, name: str
) -> None:
    do, act = OF_ALL[name]

    with pytest.raises(SecondPersonNeeded) as refused:
        do(mallory, district)
    asked = ask_to_speak_for_all(
        actor_id=mallory.pk, agency_id=district.pk, act=act, detail=refused.value.asks, reason="New system", at=NOW
    )
    with pytest.raises(NotAllowed):
        confirm_either(actor_id=mallory.pk, request_id=asked, at=NOW)
    confirm_either(actor_id=second.pk, request_id=asked, at=NOW)
    do(mallory, district)

    assert Recipient.objects.filter(user_id=second.pk, source_key__startswith="account_acted").exists()
    with pytest.raises(SecondPersonNeeded):
        do(mallory, district)


def test_a_sign_in_is_switched_off_by_one_and_on_again_by_two(mallory: User, second: User, district: Agency) -> None:
    provider(mallory, district, is_on=False)

    with pytest.raises(SecondPersonNeeded):
        provider(mallory, district)
