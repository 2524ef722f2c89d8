"""Write the demo school in the formats that schools have their plans in, and IMDF with everything wrong with it."""

import io
import json
import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import numpy as np
from ezdxf.filemanagement import new as new_drawing
from pyogrio.raw import write as write_layer

from mapping.demo_school.school import demo_sites
from mapping.geometry.georeference import TangentPlane
from mapping.geometry.shapes import Ring
from mapping.interchange.drawing import LevelDrawing, PlanDrawing, SpaceDrawing

SCHOOL = demo_sites()[0]
FIELDS = ("room_no", "room_name", "use", "floor")
# The demo school's own corner; drawings of architects begin there and count millimetres.
PLANE = TangentPlane(origin=SCHOOL.location, rotation_deg=20.0)


@dataclass(frozen=True)
class Room:
    """One room as a GIS knows it."""

    number: str
    name: str
    category: str
    floor: str
    ring: Ring


def rooms(plan: PlanDrawing = SCHOOL.plan) -> list[Room]:
    """Return the indoor rooms of the demo school."""
    return [
        Room(space.number, space.name, space.category, str(level.ordinal), polygon[0])
        for level in plan.levels
        if not level.is_outdoor
        for space in level.spaces
        for polygon in space.polygons
    ]


def wkb_polygon(ring: Ring) -> bytes:
    """Return a polygon as well-known binary."""
    body = b"".join(struct.pack("<2d", *position) for position in ring)
    return struct.pack("<BIII", 1, 3, 1, len(ring)) + body


def write_gis(path: Path, driver: str, found: Sequence[Room], *, layer: str = "rooms", crs: str = "EPSG:4326") -> None:
    """Write rooms through GDAL."""
    geometry = np.array([wkb_polygon(room.ring) for room in found], dtype=object)
    columns = [[room.number, room.name, room.category, room.floor] for room in found]
    values = [np.array(column, dtype=object) for column in zip(*columns, strict=True)]
    write_layer(
        path,
        geometry=geometry,
        field_data=values,
        fields=list(FIELDS),
        geometry_type="Polygon",
        crs=crs,
        driver=driver,
        layer=layer,
    )


def geojson_of(found: Sequence[Room]) -> bytes:
    """Return rooms as GeoJSON."""
    members = [
        {
            "type": "Feature",
            "properties": dict(zip(FIELDS, (room.number, room.name, room.category, room.floor), strict=True)),
            "geometry": {"type": "Polygon", "coordinates": [room.ring]},
        }
        for room in found
    ]
    return json.dumps({"type": "FeatureCollection", "features": members}).encode()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return an archive of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def zipped_folder(folder: Path, prefix: str = "") -> bytes:
    """Return an archive of everything in a folder."""
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return zipped({f"{prefix}{path.relative_to(folder)}": path.read_bytes() for path in found})


def dxf_of(found: Sequence[Room]) -> bytes:
    """Return rooms as an architect draws them: outlines in millimetres on one layer, words on another."""
    document = new_drawing("R2018")
    model = document.modelspace()
    for room in found:
        points = [tuple(1000 * value for value in PLANE.xy_from_lonlat(*position)) for position in room.ring]
        model.add_lwpolyline(points[:-1], close=True, dxfattribs={"layer": "A-ROOM"})
        middle = tuple(np.array(points[:-1]).mean(axis=0).tolist())
        model.add_text(room.number or room.name, dxfattribs={"layer": "A-TEXT"}).set_placement(middle)
    document.blocks.new("AED").add_circle((0, 0), 200)
    model.add_blockref("AED", points[0], dxfattribs={"layer": "A-AED"})
    model.add_line(points[0], points[1], dxfattribs={"layer": "A-FURNITURE"})
    stream = io.StringIO()
    document.write(stream)
    return stream.getvalue().encode()


def dxf_control_points() -> str:
    """Return three corners of the drawing with their places, as a person types them."""
    corners = ((0.0, 0.0), (90.0, 0.0), (0.0, 60.0))
    return json.dumps([[1000 * x, 1000 * y, *PLANE.lonlat_from_xy(x, y)] for x, y in corners])


# --- IMDF -------------------------------------------------------------------------------------------------------------
def identity(name: str) -> str:
    """Return the id of a feature of the generated archives."""
    return str(uuid5(NAMESPACE_URL, name))


def feature(kind: str, key: str, geometry: object, /, **properties: object) -> dict[str, object]:
    """Return one IMDF feature."""
    return {
        "type": "Feature",
        "id": identity(key),
        "feature_type": kind,
        "geometry": geometry,
        "properties": properties,
    }


def polygon(ring: Sequence[Sequence[float]]) -> dict[str, object]:
    """Return a GeoJSON polygon."""
    return {"type": "Polygon", "coordinates": [[list(position) for position in ring]]}


MAIN = identity("building")


def imdf_files() -> dict[str, list[dict[str, object]]]:
    """Return the demo school's indoor floors as IMDF features, by type."""
    found: dict[str, list[dict[str, object]]] = {
        "address": [feature("address", "address", None, address="1 School Road", locality="Town", country="US")],
        "venue": [],
        "building": [feature("building", "building", None, category="unspecified", name={"en": "Main"})],
        "footprint": [
            feature(
                "footprint",
                f"footprint/{index}",
                polygon(part[0]),
                category="ground",
                building_ids=[MAIN],
            )
            for index, part in enumerate(SCHOOL.plan.outline)
        ],
        "level": [],
        "unit": [],
        "opening": [],
        "amenity": [],
    }
    for level in SCHOOL.plan.levels:
        if not level.is_outdoor:
            _add_level(found, level)
    return found


def _add_level(found: dict[str, list[dict[str, object]]], level: LevelDrawing) -> None:
    name = f"level/{level.ordinal}"
    outline = polygon(SCHOOL.plan.outline[0][0])
    found["level"].append(
        feature(
            "level",
            name,
            outline,
            category="unspecified",
            outdoor=False,
            ordinal=int(level.ordinal),
            name={"en": level.name},
            short_name={"en": level.short_name},
            building_ids=[MAIN],
        )
    )
    for index, space in enumerate(level.spaces):
        found["unit"].append(_unit(space, f"{name}/unit/{index}", identity(name)))
    for index, opening in enumerate(level.openings):
        line = {"type": "LineString", "coordinates": [list(position) for position in opening.line]}
        found["opening"].append(
            feature(
                "opening",
                f"{name}/opening/{index}",
                line,
                category=opening.category.value,
                level_id=identity(name),
                name={"en": opening.number} if opening.number else None,
            )
        )
    for index, thing in enumerate(level.objects):
        found["amenity"].append(
            feature(
                "amenity",
                f"{name}/amenity/{index}",
                {"type": "Point", "coordinates": list(thing.location)},
                category="defibrillator" if thing.kind.value == "aed" else "unspecified",
                name={"en": thing.label} if thing.label else None,
                unit_ids=[identity(f"{name}/unit/0")],
            )
        )


def _unit(space: SpaceDrawing, name: str, level_id: str) -> dict[str, object]:
    return feature(
        "unit",
        name,
        polygon(space.polygons[0][0]),
        category=space.category,
        level_id=level_id,
        name={"en": space.number or space.name} if space.number or space.name else None,
        alt_name={"en": space.name} if space.number and space.name else None,
    )


def imdf_zip(
    found: Mapping[str, Sequence[object]], *, folder: str = "", extra: Mapping[str, bytes] | None = None
) -> bytes:
    """Return an IMDF archive of these features."""
    manifest = {"version": "1.0.0", "created": "2026-11-01T00:00:00Z", "language": "en"}
    files = {f"{folder}manifest.json": json.dumps(manifest).encode()}
    for kind, members in found.items():
        files[f"{folder}{kind}.geojson"] = json.dumps({"type": "FeatureCollection", "features": members}).encode()
    return zipped({**files, **(extra or {})})
