"""A partner chooses the sheets of a school, waits for them, and has the file; or is told why there is none.

Slow because the sheets are drawn by a real process.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from mou.papers.bounded_drawing import one_print_of
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import draw_level, draw_space, make_plan
from tests.stage.devices.windows import DESK, PHONE, Windows, chromium
from tests.stage.served import session_of

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("page_sources"),
]
SOON_MS = 90_000


class Officer(NamedTuple):
    """An officer with an agreement who is signed in, and the address of the page."""

    user_id: int
    session: str
    address: str


@pytest.fixture
def officer() -> Officer:
    cast: Cast = make_cast()
    make_plan(cast.site, draw_level(draw_space(number="101"), draw_space(number="102")))
    return Officer(cast.officer.pk, session_of(cast.officer), f"/sites/{cast.site.pk}/print")


@pytest.fixture
def windows(officer: Officer, chromium_path: Path, live_server: LiveServer) -> Iterator[Windows]:
    # Opened after and closed before all work on the database: playwright runs an event loop in this thread.
    with chromium(chromium_path) as browser:
        opened = Windows(browser, live_server.url, has_sockets=False)
        yield opened
        assert opened.faults == []
        opened.close()


def opened_page(windows: Windows, officer: Officer, size: tuple[int, int], language: str) -> Page:
    page = windows.open(officer.session, size=size, language=language)
    page.goto(f"{windows.url}{officer.address}")
    expect(page.locator("[data-print]")).to_have_attribute("data-ready", "yes")
    return page


def test_the_sheets_come_as_a_file_and_the_page_says_so(windows: Windows, officer: Officer, tmp_path: Path) -> None:
    page = opened_page(windows, officer, DESK, "en-US")

    page.get_by_label("A4").check()
    page.get_by_label("SVG drawings").check()
    with page.expect_download(timeout=SOON_MS) as coming:
        page.get_by_role("button", name="Make the sheets").click()
    file = tmp_path / coming.value.suggested_filename
    coming.value.save_as(file)

    expect(page.locator("[data-said]")).to_have_text("The file is among your downloads.")
    assert file.name.endswith(".a4.svg.zip")
    assert [name for name in zipfile.ZipFile(file).namelist() if "level" in name or "floor" in name]


@pytest.mark.parametrize(
    ("language", "button", "said"),
    [
        ("en-US", "Make the sheets", "Something else is being made for you. Try again when it is done."),
        ("es-MX", "Hacer las hojas", "Se está haciendo otra cosa para usted. Inténtelo de nuevo cuando termine."),
    ],
)
def test_why_there_is_no_file_is_said_on_the_page_in_the_reader_s_language(
    windows: Windows, officer: Officer, language: str, button: str, said: str
) -> None:
    page = opened_page(windows, officer, PHONE, language)

    with one_print_of(officer.user_id):
        page.get_by_role("button", name=button).click()
        expect(page.locator("[data-problem]")).to_have_text(said)

    expect(page.get_by_role("button", name=button)).to_be_enabled()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
