"""Make a file of a site, or hand out the one made before, if nothing that it shows has changed since."""

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import get_native_id
from typing import BinaryIO

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import get_language

from mapping.exports.kinds import FILE_TYPES, PRINTED
from mapping.exports.print_job import PrintChoice, PrintJob
from mapping.exports.prints import site_drawings, site_geotiffs, site_pdf
from mapping.exports.site_plan import site_plan, site_state
from mapping.exports.underlay import streets_tag
from mapping.exports.writers.archive import zip_of
from mapping.exports.writers.geojson import geojson_of
from mapping.exports.writers.geopackage import site_geopackage
from mapping.exports.writers.imdf import imdf_archive
from mapping.exports.writers.kml import kml_of, kmz_of
from mapping.exports.writers.ng911 import ng911_geopackage
from mapping.exports.writers.site_plan import SitePlan
from mapping.laws.age_limits import age_limits_of
from mapping.models import Site
from mapping.sites.grid_queries import site_grid
from mapping.vocabulary import ExportKind, PrintLayer
from mou.papers.bounded_drawing import one_print_of

# Raise this when a writer changes its output, so that stored files are made again.
WRITERS_VERSION = "4"
MAX_KEPT = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that is asked for: the kind, the day on which it is, and what was chosen for a print."""

    kind: ExportKind
    on: date
    choice: PrintChoice = field(default_factory=PrintChoice)


@dataclass(frozen=True, slots=True)
class Made:
    """A file on our disk. `tag` changes when its bytes would."""

    path: Path
    name: str
    content_type: str
    tag: str


def export_tag(site: Site, wanted: Wanted) -> str:
    """Return what identifies the bytes of a file, without making it. Four queries at most."""
    parts = [WRITERS_VERSION, wanted.kind, settings.GIS_AGENCY, *site_state(site)]
    if wanted.kind in PRINTED:
        # A sheet says how many days ago the building was walked, in the reader's language.
        parts += [wanted.on.isoformat(), get_language() or "", str(age_limits_of(site)), *_choice_words(wanted.choice)]
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:40]


def export_of(site: Site, wanted: Wanted, *, person_id: int | None) -> Made:
    """Return the file; made now if it was not requested since the last change. Writes to the disk.

    Without a person, the console asks. Raises: PrintUnderWay: another file is being made for this person.
    """
    tag, about = export_tag(site, wanted), FILE_TYPES[wanted.kind]
    path = settings.EXPORTS_ROOT / tag
    if not path.exists():
        with one_print_of(person_id):
            store_file(path, content_of(site_plan(site), site, wanted))
    printed = f"{'-training' if wanted.choice.is_training else ''}.{wanted.choice.paper}"
    name = f"{slugify(site.name) or 'site'}{printed if wanted.kind in PRINTED else ''}.{about.suffix}"
    return Made(path, name, about.content_type, tag)


def opened_export(site: Site, wanted: Wanted, *, person_id: int | None) -> tuple[Made, BinaryIO]:
    """Return the file as export_of, open: newer ones may take its place at any time. Raises: PrintUnderWay."""
    made = export_of(site, wanted, person_id=person_id)
    try:
        return made, made.path.open("rb")
    except FileNotFoundError:  # they just did
        made = export_of(site, wanted, person_id=person_id)
        return made, made.path.open("rb")


def content_of(plan: SitePlan, site: Site, wanted: Wanted) -> bytes:
    """Return the bytes of a file."""
    writers: Mapping[ExportKind, Callable[[SitePlan], bytes]] = {
        ExportKind.IMDF: imdf_archive,
        ExportKind.GEOJSON: geojson_of,
        ExportKind.KML: kml_of,
        ExportKind.KMZ: kmz_of,
        ExportKind.GEOPACKAGE: site_geopackage,
        ExportKind.NG911: lambda one: ng911_geopackage(one, agency=settings.GIS_AGENCY),
    }
    if wanted.kind in writers:
        return writers[wanted.kind](plan)
    job = PrintJob(plan, site_grid(site), wanted.on, age_limits_of(site), wanted.choice)
    if wanted.kind is ExportKind.SVG:
        return zip_of(site_drawings(job))
    return site_geotiffs(job) if wanted.kind is ExportKind.GEOTIFF else site_pdf(job)


def _choice_words(choice: PrintChoice) -> list[str]:
    """Return words that change whenever a print would for what was chosen."""
    streets = streets_tag() if PrintLayer.STREETS in choice.layers else ""
    return [choice.paper, str(choice.is_training), *sorted(choice.sheets), "", *sorted(choice.layers), streets]


def store_file(path: Path, content: bytes) -> None:
    """Write a file so that it appears whole, readable by us alone, and forget the oldest beyond the limit."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    # Of this thread alone: two people may ask for the same file at once.
    draft = path.with_name(f".{path.name}.{os.getpid()}.{get_native_id()}")
    draft.write_bytes(content)
    draft.replace(path)
    kept = sorted((one for one in path.parent.iterdir() if not one.name.startswith(".")), key=_made_at, reverse=True)
    for one in kept[MAX_KEPT:]:
        one.unlink(missing_ok=True)


def _made_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # another process forgot it meanwhile
        return 0.0
