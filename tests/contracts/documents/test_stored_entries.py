"""Every entry that was ever written can be read and folded for ever: one stored example per event and version."""

import json
from pathlib import Path

import pytest

from coordination.describe.catalogue import EVENTS, EntryContent
from coordination.room.entry.chain import canonical_text
from coordination.room.entry.patch import state_from_contents
from coordination.room.registry import installed_capabilities, object_classes
from tests.coordination.access_walk.described import instants_in_another_form

EXAMPLES = sorted(path for one in installed_capabilities() for path in one.example("").parent.glob("*.json"))


def word_of(path: Path) -> str:
    return path.name.split(".")[0]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_a_stored_example_is_read_as_its_event(path: Path) -> None:
    content = EntryContent.model_validate_json(path.read_text())

    assert content.event.type == word_of(path)  # type: ignore[attr-defined]  # every event has its word


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_stands_in_its_one_form(path: Path) -> None:
    stored = json.loads(path.read_text())

    assert canonical_text(stored) + "\n" == path.read_text()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_what_a_stored_example_makes_is_an_object_of_its_class(path: Path) -> None:
    state = state_from_contents([json.loads(path.read_text())])

    for kind, objects in state.items():
        assert isinstance(objects, dict)
        for value in objects.values():
            assert isinstance(value, dict)
            # A change names only what it changes.
            assert set(value) <= set(object_classes()[kind].model_fields)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_instant_of_a_stored_example_has_the_one_form(path: Path) -> None:
    assert list(instants_in_another_form(json.loads(path.read_text()))) == []


def test_every_event_has_an_example_and_every_example_an_event() -> None:
    assert {word_of(path) for path in EXAMPLES} == {one.word for one in EVENTS}
