"""Know formats that are not read here by how they begin: a refusal names them and says what to do. Pure."""

from mapping.errors import BadFile

STARTS = (
    (b"ISO-10303-21", "IFC"),
    (b"\xd0\xcf\x11\xe0", "Revit / Visio / Office"),
    (b"\x89HDF", "HDF5"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"GIF8", "GIF"),
    (b"RIFF", "WebP"),
    (b"glTF", "glTF"),
    (b"solid ", "STL"),
    (b"8BPS", "Photoshop"),
    (b"%!PS", "PostScript"),
)
ROOTS = {
    "svg": "SVG",
    "IndoorFeatures": "IndoorGML",
    "CityModel": "CityGML",
    "ifcXML": "ifcXML",
    "LandXML": "LandXML",
    "gpx": "GPX",
    "gbXML": "gbXML",
}
JSON_TYPES = {"CityJSON": "CityJSON", "CityJSONFeature": "CityJSON", "Topology": "TopoJSON"}
NAMES = {".ifc": "IFC", ".ifcxml": "ifcXML", ".svg": "SVG", ".rvt": "Revit", ".skp": "SketchUp", ".dgn": "DGN"}
READ_INSTEAD = "IMDF, GeoPackage, GeoJSON, DXF, PDF"
UTF16 = (b"\xff\xfe", b"\xfe\xff")


def refuse_named(name: str) -> None:
    """Refuse a format by its name; nothing happens for none. Raises: BadFile: format_unknown."""
    if name:
        raise BadFile(
            "format_unknown", f"This is {name}, which is not read here; save it as one of these: {READ_INSTEAD}."
        )


def refuse_other_start(head: bytes) -> None:
    """Refuse what begins as something else that is known. Raises: BadFile: format_unknown, not_utf8."""
    if head.startswith(UTF16) or b"\x00" in head[:2]:
        raise BadFile("not_utf8", "The text is UTF-16; save it as UTF-8.")
    refuse_named(next((name for start, name in STARTS if head.startswith(start)), ""))
