"""A district's own Word file becomes a draft in Chromium: every clause and every term is decided by the planner."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.factories.files.word_files import SRO_MEMORANDUM, Manner, paper
from tests.stage.agreements.negotiators import add_negotiators
from tests.stage.devices.windows import Windows
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
FILE = "Officers in schools 2026.docx"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def begin(page: Page, url: str) -> None:
    page.goto(f"{url}/agreements/new")
    page.check('[name="start"][value="word"]')
    page.fill('[name="title"]', "Working title")
    page.select_option('[name="agency_id"]', label="Farther County Sheriff")
    page.click('[type="submit"]')
    expect(page.locator("#word-file")).to_be_visible()


def read(page: Page, content: bytes) -> None:
    page.set_input_files('[name="file"]', {"name": FILE, "mimeType": WORD, "buffer": content})
    page.click('#word-file [type="submit"]')


def clauses(page: Page) -> Locator:
    return page.locator(".proposed")


def test_a_memorandum_of_ten_pages_becomes_the_draft_clause_by_clause(windows: Windows, room: LiveRoom) -> None:
    page = windows.open(add_negotiators(room.server)["planner"])
    begin(page, room.url)
    read(page, b"%PDF-1.7 is no Word file")
    expect(page.locator("#problem")).to_contain_text("not a Word document")
    read(page, paper(SRO_MEMORANDUM.read_text(), Manner.TYPED_NUMBERS))
    expect(clauses(page)).to_have_count(23)
    proposed_terms = page.locator(".proposed-term").count()

    expect(page.locator("#put")).to_be_disabled()
    page.locator(".offer", has_text="Aug 1, 2026").locator("input").check()
    page.click("#take-sure")
    for clause in clauses(page).all():
        if clause.locator('.decision input[value="take"]:checked').count() == 0:
            clause.locator("> .decision").get_by_label("Leave out").check()
    expect(page.locator("#put")).to_be_disabled()  # the terms of what was taken are still open
    for number, term in enumerate(page.locator(".proposed-term").all()):
        if term.locator(".decision").is_visible():
            term.get_by_label("Refuse" if number % 3 == 2 else "Take", exact=True).check()
    taken = page.locator('.proposed[data-decision="take"]').count()
    terms = page.locator('.proposed-term[data-decision="take"]').count()
    page.click("#put")

    expect(page.locator(".clauses > .clause")).to_have_count(taken)
    assert 15 < taken < 23
    assert 5 < terms < proposed_terms
    expect(page.locator(".number", has_text="Aug 1, 2026")).to_be_visible()
    expect(page.locator("h1")).to_have_text("Working title")
