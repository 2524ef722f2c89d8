"""Three presses of three kinds in three places, in real windows: bar, strip, map, floors, table, boards and console.

What the server says of it is asked in tests/coordination/incident/standing/test_every_surface.py.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.end_to_end.pages.incident.test_alarm_bar import ask, command, open_incident
from tests.end_to_end.pages.maps.test_tapped_room import tap_room
from tests.factories.mapping import CENTRE
from tests.stage.devices.windows import DESK, PHONE, Windows
from tests.stage.live_room import LiveRoom
from tests.support.processes import wait_until

pytestmark = pytest.mark.e2e
# The worst first, whatever came last: each by its kind and its place.
STANDING = ("Active threat", "Fire", "Medical emergency")
PLACES = ("112 Biology", "Level 1", "113 Art")


@pytest.fixture(scope="module")
def room(drawn_room: LiveRoom) -> LiveRoom:
    """The shared room's site, with two drawn floors."""
    return drawn_room


@pytest.fixture(scope="module", params=[True, False], ids=["exercise", "real"])
def alarm(room: LiveRoom, request: pytest.FixtureRequest) -> dict[str, object]:
    """An alarm with three presses; the dispatcher, the principal and the officer have joined."""
    is_exercise: bool = request.param
    places: Any = ask(room, "teacher", f"/sites/{room.stage.site_id}/panic-places")
    by_label = {one["label"]: one["space_id"] for one in places}
    levels: Any = ask(room, "insider", f"/rooms/{room.stage.room_id}/levels")
    upper = next(one["id"] for one in levels if one["name"] == "Level 1")
    common = {"type": "raise_panic", "site_id": room.stage.site_id, "is_exercise": is_exercise}
    at_stair = {"lon": CENTRE[0], "lat": CENTRE[1], "level_id": upper}
    presses: tuple[tuple[str, str, dict[str, object]], ...] = (
        ("teacher", "active_threat", {"space_id": by_label["112 Biology"]}),
        ("insider", "medical", {"space_id": by_label["113 Art"]}),
        ("teacher", "fire", at_stair),
    )
    pressed: dict[str, object] = {}
    for number, (who, kind, where) in enumerate(presses):
        identity = f"0191f000-0000-7000-8000-0000000{int(is_exercise)}000{number}"
        pressed = ask(room, who, "/panics", {**common, "id": identity, "kind": kind, **where})
    for who in ("dispatcher", "officer"):
        command(room, who, pressed["room_id"], "join_room")
    return {**pressed, "is_exercise": is_exercise}


def in_order(text: str, wanted: tuple[str, ...]) -> bool:
    found = [text.find(one) for one in wanted]
    return -1 not in found and found == sorted(found)


def told(page: Page, selector: str, wanted: tuple[str, ...]) -> None:
    """Expect all of it in one element, in its order."""
    reads(page.locator(selector).first, wanted)


def reads(found: Locator, wanted: tuple[str, ...]) -> None:
    """Wait until an element says all of it, in its order."""
    expect(found).to_contain_text(wanted[-1])
    wait_until(lambda: in_order(found.inner_text(), wanted), timeout_s=30, what=f"it does not say {wanted} in order")


def test_bar_map_floors_and_table_tell_of_all_of_them(
    windows: Windows, room: LiveRoom, alarm: dict[str, object]
) -> None:
    page = open_incident(windows, room, "dispatcher", alarm["incident_id"])

    told(page, ".alarm-set", STANDING)
    told(page, ".alarm-set", PLACES)
    expect(page.locator(".alarm-call details")).to_have_count(3)
    # The map looks at the calls, on the floor of the worst; the other floor's button says that someone calls there.
    expect(page.locator(".marker-standing")).to_have_count(2)
    expect(page.locator(".standing-room.standing-active_threat")).to_have_count(1)
    expect(page.locator('.floor-button[aria-checked="true"]')).to_contain_text("Level 0")
    other = page.locator(".floor-button", has_text="Level 1").locator(".floor-badge")
    expect(other).to_have_text("▲1")
    expect(other).to_have_attribute("aria-label", re.compile("^Fire"))
    # Who is hurt is counted by themselves, and not as a threat.
    here = page.locator(".floor-button", has_text="Level 0").locator(".floor-badge")
    expect(here).to_have_text("▲1 ✚1")
    inside = page.evaluate(
        """() => {
          const map = document.querySelector("#map").getBoundingClientRect();
          return [...document.querySelectorAll(".marker-standing .marker-pin")]
            .map((one) => one.getBoundingClientRect())
            .filter((box) => box.left >= map.left && box.right <= map.right && box.top >= map.top).length;
        }"""
    )
    assert inside == 2
    marked = page.locator('.leaflet-marker-icon[title^="EXERCISE"]:has(.marker-standing)')
    expect(marked).to_have_count(2 if alarm["is_exercise"] else 0)
    count = page.locator(".alarm-count")
    expect(count).to_have_text("EXERCISE · 3 calls for help" if alarm["is_exercise"] else "3 calls for help")
    page.keyboard.press("t")
    page.locator("#twin").get_by_role("button", name="What stands", exact=True).click()
    told(page, "#twin tbody", STANDING)
    told(page, "#twin tbody", PLACES)


LABELS = """() => [...document.querySelectorAll(".marker-standing .marker-label")].map((one) => {
  const { left, right, top, bottom } = one.getBoundingClientRect();
  return { text: one.textContent, left, right, top, bottom };
})"""


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_pin_says_in_words_where_and_what_and_covers_no_other(
    windows: Windows, room: LiveRoom, alarm: dict[str, object], size: tuple[int, int]
) -> None:
    page = open_incident(windows, room, "dispatcher", alarm["incident_id"])
    page.set_viewport_size({"width": size[0], "height": size[1]})
    expect(page.locator(".marker-standing .marker-label")).to_have_count(2)
    labels = page.locator(".marker-standing .marker-label")
    expect(labels.filter(has_text="112 Biology · Active threat")).to_be_visible()
    expect(labels.filter(has_text="113 Art · Medical emergency")).to_be_visible()

    def is_clear() -> bool:
        one, other = page.evaluate(LABELS)
        beside = one["right"] <= other["left"] or other["right"] <= one["left"]
        return bool(beside or one["bottom"] <= other["top"] or other["bottom"] <= one["top"])

    wait_until(is_clear, timeout_s=30, what="labels of pins cover each other")


def test_the_words_of_a_pin_close_no_room_beside_it(windows: Windows, room: LiveRoom, alarm: dict[str, object]) -> None:
    page = windows.open(room.token("officer"), size=PHONE)
    page.goto(f"{room.url}/incidents/{alarm['incident_id']}")
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    expect(page.locator(".marker-standing .marker-label")).to_have_count(2)

    tap_room(page, "113")


# Whether nothing that the strip says of calls is cut off, neither at its side nor below.
IS_WHOLE = """() => {
  const strip = document.querySelector(".alarm-strip").getBoundingClientRect();
  const said = '.alarm-strip-text[data-part="panic"], .alarm-strip-place';
  return [...document.querySelectorAll(said)].every((one) => {
    const box = one.getBoundingClientRect();
    const isIn = box.bottom <= strip.bottom + 1 && box.right <= strip.right;
    return isIn && one.scrollWidth <= one.clientWidth && one.scrollHeight <= one.clientHeight + 1;
  });
}"""


@pytest.mark.parametrize(
    ("who", "language"), [("teacher", "en-US"), ("officer", "en-US"), ("officer", "es-US"), ("dispatcher", "en-US")]
)
def test_a_phone_reads_the_place_and_the_kind_of_each_without_a_touch(
    windows: Windows, room: LiveRoom, alarm: dict[str, object], who: str, language: str
) -> None:
    page = windows.open(room.token(who), size=PHONE, language=language)
    page.goto(f"{room.url}/incidents/{alarm['incident_id']}")
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    strip = page.locator(".alarm-strip-lines")

    kinds = ("112", "[Tt]hreat", "Level 1", "Fire", "113", "Medical")
    if language == "es-US":
        kinds = ("112", "Amenaza", "Level 1", "Incendio", "113", "[Mm]édica")
    # At the school two lines are of the directive; what the third has no room for is counted.
    last = ".*".join(kinds[4:]) if who != "teacher" else rf"({'.*'.join(kinds[4:])}|\+1)"
    said = ".*".join((*kinds[:4], last))
    # Beside a real one the incident of the room is open, and whether they are one waits for who watches over both.
    if who == "dispatcher" and not alarm["is_exercise"]:
        said = r"▲ 112.*\+2"
    expect(strip).to_contain_text(re.compile(said, re.DOTALL))
    wait_until(lambda: page.evaluate(IS_WHOLE), timeout_s=30, what=f"cut off: {strip.inner_text()}")


def test_a_phone_says_how_many_call_and_unfolds_all_of_them(
    windows: Windows, room: LiveRoom, alarm: dict[str, object]
) -> None:
    page = windows.open(room.token("officer"), size=PHONE)
    page.goto(f"{room.url}/incidents/{alarm['incident_id']}")
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")

    page.locator(".alarm-strip").tap()

    told(page, ".alarm-set", STANDING)
    told(page, ".alarm-set", PLACES)


def test_the_board_of_rooms_begins_with_the_rooms_in_which_somebody_calls(
    windows: Windows, room: LiveRoom, alarm: dict[str, object]
) -> None:
    page = open_incident(windows, room, "insider", alarm["incident_id"])

    page.locator("[data-rooms-board]").evaluate("(button) => button.click()")

    expect(page.locator(".rooms-board tr", has_text="113 Art")).to_be_visible()
    told(page, ".rooms-board table-twin tbody", STANDING)
    expect(page.locator(".rooms-board tr", has_text="112 Biology")).to_contain_text("Active threat")


def console(windows: Windows, room: LiveRoom) -> Page:
    page = windows.open(room.token("dispatcher"))
    page.goto(f"{room.url}/console")
    return page


def test_the_map_of_the_console_looks_at_what_really_happens_and_not_at_the_country(
    windows: Windows, room: LiveRoom, alarm: dict[str, object]
) -> None:
    """The exercise's presses stand apart: they are looked at only as long as nothing real is open."""
    page = console(windows, room)

    kind = "exercise" if alarm["is_exercise"] else "real"
    pin = page.locator(f"#map .pin-{kind}", has_text="Active threat +2").first
    expect(pin).to_be_visible()
    box, ground = pin.bounding_box(), page.locator("#map").bounding_box()
    assert box is not None
    assert ground is not None
    assert ground["x"] <= box["x"] + box["width"] / 2 <= ground["x"] + ground["width"]
    assert ground["y"] <= box["y"] + box["height"] / 2 <= ground["y"] + ground["height"]
    expect(page.locator("#map .leaflet-control-scale-line")).to_contain_text("ft")


def first_page(windows: Windows, room: LiveRoom) -> Page:
    page = windows.open(room.token("keeper" if "keeper" in room.stage.tokens else "officer"))
    page.goto(f"{room.url}/")
    return page


@pytest.mark.parametrize(("opened", "row"), [(console, "#board tbody tr"), (first_page, ".incident")])
def test_other_pages_tell_of_all_of_them(
    windows: Windows,
    room: LiveRoom,
    alarm: dict[str, object],
    opened: Callable[[Windows, LiveRoom], Page],
    row: str,
) -> None:
    page = opened(windows, room)

    found = page.locator(row, has_text="Active threat").filter(has_text="EXERCISE" if alarm["is_exercise"] else "REAL")

    expect(found.first).to_contain_text(PLACES[-1])
    reads(found.first, STANDING)


@pytest.mark.parametrize(("size", "highest_px"), [(DESK, 200), (PHONE, 280)], ids=["desk", "phone"])
def test_five_calls_leave_room_for_what_else_is_open(
    windows: Windows, room: LiveRoom, alarm: dict[str, object], size: tuple[int, int], highest_px: int
) -> None:
    """Last of this module: it presses more."""
    places: Any = ask(room, "teacher", f"/sites/{room.stage.site_id}/panic-places")
    by_label = {one["label"]: one["space_id"] for one in places}
    common = {"type": "raise_panic", "site_id": room.stage.site_id, "is_exercise": alarm["is_exercise"]}
    for number, (kind, label) in enumerate((("active_threat", "113 Art"), ("medical", "112 Biology"))):
        identity = f"0191f000-0000-7000-8000-0000000{int(bool(alarm['is_exercise']))}001{number}"
        ask(room, "teacher", "/panics", {**common, "id": identity, "kind": kind, "space_id": by_label[label]})
    page = windows.open(room.token("officer"), size=size)
    page.goto(room.url)

    row = page.locator(f'[data-incident="{alarm["incident_id"]}"]')

    expect(row.locator(".standing-line").first).to_contain_text("112 Biology; ")
    expect(row.locator(".standing-line").first).to_contain_text("113 Art")
    box = row.bounding_box()
    assert box is not None
    assert box["height"] <= highest_px
