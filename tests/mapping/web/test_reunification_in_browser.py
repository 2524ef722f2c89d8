"""Draw a school's reunification site in a real browser: areas, a way and a wall, by pointer and by coordinates."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import CENTRE
from tests.stage.devices.windows import Windows, chromium
from tests.stage.served import session_of

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("page_sources"),
]
# Twenty metres of wall north of everything that is drawn by pointer below.
WALL = f"{CENTRE[1] + 0.01:.4f}, {CENTRE[0] - 0.02:.4f}\n{CENTRE[1] + 0.01:.4f}, {CENTRE[0] + 0.02:.4f}"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def windows(cast: Cast, chromium_path: Path, live_server: LiveServer) -> Iterator[tuple[Windows, str]]:
    session = session_of(cast.insider)
    # Opened after and closed before all work on the database: playwright runs an event loop in this thread.
    with chromium(chromium_path) as browser:
        opened = Windows(browser, live_server.url, has_sockets=False)
        yield opened, session
        assert opened.faults == []


def tap(page: Page, *points: tuple[int, int]) -> None:
    box = page.locator("#map_site").bounding_box()
    assert box is not None
    for x, y in points:
        page.mouse.click(box["x"] + x, box["y"] + y)


def draw(page: Page, tool: str, *points: tuple[int, int]) -> None:
    page.click(f"[data-tool={tool}]")
    tap(page, *points)
    page.get_by_role("button", name="Finish").click()


def test_what_is_drawn_of_a_site_is_there_after_saving_and_in_the_api(windows: tuple[Windows, str], cast: Cast) -> None:
    opened, session = windows
    page = opened.open(session)
    page.goto(f"{opened.url}/sites/{cast.site.pk}/reunification")
    page.wait_for_selector("[data-ready=yes]")
    page.get_by_role("button", name="Add a site").click()
    tap(page, (300, 300))
    page.get_by_label("Name", exact=True).last.fill("Hall")
    page.get_by_label("Rank").fill("1")

    draw(page, "area", (100, 100), (200, 100), (200, 180), (100, 180))
    draw(page, "area", (100, 300), (200, 300), (200, 380), (100, 380))
    page.locator("[data-panel] select").select_option("students")
    page.get_by_role("spinbutton", name="Students").first.fill("240")
    page.get_by_role("spinbutton", name="Adults").first.fill("12")
    page.get_by_role("spinbutton", name="Adults").first.press("Tab")
    expect(page.locator("[data-shapes] tr", has_text="Students 240 · Adults 12")).to_be_visible()
    sight = page.locator("[data-sight]")
    expect(sight).to_contain_text("Parents wait → Students")
    # The wall between them is drawn without a pointer, in the wrong place first.
    page.click("[data-tool=screen]")
    page.get_by_text("Draw by coordinates").click()
    page.get_by_label("Corners").fill("north\n" + WALL)
    page.get_by_role("button", name="Draw these corners").click()
    expect(page.locator("[data-panel] [role=alert]")).to_contain_text("Line 1")
    page.get_by_label("Corners").fill(WALL)
    page.get_by_role("button", name="Draw these corners").click()
    expect(sight).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    draw(page, "screen", (20, 240), (700, 240))
    expect(sight).to_be_hidden()
    draw(page, "route", (300, 40), (300, 200), (300, 300))
    page.locator("[data-panel] select").select_option("bus")
    way = page.locator("[data-shapes] tr", has_text="By bus")
    metres = way.locator(".number").inner_text().partition("(")[2].partition(" m")[0]
    with page.expect_response(lambda answer: answer.request.method == "POST") as saved:
        page.get_by_role("button", name="Save").click()
    assert saved.value.status == 201
    page.wait_for_selector("[data-ready=yes] .reunification-card")

    (told,) = page.request.get(f"{opened.url}/api/v1/sites/{cast.site.pk}/reunification-sites").json()
    assert sorted(one["kind"] for one in told["areas"]) == ["parents", "students"]
    assert [(one["mode"], str(one["distance_m"])) for one in told["routes"]] == [("bus", metres)]
    assert (len(told["screens"]), told["sight_lines"]) == (1, [])
    hall = next(one for one in told["areas"] if one["kind"] == "students")
    assert (hall["capacity_students"], hall["capacity_adults"], hall["capacity_cars"]) == (240, 12, None)
    expect(page.locator(".reunification-card")).to_contain_text("Students 240 by its areas")
    expect(page.locator(".reunification-map path.reunification-area")).to_have_count(2)
    expect(page.locator(".reunification-map path.reunification-route")).to_have_count(1)

    page.get_by_role("button", name="Change it").click()
    rows = page.locator("[data-shapes] tbody tr")
    expect(rows).to_have_count(5)
    page.get_by_role("button", name="Select: Students").click()
    page.get_by_role("button", name="Delete").click()
    expect(rows).to_have_count(4)
    with page.expect_response(lambda answer: answer.request.method == "PUT") as changed:
        page.get_by_role("button", name="Save").click()
    assert changed.value.status == 204
    page.wait_for_selector("[data-ready=yes] .reunification-card")
    (told,) = page.request.get(f"{opened.url}/api/v1/sites/{cast.site.pk}/reunification-sites").json()
    assert [one["kind"] for one in told["areas"]] == ["parents"]
