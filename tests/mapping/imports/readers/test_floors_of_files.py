"""Floors as strangers' files call them: each word is understood, named as people count, and confirmed by a mapping."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from mapping.errors import BadFile
from mapping.imports.readers.features.mapped_features import read_mapped_geojson
from mapping.imports.readers.field_mapping import FieldMapping, mapping_from_json
from mapping.imports.readers.imdf.reading import read_imdf
from mapping.imports.readers.osm.indoor import read_plan
from mapping.imports.readers.plan_file import ReadingOrder, check_order, read_plan_file
from mapping.interchange.drawing import PlanDrawing
from mapping.interchange.ledger import Ledger
from mapping.vocabulary import FloorCounting
from tests.factories.files.plan_files import SCHOOL, feature, identity, imdf_files, imdf_zip, polygon


def square(**properties: object) -> dict[str, object]:
    ring = [[-77.0, 38.9], [-76.9999, 38.9], [-76.9999, 38.9001], [-77.0, 38.9001], [-77.0, 38.9]]
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def geojson(*features: dict[str, object]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def read(*features: dict[str, object], mapping: FieldMapping | None = None) -> tuple[PlanDrawing, Ledger]:
    ledger = Ledger()
    return read_mapped_geojson(geojson(*features), mapping or FieldMapping(), ledger), ledger


def floors(plan: PlanDrawing) -> list[tuple[str, str, str]]:
    return [(str(level.ordinal), level.short_name, level.name) for level in plan.levels]


@pytest.mark.parametrize(
    ("word", "ordinal"),
    [
        ("1F", "0"),
        ("B1", "-1"),
        ("G", "0"),
        ("R", "1"),
        ("L1", "0"),
        ("Level 2", "1"),
        ("First Floor", "0"),
        ("2nd floor", "1"),
        ("Mezzanine", "0.5"),
        ("planta baja", "0"),
        ("1.0", "0"),
    ],
)
def test_each_word_for_a_floor_is_understood(word: str, ordinal: str) -> None:
    plan, ledger = read(square(level=word))

    assert [str(level.ordinal) for level in plan.levels] == [ordinal]
    assert ledger.defects == []


def test_a_file_that_counts_from_zero_gets_the_names_that_people_use_and_not_level_zero() -> None:
    plan, _ = read(square(level=0), square(level=1), square(level=2))

    assert floors(plan) == [("0", "1", "First floor"), ("1", "2", "Second floor"), ("2", "3", "Third floor")]


def test_a_mapping_says_which_floor_a_word_means_and_what_it_is_called() -> None:
    levels = {
        "Concourse": {"ordinal": "0", "short_name": "C", "name": "Concourse"},
        "Up": {"ordinal": "1", "short_name": "U", "name": "Upper level"},
    }
    mapping = mapping_from_json(json.dumps({"levels": levels}))

    plan, ledger = read(square(level="Concourse"), square(level="Up"), square(level="Elsewhere"), mapping=mapping)

    assert floors(plan) == [("0", "C", "Concourse"), ("1", "U", "Upper level")]
    assert [(one.code, one.feature_ref) for one in ledger.defects] == [("level_unreadable", "#2")]


@pytest.mark.parametrize(
    "levels",
    [
        {"A": {"ordinal": "NaN"}},
        {"A": {"ordinal": "2000"}},
        {"A": {"ordinal": "1", "name": "x" * 201}},
        {"A": {"ordinal": "1", "short_name": "x" * 13}},
        {"A": {"name": "no ordinal"}},
    ],
)
def test_a_floor_without_a_usable_ordinal_or_name_is_refused_before_any_file_is_read(levels: object) -> None:
    with pytest.raises(BadFile):
        mapping_from_json(json.dumps({"levels": levels}))


def test_ranges_and_lists_of_words_are_several_floors() -> None:
    plan, _ = read(square(level="1"), square(level="2"), square(level="1-3", name="Stair"), square(level="1;2"))

    assert [(str(level.ordinal), len(level.spaces)) for level in plan.levels] == [("0", 3), ("1", 3), ("2", 1)]


def test_the_floor_a_person_names_is_for_features_that_name_none_and_keeps_its_name() -> None:
    mapping = FieldMapping().or_level(Decimal(1), "Upper school")

    plan, _ = read(square(level=None), mapping=mapping)

    assert floors(plan) == [("1", "2", "Upper school")]


@pytest.mark.parametrize(("default", "ordinal"), [("0", "0"), ("1", "1"), ("-1", "-1"), ("First floor", "0")])
def test_the_floor_a_person_names_is_no_evidence_about_the_words_of_the_file(
    tmp_path: Path, default: str, ordinal: str
) -> None:
    """Four rooms on "1" are on the first floor, whatever is said of the fifth."""
    raw = geojson(*(square(level="1", number=str(n)) for n in range(4)), square(level=None, number="5"))
    (tmp_path / "plan.geojson").write_bytes(raw)

    order = ReadingOrder(mapping=json.dumps({"default_level": default}))
    plan = read_plan_file(tmp_path / "plan.geojson", order, Ledger())

    found = {room.number: str(level.ordinal) for level in plan.levels for room in level.spaces}
    assert found == {"0": "0", "1": "0", "2": "0", "3": "0", "5": ordinal}


def test_a_default_that_says_no_floor_is_refused_before_any_file_is_read() -> None:
    with pytest.raises(BadFile) as refusal:
        check_order(ReadingOrder(mapping='{"default_level": "Hochparterre"}'))

    assert refusal.value.code == "level_unreadable"


def test_two_buildings_of_a_file_keep_their_floors_apart() -> None:
    plan, _ = read(
        square(level="1", building="A", number="101"),
        square(level="1", building="B", number="101"),
        square(kind="outline", building="B"),
    )

    assert [(level.building, str(level.ordinal), len(level.spaces)) for level in plan.levels] == [
        ("A", "0", 1),
        ("B", "0", 1),
    ]
    assert [(house.name, len(house.outline)) for house in plan.buildings] == [("A", 0), ("B", 1)]


def test_one_building_in_a_file_is_all_of_the_file_and_keeps_its_name() -> None:
    plan, _ = read(square(level="1", building="Main"), square(level="1", building="yes"))

    assert [(level.building, len(level.spaces)) for level in plan.levels] == [("Main", 2)]


def test_a_kind_of_building_is_no_name_of_one() -> None:
    plan, _ = read(square(level="1", building="school"), square(level="1", building="yes"))

    assert [(level.building, len(level.spaces)) for level in plan.levels] == [("", 2)]


def test_openstreetmap_floors_are_named_as_the_building_counts() -> None:
    raw = geojson(square(indoor="room", level="0"), square(indoor="room", level="1"))

    assert floors(read_plan(raw, Ledger(), FloorCounting.UK)) == [
        ("0", "G", "Ground floor"),
        ("1", "1", "First floor"),
    ]
    assert floors(read_plan(raw, Ledger(), FloorCounting.JAPAN)) == [
        ("0", "1F", "First floor"),
        ("1", "2F", "Second floor"),
    ]


def test_the_buildings_of_an_imdf_archive_keep_their_floors_apart() -> None:
    files = imdf_files()
    north = feature("building", "north", None, category="unspecified", name={"en": "North"})
    files["building"].append(north)
    (properties,) = [one["properties"] for one in files["level"] if one["id"] == identity("level/0")]
    assert isinstance(properties, dict)
    twin = {**properties, "building_ids": [identity("north")]}
    files["level"].append(feature("level", "level/north", polygon(SCHOOL.plan.outline[0][0]), **twin))
    ledger = Ledger()

    plan = read_imdf(imdf_zip(files), ledger)

    assert [(one.building, str(one.ordinal)) for one in plan.levels] == [("Main", "0"), ("Main", "1"), ("North", "0")]
    assert "level_renamed" not in [one.code for one in ledger.defects]


def test_a_null_in_a_column_of_whole_numbers_is_nothing_and_turns_no_room_into_a_decimal() -> None:
    mapping = FieldMapping().or_level(Decimal(0), "")

    plan, _ = read(square(number=101.0, level=float("nan")), square(number=None, level=None), mapping=mapping)

    assert [(one.number, one.name) for level in plan.levels for one in level.spaces] == [("101", ""), ("", "")]


def test_a_room_far_from_the_rest_is_refused_with_its_distance_and_the_rest_comes_in(tmp_path: Path) -> None:
    stray = square(level="1", number="666")
    stray["geometry"] = {
        "type": "Polygon",
        "coordinates": [[[-76.0, 38.9], [-75.9999, 38.9], [-75.9999, 38.9001], [-76.0, 38.9]]],
    }
    # The stray is the first: the middle of the plan is not where the file begins.
    (tmp_path / "plan.geojson").write_bytes(geojson(stray, *(square(level="1", number=str(n)) for n in range(3))))
    ledger = Ledger()

    plan = read_plan_file(tmp_path / "plan.geojson", ReadingOrder(), ledger)

    assert [len(level.spaces) for level in plan.levels] == [3]
    assert [(one.code, one.detail) for one in ledger.defects] == [
        ("far_from_rest", "It lies 87 km from the rest of the plan.")
    ]
    assert ledger.counts()["refused"] == 1


def test_a_note_is_not_blamed_for_what_was_refused(tmp_path: Path) -> None:
    (tmp_path / "plan.geojson").write_bytes(geojson(square(name="<b>"), square(name="<i>"), square(level="x")))

    with pytest.raises(BadFile) as refused:
        read_plan_file(tmp_path / "plan.geojson", ReadingOrder(), Ledger())

    assert refused.value.detail == "Nothing of the file could be drawn; most often because of level_missing."
