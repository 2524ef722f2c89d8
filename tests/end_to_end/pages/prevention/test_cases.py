"""A case from its opening to its safety plan, and a flag in a real incident; nothing on the pages that axe can find."""

import pytest
from playwright.sync_api import Page, expect

from tests.screens.axe import faults
from tests.stage.devices.windows import PHONE, Windows
from tests.stage.live_room import LiveRoom
from tests.stage.prevention.tips import asked, join_team, me

pytestmark = pytest.mark.e2e
WHO = "Imaginary Isidore"


@pytest.fixture(scope="module")
def room(room: LiveRoom) -> LiveRoom:
    """The shared room, whose school has a team: the teacher leads it, the principal is its counselor."""
    agency_id = me(room, "insider")["memberships"][0]["agency_id"]
    team = f"/agencies/{agency_id}/case-team"
    asked(room, "insider", "PUT", team, {"police_threshold": "A weapon, a plan, or a day that is named."})
    join_team(room, f"{team}/members", "teacher", by="insider", role="administrator")
    # No one puts themself on a team.
    join_team(room, f"{team}/members", "insider", by="keeper", role="counselor_or_psychologist")
    return room


def open_case(page: Page, room: LiveRoom) -> None:
    page.goto(f"{room.url}/prevention/cases")
    page.click("a[href='/prevention/cases/new']")
    page.fill("[name=subject_name]", WHO)
    page.fill("[name=concern]", "Said in the hallway that he would bring a knife.")
    page.click("form button[type=submit].primary")
    page.locator(".desk-two").wait_for()


def take(page: Page, step: str, words: str = "") -> None:
    form = page.locator(f"form:has([name=step][value={step}])")
    if not form.is_visible():
        page.locator(f"details:has([name=step][value={step}]) > summary").click()
    form.locator("[name=words]").fill(words)
    form.locator("button").click()


def write(page: Page, kind: str, **fields: str) -> None:
    form = page.locator(f"form:has([name=kind][value={kind}])")
    if not form.is_visible():
        page.locator(f"details:has([name=kind][value={kind}]) > summary").first.click()
    for name, value in fields.items():
        form.locator(f"[name={name}]").fill(value)
    form.locator("button").click()


def test_a_team_takes_a_case_to_its_safety_plan(windows: Windows, room: LiveRoom) -> None:
    page = windows.open(room.token("teacher"))
    open_case(page, room)
    take(page, "evaluate", "Two friends heard it.")
    take(page, "find_serious", "He means it, without a weapon.")
    take(page, "respond")
    expect(page.locator(".problem[role=alert]")).to_contain_text("protects")
    write(page, "measure", words="Walks with a teacher between classes")
    take(page, "respond")
    write(page, "plan", conditions="Checks in each morning\nLeaves his bag in the office")
    take(page, "monitor")

    expect(page.locator(".desk-path [aria-current]")).to_have_text("5 Safety plan")
    expect(page.locator(".cases-conditions li")).to_have_count(2)
    page.goto(f"{room.url}/prevention/cases/agenda")
    expect(page.locator("main")).to_contain_text(WHO)


def test_axe_finds_nothing_on_the_pages_of_cases(windows: Windows, room: LiveRoom) -> None:
    # In Spanish: test_every_page.py opens these pages in English.
    page = windows.open(room.token("teacher"), size=PHONE, language="es")
    open_case(page, room)
    assert faults(page) == []
    for address in ("/prevention/cases", "/prevention/cases/new", "/prevention/cases/agenda"):
        page.goto(room.url + address)
        assert faults(page) == [], address
    keeper = windows.open(room.token("insider"), language="es")
    keeper.goto(f"{room.url}/prevention/cases")
    keeper.locator(".office-list a").first.click()
    keeper.locator("#rules-title").wait_for()
    assert faults(keeper) == []
