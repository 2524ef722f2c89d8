"""The whole building, on a phone: it moves out of the way of what comes to lie over the map, and of nothing else."""

import uuid

import pytest
from playwright.sync_api import expect

from tests.end_to_end.pages.incident.test_alarm_bar import command
from tests.stage.devices.windows import PHONE, Windows
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e

# The box around all rooms of the floor that is drawn, and what lies over or above the map.
CLEAR = """() => {
  const rooms = [...document.querySelectorAll(".leaflet-plan-floor-pane path")];
  const boxes = rooms.map((one) => one.getBoundingClientRect());
  const line = document.querySelector("#facts-line").getBoundingClientRect();
  return {
    rooms: boxes.length,
    top: Math.min(...boxes.map((one) => one.top)),
    bottom: Math.max(...boxes.map((one) => one.bottom)),
    strip: document.querySelector("#alarm-bar").getBoundingClientRect().bottom,
    line: line.height ? line.top : Infinity,
  };
}"""


@pytest.fixture(scope="module")
def room(drawn_room: LiveRoom) -> LiveRoom:
    """The shared room, with drawn floors."""
    return drawn_room


def test_on_a_phone_the_building_makes_room_for_the_first_fact_and_stays_where_it_was_put(
    windows: Windows, room: LiveRoom
) -> None:
    page = windows.open(room.token("officer"), size=PHONE)
    page.goto(f"{room.url}/incidents/{room.stage.incident_id}")
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    page.locator(".leaflet-plan-floor-pane path").first.wait_for(state="attached")

    said = {"kind": "suspects", "value": "1", "source": "caller", "audience": "everyone", "lon": -98.5, "lat": 39.8}
    command(room, "officer", room.stage.room_id, "pin_fact", fact_id=str(uuid.uuid4()), **said)
    expect(page.locator("#facts-line")).to_be_visible()
    expect(page.locator(".marker-fact")).to_have_count(1)
    page.wait_for_function(f"() => {{ const found = ({CLEAR})(); return found.bottom <= found.line; }}")

    found = page.evaluate(CLEAR)
    assert found["rooms"] > 0
    assert found["strip"] <= found["top"]
    # Who has looked elsewhere keeps what they look at.
    page.evaluate("() => map_site.setView([39.81, -98.51], 18, { animate: false })")
    command(room, "officer", room.stage.room_id, "pin_fact", fact_id=str(uuid.uuid4()), **{**said, "value": "2"})
    expect(page.locator("#facts-line .facts-mark")).to_be_visible()
    middle = page.evaluate("() => { const { lat, lng } = map_site.getCenter(); return [lat, lng]; }")
    assert [round(one, 2) for one in middle] == [39.81, -98.51]
