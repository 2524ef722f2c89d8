"""A keeper chooses the files of a school, sees each floor's word, says what it is called, and brings the plan in."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from mapping.models import ImportJob
from tests.factories.cast import make_cast
from tests.factories.mapping import make_site
from tests.mapping.imports.test_school_in_seven_files import SCHOOL, SOUTH, WEST
from tests.stage.devices.windows import PHONE, Windows, chromium
from tests.stage.served import session_of

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("page_sources"),
]


@pytest.fixture
def school() -> tuple[str, str]:
    """Return the session of a keeper, and the site."""
    cast = make_cast()
    site = make_site(cast.district, school=cast.school, at_lonlat=(WEST, SOUTH))
    return session_of(cast.insider), str(site.pk)


@pytest.fixture
def windows(school: tuple[str, str], chromium_path: Path, live_server: LiveServer) -> Iterator[Windows]:
    # Opened after and closed before all work on the database: playwright runs an event loop in this thread.
    with chromium(chromium_path) as browser:
        opened = Windows(browser, live_server.url, has_sockets=False)
        yield opened
        assert opened.faults == []
        opened.close()


def test_a_folder_is_brought_with_its_floors_named_as_they_are_confirmed(
    windows: Windows, school: tuple[str, str], tmp_path: Path
) -> None:
    session, site = school
    for path, raw in SCHOOL.items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(raw)
    page = windows.open(session, size=PHONE)
    page.goto(f"{windows.url}/sites/{site}/plan-imports")
    expect(page.locator(".import-page")).to_have_attribute("data-ready", "yes")

    page.get_by_label("How its floors are counted").select_option("japan")
    page.locator("[name=folder]").set_input_files(str(tmp_path / "study hall"))
    expect(page.locator("[data-file-name]")).to_have_text("7 files")
    name = page.get_by_label("2F: What we will say")
    expect(name).to_have_value("Second floor")
    expect(page.get_by_label("2F: Floor (0 is on the ground)")).to_have_value("1")
    name.fill("Second floor, science")
    page.get_by_label("Means: surface").select_option("outline")
    page.get_by_role("button", name="Bring it in as a draft").click()
    expect(page.locator("h1")).to_contain_text("study hall.zip")

    order, mapping = in_a_thread(ordered)
    assert (order, mapping["layers"]) == ("japan", {"surface": "outline"})
    assert mapping["levels"]["2F"] == {"ordinal": "1", "short_name": "2F", "name": "Second floor, science"}


def ordered() -> tuple[str, dict[str, dict[str, object]]]:
    order = ImportJob.objects.get().order
    return order["counting"], json.loads(order["mapping"])


def in_a_thread[Found](ask: Callable[[], Found]) -> Found:
    """Ask the database: playwright runs an event loop in this thread, where Django asks nothing."""

    def once() -> Found:
        try:
            return ask()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(once).result()
