"""What holds now has its place from the first picture on; what begins, grows or ends moves nothing under a finger."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end.pages.incident.test_alarm_bar import command
from tests.end_to_end.pages.incident.test_nothing_jumps import MOST, WATCH, settled
from tests.end_to_end.pages.incident.test_own_task import pressed
from tests.stage.devices.windows import DESK, PHONE, Windows, watched_windows
from tests.stage.live_room import LiveRoom, room_on_copy

pytestmark = pytest.mark.e2e
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
LINES = ".response-now-line"
# Who reads of a lockdown, where, and what stands there once it has all come.
PAGES = {
    "teacher's home": ("teacher", "/", "#alerts-say:not(:empty)"),
    "officer's home": ("officer", "/", "#alerts-say:not(:empty)"),
    "panic": ("teacher", "/panic", "#panic-button"),
    "my room": ("teacher", "/incidents/{incident_id}/my-room", ".my-room-send"),
    "console": ("dispatcher", "/console", "#board tbody tr"),
    "stations": ("officer", "/stations", "h2"),
}
# What the page said when it came, before its script had asked, and what it says now that it has.
FIRST_AND_NOW = """async () => {
  const said = (root) =>
    [...root.querySelectorAll(".response-now-line")].map((line) => [
      line.className,
      line.dataset.response,
      ...[...line.querySelectorAll("p, li, a")].map((one) => [one.textContent, one.getAttribute("href")]),
    ]);
  const first = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  return [said(first), said(document)];
}"""
# Before any script of the page: what its script has drawn anew has no mark.
MARK = """addEventListener("readystatechange", () => {
  for (const line of document.querySelectorAll(".response-now-line")) line.dataset.first = "";
}, { capture: true, once: true })"""
TOP_OF_THE_HEADING = "document.querySelector('h1').getBoundingClientRect().top"


@pytest.fixture
def drawn_alone(spatialite_template: Path, tmp_path: Path) -> Iterator[LiveRoom]:
    """A room of its own, its school drawn: no one has pressed."""
    with room_on_copy(spatialite_template, tmp_path, is_drawn=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def room(drawn_room: LiveRoom) -> LiveRoom:
    """The shared room, its school drawn."""
    return drawn_room


@SIZES
def test_an_action_that_begins_and_ends_moves_nothing_until_the_readers_next_act(
    windows: Windows, room: LiveRoom, size: tuple[int, int]
) -> None:
    page = windows.open(room.token("teacher"), size=size)
    page.add_init_script(WATCH)
    page.goto(room.url)
    expect(page.locator("#alerts-say")).not_to_be_empty()
    before = moved(settled(page))
    top = page.evaluate(TOP_OF_THE_HEADING)

    action_id = begin_hold(room)
    expect(page.locator(LINES)).to_be_visible()
    assert page.evaluate(TOP_OF_THE_HEADING) == top
    # It takes its place with the next act.
    page.keyboard.press("Shift")
    assert page.evaluate(TOP_OF_THE_HEADING) > top
    below = page.evaluate(TOP_OF_THE_HEADING)

    end_hold(room, action_id)
    expect(page.locator(LINES)).to_have_count(0)
    assert page.evaluate(TOP_OF_THE_HEADING) == below
    page.keyboard.press("Shift")
    assert page.evaluate(TOP_OF_THE_HEADING) == top
    assert moved(settled(page)) - before <= MOST


def begin_hold(room: LiveRoom) -> str:
    action_id = str(uuid4())
    command(room, "insider", room.stage.room_id, "start_response_action", kind="hold", action_id=action_id)
    return action_id


def end_hold(room: LiveRoom, action_id: str) -> None:
    command(room, "insider", room.stage.room_id, "release_response_action", action_id=action_id)


def moved(shifts: list[tuple[float, str]]) -> float:
    return sum(value for value, _what in shifts)


@pytest.fixture(scope="module")
def lockdown(room: LiveRoom) -> dict[str, Any]:
    """A lockdown that is in force, with two presses, and everybody in its room."""
    return pressed(room, ("teacher", "active_threat", "112 Biology"), ("insider", "medical", "113 Art"))


def arrived(windows: Windows, page: Page, address: str) -> None:
    page.add_init_script(WATCH)
    page.add_init_script(MARK)
    page.goto(windows.url + address)
    expect(page.locator(LINES).first).to_be_visible()
    expect(page.locator(f"{LINES}[data-first]")).to_have_count(0)


@SIZES
@pytest.mark.parametrize("name", PAGES)
def test_nothing_jumps_while_a_lockdown_holds(
    windows: Windows, room: LiveRoom, lockdown: dict[str, Any], name: str, size: tuple[int, int]
) -> None:
    who, address, there = PAGES[name]
    page = windows.open(room.token(who), size=size)

    arrived(windows, page, address.format(incident_id=lockdown["incident_id"]))
    expect(page.locator(there).first).to_be_attached()
    shifts = settled(page)

    assert moved(shifts) <= MOST, shifts


def test_nothing_jumps_in_the_incident_of_a_lockdown(
    windows: Windows, room: LiveRoom, lockdown: dict[str, Any]
) -> None:
    """At a desk."""
    page = windows.open(room.token("officer"), size=DESK)
    page.add_init_script(WATCH)

    page.goto(f"{room.url}/incidents/{lockdown['incident_id']}")
    expect(page.locator("#map .leaflet-marker-pane").first).to_be_attached()
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    shifts = settled(page)

    assert moved(shifts) <= MOST, shifts


# One after the other in one alarm: the fourth begins a lockdown.
PRESSES = (
    ("insider", "medical", "113 Art"),
    ("teacher", "medical", "112 Biology"),
    ("insider", "staff_assist", "113 Art"),
    ("teacher", "active_threat", "112 Biology"),
)


@pytest.mark.parametrize("is_exercise", [True, False], ids=["exercise", "real"])
def test_nothing_jumps_in_an_incident_however_many_call(
    drawn_alone: LiveRoom, browser: Browser, is_exercise: bool
) -> None:
    """In a hand."""
    room: LiveRoom = drawn_alone
    moves: dict[int, list[tuple[float, str]]] = {}
    with watched_windows(browser, room.url) as windows:
        incident_id, language = room.stage.incident_id, "en-US" if is_exercise else "es-US"
        for number in range(len(PRESSES) + 1):
            if number > 0:
                incident_id = pressed(room, PRESSES[number - 1], is_exercise=is_exercise)["incident_id"]
            page = windows.open(room.token("officer"), size=PHONE, language=language)
            moves[number] = shifts_of(page, f"{room.url}/incidents/{incident_id}", pins=min(number, 1))
            page.close()

    assert [(number, shifts) for number, shifts in moves.items() if moved(shifts) > MOST] == []


def test_nothing_jumps_where_a_slow_phone_draws_a_page_that_it_still_reads(
    windows: Windows, room: LiveRoom, lockdown: dict[str, Any]
) -> None:
    """The map is on the screen before what comes below it has been read: the sheet, and the actions."""
    page = windows.open(room.token("officer"), size=PHONE)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 8})
    moves = []
    for _ in range(3):
        moves.append(shifts_of(page, f"{room.url}/incidents/{lockdown['incident_id']}", pins=1))
        page.goto(f"{room.url}/healthz")

    assert [shifts for shifts in moves if moved(shifts) > MOST] == []


def shifts_of(page: Page, address: str, *, pins: int) -> list[tuple[float, str]]:
    """Open an incident, and return what has moved when all of it is there."""
    page.add_init_script(WATCH)
    page.goto(address)
    expect(page.locator("#map .leaflet-marker-pane")).to_be_attached()
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    expect(page.locator(".alarm-strip-text").first).to_be_attached()
    if pins:
        expect(page.locator(".marker-standing").first).to_be_attached()
    return settled(page)


@pytest.mark.parametrize("language", ["en-US", "es-US"])
@pytest.mark.parametrize("who", ["teacher", "officer", "dispatcher"])
def test_the_first_html_says_word_for_word_what_the_script_says(
    windows: Windows, room: LiveRoom, lockdown: dict[str, Any], who: str, language: str
) -> None:
    page = windows.open(room.token(who), language=language)
    arrived(windows, page, "/")

    first, now = page.evaluate(FIRST_AND_NOW)

    assert first
    assert first == now
