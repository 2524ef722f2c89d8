"""The page of a site in a real browser: floors, tables, hostile names, two screen sizes, no request elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from mapping.sites.grid_queries import cell_at
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import draw_level, draw_space, make_plan
from tests.stage.devices.windows import NO_SOCKET_HERE, chromium

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("page_sources"),
]
HOSTILE = "<img src=x onerror=\"document.title='taken'\">"
# How many pairs of labels overlap by more than a pixel, one of them a square's name.
OVERLAPS = """() => {
  const marks = [...document.querySelectorAll(".plan-mark")];
  const boxes = marks.map((mark) => [mark, mark.firstElementChild.getBoundingClientRect()]);
  const cover = (a, b) => a.left + 1 < b.right && b.left + 1 < a.right && a.top + 1 < b.bottom && b.top + 1 < a.bottom;
  const names = boxes.filter(([mark]) => mark.querySelector(".plan-grid-name"));
  return names.filter(([mark, box]) => boxes.some(([other, its]) => other !== mark && cover(box, its))).length;
}"""
NAMES = """async (places) => {
  const { cellOf, siteGrid } = await import("/static/mapping/plan/grid.js");
  return places.map((place) => cellOf(siteGrid(), place));
}"""

# What a second plan on the same map says of places, floors and badges.
ANSWERS = """async (siteId) => {
  const { PlanLayers, siteMap } = await import("/static/mapping/plan/plan.js");
  const plan = new PlanLayers(siteMap(), { siteId, levelsUrl: `/api/v1/sites/${siteId}/levels` });
  const changes = [];
  plan.addEventListener("levelchange", (event) => changes.push(event.detail.level.short_name));
  await plan.ready;
  plan.countBadge(plan.levels[1].id, 3);
  const at = plan.spaceAt([-98.49995, 39.80005]);
  await plan.setLevel(plan.levels[1].id);
  await plan.setLevel("no such level");
  return {
    changes, at, nowhere: plan.spaceAt([0, 0]), level: plan.level.short_name,
    badge: plan.switchElement.querySelector(".floor-badge:not([hidden])").textContent,
  };
}"""


@dataclass
class Visit:
    """One opened page, with what the browser complained of and what it asked of others."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    ground = draw_level(draw_space(number="101", name=HOSTILE))
    hostile_doors = tuple(replace(opening, number=HOSTILE[:40]) for opening in ground.openings)
    hostile_things = tuple(replace(thing, label=HOSTILE) for thing in ground.objects)
    ground = replace(ground, openings=hostile_doors, objects=hostile_things, name=HOSTILE)
    make_plan(cast.site, ground, draw_level(draw_space(number="201", name="Upstairs"), ordinal="1"))
    return cast


@pytest.fixture
def sign_in(chromium_path: Path, live_server: LiveServer, client: Client, cast: Cast) -> Iterator[Visit]:
    client.force_login(cast.officer)
    session = client.cookies["sessionid"].value
    address = f"{live_server.url}/sites/{cast.site.pk}"
    # Opened after and closed before all work on the database: playwright runs an event loop in this thread.
    with chromium(chromium_path) as browser:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        yield open_page(context.new_page(), address, live_server.url)


def open_page(page: Page, address: str, origin: str) -> Visit:
    visit = Visit(page)
    page.on("console", lambda said: visit.complaints.append(said.text) if is_complaint(said) else None)
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(origin) else visit.elsewhere.append(asked.url))
    page.goto(address)
    page.wait_for_selector(".site-page[data-ready=yes]")
    return visit


def is_complaint(said: ConsoleMessage) -> bool:
    return said.type == "error" and NO_SOCKET_HERE not in said.text


def test_a_site_is_read_by_table_map_and_keyboard_and_nothing_is_asked_of_anybody_else(sign_in: Visit) -> None:
    page = sign_in.page
    finds_a_row_on_the_map(page)
    filters_the_table_by_any_word(page)
    changes_the_floor_from_the_keyboard(page)
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_function("document.documentElement.scrollWidth <= window.innerWidth")
        expect(page.locator("#map_site")).to_be_visible()

    # Whatever was asked for and drawn, hostile names were text.
    expect(page.locator(".site-page img")).to_have_count(0)
    assert "taken" not in page.title()
    assert sign_in.complaints == []
    assert sign_in.elsewhere == []


def finds_a_row_on_the_map(page: Page) -> None:
    expect(page.locator(".plan-table td", has_text="<img src=x").first).to_be_visible()
    page.locator(".row-show").first.click()
    expect(page.locator("path.plan-lit")).to_have_count(1)


def filters_the_table_by_any_word(page: Page) -> None:
    page.get_by_role("searchbox").fill("no such room")
    expect(page.locator(".table-body .empty")).to_have_count(1)
    expect(page.locator(".plan-table")).to_have_count(0)
    page.get_by_role("searchbox").fill("101")
    expect(page.locator(".plan-table tbody tr")).to_have_count(1)
    page.get_by_role("searchbox").fill("")


def changes_the_floor_from_the_keyboard(page: Page) -> None:
    page.locator(".floor-button[aria-checked=true]").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".plan-table td", has_text="Upstairs")).to_be_visible()
    expect(page.locator(".floor-button[aria-checked=true]")).to_have_text(re.compile("^1"))
    expect(page.locator(".floor-button[aria-checked=true]")).to_be_focused()


def test_the_grid_covers_no_label_is_named_as_the_server_names_it_and_the_plan_answers_what_lies_where(
    sign_in: Visit, cast: Cast
) -> None:
    page = sign_in.page
    switches_the_grid_on_and_off(page)
    assert cast.site.boundary is not None
    west, _, _, north = cast.site.boundary.extent
    places = [(west + east * 0.0001, north - south * 0.0001) for east in range(-1, 40, 3) for south in range(-1, 40, 3)]

    named = page.evaluate(NAMES, places)
    answer = page.evaluate(ANSWERS, str(cast.site.pk))

    assert named == [cell_at(cast.site, lon=lon, lat=lat) or None for lon, lat in places]
    assert None in named
    assert answer["changes"] == ["0", "1"]
    assert answer["at"]["words"] == f"101 {HOSTILE}"
    assert (answer["nowhere"], answer["level"], answer["badge"]) == (None, "1", "3")


def switches_the_grid_on_and_off(page: Page) -> None:
    """Show the grid, off until asked for, and take it away again, from the keyboard."""
    button = page.get_by_role("button", name="Grid")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".plan-grid-line")).to_have_count(0)
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".plan-grid-line")).to_have_count(1)
    expect(page.locator(".plan-grid-name").first).to_be_attached()
    assert page.evaluate(OVERLAPS) == 0
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".plan-grid-name")).to_have_count(0)
