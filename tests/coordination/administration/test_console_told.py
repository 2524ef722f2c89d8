"""What the console brings in and takes out stands in the records of the agencies whose it is, to be told from there."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from coordination.administration.operator.telling import tell_of_operator, untold_acts
from coordination.records.audit.intake import take_in
from coordination.records.models import AuditEvent
from mou.models import AdministrativeAct, Agency
from mou.vocabulary import AgencyKind
from tests.factories.cast import Cast, make_cast
from tests.factories.files.indoor.fire_station import FIRE_STATION
from tests.factories.mou import make_agency
from tests.factories.rosters import packed, tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    tell_of_operator(timezone.now())
    return make_cast()


def acts_of(agency: Agency) -> list[dict[str, list[str]]]:
    """Return what stands in an agency's record, all of it by the console and still to be told."""
    rows = untold_acts(timezone.now()).filter(agency=agency, actor__isnull=True)
    assert rows.count() == AdministrativeAct.objects.filter(agency=agency).count()
    return [one.changes for one in rows.order_by("at", "pk")]


def test_a_roster_from_a_file(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "set.zip").write_bytes(packed(tables(cast.school.name)))
    call = ("roster_import", tmp_path / "set.zip")

    call_command(*call, district=cast.district.name, dry_run=True)
    before = acts_of(cast.district)
    call_command(*call, district=cast.district.name)

    assert (before, acts_of(cast.district)) == ([], [{"roster_stored": ["", "csv"]}])


def test_a_site_s_plans_taken_out(cast: Cast, tmp_path: Path) -> None:
    call_command("export_site", cast.site.name, "geojson", "--output", str(tmp_path / "out"))
    with pytest.raises(CommandError, match="not_written"):
        call_command("export_site", cast.site.name, "geojson", "--output", str(tmp_path))

    expected = [{"site_exported": ["", "Lincoln High School (geojson)"]}] * 2
    assert (acts_of(cast.district), acts_of(cast.school)) == (expected, expected)


def test_a_plan_with_the_site_that_it_brings(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "plan.geojson").write_bytes(FIRE_STATION.raw())
    station = {"site": "Fire station", "new_site_in": cast.district.name, "stdout": StringIO()}

    call_command("import_floorplan", str(tmp_path / "plan.geojson"), dry_run=True, **station)
    before = acts_of(cast.district)
    call_command("import_floorplan", str(tmp_path / "plan.geojson"), publish=True, **station)

    brought = {"plan_imported": ["", "Fire station: Main building (published)"]}
    assert (before, acts_of(cast.district)) == ([], [{"site_added": ["", "Fire station"]}, brought])


def test_a_register_of_schools_and_stations(cast: Cast, tmp_path: Path) -> None:
    fire = make_agency(AgencyKind.FIRE, name="Fairview Fire")
    for name in ("public-schools", "fire-stations"):
        one = {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [-77.0, 38.9]},
            "properties": {"GIS_ID": f"{name}-1", "NAME": f"One of {name}"},
        }
        (tmp_path / f"{name}.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [one]}))
    names = {"district": cast.district.name, "police": cast.police.name, "fire": fire.name}

    call_command("import_sites", str(tmp_path), stdout=StringIO(), **names)

    assert acts_of(cast.district) == [{"sites_imported": ["", "1 created, 0 updated, 0 unchanged"]}]
    # No file of police stations came.
    assert [acts_of(one) for one in (fire, cast.police)] == [[{"stations_imported": ["", "Fairview Schools"]}], []]


def test_an_operator_s_account(capsys: pytest.CaptureFixture[str]) -> None:
    # Tests before it may have left events that no one took in: what lies in files comes first, and memory after it.
    while take_in():
        pass
    begun_at = timezone.now()

    for _time in range(2):
        call_command("create_operator", "ada")
    while take_in():
        pass

    events = AuditEvent.objects.filter(what__startswith="operator_", at__gte=begun_at)
    found = events.order_by("at").values_list("what", "source")
    assert list(found) == [("operator_made", "console"), ("operator_let_in", "console")]


def test_the_operators_address_is_the_one_that_the_settings_name(
    capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    settings.PUSH_LINK_ORIGIN, settings.ALLOWED_HOSTS = "https://muster.example:18745", ["localhost"]

    call_command("create_operator", "ada")
    named = capsys.readouterr().out
    settings.PUSH_LINK_ORIGIN = ""
    call_command("create_operator", "ada")

    assert "https://muster.example:18745/accounts/welcome/#" in named
    assert "://localhost" in capsys.readouterr().out
