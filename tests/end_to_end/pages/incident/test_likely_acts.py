"""Of the acts of a room two or three stand in sight, by who reads and what stands; all others behind "More"."""

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.end_to_end.pages.incident.test_alarm_bar import ask, command
from tests.end_to_end.pages.incident.test_own_task import opened, pressed
from tests.stage.devices.windows import DESK, PHONE, Windows
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
SHOWN = "#actions [data-first] > .button:visible"
MORE = "#actions .more-acts > summary"


@pytest.fixture(scope="module")
def room(drawn_room: LiveRoom) -> LiveRoom:
    """The shared room, its school drawn."""
    return drawn_room


@pytest.fixture(scope="module")
def threat(room: LiveRoom) -> dict[str, Any]:
    return pressed(room, ("teacher", "active_threat", "112 Biology"))


@pytest.mark.parametrize(
    ("who", "in_sight"),
    [
        ("teacher", ["Report my room", "Rooms and who is in them", "REAL WORLD: stop the exercise"]),
        ("insider", ["Priority message", "Rooms and who is in them", "REAL WORLD: stop the exercise"]),
        (
            "officer",
            ["Search rooms", "Rooms and who is in them", "Pin a fact", "MAYDAY", "REAL WORLD: stop the exercise"],
        ),
        (
            "dispatcher",
            [
                "Entry for a radio call",
                "Who got the alert",
                "Rooms and who is in them",
                "MAYDAY",
                "REAL WORLD: stop the exercise",
            ],
        ),
    ],
)
def test_the_likely_acts_of_each_stand_first_and_the_rest_behind_more(
    windows: Windows, room: LiveRoom, threat: dict[str, Any], who: str, in_sight: list[str]
) -> None:
    page = opened(windows, room, threat, who, DESK)
    expect(page.locator(SHOWN)).to_have_text(in_sight)
    expect(page.locator("#actions .primary")).to_have_text(in_sight[:1])
    expect(page.locator('[data-do="leave_room"]')).to_be_hidden()

    page.locator(MORE).focus()
    page.keyboard.press("Enter")

    expect(page.locator('[data-do="leave_room"]')).to_be_visible()


def test_one_key_leads_to_the_likeliest_act(windows: Windows, room: LiveRoom, threat: dict[str, Any]) -> None:
    page = opened(windows, room, threat, "dispatcher", DESK)
    expect(page.locator(SHOWN).first).to_have_text("Entry for a radio call")

    page.keyboard.press("a")
    expect(page.locator('[data-do="relay_call"]')).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#ask-relay-call[open], dialog[open]")).to_have_count(1)
    page.keyboard.press("Escape")


@pytest.mark.parametrize(
    ("who", "main"),
    [
        ("teacher", "Report my room"),
        # Proposed by the order of command, while no one commands.
        ("insider", "Take command"),
        # As their own line says first.
        ("officer", "Ask for your task"),
        ("dispatcher", "Radio call"),
    ],
)
def test_in_a_hand_the_main_button_is_what_its_reader_does_next(
    windows: Windows, room: LiveRoom, threat: dict[str, Any], who: str, main: str
) -> None:
    page = opened(windows, room, threat, who, PHONE)

    expect(page.locator(".thumb-main")).to_have_text(main)


def test_who_has_asked_for_a_task_opens_rooms_from_the_main_button(
    windows: Windows, room: LiveRoom, threat: dict[str, Any]
) -> None:
    page = opened(windows, room, threat, "officer", PHONE)
    page.click(".thumb-main")
    expect(page.locator("#message-text")).to_have_value("I am here. What is my task?")
    expect(page.locator(".thumb-main")).to_have_text("Rooms to open")

    page.click(".thumb-main")

    expect(page.locator("#ask-rooms")).to_be_visible()


def test_what_waits_is_read_before_it_is_answered(windows: Windows, room: LiveRoom, threat: dict[str, Any]) -> None:
    page = opened(windows, room, threat, "dispatcher", PHONE)
    fields = {"message_id": str(uuid4()), "text": "Stay out of the gym."}
    command(room, "insider", threat["room_id"], "post_priority_message", **fields)
    expect(page.locator(".thumb-main")).to_have_text("Answer")

    page.click(".thumb-main")

    expect(page.locator(".alarm-message")).to_be_visible()
    answer = page.locator('[data-alarm="acknowledge_priority_message"]')
    expect(answer).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".thumb-main")).to_have_text("Radio call")
    state: Any = ask(room, "insider", f"/rooms/{threat['room_id']}/state")
    (message,) = state["objects"]["priority_messages"].values()
    assert len(message["acknowledged_by"]) == 1
