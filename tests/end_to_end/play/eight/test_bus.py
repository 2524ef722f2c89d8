"""A bus off the road: an incident away from its school, whose place moves, in eight browsers."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.end_to_end.pages.incident.test_panic_page import HELD_MS, hold
from tests.end_to_end.play.eight.people import Eight
from tests.stage.incident.three_schools import SITES

pytestmark = pytest.mark.e2e
BUS, LATER = "Bus 12, County Road 40", "Bus 12, Fairview Hospital"
THERE = ("teacher", "principal", "dispatcher", "sheriff", "officer")
OTHERS = ("hill_teacher", "hill_principal", "cedar_principal")


def test_a_bus_off_the_road(eight_on_spatialite: Eight) -> None:
    act(eight_on_spatialite)


def test_a_bus_off_the_road_on_postgis(eight_on_postgis: Eight) -> None:
    act(eight_on_postgis)


def act(play: Eight) -> None:
    play.open_first_pages()
    a_teacher_presses_on_the_bus(play)
    nothing_begins_at_the_school(play)
    the_bus_goes_on(play)
    its_school_joins(play)
    it_is_closed(play)


# --- the acts ---------------------------------------------------------------------------------------------------------
def a_teacher_presses_on_the_bus(play: Eight) -> None:
    page = play.pages["teacher"]
    page.goto(f"{play.room.url}/panic", wait_until="networkidle")
    page.locator(".panic-away summary").click()
    page.fill("[name=place]", BUS)
    page.check("[name=kind][value=medical]")
    with page.expect_response("**/api/v1/panics") as answered:
        hold(page, ms=HELD_MS)
    pressed = answered.value.json()
    play.ids = {name: pressed[name] for name in ("room_id", "incident_id")}
    expect(page.locator("#panic-words")).to_contain_text("Bus 12")


def nothing_begins_at_the_school(play: Eight) -> None:
    """Who may come hears where it is. No one at the school is told to do anything, and other schools hear nothing."""
    for who in ("principal", "dispatcher", "sheriff", "officer"):
        expect(play.news(who).first, who).to_contain_text("Bus 12")
        expect(play.pages[who].locator(".response-takeover[open]"), who).to_have_count(0)
    for who in THERE:
        play.come_in(who)
        expect(play.pages[who].locator(".bar-site"), who).to_contain_text(BUS)
    for who in OTHERS:
        play.hears_nothing(who)
    lockdown = {"action_id": str(uuid4()), "kind": "lockdown"}
    assert "site_not_in_incident" in play.refused("principal", "start_response_action", **lockdown)
    assert play.objects("response_actions") == {}


def the_bus_goes_on(play: Eight) -> None:
    page = play.tap("dispatcher", "change_place")
    page.fill("#ask-change-place [name=place]", LATER)
    page.fill("#ask-change-place [name=point]", "39.81, -98.51")
    page.click("#ask-change-place .primary")
    for who in THERE:
        expect(play.pages[who].locator(".bar-site"), who).to_contain_text(LATER)
        expect(play.pages[who].locator(".marker-place .marker-label"), who).to_have_text(LATER)


def its_school_joins(play: Eight) -> None:
    page = play.tap("dispatcher", "join_site")
    page.select_option("#ask-join-site [name=site_id]", label=SITES["lincoln"])
    page.click("#ask-join-site .primary")
    expect(play.pages["principal"].locator(".entry-site_joined")).to_have_count(1)
    play.command("principal", "start_response_action", action_id=str(uuid4()), kind="hold")
    for who in ("teacher", "principal"):
        expect(play.pages[who].locator(".response-part").first, who).to_contain_text("Hold")


def it_is_closed(play: Eight) -> None:
    for key in play.objects("response_actions"):
        play.command("principal", "release_response_action", action_id=key)
    play.command("sheriff", "claim_command")
    play.command("principal", "propose_all_clear", reason="All are at the hospital or with their families")
    play.command("sheriff", "confirm_all_clear")
    page = play.tap("sheriff", "close_incident")
    page.fill("#ask-reason input", "All are cared for")
    page.click("#ask-reason .danger")
    for who in THERE:
        expect(play.pages[who].locator(".entry-incident_closed"), who).to_have_count(1)
