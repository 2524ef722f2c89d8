"""Chromium windows of people who are signed in, and a record of what a page must never do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    FloatRect,
    Locator,
    Page,
    Request,
    expect,
    sync_playwright,
)

from tests.support.processes import PATIENCE, wait_until

DESK = (1440, 900)
PHONE = (390, 844)
# What a page is to show it may show late where two cores do the work of ten: no promise of speed is made here. A test
# of one says its own time. Actions wait as long.
PATIENCE_MS = 30_000 * PATIENCE
expect.set_options(timeout=PATIENCE_MS)
# What watches for incidents on each page, where pytest-django's own server answers: it speaks no websocket. How pages
# watch is asked in tests/end_to_end.
NO_SOCKET_HERE = "/ws/v1/incidents' failed"
# Each window would bring two pages for what is typed into an address, and a process for a page that may come: two
# thirds of what it costs to open one.
UNUSED = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "SpareRendererForSitePerProcess")
# What playwright turns off (its chromiumSwitches.ts): a list that comes after takes the place of its own.
OFF_FOR_PLAYWRIGHT = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "PaintHolding"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "ThirdPartyStoragePartitioning"),
    *("AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled"),
    "PreconnectToSearch",
)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    f"--disable-features={','.join((*OFF_FOR_PLAYWRIGHT, *UNUSED))}",
)
# A page that is not there, and a network or a database that is gone, also for a service worker that looks whether it is
# the newest.
# A page may be just opening its socket when a test ends the server, or takes the network away.
LOGGED_BY_THE_BROWSER = (
    *("Failed to load resource", "An unknown error occurred when fetching the script"),
    "A bad HTTP response code (503) was received when fetching the script",
    *("Connection closed before receiving a handshake response", "net::ERR_CONNECTION_REFUSED"),
    "Error in connection establishment: net::ERR_INTERNET_DISCONNECTED",
    "Error in connection establishment: net::ERR_CONNECTION_RESET",
)
# Chromium says so now and then when a window opens, which opens all the same, with all that is in it. Its cause is not
# known: nothing of ours calls `open` of a window with a function.
OPENED_ALL_THE_SAME = "Failed to execute 'open' on 'Window': The provided callback is no longer runnable"
# Runs before anything of the page: a violation is an event, and easily overlooked on the console.
WATCH_POLICY = """
const tell = (event) => console.error("POLICY", event.violatedDirective, event.blockedURI);
addEventListener("securitypolicyviolation", tell);
window.alert = () => console.error("SCRIPT RAN");
"""


@dataclass
class Windows:
    """The windows of one test against one server. `faults` must be empty at the end."""

    browser: Browser
    url: str
    faults: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)
    # Other servers that pages may lead to.
    friends: list[str] = field(default_factory=list)
    has_sockets: bool = True

    def open(
        self,
        session_token: str | None,
        *,
        size: tuple[int, int] = DESK,
        language: str = "en-US",
        at_lonlat: tuple[float, float] | None = None,
    ) -> Page:
        """Return an empty window of a person; None is someone who is not signed in."""
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]}, has_touch=size[0] < 900, locale=language
        )
        if at_lonlat is not None:
            context.grant_permissions(["geolocation"])
            context.set_geolocation({"longitude": at_lonlat[0], "latitude": at_lonlat[1], "accuracy": 8})
        context.set_default_timeout(PATIENCE_MS)
        self.contexts.append(context)
        if session_token is not None:
            context.add_cookies([{"name": "sessionid", "value": session_token, "url": self.url}])
        context.add_init_script(WATCH_POLICY)
        context.on("request", self._watch_request)
        context.on("console", self._watch_console)
        context.on("weberror", lambda error: self._watch_error(error.error.message))
        return context.new_page()

    def _watch_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.url}/", "data:", "blob:", *self.friends)):
            self.faults.append(f"foreign request: {request.url}")

    def _watch_console(self, message: ConsoleMessage) -> None:
        known = LOGGED_BY_THE_BROWSER if self.has_sockets else (*LOGGED_BY_THE_BROWSER, NO_SOCKET_HERE)
        if message.type == "error" and not any(one in message.text for one in known):
            self.faults.append(f"console: {message.text}")

    def _watch_error(self, message: str) -> None:
        if OPENED_ALL_THE_SAME not in message:
            self.faults.append(f"error: {message}")

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@contextmanager
def watched_windows(browser: Browser, url: str, *, has_sockets: bool = True) -> Iterator[Windows]:
    """Give out windows of a server's people and close them; what must never happen in one fails the test."""
    opened = Windows(browser, url, has_sockets=has_sockets)
    yield opened
    opened.close()
    assert opened.faults == [], opened.faults


@contextmanager
def chromium(program: Path) -> Iterator[Browser]:
    """Start a Chromium of our own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


def becomes(page: Page, expression: str, value: object) -> None:
    """Wait until an expression has a value in a page: a script of the page may still be about to bring it about.

    The page's own policy forbids playwright's way of waiting, which is eval.
    """
    what = f"it is not {value!r} that a page says of {expression[:80]!r}"
    wait_until(lambda: page.evaluate(expression) == value, timeout_s=PATIENCE_MS / 1000 / PATIENCE, what=what)


def still_box(page: Page, what: Locator) -> FloatRect:
    """Return where something lies once it does not move any more; a person looks as long before they tap."""
    before = None
    while (box := what.bounding_box()) is None or box != before:
        before = box
        page.wait_for_timeout(500)
    return box


def open_more(page: Page) -> None:
    """Open what is done in a room less often: it stands behind "More" until someone wants it."""
    page.locator(".more-acts").evaluate("(more) => { more.open = true; }")
