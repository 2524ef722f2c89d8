"""Plans that point at files of the server and at addresses, brought at each door: nothing comes in or goes out."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from mapping.imports.work import work_one
from mapping.models import Floorplan, ImportJob, Site
from tests.factories.cast import Cast, make_cast
from tests.factories.files import pointing_files as made
from tests.factories.mapping import make_site
from tests.support.elsewhere import Elsewhere

# An import is several durable transactions of its own.
pytestmark = pytest.mark.django_db(transaction=True)
AT = (-98.5, 39.8)
MADE: dict[str, Callable[[Elsewhere], bytes]] = {
    "school.kml": lambda there: made.pointing_texts(there.secret, there.url)["vrt_file"],
    "address.kml": lambda there: made.pointing_texts(there.secret, there.url)["vrt_address"],
    "kml.zip": lambda there: made.archives_of_texts(there.secret, there.url)["vrt_file_as_kml"],
    "gpkg.zip": lambda there: made.archives_of_texts(there.secret, there.url)["gdalg_as_gpkg"],
    "shp.zip": lambda there: made.archives_of_texts(there.secret, there.url)["vrt_address_as_shp"],
}
CODES = {"school.kml": "format_unknown", "address.kml": "format_unknown"}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def site(cast: Cast) -> Site:
    return make_site(cast.district, school=cast.school, at_lonlat=AT)


@pytest.mark.parametrize("name", MADE)
def test_a_look_shows_nothing_of_what_a_file_points_at(
    cast: Cast, site: Site, client: Client, elsewhere: Elsewhere, name: str
) -> None:
    client.force_login(cast.insider)
    file = SimpleUploadedFile(name, MADE[name](elsewhere))

    answer = client.post(f"/api/v1/sites/{site.pk}/plan-looks", {"file": file})

    elsewhere.check_untouched(answer.content)
    assert answer.json()["code"] == CODES.get(name, "format_mismatch")


@pytest.mark.parametrize("name", MADE)
def test_an_import_brings_in_nothing_of_what_a_file_points_at(
    cast: Cast, site: Site, client: Client, elsewhere: Elsewhere, name: str
) -> None:
    client.force_login(cast.insider)
    file = SimpleUploadedFile(name, MADE[name](elsewhere))

    brought = client.post(f"/api/v1/sites/{site.pk}/plan-imports", {"file": file, "level": "0"})
    work_one(clock=lambda: datetime.now(UTC), may_go_on=lambda: True)

    answer = client.get(brought["Location"])
    elsewhere.check_untouched(answer.content)
    elsewhere.check_untouched(client.get(f"{brought['Location']}/defects").content)
    elsewhere.check_untouched(client.get(f"/plan-imports/{ImportJob.objects.get().pk}").content)
    assert (answer.json()["state"], answer.json()["error_code"]) == ("failed", CODES.get(name, "format_mismatch"))
    assert not Floorplan.objects.exists()


@pytest.mark.parametrize("name", MADE)
def test_the_command_brings_in_nothing_either(tmp_path: Path, elsewhere: Elsewhere, name: str) -> None:
    (tmp_path / name).write_bytes(MADE[name](elsewhere))
    out, err = StringIO(), StringIO()

    with pytest.raises(CommandError, match=CODES.get(name, "format_mismatch")) as refusal:
        call_command(
            "import_floorplan", tmp_path / name, site="S", new_site_in="D", level="0", json=True, stdout=out, stderr=err
        )

    elsewhere.check_untouched(f"{out.getvalue()}{err.getvalue()}{refusal.value}".encode())
    assert not Site.objects.exists()
