"""Passkeys in a real browser, with a device that Chromium pretends to have: added, asked for, and used alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end.pages.administration.test_first_hour import PASSWORD, operators_address
from tests.screens.axe import faults
from tests.stage.devices.windows import Windows, watched_windows
from tests.stage.sign_in.authenticator_app import code_of
from tests.support.services import AppServer

pytestmark = pytest.mark.e2e


@pytest.fixture
def server(migrated_spatialite_url: str, tmp_path: Path) -> Iterator[AppServer]:
    """A server over an empty database."""
    with AppServer(migrated_spatialite_url, var=tmp_path / "var") as started:
        yield started


@pytest.fixture
def windows(browser: Browser, server: AppServer) -> Iterator[Windows]:
    # A passkey belongs to a name; an address of numbers has none.
    with watched_windows(browser, server.url.replace("127.0.0.1", "localhost")) as opened:
        yield opened


def with_device(page: Page, *, is_verified: bool = True) -> None:
    """Give the page's browser a device that keeps passkeys, in the hands of its owner or of someone else."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": is_verified,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def welcomed(windows: Windows, server: AppServer) -> Page:
    """Make an account, set its password in a new browser, and return the page of its second factors."""
    address = operators_address(server).replace("127.0.0.1", "localhost")
    page = windows.open(None)
    page.goto(address)
    page.fill('[name="password"]', PASSWORD)
    page.fill('[name="again"]', PASSWORD)
    page.click('[type="submit"]')
    expect(page.locator(".home")).to_be_visible()
    page.goto(f"{windows.url}/accounts/factors/")
    return page


def sign_out(page: Page) -> None:
    page.goto(f"{page.url.split('/accounts')[0].rstrip('/')}/accounts/logout/")
    page.click('main [type="submit"]')
    expect(page.locator('[name="login"]')).to_be_visible()


def test_a_passkey_is_added_asked_for_after_the_password_and_signs_in_alone(
    windows: Windows, server: AppServer
) -> None:
    page = welcomed(windows, server)
    with_device(page)

    page.click("text=Add a passkey")
    assert faults(page) == []
    page.fill('[name="name"]', "Desk")
    page.click('[data-passkey="create"] [type="submit"]')
    expect(page.locator("li.code")).to_have_count(10)
    assert faults(page) == []
    page.goto(f"{windows.url}/accounts/factors/")
    expect(page.locator("text=Desk").first).to_be_visible()
    assert faults(page) == []

    sign_out(page)
    page.fill('[name="login"]', "ada")
    page.fill('[name="password"]', PASSWORD)
    page.click('form:has([name="password"]) [type="submit"]')
    expect(page.locator("h1")).to_have_text("Second factor")
    assert faults(page) == []
    page.goto(f"{windows.url}/account/sessions")
    assert "/accounts/" in page.url, "a password alone signs no one in who has a factor"
    page.goto(f"{windows.url}/accounts/factors/code/")
    page.click('[data-passkey="get"] [type="submit"]')
    expect(page.locator(".home")).to_be_visible()

    sign_out(page)
    page.click('[data-passkey="get"] [type="submit"]')
    expect(page.locator(".home")).to_be_visible()


def test_a_device_that_does_not_know_its_holder_is_not_taken(windows: Windows, server: AppServer) -> None:
    page = welcomed(windows, server)
    with_device(page, is_verified=False)

    page.click("text=Add a passkey")
    page.click('[data-passkey="create"] [type="submit"]')

    expect(page.locator("[data-passkey-problem]")).to_be_visible()


def test_an_app_is_set_up_on_its_page(windows: Windows, server: AppServer) -> None:
    page = welcomed(windows, server)

    page.click("text=Set up an app")
    assert faults(page) == []
    key = page.locator(".factor-key").text_content() or ""
    page.fill('[name="code"]', code_of(key))
    page.click('main [type="submit"]')

    expect(page.locator("li.code")).to_have_count(10)
