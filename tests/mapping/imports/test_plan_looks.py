"""Looking at a file and fitting control points over HTTP: what is seen, what is refused, what is measured."""

import base64
import csv
import io
import json
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image

from mapping.errors import REFUSED_AT_ONCE
from mapping.imports.readers.plan_file import ReadingOrder
from mapping.imports.work import work_one
from mapping.models import ImportDefect, ImportJob, ImportRun, PlanImage, Site
from mou.foundation.bounded_process import landlock
from tests.factories.cast import Cast, make_cast
from tests.factories.files.dirty_imdf import dirty_imdf
from tests.factories.files.indoor.fire_station import fire_station
from tests.factories.files.plan_files import SCHOOL, dxf_of, rooms
from tests.factories.mapping import CENTRE, bring_plan, make_site
from tests.factories.mou import NOW

# An import is several durable transactions of its own.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def looked(client: Client, site: Site, name: str, raw: bytes) -> dict[str, object]:
    answer = client.post(f"/api/v1/sites/{site.pk}/plan-looks", {"file": SimpleUploadedFile(name, raw)})
    assert answer.status_code == 200
    found = answer.json()
    assert isinstance(found, dict)
    return found


def scan(width: int = 300, height: int = 200) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(buffer, "PNG")
    return buffer.getvalue()


def test_a_file_says_its_kind_its_fields_and_what_they_hold(cast: Cast, client: Client) -> None:
    client.force_login(cast.insider)
    ring = [[0, 0], [1, 0], [1, 1], [0, 0]]
    members = [
        {
            "type": "Feature",
            "properties": {"USE": use, "ROOM": number},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for number, use in ((1, "LAB"), (2, "LAB"), (3, "GYM"))
    ]
    raw = json.dumps({"type": "FeatureCollection", "features": members}).encode()

    found = looked(client, cast.site, "rooms.geojson", raw)

    assert (found["format"], found["features"], found["picture"]) == ("geojson", 3, None)
    assert found["fields"] == [
        {"name": "USE", "values": ["LAB", "GYM"], "is_cut": False},
        {"name": "ROOM", "values": ["1", "2", "3"], "is_cut": False},
    ]


def test_a_drawing_shows_its_layers_and_its_lines(cast: Cast, client: Client) -> None:
    client.force_login(cast.insider)

    found = looked(client, cast.site, "school.dxf", dxf_of([room for room in rooms() if room.floor == "0"]))

    assert (found["format"], found["least_points"]) == ("dxf", 2)
    layers = found["layers"]
    assert isinstance(layers, list)
    assert {one["name"]: one["meaning"] for one in layers}["A-ROOM"] == "space"
    picture = found["picture"]
    assert isinstance(picture, dict)
    image = Image.open(io.BytesIO(base64.b64decode(picture["png_base64"])))
    assert image.size == (picture["width_px"], picture["height_px"])
    # North is up in a drawing, and y grows downwards in a picture.
    assert picture["y_step"] == -picture["x_step"] < 0


def test_a_file_that_is_not_read_is_seen_with_the_reason(drawings: Path, cast: Cast, client: Client) -> None:
    client.force_login(cast.insider)

    found = looked(client, cast.site, "p.zip", drawings.read_bytes())

    assert (found["format"], found["code"]) == ("dwg", "dwg_not_read")
    assert "(2018)" in str(found["detail"])


def test_where_the_kernel_confines_nothing_a_file_is_refused_and_readiness_says_so(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(cast.insider)
    path, brought = f"/api/v1/sites/{cast.site.pk}/plan-looks", dxf_of(rooms())
    said = [client.get("/readyz").json()["files"]]
    # As an old kernel answers.
    monkeypatch.setattr(landlock, "landlock_version", lambda: 0)

    answer = client.post(path, {"file": SimpleUploadedFile("plan.dxf", brought)})
    said.append(client.get("/readyz").json()["files"])

    assert (answer.status_code, answer.json()["code"]) == (503, "readers_not_confined")
    assert said == ["confined", "refused"]


def test_residuals_are_those_that_least_squares_gives(cast: Cast, client: Client) -> None:
    """Worked out here another way: each coordinate by itself, by the normal equations, on a sphere around the site."""
    client.force_login(cast.insider)
    lon, lat = CENTRE
    pixels = np.array([[10, 20], [900, 40], [880, 700], [30, 660], [450, 350]], dtype=float)
    east = 0.1 * pixels[:, 0] + 0.02 * pixels[:, 1] + np.array([0, 0.5, 0, -0.4, 0.2])
    north = 0.03 * pixels[:, 0] - 0.1 * pixels[:, 1] + np.array([0.3, 0, -0.6, 0, 0])
    per_lat = 111_132.954 - 559.822 * np.cos(2 * np.radians(lat)) + 1.175 * np.cos(4 * np.radians(lat))
    per_lon = 111_412.84 * np.cos(np.radians(lat)) - 93.5 * np.cos(3 * np.radians(lat))
    ground = np.column_stack([lon + east / per_lon, lat + north / per_lat])
    body = {"kind": "scan", "points": np.column_stack([pixels, ground]).tolist()}

    answer = client.post(f"/api/v1/sites/{cast.site.pk}/plan-placements", body, content_type="application/json").json()

    design = np.column_stack([pixels, np.ones(len(pixels))])
    solve = np.linalg.inv(design.T @ design) @ design.T
    missed = np.hypot(design @ solve @ east - east, design @ solve @ north - north)
    assert answer["residuals_m"] == pytest.approx(missed.tolist(), abs=0.01)
    assert answer["rms_m"] == pytest.approx(float(np.sqrt((missed**2).mean())), abs=0.01)


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ({"control_points": "[[1, 2]]"}, "bad_control_points"),
        ({"mapping": "[]"}, "bad_mapping"),
        ({"level": "attic"}, "level_unreadable"),
        ({"file": SimpleUploadedFile("plan.geojson", b"")}, "file_empty"),
        ({"file": SimpleUploadedFile("n" * 201 + ".json", b"{}")}, "name_too_long"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused_with_a_code_of_the_table(
    cast: Cast, client: Client, order: dict[str, object], code: str
) -> None:
    client.force_login(cast.insider)
    file = SimpleUploadedFile("plan.geojson", b"{}")

    answer = client.post(f"/api/v1/sites/{cast.site.pk}/plan-imports", {"file": file} | order)

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert code in REFUSED_AT_ONCE
    assert not ImportJob.objects.exists()


@pytest.mark.parametrize(
    ("points", "code"),
    [
        ([[0, 0, -98.5, 39.8], [1, 1, -98.4, 39.9]], "too_few_control_points"),
        ([[0, 0, -98.5, 39.8], [1, 1, -98.4, 39.9], [2, 2, -98.3, 40.0]], "control_points_collinear"),
        ([[0, 0, -98.5, 39.8], [1e-320, 0, -98.4, 39.8], [0, 1e-320, -98.5, 39.9]], "control_points_collinear"),
        ([[0, 0, -98.5, 39.8], [1e308, 0, -98.4, 39.8], [0, 1e308, -98.5, 39.9]], "bad_control_points"),
        ([[0, 0, -98.5, 39.8], [1e200, 0, -98.4, 39.8], [0, 1, -98.5, 39.9]], "bad_control_points"),
    ],
)
def test_points_that_place_nothing_are_refused(cast: Cast, client: Client, points: object, code: str) -> None:
    client.force_login(cast.insider)
    body = {"kind": "scan", "points": points}

    answer = client.post(f"/api/v1/sites/{cast.site.pk}/plan-placements", body, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert code in REFUSED_AT_ONCE


def test_a_scan_comes_in_as_a_job_and_lies_where_its_points_say(cast: Cast) -> None:
    lon, lat = CENTRE
    step = 1e-6
    points = [[x, y, lon + x * step, lat - y * step] for x, y in ((0, 0), (300, 0), (300, 200), (0, 200))]
    order = ReadingOrder(control_points=json.dumps(points), level="1", level_name="Upper floor")
    job = bring_plan(actor_id=cast.insider.pk, site=cast.site, raw=scan(), name="scan.png", order=order)

    work_one(clock=lambda: NOW, may_go_on=lambda: True)

    done = ImportJob.objects.get(pk=job.pk)
    assert (done.state, done.error_code) == ("done", "")
    image = PlanImage.objects.get(floorplan_id=done.levels[0]["floorplan_id"])
    assert image.bounds == pytest.approx([lon, lat - 200 * step, lon + 300 * step, lat], abs=1e-9)
    assert image.rms_m == pytest.approx(0, abs=1e-3)


def test_defects_are_narrowed_down_and_taken_away(cast: Cast, client: Client) -> None:
    school = make_site(cast.district, school=cast.school, at_lonlat=SCHOOL.location)
    client.force_login(cast.insider)
    job = bring_plan(actor_id=cast.insider.pk, site=school, raw=dirty_imdf())
    work_one(clock=lambda: datetime.now(NOW.tzinfo), may_go_on=lambda: True)
    ImportDefect.objects.filter(code="axes_swapped").update(detail="=HYPERLINK(1)")
    address = f"/api/v1/plan-imports/{job.pk}/defects"

    refused = client.get(f"{address}?outcome=refused&limit=500").json()["defects"]
    swapped = client.get(f"{address}?code=axes_swapped").json()["defects"]
    found = client.get(f"{address}?text=opening/").json()["defects"]
    rows = list(csv.DictReader(io.StringIO(client.get(f"{address}.csv").content.decode())))
    listed = client.get(f"{address}.json").json()

    assert {one["outcome"] for one in refused} == {"refused"}
    assert len(swapped) == 1
    assert found
    assert all("opening/" in one["feature_ref"] for one in found)
    assert len(rows) == len(listed) == ImportDefect.objects.count()
    # A file and an occupant are nowhere, and swapped axes are no place; whatever else is wrong has one.
    assert {one["code"] for one in listed if one["lon"] is None and one["outcome"] != "ignored"} == {
        *("extension_file", "extra_file", "byte_order_mark", "reference_dangling"),
        *("coordinate_not_finite", "axes_swapped"),
    }
    west, north = SCHOOL.location
    placed = [one for one in listed if one["lon"] is not None]
    assert placed
    assert all(abs(one["lon"] - west) < 0.1 and abs(one["lat"] - north) < 0.1 for one in placed)
    assert [row["lon"] for row in rows] == ["" if one["lon"] is None else f"{one['lon']:.7f}" for one in listed]
    # A spreadsheet would run it.
    assert [row["detail"] for row in rows if row["code"] == "axes_swapped"] == ["'=HYPERLINK(1)"]


def test_a_defect_is_on_the_earth_or_nowhere(cast: Cast) -> None:
    run = ImportRun.objects.create(kind="floorplan", site=cast.site, source_name="p", source_sha256="0", started_at=NOW)
    defect = ImportDefect.objects.create(run=run, feature_ref="r", code="no_area", outcome="refused", lon=1, lat=2)

    for lon, lat in ((1.0, None), (None, 2.0), (181.0, 2.0), (1.0, 91.0)):
        with pytest.raises(IntegrityError), transaction.atomic():
            ImportDefect.objects.filter(pk=defect.pk).update(lon=lon, lat=lat)


def test_the_pages_are_there_for_keepers_and_for_nobody_else(cast: Cast, client: Client) -> None:
    job = bring_plan(actor_id=cast.insider.pk, site=cast.site, raw=fire_station(), name="<b>plan.geojson")
    pages = (f"/sites/{cast.site.pk}/plan-imports", f"/plan-imports/{job.pk}")

    client.force_login(cast.insider)
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200
        assert "&lt;b&gt;plan.geojson" in answer.content.decode()
    for user in (cast.teacher, cast.officer, cast.stranger):
        client.force_login(user)
        assert [client.get(page).status_code for page in pages] == [404, 404]
    assert "plan-imports" not in client.get(f"/sites/{cast.site.pk}").content.decode()


def test_the_pages_speak_spanish(cast: Cast, client: Client) -> None:
    client.force_login(cast.insider)

    page = client.get(f"/sites/{cast.site.pk}/plan-imports", headers={"Accept-Language": "es"}).content.decode()

    assert "Traer un plano" in page
    assert "Bring in a plan" not in page


def test_a_plan_that_lies_elsewhere_is_refused_when_it_is_looked_at(cast: Cast, client: Client) -> None:
    client.force_login(cast.insider)
    lon, lat = -80.0, 39.8
    site = make_site(cast.district, school=cast.school, at_lonlat=(lon, lat))

    def code_at(lon: float, lat: float) -> object:
        ring = [[lon, lat], [lon + 0.001, lat], [lon + 0.001, lat + 0.001], [lon, lat]]
        room = {"type": "Polygon", "coordinates": [ring]}
        feature = {"type": "Feature", "id": "1", "properties": {"level": "0"}, "geometry": room}
        raw = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
        return looked(client, site, "plan.geojson", raw)["code"]

    assert code_at(lon, lat) == ""
    assert code_at(5.7, 45.2) == "plan_far_from_site"
    assert code_at(lat, lon) == "axes_swapped"
