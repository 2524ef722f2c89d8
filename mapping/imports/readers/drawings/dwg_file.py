"""Find the DWG drawing in what was brought, and refuse the versions that nothing here reads. For a bounded process."""

from pathlib import Path

from mapping.errors import BadFile
from mapping.imports.readers.archive import read_archive

PROGRAM = "ogr2ogr"
# Beside the other in the same package; it lists formats of pictures, the other one those of tables.
PICTURE_PROGRAM = "gdalinfo"
# LibreDWG's, if an operator has installed it; it reads every version, and tells more than GDAL does.
CONVERTER = "dwg2dxf"
VERSIONS = {
    b"AC1015": "2000",
    b"AC1018": "2004",
    b"AC1021": "2007",
    b"AC1024": "2010",
    b"AC1027": "2013",
    b"AC1032": "2018",
}
# The one version that GDAL's driver reads.
READ_VERSION = b"AC1015"
ADVICE = "Save it as DXF (2018 or older) and import that, or export the floors as IMDF, GeoPackage or PDF."


def dwg_of(path: Path, *, of_any_version: bool = False) -> Path:
    """Return a drawing that can be read: a copy beside the file, or beside the archive it is alone in.

    Raises: BadFile: dwg_not_read, several_drawings, and whatever read_archive raises.
    """
    drawings = _find_drawings(path)
    for body in drawings:
        if body[: len(READ_VERSION)] != READ_VERSION and not of_any_version:
            raise refuse_dwg(body)
    if len(drawings) > 1:
        raise BadFile(
            "several_drawings",
            f"The archive holds {len(drawings)} drawings. Bring in each by itself, and say on which level it is.",
        )
    target = path.parent / "drawing.dwg"
    target.write_bytes(drawings[0])
    return target


def _find_drawings(path: Path) -> list[bytes]:
    raw = path.read_bytes()
    if not raw.startswith(b"PK"):
        return [raw]
    return [body for name, body in read_archive(raw).items() if name.lower().endswith(".dwg")]


def refuse_dwg(head: bytes) -> BadFile:
    """Return the refusal of a DWG drawing of another version, with what to do instead."""
    version = VERSIONS.get(head[:6], "of an unknown version")
    return BadFile(
        "dwg_not_read",
        f"This is an AutoCAD DWG drawing ({version}), whose format is not public; only version 2000 is read. {ADVICE} "
        "Or ask the operator of this server to install dwg2dxf of LibreDWG, which reads it.",
    )
