"""A provider whose server drips, against people of other agencies who sign in. Real sockets."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import copy_context
from functools import partial

import pytest

from coordination.administration.single_sign_on.errors import ProviderAway, ProviderBusy
from coordination.administration.single_sign_on.fetching import OF_EACH, ask_for, document_at
from tests.fakes.dripping import DrippingServers, loopback_hosts
from tests.fakes.http import FakeHttp, Reply
from tests.support.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def held_at(servers: DrippingServers, number: int, provider_id: str) -> None:
    """Come back from a provider whose server drips, or be told that its turns are taken."""
    ask_for(provider_id)
    with suppress(ProviderAway, ProviderBusy):
        document_at(servers.url(number))


@contextmanager
def people_who_wait(asks: Sequence[Callable[[], None]], servers: DrippingServers, count: int) -> Iterator[None]:
    """Let so many begin to wait at the servers during the block; then these hang up."""
    threads = [threading.Thread(target=copy_context().run, args=(ask,)) for ask in asks]
    with servers:
        for thread in threads:
            thread.start()
        wait_until(lambda: len(servers.asked) == count, timeout_s=120, what="they wait for their provider")
        yield
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("hosts", [1, 8])
def test_a_provider_that_drips_has_a_quarter_of_the_turns_at_however_many_hosts(hosts: int) -> None:
    """Eight people come back from it at once, as anybody can without an account."""
    servers = DrippingServers(loopback_hosts(hosts))
    asks = [partial(held_at, servers, number, "hostile") for number in range(8)]
    our_answer = Reply(body=b'{"issuer": "ours"}')
    with FakeHttp(lambda _request: our_answer) as ours, people_who_wait(asks, servers, OF_EACH):
        ask_for("ours")
        answers = [document_at(ours.url) for _ in range(10)]
        ask_for("hostile")
        with pytest.raises(ProviderBusy):
            document_at(servers.url(0))

    assert answers == [{"issuer": "ours"}] * 10


def test_one_host_has_a_quarter_of_the_turns_whoever_names_it() -> None:
    servers = DrippingServers(loopback_hosts(1))
    asks = [partial(held_at, servers, number, f"hostile {number}") for number in range(8)]

    with people_who_wait(asks, servers, OF_EACH):
        ask_for("another")
        with pytest.raises(ProviderBusy):
            document_at(servers.url(9))
