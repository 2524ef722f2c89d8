"""The components do what their page says: by finger, by key, and for a screen reader."""

import pytest
from playwright.sync_api import Page, expect

from tests.screens.axe import faults
from tests.stage.devices.windows import PHONE, Windows
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
UNDO_S = 10


@pytest.fixture
def style(windows: Windows, room: LiveRoom) -> Page:
    page = windows.open(room.token("insider"))
    page.goto(f"{room.url}/style")
    return page


def test_axe_finds_nothing_on_the_page_of_components(style: Page) -> None:
    expect(style.locator("agency-badge .agency-glyph").first).to_be_attached()

    assert faults(style) == []


def test_what_is_erased_can_be_taken_back_for_as_long_as_it_is_said(style: Page) -> None:
    style.clock.install()
    style.get_by_role("button", name="Erase, with undo").click()
    toast = style.locator(".toast")
    expect(toast).to_contain_text("The zone was erased.")

    toast.get_by_role("button", name="Undo").click()
    expect(toast).to_have_count(0)
    style.get_by_role("button", name="Erase, with undo").click()
    style.clock.fast_forward((UNDO_S - 1) * 1000)
    expect(toast).to_have_count(1)
    style.clock.fast_forward(1000)

    expect(toast).to_have_count(0)


def test_an_error_stays_until_it_is_closed(style: Page) -> None:
    style.clock.install()
    style.get_by_role("button", name="An error").click()
    style.clock.fast_forward(60_000)

    said = style.get_by_role("alert")
    expect(said).to_contain_text("The server was not reached.")
    said.get_by_role("button", name="Close").click()
    expect(said).to_have_count(0)


def test_a_button_that_must_be_held_does_nothing_at_a_tap(style: Page) -> None:
    held = style.get_by_role("button", name="Hold to erase")
    held.click()
    expect(style.locator(".toast")).to_have_count(0)

    held.focus()
    style.keyboard.down("Enter")
    expect(style.locator(".toast")).to_contain_text("It was held long enough.")
    style.keyboard.up("Enter")


def test_the_safe_answer_comes_first_and_escape_means_no(style: Page) -> None:
    style.get_by_role("button", name="Remove …").click()
    dialog = style.get_by_role("alertdialog", name="Remove this clause?")
    expect(dialog.get_by_role("button").first).to_be_focused()
    expect(dialog.get_by_role("button").first).to_have_text("Cancel")

    style.keyboard.press("Escape")

    expect(dialog).to_have_count(0)


def test_a_field_says_beside_itself_what_is_wrong_until_it_is_mended(style: Page) -> None:
    form = style.locator("form[data-try]")
    form.get_by_role("button", name="Try it").click()
    field = form.get_by_label("Building")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    described = field.get_attribute("aria-describedby")
    expect(form.locator(f"#{described}")).to_be_visible()

    field.fill("Main")

    expect(form.locator(".field-error")).to_be_hidden()
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_a_table_is_sorted_filtered_and_opened_by_keyboard(style: Page) -> None:
    twin = style.locator("table-twin")
    expect(twin.locator("tbody th")).to_have_text(["9", "112", "214"])
    twin.get_by_role("button", name="Name").press("Enter")
    expect(twin.locator("tbody td:nth-of-type(1)")).to_have_text(["Gym", "Library", "Science"])
    twin.get_by_role("button", name="Name").press("Enter")
    expect(twin.locator("thead th").nth(1)).to_have_attribute("aria-sort", "descending")

    twin.get_by_label("Filter").fill("lib")

    expect(twin.locator("tbody tr")).to_have_count(1)
    twin.get_by_role("button", name="214").press("Enter")
    expect(style.locator(".toast")).to_contain_text("214")
    twin.get_by_label("Filter").fill("nothing like it")
    expect(twin.locator(".empty")).to_have_text("Nothing matches.")


def test_arrows_move_between_tabs_and_one_panel_shows(style: Page) -> None:
    tabs = style.get_by_role("tab")
    tabs.first.focus()
    style.keyboard.press("ArrowRight")

    expect(style.get_by_role("tab", selected=True)).to_have_text("Doors")
    expect(style.get_by_role("tabpanel")).to_contain_text("Door 7")


def test_themes_stand_side_by_side_and_nothing_is_wider_than_a_phone(windows: Windows, room: LiveRoom) -> None:
    page = windows.open(room.token("insider"), size=PHONE)
    page.goto(f"{room.url}/style")
    grounds = [
        page.locator(f'.style-theme[data-shows-theme="{theme}"]').evaluate(
            "(one) => getComputedStyle(one).backgroundColor"
        )
        for theme in ("light", "dark", "night")
    ]

    assert len(set(grounds)) == len(grounds)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]


def test_who_administers_no_agency_finds_no_page_of_components(windows: Windows, room: LiveRoom) -> None:
    answer = windows.open(room.token("officer")).goto(f"{room.url}/style")

    assert answer is not None
    assert answer.status == 404
