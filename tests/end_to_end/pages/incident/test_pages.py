"""Real windows on the real server: two agencies in one room, a third that finds nothing, pages that behave."""

import re
import uuid
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, WebSocketRoute, expect

from tests.end_to_end.pages.console.test_console import open_incident
from tests.factories.mapping import CENTRE
from tests.stage.devices.windows import PHONE, Windows
from tests.stage.live_room import LiveRoom, room_on_copy

pytestmark = pytest.mark.e2e
A_SECOND_MS = 1000
HOSTILE = '<img src=x onerror="alert(1)"><script>alert(2)</script>'


def enter(windows: Windows, room: LiveRoom, who: str, page: Page | None = None) -> Page:
    """Return a window of someone in the room whose page is current."""
    page = page or windows.open(room.token(who))
    page.goto(f"{room.url}/incidents/{room.stage.incident_id}")
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    return page


def test_a_form_that_is_sent_before_its_script_is_here_waits_for_it_and_joins_once(
    windows: Windows, room: LiveRoom
) -> None:
    opened = open_incident(room, "Smoke in the gym", is_exercise=True)
    page = windows.open(room.token("keeper"), size=PHONE)
    held: list[Route] = []

    def hold_back(route: Route) -> None:
        held.append(route)

    page.route("**/join_page*.js", hold_back)
    page.goto(f"{room.url}/incidents/{opened['incident_id']}", wait_until="commit")
    page.locator("#join [type=submit]").evaluate("(button) => { button.click(); button.click(); }")
    held[0].continue_()

    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    # What a browser sends by itself would stand in the address.
    assert "?" not in page.url


def say(page: Page, text: str) -> None:
    page.fill("#composer textarea", text)
    page.press("#composer textarea", "Enter")


def entry(page: Page, text: str) -> Locator:
    return page.locator(".entry-text", has_text=text)


def place_marker(page: Page, *, kind: str, label: str) -> None:
    page.click('.map-tools [data-do="place_marker"]')
    page.click("#tool-bar button:first-of-type")
    page.check(f'#ask-marker input[value="{kind}"]')
    page.fill('#ask-marker input[name="label"]', label)
    page.click("#ask-marker .primary")


@pytest.mark.by_the_clock
def test_two_agencies_see_each_others_message_and_marker_within_a_second(windows: Windows, room: LiveRoom) -> None:
    officer, dispatcher = enter(windows, room, "officer"), enter(windows, room, "dispatcher")

    say(officer, "At door 7, corridor is clear")
    expect(entry(dispatcher, "At door 7, corridor is clear")).to_be_visible(timeout=A_SECOND_MS)
    say(dispatcher, "Copy, door 7")
    expect(entry(officer, "Copy, door 7")).to_be_visible(timeout=A_SECOND_MS)
    place_marker(officer, kind="entry_point", label="Gas smell")
    expect(dispatcher.locator(".marker-label", has_text="Gas smell")).to_be_visible(timeout=A_SECOND_MS)

    expect(officer.locator("#chip")).to_have_attribute("data-state", "current")
    expect(officer.locator(".unsent-line")).to_have_count(0)


def test_an_agency_without_an_agreement_finds_what_nobody_finds(windows: Windows, room: LiveRoom) -> None:
    page = windows.open(room.token("stranger"))

    answer = page.goto(f"{room.url}/incidents/{room.stage.incident_id}")

    assert answer is not None
    assert answer.status == 404
    expect(page.locator("h1")).to_have_text("Not found")
    missing = page.goto(f"{room.url}/incidents/{uuid.uuid4()}")
    assert missing is not None
    assert missing.status == 404
    page.goto(room.url)
    expect(page.get_by_role("heading", name="Nothing is open to you yet")).to_be_visible()


def test_what_people_write_is_shown_and_never_run(windows: Windows, room: LiveRoom) -> None:
    officer, dispatcher = enter(windows, room, "officer"), enter(windows, room, "dispatcher")

    say(officer, HOSTILE)
    place_marker(officer, kind="other", label=HOSTILE[:100])
    expect(entry(dispatcher, HOSTILE).first).to_be_visible()
    expect(dispatcher.locator(".marker-label", has_text="<img")).to_be_visible()
    dispatcher.locator(".leaflet-marker-icon", has_text="<img").focus()
    dispatcher.keyboard.press("Enter")

    expect(dispatcher.locator(".leaflet-popup", has_text="<img")).to_be_visible()
    expect(dispatcher.locator('img[src="x"]')).to_have_count(0)


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/sites/{site}", "/nothing"])
def test_every_page_stays_at_home_and_within_its_policy(windows: Windows, room: LiveRoom, path: str) -> None:
    page = windows.open(None if "login" in path else room.token("insider"))

    page.goto(room.url + path.format(site=room.stage.site_id), wait_until="networkidle")

    assert page.locator("body").inner_text() != ""


def test_a_lost_network_is_said_and_what_was_typed_meanwhile_arrives_once(windows: Windows, room: LiveRoom) -> None:
    officer, dispatcher = enter(windows, room, "officer"), enter(windows, room, "dispatcher")
    officer.context.set_offline(True)

    say(officer, "Typed without a network")
    expect(officer.locator("#chip")).to_have_attribute("data-state", "stale")
    expect(officer.locator("#chip")).to_have_text(re.compile(r"STALE since \d\d:\d\d:\d\d"))
    expect(officer.locator(".map-veil")).to_be_visible()
    # The line counts as dead after two beacons that did not come; until then the message is still on its way.
    expect(officer.locator(".unsent-waiting")).to_contain_text("Typed without a network")
    officer.context.set_offline(False)

    expect(officer.locator("#chip")).to_have_attribute("data-state", "current")
    expect(entry(dispatcher, "Typed without a network")).to_have_count(1)
    expect(entry(officer, "Typed without a network")).to_have_count(1)
    expect(officer.locator(".unsent-line")).to_have_count(0)


@pytest.mark.by_the_clock
def test_where_sockets_are_blocked_the_long_poll_carries_the_room(windows: Windows, room: LiveRoom) -> None:
    def cut(socket: WebSocketRoute) -> None:
        socket.close(code=4000)

    officer = windows.open(room.token("officer"))
    officer.route_web_socket("**/ws/v1/**", cut)
    officer.goto(f"{room.url}/incidents/{room.stage.incident_id}")
    # The state came with the page; the first poll is answered when something happens, or after ten seconds.
    expect(officer.locator("#chip")).to_contain_text("long poll")
    dispatcher = enter(windows, room, "dispatcher")

    say(officer, "Through plain HTTP")
    expect(entry(dispatcher, "Through plain HTTP")).to_be_visible()
    say(dispatcher, "Heard over plain HTTP")

    # Before a poll would end that heard nothing.
    expect(entry(officer, "Heard over plain HTTP")).to_be_visible(timeout=9 * A_SECOND_MS)


@pytest.mark.by_the_clock
def test_signing_out_elsewhere_empties_the_open_room_within_a_second(windows: Windows, room: LiveRoom) -> None:
    page = enter(windows, room, "teacher")
    elsewhere = page.context.new_page()
    elsewhere.goto(f"{room.url}/accounts/logout/")

    elsewhere.click("main button")

    expect(page.locator("#ended")).to_be_visible(timeout=2 * A_SECOND_MS)
    expect(page.locator("#ended-words")).to_have_text("You are signed out.")
    expect(page.locator(".entry")).to_have_count(0, timeout=A_SECOND_MS)


@pytest.mark.by_the_clock
def test_whoever_is_removed_loses_the_room_within_a_second_and_the_others_go_on(
    browser: Browser, spatialite_template: Path, tmp_path: Path
) -> None:
    with room_on_copy(spatialite_template, tmp_path) as room:
        windows = Windows(browser, room.url)
        officer, dispatcher = enter(windows, room, "officer"), enter(windows, room, "dispatcher")
        principal = enter(windows, room, "insider")
        officers_line = ".person:has-text('Officer')"
        # Of another agency, and not of the school.
        expect(dispatcher.locator(officers_line).locator("button", has_text="Remove")).to_have_count(0)
        principal.locator(officers_line).locator("button", has_text="Remove").click()
        principal.fill('#ask-reason input[name="reason"]', "wrong incident")

        principal.click("#ask-reason .danger")

        expect(officer.locator("#ended-words")).to_have_text("Your access to this room has ended.", timeout=A_SECOND_MS)
        expect(officer.locator(".entry")).to_have_count(0, timeout=A_SECOND_MS)
        say(dispatcher, "We go on")
        expect(entry(dispatcher, "We go on")).to_be_visible()
        windows.close()
        assert windows.faults == []


@pytest.mark.by_the_clock
def test_a_shared_position_is_on_the_others_map_until_it_is_withdrawn(windows: Windows, room: LiveRoom) -> None:
    officer = enter(windows, room, "officer", windows.open(room.token("officer"), at_lonlat=CENTRE))
    dispatcher = enter(windows, room, "dispatcher")

    officer.click('[data-do="share_position"]')
    # Responders show themselves to responders, until they say otherwise.
    expect(officer.locator("#ask-share input:checked")).to_have_value("responders")
    officer.click("#ask-share button.primary")

    unit = dispatcher.locator(".unit", has_text="Officer")
    expect(unit).to_be_visible(timeout=3 * A_SECOND_MS)
    expect(unit).to_have_attribute("data-age", "fresh")
    officer.click('[data-do="share_position"]')
    expect(unit).to_have_count(0)


def test_reading_is_not_disturbed_by_what_is_new(windows: Windows, room: LiveRoom) -> None:
    for number in range(40):
        room.say("dispatcher", f"Filler {number}")
    page = enter(windows, room, "officer")
    expect(entry(page, "Filler 39")).to_be_visible()
    scroller = page.locator("[data-scroller]")
    scroller.evaluate("node => { node.scrollTop = 300; }")
    before = scroller.evaluate("node => node.scrollTop")

    room.say("dispatcher", "Something new")

    expect(page.locator("[data-new]")).to_have_text("1 new")
    assert scroller.evaluate("node => node.scrollTop") == before
    page.click("[data-new]")
    expect(entry(page, "Something new")).to_be_in_viewport()


def test_an_entry_is_struck_with_a_reason_and_stays_readable(windows: Windows, room: LiveRoom) -> None:
    officer, dispatcher = enter(windows, room, "officer"), enter(windows, room, "dispatcher")
    say(officer, "Wrong room number 999")
    line = officer.locator(".entry", has_text="Wrong room number 999")
    line.hover()

    line.locator(".entry-strike").click()
    officer.fill('#ask-reason input[name="reason"]', "meant 112")
    officer.click("#ask-reason .danger")

    struck = dispatcher.locator(".entry-struck", has_text="Wrong room number 999")
    expect(struck).to_be_visible()
    expect(struck).to_contain_text("Struck")


def test_a_photo_reaches_the_others(windows: Windows, room: LiveRoom, tmp_path: Path) -> None:
    officer, dispatcher = enter(windows, room, "officer"), enter(windows, room, "dispatcher")
    photo = tmp_path / "door 7.png"
    photo.write_bytes(officer.screenshot(clip={"x": 0, "y": 0, "width": 40, "height": 40}))

    officer.set_input_files('#composer input[type="file"]', str(photo))

    picture = dispatcher.locator(".entry-picture")
    expect(picture).to_be_visible()
    assert picture.evaluate("node => node.decode().then(() => node.naturalWidth)") == 40


def test_a_phone_has_three_big_actions_and_nothing_sticks_out(windows: Windows, room: LiveRoom) -> None:
    page = enter(windows, room, "officer", windows.open(room.token("officer"), size=PHONE))

    boxes = [thumb.bounding_box() for thumb in page.locator(".thumb").all()]

    assert len(boxes) == 3
    assert all(box is not None and box["height"] >= 64 and box["y"] + box["height"] <= PHONE[1] for box in boxes)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    page.click(".thumb-main")
    page.click("#tool-bar button:first-of-type")
    expect(page.locator("#ask-marker")).to_be_visible()


def test_an_incident_is_opened_only_after_choosing_what_it_is(windows: Windows, room: LiveRoom) -> None:
    page = windows.open(room.token("insider"))
    page.goto(room.url)
    page.click("#open-incident")
    expect(page.locator("#open-submit")).to_be_disabled()

    page.check('input[name="kind"][value="exercise"]', force=True)
    page.select_option('select[name="site_id"]', room.stage.site_id)
    page.select_option('select[name="incident_type"]', "ALRF")
    page.fill('#open-form input[name="title"]', "Autumn drill")
    page.click("#open-submit")

    page.wait_for_url("**/incidents/*")
    expect(page).to_have_title("EXERCISE · Autumn drill")
    expect(page.locator(".exercise-frame")).to_be_visible()
    expect(entry(page, "Opened: Autumn drill")).to_be_visible()


def test_an_answer_that_got_lost_on_the_way_opens_no_second_incident(windows: Windows, room: LiveRoom) -> None:
    """A proxy that gave up waiting says so with an answer of its own: the incident is open all the same."""
    page = windows.open(room.token("insider"))
    page.goto(room.url)
    given_up: list[int] = []

    def give_up_once(route: Route) -> None:
        answer = route.fetch()
        if route.request.method == "POST" and not given_up:
            given_up.append(answer.status)
            route.fulfill(status=504, body="")
        else:
            route.fulfill(response=answer)

    page.route("**/api/v1/incidents", give_up_once)
    page.click("#open-incident")
    page.check('input[name="kind"][value="exercise"]', force=True)
    page.select_option('select[name="site_id"]', room.stage.site_id)
    page.select_option('select[name="incident_type"]', "ALRF")
    page.fill('#open-form input[name="title"]', "Opened once")
    page.click("#open-submit")
    expect(page.locator("#open-form [data-problem]")).to_be_visible()

    page.click("#open-submit")
    page.wait_for_url("**/incidents/*")
    page.goto(room.url)

    assert given_up == [201]
    expect(page.locator("[data-incident]", has_text="Opened once")).to_have_count(1)


def test_the_room_speaks_the_readers_language(windows: Windows, room: LiveRoom) -> None:
    page = windows.open(room.token("dispatcher"), language="es-MX")

    page.goto(f"{room.url}/incidents/{room.stage.incident_id}")

    expect(page.locator("#chip")).to_contain_text("Al día hasta #")
    expect(page.locator(".thumbs")).to_contain_text("Mensaje")


# A write by each module that writes, and what it says when it is refused.
WRITES = {
    "mapping/plan/plan_api.js": "({ PlanApi }) => new PlanApi().write('POST', '/devices', {})",
    "coordination/api.js": "({ Api }) => new Api().post('/devices', {})",
}


@pytest.mark.parametrize("module", WRITES)
def test_a_page_that_was_open_before_somebody_signed_in_again_still_writes(
    windows: Windows, room: LiveRoom, module: str
) -> None:
    """Signing in, in another tab, makes a new token against forgery; this page was written with the old one."""
    page = windows.open(room.token("insider"))
    page.goto(f"{room.url}/panic", wait_until="networkidle")
    page.context.add_cookies([{"name": "csrftoken", "value": "b" * 32, "url": room.url}])

    with page.expect_response("**/api/v1/**") as answered:
        page.evaluate(f"async (path) => ({WRITES[module]})(await import(path)).catch(() => null)", f"/static/{module}")

    assert answered.value.json()["code"] != "csrf_failed"
