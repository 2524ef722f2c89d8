"""An agency's own sign-in: whom its provider brings in, as what, and everybody whom it does not."""

import re
from collections.abc import Iterator
from html import unescape
from typing import cast
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from coordination.administration.models import AgencyProvider
from coordination.administration.single_sign_on.providers import PURPOSE, provider_with, secret_of
from coordination.models import AgencySecurity, SessionState, User
from coordination.sign_in.sealed import cipher_for
from mou.models import AdministrativeAct, Agency, AgencyMember, Suspension
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.mou import make_agency, make_member, make_user
from tests.fakes.openid import CLIENT, OTHER_KEY, SECRET, FakeOpenId

pytestmark = pytest.mark.django_db
DOMAIN = "fire.example.org"
MAYA = {"email": f"maya@{DOMAIN}", "email_verified": True, "name": "Maya Field", "groups": ["Crews"]}
TOKEN_LIES: dict[str, dict[str, object]] = {
    "another sign-in's nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "for another client": {"aud": "somebody-else"},
    "for several, given to another": {"aud": [CLIENT, "somebody-else"], "azp": "somebody-else"},
    "of another issuer": {"iss": "https://login.elsewhere.example"},
    "expired": {"exp": 1_700_000_000},
    "without an end": {"exp": None},
    "of nobody": {"sub": None},
    "of nobody by name": {"sub": ""},
    "of a subject that is no text": {"sub": 7},
}


@pytest.fixture
def fake() -> Iterator[FakeOpenId]:
    cache.clear()
    with FakeOpenId() as started:
        started.person = dict(MAYA)
        yield started


@pytest.fixture
def fire() -> Agency:
    return make_agency(AgencyKind.FIRE, name="Fairview Fire")


@pytest.fixture
def provider(fake: FakeOpenId, fire: Agency) -> AgencyProvider:
    return make_provider(fake, fire)


def make_provider(fake: FakeOpenId, agency: Agency, **more: object) -> AgencyProvider:
    fields: dict[str, object] = {
        "issuer": fake.issuer,
        "client_id": CLIENT,
        "sealed_secret": cipher_for(PURPOSE).encrypt(SECRET.encode()).decode(),
        "domains": [DOMAIN],
        "groups_claim": "groups",
        "groups": {"officer": ["Crews"], "commander": ["Chiefs"]},
        "makes_accounts": True,
    }
    return AgencyProvider.objects.create(agency=agency, **{**fields, **more})


def led_to(page: bytes) -> str:
    """Return the provider's address that a page leads to."""
    found = re.search(r'content="0;url=([^"]+)"', page.decode())
    assert found is not None, page.decode()[-2000:]
    return unescape(found[1])


def begin(client: Client, who: str = f"maya@{DOMAIN}", path: str = "/agency-sign-in/") -> dict[str, str]:
    address = led_to(client.post(path, {"who": who, "next": "/account/sessions"}).content)
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def come_back(client: Client, fake: FakeOpenId, asked: dict[str, str], **more: str) -> HttpResponse:
    fake.nonce = asked["nonce"]
    path = urlsplit(asked["redirect_uri"]).path
    return cast("HttpResponse", client.get(path, {"code": "one", "state": asked["state"], **more}))


def sign_in(fake: FakeOpenId, client: Client | None = None) -> tuple[Client, HttpResponse]:
    client = client or Client()
    return client, come_back(client, fake, begin(client))


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def membership(user: User) -> AgencyMember:
    return AgencyMember.objects.get(user=user, ended_at__isnull=True)


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


# --- who stays out ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("lie", TOKEN_LIES)
def test_a_token_that_is_not_right_signs_nobody_in(fake: FakeOpenId, provider: AgencyProvider, lie: str) -> None:
    client = Client()
    asked = begin(client)
    fake.claims = TOKEN_LIES[lie]

    answer = come_back(client, fake, asked)

    assert (answer.status_code, is_signed_in(client)) == (403, False), answer.content.decode()[-900:]
    assert not User.objects.filter(email=MAYA["email"]).exists()


@pytest.mark.parametrize("how", ["another key", "no signature", "our own secret"])
def test_a_token_that_the_provider_did_not_sign_signs_nobody_in(
    fake: FakeOpenId, provider: AgencyProvider, how: str
) -> None:
    fake.key = OTHER_KEY
    fake.algorithm = {"no signature": "none", "our own secret": "HS256"}.get(how, "RS256")

    client, answer = sign_in(fake)

    assert (answer.status_code, is_signed_in(client)) == (403, False)


def test_a_provider_that_calls_itself_otherwise_is_not_believed(fake: FakeOpenId, provider: AgencyProvider) -> None:
    fake.description["issuer"] = "https://login.elsewhere.example"

    answer = Client().post("/agency-sign-in/", {"who": f"maya@{DOMAIN}"})

    assert answer.status_code == 403


@pytest.mark.parametrize("endpoint", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize("address", ["http://login.example.org/x", "https://10.0.0.7/x", "file:///etc/passwd", None])
def test_a_provider_leads_us_nowhere_inside(
    fake: FakeOpenId, provider: AgencyProvider, endpoint: str, address: str | None
) -> None:
    fake.description[endpoint] = address

    answer = Client().post("/agency-sign-in/", {"who": f"maya@{DOMAIN}"})

    assert answer.status_code == 503


def test_an_answer_about_another_person_signs_nobody_in(fake: FakeOpenId, provider: AgencyProvider) -> None:
    fake.person["sub"] = "person-2"

    client, answer = sign_in(fake)

    assert (answer.status_code, is_signed_in(client)) == (403, False)


@pytest.mark.parametrize("state", ["another", ""])
def test_a_way_back_that_this_browser_did_not_begin_signs_nobody_in(
    fake: FakeOpenId, provider: AgencyProvider, state: str
) -> None:
    client = Client()
    asked = begin(client)

    answer = come_back(client, fake, asked, state=state)
    elsewhere = come_back(Client(), fake, asked)

    assert (answer.status_code, elsewhere.status_code) == (403, 403)
    assert not is_signed_in(client)


def test_a_state_works_once(fake: FakeOpenId, provider: AgencyProvider) -> None:
    client = Client()
    asked = begin(client)
    come_back(client, fake, asked)
    client.post("/accounts/logout/")

    answer = come_back(client, fake, asked)

    assert (answer.status_code, is_signed_in(client)) == (403, False)


@pytest.mark.parametrize(
    "said",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"email": ""},
        {"email": "maya@elsewhere.example.org"},
        {"email": f"maya@{DOMAIN}.evil.example"},
        {"email": f"maya@evil.{DOMAIN}"},
    ],
)
def test_an_address_that_the_provider_does_not_vouch_for_opens_nothing(
    fake: FakeOpenId, provider: AgencyProvider, said: dict[str, object]
) -> None:
    fake.person |= said

    client, answer = sign_in(fake)

    assert (answer.status_code, is_signed_in(client)) == (403, False)
    assert User.objects.count() == 0


@pytest.mark.parametrize("whose", ["another agency's", "nobody's", "the operator's"])
def test_no_provider_opens_an_account_that_its_agency_does_not_keep(
    fake: FakeOpenId, provider: AgencyProvider, whose: str
) -> None:
    chief = make_user(username="chief")
    home = {"another agency's": make_agency(name="Fairview Police"), "nobody's": None}.get(whose, provider.agency)
    is_operator = whose == "the operator's"
    User.objects.filter(pk=chief.pk).update(email=MAYA["email"], home_agency=home, is_operator=is_operator)
    make_member(provider.agency, user=chief)

    client, answer = sign_in(fake)

    assert (answer.status_code, is_signed_in(client)) == (403, False)
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("how", ["suspended", "ended", "switched off"])
def test_who_was_put_out_here_stays_out_whatever_the_provider_says(
    fake: FakeOpenId, provider: AgencyProvider, how: str
) -> None:
    sign_in(fake)
    maya = User.objects.get(email=MAYA["email"])
    at = timezone.now()
    if how == "suspended":
        Suspension.objects.create(member=membership(maya), reason="Inquiry.", begun_at=at)
    elif how == "ended":
        AgencyMember.objects.filter(user=maya).update(ended_at=at)
    else:
        User.objects.filter(pk=maya.pk).update(is_active=False)

    client, answer = sign_in(fake)

    assert (answer.status_code, is_signed_in(client)) == (403, False)
    assert AgencyMember.objects.filter(user=maya).count() == 1


def test_a_provider_that_is_off_is_not_there(fake: FakeOpenId, provider: AgencyProvider) -> None:
    client = Client()
    asked = begin(client)
    AgencyProvider.objects.update(is_on=False)

    assert come_back(client, fake, asked).status_code == 404
    assert Client().post("/agency-sign-in/", {"who": f"maya@{DOMAIN}"}).status_code == 422
    assert Client().post("/agency-sign-in/", {"provider": str(provider.pk)}).status_code == 404


def test_somebody_who_declines_is_told_that_it_was_not_finished(fake: FakeOpenId, provider: AgencyProvider) -> None:
    client = Client()
    asked = begin(client)

    answer = client.get(urlsplit(asked["redirect_uri"]).path, {"error": "access_denied", "state": asked["state"]})

    assert answer.status_code == 403
    assert "not finished" in answer.content.decode()


def test_a_provider_that_is_away_keeps_nobody_else_out(fake: FakeOpenId, provider: AgencyProvider) -> None:
    ben = make_user(username="ben")
    ben.set_password("correct horse battery")
    ben.save()
    fake.is_away = True

    answer = Client().post("/agency-sign-in/", {"who": f"maya@{DOMAIN}"})
    client = Client()
    client.post("/accounts/login/", {"login": "ben", "password": "correct horse battery"})

    assert answer.status_code == 503
    assert "does not answer" in answer.content.decode()
    assert is_signed_in(client)


# --- which agency -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", [f"anybody@{DOMAIN.upper()}", "fairview  fire"])
def test_an_address_or_the_agency_s_name_leads_there(fake: FakeOpenId, provider: AgencyProvider, who: str) -> None:
    assert led_to(Client().post("/agency-sign-in/", {"who": who}).content).startswith(fake.url)


@pytest.mark.parametrize("who", ["fair", "a@elsewhere.example", "%", "\0", "", "x" * 5000])
def test_nothing_else_tells_which_agencies_there_are(fake: FakeOpenId, provider: AgencyProvider, who: str) -> None:
    answer = Client().post("/agency-sign-in/", {"who": who})

    assert answer.status_code == 422
    assert "Fairview Fire" not in answer.content.decode()


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

    assert client.get("/account/sessions")["Location"] == "/accounts/factors/"


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
    answer = client.post("/agency-sign-in/again/", {"provider": str(provider.pk), "next": "/account/sessions"})
    asked = {name: values[0] for name, values in parse_qs(urlsplit(led_to(answer.content)).query).items()}
    unasked = come_back(client, fake, asked)
    answer = client.post("/agency-sign-in/again/", {"provider": str(provider.pk), "next": "/account/sessions"})
    asked = {name: values[0] for name, values in parse_qs(urlsplit(led_to(answer.content)).query).items()}
    fake.claims["auth_time"] = int(timezone.now().timestamp())
    come_back(client, fake, asked)

    assert (locked.status_code, again.status_code) == (302, 200)
    assert (asked["prompt"], asked["max_age"]) == ("login", "0")
    assert unasked.status_code == 403, "a provider that does not say when it asked has not asked"
    assert client.get("/account/sessions").status_code == 200
    assert SessionState.objects.filter(locks=True).exists()


# --- setting it -------------------------------------------------------------------------------------------------------
FORM = {
    "step": "provider",
    "client_id": CLIENT,
    "secret": SECRET,
    "domains": f"{DOMAIN}, Station.{DOMAIN}",
    "groups_claim": "groups",
    "groups_officer": "Crews\r\nCN=Crews,OU=Fire\r\n",
    "default_role": "staff",
    "makes_accounts": "on",
    "is_on": "on",
}


def chief_of(agency: Agency) -> Client:
    client = Client()
    client.force_login(make_member(agency, role=MemberRole.ADMINISTRATOR).user)
    return client


def test_an_administrator_sets_it_and_nobody_reads_the_secret_again(fake: FakeOpenId, fire: Agency) -> None:
    client = chief_of(fire)
    path = f"/security/{fire.pk}/sign-in"

    saved = client.post(path, {**FORM, "issuer": fake.issuer})
    page = client.get(path).content.decode()
    client.post(path, {**FORM, "issuer": fake.issuer, "secret": "", "makes_accounts": ""})

    row = AgencyProvider.objects.get()
    assert saved.status_code == 303
    assert (row.domains, row.makes_accounts) == ([DOMAIN, f"station.{DOMAIN}"], False)
    assert row.groups == {"officer": ["Crews", "CN=Crews,OU=Fire"]}
    assert SECRET not in row.sealed_secret
    assert secret_of(provider_with(row.pk)) == SECRET
    assert f"/agency-sign-in/{row.pk}/callback/" in page
    acts = str(list(AdministrativeAct.objects.values_list("changes", flat=True)))
    assert SECRET not in page
    assert SECRET not in acts


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "http://login.example.org"},
        {"issuer": "https://169.254.169.254/latest"},
        {"issuer": "https://user:word@login.example.org"},
        {"issuer": "javascript:alert(1)"},
        {"issuer": ""},
        {"client_id": ""},
        {"secret": "", "client_id": CLIENT},
        {"domains": "not a domain!"},
        {"domains": "gov"},
        {"groups_claim": ""},
        {"groups_commander": "Crews"},
        {"default_role": "administrator"},
    ],
)
def test_what_is_not_right_is_said_and_not_taken(fake: FakeOpenId, fire: Agency, wrong: dict[str, str]) -> None:
    answer = chief_of(fire).post(f"/security/{fire.pk}/sign-in", {**FORM, "issuer": fake.issuer, **wrong})

    assert answer.status_code == 422
    assert not AgencyProvider.objects.exists()


def test_another_agency_s_domain_is_not_taken(fake: FakeOpenId, provider: AgencyProvider) -> None:
    other = make_agency(AgencyKind.EMS)

    answer = chief_of(other).post(f"/security/{other.pk}/sign-in", {**FORM, "issuer": fake.issuer})

    assert answer.status_code == 422


def test_nobody_else_sees_or_sets_it(fake: FakeOpenId, provider: AgencyProvider) -> None:
    path = f"/security/{provider.agency_id}/sign-in"
    member, stranger = Client(), chief_of(make_agency(AgencyKind.EMS))
    member.force_login(make_member(provider.agency).user)

    assert [client.get(path).status_code for client in (member, stranger, Client())] == [404, 404, 302]
    assert [client.post(path, FORM).status_code for client in (member, stranger)] == [404, 404]


def test_with_another_issuer_nobody_is_known_by_the_old_one(fake: FakeOpenId, provider: AgencyProvider) -> None:
    sign_in(fake)
    with FakeOpenId() as other:
        chief_of(provider.agency).post(
            f"/security/{provider.agency_id}/sign-in", {**FORM, "issuer": other.issuer, "secret": ""}
        )

    assert not SocialAccount.objects.exists()
    assert User.objects.filter(email=MAYA["email"]).exists()


def test_it_is_removed_and_the_accounts_stay(fake: FakeOpenId, provider: AgencyProvider) -> None:
    sign_in(fake)

    chief_of(provider.agency).post(f"/security/{provider.agency_id}/sign-in", {"step": "remove_provider"})

    assert not AgencyProvider.objects.exists()
    assert User.objects.filter(email=MAYA["email"]).exists()
