"""An agreement from its first word to its last day, in four browsers at once."""

import pytest
from playwright.sync_api import Page, expect

from tests.stage.agreements.negotiators import add_negotiators
from tests.stage.devices.windows import Windows
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
# The first page looks every ten seconds.


@pytest.fixture(scope="module")
def tokens(room: LiveRoom) -> dict[str, str]:
    """The sessions of those who negotiate."""
    return add_negotiators(room.server)


def draft(page: Page, url: str) -> str:
    """Begin an agreement with the sheriff from the template and return its address."""
    page.goto(f"{url}/agreements/new")
    page.fill('[name="title"]', "Sheriff and schools")
    page.select_option('[name="agency_id"]', label="Farther County Sheriff")
    page.click('[type="submit"]')
    expect(page.locator(".clause").first).to_be_visible()
    return page.url


def write(page: Page, text: str) -> None:
    clause = page.locator(".clause").first
    clause.locator('.body[contenteditable="true"]').first.fill(text)
    expect(clause.locator(".clause-state")).to_have_text("Saved")


def fill_blanks(page: Page) -> None:
    """Fill in every blank of the template that is still open, and wait until none is."""
    page.reload()
    for blank in page.locator("#blanks-form input").all():
        blank.fill("as agreed")
    with page.expect_navigation():
        page.click('#blanks-form [type="submit"]')
    expect(page.locator("#blanks-form")).to_have_count(0)


def step(page: Page, to: str, state: str) -> None:
    page.click(f'[data-move="{to}"]')
    expect(page.locator(f'#version[data-state="{state}"]')).to_be_visible()


def name_oneself(page: Page, who: str) -> None:
    # The page takes a new phase by itself; a reload of ours would collide with its own.
    form = page.locator("[data-name-for]")
    form.locator("select").select_option(label=who)
    form.locator('[type="submit"]').click()
    expect(page.locator("[data-unname]")).to_have_count(1)


def sign(page: Page, name: str) -> None:
    page.fill('[name="signed_name"]', name)
    page.click('[data-sign] [type="submit"]')
    expect(page.locator(".signed").first).to_be_visible()


def remark_form(page: Page, text: str) -> None:
    page.locator(".clause").first.locator(".remarks summary").click()
    page.locator(".clause").first.locator(".remarks form textarea").fill(text)


def test_an_agreement_is_drafted_reviewed_signed_opens_a_school_and_ends(
    windows: Windows, room: LiveRoom, tokens: dict[str, str]
) -> None:
    officer = windows.open(room.token("stranger"))
    officer.goto(room.url)
    expect(officer.get_by_role("heading", name="Nothing is open to you yet")).to_be_visible()
    officer.evaluate("window.neverReloaded = true")
    planner, colleague, commander = (windows.open(tokens[one]) for one in ("planner", "colleague", "commander"))

    address = draft(planner, room.url)
    write(planner, "The Agency answers within five minutes.")
    fill_blanks(planner)
    step(planner, "in_review", "in_review")
    for reviewer, text in ((colleague, "Which schools?"), (commander, "From which station?")):
        reviewer.goto(address)
        remark_form(reviewer, text)
    for reviewer in (colleague, commander):
        reviewer.locator(".clause").first.locator('.remarks form [type="submit"]').click()
    for text in ("Which schools?", "From which station?"):
        for page in (planner, colleague, commander):
            expect(page.locator(".remark", has_text=text)).to_have_count(1)

    name_oneself(commander, "Commander")
    planner.reload()
    planner.locator("[data-name-for] select").select_option(label="Planner")
    planner.click('[data-name-for] [type="submit"]')
    expect(planner.locator("[data-unname]")).to_have_count(1)
    step(planner, "approved", "approved")
    step(planner, "out_for_signature", "out_for_signature")
    sign(planner, "P. Lanner")
    sign(commander, "C. Ommander")
    expect(commander.locator('#version[data-state="in_force"]')).to_be_visible()
    expect(commander.locator("#copy-sealed")).to_be_visible()

    expect(officer.locator(".site-name", has_text="Lincoln High School")).to_be_visible()
    assert officer.evaluate("window.neverReloaded") is True
    officer.goto(f"{room.url}/incidents/{room.stage.incident_id}")
    officer.click('#join [type="submit"]')
    expect(officer.locator("#chip")).to_have_attribute("data-state", "current")

    planner.reload()
    planner.click("[data-terminate]")
    planner.fill('#reason-dialog [name="reason"]', "The station moved away.")
    planner.click('#reason-dialog [value="go"]')
    # That it takes a second at most is held by promise 8; here the clock would measure four browsers on one machine.
    expect(officer.locator("#ended-words")).to_have_text("Your access to this room has ended.")
    expect(planner.locator('#version[data-state="terminated"]')).to_be_visible()
    officer.goto(room.url)
    expect(officer.get_by_role("heading", name="Nothing is open to you yet")).to_be_visible()


def looks_again(page: Page) -> None:
    """Wait until the page has heard what others did: it looks every few seconds."""
    for _ in range(2):
        with page.expect_response("**/presence"):
            pass


def test_nobodys_half_sentence_and_nobodys_dates_are_lost_to_what_another_does(
    windows: Windows, room: LiveRoom, tokens: dict[str, str]
) -> None:
    planner, colleague = (windows.open(tokens[one]) for one in ("planner", "colleague"))
    address = draft(planner, room.url)
    colleague.goto(address)
    for page in (colleague, planner):
        page.locator("details", has=page.locator("#frame-form")).locator("summary").first.click()
    colleague.fill('#frame-form [name="expires_on"]', "2031-01-01")
    remark_form(colleague, "Half a sen")

    planner.fill('#frame-form [name="title"]', "Sheriff and all schools")
    with planner.expect_navigation():
        planner.click('#frame-form [type="submit"]')
    looks_again(colleague)
    planner.on("dialog", lambda dialog: dialog.accept())
    planner.locator(".clause").first.locator(".clause-buttons button", has_text="Remove").click()

    expect(colleague.locator(".conflict:visible")).to_contain_text("removed this clause")
    expect(colleague.locator(".clause").first.locator(".remarks form textarea")).to_have_value("Half a sen")
    colleague.click('#frame-form [type="submit"]')
    expect(colleague.locator("#problem")).to_contain_text("Someone else changed this version meanwhile")
    planner.reload()
    expect(planner.locator('#frame-form [name="title"]')).to_have_value("Sheriff and all schools")
