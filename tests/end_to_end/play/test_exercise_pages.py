"""The desk of an exercise and the screens of a discussion, as people meet them: state by state, and one leads many."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from musterpoint_client.api import request_json
from playwright.sync_api import Browser, Page, expect

from tests.screens.axe import faults
from tests.stage.devices.windows import PHONE, Windows, watched_windows
from tests.stage.exercises.full_scale import FullScale, set_full_scale
from tests.support.services import AppServer

pytestmark = pytest.mark.e2e


@pytest.fixture
def doors(spatialite_template: Path, tmp_path: Path) -> Iterator[tuple[AppServer, FullScale]]:
    shutil.copy(spatialite_template, tmp_path / "app.sqlite3")
    url = f"spatialite://{tmp_path / 'app.sqlite3'}"
    stage = set_full_scale(url, var=tmp_path / "var")
    with AppServer(url, var=tmp_path / "var") as server:
        yield server, stage


@pytest.fixture
def windows(browser: Browser, doors: tuple[AppServer, FullScale]) -> Iterator[Windows]:
    with watched_windows(browser, doors[0].url) as opened:
        yield opened


def looked_at(page: Page, name: str, *, turn: int) -> list[str]:
    """Return the faults that axe finds in a page, and what sticks out of a phone.

    A desk has forty injects, and is looked at in each state: in the other themes on a desk and on a phone in turn.
    """
    found = faults(page, turn=turn)
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [*found, *([f"{name} is wider than its window"] if wide else [])]


def read_anew(page: Page, state: str) -> None:
    """Wait until the page was read anew for another state: it shows what has changed before it goes."""
    expect(page.locator("#conduct")).to_have_attribute("data-state", state)


def test_the_desk_of_a_controller_from_startex_to_the_real_world(
    windows: Windows, doors: tuple[AppServer, FullScale]
) -> None:
    server, stage = doors
    address = f"{server.url}/drills/exercises/{stage.exercise_id}/conduct"
    desk = windows.open(stage.tokens["school1"])
    phone = windows.open(stage.tokens["police1"], size=PHONE)
    desk.goto(address)
    found = looked_at(desk, "ready", turn=0)
    desk.click("button:has-text('STARTEX')")
    read_anew(desk, "running")
    expect(desk.locator("[data-clock]")).to_be_visible()

    phone.goto(address)
    expect(phone.locator("#inject-1 .badge").first).to_have_text("Delivered")
    with phone.expect_navigation():
        phone.click("#inject-31 button:has-text('Fire now')")
    expect(phone.locator("#inject-31 .badge").first).to_have_text("Delivered")
    expect(phone.locator("#inject-2 .badge").first).to_have_text("Delivered")
    found += looked_at(phone, "running", turn=1)
    desk.fill("form:has([value=pause]) [name=reason]", "Heat")
    desk.click("button:has-text('PAUSEX')")
    read_anew(phone, "paused")
    expect(phone.locator(".conduct-banner")).to_contain_text("EXERCISE PAUSED")
    found += looked_at(phone, "paused", turn=2)

    room = windows.open(stage.tokens["school1"])
    view = request_json(
        server.url, f"/api/v1/drills/exercises/{stage.exercise_id}/conduct", token=stage.tokens["school1"]
    )
    room.goto(f"{server.url}/incidents/{view['incident_id']}")
    expect(room.locator(".alarm-bar")).to_contain_text("EXERCISE PAUSED")
    found += looked_at(room, "the room", turn=3)
    room.evaluate("document.querySelector('[data-do=real_world]').click()")
    room.fill("#ask-real-world [name=note]", "A firefighter has collapsed")
    room.click("#ask-real-world button.danger, #ask-real-world button[type=submit]")
    read_anew(phone, "interrupted")
    expect(phone.locator(".conduct-real")).to_contain_text("REAL")
    found += looked_at(phone, "real world", turn=4)
    assert found == []


def test_one_screen_leads_a_discussion_and_phones_follow(windows: Windows, doors: tuple[AppServer, FullScale]) -> None:
    server, stage = doors
    base = f"{server.url}/drills/exercises/{stage.discussion_id}"
    lead = windows.open(stage.tokens["school1"])
    lead.goto(f"{base}/conduct")
    lead.click("button:has-text('STARTEX')")
    read_anew(lead, "running")
    phone = windows.open(stage.tokens["police5"], size=PHONE)
    phone.goto(f"{base}/discussion")
    expect(phone.locator("#step-title")).to_have_text("Nothing is shown yet")
    lead.goto(f"{base}/discussion")
    found = looked_at(phone, "before the first step", turn=5)

    with lead.expect_navigation():
        lead.click("button:has-text('Show the first step')")
    expect(phone.locator(".conduct-words")).to_contain_text("Who answers?")
    phone.fill("[name=text]", "The office, and the liaison tells command.")
    with phone.expect_navigation():
        phone.click("button:has-text('Keep the note')")
    expect(phone.locator(".conduct-notes")).to_contain_text("the liaison tells command")
    expect(lead.locator(".conduct-notes")).to_contain_text("the liaison tells command")
    with lead.expect_navigation():
        lead.keyboard.press("ArrowRight")
    expect(phone.locator(".conduct-words")).to_contain_text("Who speaks?")

    # What they should answer stands on no screen that players see.
    assert "The liaison is named" not in phone.content()
    expect(phone.locator("button:has-text('Next')")).to_have_count(0)
    assert found + looked_at(phone, "a step", turn=6) + looked_at(lead, "leading", turn=7) == []
