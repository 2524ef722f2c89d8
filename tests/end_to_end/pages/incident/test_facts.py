"""Pinned facts, quick words, a mayday and the real-world word, in the windows of several people."""

import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.pages.incident.test_alarm_bar import ask, command, open_incident
from tests.screens.axe import faults
from tests.stage.devices.windows import PHONE, Windows, becomes, still_box
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
# What of the map's own buttons something else lies over.
COVERED = """[...document.querySelectorAll(".map-view button")].filter((button) => {
  const { left, top, width, height } = button.getBoundingClientRect();
  return width > 0 && !button.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}).map((button) => button.textContent.trim())"""


@pytest.fixture
def drill(room: LiveRoom) -> dict[str, str]:
    """A new exercise with the principal, a teacher and an officer in it."""
    opened = ask(
        room,
        "insider",
        "/incidents",
        {
            "id": str(uuid.uuid4()),
            "type": "open_incident",
            "site_id": room.stage.site_id,
            "is_exercise": True,
            "incident_type": "STDBY",
            "severity": "minor",
            "title": "Drill",
        },
    )
    ids = {name: str(opened[name]) for name in ("incident_id", "room_id")}
    for who in ("teacher", "officer"):
        command(room, who, ids["room_id"], "join_room")
    return ids


def pin(room: LiveRoom, room_id: str, who: str, **fields: str) -> None:
    said = {"kind": "suspects", "value": "1", "source": "caller", "audience": "everyone", **fields}
    command(room, who, room_id, "pin_fact", fact_id=str(uuid.uuid4()), **said)


def on_phone(windows: Windows, room: LiveRoom, who: str, incident_id: str) -> Page:
    page = windows.open(room.token(who), size=PHONE)
    page.goto(f"{room.url}/incidents/{incident_id}")
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    return page


def test_facts_stand_above_the_timeline_and_differ_side_by_side_until_one_stands(
    windows: Windows, room: LiveRoom, drill: dict[str, str]
) -> None:
    officer = open_incident(windows, room, "officer", drill["incident_id"])
    teacher = open_incident(windows, room, "teacher", drill["incident_id"])
    officer.click('[data-do="pin_fact"]')
    officer.fill("#ask-fact input[name=value]", "2")
    officer.check("#ask-fact input[value=everyone]")
    officer.click("#ask-fact button.primary")
    expect(teacher.locator(".fact")).to_contain_text(["2"])
    expect(teacher.locator(".fact")).to_contain_text(["not confirmed"])

    pin(room, drill["room_id"], "teacher", value="1", source="teacher")

    expect(officer.locator(".fact.is-contradicted")).to_have_count(2)
    expect(teacher.locator("[data-do-fact='facts.stands']")).to_have_count(0)
    officer.locator(".fact", has_text="2").locator("[data-do-fact='facts.stands']").click()
    expect(teacher.locator(".fact")).to_have_count(1)
    expect(teacher.locator(".fact.is-contradicted")).to_have_count(0)
    assert faults(officer) == []


def test_on_a_phone_facts_are_one_line_on_the_map_which_keeps_its_height(
    windows: Windows, room: LiveRoom, drill: dict[str, str]
) -> None:
    page = on_phone(windows, room, "officer", drill["incident_id"])
    # The page is laid out anew by what comes with the room: the alarm bar, tools, the composer.
    before = still_box(page, page.locator(".map-panel"))
    for value in ("1", "2"):
        pin(room, drill["room_id"], "officer", value=value)

    expect(page.locator("#facts-line")).to_contain_text("2 contradict")
    assert still_box(page, page.locator(".map-panel")) == before
    page.locator('[data-show="people"]').tap()
    # The timeline keeps its height until someone wants them whole.
    expect(page.locator("#facts")).not_to_have_attribute("open", "")
    # It lies over the map, and over none of what works the map.
    becomes(page, COVERED, [])
    page.locator("#facts-line").tap()
    expect(page.locator(".fact").first).to_be_visible()


def test_two_taps_say_a_quick_word_of_ones_role(windows: Windows, room: LiveRoom, drill: dict[str, str]) -> None:
    officer = on_phone(windows, room, "officer", drill["incident_id"])
    teacher = on_phone(windows, room, "teacher", drill["incident_id"])
    teacher.locator('[data-do="quick_words"]').tap()
    expect(teacher.locator("#quick-words")).not_to_contain_text("Making entry")
    teacher.get_by_text("I hear shots").tap()

    expect(officer.locator("#facts-line")).to_contain_text("I hear shots")
    # Nothing contradicts it, and nothing is said of that.
    expect(officer.locator("#facts-line")).not_to_contain_text("null")
    officer.locator('[data-do="quick_words"]').tap()
    officer.locator("#quick-words").get_by_text("On scene", exact=True).tap()
    expect(officer.locator(".entries")).to_contain_text("On scene")


def test_a_mayday_takes_two_taps_and_goes_before_everything_until_command_clears_it(
    windows: Windows, room: LiveRoom, drill: dict[str, str]
) -> None:
    principal = on_phone(windows, room, "insider", drill["incident_id"])
    officer = on_phone(windows, room, "officer", drill["incident_id"])
    teacher = on_phone(windows, room, "teacher", drill["incident_id"])
    command(room, "insider", drill["room_id"], "claim_command")
    expect(teacher.locator('[data-do="mayday"]')).to_have_count(0)

    officer.locator('[data-show="actions"]').tap()
    officer.locator('[data-do="mayday"]').tap()
    officer.locator("#ask-mayday [value=officer_down]").tap()

    for page in (principal, teacher, officer):
        expect(page.locator(".alarm-strip-mayday")).to_contain_text("EXERCISE")
        expect(page.locator(".alarm-strip-mayday")).to_contain_text("OFFICER DOWN")
    principal.locator(".alarm-strip").tap()
    principal.locator("[data-mayday='mayday.acknowledge']").tap()
    expect(officer.locator(".mayday-part")).to_contain_text("Acknowledged by command")
    principal.locator("[data-mayday='mayday.clear']").tap()
    principal.fill("#ask-reason input[name=reason]", "PAR complete")
    principal.locator("#ask-reason .danger").tap()
    expect(officer.locator(".mayday-part")).to_have_count(0)


def test_what_is_real_stops_the_exercise_and_leads_everybody_to_the_real_incident(
    windows: Windows, room: LiveRoom, drill: dict[str, str]
) -> None:
    officer = on_phone(windows, room, "officer", drill["incident_id"])
    teacher = on_phone(windows, room, "teacher", drill["incident_id"])
    teacher.locator('[data-show="actions"]').tap()
    teacher.locator('[data-do="real_world"]').tap()
    teacher.fill("#ask-real-world input[name=note]", "Student not breathing")
    teacher.locator(".real-world-yes").tap()

    for page in (officer, teacher):
        expect(page.locator("#real-world-now")).to_be_visible()
        expect(page.locator("#real-world-now")).to_contain_text("Student not breathing")
        expect(page.locator("#real-world-now")).not_to_contain_text("EXERCISE")
        expect(page.locator(".alarm-strip-real")).not_to_contain_text("EXERCISE")
    officer.locator("#real-world-now .real-world-go").tap()

    expect(officer.locator("body.is-real")).to_have_count(1)
    # Something real was going on there already: they come to it, and it says why.
    expect(officer.locator("h1")).to_have_text("Smoke in the gym")
    expect(officer.locator("#timeline")).to_contain_text("Student not breathing")
    expect(officer.locator("#chip")).to_have_attribute("data-state", "current")
    expect(officer.locator("#composer textarea")).to_be_enabled()
    expect(officer.locator('[data-do="real_world"]')).to_have_count(0)
