"""A phone that keeps maps: press "Keep", look into its caches, and see what it shows when its server was killed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, Request, expect

from tests.stage.devices.windows import PHONE, Windows
from tests.stage.live_room import LiveRoom, room_on_copy
from tests.support.services import wait_until

PACK = "**/api/v1/sites/*/pack"
# Every address in every cache of this browser.
STORED = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  return found;
}"""
# Everything that stands in them, as one text.
TEXT = """async () => {
  let text = "";
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const answer of await cache.matchAll()) text += await answer.text();
  }
  return text;
}"""
PACKS = "async () => (await caches.keys()).filter((name) => name.startsWith('kept.'))"
# Change a kept pack where it lies: a file of it, or what is known about it.
SPOIL = """async ([address, change]) => {
  const [name] = (await caches.keys()).filter((one) => one.startsWith("kept.pack."));
  const cache = await caches.open(name);
  const text = await (await cache.match(address)).text();
  const changed = change === null ? text + " " : JSON.stringify({ ...JSON.parse(text), ...change });
  await cache.put(address, new Response(changed));
}"""
NO_ED25519 = """
const real = crypto.subtle.importKey.bind(crypto.subtle);
crypto.subtle.importKey = async (...given) => {
  if (given[2]?.name === "Ed25519") throw new DOMException("unknown", "NotSupportedError");
  return real(...given);
};
"""


def site_url(room: LiveRoom) -> str:
    return f"{room.url}/sites/{room.stage.site_id}"


def incident_url(room: LiveRoom) -> str:
    return f"{room.url}/incidents/{room.stage.incident_id}"


def until(page: Page, expression: str, what: str) -> None:
    """Ask the page until something holds; its own policy forbids playwright's way of waiting, which is eval."""
    wait_until(lambda: page.evaluate(expression) is True, timeout_s=180, what=what)


def under_worker(page: Page) -> None:
    """Wait until the service worker looks after the page."""
    until(page, "navigator.serviceWorker.controller !== null", "no service worker took over")


def keep(page: Page, room: LiveRoom) -> Locator:
    """Press "Keep on this phone"; return what the page then says."""
    page.goto(site_url(room))
    page.click("#keep")
    outcome = page.locator("#keep-outcome")
    expect(outcome).not_to_have_text("")
    expect(page.locator("#keep")).to_be_enabled()
    return outcome


def keeper(windows: Windows, room: LiveRoom, who: str = "officer") -> Page:
    """Return a phone on which someone keeps the site, with its service worker at work."""
    page = windows.open(room.token(who), size=PHONE)
    expect(keep(page, room)).to_have_text("The map is kept on this phone and opens without a network.")
    under_worker(page)
    return page


def answered(page: Page) -> list[str]:
    """Return a list that fills with the requests of a page that a network answered."""
    heard: list[str] = []

    def note(request: Request) -> None:
        response = request.response()
        if response is not None and not response.from_service_worker and request.url.startswith("http"):
            heard.append(request.url)

    page.on("requestfinished", note)
    return heard


def shown_rooms(page: Page) -> Locator:
    expect(page.locator("body[data-ready=yes]")).to_be_visible()
    return page.locator("#plan-tables td:first-child")


def entered(windows: Windows, room: LiveRoom, who: str = "officer", *, address: str = "") -> Page:
    """Return someone's room whose site is kept by itself."""
    page = windows.open(room.token(who), size=PHONE)
    page.goto(address or incident_url(room))
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    page.click('[data-show="people"]')
    expect(page.locator("#kept-here")).to_contain_text("Map kept on this phone")
    under_worker(page)
    return page


def gone(page: Page) -> None:
    until(page, "caches.keys().then((names) => names.every((name) => !name.startsWith('kept.')))", "it is still kept")


@contextmanager
def drawn_room(template: Path, folder: Path) -> Iterator[LiveRoom]:
    """Serve a room on a site whose floors are drawn."""
    with room_on_copy(template, folder, is_drawn=True) as opened:
        yield opened
