"""Read picture tiles of a street map from a local MBTiles or PMTiles file. Pure: no Django, nothing from elsewhere."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pmtiles.reader import MmapSource, Reader
from pmtiles.tile import TileType

MAX_ZOOM = 24
PICTURES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"}
PMTILES_PICTURES = {TileType.PNG: "image/png", TileType.JPEG: "image/jpeg", TileType.WEBP: "image/webp"}


@dataclass(frozen=True, slots=True)
class Tile:
    """One picture."""

    content: bytes
    content_type: str


def tile_at(path: Path, z: int, x: int, y: int) -> Tile | None:
    """Return a tile (y counted from the north); None where the file has none, or holds no pictures."""
    if not (0 <= z <= MAX_ZOOM and 0 <= x < 1 << z and 0 <= y < 1 << z):
        return None
    return _from_pmtiles(path, z, x, y) if path.suffix == ".pmtiles" else _from_mbtiles(path, z, x, y)


def _from_mbtiles(path: Path, z: int, x: int, y: int) -> Tile | None:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
        named = database.execute("SELECT value FROM metadata WHERE name = 'format'").fetchone()
        # Rows are counted from the south there (TMS).
        place = (z, x, (1 << z) - 1 - y)
        sql = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
        found = database.execute(sql, place).fetchone()
    content_type = PICTURES.get(str(named[0])) if named else None
    return None if found is None or content_type is None else Tile(bytes(found[0]), content_type)


def _from_pmtiles(path: Path, z: int, x: int, y: int) -> Tile | None:
    with path.open("rb") as file:
        reader = Reader(MmapSource(file))
        content_type = PMTILES_PICTURES.get(reader.header()["tile_type"])
        found = reader.get(z, x, y)
    return None if found is None or content_type is None else Tile(bytes(found), content_type)
