"""Markers and zones without a mouse: made, moved, erased and brought back from the table and by keys on the map."""

import pytest
from playwright.sync_api import Page, expect

from tests.screens.axe import faults
from tests.stage.devices.windows import DESK, Windows
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def room(drawn_room: LiveRoom) -> LiveRoom:
    """The shared room, with drawn floors."""
    return drawn_room


@pytest.fixture
def page(windows: Windows, room: LiveRoom) -> Page:
    opened = windows.open(room.token("officer"))
    opened.goto(f"{room.url}/incidents/{room.stage.incident_id}")
    expect(opened.locator('#chip[data-state="current"]')).to_be_visible()
    opened.locator(".leaflet-plan-floor-pane path").first.wait_for(state="attached")
    return opened


def table(page: Page, tab: str) -> None:
    if page.locator("#twin").is_hidden():
        page.keyboard.press("t")
    page.locator("#twin").get_by_role("button", name=tab, exact=True).press("Enter")


def press(page: Page, row: str, deed: str) -> None:
    found = page.locator("#twin tbody tr", has_text=row).get_by_role("button", name=deed)
    found.focus()
    page.keyboard.press("Enter")


def test_a_zone_and_a_marker_are_made_moved_erased_and_brought_back_without_a_mouse(page: Page) -> None:
    table(page, "Rooms")
    press(page, "Biology", "Zone here")
    page.locator("#ask-zone input[value=search_area]").press("Space")
    page.locator("#ask-zone .primary").press("Enter")
    expect(page.locator("path.shape")).to_have_count(1)
    table(page, "Rooms")
    press(page, "Biology", "Marker here")
    page.locator("#ask-marker input[name=kind]").first.press("Space")
    page.locator("#ask-marker input[name=label]").press("Enter")
    expect(page.locator(".leaflet-marker-icon .marker")).to_have_count(1)

    table(page, "Markers")
    rows = page.locator("#twin tbody tr")
    expect(rows).to_contain_text("112 Biology")
    press(page, "112 Biology", "Move")
    expect(page.locator("#tool-bar")).to_be_visible()
    expect(page.locator(".leaflet-container")).to_be_focused()
    before = page.locator(".entry").count()
    page.keyboard.press("ArrowRight")
    # The map has come to rest.
    expect(page.locator(".leaflet-pan-anim")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".entry")).to_have_count(before + 1)

    zone = page.locator("path.shape")
    expect(zone).to_have_accessible_name("Search area · 112 Biology")
    zone.focus()
    page.keyboard.press("Enter")
    offered = page.locator(".leaflet-popup button")
    expect(offered.first).to_be_focused()
    expect(offered.last).to_have_text("Erase")
    page.keyboard.press("Escape")
    table(page, "Lines and zones")
    press(page, "112 Biology", "Erase")
    page.locator("[data-confirm]").press("Enter")
    expect(page.locator("path.shape")).to_have_count(0)
    said = page.locator(".toast", has_text="Erased: Search area · 112 Biology")
    said.get_by_role("button", name="Undo").press("Enter")
    expect(page.locator("path.shape")).to_have_count(1)

    table(page, "Markers")
    press(page, "112 Biology", "Take off")
    page.locator("[data-confirm]").press("Enter")
    expect(page.locator(".leaflet-marker-icon .marker")).to_have_count(0)
    page.locator(".toast", has_text="Taken off").get_by_role("button", name="Undo").press("Enter")
    expect(rows).to_contain_text("112 Biology")


def test_who_walks_the_table_stays_where_they_are_and_axe_finds_nothing_in_it(page: Page, room: LiveRoom) -> None:
    table(page, "Rooms")
    held = page.locator("#twin tbody tr", has_text="Art").get_by_role("button", name="Marker here")
    held.focus()

    room.say("teacher", "Something happens meanwhile")
    page.locator(".entry", has_text="Something happens meanwhile").wait_for()
    page.wait_for_timeout(1500)

    expect(held).to_be_focused()
    assert faults(page, sizes=(DESK,)) == []
