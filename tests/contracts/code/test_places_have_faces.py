"""Whatever has a place in a room is on the map, told of unasked, and in a table: each class says by which script."""

import re

import pytest
from pydantic import BaseModel

from coordination.room.capability import Faces
from coordination.room.registry import object_classes
from tests.support.sources import page_sources

SCRIPTS = page_sources(".js")
PLACE = {"space_id", "level_id", "lon", "lat", "points"}
# The one fold of what stands; whoever uses it shows every class that it folds.
FOLD = SCRIPTS["coordination/standing/standing.js"]
USES_FOLD = re.compile(r"\bstandingThings\(|StandingThing\b")


def place_fields(model: type[BaseModel]) -> set[str]:
    """Return the fields of a class, and of the classes in its fields, that say where something is."""
    found = PLACE & model.model_fields.keys()
    for one in model.model_fields.values():
        for kind in (one.annotation, *getattr(one.annotation, "__args__", ())):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                found |= place_fields(kind)
    return found


PLACED = {key: cls for key, cls in object_classes().items() if place_fields(cls)}


@pytest.mark.parametrize("key", PLACED)
def test_a_class_with_a_place_names_its_faces(key: str) -> None:
    assert isinstance(PLACED[key].faces, Faces), f"{PLACED[key].__name__} has a place, and nothing shows it"


@pytest.mark.parametrize("key", PLACED)
@pytest.mark.parametrize("face", ["map", "board", "table"])
def test_each_face_is_a_script_that_is_given_such_objects(key: str, face: str) -> None:
    script = SCRIPTS[f"coordination/{getattr(PLACED[key].faces, face)}"]

    assert is_given(script.read_text(), key) or any(is_given(one, key) for one in those_who_use(script.name))


def is_given(text: str, key: str) -> bool:
    """Tell whether a script reads objects of this kind, by itself or by the fold of all that stands."""
    reads = f'objects("{key}")'
    return reads in text or (USES_FOLD.search(text) is not None and reads in FOLD.read_text())


def those_who_use(name: str) -> list[str]:
    """Return the scripts that import one: they give it what it shows."""
    return [text for one in SCRIPTS.values() if f'/{name}"' in (text := one.read_text())]


def test_the_walk_finds_what_has_a_place() -> None:
    assert {"panic_alerts", "maydays", "room_reports", "markers", "shapes", "facts"} <= PLACED.keys()
