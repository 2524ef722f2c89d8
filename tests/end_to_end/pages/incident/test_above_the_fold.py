"""In an alarm the button, the answers and *Send* are on the first screen, at both widths, for each who has them."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.pages.incident.test_own_task import pressed
from tests.stage.devices.windows import DESK, PHONE, Windows
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
# What of it is not wholly on the screen, below what holds now.
OUTSIDE = """(selector) => {
  const top = document.querySelector(".response-now").getBoundingClientRect().bottom;
  const found = [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
  if (found.length === 0) return ["nothing"];
  return found
    .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
    .filter(([, box]) => box.top < top - 1 || box.bottom > innerHeight || box.left < 0 || box.right > innerWidth)
    .map(([text, box]) => `${text}: ${Math.round(box.top)} to ${Math.round(box.bottom)} of ${innerHeight}`);
}"""


# The kinds of a press that reach under the button.
BELOW_THE_BUTTON = """() => {
  const { top } = document.querySelector("#panic-button").getBoundingClientRect();
  return [...document.querySelectorAll(".panic-kinds .choice")]
    .filter((one) => one.getBoundingClientRect().bottom > top)
    .map((one) => one.textContent.trim());
}"""


@pytest.fixture(scope="module")
def room(drawn_room: LiveRoom) -> LiveRoom:
    """The shared room, its school drawn."""
    return drawn_room


@pytest.fixture(scope="module")
def threat(room: LiveRoom) -> dict[str, Any]:
    return pressed(room, ("teacher", "active_threat", "112 Biology"), ("insider", "medical", "113 Art"))


def at(windows: Windows, room: LiveRoom, who: str, size: tuple[int, int], path: str) -> Page:
    page = windows.open(room.token(who), size=size)
    page.goto(room.url + path, wait_until="networkidle")
    expect(page.locator(".response-now-line").first).to_be_visible()
    assert page.evaluate("scrollY") == 0
    return page


@SIZES
@pytest.mark.parametrize("who", ["teacher", "insider", "officer"])
def test_the_whole_panic_button(
    windows: Windows, room: LiveRoom, threat: dict[str, Any], who: str, size: tuple[int, int]
) -> None:
    page = at(windows, room, who, size, "/panic")

    assert page.evaluate(OUTSIDE, "#panic-button") == []
    # A second call is of a kind, too: the button lies over none of them.
    assert page.evaluate(OUTSIDE, ".panic-kinds .choice") == []
    assert page.evaluate(BELOW_THE_BUTTON) == []


@SIZES
def test_on_the_first_page_nothing_lies_over_the_incident_that_is_open(
    windows: Windows, room: LiveRoom, threat: dict[str, Any], size: tuple[int, int]
) -> None:
    page = at(windows, room, "officer", size, "/")
    expect(page.locator("#alerts-say")).not_to_be_empty()

    incident, alerts = (page.locator(one).first.bounding_box() for one in (".incident-real", ".home-alerts"))

    assert incident is not None
    assert alerts is not None
    assert incident["y"] + incident["height"] <= alerts["y"]


@SIZES
@pytest.mark.parametrize("who", ["teacher", "insider"])
def test_every_answer_and_send_of_a_rooms_report(
    windows: Windows, room: LiveRoom, threat: dict[str, Any], who: str, size: tuple[int, int]
) -> None:
    page = at(windows, room, who, size, f"/incidents/{threat['incident_id']}/my-room")

    assert page.evaluate(OUTSIDE, ".my-room-state") == []
    assert page.evaluate(OUTSIDE, ".my-room-send") == []
