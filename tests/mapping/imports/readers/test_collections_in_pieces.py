"""A large feature collection is read in pieces, and says what it says whole; what has no seams is read whole."""

import json

import pytest

from mapping.errors import BadFile
from mapping.imports.readers.geojson import MAX_FEATURES, read_features
from mapping.imports.readers.geojson_crs import read_placed_features
from mapping.interchange.collection_pieces import PIECE_BYTES, NotApart, take_apart
from mapping.interchange.ledger import Ledger

RING = [[-97.0, 38.0], [-96.9, 38.0], [-96.9, 38.1], [-97.0, 38.0]]
LONG = "x" * 2000
MANY = 400


def room(number: int, **more: object) -> dict[str, object]:
    shape = {"type": "Polygon", "coordinates": [RING if number % 7 else RING[:2]]}
    told = {"number": str(number), "name": LONG, "note": 'a "quote", {"type": "Feature"} inside'}
    return {"type": "Feature", "id": number, "properties": told | more, "geometry": shape}


def rooms(count: int = MANY, **more: object) -> dict[str, object]:
    return {"type": "FeatureCollection", "features": [room(number, **more) for number in range(count)]}


def as_raw(collection: object, indent: int | None = None) -> bytes:
    return json.dumps(collection, indent=indent).encode()


def members_of(raw: bytes) -> list[object]:
    return list(take_apart(raw).members())


@pytest.mark.parametrize("indent", [None, 1])
def test_the_members_come_out_as_they_are(indent: int | None) -> None:
    raw = as_raw({**rooms(), "name": "a school"}, indent)
    assert len(raw) > 2 * PIECE_BYTES

    apart = take_apart(raw)

    assert list(apart.members()) == rooms()["features"]
    assert apart.frame == {"type": "FeatureCollection", "name": "a school"}
    assert (apart.count, len(apart.pieces) > 1) == (MANY, True)


def test_members_that_begin_with_another_key_are_told_apart_by_theirs() -> None:
    turned = [dict(reversed(list(room(number).items()))) for number in range(MANY)]

    assert members_of(as_raw({"features": turned, "type": "FeatureCollection"})) == turned


def test_what_may_begin_a_member_inside_of_one_is_no_seam() -> None:
    """A list of objects with the same first key: the piece that ends in it is no list."""
    inside = [{"type": "Feature", "text": LONG} for _ in range(PIECE_BYTES // 1000)]

    with pytest.raises(NotApart):
        members_of(as_raw(rooms(3, parts=inside)))


@pytest.mark.parametrize(
    "raw",
    [
        as_raw({"type": "FeatureCollection", "features": [room(1)]}),
        as_raw({"other": rooms(), "type": "FeatureCollection"}),
        as_raw(rooms())[:-1] + b', "features": []}',
        as_raw(rooms())[:-1],
        as_raw(rooms()) + b"}",
        as_raw([rooms()]),
        b" " * PIECE_BYTES * 2,
    ],
    ids=["small", "of something else", "twice", "broken off", "more than an end", "in a list", "nothing"],
)
def test_a_file_that_is_no_such_collection_is_not_taken_apart(raw: bytes) -> None:
    with pytest.raises(NotApart):
        take_apart(raw)


def test_what_is_read_in_pieces_is_what_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    raw, ledgers = as_raw(rooms()), (Ledger(), Ledger())

    found = read_features(raw, ledgers[0], ref_property="id")
    monkeypatch.setattr("mapping.imports.readers.geojson.take_apart", _never_apart)
    whole = read_features(raw, ledgers[1], ref_property="id")

    assert found == whole
    assert (ledgers[0].refs(), ledgers[0].defects) == (ledgers[1].refs(), ledgers[1].defects)
    assert [one.code for one in ledgers[0].defects] == ["ring_too_short"] * len(range(0, MANY, 7))


def _never_apart(_raw: bytes) -> object:
    raise NotApart


@pytest.mark.parametrize(
    ("spoiled", "code"),
    [(b'"number": oops', "not_json"), (b'"number": "\xff"', "not_utf8")],
)
def test_a_file_that_is_broken_near_its_end_is_refused_and_nothing_of_it_is_listed(spoiled: bytes, code: str) -> None:
    raw, ledger = as_raw(rooms()).replace(f'"number": "{MANY - 150}"'.encode(), spoiled), Ledger()

    with pytest.raises(BadFile) as refusal:
        read_features(raw, ledger, ref_property="id")

    assert refusal.value.code == code
    assert (ledger.refs(), ledger.defects, ledger.expected) == ((), [], 0)


def test_too_many_members_are_refused_before_one_is_read() -> None:
    some = b",".join([b'{"type":0}'] * (MAX_FEATURES + 1))
    ledger = Ledger()

    with pytest.raises(BadFile, match=str(MAX_FEATURES + 1)):
        read_features(b'{"type":"FeatureCollection","features":[' + some + b"]}", ledger, ref_property=None)

    assert ledger.refs() == ()


def test_a_large_file_in_another_system_is_placed_by_what_stands_behind_its_members() -> None:
    plane = {"type": "Polygon", "coordinates": [[[500000.0, 4e6], [500010.0, 4e6], [500010.0, 4000010.0], [5e5, 4e6]]]}
    found = [{**room(number), "geometry": plane} for number in range(MANY)]
    crs = {"type": "name", "properties": {"name": "EPSG:26914"}}

    said = read_placed_features(as_raw({"features": found, "crs": crs}), Ledger(), crs="")
    named = read_placed_features(as_raw({"features": found}), Ledger(), crs="EPSG:26914")

    assert said == named
    assert said[0].shape.first() == pytest.approx((-99.0, 36.14), abs=0.01)
    assert len(said) == MANY
