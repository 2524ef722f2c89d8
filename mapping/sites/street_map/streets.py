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
from pmtiles.tile import TileType

from mapping.sites.street_map.pmtiles_file import PmtilesBroken, PmtilesTooLarge, pmtiles_head
from mapping.sites.street_map.streets_process import SOURCE, STREETS_LOOK, StreetsLook
from mapping.sites.street_map.tiles import PICTURES
from mou.foundation.bounded_process.bounds import Bounds
from mou.foundation.bounded_process.runner import ProcessFailed, ProcessNotConfined, Program, done_apart

ENDINGS = (".pmtiles", ".mbtiles")
PMTILES_MAGIC, SQLITE_MAGIC = b"PMTiles", b"SQLite format 3"
MOST_CREDIT = 120
# A state is half of this; the file is copied twice while it is looked at.
MOST_BYTES = 4 * 1024**3
LOOKER = Program(
    "mapping.sites.street_map.streets_process",
    Bounds(memory_bytes=1024**3, cpu_s=240, wall_s=300.0, written_bytes=MOST_BYTES + 1024**2),
)
WHY = {
    "streets_broken": "The PMTiles file is broken.",
    "streets_too_complex": "The PMTiles file holds more than a street map needs, or takes too long to look at.",
    "streets_other_tiles": "Its tiles are neither pictures nor vector tiles (MVT).",
    "streets_other_schema": "It has no layer `roads`: vector tiles are drawn as Protomaps makes them.",
    "streets_too_large": "The file is larger than 4 GiB: cut it to where your sites are.",
    "streets_not_confined": "This system cannot confine what reads the file (it needs Linux 5.13 with Landlock).",
}


class StreetsUnusable(Exception):
    """A file is no street map that can be shown; the operator is told why, and `code`. No client ever meets it."""

    def __init__(self, why: str, code: str = "streets_refused") -> None:
        super().__init__(why)
        self.code = code


@dataclass(frozen=True, slots=True)
class Streets:
    """A street map. `credit`: whose it is, as plain text; `day`: the day of its file, ISO.

    `is_vector`: browsers draw its tiles, up to `max_zoom` and inside `box` (west, south, east, north); else they are
    pictures.
    """

    path: Path
    credit: str
    day: str
    is_vector: bool = False
    max_zoom: int = 0
    box: tuple[float, float, float, float] = (-180.0, -85.0, 180.0, 85.0)

    def tag(self) -> str:
        """Return what changes when another street map is installed."""
        return f"{self.path} {self.path.stat().st_mtime_ns}"


def streets_here() -> Streets | None:
    """Return the street map that is installed; None: the outlines are the map."""
    path = _find_file()
    return None if path is None else _streets_in(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _streets_in(path: Path, changed_ns: int) -> Streets:
    day = datetime.fromtimestamp(changed_ns / 1e9, UTC).date().isoformat()
    if path.suffix != ".pmtiles":
        return Streets(path, _given_credit(path) or _plain_credit(_read_metadata(path).get("attribution")), day)
    try:
        head, told = pmtiles_head(path)
    except (PmtilesBroken, PmtilesTooLarge, OSError):
        # One that an operator named without having it looked at: no tile of it can be read either.
        return Streets(path, _given_credit(path), day)
    credit = _given_credit(path) or _plain_credit(told.get("attribution"))
    return Streets(path, credit, day, head.tile_type == TileType.MVT, head.max_zoom, head.box)


def _find_file() -> Path | None:
    named = [Path(settings.BASEMAP)] if settings.BASEMAP else [_path_with_ending(ending) for ending in ENDINGS]
    return next((path for path in named if path.is_file()), None)


def _path_with_ending(ending: str) -> Path:
    return Path(settings.VAR_DIR) / f"streets{ending}"


def install_streets(source: Path, *, credit: str) -> Streets:
    """Copy a file to where servers look for it, in place of the one before.

    Args:
        source: PMTiles with vector tiles or pictures, or MBTiles with pictures; what it is, its content tells.
        credit: whose map it is; "" takes what the file says.
    A PMTiles file is looked at in a bounded process first.
    Raises: StreetsUnusable: it is no such file, nothing of it could be drawn, or it does not say whose map it is.
    """
    ending = _ending_of(source)
    if ending == ".pmtiles":
        attribution: object = _looked_at(source).attribution
    else:
        attribution = _attribution_of_pictures(source)
    told = _plain_credit(credit) or _plain_credit(attribution)
    if not told:
        why = "The file does not say whose map it is: give --credit, for instance '© OpenStreetMap contributors'."
        raise StreetsUnusable(why)
    place = _path_with_ending(ending)
    place.parent.mkdir(parents=True, exist_ok=True)
    half = place.with_suffix(f"{ending}.part")
    shutil.copyfile(source, half)
    _credit_file(place).write_text(json.dumps({"credit": told}))
    half.replace(place)
    for other in ENDINGS:
        if other != ending:
            _remove_file(_path_with_ending(other))
    return _streets_in(place, place.stat().st_mtime_ns)


def remove_streets() -> None:
    """Take away what was installed."""
    for ending in ENDINGS:
        _remove_file(_path_with_ending(ending))


def _remove_file(place: Path) -> None:
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


def _looked_at(source: Path) -> StreetsLook:
    if source.stat().st_size > MOST_BYTES:
        raise StreetsUnusable(WHY["streets_too_large"], "streets_too_large")
    try:
        look = STREETS_LOOK.validate_json(done_apart(LOOKER, b"", files={SOURCE: source}))
    except ProcessNotConfined as unsafe:
        raise StreetsUnusable(WHY["streets_not_confined"], "streets_not_confined") from unsafe
    except ProcessFailed as failed:
        raise StreetsUnusable(WHY["streets_too_complex"], "streets_too_complex") from failed
    if look.code:
        raise StreetsUnusable(WHY.get(look.code, WHY["streets_broken"]), look.code)
    return look


def _attribution_of_pictures(source: Path) -> object:
    told = _read_metadata(source)
    if str(told.get("format")) not in PICTURES:
        raise StreetsUnusable("Its tiles are no pictures. Vector tiles are drawn from PMTiles.", "streets_other_tiles")
    return told.get("attribution")


def _read_metadata(path: Path) -> Mapping[str, object]:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            return dict(database.execute("SELECT name, value FROM metadata").fetchall())
    except sqlite3.Error as error:
        raise StreetsUnusable("The MBTiles file is broken.", "streets_broken") from error


def _plain_credit(text: object) -> str:
    # Files say it as HTML with links.
    return html.unescape(nh3.clean(str(text or ""), tags=set())).strip()[:MOST_CREDIT]
