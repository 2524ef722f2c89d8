"""Check an IMDF 1.0.0 archive as strictly as the specification reads; ours must pass what we ask of others. Pure."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from mapping.exports.writers.imdf_rules import RULES, UNCHECKED_TYPES, TypeRule
from mapping.geometry.rings import distance_m
from mapping.geometry.shapes import MultiPolygon, ShapeError, shape_from_geojson

# A vertex may lie on the edge that contains it; rounding to eight decimals moves it by a millimetre.
TOUCHING_M = 0.01
# A door stands in a wall: further from every unit of its floor than this it stands in the open.
IN_WALL_M = 1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: with which feature, and what. A hint is allowed by the specification, but unusual."""

    feature_ref: str
    code: str
    detail: str
    is_hint: bool = False


type Feature = Mapping[str, object]
type ById = dict[str, Feature]


def imdf_findings(files: Mapping[str, bytes]) -> list[Finding]:
    """Return what is wrong with the files of an archive (by name, without folder); nothing for a good one."""
    findings: list[Finding] = []
    known: ById = {}
    features: list[tuple[str, Feature]] = []
    for name in sorted(files):
        kind = name.removesuffix(".geojson")
        if name.endswith(".geojson") and (kind in RULES or kind in UNCHECKED_TYPES):
            features += [(kind, one) for one in _features(name, files[name], findings)]
    for kind, feature in features:
        findings += _identity(kind, feature, known)
    for kind, feature in features:
        if kind in RULES:
            findings += _against_rule(RULES[kind], kind, feature, known)
    return [*_manifest(files), *_one_venue(features), *findings, *_placement(features, known)]


def _manifest(files: Mapping[str, bytes]) -> Iterator[Finding]:
    try:
        manifest = json.loads(files.get("manifest.json", b""))
    except ValueError:
        manifest = None
    if not isinstance(manifest, dict):
        yield Finding("manifest", "manifest_missing", "There is no readable manifest.json.")
        return
    for name in ("version", "created", "language"):
        if not isinstance(manifest.get(name), str):
            yield Finding("manifest", "manifest_incomplete", f"The manifest lacks {name!r}.")


def _features(name: str, raw: bytes, findings: list[Finding]) -> list[Feature]:
    try:
        parsed = json.loads(raw)
    except ValueError:
        findings.append(Finding(name, "not_json", "The file is not JSON."))
        return []
    members = parsed.get("features") if isinstance(parsed, dict) else None
    if not isinstance(members, list):
        findings.append(Finding(name, "not_a_feature_collection", "The file holds no list of features."))
        return []
    return [one for one in members if isinstance(one, dict)]


def _one_venue(features: list[tuple[str, Feature]]) -> Iterator[Finding]:
    venues = sum(kind == "venue" for kind, _ in features)
    if venues != 1:
        yield Finding("venue", "venue_count", f"There are {venues} venues; an archive has exactly one.")


def _identity(kind: str, feature: Feature, known: ById) -> Iterator[Finding]:
    ref = ref_of(feature)
    try:
        UUID(ref)
    except ValueError:
        yield Finding(ref, "id_not_uuid", "The id is not a UUID.")
    if ref in known:
        yield Finding(ref, "id_repeated", "Two features have this id.")
    known[ref] = feature
    if feature.get("feature_type") != kind:
        yield Finding(ref, "wrong_feature_type", f"It stands among the features of type {kind}.")


def _against_rule(rule: TypeRule, kind: str, feature: Feature, known: ById) -> Iterator[Finding]:
    ref, properties = ref_of(feature), properties_of(feature)
    yield from _geometry(rule, feature)
    for name in rule.required:
        if properties.get(name) in (None, "", [], {}):
            yield Finding(ref, "property_missing", f"{kind} needs {name!r}.")
    category = properties.get("category")
    if rule.categories is not None and isinstance(category, str) and category not in rule.categories:
        yield Finding(ref, "unknown_category", f"{category[:60]!r} is no category of {kind}.")
    for name, wanted in rule.references.items():
        yield from _reference(ref, name, wanted, properties.get(name), known)


def _geometry(rule: TypeRule, feature: Feature) -> Iterator[Finding]:
    geometry = feature.get("geometry")
    found = geometry.get("type") if isinstance(geometry, dict) else None
    if not rule.geometry:
        if geometry is not None:
            yield Finding(ref_of(feature), "geometry_not_allowed", "Features of this type have no place.")
        return
    if found not in rule.geometry:
        wanted = " or ".join(sorted(rule.geometry))
        yield Finding(ref_of(feature), "wrong_geometry", f"Geometry is {str(found)[:40]}; it must be {wanted}.")
        return
    try:
        for mend in shape_from_geojson(geometry).mends:
            yield Finding(ref_of(feature), mend.code, mend.detail)
    except ShapeError as error:
        yield Finding(ref_of(feature), error.code, error.detail)


def _reference(ref: str, name: str, wanted: str, value: object, known: ById) -> Iterator[Finding]:
    for one in value if isinstance(value, list) else [value]:
        target = None if one is None else known.get(str(one))
        if one is not None and target is None:
            yield Finding(ref, "dangling_reference", f"{name} names {str(one)[:60]!r}, which is not in the archive.")
        elif target is not None and target.get("feature_type") != wanted:
            yield Finding(ref, "reference_to_wrong_type", f"{name} must name a {wanted}.")


# --- where things lie -------------------------------------------------------------------------------------------------
def _placement(features: list[tuple[str, Feature]], known: ById) -> Iterator[Finding]:
    """Yield what lies where it cannot: units beyond their level, display points elsewhere, doors in no wall."""
    by_level: dict[str, list[MultiPolygon]] = {}
    for kind, feature in features:
        if kind == "unit":
            by_level.setdefault(str(properties_of(feature).get("level_id")), []).append(_area_of(feature))
    for kind, feature in features:
        if kind in ("unit", "level", "venue"):
            yield from _display_point(feature)
        if kind == "unit":
            yield from _inside_level(feature, known)
        if kind == "opening":
            yield from _in_wall(feature, by_level.get(str(properties_of(feature).get("level_id")), []))


def _display_point(feature: Feature) -> Iterator[Finding]:
    point = properties_of(feature).get("display_point")
    if point is None:
        return
    try:
        (place,), area = shape_from_geojson(point).line, shape_from_geojson(feature.get("geometry")).polygons
    except (ShapeError, ValueError):
        yield Finding(ref_of(feature), "display_point_unreadable", "display_point is not a Point.")
        return
    if area and distance_m(place, area) > TOUCHING_M:
        yield Finding(ref_of(feature), "display_point_outside", "display_point lies outside its feature.")


def _inside_level(unit: Feature, known: ById) -> Iterator[Finding]:
    level = known.get(str(properties_of(unit).get("level_id")))
    try:
        area = shape_from_geojson(None if level is None else level.get("geometry")).polygons
        corners = list(shape_from_geojson(unit.get("geometry")).positions())
    except ShapeError:
        return  # said already
    if area and any(distance_m(corner, area) > TOUCHING_M for corner in corners):
        yield Finding(ref_of(unit), "unit_outside_level", "The unit reaches beyond its level.")


def _in_wall(opening: Feature, units: list[MultiPolygon]) -> Iterator[Finding]:
    try:
        line = shape_from_geojson(opening.get("geometry")).line
    except ShapeError:
        return  # said already
    areas = [area for area in units if area]
    if areas and line and min(distance_m(one, area) for one in line for area in areas) > IN_WALL_M:
        yield Finding(ref_of(opening), "opening_in_no_wall", "It is a metre or more from every unit.", is_hint=True)


def _area_of(feature: Feature) -> MultiPolygon:
    try:
        return shape_from_geojson(feature.get("geometry")).polygons
    except ShapeError:
        return ()  # said already


def ref_of(feature: Feature) -> str:
    """Return the id of a feature as text."""
    return str(feature.get("id"))[:100]


def properties_of(feature: Feature) -> Mapping[str, object]:
    """Return the properties of a feature; none if they are unreadable."""
    found = feature.get("properties")
    return found if isinstance(found, dict) else {}
