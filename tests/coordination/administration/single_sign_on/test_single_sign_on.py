"""An agency's own sign-in: whom its provider brings in, as what, with which factor."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from coordination.administration.models import AgencyProvider, DomainClaim
from coordination.models import AgencySecurity, SessionState, User
from coordination.sign_in.sessions.held import choose_session_lock
from mou.access.fetch import active_memberships
from mou.models import AdministrativeAct, AgencyMember
from mou.vocabulary import AgencyKind, MemberRole
from tests.coordination.sign_in.test_second_factors import set_up
from tests.factories.mou import make_agency, make_member, make_user
from tests.fakes.openid import SECRET, FakeOpenId
from tests.stage.sign_in.own_sign_in import (
    DOMAIN,
    MAYA,
    begin,
    come_back,
    is_signed_in,
    led_to,
    membership,
    prove_domain,
    sign_in,
)

pytestmark = pytest.mark.django_db


# --- the first time ---------------------------------------------------------------------------------------------------
def test_the_first_sign_in_makes_the_account_with_the_role_of_the_group(
    fake: FakeOpenId, provider: AgencyProvider
) -> None:
    client, answer = sign_in(fake)

    maya = User.objects.get(email=MAYA["email"])
    assert (answer.status_code, answer["Location"]) == (302, "/account/sessions")
    assert client.get("/account/sessions").status_code == 200
    assert (maya.display_name, maya.home_agency, maya.has_usable_password()) == ("Maya Field", provider.agency, False)
    assert membership(maya).role == MemberRole.OFFICER
    assert AdministrativeAct.objects.filter(agency=provider.agency, kind="member_added").exists()


def test_it_asks_with_state_nonce_pkce_and_the_exact_address(fake: FakeOpenId, provider: AgencyProvider) -> None:
    client = Client()

    asked = begin(client)
    come_back(client, fake, asked)

    assert asked["redirect_uri"] == f"http://testserver/agency-sign-in/{provider.pk}/callback/"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert min(len(asked["nonce"]), len(asked["state"]), len(asked["code_challenge"])) >= 16
    assert fake.asked["redirect_uri"] == [asked["redirect_uri"]]
    assert len(fake.asked["code_verifier"][0]) >= 43
    assert fake.asked["client_secret"] == [SECRET]


def test_nothing_in_the_request_changes_what_the_provider_is_asked(fake: FakeOpenId, provider: AgencyProvider) -> None:
    evil = "?auth_params=redirect_uri%3Dhttps://evil.example&scope=admin&process=connect&action=reauthenticate"

    asked = begin(Client(), path=f"/agency-sign-in/{evil}")

    assert asked["redirect_uri"].startswith("http://testserver/")
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}


def test_a_second_sign_in_is_the_same_person_by_the_subject_also_with_another_address(
    fake: FakeOpenId, provider: AgencyProvider
) -> None:
    sign_in(fake)
    fake.person["email"] = f"maya.married@{DOMAIN}"

    client, _answer = sign_in(fake)

    assert client.session["_auth_user_id"] == str(User.objects.get(email=MAYA["email"]).pk)
    assert User.objects.filter(email__endswith=DOMAIN).count() == 1


def test_the_home_agency_s_provider_proves_an_address_of_a_proven_domain(
    fake: FakeOpenId, provider: AgencyProvider
) -> None:
    maya = make_user(username="maya")
    User.objects.filter(pk=maya.pk).update(email=f"Maya@{DOMAIN}", home_agency=provider.agency)
    make_member(provider.agency, user=maya)

    sign_in(fake)

    assert User.objects.get(pk=maya.pk).email_proved_at is not None


@pytest.mark.parametrize("what", ["unverified", "another address", "unproven domain"])
def test_it_proves_nothing_else(fake: FakeOpenId, provider: AgencyProvider, what: str) -> None:
    sign_in(fake)
    maya = User.objects.get(email=MAYA["email"])
    User.objects.filter(pk=maya.pk).update(email_proved_at=None)
    if what == "unverified":
        fake.person["email_verified"] = False
    elif what == "another address":
        User.objects.filter(pk=maya.pk).update(email=f"chief@{DOMAIN}")
    else:
        DomainClaim.objects.filter(domain=DOMAIN).update(proven_by="", proven_at=None)

    prove_domain(provider.agency, "other.example.org")
    client = Client()
    come_back(client, fake, begin(client, who="anybody@other.example.org"))

    assert is_signed_in(client)
    assert User.objects.get(pk=maya.pk).email_proved_at is None


def test_who_has_no_password_here_is_led_from_its_page_to_their_account(
    fake: FakeOpenId, provider: AgencyProvider
) -> None:
    client, _answer = sign_in(fake)

    answers = [client.get("/accounts/password/change/"), client.post("/accounts/password/change/", {"password1": "x"})]

    assert [(one.status_code, one["Location"]) for one in answers] == [(302, "/account/sessions")] * 2
    assert b"/accounts/password/change/" not in client.get("/account/sessions").content


def test_another_name_at_the_provider_renames_nobody_here(fake: FakeOpenId, provider: AgencyProvider) -> None:
    sign_in(fake)
    fake.person["name"] = "Chief Anybody"

    sign_in(fake)

    assert User.objects.get(email=MAYA["email"]).display_name == "Maya Field"


def test_another_subject_with_the_same_address_is_not_that_person(fake: FakeOpenId, provider: AgencyProvider) -> None:
    sign_in(fake)
    fake.claims["sub"] = "person-2"

    client, answer = sign_in(fake)

    assert (answer.status_code, is_signed_in(client)) == (403, False)


def test_an_invited_person_of_the_agency_is_known_by_their_address(fake: FakeOpenId, provider: AgencyProvider) -> None:
    maya = make_user(username="maya")
    User.objects.filter(pk=maya.pk).update(email=f"Maya@{DOMAIN}", home_agency=provider.agency)
    make_member(provider.agency, user=maya)

    client, _answer = sign_in(fake)

    assert client.session["_auth_user_id"] == str(maya.pk)


def test_without_accounts_at_the_first_sign_in_a_stranger_gets_none(fake: FakeOpenId, provider: AgencyProvider) -> None:
    AgencyProvider.objects.update(makes_accounts=False)

    client, answer = sign_in(fake)

    assert (answer.status_code, is_signed_in(client)) == (403, False)
    assert not User.objects.filter(email=MAYA["email"]).exists()


# --- groups ---------------------------------------------------------------------------------------------------------
def test_another_group_is_another_role_at_the_next_sign_in(fake: FakeOpenId, provider: AgencyProvider) -> None:
    sign_in(fake)
    fake.person["groups"] = ["Crews", "Chiefs"]

    sign_in(fake)

    maya = User.objects.get(email=MAYA["email"])
    assert membership(maya).role == MemberRole.COMMANDER
    assert AdministrativeAct.objects.filter(kind="member_changed", changes__role=["officer", "commander"]).exists()


def test_no_group_ends_the_membership_and_a_group_begins_another_one(
    fake: FakeOpenId, provider: AgencyProvider
) -> None:
    sign_in(fake)
    maya = User.objects.get(email=MAYA["email"])
    fake.person["groups"] = []

    client, answer = sign_in(fake)

    assert (answer.status_code, is_signed_in(client)) == (403, False)
    assert not AgencyMember.objects.filter(user=maya, ended_at__isnull=True).exists()
    fake.person["groups"] = ["Crews"]
    client, _answer = sign_in(fake)
    assert is_signed_in(client)
    assert membership(maya).role == MemberRole.OFFICER


def test_a_group_makes_nobody_administrator_and_takes_none(fake: FakeOpenId, provider: AgencyProvider) -> None:
    AgencyProvider.objects.update(groups={"administrator": ["Crews"]})
    _client, refused = sign_in(fake)
    AgencyProvider.objects.update(groups={"officer": ["Crews"]})
    sign_in(fake)
    maya = User.objects.get(email=MAYA["email"])
    AgencyMember.objects.filter(user=maya).update(role=MemberRole.ADMINISTRATOR.value)
    sign_in(fake)
    fake.person["groups"] = []

    client, answer = sign_in(fake)

    assert refused.status_code == 403
    assert (answer.status_code, is_signed_in(client)) == (403, False)
    assert membership(maya).role == MemberRole.ADMINISTRATOR


# --- second factors and asking again ------------------------------------------------------------------------------
def test_a_second_factor_there_counts_here_only_if_the_agency_says_so(
    fake: FakeOpenId, provider: AgencyProvider
) -> None:
    AgencySecurity.objects.create(agency=provider.agency, requires_factor=True)
    fake.claims["amr"] = ["pwd", "mfa"]

    client, _answer = sign_in(fake)
    before = client.get("/account/sessions").status_code
    AgencyProvider.objects.update(trusts_factor=True)
    client, _answer = sign_in(fake)
    trusted = client.get("/account/sessions").status_code
    fake.claims["amr"] = ["pwd"]
    client, _answer = sign_in(fake)
    without = client.get("/account/sessions").status_code

    assert (before, trusted, without) == (302, 200, 302)


def test_one_agency_s_word_for_a_factor_is_none_for_another_agency(fake: FakeOpenId, provider: AgencyProvider) -> None:
    AgencyProvider.objects.update(trusts_factor=True)
    fake.claims["amr"] = ["mfa"]
    sign_in(fake)
    police = make_agency(AgencyKind.POLICE)
    make_member(police, user=User.objects.get(email=MAYA["email"]))

    client, _answer = sign_in(fake)
    maya = User.objects.get(email=MAYA["email"])

    # What the other agency has of her counts for nothing until she has a factor here; her own agency's goes on.
    assert client.get("/account/sessions").status_code == 200
    assert {one.agency_id for one in active_memberships(maya.pk, timezone.now())} == {provider.agency_id}

    set_up(maya)
    # With both, the other membership counts.
    choose_session_lock(user_id=maya.pk, locks=True, at=timezone.now())
    client, _answer = sign_in(fake)

    assert not is_signed_in(client), "the other agency's factor is asked for, whatever the first one vouches for"


def test_a_locked_session_goes_on_by_the_agency_s_sign_in_and_only_as_the_same_person(
    fake: FakeOpenId, provider: AgencyProvider
) -> None:
    AgencySecurity.objects.create(agency=provider.agency, locks_sessions=True)
    client, _answer = sign_in(fake)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 13 * 3600
    session.save()

    locked = client.get("/account/sessions")
    page = client.get(locked["Location"])
    again = client.get(page["Location"])
    answer = client.post(
        "/agency-sign-in/again/", {"act": "choose", "provider": str(provider.pk), "next": "/account/sessions"}
    )
    asked = {name: values[0] for name, values in parse_qs(urlsplit(led_to(answer.content)).query).items()}
    unasked = come_back(client, fake, asked)
    answer = client.post(
        "/agency-sign-in/again/", {"act": "choose", "provider": str(provider.pk), "next": "/account/sessions"}
    )
    asked = {name: values[0] for name, values in parse_qs(urlsplit(led_to(answer.content)).query).items()}
    fake.claims["auth_time"] = int(timezone.now().timestamp())
    come_back(client, fake, asked)

    assert (locked.status_code, again.status_code) == (302, 200)
    assert (asked["prompt"], asked["max_age"]) == ("login", "0")
    assert unasked.status_code == 403, "a provider that does not say when it asked has not asked"
    assert client.get("/account/sessions").status_code == 200
    assert SessionState.objects.filter(locks=True).exists()


def test_a_name_that_a_provider_says_loses_what_does_not_show(fake: FakeOpenId, provider: AgencyProvider) -> None:
    fake.person["name"] = "Ma\u202eya\u200b\u00a0Ruiz\U000e0041"

    sign_in(fake)

    assert User.objects.get(email=MAYA["email"]).display_name == "Maya Ruiz"
