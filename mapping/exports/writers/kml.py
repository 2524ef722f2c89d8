"""Write a site as KML 2.2, or as KMZ: a folder for each floor, every name as text. Pure."""

import re
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from mapping.exports.writers.archive import zip_of
from mapping.exports.writers.site_plan import LevelPlan, SitePlan, title_of
from mapping.geometry.areas import inner_point, right_handed
from mapping.geometry.shapes import MultiPolygon, Ring

KML = "http://www.opengis.net/kml/2.2"
# What XML 1.0 cannot hold, however it is written.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# aabbggrr: a color of the line, then of the area; pale rooms, dark walls, doors that stand out.
STYLES = {
    "site": ("ff886650", "00ffffff"),
    "building": ("ff413c33", "40cfd8e0"),
    "space": ("ff4e4133", "a0f8f5f2"),
    "area": ("ff4e4133", "80dfece3"),
    "opening": ("ff1b16b3", "00ffffff"),
    "object": ("ff004d7a", "ff004d7a"),
}


def kml_of(plan: SitePlan) -> bytes:
    """Return the site as one KML document."""
    register_namespace("", KML)
    root = Element(f"{{{KML}}}kml")
    document = _add_child(root, "Document")
    _add_text(document, "name", plan.name)
    for name, (line, area) in STYLES.items():
        _write_style(document, name, line, area)
    _write_outline(document, plan)
    for level in plan.levels:
        _write_level(document, level)
    written: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + written


def kmz_of(plan: SitePlan) -> bytes:
    """Return the same document in its archive."""
    return zip_of({"doc.kml": kml_of(plan)})


def _write_outline(document: Element, plan: SitePlan) -> None:
    about = {"kind": "site", "label": plan.name, "address": plan.address, "district": plan.district_name}
    if plan.boundary:
        _write_areas(_write_placemark(document, plan.name, "site", about), plan.boundary)
    else:
        _write_point(_write_placemark(document, plan.name, "site", about), plan.location)
    for building in plan.buildings:
        if building.outline:
            about = {"kind": "building", "label": building.name}
            _write_areas(_write_placemark(document, building.name, "building", about), building.outline)


def _write_level(document: Element, level: LevelPlan) -> None:
    folder = _add_child(document, "Folder")
    _add_text(folder, "name", " · ".join(part for part in (level.building_name, level.name) if part))
    where = {
        "building": level.building_name,
        "level": level.name,
        "level_short_name": level.short_name,
        "ordinal": f"{level.ordinal.normalize():f}",
        "is_outdoor": _flag_text(level.is_outdoor),
        "level_id": str(level.id),
        "version": str(level.version),
        "verified_on": "" if level.verified_on is None else level.verified_on.isoformat(),
    }
    for space in level.spaces:
        about = {"kind": "space", "category": space.category, "number": space.number, "label": space.name}
        about |= _if_known("is_lockable", None if space.is_lockable is None else _flag_text(space.is_lockable))
        about |= _if_known("correlation_id", space.correlation_id)
        title = title_of(space.number, space.name, space.category)
        mark = _write_placemark(folder, title, "space", about | where)
        geometry = _add_child(mark, "MultiGeometry")
        _write_rings(geometry, space.polygons)
        # A label needs a point: viewers put none on an area.
        _write_coordinates(_add_child(geometry, "Point"), (inner_point(space.polygons),))
    for area in level.areas:
        about = {"kind": "area", "category": area.kind, "label": area.label}
        mark = _write_placemark(folder, area.label or area.kind, "area", about | where)
        if area.polygons:
            _write_areas(mark, area.polygons)
        else:
            _write_coordinates(_add_child(mark, "LineString"), area.line)
    for opening in level.openings:
        about = {"kind": "opening", "category": opening.category, "number": opening.number, "label": opening.name}
        about |= {"is_exterior": _flag_text(opening.is_exterior)}
        mark = _write_placemark(folder, title_of(opening.number, opening.name, ""), "opening", about | where)
        _write_coordinates(_add_child(mark, "Point" if len(opening.line) == 1 else "LineString"), opening.line)
    for thing in level.objects:
        about = {"kind": "object", "category": thing.kind, "label": thing.label}
        about |= _if_known("correlation_id", thing.correlation_id)
        _write_point(_write_placemark(folder, thing.label or thing.kind, "object", about | where), thing.location)


def _flag_text(is_so: bool) -> str:  # noqa: FBT001 - a value to write, not a choice
    return "true" if is_so else "false"


def _if_known(name: str, value: object) -> dict[str, str]:
    return {} if value is None else {name: str(value)}


def _write_style(document: Element, name: str, line: str, area: str) -> None:
    style = SubElement(document, f"{{{KML}}}Style", id=name)
    _add_text(_add_child(style, "IconStyle"), "scale", "0.6")
    _add_text(_add_child(style, "LabelStyle"), "scale", "0.7")
    _add_text(_add_child(style, "LineStyle"), "color", line)
    _add_text(_add_child(style, "PolyStyle"), "color", area)


def _write_placemark(parent: Element, name: str, style: str, about: dict[str, str]) -> Element:
    mark = _add_child(parent, "Placemark")
    _add_text(mark, "name", name)
    _add_text(mark, "styleUrl", f"#{style}")
    extended = _add_child(mark, "ExtendedData")
    for key, value in about.items():
        _add_text(SubElement(extended, f"{{{KML}}}Data", name=key), "value", value)
    return mark


def _write_areas(parent: Element, polygons: MultiPolygon) -> None:
    _write_rings(parent if len(polygons) == 1 else _add_child(parent, "MultiGeometry"), polygons)


def _write_rings(parent: Element, polygons: MultiPolygon) -> None:
    for outside, *holes in right_handed(polygons):
        polygon = _add_child(parent, "Polygon")
        _write_coordinates(_add_child(_add_child(polygon, "outerBoundaryIs"), "LinearRing"), outside)
        for hole in holes:
            _write_coordinates(_add_child(_add_child(polygon, "innerBoundaryIs"), "LinearRing"), hole)


def _write_point(parent: Element, position: tuple[float, float]) -> None:
    _write_coordinates(_add_child(parent, "Point"), (position,))


def _write_coordinates(parent: Element, line: Ring) -> None:
    _add_text(parent, "coordinates", " ".join(f"{lon:.8f},{lat:.8f}" for lon, lat in line))


def _add_child(parent: Element, tag: str) -> Element:
    return SubElement(parent, f"{{{KML}}}{tag}")


def _add_text(parent: Element, tag: str, text: str) -> None:
    _add_child(parent, tag).text = NOT_XML.sub("", text)
