"""What the plans of one site name, ready to be looked up by any word for it. Pure: no Django.

The JSON of a gazetteer is all that a page needs to resolve without a network: see mapping/places/static.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from mapping.geometry.grid import Grid
from mapping.geometry.tokens import key_of
from mapping.places.lexicon import KINDS, PHONETIC

type LonLat = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Floor:
    """A level: the keys people may call it by (see mapping.geometry.floor_words), its own names, how it is said.

    `middle` is where it lies, for a floor on which nothing has a name; none, where nothing is drawn on it.
    """

    id: UUID
    building: str
    name: str
    keys: tuple[str, ...]
    phrases: tuple[str, ...]
    said_en: str
    said_es: str
    middle: LonLat | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A thing on the plans: its kinds (a gym is a room too), the keys under which each finds it, its whole name.

    `door` is the nearest numbered exterior door's place in the list, `side` the side of the building it is on.
    """

    id: UUID
    kinds: tuple[str, ...]
    keys: tuple[str, ...]
    phrase: str
    floor: int | None
    point: LonLat
    said_en: str
    said_es: str
    number: str = ""
    door: int | None = None
    side: str = ""

    @property
    def kind(self) -> str:
        """Return what it is first of all."""
        return self.kinds[0]


@dataclass(frozen=True)
class Gazetteer:
    """Everything that can be named at a site."""

    version: str
    floors: tuple[Floor, ...] = ()
    places: tuple[Named, ...] = ()
    grid: Grid | None = None
    has_many_buildings: bool = field(default=False)

    @cached_property
    def by_key(self) -> dict[tuple[str, str], list[int]]:
        """Return places by kind and key, as ("door", "7")."""
        found: dict[tuple[str, str], list[int]] = {}
        for index, place in enumerate(self.places):
            for kind in place.kinds:
                for key in place.keys:
                    found.setdefault((kind, key), []).append(index)
        return found

    @cached_property
    def by_kind(self) -> dict[str, list[int]]:
        """Return places by kind."""
        found: dict[str, list[int]] = {}
        for index, place in enumerate(self.places):
            for kind in place.kinds:
                found.setdefault(kind, []).append(index)
        return found

    @cached_property
    def by_phrase(self) -> dict[str, list[int]]:
        """Return places by their whole name."""
        found: dict[str, list[int]] = {}
        for index, place in enumerate(self.places):
            if place.phrase:
                found.setdefault(place.phrase, []).append(index)
        return found


KIND_OF_WORD = {word: kind for kind, words in KINDS.items() for word in words.words}
MAX_WORD_TOKENS = 3


def keys_of(kinds: Iterable[str], *, number: str, name: str) -> tuple[str, ...]:
    """Return under which keys a thing is found together with a word of its kind.

    "112" of room 112; "b" and "bravo" of Stair B; "west" of West hall.
    """
    keys = [key_of(number)]
    for kind in kinds:
        words = KINDS[kind].words if kind in KINDS else ()
        keys += [rest for word in words if (rest := _name_without(key_of(name), word)) is not None]
    keys += [spoken for key in keys for spoken in PHONETIC.get(key, ())]
    return tuple(dict.fromkeys(key for key in keys if key))


def _name_without(name: str, word: str) -> str | None:
    if name.startswith(f"{word} "):
        return name[len(word) + 1 :]
    return name[: -len(word) - 1] if name.endswith(f" {word}") else None
