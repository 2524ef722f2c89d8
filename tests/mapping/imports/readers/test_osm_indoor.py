"""OpenStreetMap indoor files: whole buildings to the last feature, and single features that are bad."""

import json
from collections import Counter

import pytest

from mapping.imports.readers.osm.indoor import read_plan
from mapping.interchange.drawing import PlanDrawing
from mapping.interchange.ledger import Ledger, Outcome
from mapping.vocabulary import NAME_MAX_CHARS, SPACE_CATEGORIES, ObjectKind, OpeningCategory
from tests.factories.files.indoor.fire_station import FIRE_STATION
from tests.factories.files.indoor.high_school import HIGH_SCHOOL
from tests.factories.files.indoor.osm_file import IndoorPlan
from tests.support.public_data import BARRACKS, FACULTY, public

BUILDINGS = [HIGH_SCHOOL, FIRE_STATION, public(FACULTY, name="faculty"), public(BARRACKS, name="barracks")]
SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]


def read(raw: bytes) -> tuple[PlanDrawing, Ledger]:
    ledger = Ledger()
    return read_plan(raw, ledger), ledger


def features_file(*features: tuple[dict[str, str], str, object]) -> bytes:
    members = [
        {
            "type": "Feature",
            "id": f"f{index}",
            "properties": tags,
            "geometry": {"type": kind, "coordinates": coordinates},
        }
        for index, (tags, kind, coordinates) in enumerate(features)
    ]
    return json.dumps({"type": "FeatureCollection", "features": members}).encode()


def room(**tags: str) -> tuple[dict[str, str], str, object]:
    return ({"indoor": "room", **tags}, "Polygon", [SQUARE])


@pytest.mark.parametrize(
    ("building", "counts"),
    [
        (HIGH_SCHOOL, {"read": 2144, "imported": 874, "repaired": 0, "refused": 0, "ignored": 1270}),
        (FIRE_STATION, {"read": 109, "imported": 76, "repaired": 4, "refused": 2, "ignored": 27}),
        public(FACULTY, {"read": 2282, "imported": 955, "repaired": 0, "refused": 0, "ignored": 1327}, name="faculty"),
        public(BARRACKS, {"read": 123, "imported": 88, "repaired": 0, "refused": 2, "ignored": 33}, name="barracks"),
    ],
    ids=str,
)
def test_every_feature_of_a_building_is_accounted_for(building: IndoorPlan, counts: dict[str, int]) -> None:
    raw = building.raw()

    _, ledger = read(raw)

    assert ledger.counts() == counts
    assert counts["read"] == len(json.loads(raw)["features"])
    assert counts["read"] == sum(number for what, number in counts.items() if what != "read")
    assert len(ledger.ignored) == counts["ignored"]


@pytest.mark.parametrize("building", BUILDINGS, ids=str)
def test_every_room_corridor_area_and_door_of_a_building_is_drawn_or_listed_with_its_id(building: IndoorPlan) -> None:
    raw = building.raw()
    wanted = {
        feature["id"]
        for feature in json.loads(raw)["features"]
        if feature["properties"].get("indoor") in ("room", "corridor", "area") or "door" in feature["properties"]
    }

    plan, ledger = read(raw)

    drawn = {space.source_ref for level in plan.levels for space in level.spaces}
    drawn |= {opening.source_ref for level in plan.levels for opening in level.openings}
    listed = {defect.feature_ref for defect in ledger.defects if defect.outcome.value == "refused"}
    assert wanted - drawn == listed


@pytest.mark.parametrize(
    ("building", "missing", "no_area"),
    [
        (FIRE_STATION, "way/398000560", "way/398000567"),
        public(BARRACKS, "way/398056943", "way/398056956", name="barracks"),
    ],
    ids=str,
)
def test_the_two_refusals_of_a_fire_station_say_why(building: IndoorPlan, missing: str, no_area: str) -> None:
    _, ledger = read(building.raw())

    assert {(one.feature_ref, one.code) for one in ledger.defects if one.outcome.value == "refused"} == {
        (missing, "level_missing"),
        (no_area, "not_an_area"),
    }


def test_what_is_wrong_with_the_fire_station_is_mended_and_said() -> None:
    _, ledger = read(FIRE_STATION.raw())

    assert [(one.code, one.outcome.value) for one in ledger.defects if one.outcome.value != "refused"] == [
        ("control_characters", "repaired"),
        ("ring_not_closed", "repaired"),
        ("line_closed_to_area", "repaired"),
        ("level_partly_unreadable", "repaired"),
    ]


def test_a_feature_that_is_there_twice_under_one_id_is_two_features() -> None:
    plan, ledger = read(FIRE_STATION.raw())

    twice = [space.source_ref for level in plan.levels for space in level.spaces if space.number == "B9"]
    assert len(twice) == len(set(twice)) == 2
    assert [ledger.outcome(ref) for ref in twice] == [Outcome.IMPORTED] * 2


SCHOOL_FLOORS = {"-1": (6, 3), "0": (105, 122), "0.5": (2, 2), "1": (108, 114), "2": (108, 114), "3": (107, 114)}
FACULTY_FLOORS = {"-1": (3, 3), "0": (91, 123), "1": (129, 131), "2": (133, 136), "3": (131, 139)}


@pytest.mark.parametrize(
    ("building", "floors", "doors"),
    [(HIGH_SCHOOL, SCHOOL_FLOORS, 469), public(FACULTY, FACULTY_FLOORS, 502, name="faculty")],
    ids=str,
)
def test_a_large_building_has_its_floors_rooms_and_doors(
    building: IndoorPlan, floors: dict[str, tuple[int, int]], doors: int
) -> None:
    plan, _ = read(building.raw())

    assert {str(level.ordinal): (len(level.spaces), len(level.openings)) for level in plan.levels} == floors
    assert len(plan.outline) == 1
    assert len({opening.source_ref for level in plan.levels for opening in level.openings}) == doors


@pytest.mark.parametrize(
    ("building", "stair"),
    [(HIGH_SCHOOL, "way/870000014"), public(FACULTY, "way/870541354", name="faculty")],
    ids=str,
)
def test_a_stair_over_five_floors_is_one_thing_on_each(building: IndoorPlan, stair: str) -> None:
    plan, _ = read(building.raw())

    shafts = [space for level in plan.levels for space in level.spaces if space.source_ref == stair]
    assert len(shafts) == 5
    assert len({space.correlation_id for space in shafts}) == 1
    assert shafts[0].correlation_id is not None
    assert {space.category for space in shafts} == {"stairs"}


@pytest.mark.parametrize(
    "buildings",
    [
        pytest.param((HIGH_SCHOOL, FIRE_STATION), id="samples"),
        public((FACULTY, BARRACKS), name="public"),
    ],
)
def test_every_category_that_is_drawn_is_one_of_imdf(buildings: tuple[IndoorPlan, ...]) -> None:
    plans = [read(building.raw())[0] for building in buildings]

    drawn = Counter(space.category for plan in plans for level in plan.levels for space in level.spaces)
    assert set(drawn) <= SPACE_CATEGORIES
    assert drawn["stairs"] > 0
    assert drawn["elevator"] > 0


@pytest.mark.parametrize(
    ("building", "names"),
    [
        # What stood decomposed in the file stays so: one name is one sequence of characters in both databases.
        (FIRE_STATION, {"Atelier de l'œuvre", "Cafe\u0301 Größe", "Turnout gear", 'Engine 7 & "Ladder"'}),
        public(BARRACKS, {"Tape à l'œil"}, name="barracks"),
    ],
    ids=str,
)
def test_names_beyond_ascii_come_in_as_the_text_they_are(building: IndoorPlan, names: set[str]) -> None:
    plan, _ = read(building.raw())

    assert names <= {space.name for level in plan.levels for space in level.spaces}


def test_a_half_level_is_a_level_of_its_own() -> None:
    plan, _ = read(features_file(room(level="0.5"), room(level="0")))

    assert [str(level.ordinal) for level in plan.levels] == ["0", "0.5"]


def test_a_room_repeated_on_other_levels_is_drawn_there_too() -> None:
    plan, _ = read(features_file(room(level="1", repeat_on="2-3")))

    assert [str(level.ordinal) for level in plan.levels] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("feature", "outcome", "code"),
    [
        (room(), Outcome.REFUSED, "level_missing"),
        (room(level="first"), Outcome.REFUSED, "level_unreadable"),
        (room(level="0;first"), Outcome.REPAIRED, "level_partly_unreadable"),
        (room(level="0", name="x" * 10_000), Outcome.REPAIRED, "name_shortened"),
        (room(level="0", ref="9" * 100), Outcome.REPAIRED, "number_shortened"),
        (({"indoor": "room", "level": "0"}, "Point", [0, 0]), Outcome.REFUSED, "not_an_area"),
        (({"indoor": "room", "level": "0"}, "LineString", [[0, 0], [1, 0]]), Outcome.REFUSED, "not_an_area"),
        (({"indoor": "corridor", "level": "0"}, "LineString", SQUARE), Outcome.REPAIRED, "line_closed_to_area"),
        (({"indoor": "area", "level": "0"}, "Polygon", [SQUARE[:-1]]), Outcome.REPAIRED, "ring_not_closed"),
    ],
)
def test_a_faulty_feature_is_mended_or_refused_and_listed(
    feature: tuple[dict[str, str], str, object], outcome: Outcome, code: str
) -> None:
    _, ledger = read(features_file(feature))

    assert ledger.outcome("f0") is outcome
    assert [defect.code for defect in ledger.defects] == [code]


def test_a_ten_thousand_character_name_with_markup_is_shortened_and_stays_text() -> None:
    name = "<script>alert(1)</script>" * 400

    plan, _ = read(features_file(room(level="0", name=name)))

    assert plan.levels[0].spaces[0].name == name[:NAME_MAX_CHARS]


@pytest.mark.parametrize(
    ("tags", "category", "is_exterior"),
    [
        ({"door": "hinged"}, OpeningCategory.PEDESTRIAN, False),
        ({"door": "no"}, OpeningCategory.PEDESTRIAN, False),
        ({"door": "hinged", "entrance": "main"}, OpeningCategory.PRINCIPAL, True),
        ({"door": "hinged", "entrance": "emergency"}, OpeningCategory.EMERGENCY_EXIT, True),
        ({"entrance": "yes"}, OpeningCategory.PEDESTRIAN, True),
        ({"door": "hinged", "entrance": "no"}, OpeningCategory.PEDESTRIAN, False),
        ({"amenity": "parking_entrance"}, OpeningCategory.AUTOMOBILE, True),
    ],
)
def test_a_door_is_known_by_its_tags(tags: dict[str, str], category: OpeningCategory, is_exterior: bool) -> None:
    plan, _ = read(features_file(({**tags, "level": "0"}, "Point", [0.5, 0.5])))

    opening = plan.levels[0].openings[0]
    assert (opening.category, opening.is_exterior) == (category, is_exterior)


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"emergency": "defibrillator"}, ObjectKind.AED),
        ({"emergency": "fire_extinguisher"}, ObjectKind.FIRE_EXTINGUISHER),
        ({"highway": "elevator"}, ObjectKind.ELEVATOR),
        ({"highway": "steps"}, ObjectKind.STAIR),
    ],
)
def test_a_thing_is_known_by_its_tags(tags: dict[str, str], kind: ObjectKind) -> None:
    plan, _ = read(features_file(({**tags, "level": "0"}, "Point", [0.5, 0.5])))

    assert [thing.kind for thing in plan.levels[0].objects] == [kind]


def test_an_outline_belongs_to_the_plan_only_if_a_room_is_inside() -> None:
    own = ({"building": "school"}, "Polygon", [[[-1, -1], [2, -1], [2, 2], [-1, 2], [-1, -1]]])
    other = ({"building": "yes"}, "Polygon", [[[5, 5], [6, 5], [6, 6], [5, 5]]])

    plan, ledger = read(features_file(own, other, room(level="0")))

    assert len(plan.outline) == 1
    assert ledger.outcome("f1") is Outcome.IGNORED


def test_free_text_never_becomes_a_reason_of_its_own() -> None:
    _, ledger = read(features_file(({"amenity": "<b>x</b>", "level": "0"}, "Point", [0, 0])))

    assert ledger.ignored_by_reason() == {"not part of a plan: amenity=…": 1}


@pytest.mark.parametrize(
    ("tags", "category"),
    [
        ({"highway": "elevator"}, "elevator"),
        ({"highway": "steps"}, "stairs"),
        ({"indoor": "stairwell"}, "stairs"),
        ({"indoor": "yes", "office": "company"}, "office"),
    ],
)
def test_a_lift_a_stairwell_and_what_is_only_indoors_are_rooms_of_their_floor(
    tags: dict[str, str], category: str
) -> None:
    plan, _ = read(features_file(({**tags, "level": "1"}, "Polygon", [SQUARE])))

    assert [space.category for level in plan.levels for space in level.spaces] == [category]
