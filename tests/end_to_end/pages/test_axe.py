"""What pages are brought to has no fault that axe-core can find; every page as it opens: test_every_page.py."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.end_to_end.pages.incident.test_alarm_bar import ask, command, press
from tests.screens.axe import faults
from tests.stage.devices.windows import PHONE, Windows
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
TYPEFACE_IS_THERE = """() =>
  [...document.fonts].some(({ family, status }) => family.includes("Inter") && status === "loaded")"""


def test_axe_finds_nothing_on_the_form_that_refers_a_student_to_a_new_team(windows: Windows, room: LiveRoom) -> None:
    page = windows.open(room.token("insider"))
    page.goto(f"{room.url}/prevention/support/teams/{room.stage.school_id}")
    page.click("form:has([name=keep_days]) .primary")
    expect(page.locator("#team-title")).to_be_visible()
    found = faults(page)

    page.goto(f"{room.url}/prevention/support/refer")

    expect(page.locator("form [name=student_name]")).to_be_visible()
    assert found + faults(page) == []


def test_axe_finds_nothing_in_an_incident_with_an_alarm_and_a_message_to_answer(
    windows: Windows, room: LiveRoom
) -> None:
    pressed = press(room, "teacher")
    for who in ("insider", "officer"):
        command(room, who, pressed["room_id"], "join_room")
    command(
        room,
        "insider",
        pressed["room_id"],
        "post_priority_message",
        message_id=pressed["room_id"],
        text="Out by door 7",
    )
    page = windows.open(room.token("officer"))
    page.goto(f"{room.url}/incidents/{pressed['incident_id']}")
    expect(page.locator(".alarm-message")).to_be_visible()

    assert faults(page) == []


@pytest.mark.parametrize("is_exercise", [False, True], ids=["real", "exercise"])
def test_axe_finds_nothing_on_the_board_of_rooms_and_the_brief_in_a_lockdown(
    windows: Windows, room: LiveRoom, *, is_exercise: bool
) -> None:
    body = {"type": "raise_panic", "site_id": room.stage.site_id, "is_exercise": is_exercise, "kind": "active_threat"}
    pressed = ask(room, "teacher", "/panics", {"id": str(uuid4()), **body})
    for number, state in enumerate(("ok", "need_help", "medical")):
        report: dict[str, object] = {"type": "report_room", "room": f"Tent {number // 2}", "state": state}
        who = "insider" if number else "teacher"
        if number == 1:
            command(room, who, pressed["room_id"], "join_room")
        ask(room, who, f"/rooms/{pressed['room_id']}/commands", {"id": str(uuid4()), **report})
    page = windows.open(room.token("insider"))
    page.goto(f"{room.url}/incidents/{pressed['incident_id']}")
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    page.locator("[data-rooms-board]").evaluate("(button) => button.click()")
    expect(page.locator(".rooms-conflict").first).to_be_visible()
    assert faults(page) == []

    page.goto(f"{room.url}/incidents/{pressed['incident_id']}/brief")
    expect(page.locator(".response-now-line").first).to_be_visible()

    assert faults(page) == []


def test_axe_finds_nothing_where_somebody_may_join(windows: Windows, room: LiveRoom) -> None:
    pressed = press(room, "teacher")
    page = windows.open(room.token("dispatcher"))
    page.goto(f"{room.url}/incidents/{pressed['incident_id']}")
    expect(page.locator("h1").first).to_be_attached()

    assert faults(page) == []


def test_every_page_of_a_member_leads_to_the_main_pages_and_says_where_one_is(windows: Windows, room: LiveRoom) -> None:
    # Not someone of the school: a lockdown from before would take their screen.
    page = windows.open(room.token("officer"), size=PHONE)
    page.goto(f"{room.url}/sites/{room.stage.site_id}")
    places = page.locator(".nav-places")
    expect(places.locator("[aria-current]")).to_have_text("Sites")

    places.get_by_text("Agreements").click()

    expect(places.locator("[aria-current]")).to_have_text("Agreements")
    places.get_by_text("Incidents").click()
    expect(places.locator("[aria-current]")).to_have_text("Incidents")
    # The face is swapped in when it has come, which may be after the text is there.
    page.wait_for_function(TYPEFACE_IS_THERE)
