"""Vector streets in a real browser: drawn below the plan, after it, in each theme, and only from this server."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from coordination.room.models import Room
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.factories.files.street_tiles import Line, street_file
from tests.factories.mapping import draw_level, draw_space, make_plan
from tests.stage.devices.windows import DESK, PHONE, Windows, chromium, watched_windows

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("page_sources")]
# The colors where a street is drawn and where none is; null until there are some, and another than before.
COLORS = """([onStreet, beside, before]) => {
  const at = ([lon, lat], aside) => {
    const { x, y } = window.map_site.latLngToContainerPoint([lat, lon]);
    const origin = window.map_site.getContainer().getBoundingClientRect();
    for (const canvas of document.querySelectorAll(".leaflet-tile-pane canvas")) {
      const box = canvas.getBoundingClientRect();
      const [px, py] = [origin.x + x + aside - box.x, origin.y + y - box.y];
      if (px < 0 || py < 0 || px >= box.width || py >= box.height) continue;
      const scale = canvas.width / box.width;
      const [r, g, b, a] = canvas.getContext("2d").getImageData(px * scale, py * scale, 1, 1).data;
      return a === 255 ? `${r} ${g} ${b}` : null;
    }
    return null;
  };
  const ground = at(beside, 0);
  // A tile's own grid is some pixels wide as near as this.
  const found = [...Array(25).keys()].map((step) => at(onStreet, step - 12)).filter((one) => one && one !== ground);
  const street = found[Math.floor(found.length / 2)];
  return street && ground && street !== before ? [street, ground] : null;
}"""


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    make_plan(cast.site, draw_level(draw_space(number="101", name="Office")))
    return cast


@pytest.fixture
def street(cast: Cast) -> Line:
    """A street just west of the school's only room."""
    lon, lat = cast.site.location.x - 0.00004, cast.site.location.y
    return [(lon, lat - 0.004), (lon, lat + 0.004)]


@pytest.fixture
def room(cast: Cast) -> Room:
    at = datetime.now(UTC)
    room = open_room(cast, at=at)
    join(cast.officer, room, at=at)
    return room


@pytest.fixture
def session(client: Client, cast: Cast, settings: Settings, street: Line, tmp_path: Path) -> str:
    settings.BASEMAP = str(street_file(tmp_path / "streets.pmtiles", [street]))
    client.force_login(cast.officer)
    return client.cookies["sessionid"].value


@pytest.fixture
def windows(chromium_path: Path, live_server: LiveServer, session: str) -> Iterator[Windows]:
    # Opened after and closed before all work on the database: playwright runs an event loop in this thread.
    with chromium(chromium_path) as browser, watched_windows(browser, live_server.url, has_sockets=False) as opened:
        yield opened


@pytest.mark.parametrize(("size", "path"), [(PHONE, "/incidents/{room}"), (DESK, "/sites/{site}/reunification")])
def test_the_credit_stands_on_the_map_and_covers_no_more_of_it_than_its_words(
    size: tuple[int, int], path: str, session: str, cast: Cast, room: Room, windows: Windows
) -> None:
    page = windows.open(session, size=size)
    # This server has no sockets; a page that finds none is no fault here.
    page.add_init_script("globalThis.WebSocket = class { close() {} send() {} };")
    page.goto(windows.url + path.format(room=room.incident_id, site=cast.site.pk))

    credit, ground = (page.locator(one).bounding_box() for one in (".map-credit", ".folium-map"))

    assert credit is not None
    assert ground is not None
    assert credit["height"] < 30
    assert credit["width"] < 240
    assert ground["x"] <= credit["x"]
    assert credit["y"] + credit["height"] <= ground["y"] + ground["height"] + 1


def colors(page: Page, street: Line, before: str = "") -> tuple[str, str]:
    (lon, south), (_, north) = street
    middle = (south + north) / 2
    drawn = page.wait_for_function(COLORS, arg=[[lon, middle], [lon + 0.00003, middle], before])
    on_street, beside = drawn.json_value()
    return on_street, beside


def test_a_street_is_drawn_below_the_plan_in_each_theme_and_after_it(
    session: str, cast: Cast, street: Line, windows: Windows
) -> None:
    page = windows.open(session)
    page.goto(f"{windows.url}/sites/{cast.site.pk}")

    seen = [colors(page, street)]
    for theme in ("light", "night"):
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        seen.append(colors(page, street, before=seen[-1][0]))

    assert len(set(seen)) == 3
    below, plan = page.evaluate(
        """() => ["tile-pane", "plan-floor-pane"].map((name) =>
          Number(getComputedStyle(document.querySelector(`.leaflet-${name}`)).zIndex))"""
    )
    assert below < plan
    expect(page.locator(".map-credit")).to_have_text("© OpenStreetMap contributors")
    asked = page.evaluate("performance.getEntriesByType('resource').map((one) => [one.name, one.startTime])")
    first = {part: min(at for name, at in asked if part in name) for part in ("/plan", "protomaps-leaflet", "basemap")}
    assert first["/plan"] < first["protomaps-leaflet"] < first["basemap"]
