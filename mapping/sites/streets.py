"""The street map that is installed here: where its file lies, whose map it is, and how one is installed.

A file is named by MUSTERPOINT_BASEMAP, or was brought in by `manage.py streets`. Credit is shown wherever it is drawn.
"""

import html
import json
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import nh3
from django.conf import settings
from pmtiles.reader import MmapSource, Reader

from mapping.sites.tiles import PICTURES, PMTILES_PICTURES

ENDINGS = (".pmtiles", ".mbtiles")
PMTILES_MAGIC, SQLITE_MAGIC = b"PMTiles", b"SQLite format 3"
MOST_CREDIT = 120


class StreetsUnusable(Exception):
    """A file is no street map that can be shown; the operator is told why. No client ever meets it."""


@dataclass(frozen=True, slots=True)
class Streets:
    """A street map with pictures for tiles. `credit`: whose it is, as plain text; `day`: the day of its file, ISO."""

    path: Path
    credit: str
    day: str

    def tag(self) -> str:
        """Return what changes when another street map is installed."""
        return f"{self.path} {self.path.stat().st_mtime_ns}"


def streets_here() -> Streets | None:
    """Return the street map that is installed; None: the outlines are the map."""
    path = _file()
    return None if path is None else _streets(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _streets(path: Path, changed_ns: int) -> Streets:
    day = datetime.fromtimestamp(changed_ns / 1e9, UTC).date().isoformat()
    return Streets(path, _given_credit(path) or _plain(_metadata(path).get("attribution")), day)


def _file() -> Path | None:
    named = [Path(settings.BASEMAP)] if settings.BASEMAP else [_place(ending) for ending in ENDINGS]
    return next((path for path in named if path.is_file()), None)


def _place(ending: str) -> Path:
    return Path(settings.VAR_DIR) / f"streets{ending}"


def install_streets(source: Path, *, credit: str) -> Streets:
    """Copy a file to where servers look for it, in place of the one before.

    Args:
        source: PMTiles or MBTiles with pictures for tiles; what it is, its content tells.
        credit: whose map it is; "" takes what the file says.
    Raises: StreetsUnusable: it is no such file, its tiles are no pictures, or nobody says whose map it is.
    """
    ending = _ending_of(source)
    if not _has_pictures(source, ending):
        raise StreetsUnusable("Its tiles are no pictures. Vector tiles are not drawn: render them first.")
    told = _plain(credit) or _plain(_metadata(source, ending).get("attribution"))
    if not told:
        why = "The file does not say whose map it is: give --credit, for instance '© OpenStreetMap contributors'."
        raise StreetsUnusable(why)
    place = _place(ending)
    place.parent.mkdir(parents=True, exist_ok=True)
    half = place.with_suffix(f"{ending}.part")
    shutil.copyfile(source, half)
    _credit_file(place).write_text(json.dumps({"credit": told}))
    half.replace(place)
    for other in ENDINGS:
        if other != ending:
            _forget(_place(other))
    return _streets(place, place.stat().st_mtime_ns)


def remove_streets() -> None:
    """Take away what was installed."""
    for ending in ENDINGS:
        _forget(_place(ending))


def _forget(place: Path) -> None:
    place.unlink(missing_ok=True)
    _credit_file(place).unlink(missing_ok=True)


def _credit_file(place: Path) -> Path:
    return place.with_suffix(f"{place.suffix}.json")


def _given_credit(path: Path) -> str:
    try:
        return str(json.loads(_credit_file(path).read_text())["credit"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _ending_of(source: Path) -> str:
    try:
        with source.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise StreetsUnusable("The file cannot be read.") from error
    if head.startswith(PMTILES_MAGIC):
        return ".pmtiles"
    if head.startswith(SQLITE_MAGIC):
        return ".mbtiles"
    raise StreetsUnusable("It is neither PMTiles nor MBTiles.")


def _has_pictures(source: Path, ending: str) -> bool:
    if ending == ".mbtiles":
        return str(_metadata(source, ending).get("format")) in PICTURES
    try:
        with source.open("rb") as file:
            return Reader(MmapSource(file)).header()["tile_type"] in PMTILES_PICTURES
    except Exception as error:  # the reader raises whatever it stumbles over in a broken file
        raise StreetsUnusable("The PMTiles file is broken.") from error


def _metadata(path: Path, ending: str = "") -> Mapping[str, object]:
    if (ending or path.suffix) == ".pmtiles":
        with path.open("rb") as file:
            told = Reader(MmapSource(file)).metadata()
        return told if isinstance(told, dict) else {}
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            return dict(database.execute("SELECT name, value FROM metadata").fetchall())
    except sqlite3.Error as error:
        raise StreetsUnusable("The MBTiles file is broken.") from error


def _plain(text: object) -> str:
    # Files say it as HTML with links.
    return html.unescape(nh3.clean(str(text or ""), tags=set())).strip()[:MOST_CREDIT]
