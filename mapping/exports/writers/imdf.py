"""Write a site as an IMDF 1.0.0 archive that comes back unchanged. Pure.

What IMDF has no words for (room numbers, key boxes, which door is exterior, half floors) stands in an extension file;
a reader that does not know it still reads a complete archive. Reading the archive and writing it again gives the same
feature files byte for byte: ids are kept, features stand in the order of their ids, positions keep eight decimals.
"""

import math
from collections.abc import Iterable, Iterator
from uuid import UUID, uuid5

from mapping.exports.writers.archive import zip_of
from mapping.exports.writers.geojson import (
    Json,
    Members,
    area_geometry,
    line_geometry,
    point_geometry,
    shape_geometry,
    text_of,
)
from mapping.exports.writers.imdf_rules import AMENITY_CATEGORIES
from mapping.exports.writers.site_plan import (
    AreaPlan,
    LevelPlan,
    ObjectPlan,
    OpeningPlan,
    SitePlan,
    SpacePlan,
)
from mapping.exports.writers.walls import door_line
from mapping.geometry.areas import convex_hull, inner_point
from mapping.geometry.rings import distance_m
from mapping.geometry.shapes import MultiPolygon, Position

EXTENSION = "imdf:extension:musterpoint:plan#1.0.0"
EXTENSION_TYPE = "musterpoint_plan"
LANGUAGE = "en"
AMENITY_OF = {
    "aed": "defibrillator",
    "fire_extinguisher": "fireextinguisher",
    "elevator": "elevator",
    "stair": "stairs",
    "entrance": "entry",
    "trauma_kit": "firstaid",
}
assert set(AMENITY_OF.values()) <= AMENITY_CATEGORIES

type Collections = dict[str, list[Members]]


def imdf_archive(plan: SitePlan) -> bytes:
    """Return the zip archive of a site."""
    return zip_of(imdf_files(plan))


def imdf_files(plan: SitePlan) -> dict[str, bytes]:
    """Return the files of the archive by name."""
    found = _Archive(plan).collections()
    files = {"manifest.json": text_of(_manifest_of(plan))}
    for name, features in found.items():
        if features:
            ordered: list[Json] = [*sorted(features, key=lambda one: str(one["id"]))]
            files[f"{name}.geojson"] = text_of({"type": "FeatureCollection", "name": name, "features": ordered})
    return files


def _manifest_of(plan: SitePlan) -> Members:
    created = plan.newest_import
    return {
        "version": "1.0.0",
        "created": "1970-01-01T00:00:00+00:00" if created is None else created.isoformat(timespec="seconds"),
        "generated_by": "Musterpoint",
        "language": LANGUAGE,
        "extensions": [EXTENSION],
    }


class _Archive:
    """The features of one archive while it is being written: each id is given once."""

    def __init__(self, plan: SitePlan) -> None:
        self._plan = plan
        self._taken: set[UUID] = set()

    def collections(self) -> Collections:
        plan, address_id = self._plan, uuid5(self._plan.id, "address")
        features = [self._address(address_id), self._venue(address_id), *self._buildings(address_id)]
        for level in plan.levels:
            features += self._level(level)
        found: Collections = {}
        for one in features:
            found.setdefault(str(one["feature_type"]), []).append(one)
        return found

    def _address(self, address_id: UUID) -> Members:
        first, _, rest = self._plan.address.partition(",")
        properties: Members = {
            "address": first.strip() or self._plan.name,
            "unit": None,
            # Required, and not kept by us for every site: the district's name tells more than a dash.
            "locality": rest.strip() or self._plan.district_name,
            "province": None,
            "country": _country_of(self._plan.time_zone),
            "postal_code": None,
            "postal_code_ext": None,
        }
        return imdf_feature("address", address_id, properties, None)

    def _venue(self, address_id: UUID) -> Members:
        area = self._plan.boundary or ((_hull_or_box(self._plan.positions(), self._plan.location),),)
        properties: Members = {
            "category": "university",
            "restriction": "restricted",
            "name": _labels_of(self._plan.name),
            "alt_name": None,
            "hours": None,
            "phone": None,
            "website": None,
            "display_point": point_geometry(inner_point(area)),
            "address_id": str(address_id),
        }
        return imdf_feature("venue", self._plan.id, properties, area_geometry(area))

    def _buildings(self, address_id: UUID) -> Iterator[Members]:
        for building in self._plan.buildings:
            about: Members = {"name": _labels_of(building.name), "alt_name": None, "category": "unspecified"}
            about |= {"restriction": None, "display_point": None, "address_id": str(address_id)}
            if building.outline:
                about["display_point"] = point_geometry(inner_point(building.outline))
            yield imdf_feature("building", building.id, about, None)
            if building.outline:
                shape: Members = {"category": "ground", "name": None, "building_ids": [str(building.id)]}
                yield imdf_feature("footprint", uuid5(building.id, "footprint"), shape, area_geometry(building.outline))

    def _level(self, level: LevelPlan) -> Iterator[Members]:
        area: MultiPolygon = ((_hull_or_box(level.positions(), self._plan.location),),)
        properties: Members = {
            "category": "unspecified",
            "restriction": None,
            "outdoor": level.is_outdoor,
            "ordinal": math.floor(level.ordinal),
            "name": _labels_of(level.name) or _labels_of(level.short_name) or _labels_of("Level"),
            "short_name": _labels_of(level.short_name) or _labels_of("?"),
            "display_point": point_geometry(inner_point(area)),
            "address_id": None,
            "building_ids": None if level.building_id is None else [str(level.building_id)],
        }
        yield imdf_feature("level", level.id, properties, area_geometry(area))
        yield _extension_feature(level.id, {"ordinal": f"{level.ordinal.normalize():f}", "name": level.name})
        units = [(self._id_of(space), space) for space in level.spaces]
        for ref, space in units:
            yield from _unit_features(ref, space, level)
        for opening in level.openings:
            yield from _opening_features(self._id_of(opening), opening, level)
        for place in level.areas:
            # IMDF has no word for a bus loop or a radio dead spot: shape and use stand in our extension.
            shape = shape_geometry(place.polygons, place.line)
            more: Members = {"kind": f"area.{place.kind}", "label": place.label, "level_id": str(level.id)}
            yield _extension_feature(self._id_of(place), more, shape)
        for thing in level.objects:
            yield from _amenity_features(self._id_of(thing), thing, level, units)

    def _id_of(self, one: SpacePlan | OpeningPlan | ObjectPlan | AreaPlan) -> UUID:
        """Return the id that the feature had in the file it came from, where that was one; else our own."""
        # What came from an archive is called by its type and its id there.
        own = _uuid_or_none(one.source_ref.rpartition("/")[2])
        chosen = one.id if own is None or own in self._taken else own
        self._taken.add(chosen)
        return chosen


def _unit_features(ref: UUID, space: SpacePlan, level: LevelPlan) -> Iterator[Members]:
    properties: Members = {
        "category": space.category,
        "restriction": None,
        "accessibility": None,
        # A reader that shows one text shows the name; where there is only a number, that.
        "name": _labels_of(space.name or space.number),
        "alt_name": _labels_of(space.number) if space.name else None,
        "display_point": point_geometry(inner_point(space.polygons)),
        "level_id": str(level.id),
    }
    yield imdf_feature("unit", ref, properties, area_geometry(space.polygons))
    more: Members = {"number": space.number, "name": space.name, "is_lockable": space.is_lockable}
    more |= {"correlation_id": None if space.correlation_id is None else str(space.correlation_id)}
    yield _extension_feature(ref, more)


def _opening_features(ref: UUID, opening: OpeningPlan, level: LevelPlan) -> Iterator[Members]:
    is_point = len(opening.line) == 1
    line = door_line(opening.line[0], [space.polygons for space in level.spaces]) if is_point else opening.line
    properties: Members = {
        "category": opening.category,
        "accessibility": None,
        "access_control": None,
        "door": None,
        "name": _labels_of(opening.name or opening.number),
        "alt_name": _labels_of(opening.number) if opening.name else None,
        "display_point": None,
        "level_id": str(level.id),
    }
    yield imdf_feature("opening", ref, properties, line_geometry(line))
    more: Members = {"number": opening.number, "name": opening.name, "is_exterior": opening.is_exterior}
    # IMDF wants a line; where only the place is known, the line is drawn along the wall and the place kept here.
    yield _extension_feature(ref, more, point_geometry(opening.line[0]) if is_point else None)


def _amenity_features(
    ref: UUID, thing: ObjectPlan, level: LevelPlan, units: list[tuple[UUID, SpacePlan]]
) -> Iterator[Members]:
    more: Members = {"kind": thing.kind, "label": thing.label, "level_id": str(level.id)}
    if not units:
        more |= {"correlation_id": None if thing.correlation_id is None else str(thing.correlation_id)}
        # An amenity stands in a unit; where a floor has none, only our extension can hold it.
        yield _extension_feature(ref, more, point_geometry(thing.location))
        return
    nearest = min(units, key=lambda unit: (distance_m(thing.location, unit[1].polygons), str(unit[0])))
    properties: Members = {
        "category": AMENITY_OF.get(thing.kind, "unspecified"),
        "accessibility": None,
        "name": _labels_of(thing.label),
        "alt_name": None,
        "hours": None,
        "phone": None,
        "website": None,
        "unit_ids": [str(nearest[0])],
        "address_id": None,
        "correlation_id": None if thing.correlation_id is None else str(thing.correlation_id),
    }
    yield imdf_feature("amenity", ref, properties, point_geometry(thing.location))
    yield _extension_feature(ref, more)


def _extension_feature(of: UUID, properties: Members, geometry: Members | None = None) -> Members:
    """Return what IMDF has no words for, as a feature of our extension that names the feature it is about."""
    return imdf_feature(EXTENSION_TYPE, uuid5(of, EXTENSION), {"feature_id": str(of)} | properties, geometry)


def imdf_feature(kind: str, ref: UUID, properties: Members, geometry: Members | None) -> Members:
    """Return a feature with IMDF's two foreign members."""
    return {"id": str(ref), "type": "Feature", "feature_type": kind, "geometry": geometry, "properties": properties}


def _labels_of(text: str) -> Members | None:
    return {LANGUAGE: text} if text else None


def _uuid_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _country_of(time_zone: str) -> str:
    # "ZZ" is what ISO 3166 leaves to users for a country that is not known.
    return "US" if time_zone.startswith(("America/", "US/", "Pacific/Honolulu")) else "ZZ"


def _hull_or_box(positions: Iterable[Position], around: Position) -> tuple[Position, ...]:
    hull = convex_hull(positions)
    if hull:
        return hull
    lon, lat = around
    side = 0.0001
    corners = ((lon - side, lat - side), (lon + side, lat - side), (lon + side, lat + side), (lon - side, lat + side))
    return tuple((round(x, 8), round(y, 8)) for x, y in (*corners, corners[0]))
