"""Ask the real server what its description allows, as several people: it never fails by itself.

Slow because it asks some hundred times over HTTP. What is asked follows from the description alone, and is the same
each time.
"""

import itertools
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.core.result import Ok

from tests.stage.live_room import LiveRoom
from tests.support.processes import ROOT

pytestmark = pytest.mark.e2e

# Two for each operation and person: the plainest that is allowed, and one of its edges.
ASKED_EACH = 2
TIMEOUT_S = 30
# Each operation is asked by two of them, each pair in its turn.
PEOPLE = ("insider", "officer", "stranger", None)

BOUNDED = settings(
    max_examples=ASKED_EACH,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def described() -> list[Any]:
    """Return every operation of the committed description."""
    document = json.loads(Path(ROOT / "docs" / "openapi.json").read_text())
    schema = schemathesis.openapi.from_dict(document)
    found = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    assert len(found) == sum(len(path) for path in document["paths"].values()), "an operation could not be read"
    return found


def asked_by(room: LiveRoom) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """Yield the headers of the two who ask next."""
    for one, other in itertools.cycle(itertools.combinations(PEOPLE, 2)):
        yield headers_of(room, one), headers_of(room, other)


def headers_of(room: LiveRoom, who: str | None) -> dict[str, str]:
    return {"X-Session-Token": room.token(who)} if who else {}


def test_no_request_that_the_description_allows_makes_the_server_fail(room: LiveRoom) -> None:
    stage = room.stage
    ids = {"site_id": stage.site_id, "room_id": stage.room_id, "incident_id": stage.incident_id}
    failed: list[tuple[str, int, str]] = []
    statuses: list[int] = []
    operations = described()

    def asking(people: Sequence[dict[str, str]]) -> Callable[[Case[Any]], None]:
        def ask(case: Case[Any]) -> None:
            # A made-up id only ever finds nothing; a poll that waits asks nothing more than one that does not.
            case.path_parameters.update({name: ids[name] for name in ids if name in case.path_parameters})
            if "wait" in (case.query or {}):
                case.query["wait"] = 0
            for headers in people:
                answer = case.call(base_url=room.url, headers=headers, timeout=TIMEOUT_S)
                statuses.append(answer.status_code)
                if answer.status_code >= 500:
                    failed.append((f"{case.method} {case.formatted_path}", answer.status_code, answer.text[:300]))

        return ask

    for operation, people in zip(operations, asked_by(room), strict=False):
        # What one is asked, so is the other: to make up a request takes as long as to answer it.
        BOUNDED(given(case=operation.as_strategy())(asking(people)))()

    assert failed == []
    assert len(statuses) > 2 * len(operations)
