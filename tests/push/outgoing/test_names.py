"""Names are resolved within the deadline, by few threads, and no domain takes them all."""

import threading
from collections.abc import Iterator

import pytest

from push.outgoing import names
from push.outgoing.deadlines import OutOfTime, within_deadline
from push.outgoing.names import Names, NamesBusy, NameUnknown
from tests.fakes.hostile import MARGIN_S, outcome_within


class Resolver:
    """Answers from what is known; for other names it stands still until the test is over."""

    def __init__(self) -> None:
        self.known = {"push.example.org": ("192.0.2.1",)}
        self.asked: list[str] = []
        self.is_over = threading.Event()

    def __call__(self, host: str) -> tuple[str, ...]:
        self.asked.append(host)
        if host not in self.known:
            self.is_over.wait()
            raise OSError("no such name")
        return self.known[host]


@pytest.fixture
def resolver() -> Iterator[Resolver]:
    made = Resolver()
    yield made
    made.is_over.set()


def found(asked: Names, host: str, *, within_s: float = 0.2) -> str:
    """Return the first address, or what went wrong."""

    def ask() -> str:
        with within_deadline(within_s):
            return asked.addresses_of(host)[0]

    return outcome_within(ask, most_s=within_s + MARGIN_S)


def test_a_name_whose_server_never_answers_is_given_up_at_the_deadline(resolver: Resolver) -> None:
    assert found(Names(resolver), "slow.example.com").startswith(OutOfTime.__name__)


def test_a_name_that_nobody_knows_is_unknown(resolver: Resolver) -> None:
    resolver.is_over.set()

    assert found(Names(resolver), "none.example.com", within_s=5).startswith(NameUnknown.__name__)


def test_a_name_is_asked_for_once_by_all_and_kept_for_a_while(resolver: Resolver) -> None:
    asked = Names(resolver)

    addresses = [found(asked, "push.example.org", within_s=5) for _number in range(3)]
    slow = [found(asked, "slow.example.com") for _number in range(3)]

    assert addresses == ["192.0.2.1"] * 3
    assert all(one.startswith(OutOfTime.__name__) for one in slow)
    assert resolver.asked == ["push.example.org", "slow.example.com"]


def test_no_domain_takes_more_than_its_share_and_the_others_are_resolved(resolver: Resolver) -> None:
    asked = Names(resolver)
    hosts = [f"{number}.example.com" for number in range(names.OF_ONE_DOMAIN)]
    said = [found(asked, host, within_s=0.01) for host in hosts]

    beyond = found(asked, "more.example.com", within_s=5)
    other = found(asked, "push.example.org", within_s=5)

    assert all(one.startswith(OutOfTime.__name__) for one in said)
    assert beyond.startswith(NamesBusy.__name__)
    assert other == "192.0.2.1"


def test_threads_are_few_however_many_domains_stand_still(resolver: Resolver) -> None:
    asked = Names(resolver)
    for number in range(names.AT_ONCE):
        found(asked, f"a.example-{number}.com", within_s=0.001)

    assert found(asked, "push.example.org", within_s=5).startswith(NamesBusy.__name__)
    assert len(resolver.asked) <= names.AT_ONCE


def test_what_was_known_counts_on_while_nobody_answers(resolver: Resolver) -> None:
    asked = Names(resolver, fresh_s=0, anew_within_s=0.05)
    found(asked, "push.example.org", within_s=5)
    resolver.known.clear()

    assert found(asked, "push.example.org", within_s=5) == "192.0.2.1"
    assert resolver.asked == ["push.example.org"] * 2


def test_an_address_is_its_own_name(resolver: Resolver) -> None:
    assert found(Names(resolver), "2001:db8::1") == "2001:db8::1"
    assert resolver.asked == []
