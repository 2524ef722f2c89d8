"""Read a PMTiles file within bounds: what it says of itself costs no more than this. Pure: no Django.

The library's own reader unpacks whatever a file holds. Source: PMTiles version 3, its specification.
"""

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pmtiles.tile import Compression, Entry, TileType, deserialize_header, find_tile, zxy_to_tileid

HEADER_BYTES = 127
DIRECTORY_MAX_BYTES = 8 * 1024 * 1024
METADATA_MAX_BYTES = 2 * 1024 * 1024
TILE_MAX_BYTES = 2 * 1024 * 1024
# A directory points at leaves; more than one floor of those has no map of a county.
MAX_DEPTH = 3
MAX_LEAVES = 20_000
GZIP = 16 + zlib.MAX_WBITS


class PmtilesBroken(Exception):
    """The file is no PMTiles file that can be read."""


class PmtilesTooLarge(Exception):
    """A part of it is larger, or there are more of them, than a street map needs."""


@dataclass(frozen=True, slots=True)
class PmtilesFile:
    """An open file and what its header says."""

    file: IO[bytes]
    tile_type: TileType
    tile_compression: Compression
    internal_compression: Compression
    max_zoom: int
    # west, south, east, north in degrees
    box: tuple[float, float, float, float]
    root: tuple[int, int]
    metadata: tuple[int, int]
    leaves_offset: int
    tiles_offset: int

    def told(self) -> dict[str, object]:
        """Return what the file says of itself; {} for what is no object. Raises: PmtilesBroken, PmtilesTooLarge."""
        offset, length = self.metadata
        if length == 0:
            return {}
        try:
            told = json.loads(self._part(offset, length, METADATA_MAX_BYTES, self.internal_compression))
        except (ValueError, RecursionError) as error:
            raise PmtilesBroken from error
        return told if isinstance(told, dict) else {}

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """Return a tile as it is stored; None where there is none. Raises: PmtilesBroken, PmtilesTooLarge."""
        wanted = zxy_to_tileid(z, x, y)
        offset, length = self.root
        for _depth in range(MAX_DEPTH):
            found = find_tile(self._directory(offset, length), wanted)
            if found is None:
                return None
            if found.run_length > 0:
                return self.stored(found)
            offset, length = self.leaves_offset + found.offset, found.length
        raise PmtilesTooLarge

    def stored(self, entry: Entry) -> bytes:
        """Return the bytes of an entry's tile, as they are stored. Raises: PmtilesBroken, PmtilesTooLarge."""
        return _read_bytes(self.file, self.tiles_offset + entry.offset, entry.length, TILE_MAX_BYTES)

    def unpacked(self, stored: bytes) -> bytes:
        """Return a tile's content. Raises: PmtilesBroken, PmtilesTooLarge."""
        return _unpack_bytes(stored, TILE_MAX_BYTES, self.tile_compression)

    def entries(self) -> Iterator[Entry]:
        """Yield the entry of every tile. Raises: PmtilesBroken, PmtilesTooLarge."""
        waiting = [(*self.root, 1)]
        read = 0
        while waiting:
            offset, length, depth = waiting.pop()
            read += 1
            if depth > MAX_DEPTH or read > MAX_LEAVES:
                raise PmtilesTooLarge
            for entry in self._directory(offset, length):
                if entry.run_length > 0:
                    yield entry
                else:
                    waiting.append((self.leaves_offset + entry.offset, entry.length, depth + 1))

    def _directory(self, offset: int, length: int) -> list[Entry]:
        return _entries_of(self._part(offset, length, DIRECTORY_MAX_BYTES, self.internal_compression))

    def _part(self, offset: int, length: int, most: int, compression: Compression) -> bytes:
        return _unpack_bytes(_read_bytes(self.file, offset, length, most), most, compression)


def opened_pmtiles(file: IO[bytes]) -> PmtilesFile:
    """Return what a file's header says. Raises: PmtilesBroken: not a PMTiles file, or neither plain nor gzip inside."""
    try:
        told = deserialize_header(_read_bytes(file, 0, HEADER_BYTES, HEADER_BYTES))
    except Exception as error:  # the library raises whatever it stumbles over
        raise PmtilesBroken from error
    internal, packed = Compression(told["internal_compression"]), Compression(told["tile_compression"])
    if not {internal, packed} <= {Compression.NONE, Compression.GZIP}:
        raise PmtilesBroken
    west, south, east, north = (told[f"{one}_e7"] / 1e7 for one in ("min_lon", "min_lat", "max_lon", "max_lat"))
    return PmtilesFile(
        file=file,
        tile_type=TileType(told["tile_type"]),
        tile_compression=packed,
        internal_compression=internal,
        max_zoom=int(told["max_zoom"]),
        box=(west, south, east, north),
        root=(told["root_offset"], told["root_length"]),
        metadata=(told["metadata_offset"], told["metadata_length"]),
        leaves_offset=told["leaf_directory_offset"],
        tiles_offset=told["tile_data_offset"],
    )


def pmtiles_head(path: Path) -> tuple[PmtilesFile, dict[str, object]]:
    """Return the header and what the file says of itself; the file is closed. Raises: as above, OSError."""
    with path.open("rb") as file:
        found = opened_pmtiles(file)
        return found, found.told()


def _read_bytes(file: IO[bytes], offset: int, length: int, most: int) -> bytes:
    if length > most:
        raise PmtilesTooLarge
    # Positions are 64 bits in the file, and fewer in the system.
    if offset >= 1 << 62:
        raise PmtilesBroken
    file.seek(offset)
    content = file.read(length)
    if len(content) != length:
        raise PmtilesBroken
    return content


def _unpack_bytes(content: bytes, most: int, compression: Compression) -> bytes:
    if compression is Compression.NONE:
        return content
    unpacker = zlib.decompressobj(GZIP)
    try:
        unpacked = unpacker.decompress(content, most + 1)
    except zlib.error as error:
        raise PmtilesBroken from error
    if len(unpacked) > most:
        raise PmtilesTooLarge
    if not unpacker.eof:
        raise PmtilesBroken
    return unpacked


def _entries_of(content: bytes) -> list[Entry]:
    """Return a directory's entries: four columns, one after the other."""
    numbers = _read_varints(content)
    try:
        count = next(numbers)
        # Each entry takes at least a byte in each column.
        if count * 4 > len(content):
            raise PmtilesBroken
        entries = [Entry(0, 0, 0, 0) for _ in range(count)]
        tile_id = 0
        for entry in entries:
            tile_id += next(numbers)
            entry.tile_id = tile_id
        for entry in entries:
            entry.run_length = next(numbers)
        for entry in entries:
            entry.length = next(numbers)
        before = None
        for entry in entries:
            told = next(numbers)
            # Zero: it follows the one before.
            entry.offset = before.offset + before.length if told == 0 and before is not None else told - 1
            if entry.offset < 0 or entry.length == 0:
                raise PmtilesBroken
            before = entry
    except StopIteration as error:
        raise PmtilesBroken from error
    return entries


def _read_varints(content: bytes) -> Iterator[int]:
    value, shift = 0, 0
    for byte in content:
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            yield value
            value, shift = 0, 0
        else:
            shift += 7
            if shift > 63:
                raise PmtilesBroken
