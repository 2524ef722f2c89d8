"""The scan under a floor in a live room: of the version on the map, when its reader wants it, and for no one else."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.stage.devices.windows import Windows
from tests.stage.maps.scanned_floors import ScannedRoom, write_scanned_room
from tests.support.services import AppServer

pytestmark = pytest.mark.e2e
PICTURE = ".map-panel img.plan-scan"


@dataclass(frozen=True)
class Served:
    url: str
    room: ScannedRoom


@pytest.fixture(scope="module")
def served(spatialite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("scans")
    shutil.copy(spatialite_template, folder / "app.sqlite3")
    database = f"spatialite://{folder / 'app.sqlite3'}"
    room = write_scanned_room(database, var=folder)
    with AppServer(database, None, var=folder) as server:
        yield Served(server.url, room)


@pytest.fixture
def windows(browser: Browser, served: Served) -> Iterator[Windows]:
    opened = Windows(browser, served.url)
    yield opened
    opened.close()
    assert opened.faults == []


def enter(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/incidents/{served.room.incident_id}")
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")


def test_the_scan_of_the_pinned_version_is_laid_under_when_its_reader_wants_it(
    windows: Windows, served: Served
) -> None:
    page = windows.open(served.room.officer)
    enter(page, served)
    button = page.get_by_role("button", name="Scan")

    # Rooms are drawn: no one asked for the picture yet.
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator(PICTURE)).to_have_count(0)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(PICTURE)).to_have_attribute("src", f"/api/v1/floorplans/{served.room.pinned_id}/image")
    expect(page.get_by_role("slider", name="Scan")).to_be_visible()
    expect(button).to_have_attribute("aria-pressed", "true")

    enter(page, served)
    expect(page.locator(PICTURE)).to_have_count(1)
    # The newer version has none under it.
    page.get_by_role("button", name="Show version 2").click()
    expect(page.locator(PICTURE)).to_have_count(0)
    expect(button).to_be_hidden()
    page.get_by_role("button", name="Show version 1").click()
    expect(page.locator(PICTURE)).to_have_count(1)
    button.click()
    expect(page.locator(PICTURE)).to_have_count(0)


def test_a_floor_without_rooms_shows_its_scan_until_somebody_wants_none(windows: Windows, served: Served) -> None:
    page = windows.open(served.room.officer)
    enter(page, served)
    button = page.get_by_role("button", name="Scan")

    page.locator(".floor-button", has_text="1").click()
    expect(page.locator(PICTURE)).to_have_attribute("src", f"/api/v1/floorplans/{served.room.bare_id}/image")
    button.click()
    expect(page.locator(PICTURE)).to_have_count(0)
    enter(page, served)
    with page.expect_response(f"**/floorplans/{served.room.bare_id}/scan"):
        page.locator(".floor-button", has_text="1").click()

    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator(PICTURE)).to_have_count(0)


def test_who_is_in_the_room_without_a_right_to_floorplans_gets_no_scan(windows: Windows, served: Served) -> None:
    page = windows.open(served.room.firefighter)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    enter(page, served)
    expect(page.locator(".entry").first).to_be_visible()

    expect(page.locator('[data-do="scan"]')).to_be_hidden()
    assert [url for url in asked if "/scan" in url and url.startswith(f"{served.url}/api")] == []
    refused = {
        page.request.get(f"{served.url}/api/v1/floorplans/{plan_id}/{what}").status
        for plan_id in (served.room.pinned_id, served.room.bare_id)
        for what in ("scan", "image")
    }
    assert refused == {404}
