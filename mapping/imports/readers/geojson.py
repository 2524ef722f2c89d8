"""Read GeoJSON feature collections as they come, and account for each feature. Pure: bytes in, features out."""

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from mapping.errors import BadFile
from mapping.geometry.shapes import (
    Shape,
    ShapeError,
    first_position,
    shape_from_geojson,
)
from mapping.imports.readers.other_formats import JSON_TYPES, UTF16, refuse_named
from mapping.interchange.collection_pieces import NotApart, take_apart
from mapping.interchange.ledger import Ledger
from mapping.interchange.text import clean_text

MAX_BYTES = 64 * 1024 * 1024
MAX_FEATURES = 200_000
MAX_REF_CHARS = 100
UNSHOWN = re.compile(r"[^\x21-\x7e]+")
# What puts a geometry into degrees; and what says so of a file, by all that is beside its members, and its members.
type Placer = Callable[[object], object]
type Placing = Callable[[object, Iterable[object]], Placer | None]


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: its own id where it has a usable one, text properties, and a clean shape."""

    ref: str
    tags: Mapping[str, str]
    shape: Shape


def in_degrees(_parsed: object, _members: Iterable[object]) -> Placer | None:
    """Say that a file is in degrees, as RFC 7946 has it."""
    return None


def read_features(
    raw: bytes, ledger: Ledger, *, ref_property: str | None, placing: Placing = in_degrees
) -> list[Feature]:
    """Return the readable features of a file; the others are refused in the ledger.

    Features are known by their `id`, or else by the property named; without either, by their place in the file.
    `placing` says what puts the geometries of a file into degrees, if they are not.

    Raises: BadFile: the file as a whole is unusable (file_too_large, not_utf8, not_json, not_a_feature_collection,
        no_features, too_many_features).
    """
    if len(raw) <= MAX_BYTES and not ledger.refs():
        try:
            return _read_apart(raw, ledger, ref_property, placing)
        except NotApart:
            # It may have shown itself only at the end of the file.
            ledger.forget()
    parsed = read_json(raw)
    members = _members_of(parsed)
    place = placing(parsed, members)
    ledger.expect(len(members))
    return _read_members(_let_go(members), ledger, ref_property, place)


def _let_go(members: list[object]) -> Iterator[object]:
    """Yield members and forget them: of a large file, what was parsed takes most of the memory."""
    for index, member in enumerate(members):
        members[index] = None
        yield member


def _read_apart(raw: bytes, ledger: Ledger, ref_property: str | None, placing: Placing) -> list[Feature]:
    """Read a large file in pieces, so that it is nowhere parsed whole. Raises: NotApart, BadFile: as read_features."""
    apart = take_apart(raw)
    if apart.frame.get("type") == "Feature" or apart.count > MAX_FEATURES:
        raise NotApart
    _members_of({**apart.frame, "features": [None]})
    place = placing(apart.frame, apart.members())
    ledger.expect(apart.count)
    return _read_members(apart.members(), ledger, ref_property, place)


def _read_members(
    members: Iterable[object], ledger: Ledger, ref_property: str | None, place: Placer | None
) -> list[Feature]:
    features = []
    seen: set[str] = set()
    for index, member in enumerate(members):
        ref = unique_ref(_own_id(member, ref_property), index, seen)
        seen.add(ref)
        ledger.read(ref)
        feature = _read_feature(member, ref, ledger, place)
        if feature is not None:
            features.append(feature)
    return features


def read_members(raw: bytes) -> list[object]:
    """Return the members of a feature collection as they come. Raises: BadFile."""
    return _members_of(read_json(raw))


def read_json(raw: bytes) -> object:
    """Return what a JSON file says. Raises: BadFile: file_too_large, not_utf8, not_json."""
    if len(raw) > MAX_BYTES:
        raise BadFile("file_too_large", f"The file has {len(raw)} bytes; at most {MAX_BYTES} are read.")
    if raw.startswith(UTF16):
        raise BadFile("not_utf8", "The text is UTF-16; save it as UTF-8.")
    try:
        text = raw.decode("utf-8-sig")  # a byte order mark is common and harmless
    except UnicodeDecodeError as error:
        raise BadFile("not_utf8", f"Byte {error.start} is not UTF-8.") from error
    try:
        parsed: object = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadFile("not_json", f"Not JSON: {error.msg} in line {error.lineno}, column {error.colno}.") from error
    except (RecursionError, ValueError) as error:
        raise BadFile("not_json", "Not readable JSON: nested too deeply, or a number too long.") from error
    return parsed


def _members_of(parsed: object) -> list[object]:
    if isinstance(parsed, dict) and parsed.get("type") == "Feature":
        return [parsed]
    if isinstance(parsed, dict):
        refuse_named(JSON_TYPES.get(str(parsed.get("type")), ""))
    members = parsed.get("features") if isinstance(parsed, dict) else None
    if not isinstance(members, list):
        raise BadFile("not_a_feature_collection", "The file is JSON, but not a GeoJSON FeatureCollection.")
    if not members:
        raise BadFile("no_features", "The feature collection is empty.")
    if len(members) > MAX_FEATURES:
        raise BadFile("too_many_features", f"{len(members)} features; at most {MAX_FEATURES} are read.")
    return members


def _own_id(member: object, ref_property: str | None) -> object:
    if not isinstance(member, dict):
        return None
    properties = member.get("properties")
    if "id" in member or ref_property is None or not isinstance(properties, dict):
        return member.get("id")
    return properties.get(ref_property)


def unique_ref(own: object, index: int, seen: set[str]) -> str:
    """Return an id that is unique in this file: the feature's own where possible, else its place."""
    usable = isinstance(own, str | int) and not isinstance(own, bool)
    # Ids come back in lists, logs and terminals: one line, no control characters, bounded.
    ref = UNSHOWN.sub("_", str(own))[:MAX_REF_CHARS] if usable else ""
    while not ref or ref in seen:
        ref = f"{ref}#{index}"
    return ref


def _read_feature(member: object, ref: str, ledger: Ledger, place: Placer | None) -> Feature | None:
    if not isinstance(member, dict):
        ledger.refuse(ref, "not_a_feature", "This member of the collection is not an object.")
        return None
    geometry = member.get("geometry") if place is None else place(member.get("geometry"))
    try:
        shape = shape_from_geojson(geometry)
    except ShapeError as error:
        ledger.stands_at(ref, first_position(geometry))
        ledger.refuse(ref, error.code, error.detail)
        return None
    ledger.stands_at(ref, shape.first())
    properties = member.get("properties")
    return Feature(ref, tags_of(properties, ref, ledger) if isinstance(properties, dict) else {}, shape)


def tags_of(properties: Mapping[object, object], ref: str, ledger: Ledger) -> dict[str, str]:
    tags = {}
    dirty = []
    for key, value in properties.items():
        text = value if type(value) is str else _scalar_text(value)
        if text is None:
            continue
        name = _field_name(str(key))
        # A large plan has a million such texts: what nearly all of them are is asked here, and not by a call for each.
        spaced = " ".join(text.split())
        if spaced.isascii() and spaced.isprintable():
            tags[name] = spaced
            continue
        cleaned = clean_text(spaced)
        if cleaned.had_controls:
            dirty.append(name[:40])
        tags[name] = cleaned.text
    if dirty:
        ledger.repair(
            ref, "control_characters", f"Characters that do not show were removed from {', '.join(dirty[:5])}."
        )
    return tags


@lru_cache(maxsize=1024)
def _field_name(key: str) -> str:
    return clean_text(key).text


def _scalar_text(value: object) -> str | None:
    """Return a scalar as text. Nested values carry nothing that a plan or a register shows."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        # A column of whole numbers with one null in it comes as decimals: room 101 is not "101.0", and null is nothing.
        return str(int(value)) if value.is_integer() else str(value) if math.isfinite(value) else None
    return str(value) if isinstance(value, int) else None
