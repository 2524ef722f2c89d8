"""Write an empty NG9-1-1 GeoPackage with the two layers of places at a site, as a dispatch center's system expects it.

The columns were copied from the tables of the standard, not from what is tested here. Source: NENA-STA-006.3, layers
SiteStructureAddressPoint and SiteStructureAddressPolygon.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)
BEFORE = (
    *("DiscrpAgID TEXT(100)", "DateUpdate DATETIME", "Effective DATETIME", "Expire DATETIME", "NGUID TEXT(254)"),
    *("Country TEXT(2)", "A1 TEXT(2)", "A2 TEXT(254)", "AddCode TEXT(6)", "A3 TEXT(254)", "A4 TEXT(254)"),
    *("A5 TEXT(254)", "AddNum_Pre TEXT(15)", "Add_Number MEDIUMINT", "AddNum_Suf TEXT(15)", "AddNum_Cmp TEXT(42)"),
)
STREET = (
    *("St_PreMod TEXT(25)", "St_PreDir TEXT(10)", "St_PreTyp TEXT(50)", "St_PreSep TEXT(20)", "St_Name TEXT(254)"),
    *("St_PosTyp TEXT(50)", "St_PosDir TEXT(10)", "St_PosMod TEXT(25)", "Dir_Travel TEXT(10)", "LSt_PreDir TEXT(2)"),
    *("LSt_Name TEXT(75)", "LSt_Typ TEXT(4)", "LSt_PosDir TEXT(2)", "ESN TEXT(5)", "MSAGComm TEXT(30)"),
    *("LCountyID TEXT(5)", "Post_Comm TEXT(40)", "Post_Code TEXT(7)", "PostCodeEx TEXT(4)"),
)
INSIDE = (
    *("Site TEXT(254)", "SubSite TEXT(254)", "Structure TEXT(75)", "Floor TEXT(75)", "FloorIndex MEDIUMINT"),
    *("Wing TEXT(75)", "Unit TEXT(75)", "UnitPreTyp TEXT(75)", "UnitValue TEXT(75)", "Section TEXT(75)"),
    *("Row_ TEXT(75)", "Room TEXT(75)", "Seat TEXT(75)"),
)
AFTER = ("Addtl_Loc TEXT(225)", "AddDataURI TEXT(254)", "Place_Type TEXT(50)", "Placement TEXT(25)")
HEIGHTS = ("Longitude DOUBLE", "Latitude DOUBLE", "Elevation DOUBLE", "Altitude DOUBLE", "Height DOUBLE")
# Columns, the kind of geometry, and whether it has a height.
LAYERS = {
    "SiteStructureAddressPoint": (
        (*BEFORE, "DistMarker TEXT(150)", *STREET, *INSIDE, "LocMarker TEXT(100)", *AFTER, *HEIGHTS),
        "POINT",
        1,
    ),
    "SiteStructureAddressPolygon": ((*BEFORE, *STREET, *INSIDE, *AFTER), "MULTIPOLYGON", 0),
}
# The tables that every GeoPackage has (OGC 12-128r18, annex C).
FRAME = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
    description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT '2026-01-01T00:00:00.000Z',
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
    geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
    PRIMARY KEY (table_name, column_name));
PRAGMA application_id = 0x47504B47;
PRAGMA user_version = 10300;
"""


def write_ng911_template(path: Path) -> Path:
    """Write the template; return where."""
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(FRAME)
        systems = ((-1, "NONE"), (0, "NONE"), (4326, "EPSG"))
        database.executemany(
            "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, '')",
            [(str(code), code, by, code, WGS84 if by == "EPSG" else "undefined") for code, by in systems],
        )
        for name, (columns, kind, has_height) in LAYERS.items():
            fields = ", ".join(columns)
            database.execute(f"CREATE TABLE {name} (OBJECTID INTEGER PRIMARY KEY, Shape {kind}, {fields})")
            database.execute(
                "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (?, 'features', ?, 4326)",
                (name, name),
            )
            database.execute(
                "INSERT INTO gpkg_geometry_columns VALUES (?, 'Shape', ?, 4326, ?, 0)", (name, kind, has_height)
            )
    return path
