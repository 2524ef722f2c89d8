"""The pages of panic buttons in a real browser: a key is made, seen once, and its button presses from outside."""

import json
import time
import uuid
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from coordination.incident.panic_buttons.signatures import signature_of
from tests.stage.devices.clients import post
from tests.stage.devices.windows import PHONE, Windows
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e


def press(address: str, secret: str) -> str:
    """Press a wall button as another system does; return the room that it opened or joined."""
    body, timestamp = json.dumps({"press_id": "1", "button": "wall-1"}).encode(), str(int(time.time()))
    signature = signature_of(secret=secret, timestamp=timestamp, body=body)
    headers = {
        "Content-Type": "application/json",
        "X-Muster-Timestamp": timestamp,
        "X-Muster-Signature": signature,
    }
    with urlopen(Request(address, body, headers), timeout=30) as answer:
        return str(json.loads(answer.read())["room_id"])


def make_key(page: Page) -> tuple[str, str]:
    """Make a key on the page; return the address and the secret that it shows."""
    page.locator("[name=name]").fill("Wall buttons")
    page.get_by_role("button", name="Make a key").click()
    return page.get_by_label("Address", exact=True).input_value(), page.get_by_label("Secret", exact=True).input_value()


def test_a_key_is_made_and_seen_once_and_its_press_shows_and_is_confirmed_by_an_administrator(
    windows: Windows, room: LiveRoom
) -> None:
    page = windows.open(room.token("keeper"), size=PHONE)
    page.goto(f"{room.url}/panic-buttons")
    page.get_by_label("Yes, for 9-1-1").check()
    page.get_by_role("button", name="Save the rule").click()
    expect(page.get_by_label("Yes, for 9-1-1")).to_be_checked()
    address, secret = make_key(page)
    page.get_by_role("link", name="Register its buttons").click()
    page.locator("[name=label]").fill("Front office, wall")
    page.locator("[name=ref]").fill("wall-1")
    page.locator("[name=where]").select_option(room.stage.site_id)
    page.locator("[name=lat]").fill("39.8")
    page.locator("[name=lon]").fill("-98.5")
    page.get_by_role("button", name="Register", exact=True).click()
    row = page.locator("tbody tr", has_text="Front office, wall")
    expect(row).to_contain_text("never")
    assert len(secret) == 64
    assert secret not in page.content()

    alarm = press(address, secret)

    page.reload()
    expect(row).not_to_contain_text("never")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.goto(f"{room.url}/panic-buttons")
    assert secret not in page.content()
    post(room.url, room.token("insider"), alarm, {"id": str(uuid.uuid4()), "type": "join_room"})
    principal = windows.open(room.token("insider"))
    principal.goto(f"{room.url}/rooms/{alarm}")
    principal.get_by_role("button", name="Confirm the alarm").click()
    expect(principal.locator(".entry-panic_confirmed")).to_have_count(1)


def test_whoever_does_not_administer_the_district_finds_no_such_page(windows: Windows, room: LiveRoom) -> None:
    page = windows.open(room.token("teacher"))

    answer = page.goto(f"{room.url}/panic-buttons")

    assert answer is not None
    assert answer.status == 404
