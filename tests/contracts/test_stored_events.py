"""Every entry that was ever written can be read for ever: one stored example per event type and version."""

import json
from pathlib import Path

import pytest

from coordination.catalogue import EVENTS
from coordination.chain import canonical
from coordination.wire.upcast import CURRENT_VERSION, content_from_stored
from tests.support.processes import ROOT

FOLDER = ROOT / "tests" / "data" / "events"
EXAMPLES = sorted(FOLDER.glob("*.json"))


def word_of(path: Path) -> str:
    return path.name.split(".")[0]


def version_of(path: Path) -> int:
    return int(path.name.split(".")[1].removeprefix("v"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_a_stored_example_is_read_as_its_event(path: Path) -> None:
    content = content_from_stored(path.read_text())

    assert content.event.type == word_of(path)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_stands_as_it_was_stored(path: Path) -> None:
    stored = json.loads(path.read_text())

    assert canonical(stored) + "\n" == path.read_text()
    assert stored["v"] == version_of(path)


@pytest.mark.parametrize("path", [one for one in EXAMPLES if version_of(one) == CURRENT_VERSION], ids=lambda p: p.name)
def test_an_example_of_today_is_written_back_unchanged(path: Path) -> None:
    content = content_from_stored(path.read_text())

    assert canonical(content.model_dump(mode="json")) + "\n" == path.read_text()


def test_every_event_has_an_example_of_every_version() -> None:
    wanted = {(one.word, CURRENT_VERSION) for one in EVENTS}

    assert wanted - {(word_of(path), version_of(path)) for path in EXAMPLES} == set()
    assert {word_of(path) for path in EXAMPLES} - {one.word for one in EVENTS} == set()
