"""No page has a fault that axe-core can find: on a desk and on a phone, in the light, dark and night theme."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.pages.test_alarm_bar import ask, command, press
from tests.stage.live_room import LiveRoom
from tests.stage.windows import DESK, PHONE, Windows
from tests.support.processes import ROOT

pytestmark = pytest.mark.e2e
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
THEMES = ("dark", "light", "night")
PUBLIC = (
    "/accounts/login/",
    "/agency-sign-in/",
    "/accounts/password/reset/",
    "/install",
    "/kept",
    "/aid",
    "/nothing-here",
)
# `{site}` `{incident}` `{school}` are of the stage; `insider` sees all of these.
PAGES = (
    "/",
    "/panic",
    "/agreements",
    "/why",
    "/account/alerts",
    "/incidents/{incident}",
    "/incidents/{incident}/my-room",
    "/sites/{site}",
    "/sites/{site}/map-rules",
    "/sites/{site}/reunification",
    "/sites/{site}/plan-imports",
    "/sites/{site}/settings",
    "/sites/{site}/buildings",
    "/administration",
    "/administration/roles",
    "/records/{school}",
    "/records/{school}/review",
    "/account/sessions",
    "/account/data",
    "/security",
    "/accounts/notice/",
    "/accounts/factors/",
    "/sites/{site}/print",
    "/prevention/assessments",
    "/prevention/support",
    "/prevention/climate",
    "/incidents/{incident}/crisis-team",
    "/prevention/door-sweeps/{site}",
)
# For administrators of the stage's district.
PAGES_OF_DISTRICT = (
    "/records/{district}/retention",
    "/records/{district}/legal-holds",
    "/records/{district}/deletions",
    "/districts/{district}/disclosures",
    "/districts/{district}/readiness",
    "/administration/rosters/{district}",
    "/administration/rosters/{district}/import",
    "/administration/rosters/{district}/connection",
    "/security/{district}/sign-in",
    "/security/{district}/directory",
    "/panic-tiers",
)

# Preloading would copy imported style sheets into the page, which its policy forbids; the rules asked for need none.
LOOK = """async (rules) => {
  const found = await axe.run(document, { ...rules, resultTypes: ["violations"], preload: false });
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.html}`));
}"""
TYPEFACE_IS_THERE = """() =>
  [...document.fonts].some(({ family, status }) => family.includes("Inter") && status === "loaded")"""
# What has nothing to do with color is the same in every theme. Two rules are not asked for unless they are named.
EVERYTHING = {"rules": {"target-size": {"enabled": True}, "label-content-name-mismatch": {"enabled": True}}}
COLORS = {"runOnly": ["color-contrast"]}


def faults(page: Page, sizes: tuple[tuple[int, int], ...] = (DESK, PHONE)) -> list[str]:
    """Return what axe finds on a page, with where it found it."""
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(AXE)
    found = []
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        for theme in THEMES:
            page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
            rules = EVERYTHING if theme == THEMES[0] else COLORS
            found += [f"{width} {theme} {fault}" for fault in page.evaluate(LOOK, rules)]
    return found


@pytest.mark.parametrize("path", PUBLIC)
def test_axe_finds_nothing_on_a_page_for_everybody(windows: Windows, room: LiveRoom, path: str) -> None:
    page = windows.open(None)
    page.goto(f"{room.url}{path}")

    assert faults(page) == []


@pytest.mark.parametrize("path", PAGES_OF_DISTRICT)
def test_axe_finds_nothing_on_a_page_for_a_district_s_administrators(
    windows: Windows, room: LiveRoom, path: str
) -> None:
    page = windows.open(room.token("keeper"))
    answer = page.goto(room.url + path.format(district=room.stage.district_id))

    assert answer is not None
    assert answer.status == 200
    assert faults(page) == []


def test_axe_finds_nothing_on_the_form_that_refers_a_student_to_a_new_team(windows: Windows, room: LiveRoom) -> None:
    page = windows.open(room.token("insider"))
    page.goto(f"{room.url}/prevention/support/teams/{room.stage.school_id}")
    page.click("form:has([name=keep_days]) .primary")
    expect(page.locator("#team-title")).to_be_visible()
    found = faults(page)

    page.goto(f"{room.url}/prevention/support/refer")

    expect(page.locator("form [name=student_name]")).to_be_visible()
    assert found + faults(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_a_page_for_members(windows: Windows, room: LiveRoom, path: str) -> None:
    page = windows.open(room.token("insider"))
    named = {"site": room.stage.site_id, "incident": room.stage.incident_id, "school": room.stage.school_id}
    answer = page.goto(room.url + path.format(**named))

    assert answer is not None
    assert answer.status == 200
    assert faults(page) == []


def test_axe_finds_nothing_in_an_incident_with_an_alarm_and_a_message_to_answer(
    windows: Windows, room: LiveRoom
) -> None:
    pressed = press(room, "teacher")
    for who in ("insider", "officer"):
        command(room, who, pressed["room_id"], "join_room")
    command(
        room,
        "insider",
        pressed["room_id"],
        "post_priority_message",
        message_id=pressed["room_id"],
        text="Out by door 7",
    )
    page = windows.open(room.token("officer"))
    page.goto(f"{room.url}/incidents/{pressed['incident_id']}")
    expect(page.locator(".alarm-message")).to_be_visible()

    assert faults(page) == []


@pytest.mark.parametrize("is_exercise", [False, True], ids=["real", "exercise"])
def test_axe_finds_nothing_on_the_board_of_rooms_and_the_brief_in_a_lockdown(
    windows: Windows, room: LiveRoom, *, is_exercise: bool
) -> None:
    body = {"type": "raise_panic", "site_id": room.stage.site_id, "is_exercise": is_exercise, "kind": "active_threat"}
    pressed = ask(room, "teacher", "/panics", {"id": str(uuid4()), **body})
    for number, state in enumerate(("ok", "need_help", "medical")):
        report: dict[str, object] = {"type": "report_room", "room": f"Tent {number // 2}", "state": state}
        who = "insider" if number else "teacher"
        if number == 1:
            command(room, who, pressed["room_id"], "join_room")
        ask(room, who, f"/rooms/{pressed['room_id']}/commands", {"id": str(uuid4()), **report})
    page = windows.open(room.token("insider"))
    page.goto(f"{room.url}/incidents/{pressed['incident_id']}")
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    page.locator("[data-rooms-board]").evaluate("(button) => button.click()")
    expect(page.locator(".rooms-conflict").first).to_be_visible()
    assert faults(page) == []

    page.goto(f"{room.url}/incidents/{pressed['incident_id']}/brief")
    expect(page.locator(".response-now-line").first).to_be_visible()

    assert faults(page) == []


def test_axe_finds_nothing_where_somebody_may_join(windows: Windows, room: LiveRoom) -> None:
    pressed = press(room, "teacher")
    page = windows.open(room.token("dispatcher"))
    page.goto(f"{room.url}/incidents/{pressed['incident_id']}")
    expect(page.locator("h1").first).to_be_attached()

    assert faults(page) == []


def test_every_page_of_a_member_leads_to_the_main_pages_and_says_where_one_is(windows: Windows, room: LiveRoom) -> None:
    # Not somebody of the school: a lockdown from before would take their screen.
    page = windows.open(room.token("officer"), size=PHONE)
    page.goto(f"{room.url}/sites/{room.stage.site_id}")
    places = page.locator(".nav-places")
    expect(places.locator("[aria-current]")).to_have_text("Sites")

    places.get_by_text("Agreements").click()

    expect(places.locator("[aria-current]")).to_have_text("Agreements")
    places.get_by_text("Incidents").click()
    expect(places.locator("[aria-current]")).to_have_text("Incidents")
    # The face is swapped in when it has come, which may be after the text is there.
    page.wait_for_function(TYPEFACE_IS_THERE)
