"""Read a set of OneRoster 1.2 tables: a zip of CSV files with a manifest. Pure; runs in a bounded process.

Whatever is wrong with a file as a whole refuses the set; what is wrong with a row is listed, and the others are read.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from coordination.rosters.reading.rows import NEEDED, ROWS_MAX, RosterSet, TooManyRows, read_table
from coordination.rosters.vocabulary import RosterMode, RosterTable

FILES_MAX = 200
# The largest export of a district with 50,000 students is near 100 MB.
UNPACKED_MAX_BYTES = 192 * 1024 * 1024
MANIFEST_MAX_BYTES = 64 * 1024
CELL_MAX_CHARS = 8_192
COLUMNS_MAX = 100
VERSION = "1.2"
type Heard = Callable[[int, int], None]


@dataclass
class Refused(Exception):
    """Why a set as a whole is not read; `file` names the part of it."""

    code: str
    file: str = ""


def read_archive(content: bytes, *, heard: Heard) -> RosterSet:
    """Return what a set holds. Raises: Refused."""
    csv.field_size_limit(CELL_MAX_CHARS)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = _files_by_name(archive)
            modes = _read_modes(_read_manifest(archive, names))
            found = RosterSet()
            if sum(names[f"{one}.csv"].file_size for one in modes if f"{one}.csv" in names) > UNPACKED_MAX_BYTES:
                raise Refused("too_large")
            for done, (table, mode) in enumerate(modes.items()):
                heard(done, len(modes))
                if mode is not RosterMode.ABSENT:
                    _read_file(found, archive, names, table, mode)
            return found
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Refused("bad_zip") from error
    except TooManyRows as error:
        raise Refused("too_many_rows") from error


def _files_by_name(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the files by name. OneRoster puts them at the root; desktops pack a folder around them."""
    infos = archive.infolist()
    if len(infos) > FILES_MAX:
        raise Refused("too_many_files")
    found: dict[str, zipfile.ZipInfo] = {}
    for one in infos:
        name = one.filename.rpartition("/")[2]
        if one.is_dir() or not name.endswith(".csv") or name.startswith("."):
            continue
        if name in found:
            raise Refused("file_twice", name)
        found[name] = one
    return found


def _read_manifest(archive: zipfile.ZipFile, names: Mapping[str, zipfile.ZipInfo]) -> dict[str, str]:
    if "manifest.csv" not in names:
        raise Refused("no_manifest")
    if names["manifest.csv"].file_size > MANIFEST_MAX_BYTES:
        raise Refused("too_large", "manifest.csv")
    rows = _read_rows(archive, names["manifest.csv"], "manifest.csv", ("propertyName", "value"))
    return {row["propertyName"].strip(): row["value"].strip() for _, row in rows if row is not None}


def _read_modes(manifest: Mapping[str, str]) -> dict[RosterTable, RosterMode]:
    if manifest.get("oneroster.version") != VERSION:
        raise Refused("version", "manifest.csv")
    try:
        modes = {table: RosterMode(manifest.get(f"file.{table}", "absent").lower()) for table in RosterTable}
    except ValueError as error:
        raise Refused("mode", "manifest.csv") from error
    if all(mode is RosterMode.ABSENT for mode in modes.values()):
        raise Refused("nothing", "manifest.csv")
    return modes


def _read_file(
    into: RosterSet,
    archive: zipfile.ZipFile,
    names: Mapping[str, zipfile.ZipInfo],
    table: RosterTable,
    mode: RosterMode,
) -> None:
    name = f"{table}.csv"
    if name not in names:
        raise Refused("file_missing", name)
    read_table(into, table, mode, _read_rows(archive, names[name], name, NEEDED[table]))


def _read_rows(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, needed: tuple[str, ...]
) -> Iterator[tuple[int, Mapping[str, str] | None]]:
    """Yield rows by their columns. Raises: Refused."""
    with archive.open(info) as packed:
        # Never more than the size in its head comes out of a packed file; a bomb that lies about it is broken.
        try:
            table = csv.reader(io.TextIOWrapper(packed, encoding="utf-8-sig", newline=""), strict=True)
            head = [one.strip() for one in next(table, [])]
            lacking = [one for one in needed if one not in head]
            if lacking or len(head) > COLUMNS_MAX or len(set(head)) < len(head):
                raise Refused("columns", name)
            for number, cells in enumerate(table, start=2):
                if number > 2 * ROWS_MAX:
                    raise TooManyRows
                if any(cells):
                    yield number, dict(zip(head, cells, strict=True)) if len(cells) == len(head) else None
        except UnicodeDecodeError as error:
            raise Refused("not_utf8", name) from error
        except csv.Error as error:
            raise Refused("not_csv", name) from error
