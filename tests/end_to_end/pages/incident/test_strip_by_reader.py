"""The strip on a phone is its reader's: what to do, where it is, what no one has taken; then what waits for them."""

import uuid
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.pages.incident.test_alarm_bar import ask, command
from tests.stage.devices.windows import DESK, PHONE, Windows, open_more
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
WATCH_SHIFTS = """(() => {
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifted += one.value;
  }).observe({ type: "layout-shift", buffered: true });
})()"""
LINES = ".alarm-strip-text"


@pytest.fixture(scope="module")
def room(drawn_room: LiveRoom) -> LiveRoom:
    """The shared room, its school drawn: a press can name its room."""
    return drawn_room


@pytest.fixture(scope="module")
def alarm(room: LiveRoom) -> dict[str, Any]:
    """Press in Room 112, with the lockdown that begins with it, and a message that everybody has to acknowledge."""
    places: Any = ask(room, "teacher", f"/sites/{room.stage.site_id}/panic-places")
    where = next(one["space_id"] for one in places if "112" in one["label"])
    site = {"site_id": str(room.stage.site_id), "space_id": where}
    body = {"id": str(uuid.uuid4()), "type": "raise_panic", "is_exercise": True, "kind": "active_threat"}
    pressed = ask(room, "teacher", "/panics", body | site)
    for who in ("insider", "officer", "dispatcher"):
        command(room, who, pressed["room_id"], "join_room")
    fields = {"message_id": str(uuid.uuid4()), "text": "Second door is open."}
    command(room, "insider", pressed["room_id"], "post_priority_message", **fields)
    return pressed


def opened(windows: Windows, room: LiveRoom, alarm: dict[str, Any], who: str, size: tuple[int, int] = PHONE) -> Page:
    page = windows.open(room.token(who), size=size)
    page.goto(f"{room.url}/incidents/{alarm['incident_id']}")
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    return page


@pytest.mark.parametrize(
    ("who", "first", "said"),
    [
        ("teacher", "lockdown", "Lockdown! Locks, lights, out of sight."),
        ("officer", "panic", "112 · door 1 · "),
        ("dispatcher", "vacant", "No one is in command"),
    ],
)
def test_each_reads_their_own_thing_first_and_below_it_what_waits_for_them(
    windows: Windows, room: LiveRoom, alarm: dict[str, Any], who: str, first: str, said: str
) -> None:
    page = opened(windows, room, alarm, who)

    lines = page.locator(LINES)

    expect(lines).to_have_count(2)
    expect(lines.first).to_have_attribute("data-part", first)
    expect(lines.first).to_contain_text(said)
    expect(lines.first).to_contain_text("EXERCISE")
    expect(lines.last).to_have_text("Answer: Second door is open.")


@pytest.mark.parametrize("who", ["teacher", "officer", "dispatcher"])
def test_where_the_alarm_is_stays_on_the_strip_while_a_message_waits(
    windows: Windows, room: LiveRoom, alarm: dict[str, Any], who: str
) -> None:
    page = opened(windows, room, alarm, who)

    strip = page.locator(".alarm-strip")
    expect(strip).to_contain_text("Second door is open.")
    expect(strip.get_by_text("112")).to_be_visible()
    # Seen, and not under an ellipsis: it begins a line.
    begins = strip.locator(".alarm-strip-line", has_text="112").inner_text()
    assert begins.removeprefix("EXERCISE · ").removeprefix("▲ ").startswith("112"), begins
    assert strip.bounding_box()["height"] == 48  # type: ignore[index]  # it is visible


@pytest.mark.parametrize(
    ("who", "told", "not_told"),
    [
        ("teacher", "Lock your door.", "until you open them"),
        ("officer", "Rooms stay locked until you open them.", "Lock your door."),
        ("dispatcher", "Responders open room by room.", "until you open them"),
    ],
)
def test_nobody_is_told_what_somebody_else_has_to_do(
    windows: Windows, room: LiveRoom, alarm: dict[str, Any], who: str, told: str, not_told: str
) -> None:
    page = opened(windows, room, alarm, who)
    page.click(".alarm-strip")

    expect(page.locator(".response-duty")).to_contain_text(told)
    expect(page.locator(".response-duty")).not_to_contain_text(not_told)
    page.goto(room.url)
    expect(page.locator(".response-now-line")).to_contain_text(told)
    expect(page.locator(".response-now-line")).not_to_contain_text(not_told)


def test_command_that_is_offered_interrupts_the_strip_of_who_may_take_it(
    windows: Windows, room: LiveRoom, alarm: dict[str, Any]
) -> None:
    principal = opened(windows, room, alarm, "insider")
    expect(principal.locator(LINES).first).to_have_attribute("data-part", "lockdown")
    # A leader at the school is asked for command by no one here; they take it, and the dispatcher's strip has a place.
    dispatcher = opened(windows, room, alarm, "dispatcher")
    command(room, "insider", alarm["room_id"], "claim_command")
    expect(dispatcher.locator(LINES).first).to_have_attribute("data-part", "message")
    command(room, "insider", alarm["room_id"], "relinquish_command", reason="For the next test.")
    expect(dispatcher.locator(LINES).first).to_have_attribute("data-part", "vacant")


def test_a_refusal_stands_beside_the_button_with_the_servers_reason(
    windows: Windows, room: LiveRoom, alarm: dict[str, Any]
) -> None:
    page = opened(windows, room, alarm, "officer", DESK)
    open_more(page)
    page.click('[data-do="response_action"]')
    page.check("#ask-response input[value=lockdown]")
    page.click("#ask-response .danger")

    beside = page.locator('[data-do="response_action"] + .refusal')
    expect(beside).to_contain_text("in force")
    expect(beside).to_have_attribute("role", "alert")
    # It goes with the next press.
    page.click('[data-do="response_action"]')
    expect(page.locator(".refusal")).to_have_count(0)
    page.keyboard.press("Escape")


def test_a_lockdown_is_released_only_where_each_room_is_open(
    windows: Windows, room: LiveRoom, alarm: dict[str, Any]
) -> None:
    page = opened(windows, room, alarm, "officer", DESK)

    expect(page.locator('[data-response-do="rooms"]')).to_be_visible()
    expect(page.locator('[data-response-do="release"]')).to_have_count(0)
    expect(page.locator('[data-alarm="propose_all_clear"]')).to_have_count(0)


def test_what_one_has_read_takes_the_screen_of_no_other_window(
    windows: Windows, room: LiveRoom, alarm: dict[str, Any]
) -> None:
    first = windows.open(room.token("insider"), size=PHONE)
    first.goto(room.url)
    second = first.context.new_page()
    second.goto(room.url)
    for page in (first, second):
        expect(page.locator(".response-takeover[open]")).to_have_count(1)

    first.click(".response-takeover button")

    expect(second.locator(".response-takeover[open]")).to_have_count(0)
    third = first.context.new_page()
    third.goto(room.url)
    expect(third.locator(".response-now")).to_be_visible()
    expect(third.locator(".response-takeover[open]")).to_have_count(0)


def test_the_strip_has_its_place_from_the_first_picture_on(
    windows: Windows, room: LiveRoom, alarm: dict[str, Any]
) -> None:
    page = windows.open(room.token("officer"), size=PHONE)
    page.add_init_script(WATCH_SHIFTS)
    page.goto(f"{room.url}/incidents/{alarm['incident_id']}")
    expect(page.locator(LINES).first).to_be_visible()
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")

    assert page.evaluate("window.shifted") <= 0.05


LOWEST = """(selector) => Math.max(
  ...[...document.querySelectorAll(selector)].map((one) => one.getBoundingClientRect().bottom)
)"""


def test_a_teachers_answers_and_send_are_on_the_first_screen(
    windows: Windows, room: LiveRoom, alarm: dict[str, Any]
) -> None:
    page = windows.open(room.token("teacher"), size=PHONE)
    page.goto(f"{room.url}/incidents/{alarm['incident_id']}/my-room")
    expect(page.locator(".response-now-line")).to_be_visible()

    answers = page.evaluate(LOWEST, ".my-room-state")
    send = page.locator(".my-room-send").bounding_box()

    assert send is not None
    assert answers <= send["y"]
    assert send["y"] + send["height"] <= PHONE[1]
    opened_page = opened(windows, room, alarm, "teacher")
    expect(opened_page.locator(".thumb-main")).to_have_text("Report my room")


def test_the_whole_panic_button_is_on_the_first_screen(windows: Windows, room: LiveRoom) -> None:
    page = windows.open(room.token("insider"), size=PHONE)
    page.goto(f"{room.url}/panic?exercise", wait_until="networkidle")

    assert page.evaluate(LOWEST, "#panic-button") <= PHONE[1]
    assert page.evaluate("scrollY") == 0
