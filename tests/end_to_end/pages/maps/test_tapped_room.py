"""A tapped room: what is said of it most takes two taps, everybody sees it, and it can be taken back."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.pages.incident.test_alarm_bar import ask, command, open_incident
from tests.stage.devices.windows import PHONE, Windows
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
# Where a room lies in the window.
MIDDLE_OF = """(number) => {
  const label = [...document.querySelectorAll(".plan-label")].find((one) => one.textContent.includes(number));
  const { x, y, width, height } = label.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
}"""


@pytest.fixture(scope="module")
def room(drawn_room: LiveRoom) -> LiveRoom:
    """The shared room, with drawn floors."""
    return drawn_room


def opened(windows: Windows, room: LiveRoom, who: str) -> Page:
    page = windows.open(room.token(who), size=PHONE)
    page.goto(f"{room.url}/incidents/{room.stage.incident_id}")
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    expect(page.locator(".plan-label", has_text="112").first).to_be_visible()
    return page


def tap_room(page: Page, number: str) -> None:
    """Tap a room once the building lies still."""
    before = None
    while (now := page.evaluate(MIDDLE_OF, number)) != before:
        before = now
        page.wait_for_timeout(500)
    page.touchscreen.tap(*now)
    expect(page.locator(".tapped-room h3")).to_contain_text(number)


def objects(room: LiveRoom, of: str) -> list[dict[str, Any]]:
    state: Any = ask(room, "officer", f"/rooms/{room.stage.room_id}/state")
    return list(state["objects"].get(of, {}).values())


def ask_state(room: LiveRoom, space_id: str) -> str:
    """Return how the search of a room stands."""
    state: Any = ask(room, "officer", f"/rooms/{room.stage.room_id}/state")
    return str(state["objects"]["space_searches"][space_id]["state"])


def ids_of(room: LiveRoom, of: str) -> list[str]:
    """Return the ids of the room's objects of a kind."""
    state: Any = ask(room, "officer", f"/rooms/{room.stage.room_id}/state")
    return list(state["objects"].get(of, {}))


def test_a_cleared_room_is_hatched_on_everybodys_map_after_two_taps_and_taken_back_by_one(
    windows: Windows, room: LiveRoom
) -> None:
    officer, dispatcher = (
        opened(windows, room, "officer"),
        open_incident(windows, room, "dispatcher", room.stage.incident_id),
    )
    tap_room(officer, "112")

    officer.locator('[data-tapped="cleared"]').tap()

    expect(dispatcher.locator(".room-search-room-cleared")).to_have_count(1)
    expect(dispatcher.locator(".room-search-sign-cleared")).to_have_text("✓")
    (search,) = objects(room, "space_searches")
    assert (search["room"], search["state"]) == ("112 Biology", "cleared")
    assert search["level_id"]
    officer.locator("toast-stack .button").tap()
    expect(dispatcher.locator(".room-search-room")).to_have_count(0)


def test_a_cleared_room_that_is_tapped_again_offers_the_rest(windows: Windows, room: LiveRoom) -> None:
    officer = opened(windows, room, "officer")
    tap_room(officer, "112")
    officer.locator('[data-tapped="cleared"]').tap()
    expect(officer.locator(".room-search-room-cleared")).to_have_count(1)

    tap_room(officer, "112")

    popup = officer.locator(".tapped-room")
    expect(popup.locator("button.button")).to_have_text(["Casualty", "Help", "Locked"])
    popup.locator('[data-tapped="casualty"]').tap()
    expect(popup).to_have_count(0)
    expect(officer.locator(".marker")).to_have_count(1)
    (marker,) = objects(room, "markers")
    assert "112 Biology" in marker["label"]
    officer.locator("toast-stack .button").last.tap()
    expect(officer.locator(".marker")).to_have_count(0)
    (space_id,) = ids_of(room, "space_searches")
    command(room, "officer", room.stage.room_id, "mark_space", space_id=space_id, step="withdraw", note="Over.")
    expect(officer.locator(".room-search-room")).to_have_count(0)


def test_a_team_walks_room_by_room_with_one_tap_each_and_the_word_of_its_role_marks_the_room_it_is_in(
    windows: Windows, room: LiveRoom
) -> None:
    officer = opened(windows, room, "officer")
    officer.locator('.sheet-tab[data-show="actions"]').tap()
    officer.locator(".more-acts summary").tap()
    officer.locator('[data-do="mark_space"]').tap()
    panel = officer.locator("#room-search-panel")
    panel.locator("[data-team]").fill("Contact 1")
    first = panel.locator(".room-search-name").text_content()
    assert first

    panel.locator('[data-step="clear"]').tap()

    expect(panel.locator(".room-search-name")).not_to_have_text(first)
    expect(panel.locator(".room-search-floor").first).not_to_contain_text(" 0 %")
    second = panel.locator(".room-search-name").text_content()
    panel.locator('[data-step="begin"]').tap()
    expect(panel.locator(".room-search-state-in_progress")).to_contain_text("Contact 1")
    panel.locator("[data-close]").tap()
    officer.locator('.sheet-tab[data-show="timeline"]').tap()
    officer.locator('[data-do="quick_words"]').tap()
    officer.locator("#quick-words").get_by_text("Room cleared.", exact=True).tap()
    expect(officer.locator("#timeline")).to_contain_text(f"{second}: Cleared · Contact 1")
    assert {one["state"] for one in objects(room, "space_searches")} >= {"cleared"}
    teacher = opened(windows, room, "teacher")
    expect(teacher.locator(".room-search-room")).to_have_count(0)
    expect(teacher.locator("#room-search-panel")).to_have_count(0)
    for space_id in ids_of(room, "space_searches"):
        said = {"space_id": space_id, "step": "withdraw", "note": "Over."}
        if ask_state(room, space_id) != "unsearched":
            command(room, "officer", room.stage.room_id, "mark_space", **said)


def test_help_keeps_what_one_reported_before_and_gives_it_back(windows: Windows, room: LiveRoom) -> None:
    teacher = opened(windows, room, "teacher")
    tap_room(teacher, "113")
    expect(teacher.locator('[data-tapped="cleared"]')).to_have_count(0)
    teacher.keyboard.press("Escape")
    levels: Any = ask(room, "teacher", f"/sites/{room.stage.site_id}/panic-places")
    art = next(one["space_id"] for one in levels if "113" in one["label"])
    command(room, "teacher", room.stage.room_id, "report_room", space_id=art, state="ok", students=21, door="locked")
    expect(teacher.locator(".report-glyph")).to_have_count(1)
    tap_room(teacher, "113")

    teacher.locator('[data-tapped="help"]').tap()

    expect(teacher.locator(".report-glyph-need_help")).to_have_count(1)
    (said,) = objects(room, "room_reports")
    assert (said["state"], said["students"], said["door"]) == ("need_help", 21, "locked")
    teacher.locator("toast-stack .button").tap()
    expect(teacher.locator(".report-glyph-ok")).to_have_count(1)


@pytest.mark.parametrize(("name", "kind"), [("casualty", "casualty"), ("locked", "other")])
def test_what_stands_in_a_room_is_a_marker_of_its_floor(windows: Windows, room: LiveRoom, name: str, kind: str) -> None:
    officer = opened(windows, room, "officer")
    tap_room(officer, "112")

    officer.locator(f'[data-tapped="{name}"]').tap()

    expect(officer.locator(".marker")).to_have_count(1)
    (marker,) = objects(room, "markers")
    assert (marker["kind"], "112 Biology" in marker["label"]) == (kind, True)
    assert marker["level_id"]
    officer.locator("toast-stack .button").tap()
    expect(officer.locator(".marker")).to_have_count(0)
