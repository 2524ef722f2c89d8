"""Files of stored sites: who may take them, when they are made again, what is printed on them."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation
from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from mapping.exports import made
from mapping.exports.api import ExportQuery
from mapping.exports.made import Made, Wanted, export_of, export_tag, store_file
from mapping.exports.print_job import PrintChoice
from mapping.exports.sheets.paper import Paper
from mapping.exports.site_plan import site_plan
from mapping.exports.writers.imdf import imdf_files
from mapping.models import Floorplan, Level, Site
from mapping.vocabulary import ExportKind, PrintLayer
from mou.vocabulary import AgencyKind, TermKind
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import draw_level, draw_space, make_plan
from tests.factories.mou import make_agency, make_member, make_memorandum
from tests.mapping.exports.imdf_check import imdf_findings

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.EXPORTS_ROOT = tmp_path / "exports"


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    make_plan(cast.site, draw_level(draw_space(number="101", name=HOSTILE)))
    return cast


def text_of(pdf: bytes) -> str:
    return "\n".join(page_text(page) for page in PdfReader(io.BytesIO(pdf)).pages)


def page_text(page: PageObject) -> str:
    """Return what a page says; the reader leaves the upper halves of two-byte codes in the text."""
    return " ".join(page.extract_text().replace("\x00", "").split())


def root_of(reader: PdfReader) -> DictionaryObject:
    """Return the catalogue of a file, where it says its language and that it is tagged."""
    root = reader.trailer["/Root"].get_object()
    assert isinstance(root, DictionaryObject)
    return root


# --- who may ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", [ExportKind.IMDF, ExportKind.GEOPACKAGE, ExportKind.PDF])
def test_a_partner_takes_a_file_and_a_stranger_cannot_tell_that_there_is_one(
    cast: Cast, client: Client, kind: ExportKind
) -> None:
    client.force_login(cast.officer)
    taken = client.get(f"/api/v1/sites/{cast.site.pk}/export?kind={kind}")
    client.force_login(cast.stranger)
    refused = client.get(f"/api/v1/sites/{cast.site.pk}/export?kind={kind}")

    assert (taken.status_code, len(b"".join(taken.streaming_content)) > 500) == (200, True)  # type: ignore[attr-defined]
    assert "private" in taken["Cache-Control"]
    assert (refused.status_code, refused.json()["code"]) == (404, "site_not_found")


def test_an_agreement_without_floorplans_gives_no_files(cast: Cast, client: Client) -> None:
    fire = make_agency(AgencyKind.FIRE)
    make_memorandum(cast.district, fire, grants=[TermKind.ROOM_ACCESS], expires_on=date(2999, 1, 1))
    client.force_login(make_member(fire).user)

    assert client.get(f"/api/v1/sites/{cast.site.pk}").status_code == 200
    assert client.get(f"/api/v1/sites/{cast.site.pk}/exports").status_code == 404
    assert client.get(f"/api/v1/sites/{cast.site.pk}/export?kind=kml").status_code == 404


def test_an_unchanged_file_costs_a_304_and_a_kind_that_is_none_is_refused(cast: Cast, client: Client) -> None:
    client.force_login(cast.officer)
    address = f"/api/v1/sites/{cast.site.pk}/export"
    first = client.get(f"{address}?kind=geojson")
    etag = first["ETag"]
    assert b"FeatureCollection" in b"".join(first.streaming_content)  # type: ignore[attr-defined]

    again = client.get(f"{address}?kind=geojson", headers={"If-None-Match": etag})
    refused = client.get(f"{address}?kind=dwg")

    assert (again.status_code, again.content) == (304, b"")
    assert refused.status_code == 422


# --- when it is made --------------------------------------------------------------------------------------------------
def test_a_file_is_made_again_when_a_floor_is_published_or_verified_and_not_otherwise(cast: Cast) -> None:
    wanted = Wanted(ExportKind.KML, TODAY)
    first = export_of(cast.site, wanted, person_id=None)

    assert export_of(cast.site, wanted, person_id=None) == first
    make_plan(cast.site, draw_level(draw_space(number="102")))
    second = export_of(cast.site, wanted, person_id=None)
    Floorplan.objects.filter(state="published").update(verified_by=cast.insider, verified_on=TODAY)
    third = export_of(cast.site, wanted, person_id=None)

    assert len({first.tag, second.tag, third.tag}) == 3
    assert b"<value>101</value>" not in second.path.read_bytes()


def test_many_who_make_the_same_file_at_once_all_have_it_whole(tmp_path: Path) -> None:
    content = bytes(4_000_000)

    def made(path: Path) -> int:
        store_file(path, content)
        return path.stat().st_size

    for number in range(10):
        with ThreadPoolExecutor(8) as threads:
            sizes = set(threads.map(made, [tmp_path / "exports" / str(number)] * 8))

        assert sizes == {len(content)}
    assert (tmp_path / "exports").stat().st_mode & 0o777 == 0o700


def test_a_file_that_gave_way_to_newer_ones_meanwhile_is_made_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Path] = []

    def gone_once(site: Site, wanted: Wanted, *, person_id: int | None) -> Made:
        found = export_of(site, wanted, person_id=person_id)
        if not given:
            found.path.unlink()
        given.append(found.path)
        return found

    monkeypatch.setattr(made, "export_of", gone_once)
    _, opened = made.opened_export(cast.site, Wanted(ExportKind.GEOJSON, on=TODAY), person_id=None)

    with opened:
        assert opened.read().startswith(b"{")
    assert len(given) == 2


def test_a_print_is_another_one_for_another_day_language_and_purpose(cast: Cast) -> None:
    tags = {export_tag(cast.site, Wanted(ExportKind.PDF, day)) for day in (TODAY, date(2026, 11, 25))}
    tags.add(export_tag(cast.site, Wanted(ExportKind.PDF, TODAY, PrintChoice(is_training=True))))
    with translation.override("es"):
        tags.add(export_tag(cast.site, Wanted(ExportKind.PDF, TODAY)))

    assert len(tags) == 4


def test_a_site_is_read_in_six_queries(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    site = Site.objects.select_related("district").get(pk=cast.site.pk)

    with django_assert_num_queries(6):
        site_plan(site)


def test_a_stored_site_is_a_good_imdf_archive(cast: Cast) -> None:
    assert [one for one in imdf_findings(imdf_files(site_plan(cast.site))) if not one.is_hint] == []


# --- paper ------------------------------------------------------------------------------------------------------------
def test_a_print_says_version_age_scale_and_grid_and_is_tagged(cast: Cast) -> None:
    Floorplan.objects.update(verified_by=cast.insider, verified_on=date(2026, 11, 14))

    with translation.override("en"):
        pdf = export_of(cast.site, Wanted(ExportKind.PDF, TODAY), person_id=None).path.read_bytes()

    text, root = text_of(pdf), root_of(PdfReader(io.BytesIO(pdf)))
    taken_along = ("Confidential: for responders and the school.", "Version 1", "Printed Nov. 24, 2026")
    for said in ("Lincoln High School", "1 : ", "10 days ago", "true north", "TRAINING", HOSTILE, *taken_along):
        assert (said in text) is (said != "TRAINING"), said
    assert "/MarkInfo" in root
    assert str(root["/Lang"]) == "en"
    first = PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    assert sorted(round(float(side) / 72, 1) for side in (first.width, first.height)) == [11, 17]


def test_a_training_copy_says_so_on_every_sheet_in_the_reader_s_language(cast: Cast) -> None:
    with translation.override("es"):
        made = export_of(cast.site, Wanted(ExportKind.PDF, TODAY, PrintChoice(is_training=True)), person_id=None)

    reader = PdfReader(made.path)
    assert all("ENTRENAMIENTO" in page_text(page) for page in reader.pages)
    assert str(root_of(reader)["/Lang"]) == "es"
    assert made.name.endswith("-training.tabloid.pdf")


def test_the_drawings_are_one_svg_for_the_grounds_and_one_for_each_floor(cast: Cast) -> None:
    made = export_of(cast.site, Wanted(ExportKind.SVG, TODAY), person_id=None)

    with zipfile.ZipFile(made.path) as archive:
        drawings = {name: archive.read(name).decode() for name in archive.namelist()}
    assert [name[:3] for name in drawings] == ["00-", "01-"]
    assert all("<img" not in drawing and "<script" not in drawing for drawing in drawings.values())


def side_inches(pdf: bytes) -> set[tuple[float, float]]:
    pages = [page.mediabox for page in PdfReader(io.BytesIO(pdf)).pages]
    return {
        (round(min(page.width, page.height) / 72, 1), round(max(page.width, page.height) / 72, 1)) for page in pages
    }


def test_a_print_is_on_the_paper_and_of_the_sheets_that_were_chosen(cast: Cast, client: Client) -> None:
    level = Level.objects.get(site=cast.site)
    client.force_login(cast.officer)
    address = f"/api/v1/sites/{cast.site.pk}/export?kind=pdf&paper=a3"

    whole = b"".join(client.get(address).streaming_content)  # type: ignore[attr-defined]
    floor = b"".join(client.get(f"{address}&sheet={level.pk}").streaming_content)  # type: ignore[attr-defined]

    assert side_inches(whole) == {(11.7, 16.5)}
    assert len(PdfReader(io.BytesIO(whole)).pages) > len(PdfReader(io.BytesIO(floor)).pages) >= 1
    assert "101" in text_of(floor)


@pytest.mark.parametrize("wrong", ["paper=a5", "sheet=upstairs", "layer=ghosts"])
def test_a_choice_that_is_none_is_refused(cast: Cast, client: Client, wrong: str) -> None:
    client.force_login(cast.officer)

    assert client.get(f"/api/v1/sites/{cast.site.pk}/export?kind=pdf&{wrong}").status_code == 422


def test_a_print_on_which_nothing_would_be_is_refused_and_not_made(cast: Cast, client: Client) -> None:
    client.force_login(cast.officer)

    refused = client.get(f"/api/v1/sites/{cast.site.pk}/export?kind=pdf&sheet={uuid4()}")

    assert (refused.status_code, refused.json()["code"]) == (404, "nothing_to_print")


def test_a_form_without_a_ticked_layer_prints_rooms_alone_and_no_layer_at_all_means_every_one() -> None:
    unticked = ExportQuery(kind=ExportKind.PDF, only_layers=True).choice()
    unsaid = ExportQuery(kind=ExportKind.PDF).choice()

    assert (unticked.layers, unsaid.layers) == (frozenset(), frozenset(PrintLayer))


def test_the_page_offers_papers_and_floors_to_who_may_see_them_and_is_nothing_to_a_stranger(
    cast: Cast, client: Client
) -> None:
    level = Level.objects.get(site=cast.site)
    client.force_login(cast.officer)
    shown = client.get(f"/sites/{cast.site.pk}/print").content.decode()
    client.force_login(cast.stranger)
    refused = client.get(f"/sites/{cast.site.pk}/print")

    assert all(f'value="{paper}"' in shown for paper in Paper)
    assert f'value="{level.pk}"' in shown
    assert 'value="streets"' not in shown
    assert refused.status_code == 404


# --- the command ------------------------------------------------------------------------------------------------------
def test_the_command_writes_a_file_and_says_when_there_is_no_such_site(cast: Cast, tmp_path: Path) -> None:
    call_command("export_site", cast.site.name, "imdf", "--output", str(tmp_path / "out.zip"))

    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert "unit.geojson" in archive.namelist()
    with pytest.raises(CommandError, match="site_not_found"):
        call_command("export_site", "Nowhere", "imdf")
