"""A keeper brings a roster in by a file, in a browser: what it would do, what is wrong in it, and what was stored."""

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.end_to_end.pages.rosters.asking import ask_the_principal
from tests.factories.rosters import QUINCE, packed, tables
from tests.screens.axe import faults
from tests.stage.devices.windows import Windows
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e


def look_at(page: Page, content: bytes) -> None:
    page.get_by_label("File").set_input_files(
        FilePayload(name="roster.zip", mimeType="application/zip", buffer=content)
    )
    page.get_by_role("button", name="Look at the file").click()


def test_a_keeper_sees_what_a_file_would_do_and_stores_it(windows: Windows, room: LiveRoom) -> None:
    page = windows.open(room.token("keeper"))
    page.goto(f"{room.url}/administration/rosters/{room.stage.district_id}")
    page.get_by_role("link", name="Bring a file in").first.click()

    look_at(page, b"PK\x03\x04 no archive at all")
    expect(page.get_by_role("alert")).to_be_visible()

    strange = {"sourcedId": "nobody-1", "givenName": "<img src=x onerror=alert(1)>", "familyName": "", "grades": "99"}
    made = tables("Lincoln High", students=12)
    look_at(page, packed({**made, "users": [*made["users"], strange]}))
    expect(page.get_by_role("heading", name="This is what the file would do")).to_be_visible()
    expect(page.locator("img[src=x]")).to_have_count(0)
    assert faults(page) == []

    page.get_by_role("button", name="Store it").click()
    ask_the_principal(page, windows, room)
    page.goto(f"{room.url}/administration/rosters/{room.stage.district_id}/import")
    page.get_by_role("button", name="Store it").click()
    expect(page.get_by_role("heading", name="Stored")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="To the roster").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    # A page for keepers shows counts; the names are for those who are named as readers.
    assert QUINCE not in page.content()
    assert faults(page) == []
