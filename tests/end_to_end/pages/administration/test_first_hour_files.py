"""A new district's schools and people from files, by pages alone: 30 schools, 400 people, and what is still missing."""

import time

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.end_to_end.pages.administration.test_first_hour import (
    found_agency,
    invite,
    operators_address,
    server,
    welcomed,
    windows,
)
from tests.screens.axe import faults
from tests.stage.devices.windows import Windows
from tests.support.services import AppServer

__all__ = ["server", "windows"]
pytestmark = pytest.mark.e2e
SCHOOLS, PEOPLE, AN_HOUR_S = 30, 400, 3600


def schools_file() -> FilePayload:
    rows = [
        f"55{number:04},School Number {number},{number} Main Street,{43 + number / 100},{-89 - number / 100},{300 + number}"  # noqa: E501 - a row
        for number in range(SCHOOLS)
    ]
    text = "NCESSCH,NAME,STREET,LAT,LON,ENROLLMENT\n" + "\n".join(rows) + "\n"
    return {"name": "schools.csv", "mimeType": "text/csv", "buffer": text.encode()}


def people_file() -> FilePayload:
    rows = [
        f"Person {number} Example,person{number}@prairie.example,staff,Teacher,School Number {number % SCHOOLS}"
        for number in range(PEOPLE)
    ]
    text = "name,email,role,title,agency\n" + "\n".join(rows) + "\n"
    return {"name": "people.csv", "mimeType": "text/csv", "buffer": text.encode()}


def looked_at(page: Page, title: str) -> None:
    """Hold a page against the rules of every page."""
    expect(page.locator("h1")).to_have_text(title)
    assert faults(page) == []


def test_thirty_schools_and_four_hundred_people_come_from_files_well_within_an_hour(
    windows: Windows, server: AppServer
) -> None:
    began_s = time.monotonic()
    operator = welcomed(windows, operators_address(server))
    found_agency(operator, "district", "Prairie Schools")
    dana = welcomed(windows, invite(operator, "Dana Ward", "administrator"))
    dana.click("text=Open the administration")
    dana.click("a:has-text('Prairie Schools')")
    dana.click("main a[href$=schools-file]")
    dana.set_input_files('[name="file"]', schools_file())
    dana.click("text=Look at the file")
    expect(dana.locator("#look-title")).to_have_text("This is what the file would do")
    looked_at(dana, "Many schools from a register")
    dana.click(f"text=Add {SCHOOLS} schools")
    expect(dana.locator("#look-title")).to_have_text("Added")
    dana.click("text=Open the district")

    dana.click("main a[href$=people-file]")
    dana.set_input_files('[name="file"]', people_file())
    dana.click("text=Look at the file")
    expect(dana.locator("#look-title")).to_have_text("This is what the file would do")
    looked_at(dana, "Many from a file")
    dana.click(f"text=Take {PEOPLE} rows in")
    expect(dana.locator("#look-title")).to_have_text("Taken in")
    dana.click("text=Go on: invite them")

    dana.goto(f"{server.url}/administration")
    expect(dana.locator(".office-done", has_text="Schools are added")).to_be_visible()
    dana.click("text=Each site has a published floor plan")
    assert faults(dana) == []
    assert time.monotonic() - began_s < AN_HOUR_S
