"""Nothing jumps while a page comes: what Chromium counts as layout shift, page by page, on a phone and at a desk."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.stage.devices.windows import DESK, PHONE, Windows
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
# No time: how far what is on the screen moves by itself, as a share of it (Cumulative Layout Shift; "good" is 0.1).
MOST = 0.05
WATCH = """(() => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) {
      if (one.hadRecentInput) continue;
      const what = one.sources.map(({ node }) => node?.id || node?.className || node?.nodeName);
      window.shifts.push([one.value, what.join(" | ")]);
    }
  }).observe({ type: "layout-shift", buffered: true });
})()"""
# The reader, the page, and what stands there once it has all come.
PAGES = {
    "home": ("dispatcher", "/", "[data-incident]"),
    "incident": ("officer", "/incidents/{incident_id}", "#map .leaflet-marker-pane"),
    "console": ("dispatcher", "/console", "#board tbody tr"),
    "panic": ("teacher", "/panic", "#panic-button"),
    "stations": ("officer", "/stations", "h2"),
}
DRAWN = (
    "document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))"
)


def settled(page: Page) -> list[tuple[float, str]]:
    """Return what has moved, once a page has all that it came with and two frames are drawn."""
    page.wait_for_load_state("load")
    page.evaluate(DRAWN)
    shifts: list[Any] = page.evaluate("window.shifts")
    return [(value, what) for value, what in shifts]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_jumps(windows: Windows, room: LiveRoom, name: str, size: tuple[int, int]) -> None:
    who, address, there = PAGES[name]
    page = windows.open(room.token(who), size=size)
    page.add_init_script(WATCH)

    page.goto(room.url + address.format(incident_id=room.stage.incident_id))
    expect(page.locator(there).first).to_be_attached()
    if name == "home":
        # The last that comes: what this browser says of alerts.
        expect(page.locator("#alerts-say")).not_to_be_empty()
    moved = settled(page)

    assert sum(value for value, _ in moved) <= MOST, moved
