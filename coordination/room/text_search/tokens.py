"""What an entry can be found by: its words, its author and its place, from what its readers read of it. Pure."""

import re
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import orjson

from coordination.room.wire.addressed import Readership
from coordination.room.wire.model import Json, JsonObject
from coordination.vocabulary import Audience

WORD = re.compile(r"[^\W_]+")
PLAIN_WORD = re.compile(r"[a-z0-9]+")
# Ids, times and digests are not words: people do not type them, and each would be one more word of the index.
NO_WORDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|\d{4}-\d\d-\d\dT[\d:.]+Z|[0-9a-f]{32,}")
# What tells the kind and the place of an entry is asked for by filters of their own.
NO_WORD_FIELDS = frozenset({"type"})
MAX_WORD = 40
# What a place is told by, as it stands in a text: most entries have neither.
PLACE_FIELDS = ('"lon":', '"points":')
PLACE_OF = {audience: place for place, audience in enumerate(Audience)}


@dataclass(frozen=True, slots=True)
class Findable:
    """What the index holds of an entry. Degrees; None where the entry names no place."""

    words: frozenset[str]
    author_id: UUID
    lon: float | None = None
    lat: float | None = None
    level_id: UUID | None = None


def words_of(text: str) -> list[str]:
    """Return a text's words as they are compared: without case, accents and marks, in their order."""
    if text.isascii():
        # Most of what is said, on the way of every command: nothing of it has marks.
        return [word[:MAX_WORD] for word in PLAIN_WORD.findall(text.lower())]
    folded = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(one for one in folded if not unicodedata.combining(one))
    return [word[:MAX_WORD] for word in WORD.findall(plain)]


def scope_of(room_id: UUID, audience: Readership) -> str:
    """Return what the words of a room's entries for one audience begin with in the index.

    So a search touches only what its reader may read, and what others write cannot make it slower: its time tells
    nothing. Two rooms may share a scope by chance; the query asks for room and audience besides.
    """
    return f"{zlib.crc32(room_id.bytes):08x}{_place_of(audience)}"


def _place_of(audience: Readership) -> int:
    """All that is addressed to some players shares a place: there is little of it."""
    return PLACE_OF[audience] if isinstance(audience, Audience) else len(PLACE_OF)


def make_findable(content: JsonObject, *, with_words: bool, may_have_place: bool = True) -> Findable:
    """Return what an entry can be found by. Without words: only by its author, place, kind and time.

    `may_have_place` false: its text names no place, so none is looked for.
    """
    by, event, patch = content["by"], content["event"], content.get("patch", {})
    assert isinstance(by, dict)
    texts = [str(by["name"]), str(by["agency"]), *_texts_in(event), *_texts_in(patch)] if with_words else []
    nowhere = (None, None, None)
    lon, lat, level_id = next(_places_in([event, patch]), nowhere) if may_have_place else nowhere
    return Findable(
        words=frozenset(word for text in texts for word in words_of(text)),
        author_id=UUID(str(by["participant_id"])),
        lon=lon,
        lat=lat,
        level_id=level_id,
    )


def findable_from_text(content: str, *, with_words: bool) -> Findable:
    """Return what an entry can be found by, from its stored text."""
    may_have_place = any(name in content for name in PLACE_FIELDS)
    return make_findable(orjson.loads(content), with_words=with_words, may_have_place=may_have_place)


def _texts_in(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        if not NO_WORDS.fullmatch(value):
            yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in NO_WORD_FIELDS:
                yield from _texts_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts_in(one)


def _places_in(value: Json) -> Iterator[tuple[float, float, UUID | None]]:
    """Yield where something is: a point, or the middle of a line's or zone's points."""
    if isinstance(value, list):
        for one in value:
            yield from _places_in(one)
    if not isinstance(value, dict):
        return
    lon, lat, points, level = (value.get(name) for name in ("lon", "lat", "points", "level_id"))
    level_id = UUID(level) if isinstance(level, str) else None
    if isinstance(lon, int | float) and isinstance(lat, int | float):
        yield float(lon), float(lat), level_id
    elif isinstance(points, list) and points:
        pairs = [one for one in points if isinstance(one, list)]
        yield _mean_of([one[0] for one in pairs]), _mean_of([one[1] for one in pairs]), level_id
    for one in value.values():
        yield from _places_in(one)


def _mean_of(numbers: list[Json]) -> float:
    return sum(float(one) for one in numbers if isinstance(one, int | float)) / len(numbers)
