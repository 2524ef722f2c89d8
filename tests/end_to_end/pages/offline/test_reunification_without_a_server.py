"""A reunification's pages without a server: they say so, what is pressed is not sent, and hands no child over.

Slow: a server of its own, which is killed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bench.rig.reuniting.scene import Family, Scene, set_scene
from tests.bench.rig.reuniting.staff import Staff
from tests.end_to_end.play.reuniting import six as s
from tests.screens.axe import faults
from tests.stage.devices.windows import PHONE, Windows, watched_windows
from tests.support.services import AppServer

pytestmark = pytest.mark.e2e
STUDENTS = 4
GONE = "Not current: the server was not reached."


@dataclass
class Table:
    """One server, a phone at it, and the staff who ask by the interface."""

    server: AppServer
    windows: Windows
    scene: Scene
    staff: Staff
    family: Family

    def phone(self, role: str, path: str, *, language: str = "en-US") -> Page:
        """Return someone's phone with a page of the operation."""
        page = self.windows.open(self.scene.staff[role][0], size=PHONE, language=language)
        page.goto(f"{self.server.url}/reunifications/{self.scene.operation_id}{path}")
        return page

    def hand_over_page(self, *, language: str = "en-US") -> Page:
        """Return the reunifier's phone with the hand-over of the child, whose adult has come."""
        (code,), steps = self.family.codes, self.staff.client("reunifier")
        assert self.staff.check_in(self.staff.client("greeter"), self.family.adult, [code]) == "200"
        for step in ("pull", "bring"):
            assert self.staff.step(steps, step, [code]) == "204"
        return self.phone("reunifier", f"/students/{code}", language=language)

    def state(self) -> str:
        """Return in which state the director reads the child."""
        (code,) = self.family.codes
        _status, told = self.staff.client("director").send("GET", f"{self.staff.path}/students/{code}")
        assert isinstance(told, dict)
        return str(told["student"]["state"])


@pytest.fixture
def table(migrated_spatialite_url: str, tmp_path: Path, browser: Browser) -> Iterator[Table]:
    scene = set_scene(migrated_spatialite_url, var=tmp_path, students=STUDENTS, staff=1)
    family = next(one for one in scene.families if len(one.codes) == 1)
    with (
        AppServer(migrated_spatialite_url, var=tmp_path) as server,
        watched_windows(browser, server.url) as windows,
    ):
        staff = Staff(scene, [server.url])
        yield Table(server, windows, scene, staff, family)
        staff.close()


def test_a_hand_over_that_is_pressed_without_a_network_is_not_sent_and_goes_by_a_second_press(table: Table) -> None:
    page = table.hand_over_page()
    form = s.form_of(page, "release")
    expect(page.locator("#away")).to_be_hidden()
    expect(page.locator("#not-sent")).to_be_hidden()

    page.context.set_offline(True)

    away = page.locator("#away")
    expect(away).to_contain_text(GONE)
    expect(away).to_contain_text("Do not let a child go: take the child and the adult to the director.")
    # It stays in sight where the button is.
    form.locator("button").scroll_into_view_if_needed()
    expect(away).to_be_in_viewport()
    form.locator("[name=is_comfortable]").select_option("yes")
    form.locator("[name=initials]").fill("BR")
    s.send(form)
    s.expect_not_sent(page)
    expect(page.locator("#content header .badge")).to_have_text("At the reunification area")
    assert table.state() == "at_reunification"
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    assert faults(page) == []

    page.context.set_offline(False)

    expect(away).to_be_hidden()
    # Nothing goes by itself: the adult may have gone.
    assert table.state() == "at_reunification"
    expect(form.locator("[name=initials]")).to_have_value("BR")
    s.send(form)
    expect(page.locator("#content header .badge")).to_have_text("Released")
    assert table.state() == "released"


def test_with_a_network_and_a_server_that_is_gone_nothing_is_sent_and_no_page_of_an_error_comes(table: Table) -> None:
    page = table.hand_over_page()
    form = s.form_of(page, "release")
    form.locator("[name=is_comfortable]").select_option("yes")
    form.locator("[name=initials]").fill("BR")
    table.server.kill9()

    s.send(form)

    s.expect_not_sent(page)
    expect(page.locator("#away")).to_be_visible()
    table.server.start()
    expect(page.locator("#away")).to_be_hidden()
    assert table.state() == "at_reunification"
    s.send(form)
    expect(page.locator("#content header .badge")).to_have_text("Released")


def test_who_looks_for_children_and_who_decides_reads_it_too_each_in_their_language(table: Table) -> None:
    pages = {
        "work": table.phone("greeter", "/work", language="es-US"),
        "holds": table.phone("director", "/holds"),
        "desk": table.phone("director", ""),
    }
    for page in pages.values():
        expect(page.locator("#not-sent")).to_be_attached()
        page.context.set_offline(True)

    expect(pages["work"].locator("#away")).to_contain_text("No deje ir a ningún menor")
    expect(pages["holds"].locator("#away")).to_contain_text(GONE)
    # The part with the sum says it there.
    expect(pages["desk"].locator("#stale")).to_contain_text(GONE)
    find = s.form_of(pages["work"], "find")
    find.locator("[name=words]").fill("student")
    s.send(find)
    expect(pages["work"].locator("#not-sent")).to_contain_text("NO ENVIADO")
    expect(pages["work"].locator("#not-sent")).to_be_visible()
    pause = s.form_of(pages["desk"], "pause")
    pause.locator("[name=reason]").fill("Shots")
    s.send(pause)
    expect(pages["desk"].locator("#not-sent")).to_contain_text("NOT SENT")
    _status, told = table.staff.client("director").send("GET", table.staff.path)
    assert isinstance(told, dict)
    assert told["state"] == "open"
