"""What a phone keeps is no one else's and does not stay: tampered, signed out, another person, ended, too old."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import Page, Route, expect

from mapping.exports.packs.verify_pack import KEY, MANIFEST, SIGNATURE
from tests.end_to_end.faults.test_access_ends import call, police_agreement
from tests.stage.devices.kept_phone import (
    NO_ED25519,
    PACK,
    PACKS,
    SPOIL,
    drawn_room,
    entered,
    gone,
    keep,
    keeper,
    site_url,
    under_worker,
)
from tests.stage.devices.windows import PHONE, Windows, becomes
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e


@pytest.fixture
def room(spatialite_template: Path, tmp_path: Path) -> Iterator[LiveRoom]:
    """A server of each test's own: most of them kill it."""
    with drawn_room(spatialite_template, tmp_path) as opened:
        yield opened


# --- what is not to be trusted ----------------------------------------------------------------------------------------
def spoiled(pack: bytes, *, resign: bool) -> bytes:
    """Return a pack with another room in it; with `resign`, under a good signature of someone else."""
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    if resign:
        key = Ed25519PrivateKey.generate()
        files[SIGNATURE] = key.sign(files[MANIFEST]).hex().encode()
        files[KEY] = key.public_key().public_bytes_raw().hex().encode()
    else:
        name = next(one for one in files if one.startswith("plans/") and b'"112"' in files[one])
        files[name] = files[name].replace(b'"112"', b'"999"')
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("resign", "words"),
    [(False, "was changed on the way. Nothing of the pack was kept."), (True, "signed by someone else")],
)
def test_a_tampered_pack_is_refused_in_words_and_nothing_of_it_is_kept(
    windows: Windows, room: LiveRoom, resign: bool, words: str
) -> None:
    page = windows.open(room.token("officer"), size=PHONE)

    def spoil(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=spoiled(response.body(), resign=resign))

    page.route(PACK, spoil)
    outcome = keep(page, room)

    expect(outcome).to_contain_text(words)
    expect(page.locator("#keep-state")).to_contain_text("Not kept on this phone")
    becomes(page, PACKS, ["kept.who"])


def test_what_was_changed_where_it_lies_is_neither_shown_nor_left(windows: Windows, room: LiveRoom) -> None:
    page = keeper(windows, room)
    page.evaluate(SPOIL, ["/kept-files/contacts.json", None])
    room.server.kill9()

    page.reload()

    expect(page.locator("#site .problem")).to_have_text(
        "What was kept has been changed since (contacts.json). It is not shown, and was deleted."
    )
    expect(page.locator("#plan-tables")).to_have_count(0)
    expect(page.locator("#list li")).to_have_count(0)


def test_a_browser_that_cannot_check_signatures_says_so_and_never_pretends(windows: Windows, room: LiveRoom) -> None:
    page = windows.open(room.token("officer"), size=PHONE)
    page.add_init_script(NO_ED25519)
    keep(page, room)
    expect(page.locator("#keep-state")).to_contain_text("SIGNATURE NOT VERIFIED: this browser cannot check it")
    under_worker(page)
    room.server.kill9()

    page.reload()

    expect(page.locator("#signature")).to_have_text("SIGNATURE NOT VERIFIED: this browser cannot check it")


# --- it goes ----------------------------------------------------------------------------------------------------------
def test_signing_out_in_one_window_deletes_it_in_all_and_says_so_to_the_browser(
    windows: Windows, room: LiveRoom
) -> None:
    page = keeper(windows, room)
    list_page, elsewhere = page.context.new_page(), page.context.new_page()
    list_page.goto(f"{room.url}/kept")
    expect(list_page.locator("#list li")).to_have_count(1)
    elsewhere.goto(f"{room.url}/accounts/logout/")

    with elsewhere.expect_response("**/accounts/logout/") as signed_out:
        elsewhere.click("main button")

    assert signed_out.value.all_headers()["clear-site-data"] == '"storage"'
    elsewhere.wait_for_url("**/accounts/login/**")
    gone(elsewhere)
    expect(list_page.locator("#list li")).to_have_count(0)


def test_a_session_that_the_server_ended_deletes_it_at_the_next_contact(windows: Windows, room: LiveRoom) -> None:
    page = keeper(windows, room)
    call(room, "DELETE", "/_allauth/app/v1/auth/session", room.token("officer"))
    assert page.evaluate(PACKS) != []

    page.goto(room.url)

    expect(page).to_have_url(re.compile("/accounts/login/"))
    gone(page)


def test_a_session_that_ended_deletes_it_on_the_open_room_too(windows: Windows, room: LiveRoom) -> None:
    page = entered(windows, room)

    call(room, "DELETE", "/_allauth/app/v1/auth/session", room.token("officer"))

    expect(page.locator("#ended-words")).to_have_text("You are signed out.")
    gone(page)


def test_another_person_in_the_same_browser_finds_nothing_and_the_same_one_finds_it(
    windows: Windows, room: LiveRoom
) -> None:
    page = keeper(windows, room)
    page.goto(f"{room.url}/kept")
    expect(page.locator("#list li")).to_have_count(1)

    page.context.add_cookies([{"name": "sessionid", "value": room.token("dispatcher"), "url": room.url}])
    page.goto(room.url, wait_until="networkidle")
    page.goto(f"{room.url}/kept")
    expect(page.locator("#nothing")).to_be_visible()
    room.server.kill9()
    page.goto(site_url(room))

    expect(page.locator("#site")).to_have_text("No map of this site is kept on this phone.")


def test_an_agreement_that_ended_deletes_it_at_the_next_contact_and_says_so(windows: Windows, room: LiveRoom) -> None:
    page, insider = keeper(windows, room), keeper(windows, room, "insider")
    district = room.token("keeper")
    call(
        room, "POST", f"/api/v1/memoranda/{police_agreement(room, district)}/terminate", district, {"reason": "Ended."}
    )
    for one in (page, insider):
        one.evaluate(SPOIL, ["/kept-files/about", {"contact_at": _an_hour_ago(one)}])

    page.goto(room.url)
    insider.goto(room.url, wait_until="networkidle")

    expect(page.locator(".kept-gone")).to_have_text(
        "Your access to Lincoln High School has ended. Its map was deleted from this phone."
    )
    becomes(page, PACKS, ["kept.who"])
    assert len(insider.evaluate(PACKS)) == 2


def _an_hour_ago(page: Page) -> str:
    return str(page.evaluate("new Date(Date.now() - 3_600_000).toISOString()"))


def test_what_had_no_contact_for_a_week_is_deleted_without_a_network(windows: Windows, room: LiveRoom) -> None:
    page = keeper(windows, room)
    long_ago = page.evaluate("new Date(Date.now() - 169 * 3_600_000).toISOString()")
    page.evaluate(SPOIL, ["/kept-files/about", {"contact_at": long_ago}])
    room.server.kill9()

    page.reload()

    expect(page.locator("#expired")).to_contain_text("The map of Lincoln High School was deleted")
    expect(page.locator("#site")).to_have_text("No map of this site is kept on this phone.")
