"""What a page says is so while it is open: a new incident on any page, no green line during one, numbers that live."""

import re
import uuid

import pytest
from playwright.sync_api import Page, Route, expect

from tests.end_to_end.pages.console.test_console import open_incident
from tests.end_to_end.pages.incident.test_panic_page import HELD_MS, hold
from tests.stage.devices.clients import Frame, post
from tests.stage.devices.windows import PHONE, Windows
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
CALM = "[data-claim='no_real_incident']"
COUNT_CHANGES = """(calm) => {
  globalThis.turned = 0;
  new MutationObserver(() => (globalThis.turned += calm.classList.contains("is-unsure") ? 0 : 1))
    .observe(calm, { attributes: true, attributeFilter: ["class"] });
}"""
TICKETS = "**/api/v1/ws-tickets"
WATCHES = "() => globalThis.incidentWatch?.isCurrent"


@pytest.fixture(scope="module")
def calm(room: LiveRoom) -> LiveRoom:
    """The server with nothing real open."""
    close(room, room.stage.room_id)
    return room


def close(room: LiveRoom, room_id: str) -> None:
    for what, more in (("claim_command", {}), ("close_incident", {"reason": "Over."})):
        command: Frame = {"type": what, "id": str(uuid.uuid4()), **more}
        post(room.url, room.token("insider"), room_id, command)


def first_page(windows: Windows, room: LiveRoom, who: str) -> Page:
    page = windows.open(room.token(who), size=PHONE)
    page.goto(f"{room.url}/")
    return page


def test_an_officer_with_the_first_page_open_sees_the_alarm_in_red_and_no_green_line(
    windows: Windows, calm: LiveRoom
) -> None:
    page = first_page(windows, calm, "officer")
    page.wait_for_function(WATCHES)
    expect(page.locator(CALM)).to_have_text(re.compile(r"No real incident is open\. As of \S+"))

    opened = open_incident(calm, "Shots near the gym", is_exercise=False)

    notice = page.locator(".incident-notice.is-real")
    expect(notice).to_contain_text("Lincoln High School")
    expect(notice).to_contain_text("Shots near the gym")
    expect(page.locator(CALM)).to_have_count(0)
    expect(page).to_have_title("(1) NEW INCIDENT · Lincoln High School")
    expect(page.locator("html")).to_have_attribute("data-sounded", "real")
    expect(page.locator(f"[data-incident='{opened['incident_id']}']")).to_be_visible()

    close(calm, str(opened["room_id"]))

    expect(page.locator(CALM)).to_be_visible()


def test_of_a_district_anybody_is_told_on_whatever_page(windows: Windows, calm: LiveRoom) -> None:
    page = windows.open(calm.token("keeper"))
    page.goto(f"{calm.url}/account/alerts")
    page.wait_for_function(WATCHES)

    opened = open_incident(calm, "Smoke", is_exercise=False)

    expect(page.locator(".incident-notice.is-real")).to_contain_text("Lincoln High School")
    close(calm, str(opened["room_id"]))
    expect(page.locator(".incident-notice")).to_have_count(0)


def test_of_an_exercise_the_districts_people_read_and_hear_that_it_is_one(windows: Windows, calm: LiveRoom) -> None:
    page = windows.open(calm.token("keeper"), size=PHONE)
    page.goto(f"{calm.url}/account/alerts")
    page.wait_for_function(WATCHES)

    opened = open_incident(calm, "Smoke", is_exercise=True)

    notice = page.locator(".incident-notice")
    expect(notice).to_have_class(re.compile("is-exercise"))
    expect(notice).to_contain_text("EXERCISE")
    expect(page).to_have_title("(1) EXERCISE · Lincoln High School")
    expect(page.locator("html")).to_have_attribute("data-sounded", "exercise")
    page.goto(f"{calm.url}/")
    expect(page.locator("#alerts-say")).not_to_be_empty()
    played, alerts = (page.locator(one).first.bounding_box() for one in (".incident-exercise", ".home-alerts"))
    close(calm, str(opened["room_id"]))
    assert played is not None
    assert alerts is not None
    # The offer of alerts lies over nothing that is open, played or real.
    assert played["y"] + played["height"] <= alerts["y"]


def test_what_opens_before_a_page_listens_is_told_and_what_was_open_before_the_page_is_no_news(
    windows: Windows, calm: LiveRoom
) -> None:
    page = windows.open(calm.token("officer"), size=PHONE)
    held: list[Route] = []

    def hold_back(route: Route) -> None:
        held.append(route)

    page.route(TICKETS, hold_back)
    with page.expect_request(TICKETS):
        page.goto(f"{calm.url}/")

    opened = open_incident(calm, "Shots near the pool", is_exercise=False)
    held[0].continue_()
    page.unroute(TICKETS)

    expect(page.locator(".incident-notice.is-real")).to_contain_text("Shots near the pool")

    page.reload()
    page.wait_for_function(WATCHES)
    expect(page.locator(f"[data-incident='{opened['incident_id']}']")).to_be_visible()
    expect(page.locator(".incident-notice")).to_have_count(0)
    close(calm, str(opened["room_id"]))


def test_without_a_connection_the_page_says_that_it_does_not_know(windows: Windows, calm: LiveRoom) -> None:
    page = first_page(windows, calm, "officer")
    page.wait_for_function(WATCHES)

    page.context.set_offline(True)

    expect(page.locator(CALM)).to_have_class(re.compile("is-unsure"))
    expect(page.locator(CALM)).to_contain_text("Not current")
    # Nor does it turn green by itself, before anybody has answered.
    page.locator(CALM).evaluate(COUNT_CHANGES)
    expect(page.locator(".incident-watch-lost")).to_contain_text("no connection")
    assert page.evaluate("globalThis.turned") == 0

    page.context.set_offline(False)

    expect(page.locator(CALM)).not_to_have_class(re.compile("is-unsure"))
    expect(page.locator(".incident-watch-lost")).to_be_hidden()


def test_the_first_page_says_that_this_browser_is_not_told_and_offers_it_and_a_number(
    windows: Windows, room: LiveRoom
) -> None:
    page = first_page(windows, room, "officer")

    expect(page.locator("#alerts-say")).to_have_text(re.compile("not told of alerts|cannot be told"))
    page.get_by_role("link", name="Add a telephone number or an address").click()
    expect(page.locator("h1")).to_have_text("How alerts reach me")


def test_a_keeper_reads_in_red_on_the_first_page_whom_an_alarm_would_not_reach(
    windows: Windows, room: LiveRoom
) -> None:
    page = first_page(windows, room, "keeper")

    reach = page.locator("[data-alarm-reach]")
    expect(reach).to_contain_text("No one on duty whom an alarm reaches: Police, Fire, Dispatch")
    expect(reach).to_contain_text("As of")


def test_who_presses_reads_three_numbers_with_their_time_and_whom_to_call(windows: Windows, room: LiveRoom) -> None:
    page = windows.open(room.token("teacher"), size=PHONE)
    page.goto(f"{room.url}/panic", wait_until="networkidle")

    hold(page, ms=HELD_MS)

    told = page.locator("#panic-told")
    expect(told.locator("dt")).to_have_text(["Chosen to be told", "Handed to a device", "Acknowledged"])
    expect(told.locator("dd").nth(1)).to_have_text("0")
    expect(told).to_contain_text("No one on duty whom an alert reaches: Police, Fire, Dispatch. Call 9-1-1.")
    expect(told).to_contain_text(re.compile(r"Nothing reaches \d+ of \d+ people"))
    expect(told).to_contain_text("As of")

    page.context.set_offline(True)

    expect(told).to_contain_text("Not current")
