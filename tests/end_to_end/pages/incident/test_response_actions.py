"""A lockdown in real windows: said on every page, drawn on the plan, and ended room by room by responders alone."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.pages.incident.test_alarm_bar import command, open_incident
from tests.stage.devices.windows import PHONE, Windows, becomes, open_more, still_box
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
# Every room of the floor, clear of what lies over the map, and not so small that no one could hit it.
LIES_BETWEEN_STRIP_AND_BAR = """() => {
    const rooms = [...document.querySelectorAll(".response-room-lockdown")].map((one) => one.getBoundingClientRect());
    const top = document.querySelector(".alarm-strip").getBoundingClientRect().bottom;
    const bottom = document.querySelector("#tool-bar").getBoundingClientRect().top;
    const floors = document.querySelector(".floor-switch").getBoundingClientRect();
    return rooms.every((one) => one.top >= top && one.bottom <= bottom && one.left >= 0 && one.right <= floors.left
        && one.width >= 44);
}"""


@pytest.fixture(scope="module")
def room(drawn_room: LiveRoom) -> LiveRoom:
    """The shared room, with drawn floors: a lockdown ends when each of their rooms is open."""
    return drawn_room


def tap_a_locked_room(page: Page, number: int) -> None:
    """Tap the middle of a room that is drawn as locked, by the order in which they are drawn."""
    room = page.locator(".response-room-lockdown").nth(number)
    box = still_box(page, room)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def open_a_room_on_the_plan(page: Page) -> None:
    """Tap a locked room, say that it is open, and end there: the next one would be tapped at once."""
    page.click("#ask-rooms [data-on-plan]")
    open_a_tapped_room(page)


def open_a_tapped_room(page: Page) -> None:
    """Do that where the plan waits to be tapped."""
    expect(page.locator(".tool-hint")).to_have_text("Tap a room that you have opened.")
    tap_a_locked_room(page, 1)  # the first is a stair
    expect(page.locator("#ask-rooms input:checked")).to_have_count(1)
    page.click("#ask-rooms .primary")
    expect(page.locator(".response-room-open")).to_have_count(1)
    expect(page.locator(".tool-hint")).to_be_visible()
    page.keyboard.press("Escape")


def test_a_lockdown_takes_every_screen_of_the_school_and_ends_when_responders_have_opened_each_room(
    windows: Windows, room: LiveRoom
) -> None:
    incident_id, room_id = room.stage.incident_id, room.stage.room_id
    principal = windows.open(room.token("insider"))
    principal.goto(room.url)
    officer = open_incident(windows, room, "officer", incident_id)
    teacher = windows.open(room.token("teacher"), size=PHONE)
    teacher.goto(f"{room.url}/incidents/{incident_id}")
    expect(teacher.locator("#chip")).to_have_attribute("data-state", "current")

    teacher.click('[data-show="actions"]')
    open_more(teacher)
    teacher.click('[data-do="response_action"]')
    teacher.check("#ask-response input[value=lockdown]")
    teacher.click("#ask-response .danger")

    # The line that a phone shows says what to do now, and the map keeps its height.
    expect(teacher.locator(".alarm-strip")).to_contain_text("Lockdown! Locks, lights, out of sight.")
    becomes(teacher, "document.querySelector('#map').getBoundingClientRect().height / innerHeight >= 0.4", value=True)
    expect(principal.locator(".response-takeover[open] .response-term")).to_have_count(1)
    with principal.expect_response("**/response-actions/*/read") as told:
        principal.click(".response-takeover button")
    assert told.value.status == 204
    expect(principal.locator(".response-now")).to_contain_text("Lock your door.")
    # No room of the school's can end it.
    expect(teacher.locator('[data-response-do="release"]')).to_have_count(0)
    expect(officer.locator(".response-room-lockdown").first).to_be_visible()

    # Nor can anybody before each room is open: it is not offered.
    expect(officer.locator('[data-response-do="release"]')).to_have_count(0)
    officer.click('[data-response-do="rooms"]')
    expect(officer.locator("#ask-rooms input[type=checkbox]").first).to_be_visible()
    open_a_room_on_the_plan(officer)
    officer.click('[data-response-do="rooms"]')
    expect(officer.locator("#ask-rooms input:disabled")).to_have_count(1)
    for choice in officer.locator("#ask-rooms input[type=checkbox]:not(:disabled)").all():
        choice.check()
    officer.click("#ask-rooms .primary")
    expect(officer.locator(".response-room-open").first).to_be_visible()
    # On the plan in words as well, and in the list with who opened it.
    expect(officer.locator(".response-opened").first).to_have_text("✓ open")
    officer.click('[data-response-do="rooms"]')
    expect(officer.locator("#ask-rooms .is-open").first).to_contain_text("open, by Officer at ")
    officer.click("#ask-rooms [data-cancel]")
    officer.click('[data-response-do="release"]')

    expect(officer.locator(".response-part")).to_have_count(0)
    expect(teacher.locator(".response-part")).to_have_count(0)
    expect(principal.locator(".response-now")).to_be_hidden()
    command(room, "insider", room_id, "post_message", text="We are all out.")


def test_on_a_phone_the_whole_building_is_there_to_be_tapped(windows: Windows, room: LiveRoom) -> None:
    command(room, "teacher", room.stage.room_id, "start_response_action", action_id=str(uuid4()), kind="lockdown")
    officer = windows.open(room.token("officer"), size=PHONE)
    officer.goto(f"{room.url}/incidents/{room.stage.incident_id}")
    expect(officer.locator("#chip")).to_have_attribute("data-state", "current")
    expect(officer.locator(".response-room-lockdown")).to_have_count(3)
    officer.click(".alarm-strip")
    officer.click('[data-response-do="rooms"]')

    officer.click("#ask-rooms [data-on-plan]")

    expect(officer.locator(".alarm-strip")).to_have_attribute("aria-expanded", "false")
    officer.wait_for_function(LIES_BETWEEN_STRIP_AND_BAR)
    # Floors stay in reach and cover no room: there is a stair alone above, which no one locks.
    officer.locator(".floor-button[aria-checked=false]").tap()
    expect(officer.locator(".response-room-lockdown")).to_have_count(1)
    officer.wait_for_function(LIES_BETWEEN_STRIP_AND_BAR)
    expect(officer.locator(".tool-hint")).to_be_visible()
    tap_a_locked_room(officer, 0)
    expect(officer.locator("#notice")).to_contain_text("Nothing is locked there")
    officer.locator(".floor-button[aria-checked=false]").tap()
    expect(officer.locator(".response-room-lockdown")).to_have_count(3)
    open_a_tapped_room(officer)


def test_what_a_type_proposes_is_read_while_opening_and_started_by_one_tap(windows: Windows, room: LiveRoom) -> None:
    principal = windows.open(room.token("insider"), size=PHONE)
    # The lockdown of another test may still be in force in the shared room: who is asked to read it does.
    takeover = principal.locator(".response-takeover[open]")
    principal.add_locator_handler(takeover, lambda: takeover.locator("button").click())
    principal.goto(room.url)
    principal.click("#open-incident")
    principal.check("#open-dialog input[value=exercise]", force=True)
    site = principal.locator("#open-dialog select[name=site_id] option:not([value=''])").first.get_attribute("value")
    principal.select_option("#open-dialog select[name=site_id]", site)
    principal.select_option("#open-dialog select[name=incident_type]", "FIGHT")
    expect(principal.locator("#first-actions li")).to_have_count(0)
    principal.select_option("#open-dialog select[name=incident_type]", "WEATHER")
    expect(principal.locator("#first-actions")).to_contain_text("Keep away from windows")
    expect(principal.locator("#first-actions")).to_contain_text("Proposed: Shelter, at the whole site.")
    principal.fill("#open-dialog input[name=title]", "Storm from the west")
    principal.click("#open-submit")

    # Nothing has started by itself.
    expect(principal.locator("#chip")).to_have_attribute("data-state", "current")
    expect(principal.locator(".response-part")).to_have_count(0)
    # What to do first stands in the strip, and leads to what is proposed.
    expect(principal.locator(".alarm-strip")).to_contain_text("First actions")
    principal.locator(".alarm-strip").click()
    expect(principal.locator(".advice-part")).to_contain_text("Keep away from windows")
    principal.locator(".advice-part button").click()
    start = principal.locator("[data-start-proposed]")
    expect(start).to_be_in_viewport()
    expect(start).to_have_text("EXERCISE · Start Shelter now")
    start.click()
    expect(principal.locator(".alarm-strip")).to_contain_text("Shelter! Severe weather: Evacuate to the shelter area")
    expect(start).to_be_hidden()
