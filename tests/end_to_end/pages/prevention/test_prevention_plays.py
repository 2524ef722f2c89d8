"""Three plays: posts of a provider; a crisis team of an exercise; a pupil's tip at night, to the review of a plan."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.pages.prevention.test_cases import take, write
from tests.end_to_end.pages.prevention.test_tips import give_tip, step
from tests.factories.prevention.social_alerts import body_of
from tests.screens.axe import faults
from tests.stage.devices.windows import PHONE, Windows
from tests.stage.live_room import LiveRoom
from tests.stage.prevention.alerts import Provider, open_alert_desk
from tests.stage.prevention.tips import asked, join_team, me, open_desk

pytestmark = pytest.mark.e2e
AUTHOR = "@made_up_mallory"
POST = "Tomorrow my pretend crossbow comes along to the cafeteria"
OWN_WORDS = "Someone announces a weapon for tomorrow at lunch"


@pytest.fixture(scope="module")
def room(room: LiveRoom) -> LiveRoom:
    """The shared room, whose school takes tips and has teams; the teacher is on each."""
    open_desk(room, keeper="insider", team="teacher", short_address="lincoln")
    agency_id = me(room, "insider")["memberships"][0]["agency_id"]
    team = f"/agencies/{agency_id}/case-team"
    asked(room, "insider", "PUT", team, {"police_threshold": "A weapon, a plan, or a day that is named."})
    join_team(room, f"{team}/members", "teacher", by="insider", role="administrator")
    # No one puts themself on a team.
    join_team(room, f"{team}/members", "insider", by="keeper", role="counselor_or_psychologist")
    support = f"/agencies/{agency_id}/support-team"
    asked(room, "insider", "PUT", support, {"keep_days": 365})
    join_team(room, f"{support}/members", "teacher", by="insider")
    return room


@pytest.fixture(scope="module")
def provider(room: LiveRoom) -> Provider:
    """A provider; the teacher reviews what it sends, by a rule that the keeper has approved."""
    return open_alert_desk(room, reviewer="teacher", words=["pretend crossbow"])


def send(provider: Provider, name: str) -> None:
    post: dict[str, object] = {
        "post_id": name,
        "platform": "example.social",
        "author": AUTHOR,
        "text": POST,
        "posted_at": datetime.now(UTC).isoformat(),
        "visibility": "public",
        "place": "Lincoln High School",
    }
    assert provider.send(body_of(post)) == 202


def begin_review(page: Page, room: LiveRoom) -> None:
    page.goto(f"{room.url}/prevention")
    page.locator(".desk-front").get_by_text("Social media alerts", exact=True).click()
    expect(page.locator("main")).not_to_contain_text("crossbow")
    page.locator(".desk-open").first.click()
    expect(page.locator("main")).to_contain_text(POST)
    page.get_by_role("button", name="Begin the review").click()
    page.locator("[name=disposition]").wait_for()


def test_of_a_providers_posts_one_is_dismissed_and_one_becomes_a_tip(
    windows: Windows, room: LiveRoom, provider: Provider
) -> None:
    send(provider, "first")
    page = windows.open(room.token("teacher"), size=PHONE)
    begin_review(page, room)
    page.select_option("[name=disposition]", "dismiss")
    page.get_by_role("button", name="Decide").click()
    expect(page.locator("main")).to_contain_text("It was erased with the decision")
    expect(page.locator("main")).not_to_contain_text("crossbow to")

    send(provider, "second")
    begin_review(page, room)
    page.select_option("[name=disposition]", "tip")
    page.fill("[name=words]", OWN_WORDS)
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("alert")).to_contain_text("Something is missing")
    page.select_option("[name=disposition]", "tip")
    page.select_option("[name=category]", "weapon")
    page.get_by_role("button", name="Decide").click()
    expect(page.locator(".desk-side")).to_contain_text("The team of tips has it now")

    page.goto(f"{room.url}/prevention/tips")
    page.locator(".desk-open").first.click()
    expect(page.locator("main")).to_contain_text("Handed over from a social media alert")
    expect(page.locator("main")).to_contain_text(OWN_WORDS)
    expect(page.locator("main")).not_to_contain_text("crossbow")
    expect(page.locator("#dialogue-title")).to_have_count(0)
    keeper = windows.open(room.token("keeper"))
    keeper.goto(f"{room.url}/prevention/alerts/reports/{room.stage.district_id}")
    row = keeper.locator("tbody tr").first
    expect(row.locator("td").last).to_have_text("50 %")
    expect(keeper.locator("body")).not_to_contain_text(AUTHOR)


def test_axe_finds_nothing_on_the_pages_of_alerts(windows: Windows, room: LiveRoom, provider: Provider) -> None:
    # In Spanish: test_every_page.py opens these pages in English.
    send(provider, "axe")
    page = windows.open(room.token("teacher"), size=PHONE, language="es")
    page.goto(f"{room.url}/prevention/alerts")
    assert faults(page) == []
    page.locator("tr.urgent .desk-open").first.click()
    page.locator("form:has([name=step][value=begin_review]) button").click()
    page.locator("[name=disposition]").wait_for()
    assert faults(page) == []
    keeper = windows.open(room.token("keeper"), language="es")
    for part in ("desks", "rules", "reports"):
        keeper.goto(f"{room.url}/prevention/alerts/{part}/{room.stage.district_id}")
        assert faults(keeper) == [], part


def test_a_crisis_team_that_is_called_from_an_exercise_stays_one_everywhere(windows: Windows, room: LiveRoom) -> None:
    command = {
        "id": str(uuid4()),
        "type": "open_incident",
        "site_id": room.stage.site_id,
        "is_exercise": True,
        "incident_type": "STDBY",
        "severity": "minor",
        "title": "Tabletop about a storm",
    }
    incident_id = asked(room, "insider", "POST", "/incidents", command)["incident_id"]
    before = {one["notification_id"] for one in asked(room, "teacher", "GET", "/notifications")}
    caller = windows.open(room.token("insider"))
    caller.goto(f"{room.url}/incidents/{incident_id}/crisis-team")
    expect(caller.locator("h1")).to_contain_text("EXERCISE")
    expect(caller.locator("body.is-exercise .exercise-frame")).to_have_count(1)
    caller.fill("[name=reason]", "Role players wait in the gym")
    caller.get_by_role("button", name="Call the crisis team").click()
    expect(caller.locator("main")).to_contain_text("A crisis team was called.")
    caller.goto(f"{room.url}/incidents/{incident_id}")
    expect(caller.locator("body")).to_contain_text("crisis team", ignore_case=True)
    expect(caller.locator("body")).not_to_contain_text("Role players")

    team = windows.open(room.token("teacher"), size=PHONE)
    team.goto(f"{room.url}/prevention/support")
    team.locator(".desk-open", has_text="EXERCISE").click()
    expect(team.locator("h1")).to_contain_text("EXERCISE")
    expect(team.locator(".desk-warn")).to_contain_text("nothing of this happened")
    assert faults(team) == []
    told = [one for one in asked(room, "teacher", "GET", "/notifications") if one["notification_id"] not in before]
    assert all(one["is_exercise"] for one in told)
    assert not any(one["urgency"] == "life_safety" for one in told)


def test_a_pupils_tip_at_night_goes_to_a_case_its_safety_plan_and_the_review(windows: Windows, room: LiveRoom) -> None:
    pupil = windows.open(None, size=PHONE)
    give_tip(pupil, room, text="Quince wrote that he hides a crowbar in the hedge")
    team = windows.open(room.token("teacher"), size=PHONE)
    team.goto(f"{room.url}/prevention/tips")
    tips = asked(room, "teacher", "GET", "/tips")
    mine = next(one for one in tips if "crowbar" in asked(room, "teacher", "GET", f"/tips/{one['tip_id']}")["text"])
    team.goto(f"{room.url}/prevention/tips/{mine['tip_id']}")
    for name in ("triage", "send", "acknowledge", "begin"):
        step(team, name)
    team.locator("[name=disposition]").wait_for()

    team.get_by_role("link", name="Hand it to the threat assessment team").click()
    team.fill("[name=subject_name]", "Imaginary Quince")
    team.fill("[name=concern]", "Said to have a tool hidden outdoors; two may know where.")
    team.get_by_role("button", name="Open the case").click()
    team.locator(".desk-two").wait_for()
    expect(team.locator("main")).not_to_contain_text("in the hedge")
    take(team, "evaluate", "Two friends heard it.")
    take(team, "find_serious", "He means it.")
    write(team, "measure", words="Walks with a teacher between classes")
    take(team, "respond")
    write(team, "plan", conditions="Checks in each morning")
    take(team, "monitor")
    expect(team.locator(".desk-path [aria-current]")).to_have_text("5 Safety plan")
    later = date.today() + timedelta(days=14)  # noqa: DTZ011 - a form's day
    write(team, "plan_review", words="He keeps to it.", next_review_on=str(later))
    expect(team.locator(".cases-plan")).to_contain_text("He keeps to it.")

    team.goto(f"{room.url}/prevention/tips/{mine['tip_id']}")
    team.select_option("[name=disposition]", "threat_assessment")
    step(team, "dispose")
    expect(team.locator(".desk-side")).to_contain_text("Given to the threat assessment team")
    # Of the report nothing stands in the case.
    team.goto(f"{room.url}/prevention/cases/agenda")
    expect(team.locator("main")).to_contain_text("Imaginary Quince")
    expect(team.locator("main")).not_to_contain_text("hedge")
