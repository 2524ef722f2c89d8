"""Incidents side by side in Chromium: chosen and left by keyboard, each whole, none that its reader may not see."""

import uuid

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.end_to_end.pages.console.test_console import SIZES, console, open_incident
from tests.screens.axe import faults
from tests.stage.devices.clients import Frame, post
from tests.stage.devices.windows import Windows
from tests.stage.live_room import LiveRoom
from tests.support.processes import wait_until

pytestmark = pytest.mark.e2e
LEAST_OF_THE_MAP = 0.4


# A person may open only so many incidents at a site in a while: most tests look at the same three.
_THREE: dict[str, list[Frame]] = {}


def three(room: LiveRoom) -> list[Frame]:
    if room.url not in _THREE:
        _THREE[room.url] = [opened(room, title) for title in ("Left hand", "Right hand", "Third hand")]
    return _THREE[room.url]


def opened(room: LiveRoom, title: str, *, is_joined: bool = True) -> Frame:
    found = open_incident(room, title)
    if is_joined:
        post(room.url, room.token("dispatcher"), found["room_id"], {"type": "join_room", "id": str(uuid.uuid4())})
    return found


def side_by_side(windows: Windows, room: LiveRoom, ids: list[str], *, size: tuple[int, int] = SIZES[0]) -> Page:
    page = windows.open(room.token("dispatcher"), size=size)
    page.goto(f"{room.url}/console#side={','.join(ids)}")
    for at in range(len(ids)):
        expect(pane(page, at).locator("#content")).to_be_visible()
    return page


def pane(page: Page, at: int) -> FrameLocator:
    return page.locator(".pane").nth(at).frame_locator("iframe")


def is_current(page: Page, at: int) -> None:
    expect(pane(page, at).locator('#chip[data-state="current"]')).to_be_visible()


def test_two_incidents_are_chosen_worked_in_and_left_by_keyboard_alone(windows: Windows, room: LiveRoom) -> None:
    three(room)
    page = console(windows, room)
    for title in ("Left hand", "Right hand"):
        page.get_by_role("button", name=f"Beside others: {title}").focus()
        page.keyboard.press("Enter")

    page.keyboard.press("p")
    for at in (0, 1):
        is_current(page, at)
    expect(page.locator(".pane").first).to_have_class("pane is-exercise is-active")
    page.keyboard.press("F6")
    # A person sees where they are before they type.
    expect(page.locator(".pane").nth(1)).to_have_class("pane is-exercise is-active")
    page.keyboard.press("m")
    expect(pane(page, 1).locator("#message-text")).to_be_focused()
    page.keyboard.type("Said on the right")
    page.keyboard.press("Enter")
    expect(pane(page, 1).locator(".entry").last).to_contain_text("Said on the right")
    expect(pane(page, 0).locator(".entry", has_text="Said on the right")).to_have_count(0)
    page.keyboard.press("F6")
    expect(page.locator("#side")).to_be_focused()
    page.keyboard.press("Shift+F6")
    expect(page.locator(".pane").nth(1)).to_have_class("pane is-exercise is-active")
    page.keyboard.press("F6")
    expect(page.locator("#side")).to_be_focused()
    page.keyboard.press("p")
    expect(page.locator("#board tbody tr").first).to_be_visible()
    expect(page.locator(".pane").first).to_be_hidden()


@pytest.mark.parametrize("size", SIZES)
def test_the_map_keeps_its_share_in_each_of_three_panes(
    windows: Windows, room: LiveRoom, size: tuple[int, int]
) -> None:
    ids = [str(one["incident_id"]) for one in three(room)]
    page = side_by_side(windows, room, ids, size=size)

    for at in range(3):
        is_current(page, at)
        inside = pane(page, at)
        height = inside.locator("html").evaluate("() => innerHeight")
        box = inside.locator(".map-panel").bounding_box()
        assert box is not None
        assert box["height"] >= LEAST_OF_THE_MAP * height, at
        assert inside.locator("html").evaluate("(one) => one.scrollWidth <= innerWidth"), at
        expect(inside.locator("#message-text")).to_be_visible()
        expect(page.locator(".pane").nth(at).locator(".pane-line")).to_contain_text("Lincoln High School")


def test_a_room_not_joined_is_entered_in_its_pane_and_a_strange_one_has_no_pane(
    windows: Windows, room: LiveRoom
) -> None:
    found = opened(room, "Not joined yet", is_joined=False)
    page = side_by_side(windows, room, [str(found["incident_id"])])

    inside = pane(page, 0)
    expect(inside.locator("header.nav")).to_be_hidden()
    inside.get_by_role("button", name="Join the exercise").click()
    is_current(page, 0)

    page.goto("about:blank")
    page.goto(f"{room.url}/console#side={uuid.uuid4()}")
    expect(page.locator("#board tbody tr").first).to_be_visible()
    expect(page.locator(".pane")).to_have_count(0)
    assert page.url == f"{room.url}/console"


def test_a_pane_goes_when_its_incident_ends_and_what_leads_away_takes_the_window(
    windows: Windows, room: LiveRoom
) -> None:
    first, second = opened(room, "Soon over"), three(room)[0]
    page = side_by_side(windows, room, [str(one["incident_id"]) for one in (first, second)])
    is_current(page, 1)

    for said in ({"type": "claim_command"}, {"type": "close_incident", "reason": "Over"}):
        post(room.url, room.token("insider"), first["room_id"], {"id": str(uuid.uuid4()), **said})
    expect(page.locator(".pane")).to_have_count(1)
    pane(page, 0).get_by_role("link", name="Lincoln High School").click()

    page.wait_for_url(f"**/sites/{room.stage.site_id}")


def test_a_pane_that_is_put_away_reads_nothing(windows: Windows, room: LiveRoom) -> None:
    found = three(room)[0]
    page = windows.open(room.token("dispatcher"), size=SIZES[0])
    read: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: read.append(str(frame))))
    page.goto(f"{room.url}/console#side={found['incident_id']}")
    is_current(page, 0)
    page.locator("#side").click()
    expect(page.locator(".pane")).to_be_hidden()
    read.clear()

    said: Frame = {"type": "post_message", "id": str(uuid.uuid4()), "text": "While no one looks"}
    post(room.url, room.token("insider"), found["room_id"], said)
    expect(pane(page, 0).locator(".entry", has_text="While no one looks")).to_be_attached()
    page.wait_for_timeout(2500)  # the page says every second what was read
    assert [one for one in read if '"opened"' in one] == []
    page.keyboard.press("p")

    def has_read() -> bool:
        page.wait_for_timeout(100)  # what was sent is heard of meanwhile
        return any('"opened"' in one for one in read)

    wait_until(has_read, timeout_s=30, what="nothing was read")


def test_axe_finds_nothing_with_two_panes(windows: Windows, room: LiveRoom) -> None:
    ids = [str(one["incident_id"]) for one in three(room)[:2]]
    page = side_by_side(windows, room, ids)
    is_current(page, 1)

    assert faults(page, sizes=SIZES) == []
