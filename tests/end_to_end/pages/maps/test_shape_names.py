"""The name of a zone stands at its northern end, clear of what happens inside, wherever one began to draw it."""

import uuid

import pytest
from playwright.sync_api import expect

from tests.end_to_end.pages.incident.test_alarm_bar import command, open_incident
from tests.stage.devices.windows import Windows
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
HALF_DEG = 0.0004


def test_the_name_of_a_zone_that_was_begun_in_the_south_stands_in_the_north(windows: Windows, room: LiveRoom) -> None:
    page = open_incident(windows, room, "officer", room.stage.incident_id)
    page.locator(".leaflet-container").wait_for()
    lon, lat = page.evaluate("() => { const { lat, lng } = map_site.getCenter(); return [lng, lat]; }")
    corners = [[lon + HALF_DEG * x, lat + HALF_DEG * y] for x, y in ((0, -1), (1, 1), (-1, 1))]
    shape_id = str(uuid.uuid4())
    fields = {"kind": "warm_zone", "points": corners, "audience": "everyone"}
    command(room, "officer", room.stage.room_id, "draw_shape", shape_id=shape_id, **fields)

    name, zone = page.locator(".shape-name-warm_zone"), page.locator("path.shape-warm_zone")
    expect(name).to_be_visible()
    expect(zone).to_have_count(1)

    named, drawn = name.bounding_box(), zone.bounding_box()
    assert named is not None
    assert drawn is not None
    assert drawn["height"] > 2 * named["height"]
    assert named["y"] + named["height"] <= drawn["y"] + drawn["height"] / 4
    command(room, "officer", room.stage.room_id, "erase_shape", shape_id=shape_id)
    expect(name).to_have_count(0)
