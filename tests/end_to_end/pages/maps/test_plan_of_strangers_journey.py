"""From a folder of strangers' files to the room someone says on the radio, in Chromium, through every page between.

Slow because nothing is left out: the files are read by the import worker, and each floor is walked and published.
"""

import io
import subprocess
import sys
import uuid
import zipfile
from pathlib import Path

import pytest
from musterpoint_client.api import request_json
from playwright.sync_api import Browser, Page, expect

from tests.mapping.imports.test_school_in_seven_files import SCHOOL
from tests.stage.devices.windows import DESK, PHONE, Windows
from tests.stage.live_room import LiveRoom
from tests.support.processes import ROOT

pytestmark = pytest.mark.e2e
NAMES = {
    "1F": "First floor",
    "2F": "Second floor",
    "3F": "Third floor",
    "4F": "Fourth floor",
    "5F": "Fifth floor",
}
NOT_FOUND = 404


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of seven files, as someone sends it."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, raw in SCHOOL.items():
            archive.writestr(name, raw)
    path = tmp_path_factory.mktemp("sent") / "study hall.zip"
    path.write_bytes(written.getvalue())
    return path


def worked(room: LiveRoom) -> str:
    """Let the import worker do what waits; return what it says."""
    command = [sys.executable, str(ROOT / "manage.py"), "import_worker", "--once"]
    done = subprocess.run(
        command, env=room.server.env, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout.strip()


def bring(windows: Windows, room: LiveRoom, folder: Path) -> Page:
    """Choose the folder, say how floors are counted and what is meant, and bring it in; return the page of the job."""
    page = windows.open(room.token("insider"))
    page.goto(f"{room.url}/sites/{room.stage.site_id}/plan-imports")
    expect(page.locator(".import-page")).to_have_attribute("data-ready", "yes")
    page.get_by_label("How its floors are counted").select_option("japan")
    page.set_input_files("input[name=file]", str(folder))
    for short_name, name in NAMES.items():
        expect(page.get_by_label(f"{short_name}: Short")).to_have_value(short_name)
        expect(page.get_by_label(f"{short_name}: What we will say")).to_have_value(name)
    page.get_by_label("Building", exact=True).fill("Study hall")
    page.get_by_label("Means: surface").select_option("outline")
    page.get_by_label("Means: stairs").select_option("ignore")
    page.get_by_role("button", name="Bring it in as a draft").click()
    page.wait_for_url("**/plan-imports/*")
    return page


def publish(page: Page) -> None:
    """Walk a draft that is open in the editor, and publish it."""
    page.wait_for_selector(".edit-page[data-state=draft][data-ready=yes]")
    page.get_by_text("I walked it").click()
    page.fill("input[name=walked_on]", "2026-01-05")
    page.fill("textarea[name=walked_with]", "Fairview Fire")
    page.get_by_role("button", name="Verify: it matches the building").click()
    page.get_by_role("button", name="Publish this version").click()
    expect(page.locator("#publish")).to_have_count(0)
    page.wait_for_selector(".edit-page[data-ready=yes]")


def opened_incident(room: LiveRoom) -> str:
    """Open an exercise as the principal; the officer enters its first room. Return the incident."""
    asked = {
        "type": "open_incident",
        "id": str(uuid.uuid4()),
        "site_id": room.stage.site_id,
        "is_exercise": True,
        "incident_type": "HAZMAT",
        "severity": "severe",
        "title": "Smell of gas",
    }
    opened = request_json(room.url, "/api/v1/incidents", token=room.token("insider"), body=asked)
    joining = {"type": "join_room", "id": str(uuid.uuid4())}
    path = f"/api/v1/rooms/{opened['room_id']}/commands"
    request_json(room.url, path, token=room.token("officer"), body=joining)
    return str(opened["incident_id"])


def say(page: Page, text: str) -> None:
    said = page.locator(".entry-message_posted").count()
    page.fill("#composer textarea", text)
    page.press("#composer textarea", "Enter")
    # The last message is this one, and no line moves under the finger any more.
    expect(page.locator(".entry-message_posted")).to_have_count(said + 1)
    expect(page.locator("[data-unsent] li")).to_have_count(0)


@pytest.fixture(scope="module")
def incident_id(browser: Browser, room: LiveRoom, folder: Path) -> str:
    """The school is brought in, every floor is published, and then an incident begins there."""
    windows = Windows(browser, room.url)
    job = bring(windows, room, folder)
    assert worked(room) == "1 imports handled"
    expect(job.locator("[data-state]")).to_contain_text("Done")
    drafts = job.get_by_role("link", name="Open the draft")
    expect(drafts).to_have_count(len(NAMES))
    addresses = [f"{room.url}{link.get_attribute('href')}" for link in drafts.all()]
    for address in addresses:
        job.goto(address)
        publish(job)
    windows.close()
    assert windows.faults == []
    return opened_incident(room)


def responder(windows: Windows, room: LiveRoom, incident_id: str, *, size: tuple[int, int] = DESK) -> Page:
    page = windows.open(room.token("officer"), size=size)
    page.goto(f"{room.url}/incidents/{incident_id}")
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    return page


@pytest.mark.parametrize("text", ["second floor, room 203", "2F, room 203", "room 203 on the 2nd floor"])
def test_what_a_responder_says_flies_to_the_floor_that_people_there_call_the_second(
    windows: Windows, room: LiveRoom, incident_id: str, text: str
) -> None:
    page = responder(windows, room, incident_id)

    say(page, f"Smoke, {text}")
    page.locator(".entry-message_posted").last.locator(".place-link").first.click()

    # Every floor but this one has a room 203 of its own beside it.
    expect(page.locator("path.plan-lit")).to_have_count(1)
    expect(page.locator(".floor-button[aria-checked=true]")).to_contain_text("2F")


def test_on_a_phone_the_same_words_fly_the_same_way(windows: Windows, room: LiveRoom, incident_id: str) -> None:
    page = responder(windows, room, incident_id, size=PHONE)

    say(page, "second floor, room 203")
    # The press takes the focus from the composer, which gives the line of audiences back when the finger has left.
    page.locator(".entry-message_posted").last.locator(".place-link").first.click(delay=300)

    expect(page.locator("path.plan-lit")).to_have_count(1)
    expect(page.locator(".floor-button[aria-checked=true]")).to_contain_text("2F")


def test_neither_a_partner_brings_a_plan_nor_does_a_stranger_see_the_school_or_its_rooms(
    windows: Windows, room: LiveRoom, incident_id: str
) -> None:
    pages = {
        "officer": (f"/sites/{room.stage.site_id}/plan-imports",),
        "teacher": (f"/sites/{room.stage.site_id}/plan-imports",),
        "stranger": (
            f"/sites/{room.stage.site_id}/plan-imports",
            f"/sites/{room.stage.site_id}",
            f"/incidents/{incident_id}",
            f"/api/v1/sites/{room.stage.site_id}/resolve?q=second+floor,+room+203",
        ),
    }

    for who, paths in pages.items():
        page = windows.open(room.token(who))
        for path in paths:
            answer = page.goto(f"{room.url}{path}")
            assert answer is not None
            assert answer.status == NOT_FOUND, (who, path)
