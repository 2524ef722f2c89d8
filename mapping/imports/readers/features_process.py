"""The program that reads what a GIS file holds and says of each feature, for registers and boundaries; bounded."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from mapping.errors import BadFile
from mapping.geometry.shapes import MultiPolygon, Position
from mapping.imports.readers.reading_process import SOURCE
from mapping.interchange.ledger import Ledger
from mou.foundation.bounded_process.seccomp import forbid_starting, is_available


@dataclass(frozen=True, slots=True)
class FeatureRead:
    """One feature in WGS 84: an area, or a point, or neither where it is a line."""

    ref: str
    tags: dict[str, str]
    polygons: MultiPolygon
    point: Position | None


@dataclass(frozen=True, slots=True)
class FeaturesRead:
    """What came of a file: its features, and how many could not be read; with a `code` it was refused as a whole."""

    features: tuple[FeatureRead, ...] = ()
    refused: int = 0
    code: str = ""
    detail: str = ""


FEATURES: TypeAdapter[FeaturesRead] = TypeAdapter(FeaturesRead)


def main(folder: Path, order: bytes) -> bytes:
    """Read the folder's source; the order names the coordinate system of a file that does not say its own."""
    from mapping.imports.readers.gis.layers import read_gis_layers  # noqa: PLC0415 - libraries when they are needed

    ledger = Ledger()
    try:
        if is_available():
            forbid_starting()
        found = tuple(
            FeatureRead(
                ref=one.ref,
                tags=dict(one.tags),
                polygons=one.shape.polygons,
                point=one.shape.line[0] if not one.shape.is_area and len(one.shape.line) == 1 else None,
            )
            for one in read_gis_layers(folder / SOURCE, ledger, crs=order.decode())
        )
        read = FeaturesRead(found, refused=len(ledger.refs()) - len(found))
    except BadFile as refusal:
        read = FeaturesRead(code=refusal.code, detail=refusal.detail)
    except (MemoryError, RecursionError):
        read = FeaturesRead(code="file_too_complex", detail="Reading this file takes more memory than it may.")
    return FEATURES.dump_json(read)
