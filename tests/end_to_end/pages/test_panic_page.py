"""The panic page in a real browser: held it sends, let go it does not, and an exercise cannot be taken for real."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.stage.live_room import LiveRoom
from tests.stage.windows import PHONE, Windows

pytestmark = pytest.mark.e2e
HELD_MS = 2400


def panic_page(windows: Windows, room: LiveRoom, who: str, query: str = "") -> Page:
    page = windows.open(room.token(who), size=PHONE)
    page.goto(f"{room.url}/panic{query}", wait_until="networkidle")
    return page


def hold(page: Page, *, ms: int) -> None:
    """Hold the button with a finger for a time."""
    box = page.locator("#panic-button").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.wait_for_timeout(ms)
    page.mouse.up()


def test_letting_go_too_soon_sends_nothing(windows: Windows, room: LiveRoom) -> None:
    page = panic_page(windows, room, "insider", "?exercise")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/panics") else None)

    hold(page, ms=600)

    expect(page.locator("#panic-say")).to_have_text("Let go: nothing was sent")
    assert asked == []


def test_held_by_key_an_exercise_is_sent_and_says_so_everywhere(windows: Windows, room: LiveRoom) -> None:
    page = panic_page(windows, room, "insider", "?exercise")

    page.focus("#panic-button")
    page.keyboard.down("Space")
    page.wait_for_timeout(HELD_MS)
    page.keyboard.up("Space")

    expect(page.locator("#panic-sent-title")).to_contain_text("Sent at")
    expect(page.locator("#panic-words")).to_contain_text("EXERCISE.")
    expect(page.locator("#panic-dispatch")).to_contain_text("Do not dispatch")
    expect(page.locator(".exercise-frame")).to_be_attached()
    expect(page.locator('a[href="tel:911"]')).to_have_count(0)
    assert page.title().startswith("EXERCISE")


def test_a_held_press_survives_a_dead_network_counts_once_and_leads_into_the_room(
    windows: Windows, room: LiveRoom
) -> None:
    page = panic_page(windows, room, "insider")
    lost: list[str] = []

    def lose_two(route: Route) -> None:
        if len(lost) < 2:
            lost.append(route.request.post_data or "")
            route.abort()
        else:
            route.continue_()

    page.route("**/api/v1/panics", lose_two)
    hold(page, ms=HELD_MS)

    expect(page.locator("#panic-sent-title")).to_contain_text("Sent at", timeout=15_000)
    assert lost[0] == lost[1] != ""
    expect(page.locator('a[href="tel:911"]')).to_be_visible()
    page.click("#panic-room")
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    expect(page.locator(".entry-panic_pressed")).to_have_count(1)


def test_a_press_counts_however_little_the_device_knows_of_where_it_is(windows: Windows, room: LiveRoom) -> None:
    """A desktop computer knows its place by its network address: within hundreds of kilometres, sometimes."""
    page = panic_page(windows, room, "insider", "?exercise")
    page.context.set_geolocation({"longitude": -98.5, "latitude": 39.8, "accuracy": 250_000})
    page.context.grant_permissions(["geolocation"])
    page.reload(wait_until="networkidle")
    expect(page.locator("#panic-position")).to_contain_text("250")

    hold(page, ms=HELD_MS)

    expect(page.locator("#panic-sent-title")).to_contain_text("Sent at")


def test_a_page_that_was_open_before_somebody_signed_in_again_still_calls_for_help(
    windows: Windows, room: LiveRoom
) -> None:
    """Signing in, in another tab, makes a new token against forgery; this page was written with the old one."""
    page = panic_page(windows, room, "insider", "?exercise")
    page.context.add_cookies([{"name": "csrftoken", "value": "b" * 32, "url": room.url}])

    hold(page, ms=HELD_MS)

    expect(page.locator("#panic-sent-title")).to_contain_text("Sent at")


def test_a_mistake_is_cancelled_with_a_reason_and_stays_on_record(windows: Windows, room: LiveRoom) -> None:
    page = panic_page(windows, room, "insider", "?exercise")
    hold(page, ms=HELD_MS)
    page.click("#panic-cancel")
    page.fill("#ask-cancel input", "pocket")
    page.click("#ask-cancel .primary")

    expect(page.locator("#panic-told")).to_contain_text("until two give the all clear")
    page.click("#panic-room")
    expect(page.locator(".entry-panic_cancelled", has_text="pocket").first).to_be_visible()


def test_whoever_has_no_site_is_told_to_call(windows: Windows, room: LiveRoom) -> None:
    page = panic_page(windows, room, "stranger")

    expect(page.locator("main")).to_contain_text("call 9-1-1")
    expect(page.locator("#panic-button")).to_have_count(0)


def test_the_button_is_large_and_the_page_fits_a_phone(windows: Windows, room: LiveRoom) -> None:
    page = panic_page(windows, room, "insider")
    box = page.locator("#panic-button").bounding_box()

    assert box is not None
    assert box["height"] >= 300
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
