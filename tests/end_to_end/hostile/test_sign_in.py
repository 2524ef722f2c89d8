"""Signing in on a real server: strangers who guess take neither its memory nor the room's second."""

import contextlib
import json
import sqlite3
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email.message import Message
from pathlib import Path
from time import monotonic

import pytest
from django.contrib.auth.hashers import make_password

from tests.stage.live_room import DATABASE_FILE, LiveRoom, Witness, room_on_copy
from tests.support.services import AppServer

pytestmark = pytest.mark.e2e

PASSWORD = "correct horse battery"
WRONG = "wrong horse battery"
GUESSERS = 10
BEHIND_PROXY = {"MUSTERPOINT_TLS": "true"}


def sign_in(url: str, name: str, password: str, *, address: str = "") -> tuple[int, Message]:
    """Sign in as an app does; return the status and the headers."""
    headers = {"Content-Type": "application/json", **({"X-Forwarded-For": address} if address else {})}
    body = json.dumps({"username": name, "password": password}).encode()
    request = urllib.request.Request(f"{url}/_allauth/app/v1/auth/login", body, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.headers


def resident_mib(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


@contextlib.contextmanager
def guessing(url: str) -> Iterator[list[int]]:
    """Ten strangers who guess passwords, one after the other, until the block ends. Yields what they were answered."""
    is_over, answers = threading.Event(), list[int]()

    def guess(number: int) -> None:
        while not is_over.is_set():
            answers.append(sign_in(url, f"person-{number}-{len(answers)}", WRONG)[0])

    with ThreadPoolExecutor(GUESSERS) as threads:
        guessers = [threads.submit(guess, number) for number in range(GUESSERS)]
        try:
            yield answers
        finally:
            is_over.set()
    for guesser in guessers:
        guesser.result()


@pytest.mark.by_the_clock
def test_strangers_who_guess_passwords_cost_the_room_no_second_and_the_server_little_memory(room: LiveRoom) -> None:
    witness = Witness(room)
    witness.hears_the_room()
    before_mib = resident_mib(room.server.pid)
    slowest_s, largest_mib = 0.0, 0.0

    with guessing(room.url) as answers:
        for _ in range(30):
            began_s = monotonic()
            witness.hears_the_room()
            slowest_s = max(slowest_s, monotonic() - began_s)
            largest_mib = max(largest_mib, resident_mib(room.server.pid))

    witness.close()
    assert len(answers) >= GUESSERS
    assert slowest_s < 1.0
    assert largest_mib - before_mib < 150


@pytest.fixture(scope="module")
def behind_proxy(tmp_path_factory: pytest.TempPathFactory, spatialite_template: Path) -> Iterator[LiveRoom]:
    """A server that was told that a proxy ends TLS before it, and a dispatcher with a password."""
    folder = tmp_path_factory.mktemp("room")
    with room_on_copy(spatialite_template, folder, env=BEHIND_PROXY) as opened:
        with contextlib.closing(sqlite3.connect(folder / DATABASE_FILE)) as database, database:
            set_password = "UPDATE coordination_user SET password = ? WHERE username = 'dispatcher'"
            database.execute(set_password, [make_password(PASSWORD)])
        yield opened


def test_behind_the_proxy_right_passwords_are_taken_however_many_come_from_a_school(behind_proxy: LiveRoom) -> None:
    answers = [sign_in(behind_proxy.url, "dispatcher", PASSWORD, address="192.0.2.1")[0] for _ in range(35)]

    assert set(answers) == {200}


def test_behind_the_proxy_a_stranger_who_guesses_does_not_lock_the_dispatcher_out(behind_proxy: LiveRoom) -> None:
    # What a client claims comes first; the proxy's word is the last.
    stranger = [
        sign_in(behind_proxy.url, "dispatcher", WRONG, address=f"192.0.2.{number}, 203.0.113.5") for number in range(6)
    ]

    assert [status for status, _ in stranger] == [400] * 5 + [429]
    assert stranger[-1][1]["Retry-After"] == "20"
    assert sign_in(behind_proxy.url, "dispatcher", PASSWORD, address="192.0.2.1")[0] == 200


def test_wrong_passwords_count_over_all_processes_without_a_broker(behind_proxy: LiveRoom, tmp_path: Path) -> None:
    with AppServer(behind_proxy.server.env["MUSTERPOINT_DATABASE"], env=BEHIND_PROXY, var=tmp_path) as other:
        urls = [behind_proxy.url, other.url] * 3
        answers = [sign_in(url, "dispatcher", WRONG, address="203.0.113.6")[0] for url in urls]

    assert answers == [400] * 5 + [429]
