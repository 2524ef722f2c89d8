"""From an empty database to a signed agreement and a teacher's alarm, by pages alone."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end.pages.agreements.test_agreement_journey import fill_blanks, name_oneself, sign, step
from tests.end_to_end.pages.incident.test_panic_page import HELD_MS, hold
from tests.stage.devices.windows import PHONE, Windows, watched_windows
from tests.stage.sign_in.authenticator_app import code_of
from tests.support.processes import ROOT
from tests.support.services import AppServer

pytestmark = pytest.mark.e2e
PASSWORD = "a long way to the ford"
GROUND = "39.8000, -98.5000\n39.8000, -98.4980\n39.8015, -98.4980\n39.8015, -98.5000"


@pytest.fixture
def server(migrated_spatialite_url: str, tmp_path: Path) -> Iterator[AppServer]:
    """A server over an empty database."""
    with AppServer(migrated_spatialite_url, var=tmp_path / "var") as started:
        yield started


@pytest.fixture
def windows(browser: Browser, server: AppServer) -> Iterator[Windows]:
    with watched_windows(browser, server.url) as opened:
        yield opened


def operators_address(server: AppServer) -> str:
    """Make the first account as an operator would, and return the address that is printed."""
    command = [sys.executable, "manage.py", "create_operator", "ada", "--name", "Ada Field", "--origin", server.url]
    printed = subprocess.run(command, env=server.env, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = re.search(r"\S+/accounts/welcome/#\S+", printed)
    assert found is not None, printed
    return found[0]


def welcomed(windows: Windows, address: str, size: tuple[int, int] = (1440, 900)) -> Page:
    """Open a letter's address in a new browser, set a password and return the page that follows."""
    page = with_password(windows, address, size)
    expect(page.locator(".home")).to_be_visible()
    assert "#" not in page.url
    return page


def with_password(windows: Windows, address: str, size: tuple[int, int] = (1440, 900)) -> Page:
    page = windows.open(None, size=size)
    page.goto(address)
    page.fill('[name="password"]', PASSWORD)
    page.fill('[name="again"]', PASSWORD)
    page.click('[type="submit"]')
    return page


def welcomed_with_app(windows: Windows, address: str) -> Page:
    """The same for someone of the police: nothing goes on before they have set up an authenticator app."""
    page = with_password(windows, address)
    page.click("text=Set up an app")
    page.fill('[name="code"]', code_of(page.locator(".factor-key").text_content() or ""))
    page.click('main [type="submit"]')
    expect(page.locator("li.code")).to_have_count(10)
    page.click("text=I have kept them")
    expect(page.locator(".home")).to_be_visible()
    return page


def found_agency(page: Page, kind: str, name: str) -> None:
    """Found an agency; the page to invite its first administrator follows."""
    page.click("text=Administration")
    page.click("text=Add a district or an agency")
    page.select_option('[name="kind"]', kind)
    page.fill('[name="name"]', name)
    page.fill('[name="short_name"]', "".join(word[0] for word in name.split()))
    page.select_option('[name="time_zone"]', "America/Chicago")
    page.click('[type="submit"]')
    expect(page.locator("h1")).to_have_text("Invite a person")


def invite(page: Page, name: str, role: str) -> str:
    """Fill in the open invitation and return the address of the letter."""
    page.fill('[name="name"]', name)
    page.select_option('[name="role"]', role)
    page.click('[value="letter"]')
    address = page.locator("[data-address]").get_attribute("data-address")
    assert address
    return address


def test_a_stranger_gets_from_an_empty_server_to_a_signed_agreement_and_a_press_of_the_alarm(
    windows: Windows, server: AppServer
) -> None:
    operator = welcomed(windows, operators_address(server))
    operator.click("text=Open the administration")
    operator.goto(server.url)
    found_agency(operator, "district", "Prairie Schools")
    district_letter = invite(operator, "Dana Ward", "administrator")
    operator.goto(server.url)
    found_agency(operator, "police", "Prairie Police")
    chief_letter = invite(operator, "Cleo Marsh", "administrator")

    dana = welcomed(windows, district_letter)
    dana.click("text=Open the administration")
    dana.click("text=Schools are added")
    dana.fill('[name="name"]', "Ford Elementary")
    dana.fill('[name="boundary"]', GROUND)
    dana.fill('[name="bells"]', "Period 1 08:00-08:50")
    dana.click('#site-form [type="submit"]')
    expect(dana.locator("h1")).to_have_text("Place, boundary and hours")
    dana.click('a:text("Invite a person")')
    teacher_letter = invite(dana, "Teo Banks", "staff")
    dana.goto(f"{server.url}/administration")
    expect(dana.locator(".office-done", has_text="Each site has a boundary")).to_be_visible()

    dana.click("text=An agreement with a responding agency is in force")
    dana.goto(f"{server.url}/agreements/new")
    dana.fill('[name="title"]', "Police and schools")
    dana.select_option('[name="agency_id"]', label="Prairie Police")
    dana.click('[type="submit"]')
    expect(dana.locator(".clause").first).to_be_visible()
    address = dana.url
    chief = welcomed_with_app(windows, chief_letter)
    fill_blanks(dana)
    step(dana, "in_review", "in_review")
    chief.goto(address)
    name_oneself(chief, "Cleo Marsh")
    name_oneself(dana, "Dana Ward")
    step(dana, "approved", "approved")
    step(dana, "out_for_signature", "out_for_signature")
    for page, name in ((dana, "D. Ward"), (chief, "C. Marsh")):
        page.wait_for_load_state("networkidle")
        sign(page, name)
    expect(chief.locator('#version[data-state="in_force"]')).to_be_visible()

    teo = welcomed(windows, teacher_letter, size=PHONE)
    teo.click("text=Panic alarm")
    expect(teo.locator("#panic-button")).to_be_visible()
    teo.wait_for_load_state("networkidle")
    hold(teo, ms=HELD_MS)
    expect(teo.locator("#panic-sent-title")).to_contain_text("Sent at")

    chief.goto(server.url)
    expect(chief.locator(".incidents")).to_contain_text("Ford Elementary")
    dana.goto(f"{server.url}/administration")
    expect(dana.locator(".office-done", has_text="An agreement with a responding agency is in force")).to_be_visible()
