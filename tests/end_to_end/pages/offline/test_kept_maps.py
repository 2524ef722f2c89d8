"""Maps on a phone whose server is gone: a real server, killed; a real browser; and the room as far as it is safe."""

import io
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.end_to_end.faults.test_access_ends import call
from tests.end_to_end.pages.incident.test_alarm_bar import command
from tests.stage.devices.kept_phone import (
    PACK,
    STORED,
    TEXT,
    answered,
    drawn_room,
    entered,
    incident_url,
    keep,
    keeper,
    shown_rooms,
    site_url,
    under_worker,
    until,
)
from tests.stage.devices.windows import PHONE, Windows
from tests.stage.live_room import LiveRoom
from tests.stage.maps.drawn_floors import draw_floors

pytestmark = pytest.mark.e2e
NO_PACK = "caches.keys().then((names) => names.every((name) => !name.startsWith('kept.pack.')))"
# What stands in the caches of kept plans, but what is known about them.
SEALED = """async () => {
  const found = [];
  for (const name of (await caches.keys()).filter((one) => one.startsWith("kept.pack."))) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const path = new URL(request.url).pathname;
      if (path.endsWith("/about")) continue;
      const bytes = new Uint8Array(await (await cache.match(request)).arrayBuffer());
      found.push([path, new TextDecoder("latin1").decode(bytes)]);
    }
  }
  return found;
}"""
KEY_OUT = """async () => {
  const asked = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const database = await asked(indexedDB.open("musterpoint.kept"));
  const key = await asked(database.transaction("keys").objectStore("keys").get("packs"));
  database.close();
  return crypto.subtle.exportKey("raw", key).then(() => "read out", (error) => error.name);
}"""
TOLD_OF_AN_UPDATE = "navigator.serviceWorker.addEventListener('controllerchange', () => { window.isNew = true; })"


@pytest.fixture
def room(spatialite_template: Path, tmp_path: Path) -> Iterator[LiveRoom]:
    """A server of each test's own: most of them kill it."""
    with drawn_room(spatialite_template, tmp_path) as opened:
        yield opened


# --- without a network ------------------------------------------------------------------------------------------------
def test_a_kept_site_shows_rooms_on_map_and_table_after_its_server_was_killed(windows: Windows, room: LiveRoom) -> None:
    page = keeper(windows, room)
    room.server.kill9()
    heard = answered(page)

    page.reload()

    expect(shown_rooms(page)).to_have_text(["112", "113", ""])
    expect(page.locator(".plan-label-number", has_text="112")).to_be_visible()
    expect(page.locator("#copy")).to_contain_text("OFFLINE COPY made 20")
    expect(page.locator("#copy")).to_contain_text(
        "0 min old; last checked with the server 0 min ago · signature verified"
    )
    expect(page.locator("#offline-words")).to_have_text("No network. What you see is a copy on this phone.")
    page.get_by_role("button", name="Doors 1").click()
    expect(page.locator("#plan-tables td:first-child")).to_have_text(["1"])
    page.locator(".floor-button", has_text="1").click()
    expect(page.locator("#plan-state")).to_contain_text("Level 1 · Version 1")
    page.get_by_role("button", name="Grid").click()
    expect(page.locator(".plan-grid-line")).to_have_count(1)
    expect(page.locator(".kept-people")).to_contain_text("Principal")
    expect(page.locator(".kept-agreement")).to_contain_text("Fairview Police")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    assert heard == []


def test_nothing_of_a_plan_lies_in_the_clear_and_no_script_reads_the_key_out(windows: Windows, room: LiveRoom) -> None:
    page = keeper(windows, room)

    lying = page.evaluate(SEALED)

    assert len(lying) > 4
    for address, text in lying:
        for plain in ("Lincoln", "musterpoint-pack", "sha256", '"112"', "coordinates", "<svg", "PNG"):
            assert plain not in text, address
    assert page.evaluate(KEY_OUT) == "InvalidAccessError"


def test_the_first_page_lists_what_is_kept_and_the_panic_page_never_pretends(windows: Windows, room: LiveRoom) -> None:
    page = keeper(windows, room)
    room.server.kill9()

    page.goto(f"{room.url}/panic")
    expect(page.locator("#no-alarm")).to_have_text("NO ALARM WAS SENT. There is no network: call 9-1-1.")
    page.goto(room.url)
    expect(page.locator("#no-alarm")).to_be_hidden()
    page.get_by_role("link", name="Lincoln High School").click()

    expect(shown_rooms(page)).to_have_text(["112", "113", ""])


def test_a_site_that_is_not_kept_shows_nothing_but_that(windows: Windows, room: LiveRoom) -> None:
    page = keeper(windows, room)
    page.click("#keep-delete")
    expect(page.locator("#keep-outcome")).to_have_text("Deleted from this phone.")
    room.server.kill9()

    page.reload()

    expect(page.locator("#site")).to_have_text("No map of this site is kept on this phone.")
    expect(page.locator("#list li")).to_have_count(0)


def test_the_live_page_is_one_press_away_when_the_server_is_back(windows: Windows, room: LiveRoom) -> None:
    page = keeper(windows, room)
    room.server.kill9()
    page.reload()
    expect(shown_rooms(page)).to_have_text(["112", "113", ""])
    room.server.start()

    expect(page.locator("#offline-words")).to_have_text("The server answers again.")
    page.get_by_role("button", name="Open the live page").click()

    expect(page.locator("#keep-panel")).to_be_visible()


def test_only_the_shell_and_packs_are_ever_stored(windows: Windows, room: LiveRoom) -> None:
    page = keeper(windows, room)
    for address in (incident_url(room), f"{room.url}/panic", f"{room.url}/why", room.url):
        page.goto(address, wait_until="networkidle")

    stored = page.evaluate(STORED)

    assert [one for one in stored if not one.startswith(("/shell/", "/kept-files/"))] == []
    assert [one for one in stored if "entries" in one or "/rooms" in one or "state" in one] == []


# --- the room ---------------------------------------------------------------------------------------------------------
def test_the_site_of_a_room_is_kept_by_itself_and_no_cache_holds_its_timeline(windows: Windows, room: LiveRoom) -> None:
    room.say("dispatcher", "Suspect is in zebra-seven")
    page = entered(windows, room)
    expect(page.locator(".entry-text", has_text="zebra-seven")).to_have_count(1)
    room.server.kill9()

    page.reload()

    expect(shown_rooms(page)).to_have_text(["112", "113", ""])
    expect(page.locator(".exercise-frame")).to_be_hidden()
    kept = page.evaluate(TEXT)
    assert "zebra-seven" not in kept
    assert "Smoke in the gym" not in kept
    page.goto(f"{room.url}/rooms/{room.stage.room_id}")
    expect(shown_rooms(page)).to_have_text(["112", "113", ""])


def test_an_exercise_stays_marked_without_a_network(windows: Windows, room: LiveRoom) -> None:
    opened = call(
        room,
        "POST",
        "/api/v1/incidents",
        room.token("officer"),
        {
            "type": "open_incident",
            "id": "11111111-0000-4000-8000-000000000001",
            "is_exercise": True,
            "site_id": room.stage.site_id,
            "incident_type": "ALRF",
            "severity": "minor",
            "title": "Autumn drill",
        },
    )[1]
    page = entered(windows, room, address=f"{room.url}/incidents/{opened['incident_id']}")
    room.server.kill9()

    page.reload()

    expect(shown_rooms(page)).to_have_text(["112", "113", ""])
    expect(page.locator(".exercise-frame")).to_be_visible()
    expect(page.locator(".nav .badge.exercise")).to_have_text("EXERCISE")


def test_an_open_room_goes_on_stale_with_its_timeline_its_outbox_and_floors_from_the_kept_map(
    windows: Windows, room: LiveRoom
) -> None:
    room.say("dispatcher", "Door 1 is locked")
    page = entered(windows, room)
    page.click('[data-show="timeline"]')
    room.server.kill9()

    page.fill("#composer textarea", "Typed without a server")
    page.press("#composer textarea", "Enter")
    expect(page.locator("#chip")).to_have_attribute("data-state", "stale")
    page.locator(".floor-button", has_text="1").click()

    expect(page.locator(".plan-notice")).to_contain_text("Level 1 · Version 1")
    expect(page.locator(".entry-text", has_text="Door 1 is locked")).to_have_count(1)
    expect(page.locator(".unsent-waiting")).to_contain_text("Typed without a server")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("#unsent-list li")).to_have_text(["Typed without a server"])


def test_whoever_leaves_the_room_keeps_nothing_of_what_was_kept_for_it(windows: Windows, room: LiveRoom) -> None:
    page = entered(windows, room)

    command(room, "insider", room.stage.room_id, "remove_participant", participant_id=_id_of(room), reason="mistake")

    expect(page.locator("#ended-words")).to_have_text("Your access to this room has ended.")
    until(page, NO_PACK, "the pack is still kept")


def _id_of(room: LiveRoom) -> str:
    _, state = call(room, "GET", f"/api/v1/rooms/{room.stage.room_id}/state", room.token("insider"))
    people = state["objects"]["people"]
    return str(next(participant_id for participant_id, one in people.items() if one["name"] == "Officer"))


def answer_to(room: LiveRoom, url: str, body: str) -> set[str]:
    """Return the names of the files that the server sends for what a page sent; the browser keeps no copy of it."""
    headers = {"X-Session-Token": room.token("officer"), "Content-Type": "application/json"}
    request = urllib.request.Request(url, data=body.encode(), headers=headers)
    with urllib.request.urlopen(request, timeout=60) as response:
        return set(zipfile.ZipFile(io.BytesIO(response.read())).namelist())


# --- updates ----------------------------------------------------------------------------------------------------------
def test_a_new_version_of_the_plan_comes_as_a_delta(windows: Windows, room: LiveRoom) -> None:
    page = keeper(windows, room)
    draw_floors(room.stage.site_id, env=room.server.env, more="114")

    with page.expect_response(PACK) as delta:
        keep(page, room)
    asked = delta.value.request
    sent = answer_to(room, asked.url, asked.post_data or "")
    room.server.kill9()
    page.reload()

    assert (asked.method, delta.value.status) == ("POST", 200)
    assert {"verify_pack.py", "contacts.json", "agreement.json", "scans.json"} & sent == set()
    assert "site.json" not in sent
    expect(shown_rooms(page)).to_have_text(["112", "113", "114", ""])
    expect(page.locator("#plan-state")).to_contain_text("Version 2")


def test_a_kept_map_that_is_still_true_costs_no_pack(windows: Windows, room: LiveRoom) -> None:
    page = keeper(windows, room)

    with page.expect_response(PACK) as asked:
        outcome = keep(page, room)

    assert asked.value.status == 204
    expect(outcome).to_have_text("The map on this phone is up to date.")


def test_an_update_of_the_app_takes_over_whole(windows: Windows, room: LiveRoom) -> None:
    page = keeper(windows, room)
    [before] = page.evaluate("caches.keys().then((names) => names.filter((name) => name.startsWith('shell.')))")
    page.add_init_script(
        "navigator.serviceWorker.addEventListener('controllerchange', () => { window.isNew = true; });"
    )
    room.server.stop()
    room.server.env["MUSTERPOINT_OFFLINE_MAX_AGE_HOURS"] = "24"  # stands in the shell: another version of it
    room.server.start()

    page.goto(site_url(room))
    until(page, "window.isNew === true", "no new worker took over")
    room.server.kill9()
    page.reload()

    expect(shown_rooms(page)).to_have_text(["112", "113", ""])
    scripts = page.evaluate("performance.getEntriesByType('resource').map((one) => new URL(one.name).pathname)")
    assert scripts
    assert not any(before.removeprefix("shell.") in one for one in scripts)


def test_the_offline_page_speaks_the_readers_language(windows: Windows, room: LiveRoom) -> None:
    page = windows.open(room.token("officer"), size=PHONE, language="es-MX")
    keep(page, room)
    under_worker(page)
    room.server.kill9()

    page.reload()

    expect(page.locator("#copy")).to_contain_text("COPIA SIN CONEXIÓN")
    assert page.evaluate("document.documentElement.lang") == "es"
