"""A school is founded, drawn and published by following links only: after the letter no address is typed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end.pages.administration.test_first_hour import found_agency, invite, operators_address, welcomed
from tests.stage.devices.windows import Windows, watched_windows
from tests.stage.maps.plan_client import today
from tests.support.services import AppServer

pytestmark = pytest.mark.e2e
GROUND = "39.8000, -98.5000\n39.8000, -98.4980\n39.8015, -98.4980\n39.8015, -98.5000"
ROOM_AT = ((200, 120), (300, 120), (300, 220), (200, 220))


@pytest.fixture
def server(migrated_spatialite_url: str, tmp_path: Path) -> Iterator[AppServer]:
    """A server over an empty database."""
    with AppServer(migrated_spatialite_url, var=tmp_path / "var") as started:
        yield started


@pytest.fixture
def windows(browser: Browser, server: AppServer) -> Iterator[Windows]:
    with watched_windows(browser, server.url) as opened:
        yield opened


def press_corners(page: Page) -> None:
    """Type a point, and press the corners of a ground on the map, which follows."""
    page.get_by_label("Latitude", exact=True).fill("39.8010")
    page.get_by_label("Longitude", exact=True).fill("-98.4990")
    page.get_by_label("Longitude", exact=True).press("Tab")
    for x, y in ROOM_AT:
        page.locator("#boundary-map").click(position={"x": x, "y": y})


def add_school(page: Page, *, on_map: bool = False) -> None:
    """From the first page to the settings of a new school's site."""
    page.get_by_role("link", name="Open the administration").click()
    page.get_by_role("link", name="Schools are added").click()
    page.get_by_label("Name").fill("Ford Elementary")
    if on_map:
        press_corners(page)
    else:
        page.get_by_label("Boundary: GeoJSON").fill(GROUND)
    page.get_by_role("button", name="Add the school").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Place, boundary and hours")


def draw_room(page: Page, number: str) -> None:
    """Draw one room in the editor that is open, and number it."""
    page.wait_for_selector(".edit-page[data-state=draft][data-ready=yes]")
    page.get_by_role("button", name="Draw room").click()
    for x, y in ROOM_AT:
        page.locator(".site-map .leaflet-container").click(position={"x": x, "y": y})
    page.get_by_role("button", name="Finish").click()
    field = page.locator("#edit-panel").get_by_label("Number")
    field.fill(number)
    field.press("Tab")
    expect(page.locator("#edit-state")).to_contain_text("edit 2")


def walk(page: Page) -> None:
    """Go by links to the draft of the new school's floor, and say that it was walked today."""
    page.locator("#sites").get_by_role("link", name="Ford Elementary").first.click()
    page.get_by_role("link", name="Draw a floor plan").click()
    page.wait_for_selector(".edit-page[data-state=draft][data-ready=yes]")
    page.get_by_text("I walked it").click()
    page.locator("input[name=walked_on]").fill(today("America/Chicago"))
    page.get_by_role("button", name="Verify: it matches the building").click()
    page.wait_for_selector(".edit-page[data-state=verified][data-ready=yes]")


def test_links_alone_lead_from_a_new_school_to_a_published_floor(windows: Windows, server: AppServer) -> None:
    operator = welcomed(windows, operators_address(server))
    operator.get_by_role("link", name="Open the administration").click()
    operator.get_by_role("link", name="Musterpoint").first.click()
    found_agency(operator, "district", "Prairie Schools")
    dana = welcomed(windows, invite(operator, "Dana Ward", "administrator"))
    dana.get_by_role("link", name="Open the administration").click()
    dana.get_by_role("link", name="Prairie Schools").first.click()
    dana.get_by_role("link", name="Invite a person").first.click()
    pat = welcomed(windows, invite(dana, "Pat Moor", "planner"))
    dana.get_by_role("link", name="Musterpoint").first.click()

    add_school(dana)
    dana.get_by_role("link", name="The site's page").click()
    # Without any building the way to a plan is the way to a building.
    dana.get_by_role("link", name="Draw a floor plan").click()
    dana.get_by_label("Name").fill("Main building")
    dana.get_by_role("button", name="Add the building").click()
    dana.get_by_role("link", name=re.compile(r"draw it ?: Ground floor")).click()
    dana.get_by_role("button", name="Start the next version").click()
    draw_room(dana, "101")
    # Who drew it does not verify it.
    walk(pat)
    dana.get_by_role("link", name="Versions").click()
    dana.get_by_role("link", name="Edit this floor").click()
    dana.get_by_role("button", name="Publish this version").click()
    expect(dana.locator("#publish")).to_have_count(0)
    dana.get_by_role("link", name="Ford Elementary").click()

    expect(dana.locator("#plan-tables")).to_contain_text("101")
    expect(dana.get_by_role("link", name="Edit this floor")).to_have_attribute("href", re.compile("/levels/.+/edit"))


def test_a_ground_is_pressed_where_the_point_was_typed_and_its_only_floor_is_one_press_away(
    windows: Windows, server: AppServer
) -> None:
    operator = welcomed(windows, operators_address(server))
    operator.get_by_role("link", name="Open the administration").click()
    operator.get_by_role("link", name="Musterpoint").first.click()
    found_agency(operator, "district", "Prairie Schools")
    dana = welcomed(windows, invite(operator, "Dana Ward", "administrator"))
    # On a map that stayed at the whole country these corners would be a continent, which is refused.
    add_school(dana, on_map=True)
    dana.get_by_role("link", name="Buildings and floors").first.click()
    dana.get_by_label("Name").fill("Main building")
    dana.get_by_role("button", name="Add the building").click()

    dana.get_by_role("link", name="Ford Elementary").click()
    dana.get_by_role("link", name="Draw a floor plan").click()

    expect(dana.get_by_role("button", name="Start the next version")).to_be_visible()
