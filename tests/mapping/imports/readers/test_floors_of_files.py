"""Floors as strangers' files call them: each word is understood, named as people count, and confirmed by a mapping."""

import json
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from mapping.errors import BadFile
from mapping.geometry.floor_words import FloorName
from mapping.imports.readers.archive import name_in_archive
from mapping.imports.readers.features.mapped_features import plan_of_features
from mapping.imports.readers.field_mapping import FieldMapping, mapping_from_json
from mapping.imports.readers.geojson import read_features
from mapping.imports.readers.imdf.reading import read_imdf
from mapping.imports.readers.looking import look_at
from mapping.imports.readers.osm.indoor import read_plan
from mapping.imports.readers.plan_file import ReadingOrder, check_order, read_plan_file
from mapping.interchange.drawing import PlanDrawing
from mapping.interchange.ledger import Ledger
from mapping.vocabulary import FloorCounting
from tests.factories.files.plan_files import SCHOOL, feature, identity, imdf_files, imdf_zip, polygon, zipped


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
    found = read_features(geojson(*features), ledger, ref_property="id")
    return plan_of_features(found, mapping or FieldMapping(), ledger), ledger


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


# --- words that contradict each other ---------------------------------------------------------------------------------
def contradicting(count: int = 3, **more: object) -> list[dict[str, object]]:
    """Return floors of a file that numbers them as ordinals with no ground: 2F with the ordinal 2."""
    return [
        square(ordinal=ordinal, short_name=name, number=f"{name}{n}", **more)
        for n in range(count)
        for ordinal, name in (("-1", "B1"), ("1", "1F"), ("2", "2F"))
    ]


def test_where_two_fields_name_different_floors_nothing_is_proposed_and_it_is_asked(tmp_path: Path) -> None:
    raw = geojson(*contradicting())
    (tmp_path / "plan.geojson").write_bytes(raw)

    look = look_at(tmp_path / "plan.geojson", ReadingOrder())
    plan, ledger = read(*contradicting())

    assert {one.word: None if one.ordinal is None else str(one.ordinal) for one in look.floors} == {
        "-1": "-1",
        "1": None,
        "2": None,
    }
    assert [(str(level.ordinal), len(level.spaces)) for level in plan.levels] == [("-1", 3)]
    assert {one.code for one in ledger.defects} == {"level_contradicted"}
    assert "'2' is also called '2F'" in ledger.defects[1].detail


def test_what_a_person_says_of_the_word_ends_the_contradiction() -> None:
    levels = {"1": FloorName(Decimal(0)), "2": FloorName(Decimal(1))}

    plan, ledger = read(*contradicting(), mapping=FieldMapping(levels=levels))

    assert [str(level.ordinal) for level in plan.levels] == ["-1", "0", "1"]
    assert ledger.defects == []


def test_which_field_counts_may_be_said_as_well() -> None:
    plan, _ = read(*contradicting(), mapping=FieldMapping(level=("short_name",)))

    assert [(str(level.ordinal), level.short_name) for level in plan.levels] == [("-1", "B1"), ("0", "1"), ("1", "2")]


def test_fields_that_agree_contradict_nothing_and_one_odd_room_does_not_either() -> None:
    rooms = [square(ordinal=str(n), short_name=f"{n + 1}F", number=str(n)) for n in (0, 1, 0, 1)]

    plan, ledger = read(*rooms, square(ordinal="1", short_name="1F", number="odd"))

    assert [(str(level.ordinal), len(level.spaces)) for level in plan.levels] == [("0", 2), ("1", 3)]
    assert ledger.defects == []


def test_the_name_of_a_room_contradicts_no_floor() -> None:
    _, ledger = read(square(level="1", name="2F"), square(level="1", name="Room B1"), square(level="2", name="12"))

    assert ledger.defects == []


def test_a_files_name_says_which_floor_it_is_and_is_no_name_of_one(tmp_path: Path) -> None:
    files = {f"Station_{floor}_rooms.geojson": geojson(square(number=floor)) for floor in ("B1", "1F", "2F")}
    (tmp_path / "plan.zip").write_bytes(zipped(files))

    plan = read_plan_file(tmp_path / "plan.zip", ReadingOrder(), Ledger())

    assert floors(plan) == [("-1", "B1", "Basement"), ("0", "1", "First floor"), ("1", "2", "Second floor")]


def test_names_of_an_archive_from_japan_are_read_in_its_code_page_and_others_as_they_are() -> None:
    assert name_in_archive(zip_info("1階.geojson".encode("cp932"))) == "1階.geojson"
    assert name_in_archive(zip_info("地下1階/表.geojson".encode("cp932"))) == "地下1階/表.geojson"
    assert name_in_archive(zip_info("1층.geojson".encode("cp949"))) == "1층.geojson"
    assert name_in_archive(zip_info("Étage 1.geojson".encode("cp437"))) == "Étage 1.geojson"
    assert name_in_archive(zip_info("Étage 1.geojson".encode())) == "Étage 1.geojson"
    assert name_in_archive(zip_info(b"plan.geojson")) == "plan.geojson"


def zip_info(name: bytes) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name.decode("cp437"))
