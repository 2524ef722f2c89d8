"""The console's door for plans: what it prints, what it refuses, what it leaves behind."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from mapping.models import Floorplan, Site
from mou.vocabulary import AgencyKind
from tests.factories.files.indoor.fire_station import FIRE_STATION
from tests.factories.files.indoor.osm_file import IndoorPlan
from tests.factories.files.plan_files import rooms, write_gis
from tests.factories.mapping import make_site
from tests.factories.mou import make_agency
from tests.support.public_data import BARRACKS, public

pytestmark = pytest.mark.django_db


@pytest.fixture
def station(tmp_path: Path) -> Path:
    """The plan of a fire station, as a file."""
    return written(tmp_path, FIRE_STATION)


def written(folder: Path, plan: IndoorPlan) -> Path:
    path = folder / f"{plan.name}.geojson"
    path.write_bytes(plan.raw())
    return path


def run(path: Path, **options: object) -> str:
    out = StringIO()
    call_command("import_floorplan", str(path), stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("plan", "counts", "spaces"),
    [
        (FIRE_STATION, (109, 76, 4, 2, 27), [11, 47, 8]),
        public(BARRACKS, (123, 88, 0, 2, 33), [10, 55, 8], name="barracks"),
    ],
    ids=str,
)
def test_a_plan_may_bring_its_own_site_and_the_report_is_complete(
    plan: IndoorPlan, counts: tuple[int, ...], spaces: list[int], tmp_path: Path
) -> None:
    report = json.loads(run(written(tmp_path, plan), site="Fire station", new_site_in="Some district", json=True))

    assert report["counts"] == dict(zip(("read", "imported", "repaired", "refused", "ignored"), counts, strict=True))
    assert [level["spaces"] for level in report["levels"]] == spaces
    assert {level["version"] for level in report["levels"]} == {1}
    assert len(report["ignored"]) == counts[-1]
    assert Site.objects.get(name="Fire station").district.name == "Some district"


def test_what_comes_in_is_a_draft_that_changes_nothing_published(station: Path) -> None:
    run(station, site="Fire station", new_site_in="Some district", publish=True)

    run(station, site="Fire station")

    states = set(Floorplan.objects.values_list("version", "state"))
    assert states == {(1, "published"), (2, "draft")}


def test_importing_again_is_the_next_version(station: Path) -> None:
    run(station, site="Fire station", new_site_in="Some district", publish=True)

    report = json.loads(run(station, site="Fire station", json=True, publish=True))

    assert {level["version"] for level in report["levels"]} == {2}
    assert Floorplan.objects.filter(state="superseded").count() == 3


def test_a_dry_run_reports_the_same_and_stores_nothing(station: Path) -> None:
    printed = run(station, site="Fire station", new_site_in="Some district", dry_run=True)

    assert "109 read, 76 imported, 4 repaired, 2 refused, 27 ignored" in printed
    assert "refused way/398000567: not_an_area" in printed
    assert "dry run, not stored" in printed
    assert not Site.objects.exists()
    assert not Floorplan.objects.exists()


def test_a_site_nobody_knows_is_an_error_that_says_what_to_do(station: Path) -> None:
    with pytest.raises(CommandError, match=r"site_not_found.*--new-site-in"):
        run(station, site="Nowhere")


def test_two_sites_of_one_name_are_told_apart_by_id(station: Path) -> None:
    district = make_agency(AgencyKind.DISTRICT)
    first = make_site(district, name="Twin", at_lonlat=FIRE_STATION.at_lonlat)
    make_site(district, name="Twin")

    with pytest.raises(CommandError, match="site_ambiguous"):
        run(station, site="Twin")
    run(station, site=str(first.pk))

    assert Floorplan.objects.filter(level__site=first).count() == 3


def test_a_plan_from_another_country_is_refused(station: Path) -> None:
    make_site(make_agency(AgencyKind.DISTRICT), name="Prairie")

    with pytest.raises(CommandError, match="plan_far_from_site"):
        run(station, site="Prairie")


@pytest.mark.parametrize(
    ("content", "code"),
    [("", "format_unknown"), ("{}", "not_a_feature_collection"), ('{"features": []}', "no_features")],
)
def test_a_bad_file_is_a_clear_error_and_adds_no_site(tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "bad.geojson"
    path.write_text(content)

    with pytest.raises(CommandError, match=code):
        run(path, site="New", new_site_in="Some district")

    assert not Site.objects.exists()


def test_a_missing_file_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="file_missing"):
        run(tmp_path / "none.geojson", site="New")


def test_other_formats_come_in_with_what_is_said_beside_them(tmp_path: Path) -> None:
    write_gis(tmp_path / "school.gpkg", "GPKG", rooms())
    mapping = json.dumps({"number": "room_no", "name": "room_name", "category": "use", "level": "floor"})

    report = json.loads(
        run(tmp_path / "school.gpkg", site="School", new_site_in="Some district", mapping=mapping, json=True)
    )

    assert report["counts"]["imported"] == len(rooms())
    assert set(Floorplan.objects.values_list("state", flat=True)) == {"draft"}


def test_a_file_that_is_no_plan_is_an_error_with_its_code(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"MZ")

    with pytest.raises(CommandError, match="format_unknown"):
        run(tmp_path / "x.zip", site="School", new_site_in="Some district")


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("import_floorplan", ("plan.geojson", "--site", "Lincoln")),
        ("import_sites", ("there",)),
        ("export_site", ("Lincoln", "kml")),
        ("import_worker", ("--once",)),
    ],
)
def test_a_database_that_is_behind_is_said_so_and_shows_no_trace(command: str, arguments: tuple[str, ...]) -> None:
    executor = MigrationExecutor(connection)
    executor.recorder.record_unapplied(*executor.loader.graph.leaf_nodes("mapping")[0])

    with pytest.raises(CommandError, match=r"database_behind: .*manage\.py migrate"):
        call_command(command, *arguments)
