"""Measure the import of a large building against GDAL writing the same file to a GeoPackage, in one run."""

import json
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
from tests.factories.files.indoor.high_school import HIGH_SCHOOL
from tests.factories.files.indoor.osm_file import IndoorPlan
from tests.factories.mapping import make_site
from tests.factories.mou import make_agency
from tests.support.public_data import FACULTY, may_be_asked

ROUNDS = 3


@dataclass(frozen=True)
class ImportRatio:
    """Seconds of our whole import (process, reading, mending, storing) and of ogr2ogr; the median of some rounds."""

    import_s: float
    ogr2ogr_s: float
    features: int


def import_ratios() -> dict[str, ImportRatio]:
    """Import large plans into the configured database, and let ogr2ogr write each to a file, by turns; by their names.

    A sample of our own everywhere, and where there is public data a real building beside it.
    """
    ogr2ogr = shutil.which("ogr2ogr")
    if ogr2ogr is None:
        raise RuntimeError("this measurement needs GDAL's ogr2ogr")
    plans = [HIGH_SCHOOL, FACULTY] if may_be_asked() else [HIGH_SCHOOL]
    return {plan.name: _import_ratio(plan, ogr2ogr) for plan in plans}


def _import_ratio(plan: IndoorPlan, ogr2ogr: str) -> ImportRatio:
    site = make_site(make_agency(AgencyKind.DISTRICT), at_lonlat=plan.at_lonlat)
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{plan.name}.geojson"
        path.write_bytes(plan.raw())
        for number in range(ROUNDS):
            theirs.append(_written(ogr2ogr, path))
            ours.append(_imported(site, number, path))
        features = len(json.loads(plan.raw())["features"])
    return ImportRatio(statistics.median(ours), statistics.median(theirs), features)


def _written(ogr2ogr: str, path: Path) -> float:
    with tempfile.TemporaryDirectory() as folder:
        target = str(Path(folder) / "plan.gpkg")
        began = time.perf_counter()
        subprocess.run([ogr2ogr, "-f", "GPKG", target, str(path)], check=True, capture_output=True)
        return time.perf_counter() - began


def _imported(site: Site, number: int, path: Path) -> float:
    raw = path.read_bytes()
    began = time.perf_counter()
    reading = read_bounded(path, ReadingOrder(), heard=lambda _done, _total: True)
    if reading.drawing is None:
        raise BadFile(reading.code, reading.detail)
    import_floorplan(
        actor_id=OPERATOR,
        site_id=site.pk,
        building_name=f"Round {number}",
        drawing=reading.drawing,
        ledger=reading.ledger(),
        source=source_from_bytes(path.name, raw),
        state=FloorplanState.DRAFT,
        at=timezone.now(),
    )
    return time.perf_counter() - began
