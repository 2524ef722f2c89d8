"""A pupil's tip at night on a phone, from the form to the disposition; nothing on the pages that axe can find."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.pages.incident.test_alarm_bar import ask
from tests.screens.axe import faults
from tests.stage.devices.windows import PHONE, Windows
from tests.stage.live_room import LiveRoom
from tests.stage.prevention.tips import open_desk

pytestmark = pytest.mark.e2e
WORDS = "Quince said he brings a crowbar to the bleachers on Friday"


@pytest.fixture(scope="module")
def room(room: LiveRoom) -> LiveRoom:
    """The shared room, whose school has a desk; the teacher is its team."""
    open_desk(room, keeper="insider", team="teacher", short_address="lincoln")
    return room


def give_tip(page: Page, room: LiveRoom, *, language: str = "en", text: str = WORDS) -> str:
    """Fill the form in and return the receipt code."""
    page.goto(f"{room.url}/tips/lincoln?lang={language}")
    page.check("[name=is_now][value=no]")
    page.check("[name=category][value=weapon]")
    page.fill("[name=text]", text)
    page.click("button.send")
    return page.locator(".code").inner_text()


def step(page: Page, name: str) -> None:
    page.click(f"form:has([name=step][value={name}]) button")


def test_a_pupils_tip_at_night_from_the_phone_to_its_disposition(windows: Windows, room: LiveRoom) -> None:
    pupil = windows.open(None, size=PHONE)
    pupil.goto(f"{room.url}/tips/lincoln")
    expect(pupil.locator(".now")).to_be_hidden()
    pupil.check("[name=is_now][value=yes]")
    expect(pupil.locator(".now")).to_contain_text("Call 9-1-1 first")
    code = give_tip(pupil, room)
    assert re.fullmatch(r"(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}", code)
    assert pupil.context.cookies() == []

    team = windows.open(room.token("teacher"))
    team.goto(room.url)
    team.locator(".nav-places").get_by_text("Prevention").click()
    team.locator(".desk-front").get_by_text("Tips", exact=True).click()
    expect(team.locator("body")).not_to_contain_text("crowbar")
    team.locator(".desk-open").first.click()
    expect(team.locator("body")).to_contain_text("crowbar")
    team.fill("[name=text]", "Who heard it besides you?")
    team.get_by_role("button", name="Send the answer").click()
    expect(team.locator(".tips-dialogue")).to_contain_text("besides you")

    pupil.goto(f"{room.url}/tips/receipt")
    pupil.fill("[name=code]", code.lower().replace("-", " "))
    pupil.click("button.send")
    expect(pupil.locator(".dialogue")).to_contain_text("besides you")
    assert code not in pupil.url
    pupil.fill("[name=message]", "My whole table")
    pupil.get_by_role("button", name="Send").click()
    expect(pupil.locator(".dialogue")).to_contain_text("My whole table")

    team.reload()
    expect(team.locator(".tips-dialogue")).to_contain_text("My whole table")
    for name in ("triage", "send", "acknowledge", "begin"):
        step(team, name)
    expect(team.locator("[name=disposition]")).to_be_visible()
    team.select_option("[name=disposition]", "threat_assessment")
    step(team, "dispose")
    expect(team.locator(".desk-side")).to_contain_text("Given to the threat assessment team")
    pupil.get_by_role("button", name="Look for an answer").click()
    expect(pupil.locator("main")).to_contain_text("finished its work")
    expect(pupil.locator("main")).not_to_contain_text("threat assessment")


def test_a_threat_to_life_becomes_an_incident_in_one_action(windows: Windows, room: LiveRoom) -> None:
    give_tip(windows.open(None, size=PHONE), room)
    team = windows.open(room.token("teacher"))
    team.goto(f"{room.url}/prevention/tips")
    team.locator(".desk-open").first.click()
    team.locator(".desk-life summary").click()
    team.select_option("[name=incident_type]", "WEAPON")
    team.fill("[name=title]", "Quince said he brings a crowbar")
    team.click(".desk-life button")
    expect(team.get_by_role("alert")).to_contain_text("Use your own words")

    team.fill("[name=title]", "Possible weapon on Friday")
    team.click(".desk-life button")
    team.locator(".desk-side a", has_text="Open the incident").click()

    expect(team.locator("body")).to_contain_text("Possible weapon on Friday")
    expect(team.locator("body")).not_to_contain_text("crowbar")


def test_pictures_are_made_small_on_the_phone_and_shown_to_the_team(
    windows: Windows, room: LiveRoom, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from PIL import Image

    path = tmp_path_factory.mktemp("pictures") / "IMG_0001.jpg"
    Image.effect_noise((2600, 2600), 90).convert("RGB").save(path, quality=95)
    assert path.stat().st_size > 1024 * 1024
    pupil = windows.open(None, size=PHONE)
    pupil.goto(f"{room.url}/tips/lincoln")
    pupil.set_input_files("[name=photos]", str(path))
    pupil.wait_for_function("() => [...document.querySelector('[name=photos]').files].some((f) => f.size < 400000)")
    pupil.check("[name=is_now][value=no]")
    pupil.check("[name=category][value=weapon]")
    pupil.fill("[name=text]", "A picture of it")
    pupil.click("button.send")
    pupil.locator(".code").wait_for()

    tips = ask(room, "teacher", "/tips")
    seen = [ask(room, "teacher", f"/tips/{one['tip_id']}") for one in tips]  # type: ignore[index]
    assert [len(one["photos"]) for one in seen if one["text"] == "A picture of it"] == [1]  # type: ignore[arg-type]


def test_axe_finds_nothing_on_the_reporters_pages(windows: Windows, room: LiveRoom) -> None:
    # In Spanish: test_every_page.py opens the form and the receipt's page in English.
    page = windows.open(None, size=PHONE)
    page.goto(f"{room.url}/tips/lincoln?lang=es")
    assert faults(page) == []
    page.goto(f"{room.url}/tips/receipt?lang=es")
    assert faults(page) == []
    give_tip(page, room, language="es")
    assert faults(page) == []
    page.click("button.send")
    page.locator(".dialogue").wait_for()
    assert faults(page) == []


def test_axe_finds_nothing_on_the_teams_pages(windows: Windows, room: LiveRoom) -> None:
    give_tip(windows.open(None, size=PHONE), room)
    page = windows.open(room.token("teacher"))
    page.goto(f"{room.url}/prevention/tips")
    assert faults(page) == []
    page.locator(".desk-open").first.click()
    page.locator(".desk-two").wait_for()
    assert faults(page) == []
    keeper = windows.open(room.token("insider"))
    keeper.goto(f"{room.url}/prevention/tips")
    keeper.locator(".office-list a").first.click()
    keeper.locator("#address-title").wait_for()
    assert faults(keeper) == []
