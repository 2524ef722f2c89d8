"""A server with everybody who comes to a lockdown, their phones and their windows: what a play is acted on."""

import urllib.error
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from playwright.sync_api import Page

from tests.end_to_end.pages.incident.test_alarm_bar import ask, open_incident
from tests.stage.devices.phones import Phones
from tests.stage.devices.windows import Windows
from tests.stage.live_room import LiveRoom
from tests.support.processes import ServiceError
from tests.support.services import wait_until

SOON_S = 20


@dataclass
class Play:
    """The server, everybody's phones and windows, and what the press opened."""

    room: LiveRoom
    phones: Phones
    windows: Windows
    ids: dict[str, str] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)

    def command(self, who: str, word: str, **fields: object) -> dict[str, object]:
        """Let someone's app send a command."""
        body = {"id": str(uuid4()), "type": word, **fields}
        return ask(self.room, who, f"/rooms/{self.ids['room_id']}/commands", body)

    def refused(self, who: str, word: str, **fields: object) -> str:
        """Return the code with which a command is refused."""
        with pytest.raises(urllib.error.HTTPError) as refusal:
            self.command(who, word, **fields)
        return str(refusal.value.headers["X-Problem-Code"] or refusal.value.read().decode())

    def state(self, key: str) -> dict[str, dict[str, object]]:
        """Return the objects of a kind in the room, as the dispatcher reads them."""
        state = ask(self.room, "dispatcher", f"/rooms/{self.ids['room_id']}/state")
        return dict(state["objects"].get(key, {}))  # type: ignore[attr-defined]  # a state's document

    def enter(self, who: str) -> Page:
        """Open the incident in someone's window."""
        page = open_incident(self.windows, self.room, who, self.ids["incident_id"])
        self.pages[who] = page
        return page

    def hears(self, what: object, heard: object) -> None:
        """Wait until a device was told what it should have been, all of it and in order, and nothing else."""
        assert callable(heard)
        try:
            wait_until(lambda: heard() == what, timeout_s=SOON_S, what="a device was not told")
        except ServiceError:
            # Said here: what pytest shows of an assertion it shows in files of tests alone.
            pytest.fail(f"a device was told {heard()}, not {what}")
