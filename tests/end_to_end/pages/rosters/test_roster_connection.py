"""A keeper connects a district to its school's system and reads the roster from it, in a browser."""

import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.pages.rosters.asking import ask_the_principal
from tests.factories.rosters import QUINCE
from tests.fakes.oneroster import CLIENT, SECRET, SERVICE, FakeSis, school_tables
from tests.screens.axe import faults
from tests.stage.devices.windows import Windows
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
SOON_MS = 90_000


@pytest.fixture
def sis() -> Iterator[FakeSis]:
    with FakeSis() as started:
        started.tables |= school_tables("Lincoln High", family=QUINCE, students=12)
        yield started


def address(room: LiveRoom) -> str:
    return f"{room.url}/administration/rosters/{room.stage.district_id}/connection"


def connect(page: Page, sis: FakeSis, *, secret: str) -> None:
    page.get_by_label("Address of the service").fill(f"{sis.url}{SERVICE}")
    page.get_by_label("Address for the token").fill(sis.token_url)
    page.get_by_label("Client ID").fill(CLIENT)
    page.get_by_label("Client secret").fill(secret)
    page.get_by_role("button", name="Save").click()


def test_a_keeper_connects_tries_it_reads_it_and_forgets_it(windows: Windows, room: LiveRoom, sis: FakeSis) -> None:
    page = windows.open(room.token("keeper"))
    page.goto(address(room))

    connect(page, sis, secret="not this one")
    ask_the_principal(page, windows, room)
    page.goto(address(room))
    connect(page, sis, secret="not this one")
    page.get_by_role("button", name="Test the connection").click()
    expect(page.get_by_role("alert")).to_be_visible()

    connect(page, sis, secret=SECRET)
    page.get_by_role("button", name="Test the connection").click()
    expect(page.get_by_text("It answers.")).to_be_visible()
    assert SECRET not in page.content()

    page.get_by_role("button", name="Read now").click()
    # The page asks how far it is, and shows itself anew when it is done.
    expect(page.get_by_text("Last read from the school's system:")).to_be_visible(timeout=SOON_MS)
    expect(page.get_by_role("button", name="Read now")).to_be_visible()
    assert len(sis.asked("enrollments")) == 1
    assert faults(page) == []

    page.goto(address(room).removesuffix("/connection"))
    expect(page.get_by_text("12 students")).to_be_visible()

    page.goto(address(room))
    page.get_by_text("Forget this connection").click()
    page.get_by_role("button", name="Forget", exact=True).click()
    expect(page.get_by_label("Client secret")).to_have_attribute("required", "")
    expect(page.get_by_role("button", name="Read now")).to_have_count(0)


def test_whoever_keeps_no_roster_finds_no_page_of_it(room: LiveRoom) -> None:
    pages = (address(room), address(room).removesuffix("/connection"))

    # No script matters here: it is asked as a browser would ask, without one.
    assert [status_of(page, room.token("keeper")) for page in pages] == [200, 200]
    for who in ("teacher", "officer", "insider"):
        assert [status_of(page, room.token(who)) for page in pages] == [404, 404], who


def status_of(page: str, session: str) -> int:
    request = urllib.request.Request(page, headers={"Cookie": f"sessionid={session}", "Accept": "text/html"})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        refused.close()
        return refused.code
