"""Twelve people in their windows, and what each of them does in the play."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.end_to_end.pages.incident.test_alarm_bar import ask
from tests.end_to_end.pages.incident.test_panic_page import HELD_MS, hold
from tests.stage.devices.windows import PHONE, Windows
from tests.stage.live_room import LiveRoom

AT_SCHOOL = ("teacher", "colleague", "coach", "nurse", "principal")
RESPONDERS = ("sro", "patrol", "medic", "chief")
WITH_ACCOUNT = (*AT_SCHOOL, "superintendent", *RESPONDERS, "dispatcher")
EVERYBODY = (*WITH_ACCOUNT, "guest")


@dataclass
class Twelve:
    """The server, a window for each person, and what the press opened."""

    room: LiveRoom
    windows: Windows
    ids: dict[str, str] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    # Who asks for the log: at first only who pressed is in the room.
    witness: str = "teacher"

    # --- what is asked of the server ----------------------------------------------------------------------------------
    def ask(self, who: str, path: str, body: dict[str, object] | None = None) -> Any:
        return ask(self.room, who, path, body)

    def command(self, who: str, word: str, **fields: object) -> Any:
        """Let someone's app send a command."""
        return self.ask(who, f"/rooms/{self.ids['room_id']}/commands", {"id": str(uuid4()), "type": word, **fields})

    def state(self) -> Any:
        """Return the room's state, as the witness reads it."""
        return self.ask(self.witness, f"/rooms/{self.ids['room_id']}/state")

    def objects(self, key: str) -> dict[str, Any]:
        """Return the objects of a kind in the room, by id."""
        found: dict[str, Any] = self.state()["objects"].get(key, {})
        return found

    def since_the_press(self) -> float:
        """Return how long after the first press the newest entry came, in seconds, by the log's own clock."""
        state = self.state()
        last = f"/rooms/{self.ids['room_id']}/entries?before={state['seq'] + 1}&limit=20"
        times = [one["content"]["at"] for one in self.ask(self.witness, last)["entries"] if "content" in one]
        pressed = [one["pressed_at"] for one in state["objects"]["panic_alerts"].values()]
        return (datetime.fromisoformat(times[-1]) - datetime.fromisoformat(min(pressed))).total_seconds()

    # --- acts ---------------------------------------------------------------------------------------------------------
    def open_first_pages(self) -> None:
        """Open what each has open on a quiet day."""
        for who in WITH_ACCOUNT:
            page = self.windows.open(self.room.token(who), size=PHONE)
            page.goto(self.room.url + {"dispatcher": "/console"}.get(who, "/"))
            self.pages[who] = page
        self.pages["guest"] = self.windows.open(None, size=PHONE)
        self.pages["guest"].goto(f"{self.room.url}/aid")

    def press(self, who: str, kind: str, place: str) -> Page:
        """Let someone hold the button, in a window beside the one that they have open; return it."""
        page = self.pages[who].context.new_page()
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        page.goto(f"{self.room.url}/panic", wait_until="networkidle")
        page.select_option("[name=space_id]", label=place)
        page.check(f"[name=kind][value={kind}]")
        with page.expect_response("**/api/v1/panics") as answered:
            hold(page, ms=HELD_MS)
        pressed = answered.value.json()
        self.ids = {name: pressed[name] for name in ("room_id", "incident_id", "panic_id")}
        expect(page.locator("#panic-words")).to_contain_text(place.split(maxsplit=1)[0])
        return page

    def enter(self, who: str) -> None:
        """Let someone come in by what their page offers them."""
        page = self.pages[who]
        if who in AT_SCHOOL:
            page.locator(".response-takeover[open] button").click()
            page.locator(f".response-now-line a[href='/incidents/{self.ids['incident_id']}']").click()
        elif who == "dispatcher":
            page.goto(f"{self.room.url}/incidents/{self.ids['incident_id']}")
        else:
            page.locator(".incident-notice a").click()
        page.locator("#join [type=submit], #chip").first.wait_for()
        if page.locator("#join [type=submit]").count():
            # Not by its place on the screen: what a lockdown brings to a page still moves what stands below it.
            page.locator("#join [type=submit]").evaluate("(button) => button.click()")
        expect(page.locator("#chip"), who).to_have_attribute("data-state", "current")

    def let_in_the_guest(self, by: str) -> None:
        """Give someone of the next town a code, and let them type it."""
        host, guest = self.pages[by], self.pages["guest"]
        host.locator('[data-do="mutual_aid"]').evaluate("(button) => button.click()")
        dialog = host.locator("#aid-dialog")
        dialog.locator("[name=agency]").fill("Riverbend Police")
        dialog.locator("[name=person]").fill("Officer Guest")
        dialog.get_by_role("button", name="Get a code").click()
        expect(dialog.locator(".aid-digits")).to_have_text(re.compile(r"\d{3}\s?\d{3}"))
        code = "".join(re.findall(r"\d", dialog.locator(".aid-digits").inner_text()))
        dialog.locator("[data-cancel]").click()
        guest.fill("[name=code]", code)
        guest.click("#code-form [type=submit]")
        expect(guest.locator("#chip")).to_have_attribute("data-state", "current")

    def hand_on(self, by: str, to: str, kind: str) -> None:
        """Offer command, in the window of who has it."""
        page = self.pages[by]
        page.locator('[data-command="offer"]').evaluate("(button) => button.click()")
        option = page.locator("#ask-offer select option", has_text=to.title())
        page.select_option("#ask-offer select", value=option.get_attribute("value"))
        page.check(f"#ask-offer [value={kind}]")
        page.click("#ask-offer .primary")
