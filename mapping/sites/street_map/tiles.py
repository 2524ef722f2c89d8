"""Read tiles of a street map from a local MBTiles or PMTiles file. Pure: no Django, nothing from elsewhere."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pmtiles.tile import Compression, TileType

from mapping.sites.street_map.pmtiles_file import PmtilesBroken, PmtilesTooLarge, opened_pmtiles

MAX_ZOOM = 24
VECTOR = "application/vnd.mapbox-vector-tile"
PICTURES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"}
PMTILES_PICTURES = {TileType.PNG: "image/png", TileType.JPEG: "image/jpeg", TileType.WEBP: "image/webp"}
PMTILES_KINDS = {**PMTILES_PICTURES, TileType.MVT: VECTOR}
TILE_TYPES = tuple(sorted({*PICTURES.values(), *PMTILES_KINDS.values()}))


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile. `encoding`: how its content is packed, as HTTP says it; "" for not at all."""

    content: bytes
    content_type: str
    encoding: str = ""


def tile_at(path: Path, z: int, x: int, y: int) -> Tile | None:
    """Return a tile (y counted from the north); None where the file has none that can be read within bounds."""
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
        try:
            streets = opened_pmtiles(file)
            content_type = PMTILES_KINDS.get(streets.tile_type)
            stored = streets.tile(z, x, y)
            if stored is None or content_type is None:
                return None
            # A browser would unpack whatever is in it: never more than this.
            content = streets.unpacked(stored)
        except (PmtilesBroken, PmtilesTooLarge):
            return None
    if streets.tile_compression is Compression.GZIP and content_type == VECTOR:
        return Tile(stored, content_type, "gzip")
    return Tile(content, content_type)
