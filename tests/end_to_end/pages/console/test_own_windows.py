"""Map, timeline and board of rooms at addresses of their own: opened by keyboard, each live, in step, for whom only."""

import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.pages.console.test_console import console, open_incident
from tests.end_to_end.pages.console.test_console_panes import is_current, pane
from tests.screens.axe import faults
from tests.stage.devices.clients import Frame, post
from tests.stage.devices.windows import PHONE, Windows, becomes
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
HALVES = ("map", "timeline", "board")
LOOKS_AT = "map_site.getCenter().lng"


@pytest.fixture(scope="module")
def room(drawn_room: LiveRoom) -> LiveRoom:
    """A room whose floors are drawn."""
    return drawn_room


def say(room: LiveRoom, name: str, room_id: str, /, **command: object) -> None:
    post(room.url, room.token(name), room_id, {"id": str(uuid.uuid4()), **command})


def half_of(windows: Windows, room: LiveRoom, half: str, *, who: str = "dispatcher", **window: object) -> Page:
    page = windows.open(room.token(who), **window)  # type: ignore[arg-type]  # what windows are opened with
    page.goto(f"{room.url}/incidents/{room.stage.incident_id}/{half}")
    expect(page.locator('#chip[data-state="current"]')).to_be_visible()
    return page


def test_three_windows_are_opened_from_the_board_by_keyboard_and_each_is_live(windows: Windows, room: LiveRoom) -> None:
    page = console(windows, room)
    opener = page.get_by_role("button", name="In windows of their own").first
    # Drawn, and no character that a font may lack.
    expect(opener.locator("svg path").first).to_be_visible()
    opener.focus()
    page.keyboard.press("Enter")
    shown: dict[str, Page] = {}
    for half, name in zip(HALVES, ("Map", "Timeline", "Rooms"), strict=True):
        page.get_by_role("dialog").get_by_role("link", name=name, exact=True).focus()
        with page.expect_popup() as opened:
            page.keyboard.press("Enter")
        shown[half] = opened.value
        expect(opened.value).to_have_url(f"{room.url}/incidents/{room.stage.incident_id}/{half}")
        expect(opened.value.locator('#chip[data-state="current"]')).to_be_visible()
    page.bring_to_front()
    page.get_by_role("dialog").get_by_role("button", name="Close").press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    becomes(page, "document.activeElement.getAttribute('aria-haspopup')", "dialog")

    expect(shown["map"].locator(".map-panel")).to_be_visible()
    expect(shown["map"].locator("#composer")).to_be_hidden()
    expect(shown["timeline"].locator("#composer")).to_be_visible()
    expect(shown["timeline"].locator(".map-panel")).to_be_hidden()
    expect(shown["board"].locator("#map")).to_be_hidden()
    expect(shown["board"].get_by_role("heading", name="Rooms", exact=True)).to_be_visible()
    expect(shown["board"].get_by_role("row", name="112 Biology")).to_contain_text("NOT REPORTED")

    say(room, "teacher", room.stage.room_id, type="report_room", room="Hall", state="ok", students=7)
    expect(shown["board"].get_by_role("row", name="Hall")).to_be_visible()
    expect(shown["timeline"].locator(".entry").last).to_contain_text("Hall")


def test_a_place_of_the_timeline_is_shown_in_the_window_of_the_map_which_opens_for_it(
    windows: Windows, room: LiveRoom
) -> None:
    page = half_of(windows, room, "timeline")
    lon, lat = page.evaluate("[map_site.getCenter().lng, map_site.getCenter().lat]")
    marker: Frame = {"type": "place_marker", "marker_id": str(uuid.uuid4()), "kind": "hazard", "label": "Smoke"}
    say(room, "teacher", room.stage.room_id, **marker, lon=lon + 0.0005, lat=lat)

    with page.expect_popup() as opened:
        page.locator(".entry-place").last.click()
    beside = opened.value
    expect(beside.locator("body")).to_have_attribute("data-half", "map")
    expect(beside.locator('#chip[data-state="current"]')).to_be_visible()
    becomes(beside, f"Math.abs({LOOKS_AT} - {lon + 0.0005}) < 1e-4", True)
    beside.close()

    # It has an address of its own: it stays the timeline.
    expect(page.locator("body")).to_have_attribute("data-half", "timeline")
    expect(page.locator(".map-panel")).to_be_hidden()


@pytest.mark.parametrize("half", HALVES)
def test_axe_finds_nothing_and_nothing_is_cut_off(windows: Windows, room: LiveRoom, half: str) -> None:
    page = half_of(windows, room, half)

    assert faults(page) == []
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_a_phone_the_board_shows_what_each_room_reported_without_scrolling_aside(
    windows: Windows, room: LiveRoom
) -> None:
    page = half_of(windows, room, "board", size=PHONE)
    expect(page.get_by_role("row", name="112 Biology")).to_be_visible()

    states = page.locator("#rooms-board tr > :nth-child(3)")
    rights = states.evaluate_all("(cells) => cells.map((one) => one.getBoundingClientRect().right)")

    assert max(rights) <= PHONE[0]


def test_windows_speak_spanish_and_say_what_they_are(windows: Windows, room: LiveRoom) -> None:
    for half, name in zip(HALVES, ("Mapa", "Cronología", "Salones"), strict=True):
        page = half_of(windows, room, half, language="es-MX")
        assert page.title().startswith(f"{name} · ")


def test_who_is_not_in_the_room_meets_its_door_and_a_stranger_nothing(windows: Windows, room: LiveRoom) -> None:
    found = open_incident(room, "Not joined")
    page = windows.open(room.token("dispatcher"))
    page.goto(f"{room.url}/incidents/{found['incident_id']}/board")
    page.get_by_role("button", name="Join the exercise").click()
    expect(page.locator("#rooms-board")).to_be_visible()

    stranger = windows.open(room.token("stranger"))
    for half in HALVES:
        stranger.goto(f"{room.url}/incidents/{found['incident_id']}/{half}")
        expect(stranger.get_by_text("404", exact=True)).to_be_visible()


def test_when_access_ends_nothing_of_the_board_stays(windows: Windows, room: LiveRoom) -> None:
    found = open_incident(room, "Access ends")
    for name in ("officer", "insider"):
        say(room, name, found["room_id"], type="join_room")
    page = windows.open(room.token("officer"))
    page.goto(f"{room.url}/incidents/{found['incident_id']}/board")
    expect(page.get_by_role("row", name="112 Biology")).to_be_visible()
    whole = windows.open(room.token("officer"))
    whole.goto(f"{room.url}/incidents/{found['incident_id']}")
    whole.locator("[data-rooms-board]").click()
    expect(whole.get_by_role("row", name="112 Biology")).to_be_visible()
    me = page.evaluate("JSON.parse(document.getElementById('room').textContent).me.participant_id")

    say(room, "insider", found["room_id"], type="remove_participant", participant_id=me, reason="Over")

    for window in (page, whole):
        expect(window.get_by_role("alertdialog")).to_be_visible()
        expect(window.get_by_text("112 Biology")).to_have_count(0)


def test_an_exercise_stands_aside_of_what_is_real_and_a_new_alarm_takes_a_pane_by_itself(
    windows: Windows, room: LiveRoom
) -> None:
    drills = [open_incident(room, title) for title in ("Drill one", "Drill two")]
    for drill in drills:
        say(room, "dispatcher", drill["room_id"], type="join_room")
    page = windows.open(room.token("dispatcher"), size=(1920, 1080))
    page.goto(f"{room.url}/console#side={drills[0]['incident_id']},{drills[1]['incident_id']}")
    for at in (0, 1):
        is_current(page, at)

    alarm = open_incident(room, "Smoke in the kitchen", is_exercise=False)

    expect(page.locator(".pane")).to_have_count(3)
    expect(page.locator(".pane .pane-line .badge")).to_have_text(["REAL", "EXERCISE", "EXERCISE"])
    expect(pane(page, 0).get_by_role("button", name="Join the room")).to_be_visible()
    # The exercises went on: nothing of theirs was loaded again, and they have less of the window.
    is_current(page, 1)
    widths = [box["width"] for one in page.locator(".pane").all() if (box := one.bounding_box()) is not None]
    assert widths[0] > widths[1] == pytest.approx(widths[2], abs=2)
    assert str(alarm["incident_id"]) in page.url
    assert faults(page, sizes=((1920, 1080),)) == []
