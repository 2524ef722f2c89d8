"""Let GDAL's program turn a DWG drawing into tables: each layer one, in the drawing's own plane coordinates.

The program and not its library: our process has another GDAL in it, and two in one process end it.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mapping.errors import BadFile
from mapping.geometry.wkb import Geometry, WkbError, read_wkb
from mapping.imports.readers.drawings.dwg_file import ADVICE, PICTURE_PROGRAM, PROGRAM
from mapping.imports.readers.features.mapped_features import LAYER
from mapping.imports.readers.geojson import MAX_FEATURES
from mapping.imports.readers.gis.layers import layer_names, read_table, tags_of_row
from mapping.interchange.ledger import Ledger
from mou.foundation.bounded_process.bounds import end_with_parent

DRIVER = "CAD"
TABLES_DRIVER = "GPKG"
# Plane lines instead of curves; names for key and geometry that no attribute of a block has.
OPTIONS = (
    *("-if", DRIVER, "-f", TABLES_DRIVER, "-dim", "XY", "-nlt", "GEOMETRY", "-nlt", "CONVERT_TO_LINEAR"),
    *("-lco", "FID=drawing_fid", "-lco", "GEOMETRY_NAME=drawing_geometry"),
)
# Drawings have many layers, most of them empty.
MAX_LAYERS = 2000


@dataclass(frozen=True, slots=True)
class Drawn:
    """One thing of a drawing as the driver hands it over; `tags` hold its layer and the attributes of its block."""

    ref: str
    layer: str
    kind: str
    text: str
    tags: dict[str, str]
    geometry: Geometry | None


def tables_of(drawing: Path, ledger: Ledger) -> Path:
    """Return the tables of a drawing, beside it. Raises: BadFile: dwg_not_read, dwg_unreadable."""
    program = shutil.which(PROGRAM)
    known = set() if program is None else _list_drivers(program)
    if program is None or DRIVER not in known:
        raise BadFile("dwg_not_read", f"This server's GDAL has no driver for DWG drawings. {ADVICE}")
    target, log = drawing.with_suffix(".gpkg"), drawing.with_suffix(".log")
    with log.open("wb") as said:
        # Without a time limit of its own: this process may end no other, and what waits for this one ends both.
        done = subprocess.run(  # noqa: S603 - the system's program, on a file whose first bytes were looked at
            [program, *OPTIONS, str(target), str(drawing)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            check=False,
            env={**os.environ, "GDAL_SKIP": ",".join(sorted(known - {DRIVER, TABLES_DRIVER}))},
            preexec_fn=end_with_parent,
        )
    if not target.is_file():
        raise BadFile("dwg_unreadable", f"The drawing is damaged, or not one that GDAL reads. {ADVICE}")
    if done.returncode != 0 or b"ERROR " in log.read_bytes():
        ledger.note("file", "dwg_partly_read", "GDAL gave up on a part of this drawing; what it read comes in.")
    return target


def _list_drivers(program: str) -> set[str]:
    """Return the short names of all formats that the program knows, of pictures too: a drawing can name pictures."""
    informant = shutil.which(PICTURE_PROGRAM) or program
    return _list_formats(program) | _list_formats(informant)


def _list_formats(program: str) -> set[str]:
    said = subprocess.run(  # noqa: S603 - the system's program, without a file
        [program, "--formats"], stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    return {line.split(" -")[0].strip() for line in said.stdout.decode(errors="replace").splitlines() if " -" in line}


def drawn_in(tables: Path, ledger: Ledger) -> Iterator[Drawn]:
    """Yield everything that is drawn, table by table. Raises: BadFile: gis_unreadable, dxf_too_large."""
    count = 0
    for name in layer_names(tables, at_most=MAX_LAYERS):
        table = read_table(tables, name, "")
        count += len(table.fids)
        if count > MAX_FEATURES:
            raise BadFile("dxf_too_large", f"More than {MAX_FEATURES} entities; at most so many are read.")
        for row, fid in enumerate(table.fids):
            ref = f"{table.name}/{fid}".replace(" ", "_")
            tags = tags_of_row(table, row, ref, ledger)
            kind, text = tags.pop("cadgeom_type", ""), tags.pop("text", "")
            yield Drawn(ref, table.name, kind, text, {**tags, LAYER: table.name}, _read_geometry(table.geometries[row]))


def _read_geometry(raw: bytes | None) -> Geometry | None:
    try:
        return None if raw is None else read_wkb(raw)
    except WkbError:
        return None
