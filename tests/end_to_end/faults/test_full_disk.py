"""A disk that takes nothing, under the database of the default start: a person and an operator are told what is."""

import json
import resource
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from tests.support.processes import wait_until
from tests.support.services import AppServer

pytestmark = pytest.mark.e2e
FULL = "its disk is full or broken"
SOON_S = 40.0


@pytest.fixture
def server(migrated_spatialite_url: str, tmp_path: Path) -> Iterator[AppServer]:
    """A server over an empty database in a file."""
    with AppServer(migrated_spatialite_url, var=tmp_path / "var") as started:
        yield started


@contextmanager
def full_disk(server: AppServer) -> Iterator[None]:
    """Let the server write not one byte into any file: what a full disk does to it, without filling one."""
    _, hard = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (hard, hard))


def ready(server: AppServer) -> tuple[int, dict[str, str]]:
    try:
        with urllib.request.urlopen(f"{server.url}/readyz", timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, json.load(refused)


def sign_in(server: AppServer) -> tuple[int, str]:
    """Send a name and a password as a browser does; return the status and the page."""
    kept = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(kept))
    page = f"{server.url}/accounts/login/"
    with browser.open(page, timeout=30) as answer:
        answer.read()
    token = next(one.value for one in kept if one.name == "csrftoken")
    form = {"login": "ada", "password": "a long way to the ford", "csrfmiddlewaretoken": token}
    try:
        with browser.open(page, urllib.parse.urlencode(form).encode(), timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def test_a_server_whose_disk_is_full_says_so_to_operators_and_to_who_signs_in(server: AppServer) -> None:
    before = ready(server)
    fine = sign_in(server)
    time.sleep(0.1)

    with full_disk(server):
        status, page = sign_in(server)
        wait_until(lambda: ready(server)[0] == 503, timeout_s=SOON_S, what="it calls itself ready")
        told = ready(server)[1]
    wait_until(lambda: ready(server)[0] == 200, timeout_s=SOON_S, what="it does not recover")

    assert (before[0], before[1]["writes"]) == (200, "ok")
    assert before[1]["space"].endswith(" GiB free")
    assert (fine[0], FULL in fine[1]) == (200, False)
    assert (status, FULL in page) == (503, True)
    assert "a long way" not in page
    assert told["database"] == "ok"
    assert told["writes"].startswith("failing: ")
    assert str(server.folder) not in told["writes"]
    assert sign_in(server)[0] == 200
