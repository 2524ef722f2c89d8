"""An incident reloaded when the server is gone: what was last known, from when, sealed; when and for whom it goes.

Slow: each test kills a server of its own.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.pages.incident.test_alarm_bar import ask, command
from tests.end_to_end.pages.offline.test_unsent_kept import IN_THE_CLEAR
from tests.screens.axe import faults
from tests.stage.devices.kept_phone import TEXT, drawn_room, incident_url, under_worker, until
from tests.stage.devices.windows import PHONE, Windows
from tests.stage.live_room import LiveRoom
from tests.support.processes import wait_until

pytestmark = pytest.mark.e2e
LONG_MS = 60_000
KEPT = """async () => {
  const open = indexedDB.open("musterpoint.outbox");
  const database = await new Promise((resolve) => { open.onsuccess = () => resolve(open.result); });
  const names = [...database.objectStoreNames];
  const all = (name) => new Promise((resolve) => {
    if (!names.includes(name)) return resolve([]);
    const asked = database.transaction(name).objectStore(name).getAll();
    asked.onsuccess = () => resolve(asked.result);
  });
  const [rows, keys] = [await all("commands"), await all("keys")];
  database.close();
  const known = rows.filter((one) => one.state === "last_known");
  return { rows: known.length, at: known[0]?.at ?? 0, keys: keys.map((one) => one.extractable) };
}"""
HOLDS = f"({KEPT})().then((kept) => kept.rows === 1)"
HOLDS_NOTHING = f"({KEPT})().then((kept) => kept.rows === 0)"


@pytest.fixture
def room(spatialite_template: Path, tmp_path: Path) -> Iterator[LiveRoom]:
    """A server of each test's own: they kill it."""
    with drawn_room(spatialite_template, tmp_path) as opened:
        yield opened


def watching(windows: Windows, room: LiveRoom, url: str, words: str) -> Page:
    """Return an officer's phone that has shown what was said at an incident, and has written it down."""
    page = windows.open(room.token("officer"), size=PHONE)
    page.goto(url)
    under_worker(page)
    expect(page.locator(".entry-text", has_text=words)).to_have_count(1, timeout=LONG_MS)
    until(page, HOLDS, "nothing was kept")
    # What was written at the first look may lack the words: a page that is left writes what it shows then.
    before = page.evaluate(KEPT)["at"]
    until(page, f"({LEAVE})({before})", "nothing was written as the page was left")
    return page


LEAVE = """async (before) => {
  Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
  delete document.visibilityState;
  return (await (KEPT)()).at > before;
}""".replace("KEPT", KEPT)


def test_a_reload_without_a_server_shows_what_was_last_known_and_from_when_sealed_and_for_twelve_hours(
    windows: Windows, room: LiveRoom
) -> None:
    place = {"lon": -89.6502, "lat": 39.7995, "level_id": None}
    command(
        room,
        "dispatcher",
        room.stage.room_id,
        "place_marker",
        marker_id=str(uuid4()),
        kind="hazard",
        label="Zither <b>leak</b> at the boiler room door, keep away",
        audience="everyone",
        **place,
    )
    room.say("dispatcher", "Suspect is in zebra-seven")
    page = watching(windows, room, incident_url(room), "zebra-seven")
    kept = page.evaluate(KEPT)
    in_the_clear = page.evaluate(IN_THE_CLEAR) + page.evaluate(TEXT) + page.evaluate("JSON.stringify(localStorage)")
    room.server.kill9()

    page.reload()

    known = page.locator("#known")
    expect(known).to_contain_text("LAST KNOWN STATE", timeout=LONG_MS)
    expect(known.locator("[data-age]")).to_contain_text("0 min ago. It may have changed since.")
    expect(known.locator(".badge.real")).to_have_text("REAL")
    expect(page.locator(".exercise-frame")).to_be_hidden()
    expect(known.locator("h2")).to_contain_text("Smoke in the gym")
    expect(known.locator(".kept-known-line", has_text="zebra-seven")).to_contain_text("Dispatcher")
    # What people wrote stays text.
    expect(known.locator("td", has_text="Zither <b>leak</b>")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    assert faults(page) == []
    assert (kept["rows"], kept["keys"]) == (1, [False])
    assert [one for one in ("zebra-seven", "Zither", "Smoke in the gym") if one in in_the_clear] == []

    page.clock.install(time=datetime.now(UTC) + timedelta(hours=12, minutes=1))
    page.reload()

    expect(page.locator("#room-words")).to_be_visible(timeout=LONG_MS)
    expect(known).to_be_hidden()
    until(page, HOLDS_NOTHING, "what is too old is still here")


def test_an_exercise_is_shown_as_one_and_another_person_on_the_device_sees_nothing(
    windows: Windows, room: LiveRoom
) -> None:
    opened = ask(
        room,
        "officer",
        "/incidents",
        {
            "type": "open_incident",
            "id": str(uuid4()),
            "is_exercise": True,
            "site_id": str(room.stage.site_id),
            "incident_type": "ALRF",
            "severity": "minor",
            "title": "Autumn drill",
        },
    )
    command(room, "officer", opened["room_id"], "post_message", text="Drill begins at zebra-seven")
    url = f"{room.url}/incidents/{opened['incident_id']}"
    page = watching(windows, room, url, "zebra-seven")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#known .badge.exercise")).to_have_text("EXERCISE", timeout=LONG_MS)
    expect(page.locator(".exercise-frame")).to_be_visible()
    expect(page.locator("#known")).to_contain_text("zebra-seven")

    page.context.set_offline(False)
    page.context.add_cookies([{"name": "sessionid", "value": room.token("dispatcher"), "url": room.url}])
    heard: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(str(frame))))
    page.goto(room.url)
    until(page, HOLDS_NOTHING, "what another person knew is still here")

    def is_open() -> bool:
        page.wait_for_timeout(100)  # what has come is heard of meanwhile
        return bool(heard)

    # A socket that a kill cuts short before it has opened is a fault to the browser.
    wait_until(is_open, timeout_s=60, what="the page's socket did not open")
    room.server.kill9()
    page.goto(url)

    expect(page.locator("body[data-ready=yes]")).to_be_visible(timeout=LONG_MS)
    expect(page.locator("#known")).to_be_hidden()
    expect(page.locator("body")).not_to_contain_text("zebra-seven")


def test_it_goes_when_the_incident_has_ended_wherever_one_is_and_at_a_sign_out(
    windows: Windows, room: LiveRoom
) -> None:
    room.say("dispatcher", "Suspect is in zebra-seven")
    page = watching(windows, room, incident_url(room), "zebra-seven")
    command(room, "insider", room.stage.room_id, "claim_command")
    # On another page no one tells this device: it asks at its next contact.
    page.goto(f"{room.url}/kept")
    until(page, HOLDS, "it went before its time")
    command(room, "insider", room.stage.room_id, "close_incident", reason="Over")
    page.goto(room.url)
    until(page, HOLDS_NOTHING, "the incident is over and still kept")

    command(room, "insider", room.stage.room_id, "reopen_incident", reason="Not over")
    page.goto(incident_url(room))
    until(page, HOLDS, "the reopened incident is not kept")
    page.goto(f"{room.url}/accounts/logout/")
    page.click("main [type=submit]")
    expect(page.locator("[name=password]")).to_be_visible()

    until(page, HOLDS_NOTHING, "it is still here after a sign-out")
    assert page.evaluate(KEPT) == {"rows": 0, "at": 0, "keys": []}
