"""The keys of a provider are known for a while: how often it is asked, new keys, and a provider that falls silent.

The provider is node-oidc-provider in a process, where it is not said otherwise.
"""

import re
from collections.abc import Iterator
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from coordination.administration.models import AgencyProvider
from coordination.administration.single_sign_on.known_documents import known_documents
from mou.models import Agency
from tests.fakes.openid import OTHER_KEY, FakeOpenId
from tests.stage.sign_in.own_sign_in import DOMAIN, MAYA, is_signed_in, led_to, make_provider, sign_in
from tests.stage.sign_in.sign_in_provider import SignInProvider

pytestmark = pytest.mark.django_db
KEYS, DESCRIPTION = "/jwks", "/.well-known/openid-configuration"


class Halt(HTTPRedirectHandler):
    """Lead nowhere by itself: the last address is what the test wants to see."""

    def redirect_request(self, *_args: object, **_more: object) -> None:
        return None


class AtWork:
    """A browser that signs in at the provider as Maya, and brings back what it is sent back with."""

    def __init__(self) -> None:
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()), Halt())

    def signs_in(self) -> tuple[Client, HttpResponse]:
        client = Client()
        address = led_to(client.post("/agency-sign-in/", {"act": "find", "who": f"maya@{DOMAIN}"}).content)
        while not address.startswith("http://testserver"):
            body = urlencode({"login": "maya"}).encode() if "/sign-in/" in address else None
            address = self._led_on(address, body)
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        return client, client.get(urlsplit(address).path, asked)  # type: ignore[return-value]  # of the test's client

    def _led_on(self, address: str, body: bytes | None) -> str:
        try:
            self._opener.open(Request(address, data=body), timeout=20)
        except HTTPError as answer:
            split = urlsplit(address)
            where = answer.headers["Location"]
            return where if re.match("https?:", where) else f"{split.scheme}://{split.netloc}{where}"
        raise AssertionError("led nowhere")


@pytest.fixture
def real(fire: Agency) -> Iterator[SignInProvider]:
    cache.clear()
    known_documents.forget()
    with SignInProvider() as started:
        started.knows("maya", **MAYA)
        provider = make_provider(started, fire)  # type: ignore[arg-type]  # what it needs of one is the issuer
        callback = reverse("openid_connect_callback", kwargs={"provider_id": provider.pk})
        started.leads_back_to(f"http://testserver{callback}")
        yield started


def test_a_real_provider_that_has_changed_its_key_is_asked_once_more(real: SignInProvider) -> None:
    real.changes_keys("first")
    before, _answer = AtWork().signs_in()
    real.changes_keys("second")

    after, answer = AtWork().signs_in()

    assert is_signed_in(before)
    assert (answer.status_code, is_signed_in(after)) == (302, True)


def test_a_real_provider_that_is_silent_about_its_keys_signs_in_by_those_that_are_known(real: SignInProvider) -> None:
    AtWork().signs_in()
    # Nothing is fresh any more: both documents are asked for, in vain.
    for kept in known_documents._kept.values():
        kept.fresh_until_s = 0
    real.is_silent_at(KEYS, DESCRIPTION)

    client, answer = AtWork().signs_in()

    assert (answer.status_code, is_signed_in(client)) == (302, True)


def test_a_real_provider_of_which_nothing_is_known_and_that_is_silent_signs_nobody_in(real: SignInProvider) -> None:
    real.is_silent_at(KEYS)
    client, answer = AtWork().signs_in()
    real.is_silent_at(DESCRIPTION)
    known_documents.forget()

    assert (answer.status_code, is_signed_in(client)) == (503, False)
    assert Client().post("/agency-sign-in/", {"act": "find", "who": f"maya@{DOMAIN}"}).status_code == 503


def asked(fake: FakeOpenId, path: str) -> int:
    return sum(one.path == path for one in fake.received)


def test_a_provider_is_asked_for_its_keys_at_the_first_of_many_sign_ins(
    fake: FakeOpenId, provider: AgencyProvider
) -> None:
    for _number in range(4):
        assert is_signed_in(sign_in(fake)[0])

    assert (asked(fake, "/keys"), asked(fake, DESCRIPTION)) == (1, 1)


def test_forged_names_of_keys_make_us_ask_once_and_sign_nobody_in(fake: FakeOpenId, provider: AgencyProvider) -> None:
    sign_in(fake)
    fake.key = OTHER_KEY

    for number in range(5):
        fake.key_name = f"forged-{number}"
        client, answer = sign_in(fake)
        assert (answer.status_code, is_signed_in(client)) == (403, False)

    assert asked(fake, "/keys") == 2
