"""Places in a live room: what people write becomes links that fly the map, and the map gives the words to write."""

import pytest
from playwright.sync_api import Page, expect

from tests.stage.devices.windows import Windows
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def room(drawn_room: LiveRoom) -> LiveRoom:
    """The shared room, with drawn floors and a message about places on them."""
    drawn_room.say("officer", "At door 1, then room 113 and Stair B. All 112 fine <b>rm 112</b>")
    return drawn_room


def enter(windows: Windows, room: LiveRoom, *, language: str = "en-US") -> Page:
    page = windows.open(room.token("dispatcher"), language=language)
    page.goto(f"{room.url}/incidents/{room.stage.incident_id}")
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    return page


def test_places_in_a_message_fly_the_map_and_what_can_be_several_asks_which(windows: Windows, room: LiveRoom) -> None:
    page = enter(windows, room)
    line = page.locator(".entry-message_posted").last
    expect(line.locator(".place-link")).to_have_text(["door 1", "room 113", "Stair B", "rm 112"])
    expect(line.locator(".entry-text")).to_contain_text("All 112 fine <b>rm 112</b>")

    line.get_by_role("button", name="room 113").click()
    expect(page.locator("path.plan-lit")).to_have_count(1)
    line.get_by_role("button", name="Stair B").click()
    choices = page.locator("#ask-place .place-choice")
    expect(choices).to_have_count(2)
    choices.filter(has_text="first floor").click()

    expect(page.locator(".floor-button[aria-checked=true]")).to_contain_text("1")


def test_a_click_on_the_map_puts_its_words_into_the_message(windows: Windows, room: LiveRoom) -> None:
    page = enter(windows, room)
    page.locator(".entry-message_posted").last.get_by_role("button", name="rm 112").click()
    expect(page.locator("path.plan-lit")).to_have_count(1)
    page.fill("#composer textarea", "Two hurt:")
    page.click('[data-do="say_where"]')

    page.click("#tool-bar button:first-of-type")  # the map's middle, as a keyboard does it

    words = "Two hurt: Room 112, ground floor, nearest exterior door 1, grid J11"
    expect(page.locator("#composer textarea")).to_have_value(f"{words} ")
    page.press("#composer textarea", "Enter")
    sent = page.locator(".entry-message_posted").last
    expect(sent.locator(".place-link").first).to_have_text("Room 112, ground floor")


def test_words_for_a_place_are_said_in_the_readers_language(windows: Windows, room: LiveRoom) -> None:
    page = enter(windows, room, language="es-MX")

    link = page.locator(".place-link").first

    expect(link).to_have_attribute("title", "Puerta 1, planta baja, cuadrícula J12")
