"""Each reader is told what is theirs to do, in plain words, at both widths; and nothing that is not."""

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.pages.incident.test_alarm_bar import ask, command
from tests.stage.devices.windows import DESK, PHONE, Windows
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
WHO = ("teacher", "insider", "officer", "dispatcher")
NO_ONE = "No one commands yet."
RELAY = "Write here what units say by radio."
DUTY = "Rooms stay locked until you open them."
LOCK = "Lock your door."


@pytest.fixture(scope="module")
def room(drawn_room: LiveRoom) -> LiveRoom:
    """The shared room, its school drawn."""
    return drawn_room


def pressed(room: LiveRoom, *presses: tuple[str, str, str], is_exercise: bool = True) -> dict[str, Any]:
    """Press one after the other, (who, kind, room), in one alarm; everybody comes in."""
    places: Any = ask(room, "teacher", f"/sites/{room.stage.site_id}/panic-places")
    by_label = {one["label"]: one["space_id"] for one in places}
    found: dict[str, Any] = {}
    for who, kind, label in presses:
        body = {"id": str(uuid4()), "type": "raise_panic", "is_exercise": is_exercise, "kind": kind}
        found = ask(room, who, "/panics", body | {"site_id": str(room.stage.site_id), "space_id": by_label[label]})
    for who in WHO:
        if who not in {one for one, _kind, _label in presses}:
            command(room, who, found["room_id"], "join_room")
    return found


@pytest.fixture(scope="module")
def threat(room: LiveRoom) -> dict[str, Any]:
    return pressed(room, ("teacher", "active_threat", "112 Biology"), ("teacher", "active_threat", "113 Art"))


def opened(windows: Windows, room: LiveRoom, alarm: dict[str, Any], who: str, size: tuple[int, int]) -> Page:
    page = windows.open(room.token(who), size=size)
    page.goto(f"{room.url}/incidents/{alarm['incident_id']}")
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    return page


@pytest.mark.parametrize(
    ("who", "task", "on_strip"),
    [
        ("teacher", LOCK, "Lockdown!"),
        ("insider", LOCK, "Lockdown!"),
        ("officer", DUTY, "112 · door 1"),
        ("dispatcher", NO_ONE, "No one is in command"),
    ],
)
def test_while_nobody_commands_a_lockdown(
    windows: Windows, room: LiveRoom, threat: dict[str, Any], who: str, task: str, on_strip: str
) -> None:
    desk = opened(windows, room, threat, who, DESK)
    expect(desk.locator(".own-task")).to_be_visible()
    expect(desk.locator(".own-task-first")).to_contain_text(task)

    desk.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    expect(desk.locator(".own-task")).to_be_hidden()
    expect(desk.locator(".alarm-strip")).to_contain_text(on_strip)
    desk.click(".alarm-strip")
    expect(desk.locator(".own-task")).to_be_visible()


def test_while_nobody_commands_dispatch_gives_who_responds_their_task(
    windows: Windows, room: LiveRoom, threat: dict[str, Any]
) -> None:
    desk = opened(windows, room, threat, "officer", DESK)
    expect(desk.locator(".own-task-first")).to_have_text(
        re.compile(rf"No one commands yet: ask dispatch for your task by radio\. {DUTY}")
    )

    phone = opened(windows, room, threat, "officer", PHONE)
    expect(phone.locator(".own-line-ask")).to_contain_text("Ask dispatch for your task")


def test_who_is_in_the_school_gets_safe_before_they_take_command(
    windows: Windows, room: LiveRoom, threat: dict[str, Any]
) -> None:
    phone = opened(windows, room, threat, "insider", PHONE)

    expect(phone.locator(".own-line-ask")).to_have_text(re.compile(r"^Lock your door\..* Then: Take command$"))
    teacher = opened(windows, room, threat, "teacher", PHONE)
    expect(teacher.locator(".own-line-ask")).to_contain_text("Lock your door. Danger in the room: get out.")
    expect(teacher.locator(".own-line-ask")).not_to_contain_text("command")


def test_what_waits_for_ones_answer_is_the_task_until_it_is_answered(
    windows: Windows, room: LiveRoom, threat: dict[str, Any]
) -> None:
    page = opened(windows, room, threat, "dispatcher", DESK)
    fields = {"message_id": str(uuid4()), "text": "Stay out of the gym."}
    command(room, "insider", threat["room_id"], "post_priority_message", **fields)

    expect(page.locator(".own-task-first")).to_have_text("Answer: Stay out of the gym.")
    page.locator('[data-alarm="acknowledge_priority_message"]').click()
    expect(page.locator(".own-task-first")).to_have_text(f"{NO_ONE} {RELAY}")


def test_a_teacher_reports_their_room_until_they_have(windows: Windows, room: LiveRoom, threat: dict[str, Any]) -> None:
    page = opened(windows, room, threat, "teacher", DESK)
    expect(page.locator(".own-task")).to_be_visible()
    for button in page.locator('[data-alarm="acknowledge_priority_message"]').all():
        button.click()

    expect(page.locator(".own-task-next")).to_have_text("Then: Report my room")
    report: dict[str, object] = {"id": str(uuid4()), "type": "report_room", "room": "112", "state": "ok"}
    ask(room, "teacher", f"/rooms/{threat['room_id']}/commands", report)
    expect(page.locator(".own-task-next")).to_have_count(0)
    expect(page.locator(".own-task-first")).to_contain_text(LOCK)


def test_that_two_calls_are_one_threat_is_said_by_nobody(
    windows: Windows, room: LiveRoom, threat: dict[str, Any]
) -> None:
    page = opened(windows, room, threat, "officer", DESK)

    expect(page.locator(".alarm-unsure")).to_have_text(
        "112 Biology · 113 Art: no one has said whether it is one threat."
    )


@pytest.mark.parametrize(
    ("who", "heading"), [("teacher", "Words for 9-1-1"), ("dispatcher", "Address and details"), ("officer", None)]
)
def test_what_is_said_to_911_is_given_to_who_calls_it_and_to_nobody_whom_a_dispatcher_serves(
    windows: Windows, room: LiveRoom, threat: dict[str, Any], who: str, heading: str | None
) -> None:
    page = opened(windows, room, threat, who, DESK)
    expect(page.locator(".alarm-call")).to_have_count(2)

    summaries = page.locator(".alarm-call summary")

    expect(summaries).to_have_text([] if heading is None else [heading, heading])


def test_no_directive_and_no_question_is_no_task(windows: Windows, room: LiveRoom) -> None:
    hurt = pressed(room, ("insider", "medical", "113 Art"))
    page = opened(windows, room, hurt, "dispatcher", DESK)

    expect(page.locator(".own-task-first")).to_have_text(f"{NO_ONE} {RELAY}")


def test_a_phone_reads_the_name_of_the_school_whole(windows: Windows, room: LiveRoom, threat: dict[str, Any]) -> None:
    phone = opened(windows, room, threat, "officer", PHONE)

    expect(phone.locator(".bar-site")).to_be_visible()
    expect(phone.locator(".bar-site")).to_have_text("Lincoln High School")
    assert phone.locator(".bar-site").evaluate("(one) => one.scrollWidth <= one.clientWidth")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    expect(phone.locator(".bar-site")).to_be_hidden()
    expect(phone.locator(".bar-sub")).to_contain_text("Lincoln High School")
