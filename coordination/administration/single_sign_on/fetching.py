"""Ask an agency's provider: few at a time, within seconds, and never into our own network."""

import json
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.db import connection
from requests.auth import AuthBase

from coordination.administration.single_sign_on.errors import ProviderAway, ProviderBusy
from mou.foundation.lanes import LaneFull, SharedTurns, step_aside
from push.devices.addresses import check_url
from push.errors import BadDevice
from push.outgoing.calls import PROVIDER
from push.transports.outbound import Outbound, OutboundFailed, OutboundRefused

# Keys of a large provider take some 30 KB.
ANSWER_MAX_BYTES = 256 * 1024
# A provider that does not answer takes a thread for each who waits; all other requests need theirs, and other
# agencies' people their turns: no provider, and no host however often it is named, has more than a quarter.
AT_ONCE = 8
OF_EACH = AT_ONCE // 4
_turns = SharedTurns(at_once=AT_ONCE, of_each=OF_EACH)
_provider: ContextVar[str] = ContextVar("provider", default="")


def ask_for(provider_id: str) -> None:
    """Say for which provider this request asks from now on, at whatever hosts."""
    _provider.set(provider_id)


class ProviderSession:
    """What allauth asks with, in the shape of requests.Session."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Keep nothing: the connections belong to the process."""

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> requests.Response:
        return self.request("GET", url, headers=headers)

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: AuthBase | None = None,
    ) -> requests.Response:
        """Send one request; calls the network, and holds no connection to the database meanwhile.

        Raises: ProviderAway: no answer, or an address that must not be asked. ProviderBusy.
        """
        check_may_ask(url)
        asked = requests.Request(method, url, params=params, data=data, headers=dict(headers or {}), auth=auth)
        try:
            prepared = asked.prepare()
        except (requests.RequestException, UnicodeError) as error:
            raise ProviderAway from error
        address = check_may_ask(prepared.url)
        body = str(prepared.body or "").encode()
        sent = {str(name): str(value) for name, value in prepared.headers.items()}
        try:
            with _turns.turn(*_names_of_turn(address)):
                if not connection.in_atomic_block:
                    connection.close()
                with step_aside():
                    answer = _outbound_calls().ask(method, address, body=body, headers=sent, max_bytes=ANSWER_MAX_BYTES)
        except LaneFull as error:
            raise ProviderBusy from error
        except (OutboundFailed, OutboundRefused) as error:
            raise ProviderAway from error
        response = requests.Response()
        response.status_code, response.url, response.raw = answer.status, address, BytesIO(answer.body)
        response.headers.update(answer.headers)
        return response


def _names_of_turn(address: str) -> list[str]:
    """Return for whom a turn counts: the host, and the provider where one is known."""
    names = [f"host {urlsplit(address).hostname}"]
    return [*names, f"provider {_provider.get()}"] if _provider.get() else names


@dataclass(frozen=True, slots=True)
class Fetched:
    """A JSON object that a provider answered, and for how long it says that it holds."""

    document: Mapping[str, object]
    cache_control: str


def document_at(url: str, headers: Mapping[str, str] | None = None) -> dict[str, object]:
    """Return a JSON object that a provider answers. Calls the network. Raises: ProviderAway, ProviderBusy."""
    return dict(fetched_from(url, headers).document)


def fetched_from(url: str, headers: Mapping[str, str] | None = None) -> Fetched:
    """Return what a provider answers. Calls the network. Raises: ProviderAway, ProviderBusy."""
    response = ProviderSession().get(url, headers=headers)
    try:
        found = json.loads(response.content)
    except (ValueError, RecursionError) as error:
        raise ProviderAway from error
    if response.status_code != requests.codes.ok or not isinstance(found, dict):
        raise ProviderAway
    return Fetched(found, response.headers.get("Cache-Control", ""))


def check_may_ask(url: object) -> str:
    """Return an address that may be asked, or led to: https, on the public network or named by the operator.

    Raises: ProviderAway.
    """
    if not isinstance(url, str) or not url.isascii() or not url.isprintable():
        raise ProviderAway
    try:
        check_url(url, allows_local=settings.MODE != "serve")
    except BadDevice as error:
        host = urlsplit(url).hostname
        if host not in settings.SIGN_IN_TRUSTED_HOSTS or not url.startswith("https://"):
            raise ProviderAway from error
    return url


@cache
def _outbound_calls() -> Outbound:
    return Outbound(PROVIDER, trusted_hosts=settings.SIGN_IN_TRUSTED_HOSTS, allows_local=settings.MODE != "serve")
