"""The floor that others see someone on is what that person said, and never the floor that they look at."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.factories.mapping import CENTRE
from tests.stage.devices.windows import PHONE, Windows
from tests.stage.live_room import LiveRoom
from tests.support.processes import wait_until

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def room(drawn_room: LiveRoom) -> LiveRoom:
    """The shared room, with two drawn floors."""
    return drawn_room


def watched(page: Page) -> list[dict[str, Any]]:
    """Return the positions that a page sends, as they come."""
    sent: list[dict[str, Any]] = []

    def note(payload: str | bytes) -> None:
        command = json.loads(payload).get("command", {})
        if command.get("type") == "share_position":
            sent.append(command)

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", note)

    page.on("websocket", listen)
    return sent


def walk(page: Page, sent: list[dict[str, Any]], *, step: float) -> dict[str, Any]:
    """Let the person walk on; return the next position that is sent."""
    before = len(sent)
    lon, lat = CENTRE
    while len(sent) == before:
        step += 1e-6
        page.context.set_geolocation({"longitude": lon + step, "latitude": lat, "accuracy": 8})
        page.wait_for_timeout(300)
    return sent[-1]


def heard(page: Page, sent: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what was sent last; what a page has sent is heard of while someone waits for it."""
    page.wait_for_timeout(50)
    return sent[-1]


def test_who_looks_at_another_floor_is_not_moved_there(windows: Windows, room: LiveRoom) -> None:
    page = windows.open(room.token("officer"), size=PHONE, at_lonlat=CENTRE)
    sent = watched(page)
    page.goto(f"{room.url}/incidents/{room.stage.incident_id}")
    expect(page.locator(".floor-button")).to_have_count(2)
    page.locator('[data-do="me"]').tap()
    page.locator("#ask-share button.primary").tap()

    # No one has said it: it is asked where the bar stands, and others are told of no floor.
    expect(page.locator("#sharing-now legend")).to_have_text("Which floor are you on?")
    assert walk(page, sent, step=1e-5)["level_id"] is None

    said = page.locator("#sharing-now [name=floor_i_am_on]").first.get_attribute("value")
    page.locator("#sharing-now .chip-choice").first.tap()
    expect(page.locator("#sharing-now legend")).to_have_text("I am on floor")
    wait_until(lambda: heard(page, sent)["level_id"] == said, timeout_s=30, what="the floor that was said was not sent")
    page.locator(".floor-button[aria-checked=false]").tap()
    expect(page.locator(".floor-button[aria-checked=true]")).to_have_count(1)

    after = walk(page, sent, step=2e-5)

    assert {name: after[name] for name in ("level_id", "audience")} == {"level_id": said, "audience": "responders"}
    assert {one["level_id"] for one in sent} == {None, said}
    # One tap takes it back: unknown is said as unknown.
    page.locator("#sharing-now .chip-choice").last.tap()
    assert walk(page, sent, step=3e-5)["level_id"] is None


def test_somebody_whose_floor_is_not_known_is_not_said_to_be_outdoors(windows: Windows, room: LiveRoom) -> None:
    page = windows.open(room.token("officer"), at_lonlat=CENTRE)
    page.goto(f"{room.url}/incidents/{room.stage.incident_id}")
    page.locator('.tool[data-do="share_position"]').click()
    page.locator("#ask-share button.primary").click()
    expect(page.locator("#sharing-now")).to_have_attribute("data-state", "on")

    page.locator(".leaflet-marker-icon", has=page.locator(".unit")).first.focus()
    page.keyboard.press("Enter")

    expect(page.locator(".leaflet-popup")).to_contain_text("floor not known")
