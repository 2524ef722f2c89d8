"""What pages and the service worker say for phones that keep maps: no one in the shell, and the end of a session."""

import hashlib
import json
import re

import pytest
from asgiref.sync import async_to_sync
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponseBase
from django.test import Client, RequestFactory

from coordination.environment import env_number
from coordination.models import User
from coordination.offline.shell import WORKER_PARTS, shell_files, static_bytes
from coordination.web.static_files import StaticFiles
from tests.coordination.web.test_pages import client_of, json_in
from tests.factories.cast import Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def body_of(response: HttpResponseBase) -> bytes:
    return b"".join(response)


def shell_of(client: Client) -> dict[str, list[dict[str, str]]]:
    """Return what the service worker says that it keeps."""
    script = body_of(client.get("/service-worker.js")).decode()
    found = re.match(r"const SHELL = (\{.*\});\n", script)
    assert found is not None
    shell: dict[str, list[dict[str, str]]] = json.loads(found[1])
    return shell


# --- the shell --------------------------------------------------------------------------------------------------------
def test_the_worker_is_served_from_the_root_asked_for_again_and_may_only_ask_us(client: Client) -> None:
    response = client.get("/service-worker.js")

    assert (response.status_code, response["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert response["Cache-Control"] == "no-cache"
    assert "connect-src 'self'" in response["Content-Security-Policy"]
    assert all(static_bytes(part) in response.content for part in WORKER_PARTS)


@pytest.mark.parametrize("who", ["officer", "stranger", None])
def test_the_page_of_kept_maps_is_the_same_for_everybody_and_is_what_the_worker_expects(
    cast: Cast, who: str | None
) -> None:
    person: User | None = None if who is None else getattr(cast, who)
    client = Client() if person is None else client_of(person)
    pages = [one for one in shell_of(client)["files"] if one["language"]]

    got = {one["language"]: client.get(one["url"], headers={"accept-language": one["language"]}) for one in pages}

    assert sorted(got) == ["en", "es"]
    assert {one["language"]: hashlib.sha256(body_of(got[one["language"]])).hexdigest() for one in pages} == {
        one["language"]: one["sha256"] for one in pages
    }
    for response in got.values():
        assert json_in(response, "kept")["user_id"] is None
        assert "nonce" not in response["Content-Security-Policy"] + body_of(response).decode().replace("no nonce", "")
        assert "csrf" not in body_of(response).decode()
        assert not response.cookies


def served(url: str) -> HttpResponseBase:
    """Ask for a file as a server does: what serves files is asynchronous."""
    return async_to_sync(_served)(url)


async def _served(url: str) -> HttpResponseBase:
    files = StaticFiles()
    file = await files.file_at(url)
    assert file is not None, url
    return await files.answer(file, RequestFactory().get(url))


def test_every_other_file_of_the_shell_is_what_is_served() -> None:
    files = [one for one in shell_files() if not one.language]

    assert len(files) > 10
    assert [
        one.url
        for one in files
        if hashlib.sha256(body_of(served(one.url))).hexdigest() != one.sha256 or one.kept_as not in one.url
    ] == []


def test_everything_that_the_page_names_and_its_scripts_import_is_in_the_shell(client: Client) -> None:
    kept = {one.url for one in shell_files()}
    named = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', body_of(client.get("/kept")).decode()))

    assert named
    assert named - kept == set()
    # A bundle brings along what it imports: nothing is left to be fetched.
    scripts = [body_of(served(url)).decode() for url in kept if url.endswith(".js")]
    assert len(scripts) > 3
    assert [script for script in scripts if re.search(r"""\bimport\s*["'{*(]|\bfrom\s*["']\.""", script)] == []


# --- whose phone it is ------------------------------------------------------------------------------------------------
def test_a_page_says_whose_it_is_and_the_key_of_packs_and_a_page_of_nobody_that_it_is_nobodys(cast: Cast) -> None:
    mine = json_in(client_of(cast.officer).get("/"), "kept")
    nobodys = json_in(Client().get("/accounts/login/"), "kept")

    assert mine["user_id"] == str(cast.officer.public_id)
    assert re.fullmatch("[0-9a-f]{64}", str(mine["pack_key"]))
    assert mine["max_age_h"] == 168
    assert nobodys["user_id"] is None


# --- the end of a session ---------------------------------------------------------------------------------------------
def test_signing_out_empties_the_browsers_storage(cast: Cast) -> None:
    assert client_of(cast.officer).post("/accounts/logout/")["Clear-Site-Data"] == '"storage"'


@pytest.mark.parametrize("path", ["/", "/api/v1/me"])
def test_a_session_that_has_ended_empties_it_at_the_next_answer_whatever_that_is(cast: Cast, path: str) -> None:
    client = client_of(cast.officer)
    client.session.delete(client.session.session_key)

    assert client.get(path)["Clear-Site-Data"] == '"storage"'


@pytest.mark.parametrize("path", ["/", "/accounts/logout/", "/api/v1/me", "/nothing"])
def test_a_session_that_goes_on_empties_nothing(cast: Cast, path: str) -> None:
    assert "Clear-Site-Data" not in client_of(cast.officer).get(path)
    assert "Clear-Site-Data" not in Client().get(path)


# --- the setting ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("text", ["0", "-1", "8785", "a day", "1.5", "²"])
def test_an_age_that_is_no_number_of_hours_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUSTERPOINT_OFFLINE_MAX_AGE_HOURS", text)

    with pytest.raises(ImproperlyConfigured, match="MUSTERPOINT_OFFLINE_MAX_AGE_HOURS must be a number of hours"):
        env_number("OFFLINE_MAX_AGE_HOURS", default=168, of="hours", most=8784)


@pytest.mark.parametrize(("text", "hours"), [("", 168), ("1", 1), ("24", 24), ("8784", 8784)])
def test_an_age_in_hours_is_taken_and_a_week_without_one(
    text: str, hours: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUSTERPOINT_OFFLINE_MAX_AGE_HOURS", text)

    assert env_number("OFFLINE_MAX_AGE_HOURS", default=168, of="hours", most=8784) == hours
