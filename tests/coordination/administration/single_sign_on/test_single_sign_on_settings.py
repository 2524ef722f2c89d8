"""Who sets an agency's own sign-in, and what of it is not taken."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from coordination.administration.models import AgencyProvider
from coordination.administration.single_sign_on.providers import provider_with, secret_of
from coordination.models import User
from mou.models import AdministrativeAct, Agency
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.mou import make_agency, make_member
from tests.fakes.openid import CLIENT, SECRET, FakeOpenId
from tests.stage.sign_in.own_sign_in import (
    DOMAIN,
    MAYA,
    sign_in,
)

pytestmark = pytest.mark.django_db


# --- setting it -------------------------------------------------------------------------------------------------------
FORM = {
    "act": "provider",
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

    chief_of(provider.agency).post(f"/security/{provider.agency_id}/sign-in", {"act": "remove_provider"})

    assert not AgencyProvider.objects.exists()
    assert User.objects.filter(email=MAYA["email"]).exists()
