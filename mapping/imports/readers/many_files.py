"""Read an archive of several files as one plan: one file a floor, or one a kind, in folders or not.

What a file's name and folder say is kept as properties: `layer`, `file`, `folder`, and the floor where they name one.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from mapping.errors import BadFile
from mapping.geometry.floor_words import floor_part, is_plain
from mapping.imports.readers.archive import read_archive
from mapping.imports.readers.drawings.control_points import ControlPoint
from mapping.imports.readers.features.mapped_features import LAYER
from mapping.imports.readers.field_mapping import FILE_LEVEL, FieldMapping
from mapping.imports.readers.geojson import MAX_FEATURES, Feature
from mapping.imports.readers.imdf.fields import one_line
from mapping.interchange.ledger import Ledger

JSON = (".geojson", ".json")
GIS = (".shp", ".kml", ".gpkg")
# What lies beside a Shapefile.
BESIDE = (".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".qmd", ".xml", ".txt", ".md", ".pdf")
FILE, FOLDER = "file", "folder"


def plan_files(names: list[str]) -> list[str]:
    """Return those names of an archive that are plans, of the kinds that are read together."""
    return [name for name in names if PurePosixPath(name.lower()).suffix in (*JSON, *GIS, ".dxf")]


def read_many_files(
    path: Path, mapping: FieldMapping, points: tuple[ControlPoint, ...], ledger: Ledger, *, crs: str
) -> list[Feature]:
    """Return the features of all files of an archive. A file that cannot be read is noted, and the others come in.

    Raises: BadFile: no_features, too_many_features, and whatever read_archive raises.
    """
    files = read_archive(path.read_bytes())
    features: list[Feature] = []
    refusals: list[BadFile] = []
    if any(PurePosixPath(name.lower()).suffix in GIS for name in files):
        features += _read_gis(path, ledger, refusals, crs)
    for name in sorted(files):
        suffix = PurePosixPath(name.lower()).suffix
        if suffix not in (*JSON, ".dxf"):
            if suffix not in (*GIS, *BESIDE):
                ledger.note(one_line(name), "extra_file", "A file of a kind that is not read here.")
            continue
        own = Ledger()
        try:
            found = list(_read_one(files[name], suffix, mapping, points, own, crs))
        except BadFile as refusal:
            refusals.append(refusal)
            ledger.note(one_line(name), "file_unreadable", refusal.detail)
            continue
        prefix = f"{one_line(name)}/".replace(" ", "_")
        ledger.take_in(own, prefix)
        features += [replace(one, ref=prefix + one.ref, tags=_tags_of_file(one, name)) for one in found]
    if len(features) > MAX_FEATURES:
        raise BadFile("too_many_features", f"More than {MAX_FEATURES} features; at most so many are read.")
    if not features:
        raise refusals[0] if refusals else BadFile("no_features", "No file of the archive holds a feature.")
    return features


def _read_gis(path: Path, ledger: Ledger, refusals: list[BadFile], crs: str) -> list[Feature]:
    from mapping.imports.readers.gis.layers import read_gis_layers  # noqa: PLC0415 - its libraries take a second

    try:
        found = read_gis_layers(path, ledger, crs=crs)
    except BadFile as refusal:
        refusals.append(refusal)
        ledger.note("archive", "file_unreadable", refusal.detail)
        return []
    return [replace(one, tags=_tags_of_file(one, one.tags[LAYER])) for one in found]


def _read_one(
    raw: bytes, suffix: str, mapping: FieldMapping, points: tuple[ControlPoint, ...], ledger: Ledger, crs: str
) -> Iterator[Feature]:
    if suffix in JSON:
        from mapping.imports.readers.geojson_crs import read_placed_features  # noqa: PLC0415 - its libraries take a second

        yield from read_placed_features(raw, ledger, crs=crs)
        return
    from mapping.imports.readers.drawings.dxf import dxf_features  # noqa: PLC0415 - its libraries take a second

    yield from dxf_features(raw, mapping, points, ledger, crs=crs)


def _tags_of_file(feature: Feature, name: str) -> dict[str, str]:
    path = PurePosixPath(one_line(name)).with_suffix("")
    parts = [path.name, *reversed(path.parent.parts)]
    # "rooms 2F" says which floor it is, and is no name of one.
    floor = next((found for part in parts if (found := floor_part(part))), "")
    layer = next((part for part in parts if not is_plain(part)), path.name)
    told = {FILE: str(path), **({FOLDER: path.parts[0]} if len(path.parts) > 1 else {})}
    return {LAYER: layer, **told, **({FILE_LEVEL: floor} if floor else {}), **feature.tags}
