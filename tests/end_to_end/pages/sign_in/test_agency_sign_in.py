"""An agency's own sign-in in a real browser, with a real provider of OpenID Connect on this machine."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.screens.axe import faults
from tests.stage.devices.windows import Windows
from tests.stage.live_room import LiveRoom
from tests.stage.sign_in.sign_in_provider import CLIENT, SECRET, SignInProvider
from tests.support.processes import ROOT

pytestmark = pytest.mark.e2e
DOMAIN = "lincoln.example.org"


@pytest.fixture
def provider() -> Iterator[SignInProvider]:
    with SignInProvider() as started:
        started.knows("maya", email=f"maya@{DOMAIN}", email_verified=True, name="Maya Field", groups=["Teachers"])
        started.knows("eve", email="eve@elsewhere.example.org", email_verified=True, name="Eve", groups=["Teachers"])
        yield started


def set_up(windows: Windows, room: LiveRoom, provider: SignInProvider) -> Page:
    """Let the principal write the provider down, and register with it where it leads back to."""
    page = windows.open(room.token("insider"))
    page.goto(f"{room.url}/security")
    page.click("main a:has-text('Lincoln High')")
    page.click("text=Directory")
    page.go_back()
    page.click("text=Sign in with the agency")
    page.fill('[name="issuer"]', provider.issuer)
    page.fill('[name="client_id"]', CLIENT)
    page.fill('[name="secret"]', SECRET)
    page.fill('[name="domains"]', DOMAIN)
    page.fill('[name="groups_staff"]', "Teachers")
    page.fill('[name="groups_supervisor"]', "Heads")
    page.click('main button:has-text("Save")')
    callback = page.locator(".provider-address")
    expect(callback).to_be_visible()
    assert faults(page) == []
    provider.leads_back_to(callback.text_content() or "")
    # No one has a DNS record for a domain that is made up: the operator confirms it at the console.
    confirm = [sys.executable, str(ROOT / "manage.py"), "confirm_domain", DOMAIN, "--agency", "Lincoln High"]
    subprocess.run(confirm, env=room.server.env, check=True, capture_output=True)
    page.reload()
    expect(page.locator("main")).to_contain_text("Confirmed by the operator of this server")
    return page


def asked(page: Page, room: LiveRoom, who: str) -> None:
    """Go from the sign-in page to the agency's."""
    page.goto(f"{room.url}/accounts/login/")
    page.click("text=Sign in with your agency")
    page.fill('[name="who"]', who)
    page.click('main [type="submit"]')


def at_work(page: Page, provider: SignInProvider, login: str) -> None:
    page.wait_for_url(f"{provider.issuer}/**")
    page.fill('[name="login"]', login)
    page.click("text=Sign in at work")


def test_the_first_sign_in_makes_the_account_and_groups_change_the_role(
    windows: Windows, room: LiveRoom, provider: SignInProvider
) -> None:
    windows.friends.append(provider.issuer)
    principal = set_up(windows, room, provider)
    page = windows.open(None)

    asked(page, room, f"maya@{DOMAIN}")
    at_work(page, provider, "maya")
    expect(page.locator(".home")).to_be_visible()

    people = principal.locator(".office")
    principal.goto(f"{room.url}/administration")
    principal.click("main a:has-text('Lincoln High')")
    maya = people.locator("tr, li", has_text="Maya Field").first
    expect(maya).to_contain_text("Staff")

    provider.knows("maya", groups=["Heads"])
    page.goto(f"{room.url}/accounts/logout/")
    page.click('main [type="submit"]')
    asked(page, room, f"maya@{DOMAIN}")
    expect(page.locator(".home")).to_be_visible()
    principal.reload()
    expect(maya).to_contain_text("Supervisor")

    provider.knows("maya", groups=[])
    page.goto(f"{room.url}/accounts/logout/")
    page.click('main [type="submit"]')
    asked(page, room, f"maya@{DOMAIN}")
    expect(page.locator("h1")).to_have_text("No one was signed in")
    expect(page.locator("main")).to_contain_text("no role in this agency")
    principal.reload()
    expect(people).to_contain_text("Membership ended")


def test_a_stranger_is_refused_and_a_provider_that_does_not_answer_is_said_so(
    windows: Windows, room: LiveRoom, provider: SignInProvider
) -> None:
    windows.friends.append(provider.issuer)
    set_up(windows, room, provider)
    page = windows.open(None)

    page.goto(f"{room.url}/agency-sign-in/")
    asked(page, room, "Lincoln High")
    at_work(page, provider, "eve")
    expect(page.locator("main")).to_contain_text("none of the agency's domains")
    assert faults(page) == []

    # Where it is, is known; who has come back is asked about there.
    provider.is_silent_at("/me")
    asked(page, room, "Lincoln High")
    expect(page.locator("main")).to_contain_text("does not answer")
    page.click("text=Sign in another way")
    expect(page.locator('[name="password"]')).to_be_visible()
