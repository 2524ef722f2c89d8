"""What tests of agencies' own sign-ins share: a provider that can lie, and a browser on its way there and back."""

import re
from html import unescape
from typing import cast
from urllib.parse import parse_qs, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from coordination.administration.models import AgencyProvider, DomainClaim
from coordination.administration.single_sign_on.providers import PURPOSE
from coordination.models import User
from coordination.sign_in.sealed import seal_secret
from mou.models import Agency, AgencyMember
from tests.fakes.openid import CLIENT, SECRET, FakeOpenId

DOMAIN = "fire.example.org"
MAYA = {"email": f"maya@{DOMAIN}", "email_verified": True, "name": "Maya Field", "groups": ["Crews"]}


def make_provider(fake: FakeOpenId, agency: Agency, **more: object) -> AgencyProvider:
    fields: dict[str, object] = {
        "issuer": fake.issuer,
        "client_id": CLIENT,
        "sealed_secret": seal_secret(PURPOSE, SECRET.encode()),
        "domains": [DOMAIN],
        "groups_claim": "groups",
        "groups": {"officer": ["Crews"], "commander": ["Chiefs"]},
        "makes_accounts": True,
    }
    made = AgencyProvider.objects.create(agency=agency, **{**fields, **more})
    for domain in made.domains:
        prove_domain(agency, domain)
    return made


def prove_domain(agency: Agency, domain: str = DOMAIN) -> DomainClaim:
    """Let a mail domain count as an agency's, as if its record had been seen just now."""
    now = timezone.now()
    return DomainClaim.objects.update_or_create(
        agency=agency,
        domain=domain,
        defaults={"token": f"of-{domain}", "claimed_at": now, "proven_by": "dns", "proven_at": now},
    )[0]


def led_to(page: bytes) -> str:
    """Return the provider's address that a page leads to."""
    found = re.search(r'content="0;url=([^"]+)"', page.decode())
    assert found is not None, page.decode()[-2000:]
    return unescape(found[1])


def begin(client: Client, who: str = f"maya@{DOMAIN}", path: str = "/agency-sign-in/") -> dict[str, str]:
    address = led_to(client.post(path, {"act": "find", "who": who, "next": "/account/sessions"}).content)
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
