"""What the end-to-end tests share: a live room for each file, and windows that notice what a page must never do."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.stage.devices.windows import Windows, chromium, watched_windows
from tests.stage.live_room import LiveRoom, room_on_copy
from tests.support.forking.forks import forking


@pytest.fixture(scope="package", autouse=True)
def forks() -> Iterator[None]:
    """Let servers be forked from one that is loaded: most tests here are of what a server does, not of its start."""
    with forking(is_on=True):
        yield


@pytest.fixture(scope="module")
def room(spatialite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveRoom]:
    """A server with the cast in one room. A file that needs more makes a `room` of its own, out of this one or anew."""
    with room_on_copy(spatialite_template, tmp_path_factory.mktemp("room")) as opened:
        yield opened


@pytest.fixture(scope="module")
def drawn_room(spatialite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveRoom]:
    """The same on a site whose floors are drawn: 112 Biology, 113 Art, and a stair."""
    with room_on_copy(spatialite_template, tmp_path_factory.mktemp("room"), is_drawn=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def browser(chromium_path: Path) -> Iterator[Browser]:
    """One Chromium for a file's tests: it takes a second to start."""
    with chromium(chromium_path) as opened:
        yield opened


@pytest.fixture
def windows(browser: Browser, room: LiveRoom) -> Iterator[Windows]:
    """Windows of the room's people, closed after each test; a fault that any of them noticed fails it."""
    with watched_windows(browser, room.url) as opened:
        yield opened
