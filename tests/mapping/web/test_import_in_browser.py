"""A keeper brings a file with the page, watches it come in, and reads what was wrong with it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from mapping.imports.work import work_one
from tests.factories.cast import make_cast
from tests.factories.files.indoor.fire_station import FIRE_STATION
from tests.factories.files.indoor.osm_file import IndoorPlan
from tests.factories.files.plan_files import SCHOOL, dxf_of, rooms
from tests.factories.mapping import make_site
from tests.stage.devices.windows import PHONE, Windows, chromium
from tests.stage.served import session_of
from tests.support.public_data import BARRACKS, public

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("page_sources"),
]
RING = [[-98.5, 39.8], [-98.499, 39.8], [-98.499, 39.801], [-98.5, 39.801], [-98.5, 39.8]]
FAR_AWAY = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": "room/1",
                "properties": {"level": "0", "name": "Library"},
                "geometry": {"type": "Polygon", "coordinates": [RING]},
            }
        ],
    }
).encode()


@pytest.fixture
def plan() -> IndoorPlan:
    """The file that is brought, where a test asks for no other."""
    return FIRE_STATION


@pytest.fixture
def sites(plan: IndoorPlan) -> tuple[str, str, str]:
    """Return the session of a keeper, the site of the building that is brought, and that of the demo school."""
    cast = make_cast()
    brought = make_site(cast.district, school=cast.school, at_lonlat=plan.at_lonlat)
    drawn = make_site(cast.district, school=cast.school, at_lonlat=SCHOOL.location)
    return session_of(cast.insider), str(brought.pk), str(drawn.pk)


@pytest.fixture
def windows(sites: tuple[str, str, str], chromium_path: Path, live_server: LiveServer) -> Iterator[Windows]:
    # Opened after and closed before all work on the database: playwright runs an event loop in this thread.
    with chromium(chromium_path) as browser:
        opened = Windows(browser, live_server.url, has_sockets=False)
        yield opened
        assert opened.faults == []
        opened.close()


def work() -> None:
    """Do what the import worker does, in a thread of its own."""
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    def once() -> None:
        try:
            while work_one(clock=lambda: datetime.now(UTC), may_go_on=lambda: True):
                pass
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(once).result()


@pytest.mark.parametrize(("plan", "features"), [(FIRE_STATION, 109), public(BARRACKS, 123, name="barracks")], ids=str)
def test_a_file_comes_in_with_its_defects_listed(
    plan: IndoorPlan, features: int, windows: Windows, sites: tuple[str, str, str], tmp_path: Path
) -> None:
    session, site, _ = sites
    page = windows.open(session)
    page.goto(f"{windows.url}/sites/{site}")
    page.get_by_role("link", name="Bring in a plan").click()
    page.wait_for_selector(".import-page[data-ready=yes]")

    # What cannot be read, and what lies elsewhere, is refused before anything is sent.
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/plan-imports") else None)
    for name, raw, why in (
        ("plan.txt", b"no plan at all", "no kind of plan"),
        ("far.geojson", FAR_AWAY, "km"),
    ):
        page.set_input_files("input[name=file]", {"name": name, "mimeType": "text/plain", "buffer": raw})
        expect(page.locator("[data-problem]")).to_contain_text(why)
        page.get_by_role("button", name="Bring it in as a draft").click()
        expect(page.locator("[data-problem]")).to_contain_text(why)
    assert [one for one in sent if one != page.url] == []

    brought = tmp_path / "plan.geojson"
    brought.write_bytes(plan.raw())
    page.set_input_files("input[name=file]", str(brought))
    expect(page.locator("[data-seen]").first).to_contain_text("OpenStreetMap indoor")
    page.get_by_role("button", name="Bring it in as a draft").click()
    page.wait_for_url("**/plan-imports/*")
    expect(page.locator("[data-state]")).to_contain_text("Waiting")
    work()

    expect(page.locator("[data-state]")).to_contain_text("Done")
    expect(page.locator(".import-count-read dd")).to_have_text(str(features))
    expect(page.locator("[data-defects] tr").first).to_be_visible()
    page.select_option("select[name=outcome]", "refused")
    expect(page.locator("[data-defects] .import-done-refused")).to_have_count(2)
    expect(page.locator("[data-defects] .import-done-repaired")).to_have_count(0)
    page.locator("[data-defects] a").first.click()
    page.wait_for_url("**/sites/*#at=*")
    page.wait_for_selector(".site-page[data-ready=yes]")
    expect(page.locator("path.plan-lit")).to_have_count(1)
    page.go_back()
    page.wait_for_selector(".import-page[data-ready=yes]")
    page.get_by_role("link", name="Open the draft").first.click()
    page.wait_for_selector(".edit-page[data-state=draft][data-ready=yes]")


def test_a_drawing_is_placed_by_keyboard_and_pointer_on_a_phone(
    windows: Windows, sites: tuple[str, str, str], tmp_path: Path
) -> None:
    session, _, site = sites
    file = tmp_path / "school.dxf"
    file.write_bytes(dxf_of([room for room in rooms() if room.floor == "0"]))
    page = windows.open(session, size=PHONE)
    page.goto(f"{windows.url}/sites/{site}/plan-imports")
    page.wait_for_selector(".import-page[data-ready=yes]")
    page.set_input_files("input[name=file]", str(file))
    page.wait_for_selector("[data-seen=dxf]")

    expect(page.locator("[data-next]")).to_contain_text("Two more points are needed.")
    for across, down in ((0.2, 0.2), (0.8, 0.2), (0.5, 0.8)):
        for where in ("[data-picture]", "#map_site"):
            box = page.locator(where).bounding_box()
            assert box is not None
            page.locator(where).click(position={"x": box["width"] * across, "y": box["height"] * down})
    # The fourth without a pointer.
    page.get_by_role("button", name="Take the middle of the picture").press("Enter")
    page.get_by_role("button", name="Take the middle of the map").press("Enter")

    expect(page.locator("[data-points] tr")).to_have_count(4)
    expect(page.locator("[data-next]")).not_to_contain_text("needed")
    # What is typed is looked at.
    page.get_by_label("Point 4: Latitude").fill("39.9")
    page.get_by_label("Point 4: Longitude").fill("-98.4")
    page.get_by_label("Point 4: Longitude").press("Tab")
    expect(page.locator(".import-centre")).to_have_text("39.900000, -98.400000")
    expect(page.locator("[data-rms]")).to_contain_text("RMS")
    expect(page.locator("[data-error]").nth(3)).not_to_be_empty()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.fill("input[name=level]", "0")
    page.get_by_role("button", name="Try it: store nothing").click()
    page.wait_for_url("**/plan-imports/*")
    page.get_by_role("button", name="Cancel this import").click()
    expect(page.locator("[data-state]")).to_contain_text("Cancelled")
