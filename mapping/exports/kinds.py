"""How each file that a site can be taken away as is named and announced. Pure: no Django."""

from dataclasses import dataclass

from mapping.vocabulary import ExportKind


@dataclass(frozen=True, slots=True)
class FileType:
    """How a kind of file is named and announced."""

    suffix: str
    content_type: str


ZIP = "application/zip"
GEOPACKAGE_TYPE = "application/geopackage+sqlite3"
FILE_TYPES = {
    ExportKind.IMDF: FileType("imdf.zip", ZIP),
    ExportKind.GEOJSON: FileType("geojson", "application/geo+json"),
    ExportKind.KML: FileType("kml", "application/vnd.google-earth.kml+xml"),
    ExportKind.KMZ: FileType("kmz", "application/vnd.google-earth.kmz"),
    ExportKind.GEOPACKAGE: FileType("gpkg", GEOPACKAGE_TYPE),
    ExportKind.NG911: FileType("ng911.gpkg", GEOPACKAGE_TYPE),
    ExportKind.SVG: FileType("svg.zip", ZIP),
    ExportKind.PDF: FileType("pdf", "application/pdf"),
    ExportKind.GEOTIFF: FileType("geotiff.zip", ZIP),
}
# Drawn sheets say their language, their age, and whether they are for training; files of data do not.
PRINTED = frozenset({ExportKind.SVG, ExportKind.PDF, ExportKind.GEOTIFF})
