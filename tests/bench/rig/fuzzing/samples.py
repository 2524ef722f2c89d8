"""True files of every kind that is read, small enough to be read many times, and the reader of each."""

import io
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from pypdf import PdfWriter

from mapping.edits.photo_drawing.photo_process import drawn_anew
from mapping.errors import BadFile, BadPhoto
from mapping.imports.readers.plan_file import ReadingOrder, read_plan_file
from mapping.imports.readers.reading_process import READING, reading_of
from mapping.interchange.ledger import Ledger
from mou.errors import BadPaper
from mou.word_files.reading.paper import clauses_from_docx
from tests.factories.files.drawing_package import drawing_package
from tests.factories.files.indoor.fire_station import fire_station
from tests.factories.files.plan_files import dxf_of, geojson_of, imdf_files, imdf_zip, rooms, write_gis, zipped_folder
from tests.factories.files.word_files import SRO_MEMORANDUM, Manner, paper
from tests.support.public_data import BARRACKS, may_be_asked

POINTS = "[[0, 0, -98.5, 39.8], [100, 0, -98.499, 39.8], [0, 100, -98.5, 39.799]]"
ORDER = ReadingOrder(level="0", control_points=POINTS, crs="EPSG:4326")
# What a reader may say of a file; anything else is a fault that no one thought of.
FORESEEN = (BadFile, BadPhoto, BadPaper, MemoryError, RecursionError)
type Reader = Callable[[bytes], object]


@dataclass(frozen=True)
class Sample:
    """A true file, and who reads it."""

    raw: bytes
    reader: Reader


def read_plan(raw: bytes) -> object:
    """Read a plan as its bounded process does, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path, ledger = Path(folder) / "source", Ledger()
        path.write_bytes(raw)
        return READING.dump_json(reading_of(read_plan_file(path, ORDER, ledger), ledger))


def names() -> tuple[str, ...]:
    """Return the names of all samples."""
    return tuple(samples())


def samples() -> Mapping[str, Sample]:
    """Return a sample of each kind by its name."""
    few = [room for room in rooms() if room.floor == "0"][:4]
    plans = {"dxf": dxf_of(few), "geojson": geojson_of(few), "imdf": imdf_zip(imdf_files())}
    plans |= {"osm": fire_station(), "drawing package": drawing_package()}
    if may_be_asked():
        plans["public osm"] = BARRACKS.raw()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write_gis(folder / "a.gpkg", "GPKG", few)
        write_gis(folder / "a.kml", "LIBKML", few)
        for name in ("shape", "gdb"):
            (folder / name).mkdir()
        write_gis(folder / "shape" / "a.shp", "ESRI Shapefile", few)
        write_gis(folder / "gdb" / "a.gdb", "OpenFileGDB", few)
        plans |= {"gpkg": (folder / "a.gpkg").read_bytes(), "kml": (folder / "a.kml").read_bytes()}
        plans |= {"shapefile": zipped_folder(folder / "shape"), "filegdb": zipped_folder(folder / "gdb")}
    pictures = {kind: picture(kind) for kind in ("PNG", "JPEG", "WEBP")}
    plans |= {"png": pictures["PNG"], "jpeg": pictures["JPEG"], "pdf": page()}
    found = {f"plan {name}": Sample(raw, read_plan) for name, raw in plans.items()}
    found |= {f"photo {kind}": Sample(raw, drawn_anew) for kind, raw in pictures.items()}
    found["word"] = Sample(paper(SRO_MEMORANDUM.read_text(), Manner.STYLES), clauses_from_docx)
    return found


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.radial_gradient("L").resize((64, 48)).convert("RGB").save(out, kind)
    return out.getvalue()


def page() -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=300, height=200)
    writer.write(out)
    return out.getvalue()
