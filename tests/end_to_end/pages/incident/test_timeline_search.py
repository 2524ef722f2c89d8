"""The search of a timeline, by keyboard, on a desk and on a phone."""

import re
import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.pages.incident.test_alarm_bar import ask, command, open_incident
from tests.screens.axe import faults
from tests.stage.devices.windows import PHONE, Windows
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
NOT_REACHED = "No se alcanzó el servidor. No se registró nada; inténtelo de nuevo."


def opened(room: LiveRoom, *, is_exercise: bool) -> dict[str, str]:
    answer = ask(
        room,
        "insider",
        "/incidents",
        {
            "id": str(uuid.uuid4()),
            "type": "open_incident",
            "site_id": room.stage.site_id,
            "is_exercise": is_exercise,
            "incident_type": "STDBY",
            "severity": "minor",
            "title": "Searched",
        },
    )
    command(room, "officer", answer["room_id"], "join_room")
    return {name: str(answer[name]) for name in ("incident_id", "room_id")}


def found(page: Page) -> list[str]:
    return [text.strip() for text in page.locator("#search .found-text").all_inner_texts()]


def test_what_was_said_long_ago_is_found_by_keyboard_and_shown_where_it_was_said(
    windows: Windows, room: LiveRoom
) -> None:
    drill = opened(room, is_exercise=True)
    command(room, "officer", drill["room_id"], "post_message", text="Gas smell at the boiler")
    command(room, "insider", drill["room_id"], "post_message", text="For the school: boiler off", audience="school")
    for number in range(130):
        command(room, "insider", drill["room_id"], "post_message", text=f"sweep {number}")
    page = open_incident(windows, room, "officer", drill["incident_id"])

    page.locator("#map").focus()
    page.keyboard.press("f")
    expect(page.locator("#search [name=q]")).to_be_focused()
    page.keyboard.type("BOIL")

    # What is for the school is not there, and no one says that it is missing.
    expect(page.locator("#search [data-status]")).to_have_text("1 entry")
    assert found(page) == ["Gas smell at the boiler"]
    assert faults(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".entry.is-found")).to_contain_text("Gas smell at the boiler")
    expect(page.locator(".entry.is-found")).to_be_focused()
    expect(page.locator(".entry.is-found")).to_be_in_viewport()


def test_a_phone_narrows_by_who_and_what_and_looks_into_its_other_incidents(windows: Windows, room: LiveRoom) -> None:
    first, second = opened(room, is_exercise=True), opened(room, is_exercise=False)
    command(room, "officer", first["room_id"], "post_message", text="lantern left")
    command(room, "officer", second["room_id"], "post_message", text="lantern right")
    command(room, "insider", second["room_id"], "post_message", text="lantern middle")
    page = windows.open(room.token("officer"), size=PHONE)
    page.goto(f"{room.url}/incidents/{second['incident_id']}")
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")

    page.locator(".sheet-search").click()
    page.fill('#search input[name="q"]', "lantern")
    expect(page.locator("#search [data-status]")).to_have_text("2 entries")
    page.locator('#search select[name="by"]').select_option(index=1)
    expect(page.locator("#search [data-status]")).to_have_text("1 entry")
    page.locator('#search select[name="where"]').select_option("everywhere")
    expect(page.locator("#search [data-status]")).to_have_text("3 entries")

    assert faults(page) == []
    other = page.locator("#search a.found")
    expect(other).to_contain_text("EXERCISE")
    other.click()
    page.wait_for_url(f"{room.url}/incidents/{first['incident_id']}")


def test_who_said_it_sees_on_whose_device_it_is_and_on_whose_screen_it_stood(windows: Windows, room: LiveRoom) -> None:
    drill = opened(room, is_exercise=True)
    command(room, "insider", drill["room_id"], "post_message", text="Everybody out by door 9")
    officer = open_incident(windows, room, "officer", drill["incident_id"])
    # The timeline stands on the officer's screen; the principal looks at whom it has reached.
    principal = open_incident(windows, room, "insider", drill["incident_id"])
    line = principal.locator(".entry", has_text="Everybody out by door 9")

    line.hover()
    line.locator(".entry-readers").click()

    expect(principal.locator("#readers [data-counts]")).to_have_text("Received by all 1, opened by 1")
    expect(principal.locator('#readers [data-reading="opened"]')).to_contain_text("Officer")
    assert faults(principal) == []
    principal.keyboard.press("Escape")
    # Who neither said it nor commands is not told.
    expect(officer.locator(".entry", has_text="Everybody out by door 9").locator(".entry-readers")).to_have_count(0)


def test_a_server_that_is_not_reached_is_said_in_the_readers_language(windows: Windows, room: LiveRoom) -> None:
    drill = opened(room, is_exercise=True)
    command(room, "officer", drill["room_id"], "post_message", text="lantern")
    page = windows.open(room.token("officer"), language="es-US")
    page.goto(f"{room.url}/incidents/{drill['incident_id']}")
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    # The socket stays: only what is asked finds no server.
    page.route(re.compile(r"/entries/(search|\d+/readers)"), lambda route: route.abort("connectionrefused"))

    page.locator("#map").focus()
    page.keyboard.press("f")
    page.keyboard.type("lantern")
    expect(page.locator("#search [data-status]")).to_have_text(NOT_REACHED)
    page.locator("#search [data-cancel]").click()
    page.locator(".entry", has_text="lantern").locator(".entry-readers").click()
    expect(page.locator("#readers [data-counts]")).to_have_text(NOT_REACHED)
