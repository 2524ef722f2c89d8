"""The board of rooms in real windows: a teacher without a network, a principal, and an officer who sees counts."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.end_to_end.pages.incident.test_alarm_bar import ask, open_incident
from tests.end_to_end.pages.incident.test_my_room import elsewhere, my_room
from tests.stage.agreements.without_roster import withhold_roster
from tests.stage.devices.windows import Windows
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
NAME = "Zacharias Quillfeather"


@pytest.fixture(scope="module")
def room(drawn_room: LiveRoom) -> LiveRoom:
    """The shared room, with drawn floors, and a police that sees no roster."""
    withhold_roster(drawn_room.server)
    return drawn_room


def test_a_report_made_offline_reaches_the_board_and_names_stay_with_the_school(
    windows: Windows, room: LiveRoom
) -> None:
    principal = open_incident(windows, room, "insider", room.stage.incident_id)
    officer = open_incident(windows, room, "officer", room.stage.incident_id)
    for page in (principal, officer):
        page.locator("[data-rooms-board]").evaluate("(button) => button.click()")
    teacher = my_room(windows, room)
    teacher.context.set_offline(True)
    teacher.select_option("[name=space_id]", index=1)
    teacher.click(".my-room-help")
    teacher.fill("[name=students]", "23")
    teacher.click(".my-room-more:not([data-class]) summary")
    teacher.fill("[name=missing_names]", NAME)
    teacher.click("#my-room [type=submit]")
    expect(teacher.locator("[data-say]")).to_contain_text("NOT SENT YET")
    expect(principal.locator(".rooms-board")).to_contain_text("NOT REPORTED")

    teacher.context.set_offline(False)

    for page in (principal, officer):
        expect(page.locator(".rooms-state-need_help")).to_be_visible()
        expect(page.locator(".rooms-total-students dd")).to_have_text("23")
        expect(page.locator(".rooms-total-missing dd")).to_have_text("1")
    expect(principal.locator(".rooms-board")).to_contain_text(NAME)
    assert NAME not in officer.content()
    # On the plan and in the table alike.
    expect(principal.locator(".report-room-need_help")).to_have_count(1)
    expect(principal.locator(".report-glyph")).to_have_text("!")

    other = {"id": str(uuid4()), "type": "report_room", "room": "112", "state": "ok", "students": 20}
    ask(room, "insider", f"/rooms/{room.stage.room_id}/commands", other)

    for page in (principal, officer):
        expect(page.locator(".rooms-conflict")).to_have_count(2)
        expect(page.locator(".rooms-total-conflicting dd")).to_have_text("1")
    principal.locator(".rooms-board .button.plain").first.click()
    principal.fill("#ask-reason input", "seen by radio only")
    principal.click("#ask-reason .danger")
    expect(principal.locator(".rooms-conflict")).to_have_count(0)


def test_a_place_on_no_plan_stands_on_the_board_too(windows: Windows, room: LiveRoom) -> None:
    teacher = my_room(windows, room)
    elsewhere(teacher, "Bus 12")
    teacher.click(".my-room-ok")
    teacher.click("#my-room [type=submit]")
    expect(teacher.locator("[data-say]")).to_have_attribute("data-state", "recorded")

    officer = open_incident(windows, room, "officer", room.stage.incident_id)
    officer.locator("[data-rooms-board]").evaluate("(button) => button.click()")

    expect(officer.locator(".rooms-board table")).to_contain_text("Bus 12")
