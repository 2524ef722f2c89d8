"""The map keeps its place: with an alarm on, the keyboard up, at 200 %; what lies on it can be read in every theme."""

import uuid
from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.pages.incident.test_alarm_bar import ask, command, open_incident, press
from tests.stage.devices.windows import DESK, PHONE, Windows, becomes
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
THEMES = ("light", "dark", "night")
KEYBOARD_UP = (390, 508)
TWICE_AS_LARGE = (195, 422)
LANDSCAPE = (844, 390)
TABLET = (768, 1024)
DESK_TWICE_AS_LARGE = (720, 450)
LEAST_SHARE = 0.4

MEASURE = """() => {
  const map = document.querySelector(".map-panel").getBoundingClientRect();
  const strip = document.querySelector("#alarm-bar").getBoundingClientRect();
  const lowest = document.querySelector(".thumbs").getBoundingClientRect().bottom;
  const page = document.scrollingElement;
  return { map: map.height, strip: strip.height, lowest, page: page.scrollHeight, wide: page.scrollWidth };
}"""

# WCAG 2.2 contrast of an element's text against the first opaque background behind it.
CONTRAST = """(element) => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = parts(colour).slice(0, 3).map((one) => one / 255)
      .map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let behind = element;
  const back = () => getComputedStyle(behind).backgroundColor;
  while (behind.parentElement && parts(back())[3] === 0) behind = behind.parentElement;
  const pair = [light(getComputedStyle(element).color), light(back())].sort((one, other) => other - one);
  return (pair[0] + 0.05) / (pair[1] + 0.05);
}"""


WATCH_WAKE_LOCK = """(() => {
  const request = WakeLock.prototype.request;
  window.kept_awake = [];
  WakeLock.prototype.request = function (kind) { kept_awake.push(kind); return request.call(this, kind); };
})()"""

# Who can be read whole, of those in the list; and how far down the actions of the room reach.
COLUMN = """() => {
  const box = (one) => one.getBoundingClientRect();
  const list = box(document.querySelector("#people-list"));
  const rows = [...document.querySelectorAll("#people-list .person")].map(box);
  const actions = document.querySelector("#actions");
  return {
    people: rows.filter((one) => one.top >= list.top && one.bottom <= list.bottom + 1).length,
    parts: [...document.querySelectorAll(".alarm-part")].filter((one) => one.checkVisibility()).length,
    actions: box(actions).height,
    lowest: box(actions).bottom,
    scrolls: actions.scrollHeight > actions.clientHeight,
  };
}"""


@pytest.fixture(scope="module")
def alarm(room: LiveRoom) -> dict[str, object]:
    """Press the panic button once for all tests of this file."""
    pressed = press(room, "teacher")
    for who in ("insider", "officer"):
        command(room, who, pressed["room_id"], "join_room")
    return pressed


def alarmed(windows: Windows, room: LiveRoom, alarm: dict[str, object], *, size: tuple[int, int]) -> Page:
    """Open the room with its panic alarm, and a priority message that waits for an answer."""
    text = "Everybody stays out of the gym"
    command(room, "insider", alarm["room_id"], "post_priority_message", message_id=str(uuid.uuid4()), text=text)
    page = windows.open(room.token("officer"), size=size)
    page.goto(f"{room.url}/incidents/{alarm['incident_id']}")
    expect(page.locator(".alarm-message")).not_to_have_count(0)
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    return page


# First: once a position of theirs is on the map, "Me" shows it instead of asking.
def test_who_shares_a_position_is_told_so_until_it_ends(windows: Windows, room: LiveRoom) -> None:
    page = windows.open(room.token("officer"), size=PHONE, at_lonlat=(-98.5, 39.8))
    page.add_init_script(WATCH_WAKE_LOCK)
    page.goto(f"{room.url}/incidents/{room.stage.incident_id}")
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    expect(page.locator("#sharing-now")).to_be_hidden()

    page.locator('[data-do="me"]').tap()
    expect(page.locator("#ask-share")).to_be_visible()
    page.check("#ask-share input[value=everyone]")
    page.locator("#ask-share button.primary").tap()

    expect(page.locator("#sharing-now")).to_have_attribute("data-state", "on")
    expect(page.locator("#sharing-now")).to_contain_text("Everyone")
    # A phone that goes to sleep would say nothing more.
    becomes(page, "kept_awake", ["screen"])
    page.locator("#sharing-now button").tap()
    expect(page.locator("#sharing-now")).to_be_hidden()
    expect(page.locator('.tool[data-do="share_position"]')).to_have_attribute("aria-pressed", "false")


def test_with_an_alarm_and_a_priority_message_the_map_keeps_its_share_and_the_page_fits_the_screen(
    windows: Windows, room: LiveRoom, alarm: dict[str, object]
) -> None:
    page = alarmed(windows, room, alarm, size=PHONE)

    # A phone's window changes while its page is open: the keyboard comes up, it is turned, its text is made larger.
    for size, step in product((PHONE, KEYBOARD_UP, TWICE_AS_LARGE, LANDSCAPE), ("peek", "half", "full")):
        resize(page, size)
        page.evaluate("(step) => { document.querySelector('#sheet').dataset.step = step; }", step)
        writing = page.locator("#composer textarea")
        writing.focus() if size == KEYBOARD_UP else writing.blur()
        found = measured(page, size)
        # The line of who one is gives way where there is little height.
        assert found["strip"] <= (48 if size[1] <= 560 else 48 + 28), (size, step)
        assert found["lowest"] <= size[1], (size, step)


@pytest.mark.parametrize("sizes", [(PHONE, KEYBOARD_UP, TABLET, DESK_TWICE_AS_LARGE), (DESK,)], ids=["touch", "desk"])
def test_in_every_state_the_map_keeps_its_share_and_nothing_is_wider_than_the_window(
    windows: Windows, room: LiveRoom, alarm: dict[str, object], sizes: Sequence[tuple[int, int]]
) -> None:
    page = windows.open(room.token("officer"), size=sizes[0])
    for state in ("idle", "lockdown", "offline"):
        bring(page, room, alarm, state)
        for size in sizes:
            resize(page, size)
            measured(page, size)


def bring(page: Page, room: LiveRoom, alarm: dict[str, object], state: str) -> None:
    """Bring a window to a state; the last is that of the one before without a network."""
    if state == "offline":
        page.context.set_offline(True)
        expect(page.locator("#chip")).to_have_attribute("data-state", "stale")
        return
    if state == "lockdown":
        begin_lockdown(room, alarm)
    page.goto(f"{room.url}/incidents/{room.stage.incident_id if state == 'idle' else alarm['incident_id']}")
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    expect(page.locator(".response-lockdown")).to_have_count(1 if state == "lockdown" else 0)


def begin_lockdown(room: LiveRoom, alarm: dict[str, object]) -> None:
    """Let a lockdown be in force, once for all tests of this file."""
    state: dict[str, Any] = ask(room, "officer", f"/rooms/{alarm['room_id']}/state")
    if not state["objects"].get("response_actions"):
        action = {"action_id": str(uuid.uuid4()), "kind": "lockdown"}
        command(room, "officer", alarm["room_id"], "start_response_action", **action)


def resize(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})


def measured(page: Page, size: tuple[int, int]) -> dict[str, float]:
    """Wait until the page fits its window, and the map has its share of it; return what lies where."""
    becomes(page, f"(({{ page, wide }}) => [wide, page])(({MEASURE})())", list(size))
    found: dict[str, float] = page.evaluate(MEASURE)
    assert found["map"] >= LEAST_SHARE * size[1], size
    return found


TOO_SMALL = """(least) => [...document.querySelectorAll(
  ".bar summary, .alarm-strip, .sheet-tab, .thumb, .map-view .tool, .map-tools .tool, .composer button, .composer-file"
)].filter((one) => one.checkVisibility()).map((one) => [one.className, one.getBoundingClientRect()])
  .filter(([, box]) => Math.min(box.width, box.height) < least)
  .map(([name, box]) => `${name} ${box.width} ${box.height}`)"""


def test_on_a_phone_whatever_one_taps_is_large_enough_and_tools_say_what_they_are(
    windows: Windows, room: LiveRoom, alarm: dict[str, object]
) -> None:
    page = alarmed(windows, room, alarm, size=PHONE)
    expect(page.locator(".map-tools")).to_be_hidden()

    page.locator('[data-do="tools"]').tap()

    expect(page.locator('.map-tools [data-do="draw_zone"] span')).to_be_visible()
    assert page.evaluate(TOO_SMALL, 44) == []
    page.locator('.map-tools [data-do="say_where"]').tap()
    expect(page.locator(".map-tools")).to_be_hidden()
    expect(page.locator("#tool-bar")).to_be_visible()


def test_the_way_to_the_other_pages_is_a_menu_that_takes_no_height(
    windows: Windows, room: LiveRoom, alarm: dict[str, object]
) -> None:
    page = alarmed(windows, room, alarm, size=PHONE)
    before = page.evaluate(MEASURE)["map"]

    page.locator(".bar-menu summary").tap()

    expect(page.locator(".bar-places [aria-current]")).to_have_text("Incidents")
    expect(page.locator(".bar-places")).not_to_contain_text(["Administration"])
    assert page.evaluate(MEASURE)["map"] == before
    page.keyboard.press("Escape")
    expect(page.locator(".bar-menu-panel")).to_be_hidden()
    page.locator(".bar-menu summary").tap()
    page.locator(".bar-places").get_by_text("Agreements").tap()
    expect(page).to_have_url(f"{room.url}/agreements")


def test_with_the_keyboard_up_one_sees_what_one_writes(
    windows: Windows, room: LiveRoom, alarm: dict[str, object]
) -> None:
    page = alarmed(windows, room, alarm, size=KEYBOARD_UP)

    page.locator("#composer textarea").focus()

    page.wait_for_function("""() => {
      const lowest = (what) => document.querySelector(what).getBoundingClientRect().bottom;
      return lowest("#composer textarea") <= lowest("#sheet") && lowest("#sheet") <= innerHeight;
    }""")


def test_the_strip_says_what_is_on_and_unfolds_over_the_page(
    windows: Windows, room: LiveRoom, alarm: dict[str, object]
) -> None:
    page = alarmed(windows, room, alarm, size=PHONE)
    before = page.evaluate(MEASURE)["map"]
    expect(page.locator(".alarm-strip")).to_contain_text("EXERCISE")
    expect(page.locator("[data-alarm='acknowledge_priority_message']").first).to_be_hidden()

    page.locator(".alarm-strip").tap()
    expect(page.locator(".alarm-panic")).to_be_visible()
    assert page.evaluate(MEASURE)["map"] == before
    waiting = page.locator(".alarm-message").count()
    page.locator("[data-alarm='acknowledge_priority_message']").first.tap()

    expect(page.locator(".alarm-message")).to_have_count(waiting - 1)


def test_a_place_in_a_panic_entry_can_be_read_in_every_theme(
    windows: Windows, room: LiveRoom, alarm: dict[str, object]
) -> None:
    page = alarmed(windows, room, alarm, size=DESK)
    entry = page.locator(".entry-panic_pressed")
    expect(entry).to_be_visible()

    for theme in THEMES:
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        # The plan of this school has no such room; the markup is what a known place is given. In one step: the line is
        # written anew when the names of places come.
        contrast = entry.locator(".entry-text").evaluate(
            "(text) => { const link = Object.assign(document.createElement('button'), "
            "{ className: 'place-link', textContent: 'room 112' }); text.replaceChildren(link); "
            f"return ({CONTRAST})(link); }}"
        )
        assert contrast >= 4.5, theme


def test_units_on_the_map_wear_the_color_of_their_agency(windows: Windows, room: LiveRoom) -> None:
    viewer = open_incident(windows, room, "insider", room.stage.incident_id)
    officer = windows.open(room.token("officer"), at_lonlat=(-98.5, 39.8))
    officer.goto(f"{room.url}/incidents/{room.stage.incident_id}")
    expect(officer.locator("#chip")).to_have_attribute("data-state", "current")
    officer.click('[data-do="share_position"]')
    officer.check("#ask-share input[value=everyone]")
    officer.click("#ask-share button.primary")

    unit = viewer.locator(".unit")
    expect(unit).to_have_count(1)

    worn, meant = unit.evaluate(
        "(unit) => { const probe = document.createElement('i'); probe.style.color = 'var(--agency-police)';"
        " unit.append(probe); return [getComputedStyle(unit.querySelector('.unit-ring')).borderTopColor,"
        " getComputedStyle(probe).color]; }"
    )
    assert worn == meant


def test_a_zone_lets_a_marker_through_and_goes_only_when_one_is_sure(windows: Windows, room: LiveRoom) -> None:
    page = open_incident(windows, room, "officer", room.stage.incident_id)
    page.locator(".leaflet-container").wait_for()
    middle = page.evaluate("() => { const { lat, lng } = map_site.getCenter(); return [lng, lat]; }")
    corners = [[middle[0] + x, middle[1] + y] for x, y in ((-0.001, -0.001), (0.001, -0.001), (0.001, 0.001))]
    fields = {"kind": "hot_zone", "points": [*corners, [middle[0] - 0.001, middle[1] + 0.001]], "audience": "everyone"}
    command(room, "officer", room.stage.room_id, "draw_shape", shape_id=str(uuid.uuid4()), **fields)
    expect(page.locator(".shape-hot_zone")).to_have_count(1)

    page.click('.map-tools [data-do="place_marker"]')
    box = page.locator("#map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2 + 20, box["y"] + box["height"] / 2 + 20)
    expect(page.locator("#ask-marker")).to_be_visible()
    page.locator("#ask-marker [data-cancel]").click()

    page.mouse.click(box["x"] + box["width"] / 2 + 20, box["y"] + box["height"] / 2 + 20)
    page.locator(".leaflet-popup .danger").click()
    expect(page.get_by_role("alertdialog")).to_contain_text("Erase it for everybody?")
    page.get_by_role("alertdialog").get_by_text("Cancel").click()
    expect(page.locator(".shape-hot_zone")).to_have_count(1)
    page.mouse.click(box["x"] + box["width"] / 2 + 20, box["y"] + box["height"] / 2 + 20)
    page.locator(".leaflet-popup .danger").click()
    page.locator("[data-confirm]").click()
    expect(page.locator(".shape-hot_zone")).to_have_count(0)


def test_on_a_desk_with_four_alarms_people_stay_in_sight_and_the_composer_is_three_keys_away(
    windows: Windows, room: LiveRoom, alarm: dict[str, object]
) -> None:
    command(room, "dispatcher", alarm["room_id"], "join_room")
    page = alarmed(windows, room, alarm, size=DESK)
    begin_lockdown(room, alarm)
    expect(page.locator(".response-lockdown")).to_be_visible()

    found = page.evaluate(COLUMN)

    assert found["parts"] >= 4
    assert found["people"] >= 2
    assert found["actions"] >= 120
    assert found["lowest"] <= DESK[1]
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Write a message")
    page.keyboard.press("Enter")
    page.keyboard.type("No mouse at all")
    expect(page.locator("#message-text")).to_have_value("No mouse at all")
    # Who copies a name keeps it selected, whatever comes in.
    name = page.locator(".person-name", has_text="Officer")
    name.evaluate("(node) => getSelection().selectAllChildren(node)")
    command(room, "insider", alarm["room_id"], "set_status", status="CheckedIn")
    expect(page.locator(".person-status")).not_to_have_count(0)
    assert page.evaluate("getSelection().toString()") == name.inner_text()
