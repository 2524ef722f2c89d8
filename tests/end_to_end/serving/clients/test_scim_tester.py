"""scim2-tester, which others wrote to try any SCIM server, against a real one: nothing fails that is ours."""

import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_models import MutabilityException
from scim2_tester import CheckResult, Status, check_server

from mou.foundation.phone_numbers import BadPhone, phone_in_e164
from tests.stage.directory import add_directory
from tests.stage.live_room import LiveRoom, room_on_copy

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def room(spatialite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveRoom]:
    with room_on_copy(spatialite_template, tmp_path_factory.mktemp("room")) as opened:
        yield opened


def over_network(environ: dict[str, Any], start: Callable[[str, list[tuple[str, str]]], object]) -> Iterable[bytes]:
    """Carry a request of the tester's client, which calls an application of this process, to the real server."""
    address = f"http://{environ['SERVER_NAME']}:{environ['SERVER_PORT']}{environ['PATH_INFO']}"
    query = environ["QUERY_STRING"]
    headers = {name[5:].replace("_", "-"): value for name, value in environ.items() if name.startswith("HTTP_")}
    headers["Content-Type"] = environ.get("CONTENT_TYPE", "")
    body = environ["wsgi.input"].read() or None
    asked = urllib.request.Request(
        f"{address}?{query}" if query else address, body, headers, method=environ["REQUEST_METHOD"]
    )
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            start(f"{answer.status} OK", list(answer.headers.items()))
            return [answer.read()]
    except urllib.error.HTTPError as refused:
        with refused:
            start(f"{refused.code} Refused", list(refused.headers.items()))
            return [refused.read()]


# What the tester holds against us, and why that is its own: by resource, check and attribute.
# It gives parts that the schema says are ours, or are never returned, and expects them back; it compares them whole.
COMPARED_WHOLE = {
    ("User", check, name)
    for check in ("check_add_attribute", "check_replace_attribute")
    # `type` is always work and read only; the one value that is kept is the primary one; parts of a name are put
    # together and returned as one; a number is kept in E.164 (RFC 7644, 3.3: a server may alter what it stores, and the
    # answer says so).
    for name in ("name", "emails", "phoneNumbers", "roles")
} | {("Group", check, "members") for check in ("check_add_attribute", "check_replace_attribute")}
# Not required of a request, as there is something to begin with; still an account is never without them. The answer is
# the one that RFC 7644, 3.5.2.2, has for that: 400 `mutability`.
NEVER_WITHOUT = {("User", "check_remove_attribute", name) for name in ("displayName", "name", "active", "roles")}
# RFC 7644, 3.12: 501 for what a server does not offer.
NOT_OFFERED = {"search_with_attributes"}


def test_nothing_fails_that_is_not_the_tester_s_own(room: LiveRoom) -> None:
    headers = {"Authorization": f"Bearer {add_directory(room.server)}"}
    client = WSGISCIMClient(over_network, base_url=f"{room.url}/scim/v2", headers=headers)

    results = check_server(client)
    failed = [one for one in results if one.status not in (Status.SUCCESS, Status.SKIPPED)]
    skipped = {one.title for one in results if one.status == Status.SKIPPED}
    schemas = [one for one in results if one.title == "query_all_schemas"]

    assert [said(one) for one in failed if not is_its_own(one)] == []
    assert skipped == NOT_OFFERED
    # It read what we say of ourselves, and tried people and groups by it.
    assert [one.status for one in schemas] == [Status.SUCCESS]
    assert Counter(one.resource_type for one in results if one.status == Status.SUCCESS)["User"] > 20
    assert Counter(one.resource_type for one in results if one.status == Status.SUCCESS)["Group"] > 10


def said(result: CheckResult) -> tuple[object, ...]:
    return result.resource_type, result.title, result.reason, result.data


def is_its_own(result: CheckResult) -> bool:
    data: dict[str, Any] = result.data if isinstance(result.data, dict) else {}
    key = (str(result.resource_type), str(result.title), str(data.get("urn", "")))
    if key in NEVER_WITHOUT:
        return isinstance(data.get("error"), MutabilityException)
    if key not in COMPARED_WHOLE or "modify_actual" not in data:
        return False
    # What it may write and read was kept as it was given.
    return written_parts(key[2], data["expected"]) == written_parts(key[2], data["modify_actual"])


def number_kept(value: str) -> str:
    """Return a number as it is kept: ten digits at random are none if they begin with 1, and are left out."""
    try:
        return phone_in_e164(value, "US")
    except BadPhone:
        return ""


def written_parts(name: str, value: Any) -> object:
    """Return the parts of a value that a directory may both write and read here."""
    if name == "phoneNumbers":
        return [number_kept(one.value) for one in value or () if number_kept(one.value)]
    if isinstance(value, list):
        return [written_parts(name, one) for one in value]
    parts = {"name": ("formatted",), "members": ("value", "ref", "type")}.get(name, ("value",))
    return {part: getattr(value, part) for part in parts}
