"""A person comes in by an app alone, against a real server: invitation, password, factor, session, lost phone."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.pages.administration.test_first_hour import operators_address
from tests.stage.sign_in.authenticator_app import code_of
from tests.support.services import AppServer

pytestmark = pytest.mark.e2e
APP, PASSWORD = "/_allauth/app/v1", "a long way to the ford"
TOTP, CODES = f"{APP}/account/authenticators/totp", f"{APP}/account/authenticators/recovery-codes"


@pytest.fixture
def server(migrated_spatialite_url: str, tmp_path: Path) -> Iterator[AppServer]:
    """A server over an empty database."""
    with AppServer(migrated_spatialite_url, var=tmp_path / "var") as started:
        yield started


class Phone:
    """An app on one phone: what it is answered, and the token that it keeps."""

    def __init__(self, server: AppServer) -> None:
        self._url = server.url
        self.token = ""

    def ask(self, method: str, path: str, **body: object) -> tuple[int, dict[str, Any]]:
        headers = {"Content-Type": "application/json", **({"X-Session-Token": self.token} if self.token else {})}
        sent = json.dumps(body).encode() if method != "GET" else None
        asked = urllib.request.Request(f"{self._url}{path}", sent, headers, method=method)
        try:
            with urllib.request.urlopen(asked, timeout=60) as answer:
                status, text = answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            with refused:
                status, text = refused.code, refused.read()
        said: dict[str, Any] = json.loads(text or b"{}")
        self.token = str(said.get("meta", {}).get("session_token") or self.token)
        return status, said


def test_a_person_comes_in_by_an_app_stays_and_signs_a_lost_phone_out(server: AppServer) -> None:
    code = operators_address(server).partition("#")[2]
    phone, lost = Phone(server), Phone(server)

    read = phone.ask("POST", f"{APP}/auth/invitation", code=code)
    weak = phone.ask("POST", f"{APP}/auth/invitation/accept", code=code, password="short")
    taken = phone.ask("POST", f"{APP}/auth/invitation/accept", code=code, password=PASSWORD)
    secret = phone.ask("GET", TOTP)[1]["meta"]["secret"]
    factor = phone.ask("POST", TOTP, code=code_of(secret))
    recovery = phone.ask("POST", CODES)[1]["data"]["unused_codes"]

    assert read[1]["data"]["user"]["username"] == "ada"
    assert (weak[1]["code"], taken[0], factor[0], len(recovery)) == ("bad_password", 200, 200, 10)

    # The second phone signs in with the password and a recovery code.
    waiting = lost.ask("POST", f"{APP}/auth/login", username="ada", password=PASSWORD)
    refused = lost.ask("GET", "/api/v1/me")
    let_in = lost.ask("POST", f"{APP}/auth/2fa/authenticate", code=recovery[0])
    me = lost.ask("GET", "/api/v1/me")
    again = Phone(server)
    again.ask("POST", f"{APP}/auth/login", username="ada", password=PASSWORD)
    used = again.ask("POST", f"{APP}/auth/2fa/authenticate", code=recovery[0])

    assert (waiting[0], refused[0], let_in[0], me[0], used[0]) == (401, 401, 200, 200, 400)

    # A new password is another token on this phone, and the end of every other session.
    first = phone.token
    changed = phone.ask(
        "POST", f"{APP}/account/password/change", current_password=PASSWORD, new_password=f"{PASSWORD}2"
    )
    assert phone.token != first
    assert (changed[0], phone.ask("GET", "/api/v1/me")[0], lost.ask("GET", "/api/v1/me")[0]) == (200, 200, 401)
    lost.token = ""
    lost.ask("POST", f"{APP}/auth/login", username="ada", password=f"{PASSWORD}2")
    assert lost.ask("POST", f"{APP}/auth/2fa/authenticate", code=recovery[1])[0] == 200

    # Stays signed in, signs the other one out, and itself.
    renewed = phone.ask("POST", "/api/v1/me/session")
    own = f"/api/v1/people/{me[1]['user_id']}"
    others = [one for one in phone.ask("GET", own)[1]["sessions"] if not one["is_current"]]
    ended = [phone.ask("DELETE", f"{own}/sessions/{one['id']}")[0] for one in others]
    left = phone.ask("DELETE", f"{APP}/auth/session")

    assert renewed[1]["expires_at"] < renewed[1]["renewable_until"]
    assert (ended, lost.ask("GET", "/api/v1/me")[0]) == ([204], 401)
    assert (left[0], phone.ask("GET", "/api/v1/me")[0]) == (401, 401)
    assert phone.ask("POST", f"{APP}/auth/invitation", code=code)[1]["code"] == "session_over"


def test_no_one_guesses_replays_or_takes_over_an_invitation(server: AppServer) -> None:
    code = operators_address(server).partition("#")[2]
    first, second, guesser = (Phone(server) for _ in range(3))
    accept = f"{APP}/auth/invitation/accept"

    taken = first.ask("POST", accept, code=code, password=PASSWORD, role="administrator", is_operator=False)
    replayed = second.ask("POST", accept, code=code, password="another long password")
    signed_in = first.ask("POST", f"{APP}/auth/invitation", code=code)
    guessed = [guesser.ask("POST", accept, code=f"{number:05}-AAAAA", password=PASSWORD) for number in range(31)]

    assert (taken[0], replayed[0], signed_in[0]) == (200, 404, 409)
    # One wrong code was the replay.
    assert [status for status, _ in guessed] == [404] * 29 + [429] * 2
    assert guessed[0][1] == replayed[1]
    assert second.ask("POST", f"{APP}/auth/login", username="ada", password="another long password")[0] == 400
    assert second.ask("POST", f"{APP}/auth/login", username="ada", password=PASSWORD)[0] == 200
