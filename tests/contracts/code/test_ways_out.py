"""No request waits for a stranger's server: what a route can reach calls no one, but for what is declared here."""

from collections.abc import Mapping

import grimp
import pytest

PACKAGES = ("coordination", "mapping", "mou", "push")
# Every page and the API hang on it.
ROUTES = "coordination.urls"
# What calls other people's servers, and the libraries by which one could.
DOORS = (
    *("push.transports.outbound", "push.transports.configured", "push.transports.kept_alive"),
    *("push.outgoing.http_pools", "push.outgoing.requests_adapter", "urllib3", "requests"),
)
# Who waits for an answer within a request, and what bounds it.
WITHIN_REQUESTS: Mapping[str, str] = {
    "coordination.administration.single_sign_on.fetching": "turns, two for each provider; the lane of requests",
    "coordination.rosters.connection.client": "two turns in all (`keeping.TESTS`), for who tries a connection",
    "coordination.rosters.connection.addresses": "what the client asks by; it calls no one itself",
}
# The client of rosters is in the hands of these alone: one has the turns, the other is the nightly reader's.
OF_THE_CLIENT = {"coordination.rosters.connection.keeping", "coordination.rosters.connection.reading"}


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    return grimp.build_graph(*PACKAGES, include_external_packages=True)


@pytest.mark.parametrize("door", DOORS)
def test_no_route_reaches_a_way_out_but_through_what_has_turns(imports: grimp.ImportGraph, door: str) -> None:
    for module in WITHIN_REQUESTS:
        if module in imports.modules:
            imports.remove_module(module)

    assert door in imports.modules
    assert imports.find_shortest_chain(ROUTES, door) is None


def test_the_client_of_rosters_is_in_the_hands_of_those_who_have_turns() -> None:
    whole = grimp.build_graph(*PACKAGES)

    importers = whole.find_modules_that_directly_import("coordination.rosters.connection.client")
    assert set(WITHIN_REQUESTS) <= whole.modules
    assert importers == OF_THE_CLIENT
