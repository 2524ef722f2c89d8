"""An IMDF archive of the demo school with every fault in it that was met in the wild, one of each."""

import json
from copy import deepcopy

from tests.factories.files.plan_files import SCHOOL, feature, identity, imdf_files, polygon, zipped

SQUARE = ((0.0, 0.0), (0.0001, 0.0), (0.0001, 0.0001), (0.0, 0.0001), (0.0, 0.0))


def dirty_imdf() -> bytes:
    """Return the archive: in a folder of its own, with byte order marks, extension files, and the faults below."""
    found = deepcopy(imdf_files())
    level_id = str(found["level"][0]["id"])
    unit_id = found["unit"][0]["id"]
    lon, lat = SCHOOL.plan.levels[0].spaces[0].polygons[0][0][0]
    ring = [[lon + x, lat + y] for x, y in SQUARE]
    far = [[lon + 0.0003 + x, lat + y] for x, y in SQUARE]
    bow = [ring[0], ring[2], ring[1], ring[3], ring[0]]
    line = [[lon, lat], [lon + 0.00001, lat]]

    def add(kind: str, key: str, geometry: object, **properties: object) -> None:
        found.setdefault(kind, []).append(feature(kind, key, geometry, **properties))

    multi_line = {"type": "MultiLineString", "coordinates": [line, [[lon, lat], [lon, lat + 0.00004]]]}
    add("opening", "multi-line", multi_line, category="pedestrian", level_id=level_id)
    multi = {"type": "MultiPolygon", "coordinates": [[ring], [far]]}
    add("unit", "multi-polygon", multi, category="room", level_id=level_id, name={"en": "Two parts"})
    add("unit", "category", polygon(ring), category="wizardry", level_id=level_id)
    add("unit", "bow-tie", polygon(bow), category="room", level_id=level_id)
    add("unit", "no-level", polygon(ring), category="room", level_id=identity("nowhere"))
    add("unit", "point-array", polygon(ring), category="room", level_id=level_id, display_point=[lon, lat])
    add("unit", "nan", polygon([[float("nan"), lat], *ring[1:]]), category="room", level_id=level_id)
    add("unit", "swapped", polygon([[y, x] for x, y in ring]), category="room", level_id=level_id)
    markup = {"en": "<script>alert(1)</script>"}
    add("unit", "markup", polygon(ring), category="room", level_id=level_id, name=markup)
    add("amenity", "array", [lon, lat], category="defibrillator", unit_ids=[unit_id])
    add("amenity", "nowhere", {"type": "Point", "coordinates": [lon, lat]}, category="atm", unit_ids=[identity("none")])
    add("occupant", "occupant", None, category="school", anchor_id=identity("no anchor"))
    twin = deepcopy(found["level"][0]) | {"id": identity("outdoor twin")}
    twin["properties"] = {
        "category": "unspecified",
        "outdoor": True,
        "ordinal": 0,
        "name": {"en": "Grounds"},
        "short_name": {"en": "0"},
    }
    found["level"].append(twin)
    files = {
        f"export/{kind}.geojson": b"\xef\xbb\xbf" + json.dumps({"type": "FeatureCollection", "features": many}).encode()
        for kind, many in found.items()
    }
    return zipped(
        {
            "export/manifest.json": json.dumps({"version": "1.0.0", "language": "en"}).encode(),
            "export/extension.geojson": b'{"type":"FeatureCollection","features":[]}',
            "export/read me.txt": b"hello",
            "__MACOSX/export/._unit.geojson": b"litter",
            **files,
        }
    )
