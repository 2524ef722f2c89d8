"""Look whether a vector tile is one, and what it holds, without drawing it. Pure.

Source: Mapbox Vector Tile 2.1, vector_tile.proto: a tile has layers (3); a layer has a name (1), features (2), keys
(3), values (4); a feature has its geometry (4) as commands.
"""

from collections.abc import Iterator

LAYERS_MAX, FEATURES_MAX, GEOMETRY_MAX_BYTES = 64, 60_000, 512 * 1024
VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
LAYER, NAME, FEATURE, GEOMETRY = 3, 1, 2, 4


class TileBroken(Exception):
    """It is no vector tile."""


class TileTooLarge(Exception):
    """It holds more than a map of streets has at one place."""


def layers_of(content: bytes) -> list[str]:
    """Return the names of a tile's layers. Raises: TileBroken, TileTooLarge."""
    names = [_read_layer(layer) for number, layer in _read_fields(content) if number == LAYER]
    if len(names) > LAYERS_MAX:
        raise TileTooLarge
    return names


def _read_layer(content: bytes) -> str:
    name, features = "", 0
    for number, value in _read_fields(content):
        if number == NAME:
            try:
                name = value.decode()
            except UnicodeDecodeError as error:
                raise TileBroken from error
        elif number == FEATURE:
            features += 1
            if features > FEATURES_MAX or any(
                one == GEOMETRY and len(geometry) > GEOMETRY_MAX_BYTES for one, geometry in _read_fields(value)
            ):
                raise TileTooLarge
    if not name:
        raise TileBroken
    return name


def _read_fields(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each field of a message with its number; of those that are no bytes only that they are there."""
    at = 0
    while at < len(content):
        key, at = _read_varint(content, at)
        wire = key & 7
        length = 0
        if wire == VARINT:
            _, at = _read_varint(content, at)
        elif wire == BYTES:
            length, at = _read_varint(content, at)
        elif wire in {FIXED64, FIXED32}:
            at += 8 if wire == FIXED64 else 4
        else:
            raise TileBroken
        if at + length > len(content):
            raise TileBroken
        yield key >> 3, content[at : at + length]
        at += length


def _read_varint(content: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(content):
            break
        byte = content[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise TileBroken
