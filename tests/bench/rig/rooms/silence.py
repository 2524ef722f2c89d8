"""See in real browsers how soon what happens on the server stands on the page, and how soon a page falls silent."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.stage.devices.windows import Windows, chromium
from tests.stage.live_room import LiveRoom

PAGES, MESSAGES = 3, 7
PATIENCE_MS = 30_000


@dataclass(frozen=True)
class Seen:
    """Seconds until each page shows a message; and, after an agreement has ended, until each has nothing left."""

    shown: list[float]
    silent: list[float]


def watch(room: LiveRoom, *, program: Path, end_agreement: Callable[[], None]) -> Seen:
    """Open the officer's room in several pages; say things, then end their agreement."""
    with chromium(program) as browser:
        windows = Windows(browser, room.url)
        pages = [_enter(windows, room) for _ in range(PAGES)]
        shown = [_until_shown(room, pages, f"Message {number}.") for number in range(MESSAGES)]
        began = time.perf_counter()
        end_agreement()
        # From the asking, and one page after the other: a little more than it really was.
        silent = [_until(page, _IS_SILENT, began) for page in pages]
        windows.close()
    return Seen([max(times) for times in shown], silent)


# The socket is closed and said so, and map, timeline and people are off the screen.
_IS_SILENT = "() => !document.getElementById('ended').hidden && !document.getElementById('cockpit').children.length"


def _enter(windows: Windows, room: LiveRoom) -> Page:
    page = windows.open(room.token("officer"))
    page.goto(f"{room.url}/incidents/{room.stage.incident_id}")
    page.wait_for_selector('#chip[data-state="current"]')
    return page


def _until_shown(room: LiveRoom, pages: list[Page], text: str) -> list[float]:
    began = time.perf_counter()
    room.say("insider", text)
    is_shown = f"() => document.querySelector('[data-entries]').textContent.includes({text!r})"
    return [_until(page, is_shown, began) for page in pages]


def _until(page: Page, is_so: str, began: float) -> float:
    page.wait_for_function(is_so, timeout=PATIENCE_MS)
    return time.perf_counter() - began
