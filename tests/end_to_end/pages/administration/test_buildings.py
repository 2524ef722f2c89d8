"""A building is added by hand, its outline drawn on its map, its floors named; axe finds nothing."""

import re

import pytest
from playwright.sync_api import expect

from tests.screens.axe import faults
from tests.stage.devices.windows import DESK, Windows
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
FOUR_CORNERS = re.compile(r"^(-?\d+\.\d+, -?\d+\.\d+\n){3}-?\d+\.\d+, -?\d+\.\d+$")


def test_a_building_is_added_drawn_and_named_and_stays_while_an_incident_is_open(
    windows: Windows, room: LiveRoom
) -> None:
    page = windows.open(room.token("insider"))
    page.goto(f"{room.url}/sites/{room.stage.site_id}/buildings")
    page.get_by_label("Name").fill("Gym")
    page.get_by_role("button", name="Add the building").click()
    expect(page.get_by_role("heading", name="Gym", level=1)).to_be_visible()
    assert faults(page) == []
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})

    page.get_by_role("button", name="Remove all corners").click()
    ground = page.locator("#boundary-map")
    for x, y in ((200, 80), (320, 80), (320, 200), (200, 200)):
        ground.click(position={"x": x, "y": y})
    page.get_by_role("button", name="Save", exact=True).click()

    corners = page.get_by_label("Outline: GeoJSON")
    expect(corners).to_have_value(FOUR_CORNERS)
    name = page.get_by_label("What we will say: ").first
    said = name.input_value()
    name.fill(f"{said} West")
    page.get_by_role("button", name="Save the floors").click()
    expect(page.get_by_label(f"What we will say: {said} West")).to_be_visible()
    page.get_by_role("button", name="Delete the building").click()
    # The stage's incident is open, and people find their way by what is drawn.
    expect(page.get_by_role("alert").get_by_text("An incident is open at this site")).to_be_visible()
