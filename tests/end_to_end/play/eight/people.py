"""Eight people of three schools and those who come, each in a window."""

import urllib.error
from dataclasses import dataclass, field
from http import HTTPStatus
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


class AskRefused(Exception):
    """What an app asked was refused. Says who asked, and what was answered."""

    def __init__(self, status: int, who: str, answer: str) -> None:
        super().__init__(f"{status} to {who}: {answer}")
        self.status = status


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
        """Ask the server as someone's app. Raises: AskRefused."""
        try:
            return ask(self.room, who, path, body)
        except urllib.error.HTTPError as refusal:
            with refusal:
                raise AskRefused(refusal.code, who, refusal.read().decode()) from None

    def command(self, who: str, word: str, **fields: object) -> Any:
        """Let someone's app send a command. Raises: AskRefused."""
        return self.ask(who, f"/rooms/{self.ids['room_id']}/commands", {"id": str(uuid4()), "type": word, **fields})

    def refused(self, who: str, word: str, **fields: object) -> str:
        """Return the answer with which a command is refused."""
        with pytest.raises(AskRefused) as refusal:
            self.command(who, word, **fields)
        return str(refusal.value)

    def objects(self, key: str) -> dict[str, Any]:
        """Return the objects of a kind in the room, as the sheriff reads them."""
        found: dict[str, Any] = self.ask("sheriff", f"/rooms/{self.ids['room_id']}/state")["objects"].get(key, {})
        return found

    def is_kept_out(self, who: str) -> bool:
        """Tell whether someone reads nothing of the room."""
        try:
            self.ask(who, f"/rooms/{self.ids['room_id']}/state")
        except AskRefused as refusal:
            return refusal.status in (HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN)
        return False

    # --- windows ------------------------------------------------------------------------------------------------------
    def news(self, who: str) -> Locator:
        """Return what the page that someone has open shows of the incident, wherever it does.

        A watcher has a notice, people of a school where something is ordered have it over their whole page, and each
        who may come has a line among the open incidents.
        """
        line = f'a[href^="/incidents/{self.ids["incident_id"]}"]'
        return self.pages[who].locator(f".response-takeover[open], .incident-notice, {line}")

    def hears_nothing(self, who: str) -> None:
        """Look at someone's open page, at the page anew, and at what their app is answered."""
        expect(self.news(who), who).to_have_count(0)
        self.pages[who].reload()
        expect(self.pages[who].locator("h1"), who).to_be_visible()
        expect(self.news(who), who).to_have_count(0)
        assert self.is_kept_out(who)

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
        # Says what stands on the page instead, where it is another one.
        expect(page.locator("#join [type=submit], #chip").first, who).to_be_visible()
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
