"""The places that the alarm names stay readable on the plan: no pin, no words of one and no control lies over them."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.pages.incident.test_own_task import opened, pressed
from tests.stage.devices.windows import DESK, PHONE, Windows
from tests.stage.live_room import LiveRoom
from tests.support.processes import wait_until

pytestmark = pytest.mark.e2e
# Rooms that people call from, by the numbers on the plan.
ROOMS = ("112", "113")
COVERED = """([rooms, doors]) => {
  const map = document.querySelector("#map").getBoundingClientRect();
  const labels = [
    ...[...document.querySelectorAll("#map .plan-label-number")].filter((one) => rooms.includes(one.textContent)),
    ...[...document.querySelectorAll("#map .plan-door-number")].filter((one) => doors.includes(one.textContent)),
  ];
  const shown = labels.map((one) => one.textContent);
  const missing = [...rooms, ...doors].filter((one) => !shown.includes(one)).map((one) => `${one} is not drawn`);
  const above = [
    ...document.querySelectorAll(
      ".marker-standing .marker-pin, .marker-standing .marker-label, .map-view > *, .map-tools, .map-command," +
        " .plan-notice, .facts-line, .sharing-now"
    ),
  ].filter((one) => one.checkVisibility());
  const meet = (one, other) =>
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  const isInside = (box) =>
    box.left >= map.left && box.right <= map.right && box.top >= map.top && box.bottom <= map.bottom;
  return [
    ...missing,
    ...labels.flatMap((label) => {
      const box = label.getBoundingClientRect();
      const lies = above.filter((one) => meet(box, one.getBoundingClientRect())).map((one) => one.className);
      const outside = isInside(box) ? [] : ["outside of the map"];
      return [...lies, ...outside].map((what) => `${label.textContent}: ${what}`);
    }),
  ];
}"""


@pytest.fixture(scope="module")
def room(drawn_room: LiveRoom) -> LiveRoom:
    """The shared room, its school drawn."""
    return drawn_room


@pytest.fixture(scope="module", params=[True, False], ids=["exercise", "real"])
def alarm(room: LiveRoom, request: pytest.FixtureRequest) -> dict[str, Any]:
    """Three calls from two rooms: two of them from one."""
    return pressed(
        room,
        ("teacher", "active_threat", "112 Biology"),
        ("insider", "medical", "113 Art"),
        ("teacher", "staff_assist", "112 Biology"),
        is_exercise=request.param,
    )


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("who", ["officer", "insider"])
def test_the_numbers_of_rooms_and_doors_that_are_named_lie_free(
    windows: Windows, room: LiveRoom, alarm: dict[str, Any], who: str, size: tuple[int, int]
) -> None:
    page = opened(windows, room, alarm, who, size)
    expect(page.locator(".marker-standing .marker-label")).to_have_count(3)
    doors = named_doors(page)

    wait_until(
        lambda: page.evaluate(COVERED, [ROOMS, doors]) == [],
        timeout_s=20,
        what=f"{page.evaluate(COVERED, [ROOMS, doors])}",
    )


def named_doors(page: Page) -> list[str]:
    """Return the doors that the strip and the bar name."""
    said = page.locator(".alarm-set").first.text_content() or ""
    found = sorted({one.split()[0].rstrip(",") for one in said.split("door ")[1:]})
    assert found
    return found
