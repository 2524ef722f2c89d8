"""Files that point at other files, databases and addresses: none is followed, and the answer says what is wrong.

They are read in this process, without what bounds it in use: the readers alone must hold.
"""

from pathlib import Path
from tempfile import mkdtemp

import pytest

from mapping.errors import BadFile
from mapping.imports.readers.plan_file import ReadingOrder, read_plan_file
from mapping.imports.readers.reading_process import READING, reading_of
from mapping.interchange.ledger import Ledger
from tests.factories.files import pointing_files as made
from tests.factories.files.plan_files import zipped as zip_of
from tests.support.elsewhere import Elsewhere

ORDER = ReadingOrder(level="0", crs="EPSG:4326")


def code_of(tmp_path: Path, elsewhere: Elsewhere, raw: bytes, name: str = "upload") -> str:
    """Read a file and return what it was refused with, if it was; nothing from elsewhere is in what came of it."""
    path = Path(mkdtemp(dir=tmp_path)) / name
    path.write_bytes(raw)
    ledger = Ledger()
    try:
        reading = reading_of(read_plan_file(path, ORDER, ledger), ledger)
    except BadFile as error:
        reading = reading_of(None, ledger, code=error.code, detail=error.detail)
    elsewhere.check_untouched(READING.dump_json(reading))
    return reading.code


def codes_of(tmp_path: Path, elsewhere: Elsewhere, files: dict[str, bytes]) -> dict[str, str]:
    return {name: code_of(tmp_path, elsewhere, raw) for name, raw in files.items()}


def test_no_text_that_points_elsewhere_is_followed(tmp_path: Path, elsewhere: Elsewhere) -> None:
    found = codes_of(tmp_path, elsewhere, made.pointing_texts(elsewhere.secret, elsewhere.url))

    json_texts = {"gdalg", "gdalg_address", "tilejson", "stacit"}
    assert {found.pop(name) for name in json_texts} == {"not_a_feature_collection", "no_features"}
    # OpenStreetMap's own XML is named for what it is, and no more read than the others.
    assert found.pop("osm") == "osm_xml"
    assert set(found.values()) == {"format_unknown"}, found


def test_nor_is_it_under_the_name_of_a_plan_in_an_archive(tmp_path: Path, elsewhere: Elsewhere) -> None:
    found = codes_of(tmp_path, elsewhere, made.archives_of_texts(elsewhere.secret, elsewhere.url))

    assert set(found.values()) == {"format_mismatch"}, found


def test_what_lies_beside_a_plan_in_an_archive_is_not_asked(tmp_path: Path, elsewhere: Elsewhere) -> None:
    found = codes_of(tmp_path, elsewhere, made.pointing_archives(tmp_path, elsewhere.secret, elsewhere.url))

    assert found == {
        "shp_of_vrt": "format_mismatch",
        "dbf_of_vrt": "format_mismatch",
        "gdb_of_vrt": "format_mismatch",
        "gdb_alone": "gis_unreadable",
        "gdb_is_a_file": "gis_unreadable",
        "zip_of_zip": "format_mismatch",
        "kml_utf16": "format_mismatch",
        "link_shp": "archive_unsafe_path",
        "link_kml": "archive_unsafe_path",
        "xlsx": "format_unknown",
        "gtfs": "format_unknown",
        "grid": "crs_unknown",
        "company": "",
    }


def test_links_in_a_kml_are_left_alone_and_its_rooms_come_in(tmp_path: Path, elsewhere: Elsewhere) -> None:
    found = codes_of(tmp_path, elsewhere, made.pointing_kmls(elsewhere.secret, elsewhere.url))

    assert set(found.values()) == {""}, found


def test_a_kml_with_a_document_type_is_refused_wherever_it_stands(tmp_path: Path, elsewhere: Elsewhere) -> None:
    files = made.entity_kmls(elsewhere.secret, elsewhere.url)
    zipped = {f"{name} zipped": zip_of({"doc.kml": raw}) for name, raw in files.items()}
    wide = {f"{name} in UTF-16": zip_of({"doc.kml": made.utf16(raw)}) for name, raw in files.items()}

    found = codes_of(tmp_path, elsewhere, files | zipped | wide)

    assert set(found.values()) == {"xml_doctype"}, found


def test_a_geopackage_of_tables_that_other_code_fills_is_refused(tmp_path: Path, elsewhere: Elsewhere) -> None:
    files = made.pointing_geopackages(tmp_path, elsewhere.secret, elsewhere.url)

    found = codes_of(tmp_path, elsewhere, files)

    assert found.pop("sqlite") == "format_unknown"
    assert set(found.values()) == {"geopackage_not_plain"}, found


def test_a_geopackage_of_plain_tables_and_views_is_read(tmp_path: Path, elsewhere: Elsewhere) -> None:
    view = "CREATE VIEW upper_rooms AS SELECT fid, geom, upper(room_name) AS room_name FROM rooms"
    layer = (made.layer_row("upper_rooms"), made.geometry_row("upper_rooms"))

    assert code_of(tmp_path, elsewhere, made.geopackage(tmp_path, view, *layer), "school.gpkg") == ""


@pytest.mark.parametrize("crs", ["+proj=longlat +nadgrids={}", "+init={}:1", "/etc/passwd", "{}", "urn:x", "EPSG:0"])
def test_a_coordinate_system_is_a_code_and_no_path(tmp_path: Path, elsewhere: Elsewhere, crs: str) -> None:
    path = tmp_path / "rooms.zip"
    files = made.shapefile(tmp_path / "shape")
    del files["rooms.prj"]
    path.write_bytes(zip_of(files))

    with pytest.raises(BadFile) as refusal:
        read_plan_file(path, ReadingOrder(level="0", crs=crs.format(elsewhere.secret)), Ledger())

    assert refusal.value.code == "crs_unknown"
