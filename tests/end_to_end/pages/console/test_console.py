"""The console in Chromium: a new incident on any page, board and map by keyboard alone, and nothing for axe to find."""

import re
import time
import uuid
from collections.abc import Sequence

import pytest
from musterpoint_client.api import request_json
from playwright.sync_api import Page, expect

from tests.screens.axe import faults
from tests.stage.devices.clients import Frame, post
from tests.stage.devices.windows import Windows, becomes, open_more
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
# How much of the board one would have to scroll for.
OUT_OF_SIGHT = """() => {
  const { scrollWidth, clientWidth } = document.querySelector("#board .table-scroll");
  return scrollWidth - clientWidth;
}"""
# The map begins where the board has ended, and has three tenths of the height.
BOARD_ABOVE_MAP = """() => {
  const [board, map] = [".console-board", "#map"].map((one) => document.querySelector(one).getBoundingClientRect());
  return board.bottom <= map.top && map.height >= 0.3 * innerHeight;
}"""
NAMES_OUTSIDE = """() => {
  const map = document.querySelector("#map").getBoundingClientRect();
  return [...document.querySelectorAll("#map .map-pin:not(.pin-facility)")]
    .map((one) => [one.textContent, one.getBoundingClientRect()])
    .filter(([, box]) => box.left < map.left - 1 || box.right > map.right + 1)
    .map(([name]) => name);
}"""
SIZES = ((1440, 900), (1920, 1080))
# What is promised is a second; this machine may be doing much else.

COLORS_OF_WHAT_PRESSES = """(rows) => rows.map((row) => {
  const words = document.createElement("span");
  words.className = "needs-now";
  document.querySelector(`#board tr.${row} td:last-child`).append(words);
  const { color } = getComputedStyle(words);
  words.remove();
  return color;
})"""


def open_incident(room: LiveRoom, title: str, *, is_exercise: bool = True) -> Frame:
    command: Frame = {"type": "open_incident", "id": str(uuid.uuid4()), "site_id": room.stage.site_id}
    command |= {"is_exercise": is_exercise, "incident_type": "FSMOKE", "severity": "minor", "title": title}
    opened: Frame = request_json(room.url, "/api/v1/incidents", token=room.token("insider"), body=command)
    return opened


def console(windows: Windows, room: LiveRoom, *, size: tuple[int, int] = SIZES[0], language: str = "en-US") -> Page:
    page = windows.open(room.token("dispatcher"), size=size, language=language)
    page.goto(f"{room.url}/console")
    expect(page.locator("#state:not(.is-stale)")).to_be_visible()
    expect(page.locator("#board tbody tr").first).to_be_visible()
    return page


def test_a_new_incident_is_heard_seen_and_named_on_a_page_that_is_no_console(windows: Windows, room: LiveRoom) -> None:
    page = windows.open(room.token("dispatcher"))
    page.goto(f"{room.url}/agreements")
    page.wait_for_function("() => globalThis.incidentWatch?.isCurrent")
    began_s = time.monotonic()

    opened = open_incident(room, "Smoke in the gym")

    notice = page.locator(".incident-notice.is-exercise")
    expect(notice).to_contain_text("Lincoln High School")
    print(f"on the page after {time.monotonic() - began_s:.2f} s")
    expect(page).to_have_title("(1) EXERCISE · Lincoln High School")
    expect(page.locator("html")).to_have_attribute("data-sounded", "exercise")
    expect(notice.get_by_role("link", name="Open it")).to_have_attribute("href", f"/incidents/{opened['incident_id']}")
    notice.get_by_role("button", name="Seen").click()
    expect(notice).to_have_count(0)
    expect(page).not_to_have_title("(1) EXERCISE · Lincoln High School")


def test_a_real_alarm_stands_first_and_sounds_otherwise_than_an_exercise(windows: Windows, room: LiveRoom) -> None:
    page = console(windows, room)
    open_incident(room, "A drill beside it")
    expect(page.locator(".incident-notice.is-exercise")).to_be_visible()

    open_incident(room, "Smoke", is_exercise=False)

    expect(page.locator(".incident-notice").first).to_contain_text("REAL")
    expect(page.locator("#board tbody tr").first).to_contain_text("REAL")
    expect(page.locator("html")).to_have_attribute("data-sounded", "real")
    expect(page.locator("#board tr.board-exercise").first).to_be_visible()
    # Of a room that the dispatcher is in, the words of what presses have this look.
    colors = page.evaluate(COLORS_OF_WHAT_PRESSES, ["board-real", "board-exercise"])
    assert len(set(colors)) == 2
    # The last column, which shows an incident beside others, is in sight.
    becomes(page, OUT_OF_SIGHT, 0)


@pytest.mark.parametrize("sizes", [((390, 844), (720, 450)), ((1024, 768), (1280, 800))], ids=["touch", "desk"])
def test_on_smaller_screens_board_and_map_stand_below_each_other_and_nothing_is_wider_than_the_window(
    windows: Windows, room: LiveRoom, sizes: Sequence[tuple[int, int]]
) -> None:
    page = console(windows, room, size=sizes[0])
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        becomes(page, "document.scrollingElement.scrollWidth <= innerWidth", value=True)
        becomes(page, BOARD_ABOVE_MAP, value=True)
        # The grounds are drawn without any street map, and every name is inside the map once it is fitted.
        expect(page.locator("#map .ground-site").first).to_be_attached()
        page.locator("#fit").click()
        becomes(page, NAMES_OUTSIDE, [])


def test_a_teacher_hears_of_nothing(windows: Windows, room: LiveRoom) -> None:
    page = windows.open(room.token("teacher"))
    page.goto(f"{room.url}/")

    assert page.evaluate("globalThis.incidentWatch === undefined")
    expect(page.get_by_role("link", name="Console")).to_have_count(0)


@pytest.mark.parametrize("size", SIZES)
def test_the_board_and_the_table_of_the_map_are_used_by_keyboard_alone(
    windows: Windows, room: LiveRoom, size: tuple[int, int]
) -> None:
    page = console(windows, room, size=size)

    tab_to(page, "#as-table")
    page.keyboard.press("Enter")
    expect(page.locator("#map-table tbody tr").first).to_be_visible()
    expect(page.locator("#map-table")).to_contain_text("Lincoln High School")
    page.keyboard.press("Enter")
    expect(page.locator("#map")).to_be_visible()
    page.locator("#sound").focus()
    tab_to(page, "#board tbody button")
    page.keyboard.press("Enter")

    page.wait_for_url("**/incidents/*")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there. Fails: it never comes."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("(one) => document.activeElement?.matches(one)", selector):
            return
    pytest.fail(f"{selector} was not reached by Tab")


def test_the_command_line_finds_an_incident_and_keys_of_one_letter_can_be_switched_off(
    windows: Windows, room: LiveRoom
) -> None:
    page = console(windows, room)

    page.keyboard.press("Control+k")
    page.keyboard.type("linc hi")
    expect(page.get_by_role("option").first).to_contain_text("Lincoln High School")
    page.keyboard.type("1")  # a digit that is typed opens nothing
    expect(page.locator(".palette")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".palette")).to_be_hidden()
    page.keyboard.press("t")
    expect(page.locator("#map-table")).to_be_visible()
    # A dialog that is closed leaves the focus in its field until the next frame: a key means the page already.
    page.evaluate(
        """() => {
          const field = document.querySelector("#palette-input");
          field.dispatchEvent(new KeyboardEvent("keydown", { key: "t", bubbles: true, cancelable: true }));
        }"""
    )
    expect(page.locator("#map-table")).to_be_hidden()
    page.keyboard.press("?")
    page.get_by_role("checkbox").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("t")
    expect(page.locator("#map-table")).to_be_hidden()
    page.reload()
    expect(page.locator("#board tbody tr").first).to_be_visible()
    page.keyboard.press("1")
    assert page.url.endswith("/console")


def test_a_radio_call_is_entered_by_keyboard_and_the_number_of_the_desk_finds_the_incident(
    windows: Windows, room: LiveRoom
) -> None:
    page = windows.open(room.token("dispatcher"))
    page.goto(f"{room.url}/incidents/{room.stage.incident_id}")
    expect(page.locator('#chip[data-state="current"]')).to_be_visible()

    page.keyboard.press("r")
    page.keyboard.type("Unit 12")
    page.locator("#ask-relay-call textarea").fill("Two people at door 7.")
    page.locator("#ask-relay-call").get_by_role("radio", name="Everyone").check()
    page.get_by_role("button", name="Enter it").click()
    expect(page.locator(".entry").last).to_contain_text("Unit 12, heard by radio: Two people at door 7.")
    page.keyboard.press("Control+k")
    page.keyboard.type("CAD num")
    page.keyboard.press("Enter")
    page.keyboard.type("26-001234")
    page.keyboard.press("Enter")
    expect(page.locator("#cad-numbers")).to_have_text("CAD 26-001234")

    page.goto(f"{room.url}/console")
    expect(page.locator("#board .cad-numbers")).to_have_text("CAD 26-001234")
    page.keyboard.press("Control+k")
    page.keyboard.type("26-0012")
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/*")


def test_a_second_incident_at_the_school_is_offered_to_be_joined_and_both_rooms_say_so(
    windows: Windows, room: LiveRoom
) -> None:
    for title in ("Smoke by the boiler", "Smoke said again"):
        open_incident(room, title)
    page = console(windows, room)

    row = page.locator("#board .board-exercise").filter(has_text="Smoke by the boiler")
    offer = row.locator(".same-as")
    expect(offer).to_have_text(re.compile(r"Same emergency as No\. \d\?"))
    goes_on = (offer.text_content() or "").removeprefix("Same emergency as ").removesuffix("?")
    offer.click()
    page.get_by_role("button", name="It is the same").click()
    expect(row.locator("span.same-as")).to_have_text(f"Same emergency, goes on as {goes_on}")

    row.get_by_role("button", name="Lincoln High School").click()
    page.wait_for_url("**/incidents/*")
    expect(page.locator(".duplicate-part")).to_contain_text("Same emergency. Go on in the incident")
    expect(page.get_by_role("link", name="Go to the incident that goes on")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "yes", "why"),
    [
        ("en-US", "It is the same", "Refused: One of the two is marked as a duplicate already."),
        ("es-US", "Es la misma", "Rechazado: Uno de los dos ya está marcado como duplicado."),
    ],
)
def test_why_two_incidents_were_not_joined_stands_where_it_was_pressed(
    windows: Windows, room: LiveRoom, language: str, yes: str, why: str
) -> None:
    token = room.token("dispatcher")
    opened = [open_incident(room, f"Alarm bell {number} {language}") for number in (1, 2)]
    page = console(windows, room, language=language)
    row = page.locator(f'#board tr[data-key="{opened[0]["room_id"]}"]')
    same = row.locator("button.same-as")
    (rank,) = re.findall(r"\d+", same.inner_text())
    above = page.locator("#board tbody tr").nth(int(rank) - 1).get_attribute("data-key") or ""
    same.click()
    confirm = page.get_by_role("button", name=yes)
    expect(confirm).to_be_visible()
    # Meanwhile another desk has said it, the other way round.
    for one in (opened[0]["room_id"], above):
        post(room.url, token, one, {"type": "join_room", "id": str(uuid.uuid4())})
    marked: Frame = {"type": "mark_duplicate", "id": str(uuid.uuid4()), "of_room_id": opened[0]["room_id"]}
    post(room.url, token, above, marked)

    confirm.click()

    expect(row.locator(".refusal")).to_have_text(why)


def test_map_and_timeline_stay_in_step_in_two_windows_and_a_closed_one_is_noticed(
    windows: Windows, room: LiveRoom
) -> None:
    page = windows.open(room.token("dispatcher"))
    page.goto(f"{room.url}/incidents/{room.stage.incident_id}")
    expect(page.locator('#chip[data-state="current"]')).to_be_visible()
    with page.expect_popup() as opened:
        open_more(page)
        page.locator('[data-window="map"]').click()
    beside = opened.value
    expect(beside.locator('#chip[data-state="current"]')).to_be_visible()
    expect(page.locator("body")).to_have_attribute("data-half", "timeline")
    expect(beside.locator("body")).to_have_attribute("data-half", "map")
    expect(beside.locator(".composer")).to_be_hidden()
    before = beside.evaluate("[map_site.getCenter().lng, map_site.getCenter().lat]")

    marker: Frame = {"type": "place_marker", "id": str(uuid.uuid4()), "marker_id": str(uuid.uuid4()), "kind": "hazard"}
    marker |= {"label": "Smoke", "lon": before[0] + 0.0005, "lat": before[1]}
    post(room.url, room.token("teacher"), room.stage.room_id, marker)

    page.locator(".entry-place").last.click()

    beside.wait_for_function("(was) => map_site.getCenter().lng !== was[0]", arg=before)
    beside.close()
    expect(page.locator("#notice")).to_have_text("The other window is closed. Everything is here again.")
    expect(page.locator("body")).not_to_have_attribute("data-half", "timeline")
    expect(page.locator(".map-panel")).to_be_visible()


def test_the_console_speaks_spanish(windows: Windows, room: LiveRoom) -> None:
    page = console(windows, room, language="es-MX")

    expect(page.get_by_role("heading", name="Consola")).to_be_visible()
    expect(page.locator("#board thead")).to_contain_text("Al mando")


def test_axe_finds_nothing_on_the_console_with_a_notice(windows: Windows, room: LiveRoom) -> None:
    page = console(windows, room)
    open_incident(room, "One more")
    expect(page.locator(".incident-notice").first).to_be_visible()

    assert faults(page, sizes=(*SIZES, (1280, 800))) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    page.locator("#as-table").click()
    assert faults(page, sizes=(SIZES[0],)) == []
