"""Find what a text means by a place: one answer if it can be only one thing, all of them if it can be several. Pure.

static/mapping/places/places.js is the same in JavaScript; tests/data/place_vectors.json holds both to it.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from mapping.geometry.floor_words import FLOOR_WORDS, keys_at
from mapping.geometry.grid import CELL_NAME, GridError
from mapping.geometry.tokens import Token, key_of, split_tokens
from mapping.places.coordinates import Coordinates, coordinates_in
from mapping.places.gazetteer import KIND_OF_WORD, MAX_WORD_TOKENS, Gazetteer, LonLat
from mapping.places.lexicon import (
    FILLERS,
    KINDS,
    NUMBER_WORDS,
    PREPOSITIONS,
    UNITS,
)

# A less certain match does not become a link in a message.
LINKED_FROM = 0.6
MAX_CANDIDATES = 12
MAX_PHRASE_TOKENS = 6
MAX_KEY_TOKENS = 3
MAX_FLOOR_TOKENS = 12
MAX_FILLERS = 2
# A floor called "C" is meant only after the word for floor.
MIN_NAME_CHARS = 3
BARE_NUMBER = re.compile(r"[0-9]{2,5}")
NUMBER_WITH_LETTER = re.compile(r"[a-z]{1,2}[0-9]{1,4}|[0-9]{1,4}[a-z]")


@dataclass(frozen=True, slots=True)
class Place:
    """One thing a text may mean. The confidences of what one word may mean add up to how sure the word is."""

    kind: str
    id: UUID | None
    level_id: UUID | None
    lonlat: LonLat
    confidence: float
    said_en: str
    said_es: str
    why: str
    # Its place in the gazetteer's list; None for a square, a floor or coordinates.
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text, from where to where it stands, and what it may mean, the likeliest first."""

    start: int
    end: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """Candidates ("p3" a place, "f0" a floor, "cG10" a square) with weights, up to the token `end`."""

    end: int
    weights: dict[str, float]
    why: str


def mentions_in(text: str, gazetteer: Gazetteer) -> list[Mention]:
    """Return the places that a message names, from left to right, none upon another."""
    return _find_mentions(text, gazetteer, is_query=False)


def resolve_text(text: str, gazetteer: Gazetteer) -> list[Place]:
    """Return what a person who types this looks for, the likeliest first; empty if it can be nothing here.

    A text that says more than a place is answered with less confidence. Nothing is guessed: what fits several things
    is answered with all of them.
    """
    words = [one for one in split_tokens(text) if one.text not in FILLERS]
    found: list[Place] = []
    for mention in _find_mentions(text, gazetteer, is_query=True):
        covered = sum(1 for one in words if mention.start <= one.start < mention.end)
        share = min(1.0, covered / len(words)) if words else 1.0
        found += [
            replace(one, confidence=max(0.01, round_confidence(one.confidence * share))) for one in mention.places
        ]
    if not found:
        found = _floors_called(key_of(text), gazetteer) or _beginning_with(key_of(text), gazetteer)
    return sorted(found, key=lambda one: -one.confidence)[:MAX_CANDIDATES]


def _find_mentions(text: str, gazetteer: Gazetteer, *, is_query: bool) -> list[Mention]:
    given = list(coordinates_in(text))
    found = [Mention(one.start, one.end, (_of_coordinates(one),)) for one in given]
    words = [one for one in split_tokens(text) if not any(it.start < one.end and one.start < it.end for it in given)]
    reader, index = _Reader(gazetteer, words, is_query), 0
    while index < len(words):
        match = reader.at(index)
        if match is None:
            index += 1
            continue
        places = _places_of(match, gazetteer)
        if places and (is_query or max(match.weights.values()) >= LINKED_FROM):
            found.append(Mention(words[index].start, words[match.end - 1].end, places))
        index = match.end if places else index + 1
    return sorted(found, key=lambda one: one.start)


class _Reader:
    """Reads one text's words against one gazetteer."""

    def __init__(self, gazetteer: Gazetteer, words: list[Token], is_query: bool) -> None:  # noqa: FBT001 - private
        self.gazetteer, self.words, self.is_query = gazetteer, words, is_query

    def at(self, start: int) -> _Found | None:
        """Return the longest reading that begins here: a place, a floor, or a place on a floor."""
        floor = self._floor(start)
        if floor is not None:
            place = self._thing(self._after_fillers(floor.end))
            return (self._on(place, floor, place.end) if place else None) or floor
        place = self._thing(start)
        if place is None:
            return None
        floor = self._floor(self._after_fillers(place.end))
        return (self._on(place, floor, floor.end) if floor else None) or place

    def _on(self, place: _Found, floor: _Found, end: int) -> _Found | None:
        floors = {int(key[1:]) for key in floor.weights}
        kept = {
            key: weight
            for key, weight in place.weights.items()
            if key[0] == "p" and self.gazetteer.places[int(key[1:])].floor in floors
        }
        # With its floor even a vague word is meant as a place.
        lifted = {key: max(weight, LINKED_FROM) for key, weight in kept.items()}
        return _Found(end, lifted, "floor") if lifted else None

    def _thing(self, start: int) -> _Found | None:
        readings = [
            one
            for one in (self._kind_and_key(start), self._key_and_kind(start), self._phrase(start), self._number(start))
            if one is not None
        ]
        if not readings:
            return None
        end = max(one.end for one in readings)
        longest = [one for one in readings if one.end == end]
        weights: dict[str, float] = {}
        for one in longest:
            for key, weight in one.weights.items():
                weights[key] = max(weight, weights.get(key, 0))
        return _Found(end, weights, longest[0].why)

    def _kind_and_key(self, start: int) -> _Found | None:
        """Read "room 112", "stair B", "grid G10"; or the word alone, where it says enough."""
        kind, end = self._kind_word(start)
        if kind is None:
            return None
        at = end + 1 if self._word(end) in NUMBER_WORDS else end
        for length in range(MAX_KEY_TOKENS, 0, -1):
            weights = self._keyed(kind, self._joined(at, length))
            if weights:
                return _Found(at + length, weights, "number")
        alone = KINDS[kind].alone
        weights = {f"p{index}": alone for index in self.gazetteer.by_kind.get(kind, ())} if alone else {}
        return _Found(end, weights, "kind") if weights else None

    def _keyed(self, kind: str, key: str) -> dict[str, float]:
        if not key:
            return {}
        if kind == "cell":
            return self._cell(key.replace(" ", ""), 1.0)
        return {f"p{index}": 1.0 for index in self.gazetteer.by_key.get((kind, key), ())}

    def _key_and_kind(self, start: int) -> _Found | None:
        """Read "B stair", "west hall", "bravo side"."""
        for length in range(MAX_KEY_TOKENS, 0, -1):
            kind, end = self._kind_word(start + length)
            # "Main entrance, door 1" is two places.
            if kind is None or kind == "cell" or self.words[start + length].is_after_stop:
                continue
            weights = self._keyed(kind, self._joined(start, length))
            if weights:
                return _Found(end, weights, "number")
        return None

    def _phrase(self, start: int) -> _Found | None:
        for length in range(MAX_PHRASE_TOKENS, 0, -1):
            indexes = self.gazetteer.by_phrase.get(self._joined(start, length), ())
            if indexes:
                weight = 0.9 if length > 1 else self._bare(start, 0.8)
                return _Found(start + length, {f"p{index}": weight for index in indexes}, "name")
        return None

    def _number(self, start: int) -> _Found | None:
        """Read a number without any word for it: a room, a door, or a square of the grid."""
        word = self._word(start)
        is_number, has_letter = BARE_NUMBER.fullmatch(word), NUMBER_WITH_LETTER.fullmatch(word)
        # In a search, "7" means a door or a room; in a message it is most often just a number.
        is_short = self.is_query and len(word) == 1 and word in "0123456789"
        if not (is_number or has_letter or is_short) or self._word(start + 1) in UNITS:
            return None
        weights: dict[str, float] = {}
        room, door = (0.8, 0.8) if has_letter else (self._bare(start, 0.8), 0.4 if self.is_query else 0.0)
        for kind, weight in (("room", room), ("door", door)):
            for index in self.gazetteer.by_key.get((kind, word), ()) if weight else ():
                weights[f"p{index}"] = max(weight, weights.get(f"p{index}", 0))
        is_loud = self.is_query or self.words[start].is_loud
        weights |= self._cell(word, 0.8 if is_loud else 0.5) if has_letter else {}
        return _Found(start + 1, weights, "number") if weights else None

    def _cell(self, word: str, weight: float) -> dict[str, float]:
        name, grid = word.upper(), self.gazetteer.grid
        if grid is None or CELL_NAME.fullmatch(name) is None:
            return {}
        try:
            grid.box_of(name)
        except GridError:
            return {}
        return {f"c{name}": weight}

    def _floor(self, start: int) -> _Found | None:
        """Read a floor by what it is called: "second floor", "2F", "lower level", or by a name of its own."""
        readings = [one for one in (self._floor_by_key(start), self._floor_by_name(start)) if one is not None]
        if not readings:
            return None
        end = max(one.end for one in readings)
        weights = {key: weight for one in readings if one.end == end for key, weight in one.weights.items()}
        return _Found(end, weights, "floor")

    def _floor_by_key(self, start: int) -> _Found | None:
        for key, end in keys_at([one.text for one in self.words[: start + 3]], start):
            floors = {f"f{n}": 0.9 for n, floor in enumerate(self.gazetteer.floors) if key in floor.keys}
            if floors and not (end == start + 1 and self._is_place(start)):
                return _Found(end, floors, "floor")
        return None

    def _is_place(self, start: int) -> bool:
        """Say whether a word alone names a room, a door or a square: then "B1" is not meant as a floor."""
        word = self._word(start)
        return any((kind, word) in self.gazetteer.by_key for kind in ("room", "door")) or bool(self._cell(word, 1.0))

    def _floor_by_name(self, start: int) -> _Found | None:
        """Read a floor's own name; a short one needs the word for floor before it ("level C")."""
        begin = start + 1 if self._word(start) in FLOOR_WORDS else start
        for length in range(MAX_FLOOR_TOKENS, 0, -1):
            name = self._joined(begin, length)
            is_short = begin == start and (len(name) < MIN_NAME_CHARS or name.isdecimal())
            floors = {f"f{n}": 0.9 for n, one in enumerate(self.gazetteer.floors) if name and name in one.phrases}
            if floors and not is_short:
                return _Found(begin + length, floors, "floor")
        return None

    def _kind_word(self, start: int) -> tuple[str | None, int]:
        for length in range(MAX_WORD_TOKENS, 0, -1):
            kind = KIND_OF_WORD.get(self._joined(start, length))
            if kind is not None:
                return kind, start + length
        return None, start

    def _bare(self, start: int, in_query: float) -> float:
        """Return how sure a word is that stands by itself: a word like "at" before it makes it a place."""
        if self.is_query:
            return in_query
        before = start - 1
        while before >= 0 and self._word(before) in FILLERS and self._word(before) not in PREPOSITIONS:
            before -= 1
        return 0.75 if before >= 0 and self._word(before) in PREPOSITIONS else 0.5

    def _after_fillers(self, start: int) -> int:
        end = start
        while end - start < MAX_FILLERS and self._word(end) in FILLERS:
            end += 1
        return end

    def _word(self, index: int) -> str:
        return self.words[index].text if 0 <= index < len(self.words) else ""

    def _joined(self, start: int, length: int) -> str:
        if start + length > len(self.words):
            return ""
        return " ".join(one.text for one in self.words[start : start + length])


def _places_of(found: _Found, gazetteer: Gazetteer) -> tuple[Place, ...]:
    total, best = sum(found.weights.values()), max(found.weights.values())
    if len(found.weights) > MAX_CANDIDATES or total <= 0:
        return ()
    places = [_place_of(key, gazetteer, best * weight / total, found.why) for key, weight in found.weights.items()]
    return tuple(sorted((one for one in places if one is not None), key=lambda one: -one.confidence))


def _place_of(key: str, gazetteer: Gazetteer, confidence: float, why: str) -> Place | None:
    sure = round_confidence(confidence)
    if key[0] == "c":
        assert gazetteer.grid is not None
        west, south, east, north = gazetteer.grid.box_of(key[1:])
        middle = ((west + east) / 2, (south + north) / 2)
        return Place("cell", None, None, middle, sure, f"Grid {key[1:]}", f"Cuadrícula {key[1:]}", why)
    if key[0] == "f":
        floor = gazetteer.floors[int(key[1:])]
        points = [one.point for one in gazetteer.places if one.floor == int(key[1:])]
        # Nothing on it has a name: it lies where it is drawn.
        points += [] if points or floor.middle is None else [floor.middle]
        house = f"{floor.building}, " if gazetteer.has_many_buildings and floor.building else ""
        said = (house + floor.said_en, house + floor.said_es)
        return Place("floor", floor.id, floor.id, _middle_of(points), sure, *said, why) if points else None
    index = int(key[1:])
    named = gazetteer.places[index]
    level_id = None if named.floor is None else gazetteer.floors[named.floor].id
    return Place(named.kind, named.id, level_id, named.point, sure, named.said_en, named.said_es, why, index)


def _middle_of(points: Iterable[LonLat]) -> LonLat:
    lons, lats = zip(*points, strict=True)
    return ((min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2)


def _of_coordinates(given: Coordinates) -> Place:
    return Place(given.kind, None, None, (given.lon, given.lat), 1.0, given.said, given.said, given.kind)


def _floors_called(name: str, gazetteer: Gazetteer) -> list[Place]:
    """Return the floors of this name, however short it is: "C", where nothing else is called so."""
    keys = [f"f{n}" for n, one in enumerate(gazetteer.floors) if name and name in one.phrases]
    found = [_place_of(one, gazetteer, LINKED_FROM / len(keys), "floor") for one in keys]
    return [one for one in found if one is not None]


def _beginning_with(key: str, gazetteer: Gazetteer) -> list[Place]:
    """Return what begins with an unfinished word, while the user is still typing."""
    if len(key) < 3:
        return []
    keys = {f"p{n}": 0.3 for n, one in enumerate(gazetteer.places) if one.phrase.startswith(key)}
    found = [_place_of(one, gazetteer, weight / len(keys), "beginning") for one, weight in keys.items()]
    return [one for one in found if one is not None]


def round_confidence(confidence: float) -> float:
    """Return a confidence in hundredths, halves up: as JavaScript rounds."""
    return math.floor(confidence * 100 + 0.5) / 100
