"""Measure the import of a real building against GDAL writing the same file to a GeoPackage, in one run."""

import shutil
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from mapping.errors import BadFile
from mapping.imports.bounded_reading import read_bounded
from mapping.imports.readers.plan_file import ReadingOrder
from mapping.imports.saving.record import source_from_bytes
from mapping.imports.saving.store import import_floorplan
from mapping.models import Site
from mapping.vocabulary import FloorplanState
from mou.vocabulary import OPERATOR, AgencyKind
from tests.factories.mapping import make_site
from tests.factories.mou import make_agency
from tests.support.public_data import APB

AT_APB = (13.7225, 51.0255)
ROUNDS = 3


@dataclass(frozen=True)
class ImportRatio:
    """Seconds of our whole import (process, reading, mending, storing) and of ogr2ogr; the median of some rounds."""

    import_s: float
    ogr2ogr_s: float

    @property
    def ratio(self) -> float:
        return self.import_s / self.ogr2ogr_s


def import_ratio() -> ImportRatio:
    """Import apb.geojson into the configured database, and let ogr2ogr write it to a file, by turns."""
    ogr2ogr = shutil.which("ogr2ogr")
    if ogr2ogr is None:
        raise RuntimeError("this measurement needs GDAL's ogr2ogr")
    site = make_site(make_agency(AgencyKind.DISTRICT), at_lonlat=AT_APB)
    ours, theirs = [], []
    for number in range(ROUNDS):
        theirs.append(_written(ogr2ogr))
        ours.append(_imported(site, number))
    return ImportRatio(statistics.median(ours), statistics.median(theirs))


def _written(ogr2ogr: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        target = str(Path(folder) / "apb.gpkg")
        began = time.perf_counter()
        subprocess.run([ogr2ogr, "-f", "GPKG", target, str(APB)], check=True, capture_output=True)
        return time.perf_counter() - began


def _imported(site: Site, number: int) -> float:
    raw = APB.read_bytes()
    began = time.perf_counter()
    reading = read_bounded(APB, ReadingOrder(), heard=lambda _done, _total: True)
    if reading.drawing is None:
        raise BadFile(reading.code, reading.detail)
    import_floorplan(
        actor_id=OPERATOR,
        site_id=site.pk,
        building_name=f"Round {number}",
        drawing=reading.drawing,
        ledger=reading.ledger(),
        source=source_from_bytes(APB.name, raw),
        state=FloorplanState.DRAFT,
        at=timezone.now(),
    )
    return time.perf_counter() - began
