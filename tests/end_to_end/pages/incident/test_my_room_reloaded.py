"""My room reloaded when the server is gone: what to do, what one said last, how old both are; and when it is gone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.pages.incident.test_alarm_bar import command
from tests.end_to_end.pages.offline.test_unsent_kept import IN_THE_CLEAR
from tests.stage.devices.kept_phone import drawn_room, under_worker, until
from tests.stage.devices.windows import PHONE, Windows
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
LONG_MS = 60_000
KEPT = """async () => {
  const open = indexedDB.open("musterpoint.outbox");
  const database = await new Promise((resolve) => { open.onsuccess = () => resolve(open.result); });
  if (!database.objectStoreNames.contains("commands")) { database.close(); return 0; }
  const asked = database.transaction("commands").objectStore("commands").getAll();
  const rows = await new Promise((resolve) => { asked.onsuccess = () => resolve(asked.result); });
  database.close();
  const mine = rows.filter((one) => one.state === "last_state");
  return mine.every(({ words }) => words.bytes instanceof ArrayBuffer) ? mine.length : -1;
}"""
KEEPS_ONE = f"({KEPT})().then((kept) => kept === 1)"
KEEPS_NOTHING = f"({KEPT})().then((kept) => kept === 0)"


@pytest.fixture
def room(spatialite_template: Path, tmp_path: Path) -> Iterator[LiveRoom]:
    """A server of each test's own: they kill it."""
    with drawn_room(spatialite_template, tmp_path) as opened:
        yield opened


def told_and_reported(windows: Windows, room: LiveRoom) -> Page:
    """Return the page of a teacher who was told of a lockdown and has reported a room with a missing child."""
    command(room, "insider", room.stage.room_id, "start_response_action", action_id=str(uuid4()), kind="lockdown")
    page = windows.open(room.token("teacher"), size=PHONE)
    page.goto(f"{room.url}/incidents/{room.stage.incident_id}/my-room")
    under_worker(page)
    expect(page.locator(".response-now")).to_be_visible(timeout=LONG_MS)
    page.select_option("[name=space_id]", "elsewhere")
    page.fill("[name=room]", "Bus 7")
    page.click(".my-room-ok")
    page.fill("[name=students]", "19")
    page.click(".my-room-more:not([data-class]) summary")
    page.fill("[name=missing_names]", "Zacharias Quillfeather")
    page.click("#my-room [type=submit]")
    expect(page.locator("[data-say]")).to_have_attribute("data-state", "recorded", timeout=LONG_MS)
    return page


def test_a_reload_without_a_server_says_what_to_do_and_what_was_reported_and_how_old_that_is(
    windows: Windows, room: LiveRoom
) -> None:
    page = told_and_reported(windows, room)
    room.server.kill9()
    # The page that is open says so first.
    expect(page.locator(".response-now-age")).to_contain_text("NO CONTACT", timeout=LONG_MS)
    until(page, KEEPS_ONE, "what to do was not kept, or in the clear")
    in_the_clear = page.evaluate(IN_THE_CLEAR)
    assert not any(word in in_the_clear for word in ("Quillfeather", "Bus 7", "out of sight"))
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(minutes=7))

    page.reload()

    expect(page.locator("#last")).to_contain_text("LAST STATE")
    expect(page.locator("#last-age")).to_contain_text("7 min ago. It may have changed since.")
    expect(page.locator("#last-site")).to_have_text("Lincoln High School")
    expect(page.locator("#last-do")).to_contain_text("Locks, lights, out of sight.")
    expect(page.locator("#last-report")).to_contain_text("You reported 7 min ago: Bus 7: OK · 19 students")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]

    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(hours=13))
    page.reload()

    expect(page.locator("#room-words")).to_be_visible()
    expect(page.locator("#last")).to_be_hidden()
    until(page, KEEPS_NOTHING, "it stayed for longer than twelve hours")


def test_it_goes_when_the_incident_has_ended_and_at_a_sign_out(windows: Windows, room: LiveRoom) -> None:
    page = told_and_reported(windows, room)
    until(page, KEEPS_ONE, "what to do was not kept, or in the clear")
    # What a release before this one has left in the clear.
    page.evaluate("localStorage.setItem('last_state.x', JSON.stringify({ user_id: 'another', at: Date.now() }))")
    page.reload()
    until(page, "localStorage.getItem('last_state.x') === null", "it is still here in the clear")
    until(page, KEEPS_ONE, "one's own is gone")

    page.goto(f"{room.url}/accounts/logout/")
    page.click("main [type=submit]")
    expect(page.locator("[name=password]")).to_be_visible()

    until(page, KEEPS_NOTHING, "it outlived the session")
