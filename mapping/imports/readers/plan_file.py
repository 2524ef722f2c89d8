"""Read a plan from a file of any kind we know, told by its content and not by its name. For a bounded process."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path, PurePosixPath

from mapping.errors import BadFile
from mapping.imports.readers.archive import names_in_zip
from mapping.imports.readers.drawings.control_points import control_points_from_json
from mapping.imports.readers.features.mapped_features import plan_of_features
from mapping.imports.readers.field_mapping import MAX_WHOLE_CHARS, FieldMapping, mapping_from_json
from mapping.imports.readers.geojson import MAX_BYTES
from mapping.imports.readers.gis.content import KML_ROOT, is_geopackage, xml_root
from mapping.imports.readers.imdf.reading import read_imdf
from mapping.imports.readers.osm.indoor import read_plan
from mapping.imports.readers.osm.levels import HIGHEST
from mapping.imports.readers.other_formats import NAMES, ROOTS, refuse_named, refuse_other_start
from mapping.imports.readers.strays import without_strays
from mapping.interchange.drawing import PlanDrawing
from mapping.interchange.ledger import Ledger
from mapping.vocabulary import NAME_MAX_CHARS, DefectOutcome, FloorCounting, PlanFormat

HEAD_BYTES = 4096
MAGIC = (
    (b"\x89PNG\r\n\x1a\n", PlanFormat.IMAGE),
    (b"\xff\xd8\xff", PlanFormat.IMAGE),
    (b"%PDF-", PlanFormat.PDF),
    (b"AC10", PlanFormat.DWG),
)
IN_ZIP = ((".shp", PlanFormat.SHAPEFILE), (".kml", PlanFormat.KML), (".gpkg", PlanFormat.GEOPACKAGE))
THROUGH_GDAL = frozenset((PlanFormat.KML, PlanFormat.GEOPACKAGE, PlanFormat.SHAPEFILE, PlanFormat.FILE_GEODATABASE))
# One of them in an archive is a plan of several files as well: its name may be its floor.
# What an Azure drawing package has beside its drawings; it draws nothing.
MANIFEST = "manifest.json"
READ_TOGETHER = (".geojson", ".json", ".dxf")
SEVERAL = frozenset((PlanFormat.FILES, PlanFormat.SHAPEFILE, PlanFormat.KML, PlanFormat.GEOPACKAGE))
OSM_ROOT = "osm"
SCANS = frozenset((PlanFormat.IMAGE, PlanFormat.PDF))
# Refused features with this code say of the whole file what they say of themselves.
SWAPPED, OFF_EARTH = "axes_swapped", "off_the_earth"


@dataclass(frozen=True, slots=True)
class ReadingOrder:
    """What a person says about a file beside the file itself. `mapping` and `control_points` are JSON texts.

    `level` is the ordinal of a scan's level, and of features that do not say theirs, `level_name` what it is called;
    `counting` is how the building counts its floors.
    """

    format: PlanFormat | None = None
    mapping: str = ""
    control_points: str = ""
    crs: str = ""
    page: int = 1
    level: str = ""
    level_name: str = ""
    counting: FloorCounting = FloorCounting.US


def check_order(order: ReadingOrder) -> None:
    """Refuse an order that cannot be understood, before any file is read. Raises: BadFile."""
    mapping_from_json(order.mapping)
    mapping_of(order)
    control_points_from_json(order.control_points)


def read_plan_file(path: Path, order: ReadingOrder, ledger: Ledger) -> PlanDrawing:
    """Return the plan in a file; what is wrong with parts of it is in the ledger.

    Raises: BadFile: the file is unusable as a whole.
    """
    kind = kind_of(path, order)
    drawing = without_strays(_read_by_kind(path, kind, order, ledger), ledger)
    if not any(True for _ in drawing.positions()):
        codes = [one.code for one in ledger.defects if one.outcome is DefectOutcome.REFUSED]
        refuse_elsewhere(codes)
        raise BadFile("nothing_to_draw", _why_nothing(codes))
    return drawing


def refuse_elsewhere(codes: list[str]) -> None:
    """Refuse a file most of whose features were refused for what is wrong with all of it. Raises: BadFile."""
    if codes.count(SWAPPED) > len(codes) // 2:
        raise BadFile(SWAPPED, "Latitude and longitude are swapped in this file; longitude comes first.")
    if codes.count(OFF_EARTH) > len(codes) // 2:
        raise BadFile("crs_unknown", "The coordinates are not degrees; name the coordinate system, as in EPSG:26985.")


def format_of(path: Path) -> PlanFormat:
    """Return what a file is, by its first bytes or by what lies in the archive.

    Raises: BadFile: format_unknown, not_a_zip, file_too_large, xml_doctype.
    """
    check_size(path)
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    for start, kind in MAGIC:
        if head.startswith(start):
            return kind
    if head.startswith(b"PK"):
        return _format_of_names(names_in_zip(path))
    if is_geopackage(head):
        return PlanFormat.GEOPACKAGE
    refuse_other_start(head)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith((b"{", b"[")):
        return PlanFormat.OSM_INDOOR if _is_osm_indoor(path) else PlanFormat.GEOJSON
    if text.startswith(b"<"):
        return _format_of_xml(path)
    if text.startswith((b"0\r\n", b"0\n", b"999", b"AutoCAD Binary DXF")):
        return PlanFormat.DXF
    raise BadFile("format_unknown", "This is no kind of plan that is read here; the list is in the documentation.")


def kind_of(path: Path, order: ReadingOrder) -> PlanFormat:
    """Return what a file is to be read as. Raises: BadFile: format_mismatch, and whatever format_of raises."""
    kind = order.format or format_of(path)
    check_magic(path, kind)
    # An archive of several files is read as such, even if the order names only one of its formats.
    return PlanFormat.FILES if kind in SEVERAL and format_of(path) is PlanFormat.FILES else kind


def _format_of_xml(path: Path) -> PlanFormat:
    root = xml_root(path.read_bytes())
    if root == KML_ROOT:
        return PlanFormat.KML
    if root == OSM_ROOT:
        raise BadFile("osm_xml", "This is OpenStreetMap's own XML; save it as GeoJSON, for example with osmtogeojson.")
    refuse_named(ROOTS.get(root, ""))
    raise BadFile("format_unknown", "This is no kind of plan that is read here; the list is in the documentation.")


def check_size(path: Path) -> None:
    """Refuse a file that is larger than any that is read. Raises: BadFile: file_too_large."""
    if path.stat().st_size > MAX_BYTES:
        raise BadFile("file_too_large", f"At most {MAX_BYTES} bytes are read.")


def _format_of_names(names: Iterable[str]) -> PlanFormat:
    paths = [PurePosixPath(name.lower()) for name in names]
    if any(path.name in ("level.geojson", "unit.geojson") for path in paths):
        return PlanFormat.IMDF
    if any(part.endswith(".gdb") for path in paths for part in path.parts):
        return PlanFormat.FILE_GEODATABASE
    together = (*READ_TOGETHER, *(suffix for suffix, _ in IN_ZIP))
    plans = [path for path in paths if path.suffix in together and path.name != MANIFEST]
    # A KMZ is one file of several documents.
    are_many = len([path for path in plans if path.suffix != ".kml"]) > 1
    if are_many or any(path.suffix in READ_TOGETHER for path in plans):
        return PlanFormat.FILES
    for suffix, kind in (*IN_ZIP, (".dwg", PlanFormat.DWG)):
        if any(path.suffix == suffix for path in paths):
            return kind
    for path in paths:
        refuse_named(NAMES.get(path.suffix, ""))
    raise BadFile("format_unknown", "The archive holds no plan of a kind that is read here.")


def _is_osm_indoor(path: Path) -> bool:
    raw = path.read_bytes()
    # The tag that Simple Indoor Tagging is made of; other files have other ways to say "room".
    return b'"indoor"' in raw and (b'"level"' in raw or b'"repeat_on"' in raw)


def check_magic(path: Path, kind: PlanFormat) -> None:
    """Refuse a file that is not what it is said to be: a decoder must never meet what it was not made for."""
    told = format_of(path)
    is_alike = {told, kind} <= {PlanFormat.GEOJSON, PlanFormat.OSM_INDOOR} or {told, kind} <= SEVERAL
    if told is not kind and not is_alike:
        raise BadFile("format_mismatch", f"The file is said to be {kind.value}, but it is {told.value}.")


def _read_by_kind(path: Path, kind: PlanFormat, order: ReadingOrder, ledger: Ledger) -> PlanDrawing:
    """Hand the file to its reader. Each reader is imported when it is needed: all their libraries take a second."""
    if kind is PlanFormat.DWG:
        from mapping.imports.readers.drawings.dwg import read_dwg  # noqa: PLC0415 - see above

        return read_dwg(path, mapping_of(order), control_points_from_json(order.control_points), ledger, crs=order.crs)
    if kind is PlanFormat.FILES:
        from mapping.imports.readers.many_files import read_many_files  # noqa: PLC0415 - see above

        mapping, points = mapping_of(order), control_points_from_json(order.control_points)
        return plan_of_features(read_many_files(path, mapping, points, ledger, crs=order.crs), mapping, ledger)
    if kind in THROUGH_GDAL:
        from mapping.imports.readers.gis.layers import read_gis_layers  # noqa: PLC0415 - see above

        return plan_of_features(read_gis_layers(path, ledger, crs=order.crs), mapping_of(order), ledger)
    if kind is PlanFormat.GEOJSON:
        from mapping.imports.readers.geojson_crs import read_placed_features  # noqa: PLC0415 - see above

        features = read_placed_features(path.read_bytes(), ledger, crs=order.crs)
        return plan_of_features(features, mapping_of(order), ledger)
    raw = path.read_bytes()
    if kind is PlanFormat.OSM_INDOOR:
        return read_plan(raw, ledger, order.counting)
    if kind is PlanFormat.IMDF:
        return read_imdf(raw, ledger, order.counting)
    return _read_placed(raw, kind, order, ledger)


def _read_placed(raw: bytes, kind: PlanFormat, order: ReadingOrder, ledger: Ledger) -> PlanDrawing:
    points = control_points_from_json(order.control_points)
    if kind is PlanFormat.DXF:
        from mapping.imports.readers.drawings.dxf import read_dxf  # noqa: PLC0415 - as in _read_by_kind

        return read_dxf(raw, mapping_of(order), points, ledger, crs=order.crs)
    from mapping.imports.readers.drawings.scan import read_scan  # noqa: PLC0415 - as in _read_by_kind

    name = order.level_name[:NAME_MAX_CHARS]
    return read_scan(
        raw,
        points,
        ledger,
        page=order.page,
        ordinal=ordinal_from_text(order.level),
        level_name=name,
        counting=order.counting,
    )


def mapping_of(order: ReadingOrder) -> FieldMapping:
    """Return what an order says of fields, words and floors. Raises: BadFile: bad_mapping, level_unreadable."""
    told = replace(mapping_from_json(order.mapping, max_chars=MAX_WHOLE_CHARS), counting=order.counting).settled()
    return told.or_level(ordinal_from_text(order.level), order.level_name) if order.level.strip() else told


def ordinal_from_text(text: str) -> Decimal:
    try:
        found = Decimal(text.strip() or "0")
    except InvalidOperation as error:
        raise BadFile("level_unreadable", f"A level is a number, 0 for the ground, and not {text[:20]!r}.") from error
    if not found.is_finite() or abs(found) > HIGHEST or found.as_tuple().exponent not in (0, -1, -2):
        raise BadFile("level_unreadable", "A level is a number from -200 to 200, with at most two decimals.")
    return found


def _why_nothing(codes: list[str]) -> str:
    if not codes:
        return "The file holds no space, no opening and no picture that could be drawn."
    # A note blames nothing: what was refused did.
    most = max(dict.fromkeys(codes), key=codes.count)
    return f"Nothing of the file could be drawn; most often because of {most}."
