"""A server that is too busy, or without its database, in a browser: it says so, holds what was typed and comes again.

The lane is full, the database killed and the file locked as they really are; a turn is given up after ten seconds only.
"""

import contextlib
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end.faults.test_held_write_lock import held_write_lock
from tests.end_to_end.pages.incident.test_alarm_bar import open_incident
from tests.stage.devices.windows import DESK, PHONE, Windows, watched_windows
from tests.stage.live_room import LiveRoom, live_room, room_on_copy
from tests.support.processes import PATIENCE, wait_until
from tests.support.services import PostgisServer, ValkeyServer

pytestmark = pytest.mark.e2e
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
NAME = 'Gym "7" & <b>'
# What a page says while a script of it waits for its turn, or for the database.
LINE = ".server-waits"
IS_ON_TOP = """(line) => {
  const { left, top, width, height } = line.getBoundingClientRect();
  return document.elementFromPoint(left + width / 2, top + height / 2) === line;
}"""


@pytest.fixture
def database(migrated_cluster: Path) -> Iterator[PostgisServer]:
    """A PostgreSQL of this test alone: it is stopped on the way."""
    with PostgisServer(durable=True, copy_of=migrated_cluster) as own:
        yield own


@pytest.fixture
def room(database: PostgisServer, valkey: ValkeyServer, tmp_path: Path) -> Iterator[LiveRoom]:
    """A server that answers one page at a time."""
    with live_room(
        database.url("migrated"), redis_url=valkey.url, var=tmp_path, env={"MUSTERPOINT_LANES": "requests=1"}
    ) as opened:
        yield opened


@pytest.fixture
def file_room(spatialite_template: Path, tmp_path: Path) -> Iterator[LiveRoom]:
    """A server on a file."""
    with room_on_copy(spatialite_template, tmp_path) as opened:
        yield opened


@pytest.fixture
def windows_on_file(browser: Browser, file_room: LiveRoom) -> Iterator[Windows]:
    """Windows of its people."""
    with watched_windows(browser, file_room.url) as opened:
        yield opened


@contextlib.contextmanager
def full_lane(room: LiveRoom, database: PostgisServer) -> Iterator[None]:
    """Have the one turn of the lane taken by a request that waits for a table."""
    with database.connect("migrated") as connection, ThreadPoolExecutor(1) as others:
        connection.autocommit = False
        connection.execute("LOCK TABLE mapping_responseunit IN ACCESS EXCLUSIVE MODE")
        held = others.submit(_status_of, room, "/stations", "officer")
        try:
            with database.connect("postgres") as looks:
                wait_until(
                    lambda: looks.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchall() != [(0,)],
                    timeout_s=60 * PATIENCE,
                    what="the turn was taken",
                )
            yield
        finally:
            connection.rollback()
        assert held.result() == 200


def _status_of(room: LiveRoom, path: str, name: str) -> int:
    asked = urllib.request.Request(f"{room.url}{path}", headers={"Cookie": f"sessionid={room.token(name)}"})
    with urllib.request.urlopen(asked, timeout=600) as answer:
        return int(answer.status)


def typed_form(windows: Windows, room: LiveRoom, size: tuple[int, int]) -> Page:
    """Return a window in which the name of a new building is typed, and not sent yet."""
    page = windows.open(room.token("insider"), size=size)
    page.goto(buildings_of(room))
    page.get_by_label("Name").fill(NAME)
    return page


def buildings_of(room: LiveRoom) -> str:
    return f"{room.url}/sites/{room.stage.site_id}/buildings"


def send(page: Page) -> None:
    page.get_by_role("button", name="Add the building").click(no_wait_after=True)


def expect_once(page: Page, room: LiveRoom) -> None:
    """Expect the page of the new building, and one of its name on the site."""
    expect(page.get_by_role("heading", name=NAME, level=1)).to_be_visible()
    page.goto(buildings_of(room))
    expect(page.get_by_role("link", name=NAME, exact=True)).to_have_count(1)


def expect_no_sideways_scroll(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.postgis
@SIZES
def test_a_full_lane_holds_a_form_which_sends_itself_again(
    windows: Windows, room: LiveRoom, database: PostgisServer, size: tuple[int, int]
) -> None:
    page = typed_form(windows, room, size)

    with full_lane(room, database):
        send(page)
        expect(page.get_by_role("heading", name="Wait a moment")).to_be_visible()
        expect(page.get_by_text("What you entered is kept in this page and goes by itself")).to_be_visible()
        expect(page.locator("input[name=name]")).to_have_value(NAME)
        expect(page.get_by_role("status").filter(has_text="Since")).to_be_visible()
        expect_no_sideways_scroll(page)

    expect_once(page, room)


@pytest.mark.postgis
@SIZES
def test_a_page_that_finds_no_turn_loads_itself_again(
    windows: Windows, room: LiveRoom, database: PostgisServer, size: tuple[int, int]
) -> None:
    page = windows.open(room.token("keeper"), size=size, language="es-US")

    with full_lane(room, database):
        page.goto(f"{room.url}/administration")
        expect(page.get_by_text("El servidor tiene demasiado trabajo en este momento.")).to_be_visible()
        expect(page.get_by_role("link", name="Botón de pánico")).to_be_visible()
        expect_no_sideways_scroll(page)

    expect(page.get_by_role("heading", name="Administración", level=1)).to_be_visible()


@pytest.mark.postgis
@SIZES
def test_without_its_database_a_server_says_so_and_a_form_goes_by_itself_when_it_is_back(
    windows: Windows, room: LiveRoom, database: PostgisServer, size: tuple[int, int]
) -> None:
    page = typed_form(windows, room, size)
    reader = windows.open(room.token("officer"), size=size)
    database.kill9()

    send(page)
    reader.goto(f"{room.url}/stations")

    for window in (page, reader):
        expect(window.get_by_text("The server cannot reach its database at this moment.")).to_be_visible()
        expect(window.get_by_role("link", name="Call 9-1-1")).to_be_visible()
        expect_no_sideways_scroll(window)
    expect(page.locator("input[name=name]")).to_have_value(NAME)
    database.start()
    expect_once(page, room)
    expect(reader.get_by_role("heading", name="Stations and units")).to_be_visible()


@pytest.mark.postgis
def test_without_its_database_a_program_is_asked_to_come_again_and_the_log_has_the_cause(
    room: LiveRoom, database: PostgisServer
) -> None:
    database.kill9()

    for path, kind in (("/api/v1/me", "problem+json"), ("/api/v1/stations", "problem+json"), ("/sites/", "html")):
        with pytest.raises(urllib.error.HTTPError) as refused:
            _status_of(room, path, "officer")
        with contextlib.closing(refused.value) as told:
            assert (told.code, told.headers["Retry-After"]) == (503, "3")
            assert kind in told.headers["Content-Type"]
            if kind == "problem+json":
                assert json.load(told)["code"] == "try_later"

    log = room.server.process.log_end(size_bytes=100_000)
    assert "OperationalError" in log
    assert "/sites/" in log


@SIZES
def test_what_a_locked_file_may_have_taken_is_sent_again_by_the_person_alone(
    windows_on_file: Windows, file_room: LiveRoom, size: tuple[int, int]
) -> None:
    page = typed_form(windows_on_file, file_room, size)

    with held_write_lock(file_room):
        send(page)
        expect(page.get_by_text("what you sent may be recorded, or not")).to_be_visible()
        expect_no_sideways_scroll(page)
        with page.context.expect_page() as looked:
            page.get_by_role("link", name="Look in a new window").click()
        expect(looked.value).to_have_url(buildings_of(file_room))
        expect(looked.value.get_by_role("button", name="Add the building")).to_be_visible()
        expect(looked.value.get_by_role("link", name=NAME, exact=True)).to_have_count(0)
        expect(page.locator("[data-again]")).to_have_count(0)

    page.get_by_role("button", name="Send it again now").click()
    expect_once(page, file_room)


def expect_line(page: Page, words: str) -> None:
    """Expect the line of what waits, with nothing over it."""
    expect(page.locator(LINE)).to_contain_text(words)
    assert page.locator(LINE).evaluate(IS_ON_TOP)
    expect_no_sideways_scroll(page)


@pytest.mark.postgis
@SIZES
def test_a_page_whose_script_finds_no_turn_says_so_until_it_has_one(
    windows: Windows, room: LiveRoom, database: PostgisServer, size: tuple[int, int]
) -> None:
    page = windows.open(room.token("officer"), size=size, language="es-US")
    page.goto(room.url)

    with full_lane(room, database):
        # What holds now is asked for every ten seconds.
        expect_line(page, "El servidor tiene demasiado trabajo desde las")

    expect(page.locator(LINE)).to_have_count(0)


@pytest.mark.postgis
@SIZES
def test_what_is_only_read_waits_for_the_database_and_is_answered_when_it_is_back(
    windows: Windows, room: LiveRoom, database: PostgisServer, size: tuple[int, int]
) -> None:
    room.say("officer", "Smoke at the boiler")
    page = open_incident(windows, room, "officer", room.stage.incident_id)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.locator("#map").focus()
    page.keyboard.press("f")
    expect(page.locator("#search [name=q]")).to_be_focused()
    database.kill9()

    page.keyboard.type("boiler")
    expect_line(page, "The server cannot answer since")
    database.start()

    expect(page.locator("#search .found-text")).to_have_text("Smoke at the boiler")
    expect(page.locator(LINE)).to_have_count(0)
