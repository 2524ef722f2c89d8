"""A print knows its ground: GDAL, which shares no code with us, finds places on PDF and GeoTIFF where they are.

Slow because the pages are drawn by a real process.
"""

import io
import json
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from mapping.exports.laid_out import PrintedSheet, sheets_of
from mapping.exports.print_job import PrintChoice, PrintJob
from mapping.exports.prints import site_geotiffs, site_pdf
from mapping.exports.sheets.paper import Box, Paper
from mapping.geometry.rings import apart_m
from mapping.geometry.shapes import Position
from mapping.laws.freshness import AgeLimits
from tests.mapping.exports.foreign_plans import foreign_plan

DPI = 144
# Corners of rooms are found to a fifth of a metre; a metre is what is promised.
NEAR_M = 1.0


@pytest.fixture(scope="module")
def job() -> PrintJob:
    """Return a print of a boundary-less building: its first floor, on two pages, since the list takes one."""
    plan = foreign_plan("tower")
    chosen = frozenset({"site", str(plan.levels[1].id)})
    return PrintJob(plan, None, date(2026, 11, 26), AgeLimits(270, 365), PrintChoice(Paper.LETTER, chosen))


@pytest.fixture(scope="module")
def pdf(job: PrintJob, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("prints") / "print.pdf"
    path.write_bytes(site_pdf(job))
    return path


def told_by_gdal(name: str) -> dict[str, object]:
    command = ["gdalinfo", "-json", "--config", "GDAL_PDF_DPI", str(DPI), name]
    told = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout
    return dict(json.loads(told))


def transform_of(told: dict[str, object]) -> tuple[float, ...]:
    found = told["geoTransform"]
    assert isinstance(found, list)
    assert "WGS 84" in str(told["coordinateSystem"])
    return tuple(found)


def pixel_of(place: Position, transform: tuple[float, ...]) -> tuple[float, float]:
    west, per_x, _, north, _, per_y = transform
    return (place[0] - west) / per_x, (place[1] - north) / per_y


def darkest_near(image: Image.Image, pixel: tuple[float, float], radius_px: int) -> int:
    x, y = round(pixel[0]), round(pixel[1])
    around = image.convert("L").crop((x - radius_px, y - radius_px, x + radius_px + 1, y + radius_px + 1))
    return min(around.tobytes())


def corner_and_middle(sheet: PrintedSheet) -> tuple[Position, Position]:
    """Return a corner of a classroom, where walls are drawn, and a place in it where nothing is."""
    assert sheet.level is not None
    room = next(one for one in sheet.level.spaces if one.source_ref == "c0")
    (west, south), (east, north) = room.polygons[0][0][0], room.polygons[0][0][2]
    return (west, south), (west + (east - west) / 2, south + (north - south) / 5)


def test_gdal_finds_the_ground_of_each_map_of_the_pdf(job: PrintJob, pdf: Path) -> None:
    for page, sheet in enumerate(sheets_of(job), start=1):
        told = told_by_gdal(f"PDF:{page}:{pdf}")

        west, south, east, north = box_of_neatline(told)
        wanted = sheet.drawn.frame.ground()
        assert apart_m((west, south), (wanted[0], wanted[1])) < NEAR_M
        assert apart_m((east, north), (wanted[2], wanted[3])) < NEAR_M


def box_of_neatline(told: dict[str, object]) -> Box:
    metadata = told["metadata"]
    assert isinstance(metadata, dict)
    ring = metadata[""]["NEATLINE"].removeprefix("POLYGON ((").removesuffix("))")
    places = [tuple(map(float, one.split())) for one in ring.split(",")]
    return (
        min(one[0] for one in places),
        min(one[1] for one in places),
        max(one[0] for one in places),
        max(one[1] for one in places),
    )


def test_what_is_drawn_on_the_pdf_lies_where_gdal_says(job: PrintJob, pdf: Path) -> None:
    page, sheet = 1, sheets_of(job)[1]
    transform = transform_of(told_by_gdal(f"PDF:{page + 1}:{pdf}"))
    image = pypdfium2.PdfDocument(pdf)[page].render(scale=DPI / 72).to_pil()
    corner, middle = corner_and_middle(sheet)

    # At this scale three pixels are a tenth of a metre.
    assert darkest_near(image, pixel_of(corner, transform), 3) < 100
    assert darkest_near(image, pixel_of(middle, transform), 3) > 200


def test_what_is_drawn_on_a_geotiff_lies_where_gdal_says(job: PrintJob, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(site_geotiffs(job))) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path)

    sheet = sheets_of(job)[1]
    told = told_by_gdal(str(tmp_path / names[1]))
    transform = transform_of(told)
    with Image.open(tmp_path / names[1]) as image:
        corner, middle = corner_and_middle(sheet)
        assert darkest_near(image, pixel_of(corner, transform), 4) < 100
        assert darkest_near(image, pixel_of(middle, transform), 4) > 200
    west, _, _, north = sheet.drawn.frame.ground()
    assert apart_m((transform[0], transform[3]), (west, north)) < NEAR_M
    assert [name.partition("-")[0] for name in names] == ["00", "01"]


def test_a_print_that_knows_its_ground_is_still_read_by_a_screen_reader(pdf: Path) -> None:
    root = PdfReader(pdf).trailer["/Root"].get_object()

    # PDF/UA-1: the pages are tagged, and say so in the metadata.
    assert isinstance(root, DictionaryObject)
    metadata = root["/Metadata"]
    assert isinstance(metadata, StreamObject)
    assert "/MarkInfo" in root
    assert b"pdfuaid" in metadata.get_data()
