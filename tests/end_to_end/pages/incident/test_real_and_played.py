"""A real lockdown and one that is played at once: short rows that say which is which, and paper without what waits."""

import pytest
from playwright.sync_api import expect

from tests.end_to_end.pages.incident.test_own_task import pressed
from tests.stage.devices.windows import PHONE, Windows
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
THREATS = (("teacher", "active_threat", "112 Biology"), ("teacher", "active_threat", "113 Art"))
# A directive with what to do and the places that call, whole.
# With the line of what adults do, which stands in each row at one's own school (0338).
ROW_PX = 228


@pytest.fixture(scope="module")
def room(drawn_room: LiveRoom) -> LiveRoom:
    """The shared room, its school drawn."""
    return drawn_room


def test_both_are_short_rows_and_a_print_leaves_out_what_is_to_be_read(windows: Windows, room: LiveRoom) -> None:
    for is_exercise in (True, False):
        pressed(room, *THREATS, is_exercise=is_exercise)
    page = windows.open(room.token("insider"), size=PHONE)
    page.goto(room.url)
    takeover = page.locator(".response-takeover[open]")
    expect(takeover).to_be_visible()

    page.emulate_media(media="print")
    expect(takeover).to_be_hidden()
    expect(page.locator("main")).to_be_visible()
    page.emulate_media(media="screen")
    takeover.locator("button").click()

    lines = page.locator(".response-now-line")
    expect(lines).to_have_count(2)
    expect(lines.first).to_contain_text("REAL · Lockdown!")
    expect(lines.last).to_contain_text("EXERCISE · Lockdown!")
    heights = [line.bounding_box() for line in lines.all()]
    assert all(box is not None and box["height"] <= ROW_PX for box in heights), heights
