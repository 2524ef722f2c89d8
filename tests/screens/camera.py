"""Open each page as each person in a window of each size, and take its picture in each theme."""

import argparse
import base64
from collections.abc import Callable, Iterator, Sequence

from playwright.sync_api import Browser, BrowserContext, Error, Page

from tests.screens.pages import GUEST, PAGES, Held, address_of
from tests.screens.readme import ShownPicture
from tests.screens.sheet import Picture
from tests.screens.states import AFTER_THE_PRESS, OF_THE_INCIDENT, STATES, Stage

SIZES = {"phone": (390, 844), "tablet": (768, 1024), "desk": (1440, 900), "wide": (1920, 1080)}
TOUCHED = frozenset(("phone", "tablet"))
KEYBOARD_UP = (390, 500)
# A page may be as long as it likes; a picture of it need not.
TALLEST = 4000
SETTLED_MS = 500
QUALITY = 75
PATIENCE_MS = 20_000
FILLED_BY_SCRIPT = frozenset({"console", "district_readiness"})
# Answers that are pages all the same.
MISSING = frozenset({"nothing_here"})


class Camera:
    """Takes the pictures that `chosen` names. `problems` says which pages did not open."""

    settled_ms = SETTLED_MS

    def __init__(
        self,
        browser: Browser,
        url: str,
        held: Held,
        drill_id: str,
        chosen: argparse.Namespace,
        say: Callable[[str], None],
    ) -> None:
        self.browser, self.url, self.held, self.chosen, self.say = browser, url, held, chosen, say
        self.people = [who for who in PAGES if not chosen.people or who in chosen.people]
        self.stage = Stage(url, held, drill_id, tuple(who for who in PAGES if who not in ("", GUEST)))
        self.pictures: list[Picture] = []
        self.problems: list[str] = []
        self.seen: set[str] = set()

    def take_all(self) -> None:
        """Bring the demo from state to state, and take what was asked for in each."""
        for state in STATES:
            if state in self.chosen.states or (state == "alarm" and AFTER_THE_PRESS & set(self.chosen.states)):
                self.stage.bring(state)
            if state not in self.chosen.states:
                continue
            for who in self.people:
                for size in self.chosen.sizes:
                    self._take_persons(state, who, size)

    def take_shown(self, pictures: Sequence[ShownPicture]) -> None:
        """Bring the demo from state to state, and take the pictures that a page of the documentation shows."""
        for state in STATES:
            wanted = [one for one in pictures if one.state == state]
            if wanted:
                self.stage.bring(state)
            for one in wanted:
                self.say(f"{one.file} · {state} · {one.person} · {one.size}")
                self._take_shown(one)

    def _take_shown(self, one: ShownPicture) -> None:
        context = self._context(one.person, one.size)
        page = context.new_page()
        page.goto(self.url + address_of(one.page, self.held, self.stage.incident_id))
        self._settle(page, one.state, one.page, one.size)
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", one.theme)
        page.wait_for_timeout(SETTLED_MS)
        # Playwright writes no WebP, the browser does.
        taken = context.new_cdp_session(page).send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
        (self.chosen.folder / one.file).write_bytes(base64.b64decode(taken["data"]))
        context.close()

    def _take_persons(self, state: str, who: str, size: str) -> None:
        names = list(self._names(state, who))
        if not names:
            return
        context = self._context(who, size)
        page = context.new_page()
        for name in names:
            self.say(f"{len(self.pictures)} taken · {state} · {who or 'nobody'} · {size} · {name}")
            try:
                self._take(page, state, who, name, size)
            except Error as error:
                self.problems.append(f"{state} {who} {name} {size}: {error.message.splitlines()[0]}")
        context.close()

    def _names(self, state: str, who: str) -> Iterator[str]:
        for name in PAGES[who]:
            if self.chosen.pages and name not in self.chosen.pages:
                continue
            if state in OF_THE_INCIDENT and name != "incident":
                continue
            if who == GUEST and state != "command":
                continue
            yield name

    def _context(self, who: str, size: str) -> BrowserContext:
        width, height = SIZES[size]
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            has_touch=size in TOUCHED,
            locale=self.chosen.language,
            reduced_motion="reduce",
        )
        if who == GUEST:
            self._come_in(context)
        elif who:
            cookie = {"name": "sessionid", "value": self.stage.token(who), "url": self.url}
            context.add_cookies([cookie])  # type: ignore[list-item] # a cookie by its address
        return context

    def _come_in(self, context: BrowserContext) -> None:
        """Type the code of someone who comes by mutual aid."""
        page = context.new_page()
        page.goto(f"{self.url}/aid")
        page.fill("[name=code]", self.stage.code_of_mutual_aid())
        page.click("#code-form [type=submit]")
        page.wait_for_url("**/incidents/*")
        page.close()

    def _opened(self, page: Page, state: str, who: str, name: str, size: str) -> bool:
        answer = page.goto(self.url + address_of(name, self.held, self.stage.incident_id))
        status = answer.status if answer else 0
        if status != 200 and name not in MISSING:
            self.problems.append(f"{state} {who} {name} {size}: answered {status}")
            return False
        self._settle(page, state, name, size)
        return True

    def _put_back(self, page: Page, size: str) -> None:
        page.context.set_offline(False)
        page.set_viewport_size({"width": SIZES[size][0], "height": SIZES[size][1]})

    def _take(self, page: Page, state: str, who: str, name: str, size: str) -> None:
        if not self._opened(page, state, who, name, size):
            return
        for theme in self.chosen.themes:
            page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
            picture = Picture(state, who, name, size, theme)
            width, height = page.evaluate("() => [innerWidth, document.documentElement.scrollHeight]")
            page.screenshot(
                path=self.chosen.folder / picture.file,
                full_page=True,
                clip={"x": 0, "y": 0, "width": width, "height": min(height, TALLEST)},
            )
            self.pictures.append(picture)
        self._put_back(page, size)

    def _settle(self, page: Page, state: str, name: str, size: str) -> None:
        """Wait until a page shows what it has, and bring about what only this window sees."""
        if name == "incident":
            page.wait_for_selector('#chip[data-state="current"]', timeout=PATIENCE_MS)
            page.locator(".leaflet-container path").nth(5).wait_for(state="attached", timeout=PATIENCE_MS)
        if name in FILLED_BY_SCRIPT:
            page.locator("table-twin tbody tr").first.wait_for(state="attached", timeout=PATIENCE_MS)
        takeover = page.locator(".response-takeover[open] button")
        page.wait_for_timeout(self.settled_ms)
        # Pictured once, on the first page; it would lie over every other.
        if name != "home" and takeover.count():
            takeover.first.click()
        if state == "keyboard" and size == "phone":
            page.set_viewport_size({"width": KEYBOARD_UP[0], "height": KEYBOARD_UP[1]})
            page.locator("#composer textarea").focus()
        if state == "offline":
            page.context.set_offline(True)
            page.wait_for_selector('#chip[data-state="stale"]', timeout=PATIENCE_MS)
        page.wait_for_timeout(self.settled_ms)
