"""From one version of a floor to the next in a real browser, while an incident that began with the first is open."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from mapping.models import Level
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.factories.mapping import make_plan
from tests.factories.mou import make_member, make_user
from tests.stage.devices.windows import DESK, PHONE, chromium
from tests.stage.maps.plan_client import today
from tests.stage.served import session_of

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("page_sources"),
]


@dataclass
class Floor:
    """A floor with a published plan, an incident that opened with it, and two people who are signed in."""

    level_id: str
    site_id: str
    incident_id: str
    principal: str
    planner: str
    officer: str


@dataclass
class Windows:
    """Windows of several people, and what a page complained of."""

    browser: Browser
    url: str
    complaints: list[str] = field(default_factory=list)

    def open(self, session: str, path: str) -> Page:
        context: BrowserContext = self.browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": session, "url": self.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(self.url + path)
        return page


@pytest.fixture
def floor() -> Floor:
    cast: Cast = make_cast()
    make_plan(cast.site)
    now = datetime.now(UTC)
    room = open_room(cast, at=now)
    join(cast.officer, room, at=now)
    return Floor(
        level_id=str(Level.objects.get().pk),
        site_id=str(cast.site.pk),
        incident_id=str(room.incident_id),
        principal=session_of(cast.insider),
        planner=session_of(make_member(cast.district, user=make_user(username="pat"), role=MemberRole.PLANNER).user),
        officer=session_of(cast.officer),
    )


@pytest.fixture
def windows(floor: Floor, chromium_path: Path, live_server: LiveServer) -> Iterator[Windows]:
    # Opened after and closed before all work on the database: playwright runs an event loop in this thread.
    with chromium(chromium_path) as browser:
        opened = Windows(browser, live_server.url)
        yield opened
        assert opened.complaints == []


# The steps that end a draft stand below its table, and never on it.
LIES_OVER_THE_TABLE = """() => {
  const table = document.querySelector("#edit-table").getBoundingClientRect();
  return [...document.querySelectorAll(".edit-verify summary, #why-not, #discard")]
    .filter((one) => {
      const box = one.getBoundingClientRect();
      return box.top < table.bottom && box.bottom > table.top && box.left < table.right && box.right > table.left;
    })
    .map((one) => one.textContent);
}"""


def draw_room(page: Page) -> None:
    page.click("[data-tool=room]")
    box = page.locator("#map_site").bounding_box()
    assert box is not None
    for x, y in ((40, 40), (140, 40), (140, 120), (40, 120)):
        page.mouse.click(box["x"] + x, box["y"] + y)
    page.get_by_role("button", name="Finish").click()


def verify(windows: Windows, floor: Floor, walked_with: str = "") -> None:
    """Walk the open draft as another person than the one who draws it."""
    walker = windows.open(floor.planner, f"/levels/{floor.level_id}/edit")
    walker.wait_for_selector(".edit-page[data-state=draft][data-ready=yes]")
    walker.get_by_text("I walked it").click()
    walker.fill("input[name=walked_on]", today())
    walker.fill("textarea[name=walked_with]", walked_with)
    walker.get_by_role("button", name="Verify: it matches the building").click()
    walker.wait_for_selector(".edit-page[data-state=verified][data-ready=yes]")


def test_a_floor_goes_from_draft_to_published_and_the_open_room_says_so(windows: Windows, floor: Floor) -> None:
    editor = windows.open(floor.principal, f"/levels/{floor.level_id}/edit")
    saved = editor.locator("#edit-state")
    editor.get_by_role("button", name="Start the next version").click()
    editor.wait_for_selector(".edit-page[data-state=draft][data-ready=yes]")

    for size in (DESK, PHONE):
        editor.set_viewport_size({"width": size[0], "height": size[1]})
        assert editor.evaluate(LIES_OVER_THE_TABLE) == []
    editor.set_viewport_size({"width": DESK[0], "height": DESK[1]})

    draw_room(editor)
    expect(saved).to_contain_text("edit 1")
    editor.fill("#edit-panel input[name=number]", "102")
    editor.press("#edit-panel input[name=number]", "Enter")
    expect(saved).to_contain_text("edit 2")
    # A door is numbered without the map, by the table.
    editor.locator("#edit-table").get_by_role("button", name="Doors").click()
    editor.get_by_label("Number: 1").fill("7")
    editor.get_by_label("Number: 1").press("Enter")
    expect(saved).to_contain_text("edit 3")
    editor.get_by_role("button", name="Undo").click()
    expect(saved).to_contain_text("edit 4")
    expect(editor.get_by_label("Number: 1")).to_have_value("1")
    # What is selected moves by arrow keys, and the steps in a row are one edit.
    editor.get_by_role("button", name="Select: 1").click()
    editor.locator("#map_site").focus()
    for _ in range(3):
        editor.keyboard.press("ArrowRight")
    expect(saved).to_contain_text("edit 5")

    verify(windows, floor, "Fairview Police\nFairview Fire")
    editor.reload()
    editor.get_by_role("button", name="Publish this version").click()
    expect(editor.locator("#publish")).to_have_count(0)
    expect(editor.locator(".edit-page[data-ready=yes] #start-draft")).to_be_visible()
    editor.goto(f"{windows.url}/levels/{floor.level_id}/difference")
    editor.wait_for_selector("[data-ready=yes]")
    expect(editor.locator("#difference-legend li")).to_have_text(["+ added 1", "⇢ moved 1"])

    partner = windows.open(floor.officer, f"/sites/{floor.site_id}")
    expect(partner.locator("#edit-plan")).to_have_count(0)
    partner.get_by_role("button", name="Acknowledge for my agency").click()
    expect(partner.locator("#plan-state")).to_contain_text("✓ Acknowledged")

    with partner.expect_response(lambda answer: answer.url.endswith("/gazetteer")) as places:
        partner.goto(f"{windows.url}/incidents/{floor.incident_id}")
    # The words of the room are those of the plan it shows: the new room 102 is in none of them.
    assert "/api/v1/rooms/" in places.value.url
    assert "102" not in [row[8] for row in places.value.json()["places"]]
    notice = partner.locator(".plan-notice")
    expect(notice).to_contain_text("Version 1")
    # In an alarm "verified" alone reads as if it were said of the threat.
    expect(notice.locator(".freshness")).to_contain_text(re.compile("[Pp]lan "))
    expect(notice).to_contain_text("A newer version exists.")
    notice.get_by_role("button", name="Show version 2").click()
    expect(notice).to_contain_text("Published after this incident opened.")


def test_a_hand_that_is_not_steady_draws_a_square_room_and_numbers_run_on(windows: Windows, floor: Floor) -> None:
    editor = windows.open(floor.principal, f"/levels/{floor.level_id}/edit")
    editor.get_by_role("button", name="Start the next version").click()
    editor.wait_for_selector(".edit-page[data-state=draft][data-ready=yes]")
    steady = editor.get_by_role("button", name="Right angles, onto walls")
    expect(steady).to_have_attribute("aria-pressed", "true")
    editor.click("[data-tool=room]")
    box = editor.locator("#map_site").bounding_box()
    assert box is not None
    for x, y in ((40, 40), (140, 40), (145, 120), (46, 124)):
        editor.mouse.click(box["x"] + x, box["y"] + y)
    with editor.expect_response(lambda answer: answer.url.endswith("/features")) as drawn:
        editor.get_by_role("button", name="Finish").click()
    corners = drawn.value.json()["feature"]["geometry"]["coordinates"][0]
    assert len({round(lon, 7) for lon, _lat in corners}) == len({round(lat, 7) for _lon, lat in corners}) == 2

    editor.get_by_role("button", name="Number rooms").click()
    editor.get_by_label("Next number").fill("A-09")
    editor.locator("#edit-table").get_by_role("button", name="Select:").first.click()
    expect(editor.get_by_label("Next number")).to_have_value("A-10")
    editor.mouse.click(box["x"] + 90, box["y"] + 80)
    expect(editor.get_by_label("Next number")).to_have_value("A-11")
    expect(editor.get_by_label("Number: A-10")).to_have_value("A-10")


def test_a_draft_that_could_not_be_loaded_is_not_changed_unseen(windows: Windows, floor: Floor) -> None:
    editor = windows.open(floor.principal, f"/levels/{floor.level_id}/edit")
    editor.get_by_role("button", name="Start the next version").click()
    editor.wait_for_selector(".edit-page[data-state=draft][data-ready=yes]")
    draw_room(editor)
    expect(editor.locator("#edit-state")).to_contain_text("edit 1")

    editor.route("**/floorplans/*/plan", lambda route: route.abort())
    editor.reload()
    editor.wait_for_selector(".edit-page[data-ready=yes]")
    expect(editor.locator("#edit-state")).to_have_text("The floorplan could not be loaded.")
    expect(editor.get_by_role("button", name="Undo")).to_be_disabled()
    expect(editor.locator("[data-tool=room]")).to_be_disabled()
    editor.keyboard.press("Control+z")
    expect(editor.get_by_role("button", name="Give this draft up")).to_be_disabled()
    walker = windows.open(floor.planner, "/")
    walker.route("**/floorplans/*/plan", lambda route: route.abort())
    walker.goto(editor.url)
    walker.wait_for_selector(".edit-page[data-ready=yes]")
    walker.get_by_text("I walked it").click()
    expect(walker.get_by_role("button", name="Verify: it matches the building")).to_be_disabled()

    for page in (editor, walker):
        page.unroute("**/floorplans/*/plan")
        page.reload()
        expect(page.locator(".edit-page[data-ready=yes]")).to_have_attribute("data-edits", "1")
    walker.get_by_text("I walked it").click()
    expect(walker.get_by_role("button", name="Verify: it matches the building")).to_be_enabled()


def test_a_walked_version_is_shown_before_it_is_published(windows: Windows, floor: Floor) -> None:
    editor = windows.open(floor.principal, f"/levels/{floor.level_id}/edit")
    editor.get_by_role("button", name="Start the next version").click()
    editor.wait_for_selector(".edit-page[data-state=draft][data-ready=yes]")
    verify(windows, floor)
    editor.reload()
    publish = editor.get_by_role("button", name="Publish this version")

    expect(publish).to_be_enabled()
    expect(editor.locator("#map_site .plan-space").first).to_be_attached()

    editor.route("**/floorplans/*/plan", lambda route: route.abort())
    editor.reload()
    editor.wait_for_selector(".edit-page[data-ready=yes]")
    expect(editor.locator("#edit-state")).to_have_text("The floorplan could not be loaded.")
    expect(publish).to_be_disabled()


def test_the_second_of_two_editors_is_told_who_was_faster(windows: Windows, floor: Floor) -> None:
    first = windows.open(floor.principal, f"/levels/{floor.level_id}/edit")
    first.get_by_role("button", name="Start the next version").click()
    first.wait_for_selector(".edit-page[data-state=draft][data-ready=yes]")
    second = windows.open(floor.principal, f"/levels/{floor.level_id}/edit")
    second.wait_for_selector(".edit-page[data-state=draft][data-ready=yes]")
    first.get_by_label("Number: 101").fill("103")
    first.get_by_label("Number: 101").press("Enter")
    expect(first.locator("#edit-state")).to_contain_text("edit 1")

    second.get_by_label("Number: 101").fill("104")
    second.get_by_label("Number: 101").press("Enter")

    expect(second.locator("#edit-state")).to_contain_text("Principal changed it")
    expect(second.get_by_label("Number: 103")).to_have_value("103")
