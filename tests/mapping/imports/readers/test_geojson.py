"""Foreign files: what is refused as a whole, what is refused feature by feature, what is mended."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapping.errors import BadFile
from mapping.geometry.shapes import MAX_VERTICES, first_position
from mapping.imports.readers import geojson
from mapping.imports.readers.geojson import Feature, read_features
from mapping.interchange.ledger import Ledger, Outcome

SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]


def collection(*geometries: object, **properties: object) -> bytes:
    features = [
        {"type": "Feature", "id": f"f{index}", "properties": properties, "geometry": geometry}
        for index, geometry in enumerate(geometries)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def polygon(*rings: object) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": list(rings)}


def read(raw: bytes) -> tuple[list[Feature], Ledger]:
    ledger = Ledger()
    return read_features(raw, ledger, ref_property=None), ledger


def refusal_of(geometry: object) -> str:
    features, ledger = read(collection(geometry))
    assert features == []
    (defect,) = ledger.defects
    assert (defect.feature_ref, defect.outcome.value) == ("f0", "refused")
    return defect.code


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "not_json"),
        (b"not json", "not_json"),
        (b'{"type": "FeatureCollection", "features": [', "not_json"),
        (b"[" * 100_000, "not_json"),
        (b'{"features": [1' + b"0" * 5000 + b"]}", "not_json"),
        (b"\xff\xfe{\x00}\x00", "not_utf8"),
        (b"[]", "not_a_feature_collection"),
        (b'"text"', "not_a_feature_collection"),
        (b'{"type": "FeatureCollection"}', "not_a_feature_collection"),
        (b'{"type": "FeatureCollection", "features": {}}', "not_a_feature_collection"),
        (b'{"type": "FeatureCollection", "features": []}', "no_features"),
    ],
)
def test_a_file_that_is_no_feature_collection_is_refused_as_a_whole(raw: bytes, code: str) -> None:
    with pytest.raises(BadFile) as refusal:
        read(raw)

    assert refusal.value.code == code


def test_a_file_beyond_the_size_limit_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geojson, "MAX_BYTES", 10)

    with pytest.raises(BadFile) as refusal:
        read(collection(polygon(SQUARE)))

    assert refusal.value.code == "file_too_large"


def test_a_file_with_too_many_features_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geojson, "MAX_FEATURES", 1)

    with pytest.raises(BadFile) as refusal:
        read(collection(polygon(SQUARE), polygon(SQUARE)))

    assert refusal.value.code == "too_many_features"


def test_a_byte_order_mark_is_no_obstacle() -> None:
    features, ledger = read(b"\xef\xbb\xbf" + collection(polygon(SQUARE)))

    assert len(features) == 1
    assert ledger.defects == []


def test_a_single_feature_is_a_collection_of_one() -> None:
    features, _ = read(json.dumps({"type": "Feature", "properties": {}, "geometry": polygon(SQUARE)}).encode())

    assert [feature.ref for feature in features] == ["#0"]


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (None, "no_geometry"),
        ("POINT(1 2)", "no_geometry"),
        ({"type": "GeometryCollection", "geometries": []}, "geometry_not_supported"),
        ({"type": "<script>", "coordinates": []}, "geometry_not_supported"),
        ({"type": "Point", "coordinates": []}, "bad_coordinates"),
        ({"type": "Point", "coordinates": ["1", "2"]}, "bad_coordinates"),
        ({"type": "Point", "coordinates": [True, False]}, "bad_coordinates"),
        ({"type": "Point", "coordinates": {"lon": 1}}, "bad_coordinates"),
        ({"type": "Point", "coordinates": [float("nan"), 2]}, "coordinate_not_finite"),
        ({"type": "Point", "coordinates": [1, float("inf")]}, "coordinate_not_finite"),
        ({"type": "Point", "coordinates": [51, 113.7]}, "axes_swapped"),
        ({"type": "Point", "coordinates": [396151.48, 138827.7]}, "off_the_earth"),
        ({"type": "LineString", "coordinates": [[1, 1], [1, 1]]}, "line_too_short"),
        (polygon(), "bad_coordinates"),
        (polygon([[0, 0], [1, 0], [0, 0]]), "ring_too_short"),
        (polygon([[0, 0], [1, 0], [2, 0], [0, 0]]), "no_area"),
        (polygon([0, 1, 2, 3]), "bad_coordinates"),
    ],
)
def test_an_unusable_geometry_is_refused_with_its_reason(geometry: object, code: str) -> None:
    assert refusal_of(geometry) == code


def test_a_million_point_polygon_is_refused() -> None:
    ring = [[index / 1_000_000, 0] for index in range(1_000_000)]

    assert refusal_of(polygon(ring)) == "too_many_vertices"


def test_a_polygon_of_many_rings_cannot_pass_the_limit_either() -> None:
    rings = [SQUARE] * (MAX_VERTICES // len(SQUARE) + 1)

    assert refusal_of(polygon(*rings)) == "too_many_vertices"


@pytest.mark.parametrize(
    ("ring", "code"),
    [
        (SQUARE[:-1], "ring_not_closed"),
        ([*SQUARE[:2], SQUARE[1], *SQUARE[2:]], "repeated_vertices"),
    ],
)
def test_a_small_fault_of_a_ring_is_mended_and_said(ring: list[list[int]], code: str) -> None:
    features, _ = read(collection(polygon(ring)))

    (feature,) = features
    assert [mend.code for mend in feature.shape.mends] == [code]
    assert feature.shape.polygons[0][0] == ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))


def test_control_characters_leave_a_text_and_markup_stays_text() -> None:
    features, ledger = read(collection(polygon(SQUARE), name="a\x00b\u202e <img src=x onerror=alert(1)>\ud800"))

    assert features[0].tags["name"] == "ab <img src=x onerror=alert(1)>"
    assert [defect.code for defect in ledger.defects] == ["control_characters"]


def test_features_with_the_same_id_or_none_are_told_apart() -> None:
    point = {"type": "Point", "coordinates": [1, 2]}
    ids: list[object] = ["a", "a", None, "#2", 7, True]
    features = [{"type": "Feature", "properties": {}, "geometry": point, "id": own} for own in ids]

    found, ledger = read(json.dumps({"features": features}).encode())

    assert len({feature.ref for feature in found}) == len(ids)
    assert ledger.counts()["read"] == len(ids)


def test_an_id_is_one_line_and_bounded_wherever_it_is_printed() -> None:
    hostile: dict[str, object] = {
        "type": "Feature",
        "id": "x\n\x1b[31m" + "y" * 10_000,
        "properties": {},
        "geometry": None,
    }

    _, ledger = read(json.dumps({"features": [hostile]}).encode())

    ref = ledger.defects[0].feature_ref
    assert ref.isprintable()
    assert len(ref) <= geojson.MAX_REF_CHARS


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "id", "geometry", "coordinates", "properties", "Point"]), inner, max_size=4
        )
    ),
    max_leaves=25,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(JSON, min_size=1, max_size=6))
def test_whatever_is_in_a_collection_each_member_is_accounted_for(members: list[object]) -> None:
    ledger = Ledger()

    features = read_features(json.dumps({"features": members}).encode(), ledger, ref_property=None)
    ledger.close()

    assert ledger.counts()["read"] == len(members)
    refused = [
        ref for ref in (defect.feature_ref for defect in ledger.defects) if ledger.outcome(ref) is Outcome.REFUSED
    ]
    assert len(features) <= len(members)
    assert len(set(refused)) == len(members)


@pytest.mark.parametrize(
    ("geometry", "place"),
    [
        ({"type": "Point", "coordinates": [1, 2]}, (1.0, 2.0)),
        ({"type": "LineString", "coordinates": [[1, 2, 9], [3, 4]]}, (1.0, 2.0)),
        ({"type": "MultiPolygon", "coordinates": [[[[1, 2], [3, 4]]]]}, (1.0, 2.0)),
        ([1, 2], (1.0, 2.0)),
        ({"type": "Point", "coordinates": [5, 95]}, None),
        ({"type": "Point", "coordinates": [float("nan"), 2]}, None),
        ({"type": "Point", "coordinates": [[[[[[1, 2]]]]]]}, None),
        ({"type": "Point", "coordinates": "1,2"}, None),
        ({"type": "Polygon", "coordinates": [[]]}, None),
        ({"type": "GeometryCollection", "geometries": []}, None),
        (None, None),
    ],
)
def test_the_place_of_a_feature_is_its_first_point_or_none(geometry: object, place: tuple[float, float] | None) -> None:
    assert first_position(geometry) == place


def test_a_defect_knows_its_place_also_where_the_geometry_is_refused() -> None:
    ledger = Ledger()
    members = [{"type": "Feature", "id": "r", "geometry": {"type": "LineString", "coordinates": [[1, 2]]}}]

    read_features(json.dumps({"type": "FeatureCollection", "features": members}).encode(), ledger, ref_property=None)

    assert [(one.code, one.place) for one in ledger.defects] == [("line_too_short", (1.0, 2.0))]
