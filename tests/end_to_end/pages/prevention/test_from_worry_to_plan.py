"""A survey that falls becomes a task; what an assessment finds becomes an upgrade, and what a responder sees."""

import json
import re
import urllib.request
import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.pages.incident.test_alarm_bar import ask
from tests.screens.axe import faults
from tests.stage.devices.windows import PHONE, Windows
from tests.stage.live_room import LiveRoom
from tests.stage.maps.drawn_floors import draw_floors
from tests.stage.maps.plan_client import today
from tests.stage.prevention.shared_assessments import share_assessments
from tests.stage.prevention.tips import asked, me

pytestmark = pytest.mark.e2e
HEADINGS = "SENGREL9,There is an adult at this school I can talk to,Student number"
LABEL = "Door 7 does not latch: pull it shut"
# What the page must never say of anybody.
NUMBERS = range(770_001, 770_101)


def survey(folder: Path, name: str, *, agree: int) -> str:
    """Write a file of a hundred answers; so many agree. A row in the middle is broken."""
    rows = [f"Agree,{'Agree' if place < agree else 'Disagree'},{number}" for place, number in enumerate(NUMBERS)]
    path = folder / name
    path.write_text("\n".join([HEADINGS, *rows[:50], "Agree,purple,1", *rows[50:]]))
    return str(path)


def bring(page: Page, file: str, *, year: int) -> None:
    """Look at a file and store what may be said of it. The file is chosen once."""
    page.set_input_files("[name=file]", file)
    page.select_option("[name=school_year]", str(year))
    page.get_by_role("button", name="Look at the file").click()
    expect(page.locator("#look-title")).to_have_text("This is what the file would do")
    expect(page.locator("#answer")).to_contain_text("100 of 101 rows are counted")
    expect(page.locator("select[name=topic]").first).to_have_value("relationships")
    expect(page.locator("select[name=indicator]").nth(1)).to_have_value("trusted_adult")
    page.get_by_role("button", name="Store the results").click()
    expect(page.locator("#look-title")).to_have_text("Stored")


def test_a_survey_is_brought_in_and_what_fell_is_a_task(windows: Windows, room: LiveRoom, tmp_path: Path) -> None:
    keeper = windows.open(room.token("insider"))
    keeper.goto(f"{room.url}/prevention/climate/teams/{room.stage.school_id}")
    keeper.click("form:has([name=fall_points]) .primary")
    keeper.select_option("[name=person_id]", str(me(room, "teacher")["user_id"]))
    keeper.get_by_role("button", name="Add to the team").click()
    expect(keeper.locator("#team-title")).to_contain_text("1")
    team = windows.open(room.token("teacher"))
    team.goto(f"{room.url}/prevention/climate/surveys/{room.stage.school_id}")
    this = datetime.now(UTC).year - (datetime.now(UTC).month < 7)

    bring(team, survey(tmp_path, "last.csv", agree=85), year=this - 1)
    expect(team.locator("#answer")).to_contain_text("No indicator fell")
    bring(team, survey(tmp_path, "now.csv", agree=60), year=this)

    expect(team.locator("#answer")).to_contain_text("1 indicator fell and is a task now")
    assert not any(str(number) in team.content() for number in NUMBERS)
    team.goto(f"{room.url}/prevention/climate")
    team.locator(".desk-open", has_text="Trusted adult 85 % → 60 %").click()
    team.select_option("[name=owner_id]", str(me(room, "teacher")["user_id"]))
    team.fill("form:has([name=owner_id]) [name=words]", "Each student names an adult.")
    team.get_by_role("button", name="Say who does it, until when").click()
    expect(team.get_by_role("region", name="What was done")).to_contain_text("Each student names an adult.")
    found = faults(team)
    team.goto(f"{room.url}/prevention/climate/schools/{room.stage.school_id}")
    expect(team.get_by_role("img", name=re.compile("Trusted adult by school year"))).to_be_visible()
    expect(team.locator(".climate-plot", has_text="Trusted adult").locator("td", has_text="60 %")).to_be_visible()
    assert found + faults(team) == []

    # Neither who keeps the team nor an officer without the term reads anything.
    for who in ("insider", "officer", "stranger"):
        answer = windows.open(room.token(who)).goto(team.url)
        assert answer is not None
        assert answer.status == 404


def rated(room: LiveRoom) -> str:
    """Walk a site with two disciplines and rate its scenarios, through the interface; return the assessment's path."""
    share_assessments(env=room.server.env)
    of_site = f"/sites/{room.stage.site_id}/assessments"
    leader = {"checklist": "K12", "leader_id": me(room, "insider")["user_id"], "leader_role": "school_administrator"}
    path = f"/assessments/{asked(room, 'insider', 'POST', of_site, leader)['id']}"
    asked(room, "insider", "POST", f"{path}/team", {"person_id": me(room, "dispatcher")["user_id"], "role": "other"})
    asked(room, "insider", "POST", f"{path}/steps", {"step": "begin_walk"})
    for line in asked(room, "insider", "GET", path)["answers"]:
        asked(room, "insider", "PUT", f"{path}/answers/{line['line']}", {"answer": "yes"})
    return path


def rate(room: LiveRoom, path: str) -> None:
    score = dict.fromkeys(("threat", "vulnerability", "consequence"), 4)
    notes = {f"{part}_note": "As last year." for part in score}
    for one in asked(room, "insider", "GET", path)["scores"]:
        asked(room, "insider", "PUT", f"{path}/scores/{one['scenario']}", {**score, **notes})


def publish(room: LiveRoom) -> None:
    """Walk the draft of the floor and publish it, as who keeps the maps."""
    level_id = asked(room, "insider", "GET", f"/assessment-findings/{finding_of(room)}")["finding"]["level_id"]
    versions = asked(room, "insider", "GET", f"/levels/{level_id}/versions")
    draft = next(one["id"] for one in versions if one["state"] == "draft")
    walk = {"walked_on": today(), "walked_with": ["Everybody"]}
    for who, step, body in (("keeper", "verify", walk), ("insider", "publish", None)):
        at = f"{room.url}/api/v1/floorplans/{draft}"
        headers = {"X-Session-Token": room.token(who), "Content-Type": "application/json"}
        with urllib.request.urlopen(urllib.request.Request(at, headers=headers), timeout=30) as answer:
            headers["If-Match"] = answer.headers["ETag"]
        data = json.dumps(body).encode()
        urllib.request.urlopen(urllib.request.Request(f"{at}/{step}", data, headers, method="POST"), timeout=30).close()


def finding_of(room: LiveRoom) -> str:
    (one,) = asked(room, "insider", "GET", "/assessments")
    return str(asked(room, "insider", "GET", f"/assessments/{one['assessment_id']}")["findings"][0]["finding_id"])


def test_a_finding_becomes_an_upgrade_and_a_thing_that_a_responder_sees(windows: Windows, room: LiveRoom) -> None:
    draw_floors(room.stage.site_id, env=room.server.env)
    path = rated(room)
    page = windows.open(room.token("insider"))
    page.goto(f"{room.url}/prevention{path}")
    page.locator("#new-finding summary").click()
    page.select_option("#new-finding [name=kind]", "door_does_not_latch")
    page.select_option("#new-finding [name=layer]", "building_exterior")
    page.select_option("#new-finding [name=strategy]", "delay")
    page.fill("#new-finding [name=words]", "A hand's breadth stays open")
    page.locator("#new-finding [name=spot]").select_option(index=1)
    page.select_option("#new-finding [name=owner_id]", str(me(room, "insider")["user_id"]))
    page.fill("#new-finding [name=due_on]", "2099-01-01")
    page.locator("#new-finding button.primary").click()
    expect(page.locator("#findings-title")).to_contain_text("1")

    # A measure lacks: a gap before the tier that the site wants.
    page.goto(f"{room.url}/prevention{path}/measures")
    page.locator("#layer-building_perimeter > summary").click()
    row = page.locator("#layer-building_perimeter .fields .fields", has_text="closed and locked during school hours")
    row.locator("select").select_option("missing")
    row.locator("[name=measures-note]").fill("Door 7 hangs.")
    page.locator("#layer-building_perimeter button.primary").click()
    expect(page.locator("section:has(#gaps-title)")).to_contain_text("Door 7 hangs.")
    found = faults(page, sizes=((1440, 900), PHONE))

    asked(room, "insider", "POST", f"{path}/steps", {"step": "begin_rating"})
    rate(room, path)
    page.goto(f"{room.url}/prevention{path}")
    page.get_by_text("Propose an upgrade").click()
    page.fill("[name=title]", "New latches")
    page.fill("[name=cost_dollars]", "900")
    page.check("[name=finding_ids]")
    upgrade = page.locator("form:has([name=act][value=upgrade])")
    upgrade.locator("[name=effects-vulnerability]").first.fill("1")
    page.get_by_role("button", name="Propose the upgrade").click()
    expect(page.locator("section:has(#upgrades-title)")).to_contain_text("New latches")
    asked(room, "insider", "POST", f"{path}/steps", {"step": "adopt"})
    page.reload()
    page.get_by_role("button", name=re.compile("^Approve")).click()
    expect(page.locator("section:has(#upgrades-title) .badge").first).to_have_text(
        re.compile("approved", re.IGNORECASE)
    )
    plan = page.request.get(f"{room.url}/prevention{path}/plan")
    assert (plan.status, plan.headers["content-type"], plan.body()[:5]) == (200, "application/pdf", b"%PDF-")

    page.goto(f"{room.url}/prevention/findings/{finding_of(room)}")
    page.fill("form:has([value=draw]) [name=label]", LABEL)
    page.get_by_role("button", name="Draw it on the plan").click()
    expect(page.locator("body")).to_contain_text("On a draft of the plan")
    publish(room)

    incident: dict[str, object] = {
        "id": str(uuid.uuid4()),
        "type": "open_incident",
        "site_id": room.stage.site_id,
        "is_exercise": True,
    }
    made = ask(
        room, "insider", "/incidents", {**incident, "incident_type": "FSMOKE", "severity": "minor", "title": "Smoke"}
    )
    officer = windows.open(room.token("officer"))
    asked(room, "officer", "POST", f"/rooms/{made['room_id']}/commands", {"id": str(uuid.uuid4()), "type": "join_room"})
    officer.goto(f"{room.url}/incidents/{made['incident_id']}")
    expect(officer.locator("#chip")).to_have_attribute("data-state", "current")
    officer.keyboard.press("t")
    officer.locator("#twin").get_by_role("button", name="Objects", exact=True).press("Enter")
    expect(officer.locator("#twin tbody tr", has_text=LABEL)).to_be_visible()
    # What the team wrote stays with the team.
    assert "hand's breadth" not in officer.content()
    assert "hand's breadth" not in json.dumps(asked(room, "officer", "GET", f"/rooms/{made['room_id']}/levels"))
    assert found == []
