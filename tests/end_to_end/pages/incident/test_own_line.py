"""On a phone one line says who its reader is here and what is asked of them, and to who commands what to decide."""

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.pages.incident.test_alarm_bar import command
from tests.end_to_end.pages.incident.test_own_task import pressed
from tests.stage.devices.windows import DESK, PHONE, Windows, becomes
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
LINE = ".own-line"
# Whether the first sentence of what is asked ends before its row does.
FIRST_IS_WHOLE = """(() => {
  const ask = document.querySelector(".own-line-ask");
  const first = document.createRange();
  first.setStart(ask.firstChild, 0);
  first.setEnd(ask.firstChild, ask.textContent.indexOf(".") + 1);
  return first.getBoundingClientRect().right <= ask.getBoundingClientRect().right;
})()"""
# By language: who commands, how what waits for them begins, a message, whether it is another incident's emergency, and
# whether two presses are one threat.
IN_COMMAND = {
    "en-US": ("You: in command", "Decide: ", "message", "same emergency?", "one threat?"),
    "es-US": ("Usted: al mando", "Decida: ", "mensaje", "¿misma emergencia?", "¿una sola amenaza?"),
}
# What the strip of who commands has behind it, as it is shown and as it is read out: of two things the number alone.
BEHIND = {"en-US": ("1 more", "1 more: command"), "es-US": ("1 más", "1 más: mando")}
TWO_BEHIND = {"en-US": ("2 more", "2 more"), "es-US": ("2 más", "2 más")}


@pytest.fixture(scope="module")
def room(drawn_room: LiveRoom) -> LiveRoom:
    """The shared room, its school drawn."""
    return drawn_room


@pytest.fixture(scope="module", params=[True, False], ids=["exercise", "real"])
def alarm(room: LiveRoom, request: pytest.FixtureRequest) -> dict[str, Any]:
    """Two threats in a lockdown, which the principal commands. Beside a real one the incident of the room is open."""
    presses = (("teacher", "active_threat", "112 Biology"), ("teacher", "active_threat", "113 Art"))
    found = pressed(room, *presses, is_exercise=request.param)
    command(room, "insider", found["room_id"], "claim_command")
    return {**found, "is_exercise": request.param}


def opened(
    windows: Windows, room: LiveRoom, alarm: dict[str, Any], who: str, size: tuple[int, int], language: str = "en-US"
) -> Page:
    page = windows.open(room.token(who), size=size, language=language)
    page.goto(f"{room.url}/incidents/{alarm['incident_id']}")
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    expect(page.locator(".alarm-strip-text").first).to_be_attached()
    return page


@pytest.mark.parametrize(
    ("who", "line"),
    [
        ("teacher", "You: Staff · Lincoln High Lock your door."),
        ("officer", "You: Officer · Fairview Police Ask "),
        ("dispatcher", "You: Dispatcher · Fairview Dispatch Write here what units say by radio."),
    ],
)
def test_each_reads_who_they_are_and_what_is_asked_of_them(
    windows: Windows, room: LiveRoom, alarm: dict[str, Any], who: str, line: str
) -> None:
    """The first sentence of what is asked stands there whole: the agency gives way."""
    phone = opened(windows, room, alarm, who, PHONE)
    said = phone.locator(LINE)
    expect(said).to_be_visible()
    expect(said).to_contain_text(line)
    expect(said.locator(".own-task-agency")).to_be_hidden()
    becomes(phone, FIRST_IS_WHOLE, True)
    box = said.bounding_box()
    assert box is not None
    assert box["height"] <= 32
    # Beside the frame of an exercise, not below it: the strip and its line from their first sign to their last.
    frame = 8 if alarm["is_exercise"] else 0
    for first, last in ((".alarm-strip-mark", ".alarm-strip-arrow"), (".own-task-you", ".own-line-ask")):
        begins, ends = phone.locator(first).first.bounding_box(), phone.locator(last).bounding_box()
        assert begins is not None
        assert ends is not None
        assert begins["x"] >= frame
        assert ends["x"] + ends["width"] <= PHONE[0] - frame

    phone.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    expect(said).to_be_hidden()
    expect(phone.locator(".own-task .own-task-who")).to_be_visible()
    expect(phone.locator(".own-task .own-task-who")).to_contain_text(line.partition(" · ")[0])


@pytest.mark.parametrize("language", IN_COMMAND)
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_what_waits_for_who_commands_is_said_first_until_it_is_decided(
    windows: Windows, room: LiveRoom, alarm: dict[str, Any], size: tuple[int, int], language: str
) -> None:
    who, decide, message_waits, same, threat = IN_COMMAND[language]
    undecided = [threat] if alarm["is_exercise"] else [same, threat]
    left, waits = (decide + " · ".join(one) for one in (undecided, [message_waits, *undecided]))
    page = opened(windows, room, alarm, "insider", size, language)
    line, ask = (LINE, ".own-line-ask") if size == PHONE else (".own-task", ".own-task-decide")
    expect(page.locator(line)).to_contain_text(who)
    expect(page.locator(ask)).to_have_text(left)

    message = str(uuid4())
    fields = {"message_id": message, "text": "Stay out of the gym."}
    command(room, "dispatcher", alarm["room_id"], "post_priority_message", **fields)
    expect(page.locator(ask)).to_have_text(waits)

    command(room, "insider", alarm["room_id"], "acknowledge_priority_message", message_id=message)
    expect(page.locator(ask)).to_have_text(left)


@pytest.mark.parametrize("language", BEHIND)
def test_what_is_behind_the_strip_is_said_in_words(
    windows: Windows, room: LiveRoom, alarm: dict[str, Any], language: str
) -> None:
    page = opened(windows, room, alarm, "insider", PHONE, language)
    more, read_out = (BEHIND if alarm["is_exercise"] else TWO_BEHIND)[language]

    strip = page.get_by_role("button", name=read_out)
    expect(strip).to_have_attribute("aria-expanded", "false")
    expect(strip.locator(".alarm-strip-more")).to_have_text(more)
    strip.tap()
    expect(strip).to_have_attribute("aria-expanded", "true")


JUDGE = '[data-alarm="judge_threats"]'


def test_who_commands_decides_whether_it_is_one_threat_and_takes_it_back(
    windows: Windows, room: LiveRoom, alarm: dict[str, Any]
) -> None:
    commander = opened(windows, room, alarm, "insider", DESK)
    officer = opened(windows, room, alarm, "officer", DESK)
    expect(officer.locator(JUDGE)).to_have_count(0)
    expect(commander.locator(JUDGE)).to_have_text(["One threat", "Separate threats"])

    commander.click(f"{JUDGE} >> text=One threat")

    for page in (commander, officer):
        expect(page.locator(".alarm-unsure p")).to_have_text("112 Biology · 113 Art: one threat.")
    expect(commander.locator(".own-task")).not_to_contain_text("one threat?")
    expect(officer.locator(".alarm-call").first).not_to_contain_text("no one has said")
    officer.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    # Beside a message that waits it has one line, else two.
    decided = re.compile("112, 113 One threat|113 Same threat")
    expect(officer.locator(".alarm-strip")).to_contain_text(decided)
    commander.click(f"{JUDGE} >> text=Not decided")

    expect(commander.locator(".own-task-decide")).to_contain_text("one threat?")
    expect(officer.locator(".alarm-strip")).not_to_contain_text(decided)


@pytest.mark.parametrize("alarm", [False], indirect=True, ids=["real"])
def test_that_another_incident_is_another_emergency_is_decided_and_asked_no_more(
    windows: Windows, room: LiveRoom, alarm: dict[str, Any]
) -> None:
    page = opened(windows, room, alarm, "insider", DESK)
    beside = page.locator(".duplicate-part")
    expect(page.locator(".own-task-decide")).to_contain_text("same emergency?")

    beside.get_by_role("button", name="Not the same emergency").click()
    page.fill("#ask-reason input", "A pipe has burst there.")
    page.click("#ask-reason .danger")

    expect(beside).to_contain_text("Not the same emergency: ")
    expect(page.locator(".own-task")).not_to_contain_text("same emergency?")
    # It can be said otherwise.
    expect(beside.get_by_role("button", name="Same emergency", exact=True)).to_be_visible()
