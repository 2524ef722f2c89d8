"""The program that looks at a street map file in a bounded process, because the file comes from outside."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pydantic import TypeAdapter

SOURCE = "streets.pmtiles"
# So many tiles are opened, spread over the file; each that is served is unpacked within the same bounds again.
TILES_LOOKED_AT = 2000
TILES_MAX = 20_000_000
# Layers of the basemap that Protomaps makes of OpenStreetMap. Of another one nothing would be drawn.
NEEDED_LAYER = "roads"


@dataclass(frozen=True, slots=True)
class StreetsLook:
    """What a file is, or why it is refused. `attribution`: whose it is, as the file says it."""

    code: str = ""
    is_vector: bool = False
    attribution: str = ""


STREETS_LOOK: TypeAdapter[StreetsLook] = TypeAdapter(StreetsLook)


def main(folder: Path, _order: bytes) -> bytes:
    """Look at the folder's file; a refusal is an answer too."""
    return STREETS_LOOK.dump_json(look_at(folder / SOURCE))


def look_at(path: Path) -> StreetsLook:
    """Return what a PMTiles file is: its header, every directory, and tiles from all over it."""
    from mapping.sites.street_map.pmtiles_file import PmtilesBroken, PmtilesTooLarge  # noqa: PLC0415 - inside the bounds
    from mapping.sites.street_map.vector_tile import TileBroken, TileTooLarge  # noqa: PLC0415 - as above

    try:
        return _looked_at(path)
    except (PmtilesBroken, TileBroken, OSError):
        return StreetsLook(code="streets_broken")
    except (PmtilesTooLarge, TileTooLarge, MemoryError, RecursionError):
        return StreetsLook(code="streets_too_complex")


def _looked_at(path: Path) -> StreetsLook:
    from pmtiles.tile import TileType  # noqa: PLC0415 - inside the bounds

    from mapping.sites.street_map.pmtiles_file import PmtilesTooLarge, opened_pmtiles  # noqa: PLC0415 - as above
    from mapping.sites.street_map.tiles import PMTILES_PICTURES  # noqa: PLC0415 - as above
    from mapping.sites.street_map.vector_tile import layers_of  # noqa: PLC0415 - as above

    with path.open("rb") as file:
        streets = opened_pmtiles(file)
        attribution = str(streets.told().get("attribution") or "")[:2000]
        count = sum(1 for _ in islice(streets.entries(), TILES_MAX + 1))
        if count > TILES_MAX:
            raise PmtilesTooLarge
        is_vector = streets.tile_type == TileType.MVT
        if not is_vector:
            code = "" if streets.tile_type in PMTILES_PICTURES else "streets_other_tiles"
            return StreetsLook(code, is_vector=False, attribution=attribution)
        layers = {
            layer
            for entry in islice(streets.entries(), 0, None, max(1, count // TILES_LOOKED_AT))
            for layer in layers_of(streets.unpacked(streets.stored(entry)))
        }
    return StreetsLook("" if NEEDED_LAYER in layers else "streets_other_schema", is_vector, attribution)
