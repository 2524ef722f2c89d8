"""Eight people of three schools and those who come, each in a window."""

import urllib.error
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.end_to_end.pages.incident.test_alarm_bar import ask
from tests.stage.devices.windows import DESK, PHONE, Windows
from tests.stage.live_room import LiveRoom

ON_PHONES = ("teacher", "hill_teacher", "officer", "sheriff")
AT_DESKS = ("principal", "hill_principal", "cedar_principal", "dispatcher")
EVERYBODY = (*ON_PHONES, *AT_DESKS)


@dataclass
class Eight:
    """The server, the schools' sites by a short name, a window for each person, and what the press opened."""

    room: LiveRoom
    windows: Windows
    sites: dict[str, str]
    ids: dict[str, str] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)

    # --- what is asked of the server ----------------------------------------------------------------------------------
    def ask(self, who: str, path: str, body: dict[str, object] | None = None) -> Any:
        return ask(self.room, who, path, body)

    def command(self, who: str, word: str, **fields: object) -> Any:
        """Let someone's app send a command."""
        return self.ask(who, f"/rooms/{self.ids['room_id']}/commands", {"id": str(uuid4()), "type": word, **fields})

    def refused(self, who: str, word: str, **fields: object) -> str:
        """Return the answer with which a command is refused."""
        with pytest.raises(urllib.error.HTTPError) as refusal:
            self.command(who, word, **fields)
        return str(refusal.value.read().decode())

    def objects(self, key: str) -> dict[str, Any]:
        """Return the objects of a kind in the room, as the sheriff reads them."""
        found: dict[str, Any] = self.ask("sheriff", f"/rooms/{self.ids['room_id']}/state")["objects"].get(key, {})
        return found

    # --- windows ------------------------------------------------------------------------------------------------------
    def open_first_pages(self) -> None:
        """Open what each has open on a quiet day."""
        for who in EVERYBODY:
            page = self.windows.open(self.room.token(who), size=PHONE if who in ON_PHONES else DESK)
            page.goto(self.room.url + {"dispatcher": "/console"}.get(who, "/"))
            self.pages[who] = page

    def come_in(self, who: str) -> None:
        """Let someone open the incident and join it."""
        page = self.pages[who]
        page.goto(f"{self.room.url}/incidents/{self.ids['incident_id']}")
        page.locator("#join [type=submit], #chip").first.wait_for()
        if page.locator("#join [type=submit]").count():
            page.locator("#join [type=submit]").evaluate("(button) => button.click()")
        expect(page.locator("#chip"), who).to_have_attribute("data-state", "current")

    def tap(self, who: str, act: str) -> Page:
        """Press what a page offers for an act. Where it stands at which width is asked elsewhere."""
        page = self.pages[who]
        button = page.locator(f'[data-do="{act}"]').first
        expect(button).not_to_have_attribute("hidden", "")
        button.evaluate("(button) => button.click()")
        return page

    def rooms_board(self, who: str) -> Locator:
        """Open someone's board of rooms."""
        page = self.pages[who]
        page.locator("[data-rooms-board]").evaluate("(button) => button.click()")
        board = page.locator("#rooms-board")
        expect(board).to_be_visible()
        return board
