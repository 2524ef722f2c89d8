"""Read a register of schools by a mapping of its columns, and say of each row what is wrong with it.

A table (CSV), GeoJSON, or a Shapefile, GeoPackage, FileGDB or KML, which a bounded process reads. The columns of NCES
EDGE (public school geocodes) and of the Common Core of Data are known. No database.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from coordination.administration.accounts.people_file import RowDefect, dialect_of, text_of
from coordination.administration.errors import BadPeopleFile, BadSchoolsFile
from mapping.errors import BadFile, BadSite
from mapping.geometry.shapes import MultiPolygon, Position
from mapping.imports.bounded_features import is_gis_file, read_features_apart
from mapping.imports.readers.geojson import Feature, read_features
from mapping.imports.wording.defect_words import why_words
from mapping.interchange.ledger import Ledger
from mapping.sites.boundaries.boundary_text import middle_of, position_from
from mou.foundation.shown_text import is_shown_line, without_hidden

FILE_MAX_BYTES = 32 * 1024 * 1024
ROWS_MAX = 5_000
NAME_MAX_CHARS, REF_MAX_CHARS, ADDRESS_MAX_CHARS = 200, 100, 200
FIELDS = ("name", "ref", "street", "city", "state", "zip", "lat", "lon", "enrollment")
# What each of our fields is called by others, in small letters without signs; the first that occurs is proposed.
KNOWN_NAMES: Mapping[str, Sequence[str]] = {
    "name": ("name", "schname", "schoolname", "school", "facilityname", "facname"),
    "ref": ("ncessch", "ncesid", "ncesschoolid", "schoolid", "schid", "id", "objectid"),
    "street": ("street", "lstreet1", "address", "streetaddress", "addr"),
    "city": ("city", "lcity", "town"),
    "state": ("state", "lstate", "st"),
    "zip": ("zip", "lzip", "zipcode", "postalcode"),
    "lat": ("lat", "latitude", "latcod", "y"),
    "lon": ("lon", "longitude", "long", "lng", "loncod", "x"),
    "enrollment": ("enrollment", "enrolment", "students", "member", "total"),
}


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a file as it came, with its area or point where the file has geometries."""

    number: int
    cells: Mapping[str, str]
    area: MultiPolygon
    point: Position | None


@dataclass(frozen=True, slots=True)
class SchoolTable:
    """What a file has: its columns and rows."""

    columns: tuple[str, ...]
    records: tuple[Record, ...]
    defects: tuple[RowDefect, ...]


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """A school as its row says it. An empty boundary means that none is known."""

    number: int
    name: str
    ref: str
    address: str
    location: Position
    boundary: MultiPolygon
    enrollment: int | None


def read_schools(content: bytes) -> SchoolTable:
    """Return the rows of a CSV table with a head, or the features of a file with geometries.

    Starts a process for what only GDAL reads. Raises: BadSchoolsFile. mapping.errors.TooManyLooks, ReadersNotConfined.
    """
    if len(content) > FILE_MAX_BYTES:
        raise BadSchoolsFile(_("The file is larger than %(most)s MB.") % {"most": FILE_MAX_BYTES // 1024 // 1024})
    if is_gis_file(content):
        table = _from_gis(content)
    elif content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        table = _from_geojson(content)
    else:
        table = _from_csv(content)
    if len(table.records) > ROWS_MAX:
        raise BadSchoolsFile(_("The file has more than %(most)s rows.") % {"most": ROWS_MAX})
    return table


def proposed_mapping(columns: Sequence[str]) -> dict[str, str]:
    """Return which column is proposed for each of our fields; empty: none."""
    plain = {
        "".join(char for char in name.lower() if char.isalnum() or char == "_"): name for name in reversed(columns)
    }
    plain |= {key.replace("_", ""): name for key, name in plain.items()}
    return {field: next((plain[one] for one in KNOWN_NAMES[field] if one in plain), "") for field in FIELDS}


def mapped_rows(table: SchoolTable, mapping: Mapping[str, str]) -> tuple[list[SchoolRow], list[RowDefect]]:
    """Return the schools by a mapping of columns, and what is wrong with the other rows."""
    rows: list[SchoolRow] = []
    defects = list(table.defects)
    for record in table.records:
        try:
            rows.append(_read_row(record, mapping))
        except BadSite as bad:
            defects.append(RowDefect(record.number, str(bad)))
    return rows, defects


def _read_row(record: Record, mapping: Mapping[str, str]) -> SchoolRow:
    cell = {field: record.cells.get(mapping.get(field, ""), "").strip() for field in FIELDS}
    name, ref = " ".join(cell["name"].split()), cell["ref"]
    if not name or len(name) > NAME_MAX_CHARS or not is_shown_line(name):
        raise BadSite(_("name: 1 to %(most)s characters.") % {"most": NAME_MAX_CHARS})
    if len(ref) > REF_MAX_CHARS or not is_shown_line(ref):
        raise BadSite(_("number: at most %(most)s characters.") % {"most": REF_MAX_CHARS})
    region = " ".join(one for one in (cell["state"], cell["zip"]) if one)
    address = ", ".join(one for one in (cell["street"], cell["city"], region) if one)
    enrollment = cell["enrollment"].replace(",", "")
    if enrollment and not (enrollment.isascii() and enrollment.isdigit() and len(enrollment) < 7):
        raise BadSite(_("The enrollment is a whole number."))
    return SchoolRow(
        number=record.number,
        name=name,
        ref=ref,
        address=" ".join(without_hidden(address).split())[:ADDRESS_MAX_CHARS],
        location=_location_of(record, cell),
        boundary=record.area,
        enrollment=int(enrollment) if enrollment else None,
    )


def _location_of(record: Record, cell: Mapping[str, str]) -> Position:
    """Return where the school is: what its columns say, else its geometry."""
    if cell["lat"] or cell["lon"]:
        return position_from(cell["lat"], cell["lon"])
    if record.point is not None:
        return record.point
    if record.area:
        return middle_of(record.area)
    raise BadSite(_("There is neither a latitude and longitude nor a geometry."))


def _from_csv(content: bytes) -> SchoolTable:
    try:
        table = csv.reader(io.StringIO(text_of(content), newline=""), dialect=dialect_of(content))
        columns = [name.strip() for name in next(table, [])]
        if len([name for name in columns if name]) < 2:
            raise BadSchoolsFile(_("The first row has to name the columns."))
        records = tuple(_list_records(table, columns))
    except csv.Error as error:
        raise BadSchoolsFile(_("The file is not a table with one kind of separator.")) from error
    except BadPeopleFile as bad:
        raise BadSchoolsFile(bad.detail) from bad
    return SchoolTable(tuple(name for name in columns if name), records, ())


def _list_records(table: Iterator[list[str]], columns: Sequence[str]) -> Iterator[Record]:
    for number, cells in enumerate(table, start=2):
        if number > ROWS_MAX + 2:
            raise BadSchoolsFile(_("The file has more than %(most)s rows.") % {"most": ROWS_MAX})
        if any(cell.strip() for cell in cells):
            yield Record(number, dict(zip(columns, cells, strict=False)), (), None)


def _from_geojson(content: bytes) -> SchoolTable:
    ledger = Ledger()
    try:
        features = read_features(content, ledger, ref_property=None)
    except BadFile as bad:
        raise BadSchoolsFile(str(bad)) from bad
    columns = tuple(dict.fromkeys(name for feature in features for name in feature.tags))
    return SchoolTable(
        columns, tuple(_record_of_feature(number, one) for number, one in enumerate(features, start=1)), ()
    )


def _from_gis(content: bytes) -> SchoolTable:
    try:
        features = read_features_apart(content)
    except BadFile as bad:
        raise BadSchoolsFile(why_words().get(bad.code, str(bad))) from bad
    columns = tuple(dict.fromkeys(name for feature in features for name in feature.tags))
    records = (Record(number, one.tags, one.polygons, one.point) for number, one in enumerate(features, start=1))
    return SchoolTable(columns, tuple(records), ())


def _record_of_feature(number: int, feature: Feature) -> Record:
    shape = feature.shape
    is_point = not shape.is_area and len(shape.line) == 1
    return Record(number, feature.tags, shape.polygons, shape.line[0] if is_point else None)
