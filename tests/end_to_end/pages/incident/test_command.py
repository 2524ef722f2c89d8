"""Command in real windows: taken, offered, accepted; two who take it at once; and no one in command, said aloud."""

import re
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.pages.incident.test_alarm_bar import ask, open_incident
from tests.screens.axe import faults
from tests.stage.devices.clients import post
from tests.stage.devices.windows import DESK, PHONE, Windows
from tests.stage.live_room import LiveRoom, room_on_copy
from tests.stage.second_leader import add_second_leader
from tests.support.processes import wait_until

pytestmark = pytest.mark.e2e
VACANT = re.compile("is-vacant")


@pytest.fixture(scope="module")
def room(spatialite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveRoom]:
    """A server that tells after two seconds that no one commands; the school has a second administrator."""
    folder = tmp_path_factory.mktemp("room")
    env = {"MUSTERPOINT_COMMAND_ALARM_S": "2"}
    with room_on_copy(spatialite_template, folder, env=env) as opened:
        opened.stage.tokens["assistant"] = add_second_leader(opened.server.env)
        yield opened


@pytest.fixture
def drill(room: LiveRoom) -> dict[str, str]:
    """A new exercise with the principal, the other administrator and a teacher in it."""
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
    for who in ("assistant", "teacher"):
        post(room.url, room.token(who), ids["room_id"], {"type": "join_room", "id": str(uuid.uuid4())})
    return ids


def looked_over(page: Page) -> list[str]:
    """Return what axe finds, and give the window its size back."""
    found = faults(page)
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    return found


def test_command_is_taken_offered_and_accepted_and_every_window_says_so(
    windows: Windows, room: LiveRoom, drill: dict[str, str]
) -> None:
    principal = open_incident(windows, room, "insider", drill["incident_id"])
    assistant = open_incident(windows, room, "assistant", drill["incident_id"])
    teacher = open_incident(windows, room, "teacher", drill["incident_id"])
    for page in (principal, assistant, teacher):
        expect(page.locator(".command-part")).to_have_class(VACANT)
        expect(page.locator(".command-who")).to_contain_text("EXERCISE")
    expect(teacher.locator("[data-command]")).to_have_count(0)
    expect(principal.locator(".command-more")).to_contain_text("proposed")
    assert looked_over(principal) == []

    principal.click('[data-command="claim"]')
    expect(assistant.locator(".command-who")).to_contain_text("In command: Principal")
    expect(teacher.locator(".command-part")).not_to_have_class(VACANT)
    expect(principal.locator('[data-do="close_incident"]')).to_be_visible()
    expect(assistant.locator('[data-do="close_incident"]')).to_be_hidden()
    principal.click('[data-command="offer"]')
    expect(principal.locator("#ask-offer select option")).to_have_count(1)
    assert looked_over(principal) == []
    principal.click("#ask-offer .primary")
    expect(assistant.locator(".command-more")).to_contain_text("Principal offers you command")
    assert looked_over(assistant) == []
    assistant.click('[data-command="accept"]')

    expect(principal.locator(".command-who")).to_contain_text("In command: Assistant")
    expect(teacher.locator(".command-who")).to_contain_text("In command: Assistant")
    expect(principal.locator('[data-do="close_incident"]')).to_be_hidden()
    expect(principal.locator("[data-command]")).to_have_count(0)


def test_of_two_who_take_command_at_once_one_has_it_and_the_other_is_told(
    windows: Windows, room: LiveRoom, drill: dict[str, str]
) -> None:
    pages = {who: open_incident(windows, room, who, drill["incident_id"]) for who in ("insider", "assistant")}

    # At the same instant of one clock: what the first does would be in the other's window already.
    at_ms = pages["insider"].evaluate("() => Date.now() + 2000")
    press = """(at) => {
      setTimeout(() => document.querySelector('[data-command="claim"]').click(), at - Date.now());
    }"""
    for page in pages.values():
        page.evaluate(press, at_ms)

    for page in pages.values():
        expect(page.locator(".command-part")).not_to_have_class(VACANT)
    wait_until(lambda: len(losers(pages.values())) == 1, timeout_s=30, what="not one of two is in command")
    (loser,) = losers(pages.values())
    expect(loser.locator("[data-unsent]")).to_contain_text("must offer it")


def losers(pages: Iterable[Page]) -> list[Page]:
    """Return the windows of those who are not in command."""
    return [page for page in pages if page.locator(".command-part.is-mine").count() == 0]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nobody_in_command_of_a_real_incident_is_told_within_seconds(
    windows: Windows, room: LiveRoom, size: tuple[int, int]
) -> None:
    page = windows.open(room.token("insider"), size=size)
    page.goto(f"{room.url}/incidents/{room.stage.incident_id}")

    expect(page.locator("#timeline [data-entries]")).to_contain_text("NO ONE IS IN COMMAND")
    expect(page.locator(".command-part")).to_have_class(VACANT)
    if size == PHONE:
        expect(page.locator(".alarm-strip")).to_contain_text("No one is in command")
        page.click(".alarm-strip")
    expect(page.locator('[data-command="claim"]')).to_be_visible()
    assert faults(page) == []


def test_in_spanish(windows: Windows, room: LiveRoom, drill: dict[str, str]) -> None:
    page = windows.open(room.token("insider"), language="es-US")
    page.goto(f"{room.url}/incidents/{drill['incident_id']}")

    expect(page.locator(".command-who")).to_contain_text("Nadie tiene el mando")
    expect(page.locator('[data-command="claim"]')).to_have_text("Asumir el mando")
