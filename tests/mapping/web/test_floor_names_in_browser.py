"""A keeper names the floors of a building with the form of the site's page; others do not see it."""

from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from mapping.models import Building, Floorplan, Level
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import draw_level, draw_space, make_plan
from tests.stage.devices.windows import PHONE, Windows, chromium
from tests.stage.served import session_of

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("page_sources"),
]


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    make_plan(cast.site, draw_level(draw_space(number="101")), draw_level(draw_space(number="201"), ordinal="1"))
    return cast


def test_floors_are_renamed_each_with_a_new_version_and_an_empty_name_is_refused(
    cast: Cast, chromium_path: Path, live_server: LiveServer
) -> None:
    session = session_of(cast.insider)

    # Opened after and closed before all work on the database: playwright runs an event loop in this thread.
    with chromium(chromium_path) as browser:
        windows = Windows(browser, live_server.url, has_sockets=False)
        page = windows.open(session, size=PHONE)
        page.goto(f"{windows.url}/sites/{cast.site.pk}")
        page.wait_for_selector(".site-page[data-ready=yes]")
        page.get_by_text("Names of floors").click()
        said = page.locator("#floor-names [data-said]")
        expect(page.locator("#floor-names tr[data-level] th")).to_have_text(["0", "1"])
        page.locator("#floor-names input[name=short_name]").nth(1).fill("2F")
        for name in ("Second floor", "Upper floor"):
            page.locator("#floor-names input[name=name]").nth(1).fill(name)
            page.get_by_role("button", name="Save the names").click()
            expect(said).to_have_text("Floors renamed: 1.")
        page.get_by_label("How its floors are counted").select_option("japan")
        expect(said).to_contain_text("from now on")
        page.locator("#floor-names input[name=name]").first.fill("")
        page.get_by_role("button", name="Save the names").click()
        expect(page.locator("#floor-names [data-problem]").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        windows.close()

    names = list(Level.objects.order_by("ordinal").values_list("short_name", "name"))
    assert names == [("0", "Level 0"), ("2F", "Upper floor")]
    versions = Floorplan.objects.filter(state="published").order_by("level__ordinal").values_list("version", flat=True)
    assert list(versions) == [1, 3]
    assert Building.objects.get().floor_counting == "japan"


def test_a_partner_is_shown_no_form(cast: Cast, client: Client) -> None:
    address = f"/sites/{cast.site.pk}"
    client.force_login(cast.insider)
    assert b"floor-names" in client.get(address).content

    client.force_login(cast.officer)
    assert b"floor-names" not in client.get(address).content
