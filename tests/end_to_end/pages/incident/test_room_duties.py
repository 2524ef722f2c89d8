"""What people answer for, with the buttons of the room: taking emergency access, and recording what was disclosed."""

import pytest
from playwright.sync_api import Page, expect

from tests.stage.agreements.without_roster import withhold_roster
from tests.stage.devices.windows import PHONE, Windows, open_more
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
# A hand in a glove needs that much.
TOUCH_PX = 48
THREAT = "Shots heard in the east wing"


@pytest.fixture(scope="module")
def room(room: LiveRoom) -> LiveRoom:
    """The shared room, at a school whose agreement keeps its roster closed."""
    withhold_roster(room.server)
    return room


def enter(page: Page, room: LiveRoom) -> Page:
    page.goto(f"{room.url}/incidents/{room.stage.incident_id}")
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    return page


def names_on_the_sites_page(page: Page, room: LiveRoom) -> str:
    page.goto(f"{room.url}/sites/{room.stage.site_id}")
    page.click("#people-here summary")
    return page.locator("#people-here").inner_text()


def test_an_officer_takes_emergency_access_and_the_school_says_what_it_gave(windows: Windows, room: LiveRoom) -> None:
    officer = windows.open(room.token("officer"), size=PHONE)
    assert "Principal" not in names_on_the_sites_page(officer, room)
    enter(officer, room)
    principal = enter(windows.open(room.token("insider")), room)
    expect(principal.locator('[data-do="emergency_access"]')).to_have_count(0)
    expect(officer.locator('[data-do="record_disclosure"]')).to_have_count(0)

    officer.click('[data-show="actions"]')
    open_more(officer)
    officer.click('[data-do="emergency_access"]')
    for part in officer.locator("#ask-emergency-access .choice, #ask-emergency-access .button").all():
        box = part.bounding_box()
        assert box is not None
        assert box["height"] >= TOUCH_PX
    officer.click("#ask-emergency-access .danger")
    expect(officer.locator("#ask-emergency-access")).to_be_visible()  # not without a reason
    officer.fill('#ask-emergency-access [name="reason"]', "A child does not answer.")
    officer.click("#ask-emergency-access .danger")
    expect(officer.locator("#ask-emergency-access")).to_be_hidden()
    expect(principal.locator(".entry-text", has_text="A child does not answer.")).to_be_visible()

    open_more(principal)
    principal.click('[data-do="record_disclosure"]')
    form = principal.locator("#ask-disclosure")
    form.locator('[name="agency_id"]').select_option(label="Fairview Police")
    form.locator('[name="recipient"]').fill("Sgt. Demo")
    form.locator('[name="students"]').fill("All of room 112")
    form.locator('[name="threat"]').fill(THREAT)
    form.locator(".primary").click()
    expect(form.locator("[data-problem]")).to_have_text("Choose what was disclosed.")
    form.locator('[value="photo"]').check()
    form.locator(".primary").click()
    expect(form).to_be_hidden()
    officer.click('[data-show="timeline"]')
    expect(officer.locator(".entry-text", has_text="Sgt. Demo, Fairview Police")).to_be_visible()
    assert THREAT not in officer.content()

    assert "Principal" in names_on_the_sites_page(officer, room)
