"""The register of a whole city: counts, joins, and a second run; then what a bad register does."""

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from mapping.imports.readers.registers.dc_open_data import (
    FILES,
    GROUNDS_FILE,
    SCHOOLS_FILE,
    read_register,
)
from mapping.imports.readers.registers.join import join_schools
from mapping.models import Facility, ImportRun, Site
from mou.models import Agency
from mou.vocabulary import AgencyKind

FILES_AND_COUNTS = {
    "public-schools.geojson": 122,
    "public-school-grounds.geojson": 173,
    "police-stations.geojson": 15,
    "fire-stations.geojson": 34,
    "hospitals.geojson": 18,
}


def run(folder: Path, **options: object) -> dict[str, object]:
    out = StringIO()
    call_command("import_sites", str(folder), json=True, stdout=out, **options)
    report = json.loads(out.getvalue())
    assert isinstance(report, dict)
    return report


def write_schools(folder: Path, *names: object) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"GIS_ID": f"s{index}", "NAME": name},
            "geometry": {"type": "Point", "coordinates": [-77.0, 38.9]},
        }
        for index, name in enumerate(names)
    ]
    (folder / SCHOOLS_FILE).write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def test_every_school_and_ground_is_accounted_for_by_the_join(city: Path) -> None:
    register = read_register({name: (city / name).read_bytes() for name in FILES})
    schools, grounds = register.ledgers[SCHOOLS_FILE], register.ledgers[GROUNDS_FILE]

    joined = join_schools(register.schools, register.grounds, schools, grounds)

    codes = [defect.code for defect in schools.defects]
    assert (len(register.schools), len(register.grounds)) == (122, 173)
    assert sum(school.ground is not None for school in joined) == 120
    assert codes.count("matched_by_distance") == 3
    assert codes.count("no_ground") == 2
    assert grounds.counts() == {"read": 173, "imported": 108, "repaired": 0, "refused": 0, "ignored": 65}


@pytest.mark.django_db
def test_a_whole_city_comes_in_and_a_second_run_changes_nothing(city: Path) -> None:
    first = run(city)
    second = run(city)

    assert first["sites"] == {"created": 122, "updated": 0, "unchanged": 0}
    assert first["facilities"] == {"created": 67, "updated": 0, "unchanged": 0}
    assert second["sites"] == {"created": 0, "updated": 0, "unchanged": 122}
    assert second["facilities"] == {"created": 0, "updated": 0, "unchanged": 67}
    assert (Site.objects.count(), Facility.objects.count()) == (122, 67)
    assert Agency.objects.filter(kind=AgencyKind.SCHOOL).count() == 122
    assert Site.objects.filter(boundary__isnull=True).count() == 2
    assert ImportRun.objects.count() == 2 * len(FILES)


@pytest.mark.django_db
def test_the_report_counts_each_file_and_lists_each_defect(city: Path) -> None:
    report = run(city)

    files = report["files"]
    assert isinstance(files, dict)
    assert {name: entry["counts"]["read"] for name, entry in files.items()} == FILES_AND_COUNTS
    mended = [one for one in files[SCHOOLS_FILE]["defects"] if one["outcome"] == "repaired"]
    assert sorted(one["code"] for one in mended) == ["matched_by_distance"] * 3 + ["polygon_invalid"]
    assert len(files[GROUNDS_FILE]["ignored"]) == 65


@pytest.mark.django_db
def test_stations_belong_to_the_agencies_named(city: Path) -> None:
    run(city, police="Town Police", fire="Town Fire")

    by_agency = {
        agency.name: agency.facilities.count() for agency in Agency.objects.filter(kind__in=["police", "fire"])
    }
    assert by_agency == {"Town Police": 15, "Town Fire": 34}
    assert Facility.objects.filter(agency=None, kind="hospital").count() == 18


@pytest.mark.django_db
def test_a_changed_name_is_an_update_of_the_same_site(tmp_path: Path) -> None:
    write_schools(tmp_path, "Old name", "Same name")
    run(tmp_path)
    site_id = Site.objects.get(name="Old name").pk
    write_schools(tmp_path, "New name", "Same name")

    report = run(tmp_path)

    assert report["sites"] == {"created": 0, "updated": 1, "unchanged": 1}
    assert Site.objects.get(pk=site_id).name == "New name"


@pytest.mark.django_db
def test_a_school_without_a_name_is_refused_and_the_rest_comes_in(tmp_path: Path) -> None:
    write_schools(tmp_path, None, "Good School", "<b>x</b>" * 2000)

    report = run(tmp_path)

    files = report["files"]
    assert isinstance(files, dict)
    defects = {one["feature"]: (one["code"], one["outcome"]) for one in files[SCHOOLS_FILE]["defects"]}
    assert defects == {"s0": ("name_missing", "refused"), "s2": ("name_shortened", "repaired")}
    assert Site.objects.count() == 2
    assert report["files_missing"] == [name for name in FILES if name != SCHOOLS_FILE]


@pytest.mark.django_db
def test_a_folder_without_schools_is_a_clear_error_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="file_missing"):
        run(tmp_path)

    assert not Agency.objects.exists()


@pytest.mark.django_db
def test_a_broken_file_is_a_clear_error_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / SCHOOLS_FILE).write_text("{")

    with pytest.raises(CommandError, match="not_json"):
        run(tmp_path)

    assert not Site.objects.exists()
    assert not Agency.objects.exists()


@pytest.mark.django_db
def test_what_an_agency_keeps_by_hand_stays_as_it_is(city: Path) -> None:
    run(city)
    kept = Facility.objects.filter(kind="fire_station").earliest("name")
    Facility.objects.filter(pk=kept.pk).update(name="Ours, renamed", kept_since=datetime.now(UTC))

    second = run(city)

    kept.refresh_from_db()
    assert kept.name == "Ours, renamed"
    assert second["facilities"] == {"created": 0, "updated": 0, "unchanged": 67}
