"""The panic page in a real browser: held it sends, let go it does not, and an exercise cannot be taken for real."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.factories.mapping import CENTRE
from tests.stage.devices.windows import PHONE, Windows
from tests.stage.live_room import LiveRoom
from tests.stage.maps.drawn_floors import draw_floors

pytestmark = pytest.mark.e2e
HELD_MS = 2400
# The page does nothing for a time, soon after it was pressed.
BUSY_FROM_THE_PRESS = """(button, ms) => {
  const work = () => { for (const until = performance.now() + ms; performance.now() < until; ); };
  button.addEventListener("pointerdown", () => setTimeout(work, 100));
}"""


@pytest.fixture(scope="module")
def drawn(room: LiveRoom) -> LiveRoom:
    """The server, its school drawn: 112 Biology, 113 Art, and a stair."""
    draw_floors(room.stage.site_id, env=room.server.env)
    return room


def panic_page(windows: Windows, room: LiveRoom, who: str, query: str = "") -> Page:
    page = windows.open(room.token(who), size=PHONE)
    page.goto(f"{room.url}/panic{query}", wait_until="networkidle")
    return page


def hold(page: Page, *, ms: int) -> None:
    """Hold the button with a finger for a time."""
    box = page.locator("#panic-button").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.wait_for_timeout(ms)
    page.mouse.up()


def test_letting_go_too_soon_sends_nothing(windows: Windows, room: LiveRoom) -> None:
    page = panic_page(windows, room, "insider", "?exercise")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/panics") else None)

    hold(page, ms=600)

    expect(page.locator("#panic-say")).to_have_text("Let go: nothing was sent")
    assert asked == []


@pytest.mark.parametrize(
    ("ms", "element", "said"),
    [(600, "#panic-say", "Let go: nothing was sent"), (HELD_MS, "#panic-sent-title", "Sent at")],
)
def test_on_a_phone_that_is_busy_it_counts_how_long_it_was_held(
    windows: Windows, room: LiveRoom, ms: int, element: str, said: str
) -> None:
    page = panic_page(windows, room, "insider", "?exercise")
    page.locator("#panic-button").evaluate(BUSY_FROM_THE_PRESS, HELD_MS + 1000)

    hold(page, ms=ms)

    expect(page.locator(element)).to_contain_text(said)


def test_held_by_key_an_exercise_is_sent_and_says_so_everywhere(windows: Windows, room: LiveRoom) -> None:
    page = panic_page(windows, room, "insider", "?exercise")

    page.focus("#panic-button")
    page.keyboard.down("Space")
    page.wait_for_timeout(HELD_MS)
    page.keyboard.up("Space")

    expect(page.locator("#panic-sent-title")).to_contain_text("Sent at")
    expect(page.locator("#panic-words")).to_contain_text("EXERCISE.")
    expect(page.locator("#panic-dispatch")).to_contain_text("Do not dispatch")
    expect(page.locator(".exercise-frame")).to_be_attached()
    expect(page.locator('a[href="tel:911"]')).to_have_count(0)
    assert page.title().startswith("EXERCISE")


def test_a_held_press_survives_a_dead_network_counts_once_and_leads_into_the_room(
    windows: Windows, room: LiveRoom
) -> None:
    page = panic_page(windows, room, "insider")
    lost: list[str] = []

    def lose_two(route: Route) -> None:
        if len(lost) < 2:
            lost.append(route.request.post_data or "")
            route.abort()
        else:
            route.continue_()

    page.route("**/api/v1/panics", lose_two)
    hold(page, ms=HELD_MS)

    expect(page.locator("#panic-sent-title")).to_contain_text("Sent at")
    assert lost[0] == lost[1] != ""
    expect(page.locator('a[href="tel:911"]')).to_be_visible()
    page.click("#panic-room")
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    expect(page.locator(".entry-panic_pressed")).to_have_count(1)


def test_a_press_counts_however_little_the_device_knows_of_where_it_is(windows: Windows, room: LiveRoom) -> None:
    """A desktop computer knows its place by its network address: within hundreds of kilometres, sometimes."""
    page = panic_page(windows, room, "insider", "?exercise")
    page.context.set_geolocation({"longitude": -98.5, "latitude": 39.8, "accuracy": 250_000})
    page.context.grant_permissions(["geolocation"])
    page.reload(wait_until="networkidle")
    expect(page.locator("#panic-position")).to_contain_text("250")

    hold(page, ms=HELD_MS)

    expect(page.locator("#panic-sent-title")).to_contain_text("Sent at")


def test_a_page_that_stays_open_presses_from_where_one_is_now_and_a_choice_by_hand_goes_before_that(
    windows: Windows, drawn: LiveRoom
) -> None:
    page = windows.open(drawn.token("insider"), size=PHONE)
    mine = {"number": 0}

    def answer(route: Route) -> None:
        """The server, on which the bell rings."""
        places = route.fetch().json()
        places[mine["number"]]["mine"] = "schedule"
        route.fulfill(json=places)

    page.route("**/panic-places", answer)
    page.goto(f"{drawn.url}/panic?exercise", wait_until="networkidle")
    expect(page.locator("#panic-room-why")).to_have_text("Your schedule says so now.")
    names = page.locator("[name=space_id] optgroup option").all_inner_texts()
    chosen = page.locator("[name=space_id] option:checked")
    expect(chosen).to_have_text(names[0])

    mine["number"] = 1
    hold(page, ms=HELD_MS)

    expect(page.locator("#panic-words")).to_contain_text(names[1])
    page.click("#panic-again")
    page.select_option("[name=space_id]", label=names[0])
    expect(page.locator("#panic-room-why")).to_be_empty()
    hold(page, ms=HELD_MS)
    expect(page.locator("#panic-words")).to_contain_text(names[0])


def test_who_is_elsewhere_than_the_schedule_says_is_guessed_in_no_room_and_near_ones_come_first(
    windows: Windows, drawn: LiveRoom
) -> None:
    page = panic_page(windows, drawn, "insider", "?exercise")
    places = page.evaluate("async () => (await fetch(`/api/v1/sites/${panic.site_id.value}/panic-places`)).json()")
    page.route("**/panic-places", lambda route: route.fulfill(json=[{**places[0], "mine": "schedule"}, *places[1:]]))
    page.context.grant_permissions(["geolocation"])
    lon, lat = places[0]["lon"], places[0]["lat"]

    page.context.set_geolocation({"longitude": lon, "latitude": lat, "accuracy": 5})
    page.reload(wait_until="networkidle")
    expect(page.locator("#panic-position")).to_contain_text("16 ft (5 m)")
    expect(page.locator("[name=space_id] option:checked")).to_have_text(places[0]["label"])
    expect(page.locator("optgroup[label='Near you'] option").first).to_have_text(places[0]["label"])

    page.context.set_geolocation({"longitude": lon, "latitude": lat + 0.01, "accuracy": 5})
    expect(page.locator("#panic-room-why")).to_contain_text(f"not near {places[0]['label']}")
    expect(page.locator("[name=space_id]")).to_have_value("")
    expect(page.locator("optgroup[label='Near you']")).to_have_count(0)


def test_whoever_comes_to_several_schools_presses_for_the_one_where_they_stand(
    windows: Windows, drawn: LiveRoom
) -> None:
    page = windows.open(drawn.token("insider"), size=PHONE, at_lonlat=CENTRE)

    def with_another_school(route: Route) -> None:
        answer = route.fetch()
        before, choice, after = answer.text().partition('<select name="site_id">')
        other = '<option value="elsewhere" data-lon="-98.4" data-lat="39.9">Elsewhere</option>'
        route.fulfill(response=answer, body=before + choice + other + after)

    page.route("**/panic?exercise", with_another_school)
    page.goto(f"{drawn.url}/panic?exercise", wait_until="networkidle")

    site = page.locator("[name=site_id]")
    expect(site).to_have_value(drawn.stage.site_id)
    # What someone says goes before where the phone is.
    site.select_option("elsewhere")
    page.context.set_geolocation({"longitude": CENTRE[0], "latitude": CENTRE[1], "accuracy": 9})
    expect(page.locator("#panic-position")).to_contain_text("9 m")
    expect(site).to_have_value("elsewhere")


def test_a_page_that_was_open_before_somebody_signed_in_again_still_calls_for_help(
    windows: Windows, room: LiveRoom
) -> None:
    """Signing in, in another tab, makes a new token against forgery; this page was written with the old one."""
    page = panic_page(windows, room, "insider", "?exercise")
    page.context.add_cookies([{"name": "csrftoken", "value": "b" * 32, "url": room.url}])

    hold(page, ms=HELD_MS)

    expect(page.locator("#panic-sent-title")).to_contain_text("Sent at")


def test_a_mistake_is_cancelled_with_a_reason_and_stays_on_record(windows: Windows, room: LiveRoom) -> None:
    page = panic_page(windows, room, "insider", "?exercise")
    hold(page, ms=HELD_MS)
    page.click("#panic-cancel")
    page.fill("#ask-cancel input", "pocket")
    page.click("#ask-cancel .primary")

    expect(page.locator("#panic-told")).to_contain_text("until two give the all clear")
    page.click("#panic-room")
    expect(page.locator(".entry-panic_cancelled", has_text="pocket").first).to_be_visible()


def test_whoever_has_no_site_is_told_to_call(windows: Windows, room: LiveRoom) -> None:
    page = panic_page(windows, room, "stranger")

    expect(page.locator("main")).to_contain_text("call 9-1-1")
    expect(page.locator("#panic-button")).to_have_count(0)


def test_the_button_is_large_and_the_page_fits_a_phone(windows: Windows, room: LiveRoom) -> None:
    page = panic_page(windows, room, "insider")
    box = page.locator("#panic-button").bounding_box()

    assert box is not None
    assert box["height"] >= 300
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
