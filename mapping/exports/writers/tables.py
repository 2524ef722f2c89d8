"""Write tables of features as one GeoPackage file. Pure: no Django, and no GDAL.

A GeoPackage is an SQLite file of a few known tables (OGC 12-128r19). Written by hand, the same rows give the same
bytes, and no second copy of GDAL comes into a process that has one already: two of them end it with a crash.
"""

import sqlite3
import struct
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

from mapping.geometry.areas import right_handed
from mapping.geometry.shapes import MultiPolygon, Position, Ring

type Cell = str | int | float | datetime | None
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
APPLICATION_ID, VERSION = 0x47504B47, 10300  # "GPKG", 1.3
WGS_84 = 4326
COLUMN_TYPES: Mapping[type, str] = {str: "TEXT", int: "MEDIUMINT", float: "REAL", datetime: "DATETIME"}
DEFINITION = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,'
    'AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)
KNOWN_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL UNIQUE, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys (srs_id),
  z TINYINT NOT NULL, m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name));
"""


@dataclass(frozen=True, slots=True)
class Table:
    """One layer: its geometry type, the type of each column, and its rows with their geometry as WKB (none: None)."""

    name: str
    geometry_type: str
    columns: Mapping[str, type]
    rows: Sequence[tuple[bytes | None, Mapping[str, Cell]]]


def geopackage_of(tables: Sequence[Table], *, made_at: datetime | None) -> bytes:
    """Return the file. `made_at` is what it says of its age: the same content then gives the same bytes."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {VERSION}")
        database.execute("BEGIN")
        for statement in KNOWN_TABLES.split(";"):
            database.execute(statement)
        systems = [
            ("Undefined Cartesian", -1, "NONE", -1, "undefined", "undefined Cartesian coordinates"),
            ("Undefined geographic", 0, "NONE", 0, "undefined", "undefined geographic coordinates"),
            ("WGS 84", WGS_84, "EPSG", WGS_84, DEFINITION, "longitude and latitude in degrees"),
        ]
        database.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", systems)
        for table in tables:
            _write_table(database, table, _instant_text(made_at or EPOCH))
        database.execute("COMMIT")
        return database.serialize()


def _write_table(database: sqlite3.Connection, table: Table, changed_at: str) -> None:
    kind, has_z = table.geometry_type.removesuffix(" Z").upper(), table.geometry_type.endswith(" Z")
    columns = ", ".join(f'"{name}" {COLUMN_TYPES[kind]}' for name, kind in table.columns.items())
    # Names of tables and columns are ours; values are parameters.
    database.execute(f'CREATE TABLE "{table.name}" (fid INTEGER PRIMARY KEY NOT NULL, geom {kind}, {columns})')
    contents = (table.name, "features", table.name, changed_at, WGS_84)
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change, srs_id) VALUES (?, ?, ?, ?, ?)",
        contents,
    )
    geometry = (table.name, "geom", kind, WGS_84, int(has_z), 0)
    database.execute("INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, ?, ?)", geometry)
    marks = ", ".join("?" * (2 + len(table.columns)))
    rows = [
        (fid, _geometry_blob(wkb), *(_stored_cell(values.get(name)) for name in table.columns))
        for fid, (wkb, values) in enumerate(table.rows, start=1)
    ]
    database.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', rows)  # noqa: S608 - names are ours


def _geometry_blob(wkb: bytes | None) -> bytes | None:
    """Return a geometry as the format stores it: a header without envelope, then the well-known binary."""
    return None if wkb is None else b"GP\x00\x01" + struct.pack("<i", WGS_84) + wkb


def _stored_cell(value: Cell) -> str | int | float | None:
    return _instant_text(value) if isinstance(value, datetime) else value


def _instant_text(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


# --- well-known binary (OGC 06-103r4, 8.2) ----------------------------------------------------------------------------
LITTLE = 1
POINT, LINE, POLYGON, MULTI_POLYGON, POINT_Z = 1, 2, 3, 6, 1001


def wkb_point(position: Position) -> bytes:
    """Return a point."""
    return struct.pack("<BIdd", LITTLE, POINT, *position)


def wkb_point_z(position: Position, height_m: float) -> bytes:
    """Return a point with a height."""
    return struct.pack("<BIddd", LITTLE, POINT_Z, *position, height_m)


def wkb_line(line: Ring) -> bytes:
    """Return a line."""
    return struct.pack("<BI", LITTLE, LINE) + _position_bytes(line)


def wkb_areas(polygons: MultiPolygon) -> bytes:
    """Return a multipolygon."""
    parts = [
        struct.pack("<BII", LITTLE, POLYGON, len(polygon)) + b"".join(_position_bytes(ring) for ring in polygon)
        for polygon in right_handed(polygons)
    ]
    return struct.pack("<BII", LITTLE, MULTI_POLYGON, len(parts)) + b"".join(parts)


def _position_bytes(line: Ring) -> bytes:
    numbers = [number for position in line for number in position]
    return struct.pack(f"<I{len(numbers)}d", len(line), *numbers)
