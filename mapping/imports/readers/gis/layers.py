"""Read GIS files through GDAL: GeoPackage, Shapefile, FileGDB, KML. Reads a path; meant for a bounded process."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import numpy as np
import pyogrio
import pyproj
from numpy.typing import NDArray
from pyogrio.raw import read as read_layer

from mapping.errors import BadFile
from mapping.geometry.shapes import ShapeError, first_position, shape_from_geojson
from mapping.geometry.wkb import Coordinates, WkbError, read_wkb
from mapping.imports.readers.archive import read_archive
from mapping.imports.readers.features.mapped_features import LAYER
from mapping.imports.readers.geojson import MAX_FEATURES, UNSHOWN, Feature, tags_of
from mapping.imports.readers.gis.content import (
    KML_ROOT,
    check_content,
    check_plain_tables,
    geodatabase_of,
    is_encoding,
    is_geopackage,
    is_unpacked,
    xml_root,
)
from mapping.imports.readers.gis.drivers import know_only_read
from mapping.imports.readers.imdf.fields import one_line
from mapping.interchange.ledger import Ledger

MAX_LAYERS = 100
WGS84 = "EPSG:4326"
TOO_MANY = "too_many_features"
HEAD_BYTES = 4096
# What columns with an id of their own are called. A program that writes the file anew counts OBJECTID and FID anew.
ID_COLUMNS = ("globalid", "global_id", "guid", "uuid", "room_id", "roomid", "space_id", "spaceid", "unit_id", "unitid")
PLAIN_ID_COLUMN = "id"
# A GUID in braces has as many; with the name of its layer it has to fit into a column.
ID_MAX_CHARS = 38
KNOWN_BY_ROW = (
    "No column has an id of each row: it is known by its place in this file, and may be another room in the next."
)
# What of an archive is opened; the other files are parts of these.
OPENED = frozenset((".shp", ".kml", ".gpkg"))
# How a coordinate system is named: by an authority and a code, or as GDAL writes out the one that a file has.
CRS_CODE = re.compile(r"[A-Za-z]{2,20}:[A-Za-z0-9._-]{1,40}")
CRS_TEXT = re.compile(r"[A-Z_]{4,40}\[")
# The last one: pyogrio, of a coordinate system that GDAL cannot write out.
GDAL_FAILURES = (
    *(pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FieldError),
    UnboundLocalError,
)


@dataclass(frozen=True, slots=True)
class GisLayer:
    """One layer as GDAL hands it over: columns side by side.

    `has_ids` says that the format itself gives each row a number that it keeps. A Shapefile has places of rows only.
    """

    name: str
    fields: tuple[str, ...]
    fids: tuple[int, ...]
    geometries: tuple[bytes | None, ...]
    columns: tuple[tuple[object, ...], ...]
    crs: str
    has_ids: bool = True


def read_gis_layers(path: Path, ledger: Ledger, *, crs: str) -> list[Feature]:
    """Return the readable features of all layers, in WGS 84; each knows its layer by the property `layer`.

    `crs` is for files that do not say theirs. Of several files in an archive, one that cannot be read is noted.
    Raises: BadFile: gis_unreadable, crs_unknown, too_many_features,
        no_features, xml_doctype, format_mismatch, geopackage_not_plain, and whatever read_archive raises.
    """
    features: list[Feature] = []
    refusals: list[BadFile] = []
    taken: set[str] = set()
    sources = _find_sources(path)
    for source in sources:
        try:
            for layer in _layers_of(source, crs, taken, most=MAX_FEATURES - len(features)):
                features.extend(_read_features(layer, ledger))
        except BadFile as refusal:
            if len(sources) == 1 or refusal.code == TOO_MANY:
                raise
            refusals.append(refusal)
            ledger.note(one_line(source.name), "file_unreadable", refusal.detail)
    if refusals and not features:
        raise refusals[0]
    if not features and not ledger.defects:
        raise BadFile("no_features", "No layer of the file holds a feature.")
    return features


def _layers_of(source: Path, crs: str, taken: set[str], *, most: int) -> Iterator[GisLayer]:
    """Yield the layers of one file, each called as no other is. Raises: BadFile."""
    left = most
    for name in layer_names(source):
        layer = read_table(source, name, crs)
        if layer.name in taken:
            layer = replace(layer, name=f"{layer.name}~{len(taken)}")
        taken.add(layer.name)
        left -= len(layer.geometries)
        if left < 0:
            raise BadFile(TOO_MANY, f"More than {MAX_FEATURES} features; at most so many are read.")
        yield layer


def _find_sources(path: Path) -> list[Path]:
    """Return what GDAL is to open: the file, or what was unpacked beside it. Each is what its name says."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head.startswith(b"PK"):
        if is_geopackage(head):
            check_plain_tables(path)
        elif xml_root(path.read_bytes()) != KML_ROOT:
            raise BadFile("gis_unreadable", "The file is damaged, or of a kind that is not read.")
        return [path]
    folder = path.parent / "unpacked"
    found: set[Path] = set()
    for name, content in read_archive(path.read_bytes()).items():
        if not is_unpacked(name):
            continue
        check_content(name, content)
        found.update(_unpack_file(folder, name, content))
    if not found:
        raise BadFile("gis_unreadable", "The archive holds no Shapefile, FileGDB, GeoPackage or KML.")
    return sorted(found)


def _unpack_file(folder: Path, name: str, content: bytes) -> Iterator[Path]:
    """Write a file of the archive, and yield what GDAL is to open because of it."""
    target, geodatabase = folder / name, geodatabase_of(PurePosixPath(name))
    if target.suffix.lower() == ".cpg" and not is_encoding(content):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    if geodatabase is not None:
        yield folder / geodatabase
    elif target.suffix.lower() in OPENED:
        if target.suffix.lower() == ".gpkg":
            check_plain_tables(target)
        yield target


def layer_names(source: Path, *, at_most: int = MAX_LAYERS) -> list[str]:
    """Return the layers that have geometries. Raises: BadFile: gis_unreadable, too_many_layers."""
    know_only_read()
    try:
        names = [str(name) for name, geometry in pyogrio.list_layers(source) if geometry is not None]
    except (*GDAL_FAILURES, ValueError, RuntimeError) as error:
        raise BadFile("gis_unreadable", "The file is damaged, or of a kind that is not read.") from error
    if len(names) > at_most:
        raise BadFile("too_many_layers", f"{len(names)} layers; at most {at_most} are read.")
    return names


def read_table(source: Path, name: str, crs: str) -> GisLayer:
    """Return a whole layer, its geometries in the plane. Raises: BadFile: gis_unreadable."""
    try:
        meta, fids, geometries, columns = read_layer(
            source, layer=name, force_2d=True, return_fids=True, datetime_as_string=True, max_features=MAX_FEATURES + 1
        )
    except (*GDAL_FAILURES, ValueError, RuntimeError) as error:
        raise BadFile("gis_unreadable", f"The layer {one_line(name)!r} is damaged.") from error
    return GisLayer(
        name=one_line(name),
        fields=tuple(str(field) for field in meta["fields"]),
        fids=tuple(int(fid) for fid in fids),
        geometries=tuple(geometries),
        columns=tuple(tuple(column.tolist()) for column in columns),
        crs=str(meta["crs"] or crs or ""),
        has_ids=source.suffix.lower() != ".shp",
    )


def _read_features(layer: GisLayer, ledger: Ledger) -> Iterator[Feature]:
    place = _transformer_of(layer)
    ledger.expect(len(layer.geometries))
    for row, own in enumerate(_ids_of_rows(layer, ledger)):
        ref = f"{layer.name}/{own}".replace(" ", "_")
        ledger.read(ref)
        raw = layer.geometries[row]
        if raw is None:
            ledger.refuse(ref, "no_geometry", "The feature has no geometry.")
            continue
        try:
            geometry = read_wkb(raw)
            placed = {"type": geometry.kind, "coordinates": _place_coordinates(geometry.coordinates, place)}
            ledger.stands_at(ref, first_position(placed))
            shape = shape_from_geojson(placed, joins_lines=True)
        except WkbError as error:
            ledger.refuse(ref, "geometry_not_supported", f"The geometry cannot be read: {error}.")
            continue
        except ShapeError as error:
            ledger.refuse(ref, error.code, error.detail)
            continue
        yield Feature(ref, {**tags_of_row(layer, row, ref, ledger), LAYER: layer.name}, shape)


def _ids_of_rows(layer: GisLayer, ledger: Ledger) -> Sequence[str | int]:
    """Return what each row is known by: what is said of a room later is found by that in the next file."""
    if layer.has_ids:
        return layer.fids
    by_name = {field.lower(): column for field, column in zip(layer.fields, layer.columns, strict=True)}
    for name in (*ID_COLUMNS, PLAIN_ID_COLUMN):
        ids = [_id_text(value) for value in by_name.get(name, ())]
        # A column that a program made and no one filled says the same, or nothing, in each row.
        if ids and all(ids) and len(set(ids)) == len(ids):
            return ids
    if layer.fids:
        ledger.note(layer.name.replace(" ", "_"), "known_by_row", KNOWN_BY_ROW)
    return layer.fids


def _id_text(value: object) -> str:
    """Return what a column says as an id; empty where that can be none."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    found = UNSHOWN.sub("_", str(value).strip()) if isinstance(value, str | int) else ""
    return found if len(found) <= ID_MAX_CHARS else ""


def tags_of_row(layer: GisLayer, row: int, ref: str, ledger: Ledger) -> dict[str, str]:
    """Return what one row says, as text."""
    return tags_of({name: column[row] for name, column in zip(layer.fields, layer.columns, strict=True)}, ref, ledger)


def _transformer_of(layer: GisLayer) -> pyproj.Transformer | None:
    if not layer.crs:
        raise BadFile("crs_unknown", f"Layer {layer.name!r} does not say its coordinate system; name its EPSG code.")
    return transformer_to_wgs84(layer.crs)


def transformer_to_wgs84(crs: str) -> pyproj.Transformer | None:
    """Return what turns coordinates into longitude and latitude; None if they are that already.

    Raises: BadFile: crs_unknown.
    """
    if CRS_CODE.fullmatch(crs) is None and CRS_TEXT.match(crs) is None:
        # PROJ's own language names files.
        raise BadFile("crs_unknown", "The coordinate system is not known; name it as in EPSG:26985.")
    try:
        found = pyproj.CRS.from_user_input(crs)
    except pyproj.exceptions.CRSError as error:
        raise BadFile("crs_unknown", "The coordinate system is not known; name it as in EPSG:26985.") from error
    if found.equals(pyproj.CRS.from_user_input(WGS84), ignore_axis_order=True):
        return None
    try:
        return pyproj.Transformer.from_crs(found, WGS84, always_xy=True)
    except pyproj.exceptions.ProjError as error:
        # The system needs a grid file of its own, which is not installed.
        raise BadFile("crs_unknown", "The coordinate system is not known; name it as in EPSG:26985.") from error


def _place_coordinates(coordinates: Coordinates, place: pyproj.Transformer | None) -> Coordinates:
    """Return coordinates in degrees, ring by ring: one call for each costs a tenth of one call for each position."""
    if place is None or isinstance(coordinates, float) or not coordinates:
        return coordinates
    first = coordinates[0]
    if isinstance(first, float):
        return _in_degrees(np.array([coordinates]), place)[0]
    if first and isinstance(first[0], float):
        return _in_degrees(np.array(coordinates), place)
    return [_place_coordinates(part, place) for part in coordinates]


def _in_degrees(positions: NDArray[np.float64], place: pyproj.Transformer) -> list[list[float]]:
    lons, lats = place.transform(positions[:, 0], positions[:, 1])
    placed: list[list[float]] = np.column_stack([lons, lats]).tolist()
    return placed
