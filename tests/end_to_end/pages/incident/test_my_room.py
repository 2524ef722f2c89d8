"""A teacher reports their room in few taps; without a network it is kept on the device, said to be, and sent once."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.pages.incident.test_alarm_bar import ask
from tests.stage.devices.windows import PHONE, Windows, becomes
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
IN_OUTBOX = """() => new Promise((resolve) => {
  const open = indexedDB.open("musterpoint.outbox");
  open.onsuccess = () => {
    const found = [...open.result.objectStoreNames];
    if (!found.length) { open.result.close(); return resolve(0); }
    const all = open.result.transaction("commands").objectStore("commands").getAll();
    // What was last known lies beside what waits.
    const waits = () => all.result.filter(({ state }) => !state.startsWith("last_")).length;
    all.onsuccess = () => { open.result.close(); resolve(waits()); };
  };
})"""


@pytest.fixture(scope="module")
def room(drawn_room: LiveRoom) -> LiveRoom:
    """The shared room, with drawn floors."""
    return drawn_room


def my_room(windows: Windows, room: LiveRoom, who: str = "teacher") -> Page:
    page = windows.open(room.token(who), size=PHONE)
    page.goto(f"{room.url}/incidents/{room.stage.incident_id}/my-room")
    return page


def reports(room: LiveRoom, of: str) -> list[dict[str, Any]]:
    """Return what the log says of one room; the server is the file's."""
    state: Any = ask(room, "insider", f"/rooms/{room.stage.room_id}/state")
    return [one for one in state["objects"].get("room_reports", {}).values() if one["room"] == of]


def elsewhere(page: Page, words: str) -> None:
    page.select_option("[name=space_id]", "elsewhere")
    page.fill("[name=room]", words)


def test_a_room_is_reported_in_three_taps_and_known_the_next_time(windows: Windows, room: LiveRoom) -> None:
    page = my_room(windows, room)
    page.select_option("[name=space_id]", index=1)
    chosen = page.locator("[name=space_id] option:checked").inner_text()
    page.click(".my-room-ok")
    page.click("#my-room [type=submit]")
    expect(page.locator("[data-say]")).to_have_attribute("data-state", "recorded")

    again = my_room(windows, room)
    expect(again.locator("[data-why]")).to_have_text("You reported this room last.")
    # From here on a tap says how it stands, and another sends it.
    again.click(".my-room-help")
    for _ in range(3):
        again.click("[data-stepper]:has([name=students]) [data-step='1']")
    again.click("#my-room [type=submit]")
    expect(again.locator("[data-say]")).to_have_attribute("data-state", "recorded")

    (one,) = reports(room, chosen)
    assert (one["state"], one["students"]) == ("need_help", 3)
    assert one["space_id"]


def test_it_works_by_keyboard_alone_and_says_what_is_missing(windows: Windows, room: LiveRoom) -> None:
    page = my_room(windows, room, "insider")
    page.focus("#my-room [type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-say]")).to_have_text("Say which room first.")
    page.focus("[name=space_id]")
    page.keyboard.press("End")
    page.focus("[name=room]")
    page.keyboard.type("Tent on the field")
    page.focus("[name=state]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")

    expect(page.locator("[data-say]")).to_have_attribute("data-state", "recorded")
    assert len(reports(room, "Tent on the field")) == 1


def test_a_browser_that_keeps_nothing_sends_at_once_and_says_when_it_did_not(windows: Windows, room: LiveRoom) -> None:
    page = windows.open(room.token("teacher"), size=PHONE)
    # As on a page without TLS.
    page.add_init_script("delete Navigator.prototype.locks")
    page.goto(f"{room.url}/incidents/{room.stage.incident_id}/my-room")
    elsewhere(page, "Portable 9")
    page.click(".my-room-ok")
    page.click("#my-room [type=submit]")
    expect(page.locator("[data-say]")).to_have_attribute("data-state", "recorded")

    page.context.set_offline(True)
    page.click(".my-room-medical")
    page.click("#my-room [type=submit]")
    expect(page.locator("[data-say]")).to_have_attribute("data-state", "refused")
    expect(page.locator("[data-say]")).to_contain_text("The server was not reached.")

    assert [one["state"] for one in reports(room, "Portable 9")] == ["ok"]


def test_without_a_network_it_is_kept_said_to_be_and_sent_once_after_a_reload(windows: Windows, room: LiveRoom) -> None:
    page = my_room(windows, room)
    page.context.set_offline(True)
    elsewhere(page, "Bus 7")
    page.click(".my-room-medical")
    page.click("#my-room [type=submit]")

    expect(page.locator("[data-say]")).to_contain_text("NOT SENT YET")
    expect(page.locator(".outbox-note")).to_be_visible()
    assert reports(room, "Bus 7") == []
    page.close()
    # The server is reached again, on whichever page: it goes by itself, and that is said.
    context = page.context
    context.set_offline(False)
    home = context.new_page()
    home.goto(room.url)
    expect(home.locator(".toast")).to_contain_text("Sent now")
    expect(home.locator(".outbox-note")).to_be_hidden()

    (one,) = reports(room, "Bus 7")
    assert one["state"] == "medical"
    becomes(home, IN_OUTBOX, 0)


def test_what_the_server_refuses_is_told_and_does_not_wait_for_ever(windows: Windows, room: LiveRoom) -> None:
    page = my_room(windows, room)
    elsewhere(page, "Bus 8")
    page.click(".my-room-ok")
    page.click(".my-room-more:not([data-class]) summary")
    page.select_option("[name=source]", "radio")
    page.click("#my-room [type=submit]")

    expect(page.locator("[data-say]")).to_contain_text("Not taken")
    assert reports(room, "Bus 8") == []


def test_a_sign_out_empties_the_outbox(windows: Windows, room: LiveRoom) -> None:
    page = my_room(windows, room)
    page.context.route("**/commands", lambda route: route.abort())
    elsewhere(page, "Bus 9")
    page.click(".my-room-ok")
    page.click("#my-room [type=submit]")
    expect(page.locator("[data-say]")).to_contain_text("NOT SENT YET")
    becomes(page, IN_OUTBOX, 1)

    page.goto(f"{room.url}/accounts/logout/")
    page.click("main [type=submit]")
    expect(page.locator("[name=password]")).to_be_visible()

    becomes(page, IN_OUTBOX, 0)


def test_a_substitute_says_in_whose_place_they_are_and_how_many_visitors_are_there(
    windows: Windows, room: LiveRoom
) -> None:
    page = my_room(windows, room, "insider")
    elsewhere(page, "Portable 3")
    page.click(".my-room-ok")
    page.click(".my-room-more:not([data-class]) summary")
    page.click("[data-stepper]:has([name=visitors]) [data-step='1']")
    expect(page.locator("[data-substitute]")).to_be_hidden()
    page.select_option("[name=led_by]", "substitute")
    page.fill("[name=in_place_of]", "Wilhelmina Quillfeather")
    page.click("#my-room [type=submit]")
    expect(page.locator("[data-say]")).to_have_attribute("data-state", "recorded")

    (one,) = reports(room, "Portable 3")
    assert (one["led_by"], one["visitors"]) == ("substitute", 1)
