"""Alarm, priority messages and the board in real windows: what one person does, the others see within a second."""

import json
import re
import urllib.request
import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.stage.devices.windows import Windows, open_more
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
A_SECOND_MS = 1000
# The board asks twice a second and then draws; the rest is patience with the machine.
A_LOOK_MS = 2000


def ask(room: LiveRoom, who: str, path: str, body: dict[str, object] | None = None) -> dict[str, object]:
    """Ask the server as someone's app."""
    request = urllib.request.Request(
        f"{room.url}/api/v1{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={"X-Session-Token": room.token(who), "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        answer: dict[str, object] = json.load(response)
    return answer


def command(room: LiveRoom, who: str, room_id: object, word: str, **fields: object) -> None:
    ask(room, who, f"/rooms/{room_id}/commands", {"id": str(uuid.uuid4()), "type": word, **fields})


def press(room: LiveRoom, who: str) -> dict[str, object]:
    body = {"id": str(uuid.uuid4()), "type": "raise_panic", "site_id": str(room.stage.site_id), "is_exercise": True}
    return ask(room, who, "/panics", body)


def open_incident(windows: Windows, room: LiveRoom, who: str, incident_id: object) -> Page:
    page = windows.open(room.token(who))
    page.goto(f"{room.url}/incidents/{incident_id}")
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    return page


@pytest.mark.by_the_clock
def test_two_give_the_all_clear_and_the_bar_goes_from_every_window(windows: Windows, room: LiveRoom) -> None:
    pressed = press(room, "teacher")
    for who in ("insider", "dispatcher"):
        command(room, who, pressed["room_id"], "join_room")
    principal = open_incident(windows, room, "insider", pressed["incident_id"])
    dispatcher = open_incident(windows, room, "dispatcher", pressed["incident_id"])
    principal.click('[data-command="claim"]')
    expect(dispatcher.locator(".command-part")).not_to_have_class(re.compile("is-vacant"), timeout=2 * A_SECOND_MS)
    expect(principal.locator(".alarm-panic")).to_contain_text("EXERCISE.")

    principal.click('[data-alarm="propose_all_clear"]')
    principal.fill("#ask-reason input", "all well")
    principal.click("#ask-reason .danger")

    expect(principal.locator('[data-alarm="confirm_all_clear"]')).to_have_count(0)
    expect(dispatcher.locator(".alarm-strip-text").first).to_contain_text("Principal proposes the all clear")
    dispatcher.locator('[data-alarm="confirm_all_clear"]').click(timeout=2 * A_SECOND_MS)
    expect(principal.locator(".alarm-panic")).to_have_count(0, timeout=2 * A_SECOND_MS)
    expect(dispatcher.locator(".alarm-panic")).to_have_count(0, timeout=2 * A_SECOND_MS)


@pytest.mark.by_the_clock
def test_a_priority_message_waits_in_every_window_and_the_board_shows_within_a_look_who_has_not_answered(
    windows: Windows, room: LiveRoom
) -> None:
    pressed = press(room, "teacher")
    for who in ("insider", "officer"):
        command(room, who, pressed["room_id"], "join_room")
    principal = open_incident(windows, room, "insider", pressed["incident_id"])
    officer = open_incident(windows, room, "officer", pressed["incident_id"])

    principal.locator('[data-do="priority_message"]').click()
    principal.fill("#ask-priority-message textarea", "Stay out of the gym")
    principal.click("#ask-priority-message .danger")
    expect(officer.locator(".alarm-message")).to_contain_text("Stay out of the gym", timeout=2 * A_SECOND_MS)
    expect(officer.locator(".alarm-message .command-more")).to_contain_text("Principal · ")
    principal.locator(".alarm-panic").get_by_role("button", name="Who got the alert").click()
    expect(principal.locator("#board")).to_be_visible()
    principal.keyboard.press("Escape")
    open_more(principal)
    principal.locator('#actions [data-do="board"]').click()
    expect(principal.locator("#board [data-counts]")).to_contain_text("2 have not answered", timeout=A_LOOK_MS)
    officer.click('[data-alarm="acknowledge_priority_message"]')

    expect(principal.locator("#board [data-counts]")).to_contain_text("1 have not answered", timeout=A_LOOK_MS)
    expect(principal.locator('.board-person[data-standing="acknowledged"]')).to_contain_text("Officer")
    expect(officer.locator(".alarm-message")).to_have_count(0)


def test_only_command_is_shown_the_board_and_the_priority_message(windows: Windows, room: LiveRoom) -> None:
    pressed = press(room, "teacher")

    page = open_incident(windows, room, "teacher", pressed["incident_id"])

    expect(page.locator(".alarm-panic")).to_be_visible()
    expect(page.locator(".alarm-panic .alarm-buttons > *").first).to_have_text("Report my room")
    page.locator('[data-do="set_status"]').first.click()
    expect(page.locator("#ask-status .statuses button").first).to_have_text("Checked in")
    expect(page.locator("#ask-status")).not_to_contain_text("En route")
    page.keyboard.press("Escape")
    expect(page.locator('[data-do="board"]')).to_have_count(0)
    expect(page.locator('[data-do="priority_message"]')).to_have_count(0)
