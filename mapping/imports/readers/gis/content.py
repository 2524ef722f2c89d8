"""Say whether the content of a GIS file is what its name or its order says, before GDAL sees it.

Pure: looks at bytes, and at a database with the SQLite of Python alone. For a bounded process.
"""

import re
import sqlite3
import struct
from contextlib import closing
from pathlib import Path, PurePosixPath
from xml.parsers import expat

from mapping.errors import BadFile

KML_ROOT = "kml"
SQLITE_MAGIC = b"SQLite format 3\x00"
# OGC 12-128r19, requirement 2: which SQLite files are GeoPackages; the names of versions 1.0 and 1.1 stand beside it.
GEOPACKAGE_IDS = (b"GPKG", b"GP10", b"GP11")
GEOPACKAGE_ID_AT = 68
# ESRI Shapefile Technical Description, July 1998, table 1; the index has the same head.
SHAPE_MAGIC = struct.pack(">i", 9994)
# dBASE III to FoxPro, with and without memo fields.
DBF_VERSIONS = frozenset(b"\x02\x03\x04\x05\x30\x31\x32\x43\x63\x83\x8b\x8c\xcb\xe5\xf5\xfb")
# The two versions of tables and of their indexes that ArcGIS writes.
GDB_MAGICS = (struct.pack("<i", 3), struct.pack("<i", 4))
ENCODING_NAME = re.compile(rb"[A-Za-z0-9 ._:-]{1,40}\s*")
MAX_PROJECTION_BYTES = 64 * 1024
SHAPEFILE_PARTS = frozenset((".shp", ".shx", ".dbf", ".prj", ".cpg"))
GEODATABASE_PARTS = frozenset((".gdbtable", ".gdbtablx", ".gdbindexes", ".atx", ".spx", ".freelist", ""))
# What an archive is unpacked of. What else lies in it, GDAL would find beside a layer and might follow.
UNPACKED = SHAPEFILE_PARTS | {".kml", ".gpkg"}
XML_CHUNK_BYTES = 65_536


def geodatabase_of(path: PurePosixPath) -> PurePosixPath | None:
    """Return the folder of the geodatabase in which a path lies, if it lies in one."""
    return next((parent for parent in path.parents if parent.suffix.lower() == ".gdb"), None)


def is_unpacked(name: str) -> bool:
    """Say whether a file of an archive is a part of something that is read."""
    path = PurePosixPath(name)
    suffix = path.suffix.lower()
    return suffix in (GEODATABASE_PARTS if geodatabase_of(path) is not None else UNPACKED)


def check_content(name: str, content: bytes) -> None:
    """Refuse a file of an archive that is not what its name says. Raises: BadFile: format_mismatch, xml_doctype."""
    path = PurePosixPath(name)
    if not (_is_gdb_part(path, content) if geodatabase_of(path) is not None else _is_part(path, content)):
        raise BadFile("format_mismatch", "A file of the archive is of another kind than its name says.")


def _is_part(path: PurePosixPath, content: bytes) -> bool:
    suffix = path.suffix.lower()
    if suffix == ".kml":
        return xml_root(content) == KML_ROOT
    if suffix == ".gpkg":
        return is_geopackage(content)
    if suffix in (".shp", ".shx"):
        return content.startswith(SHAPE_MAGIC)
    if suffix == ".dbf":
        return content[:1] != b"" and content[0] in DBF_VERSIONS
    if suffix == ".prj":
        return len(content) <= MAX_PROJECTION_BYTES and content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1].isalpha()
    return True


def _is_gdb_part(path: PurePosixPath, content: bytes) -> bool:
    return path.suffix.lower() not in (".gdbtable", ".gdbtablx") or content.startswith(GDB_MAGICS)


def is_encoding(content: bytes) -> bool:
    """Say whether a file that names the encoding of a Shapefile does so with a name and nothing else."""
    return ENCODING_NAME.fullmatch(content) is not None


def is_geopackage(head: bytes) -> bool:
    """Say whether a database begins as a GeoPackage does."""
    return head.startswith(SQLITE_MAGIC) and head[GEOPACKAGE_ID_AT : GEOPACKAGE_ID_AT + 4] in GEOPACKAGE_IDS


class _RootFound(Exception):
    """The first element of an XML file: what comes after it is for the reader."""


def xml_root(content: bytes) -> str:
    """Return the name of the outermost element, without its prefix; empty if the text is no XML up to there.

    Raises: BadFile: xml_doctype: entities are how a small file becomes a large one, and how it names others.
    """
    parser = expat.ParserCreate()
    found: list[str] = []

    def stop_at_root(name: str, _attributes: object) -> None:
        found.append(name.rpartition(":")[2])
        raise _RootFound

    def refuse_doctype(*_declared: object) -> None:
        raise BadFile("xml_doctype", "The file declares a document type, which KML does not have.")

    parser.StartElementHandler = stop_at_root
    parser.StartDoctypeDeclHandler = refuse_doctype
    try:
        for start in range(0, len(content), XML_CHUNK_BYTES):
            parser.Parse(content[start : start + XML_CHUNK_BYTES])
    except _RootFound:
        return found[0]
    except expat.ExpatError:
        return ""
    return ""


def check_plain_tables(path: Path) -> None:
    """Refuse a GeoPackage with tables that only other code than SQLite's own can fill.

    A virtual table or a view may call functions of GDAL and SpatiaLite that open files and ask addresses. Here is an
    SQLite that has none of them: what it cannot prepare is not read. Nothing is run.
    Raises: BadFile: gis_unreadable, geopackage_not_plain.
    """
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as database:
            names = [
                str(row[0])
                for row in database.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
            ]
            for name in names:
                _prepare_query(database, name)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise BadFile("gis_unreadable", "The file is damaged, or of a kind that is not read.") from error


def _prepare_query(database: sqlite3.Connection, name: str) -> None:
    quoted = name.replace('"', '""')
    try:
        database.execute(f'EXPLAIN SELECT * FROM "{quoted}"').close()  # noqa: S608 - a name, quoted; it is not run
    except sqlite3.OperationalError as error:
        # Where Python's SQLite lacks them, GDAL's own has these trees; they name nothing.
        if str(error) == "no such module: rtree":
            return
        raise BadFile(
            "geopackage_not_plain", "A table of the GeoPackage needs another program; save its layers as tables."
        ) from error
