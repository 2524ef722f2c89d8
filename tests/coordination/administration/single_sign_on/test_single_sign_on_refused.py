"""Whom an agency's own sign-in does not bring in, and where it leads no one."""

from urllib.parse import urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone

from coordination.administration.models import AgencyProvider
from coordination.models import User
from mou.models import AgencyMember, Suspension
from push.outgoing.calls import PROVIDER_STEP_S
from tests.factories.mou import make_agency, make_member, make_user
from tests.fakes.openid import CLIENT, OTHER_KEY, FakeOpenId
from tests.stage.sign_in.own_sign_in import (
    DOMAIN,
    MAYA,
    begin,
    come_back,
    is_signed_in,
    led_to,
    membership,
    sign_in,
)

pytestmark = pytest.mark.django_db
TOKEN_LIES: dict[str, dict[str, object]] = {
    "another sign-in's nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "for another client": {"aud": "somebody-else"},
    "for several, given to another": {"aud": [CLIENT, "somebody-else"], "azp": "somebody-else"},
    "of another issuer": {"iss": "https://login.elsewhere.example"},
    "expired": {"exp": 1_700_000_000},
    "without an end": {"exp": None},
    "of no one": {"sub": None},
    "of no one by name": {"sub": ""},
    "of a subject that is no text": {"sub": 7},
}


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

    answer = Client().post("/agency-sign-in/", {"act": "find", "who": f"maya@{DOMAIN}"})

    assert answer.status_code == 403


@pytest.mark.parametrize("endpoint", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize("address", ["http://login.example.org/x", "https://10.0.0.7/x", "file:///etc/passwd", None])
def test_a_provider_leads_us_nowhere_inside(
    fake: FakeOpenId, provider: AgencyProvider, endpoint: str, address: str | None
) -> None:
    fake.description[endpoint] = address

    answer = Client().post("/agency-sign-in/", {"act": "find", "who": f"maya@{DOMAIN}"})

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


def test_an_answer_that_says_it_is_another_provider_s_signs_nobody_in(
    fake: FakeOpenId, provider: AgencyProvider
) -> None:
    """RFC 9207: a person who is led to one provider must not bring the code of another one back."""
    client = Client()
    asked = begin(client)

    mixed = come_back(client, fake, asked, iss="https://login.elsewhere.example")
    before = is_signed_in(client)
    own = come_back(client, fake, begin(client), iss=fake.issuer)

    assert (mixed.status_code, before, own.status_code, is_signed_in(client)) == (403, False, 302, True)


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


@pytest.mark.parametrize("whose", ["another agency's", "no one's"])
def test_no_provider_opens_an_account_that_its_agency_does_not_keep(
    fake: FakeOpenId, provider: AgencyProvider, whose: str
) -> None:
    """The address is free text there: who comes gets an account of this agency, as if no one had it."""
    chief = make_user(username="chief")
    home = make_agency(name="Fairview Police") if whose == "another agency's" else None
    make_member(provider.agency, user=chief)
    User.objects.filter(pk=chief.pk).update(email=MAYA["email"], home_agency=home)

    client, answer = sign_in(fake)

    assert (answer.status_code, is_signed_in(client)) == (302, True)
    assert client.session["_auth_user_id"] != str(chief.pk)
    assert not SocialAccount.objects.filter(user=chief).exists()


def test_no_provider_opens_the_operators_account(fake: FakeOpenId, provider: AgencyProvider) -> None:
    chief = make_user(username="chief")
    make_member(provider.agency, user=chief)
    User.objects.filter(pk=chief.pk).update(email=MAYA["email"], is_operator=True)

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
    assert Client().post("/agency-sign-in/", {"act": "find", "who": f"maya@{DOMAIN}"}).status_code == 422
    assert Client().post("/agency-sign-in/", {"act": "choose", "provider": str(provider.pk)}).status_code == 404


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

    answer = Client().post("/agency-sign-in/", {"act": "find", "who": f"maya@{DOMAIN}"})
    client = Client()
    client.post("/accounts/login/", {"login": "ben", "password": "correct horse battery"})

    assert answer.status_code == 503
    assert "does not answer" in answer.content.decode()
    assert is_signed_in(client)


def test_a_provider_that_is_slow_at_each_call_holds_a_sign_in_no_longer_than_its_step(
    fake: FakeOpenId, provider: AgencyProvider
) -> None:
    """It takes as long as the step: each of three calls would come in its own time, and all together do not."""
    client = Client()
    asked = begin(client)
    fake.waits_s = PROVIDER_STEP_S / 2.5

    answer = come_back(client, fake, asked)

    assert answer.status_code == 503
    assert "does not answer" in answer.content.decode()
    assert not is_signed_in(client)


# --- which agency -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", [f"anybody@{DOMAIN.upper()}", "fairview  fire"])
def test_an_address_or_the_agency_s_name_leads_there(fake: FakeOpenId, provider: AgencyProvider, who: str) -> None:
    assert led_to(Client().post("/agency-sign-in/", {"act": "find", "who": who}).content).startswith(fake.url)


@pytest.mark.parametrize("who", ["fair", "a@elsewhere.example", "%", "\0", "", "x" * 5000])
def test_nothing_else_tells_which_agencies_there_are(fake: FakeOpenId, provider: AgencyProvider, who: str) -> None:
    answer = Client().post("/agency-sign-in/", {"act": "find", "who": who})

    assert answer.status_code == 422
    assert "Fairview Fire" not in answer.content.decode()
