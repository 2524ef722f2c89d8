"""Nothing is half done: every command has its way and appends, every event has its alert row, fold and example."""

import ast
import inspect
import textwrap
from pathlib import Path

import pytest

from coordination import alerts, incident_log
from coordination.actions.dispatch import WAYS
from coordination.catalogue import COMMANDS, EVENTS, LIVE_COMMANDS, LOGGED_COMMANDS, Named
from coordination.replay import Fold
from coordination.wire.commands import OpenIncident, RaisePanic
from tests.support.processes import ROOT
from tests.support.sources import product_modules


def test_every_logged_command_has_a_way_but_those_that_make_the_room() -> None:
    assert {one.model for one in LOGGED_COMMANDS} - set(WAYS) == {OpenIncident, RaisePanic}
    assert set(WAYS) <= {one.model for one in LOGGED_COMMANDS}


def test_no_command_is_both_logged_and_live() -> None:
    assert {one.word for one in LIVE_COMMANDS} & {one.word for one in LOGGED_COMMANDS} == set()
    assert len({one.word for one in COMMANDS}) == len(COMMANDS)


@pytest.mark.parametrize("way", WAYS.values(), ids=lambda way: way.act.__name__)
def test_every_action_appends_exactly_once(way: object) -> None:
    source = textwrap.dedent(inspect.getsource(way.act))  # type: ignore[attr-defined]
    calls = [ast.unparse(node.func) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]

    assert calls.count("incident_log.append") == 1


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.word)
def test_every_event_is_folded_by_a_method_of_its_own(event: Named) -> None:
    assert f"on_{event.word}" in vars(Fold)


def test_every_event_has_a_row_in_the_alert_table_even_if_it_says_nobody() -> None:
    assert set(alerts.RULES) == {event.word for event in EVENTS}


def test_an_event_is_named_after_its_class() -> None:
    for event in EVENTS:
        assert "".join(part.title() for part in event.word.split("_")) == event.model.__name__


def test_only_the_incident_log_writes_entries() -> None:
    """LogEntry rows are made in one place, so that alert and announcement cannot be forgotten."""
    writers = [
        str(path.relative_to(ROOT))
        for path in product_modules()
        if "LogEntry.objects.bulk_create" in path.read_text() or "LogEntry.objects.create" in path.read_text()
    ]

    assert writers == [str(Path(incident_log.__file__).relative_to(ROOT))]


def test_pages_read_the_token_against_forgery_in_one_script() -> None:
    """The page has an old one once somebody has signed in again in another tab."""
    scripts = [one for name in ("coordination", "mapping", "mou") for one in (ROOT / name / "web").rglob("*.js")]

    readers = {one.name for one in scripts if "csrf-token" in one.read_text()}

    assert len(scripts) > 100
    # A service worker imports nothing and is no page; where it sees no cookies it fetches one.
    assert readers == {"csrf.js", "worker_push.js"}
