"""Three teams search 69 rooms: one by taps on a phone, two by their apps; all three read the same school."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from musterpoint_client.api import request_json
from playwright.sync_api import Page, expect

from tests.stage.devices.windows import PHONE, Windows
from tests.stage.live_room import DATABASE_FILE, LiveRoom, room_on_copy
from tests.stage.maps.many_rooms import FLOORS, ON_EACH, draw_many_rooms
from tests.support.services import app_environment

pytestmark = pytest.mark.e2e
BY_PHONE, BY_APP = "Contact 1", ("Contact 2", "Contact 3")
HURT, SHUT = "105", "203"


@pytest.fixture(scope="module")
def room(spatialite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveRoom]:
    """A room of its own at a school of 69 rooms, with two more officers."""
    folder = tmp_path_factory.mktemp("room")
    with room_on_copy(spatialite_template, folder, crowd=2) as opened:
        database = f"spatialite://{folder / DATABASE_FILE}"
        draw_many_rooms(opened.stage.site_id, env=app_environment(database, None, var=folder))
        yield opened


def ask(room: LiveRoom, token: str, path: str, body: dict[str, Any] | None = None) -> Any:
    return request_json(room.url, f"/api/v1/rooms/{room.stage.room_id}{path}", token=token, body=body)


def say(room: LiveRoom, token: str, word: str, **fields: Any) -> None:
    ask(room, token, "/commands", {"id": str(uuid4()), "type": word, **fields})


def steps_of(page: Page, number: str) -> None:
    """Say of the room that the phone shows what its team found: taps, as with a glove."""
    expect(page.locator(".room-search-name")).to_have_text(number)
    if number == HURT:
        page.tap('#room-search-panel [data-step="find_casualty"]')
        expect(page.locator(".room-search-state")).to_contain_text("Casualty")
    page.tap('#room-search-panel [data-step="clear"]')


def test_three_teams_search_69_rooms_and_read_the_same(windows: Windows, room: LiveRoom) -> None:
    spaces = ask(room, room.token("officer"), f"/rooms-to-search?site_id={room.stage.site_id}")["spaces"]
    by_floor: dict[str, list[dict[str, Any]]] = {}
    for one in spaces:
        by_floor.setdefault(one["level_id"], []).append(one)
    floors = list(by_floor.values())
    assert [len(one) for one in floors] == [ON_EACH] * FLOORS
    teams = {BY_PHONE: room.token("officer"), **dict(zip(BY_APP, room.stage.crowd, strict=True))}
    for (team, token), rooms in zip(teams.items(), floors, strict=True):
        area = {"area_id": str(uuid4()), "name": rooms[0]["level"], "team": team, "level_id": rooms[0]["level_id"]}
        say(room, token, "assign_search_area", **area)

    page = windows.open(room.token("officer"), size=PHONE)
    page.goto(f"{room.url}/incidents/{room.stage.incident_id}")
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    page.locator('[data-do="mark_space"]').first.evaluate("(button) => button.click()")
    page.fill("#room-search-panel [data-team]", BY_PHONE)
    page.select_option("#room-search-panel [data-area]", label=f"{floors[0][0]['level']} · {BY_PHONE}")

    # Each team is in a room at the same time as the others.
    for of_phone, *of_apps in zip(*floors, strict=True):
        for team, there in zip(BY_APP, of_apps, strict=True):
            step = "block" if there["number"] == SHUT else "clear"
            say(room, teams[team], "mark_space", space_id=there["space_id"], step=step, team=team)
        steps_of(page, of_phone["number"])

    floors_said = page.locator("#room-search-panel [data-floors] li")
    expect(page.locator(".room-search-none")).to_have_text("All of these rooms are searched.")
    expect(floors_said).to_have_count(FLOORS)
    expect(floors_said.nth(0)).to_contain_text("100 % of 23 rooms")
    # The floor with a room that no one came into is not done.
    expect(floors_said.nth(1)).to_contain_text("95 % of 23 rooms")
    expect(floors_said.nth(2)).to_contain_text("100 % of 23 rooms")

    for token in teams.values():
        found = ask(room, token, "/state")["objects"]["space_searches"]
        states = {one["room"]: (one["state"], one["team"]) for one in found.values()}
        assert len(states) == FLOORS * ON_EACH
        assert states.pop(SHUT) == ("blocked", BY_APP[0])
        assert {state for state, _team in states.values()} == {"cleared"}
        assert sum(team == BY_PHONE for _state, team in states.values()) == ON_EACH
