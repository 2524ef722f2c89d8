"""A panic alarm reaches a browser: subscribed with our key, encrypted for it, shown by our service worker, receipted.

Three things are stood in for. Chromium's own push service is its maker's and not reachable here (a real `subscribe`
is never answered, and in a private window refused at once): `subscribe` hands out a subscription of our push service,
with real keys, and what that service decrypts is handed to the service worker by the browser's own debugging interface,
where its push service would deliver it. And no one can put a finger on the system's notification: the test tells the
service worker of the click, and follows the window that it would open.
The press, VAPID, encryption (RFC 8291), the worker that delivers, the service worker, the notification and the receipts
are the real ones.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.end_to_end.pages.incident.test_alarm_bar import ask, command
from tests.end_to_end.pages.incident.test_panic_page import HELD_MS, hold
from tests.fakes.browser_push import FakePushService
from tests.stage.devices import phones
from tests.stage.devices.windows import PHONE, Windows, becomes
from tests.stage.live_room import LiveRoom
from tests.stage.served import set_stage
from tests.support.processes import ROOT
from tests.support.services import AppServer, wait_until

pytestmark = pytest.mark.e2e
# In the page's own world, before its scripts: what the browser's push service would have answered.
SUBSCRIBE = """
PushManager.prototype.subscribe = async function (options) {
  window.subscribedWith = btoa(String.fromCharCode(...new Uint8Array(options.applicationServerKey)));
  return { toJSON: () => (%s) };
};
"""

BRIDGE = ROOT / "node_modules/@capacitor/android/capacitor/src/main/assets/native-bridge.js"

# In the service worker: what the browser does when its notification is clicked, but for the finger that it asks for.
CLICK = """
async () => {
  const [notification] = await self.registration.getNotifications();
  const opened = new Promise((resolve) => {
    self.clients.openWindow = async (address) => resolve(address);
  });
  self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
  return opened;
}
"""


@pytest.fixture(scope="module")
def room(spatialite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveRoom]:
    """A server with its push worker."""
    folder = tmp_path_factory.mktemp("webpush")
    shutil.copy(spatialite_template, folder / "app.sqlite3")
    url = f"spatialite://{folder / 'app.sqlite3'}"
    stage = set_stage(url, var=folder)
    with AppServer(url, with_worker=True, var=folder) as server:
        yield LiveRoom(server, stage)


@pytest.fixture
def push_service() -> Iterator[FakePushService]:
    with FakePushService() as service:
        yield service


def subscribed(windows: Windows, room: LiveRoom, service: FakePushService, who: str) -> Page:
    """Return someone's panic page after they pressed "Alerts on this device"."""
    page = windows.open(room.token(who))
    page.context.grant_permissions(["notifications"], origin=room.url)
    page.add_init_script(SUBSCRIBE % service.subscription())
    page.goto(f"{room.url}/panic")
    page.click("#alerts-here")
    expect(page.locator("#alerts-say")).to_have_text("This browser is told of alerts.")
    return page


def registration_of(session: CDPSession) -> str:
    """Return the id under which the browser knows our service worker."""
    found: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(one["registrationId"] for one in event["registrations"] if not one["isDeleted"]),
    )
    session.send("ServiceWorker.enable")

    def is_found() -> bool:
        # Any question lets the browser's events in.
        session.send("Runtime.evaluate", {"expression": "1"})
        return bool(found)

    wait_until(is_found, timeout_s=180, what="no service worker was registered")
    return found[0]


def shown(page: Page) -> list[dict[str, object]]:
    """Return the notifications that the browser shows."""
    notes: list[dict[str, object]] = page.evaluate(
        """async () => (await (await navigator.serviceWorker.ready).getNotifications())
             .map(({ title, body, tag, silent }) => ({ title, body, tag, silent }))"""
    )
    return notes


def standing_of(room: LiveRoom, pressed: dict[str, object], name: str) -> object:
    """Return how far the alarm has come with someone, as the board says."""
    board = ask(room, "insider", f"/rooms/{pressed['room_id']}/alerts?seq={pressed['seq']}")["board"]
    assert isinstance(board, dict)
    return next(one["standing"] for one in board["people"] if one["name"] == name)


def press_in_the_page(windows: Windows, room: LiveRoom, who: str, *, is_exercise: bool) -> dict[str, object]:
    """Hold the button as someone with a phone does; return what the server answered."""
    page = windows.open(room.token(who))
    page.goto(f"{room.url}/panic{'?exercise' if is_exercise else ''}", wait_until="networkidle")
    with page.expect_response("**/api/v1/panics") as answered:
        hold(page, ms=HELD_MS)
    pressed: dict[str, object] = answered.value.json()
    return pressed


def deliver(page: Page, room: LiveRoom, payload: dict[str, object]) -> None:
    """Hand a push to the page's service worker until its notification is shown."""
    session = page.context.new_cdp_session(page)
    registration_id = registration_of(session)

    def is_shown_once_delivered() -> bool:
        # The debugging interface now and then drops a push on its way to a worker that is just starting. A real push
        # service delivers at least once too, and the tag keeps a second delivery from being a second notification.
        session.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": room.url, "registrationId": registration_id, "data": json.dumps(payload)},
        )
        page.wait_for_timeout(500)
        return len(shown(page)) == 1

    wait_until(is_shown_once_delivered, timeout_s=20, what="no notification was shown")


def address_after_a_click(page: Page) -> str:
    """Tell the service worker that its notification was clicked; return the address that it would open."""
    [worker] = page.context.service_workers
    address: str = worker.evaluate(CLICK)
    return address


@pytest.mark.parametrize("is_exercise", [False, True])
def test_a_press_in_a_page_reaches_another_browser_the_board_knows_and_a_click_leads_into_the_room(
    windows: Windows, room: LiveRoom, push_service: FakePushService, is_exercise: bool
) -> None:
    page = subscribed(windows, room, push_service, "officer")
    pressed = press_in_the_page(windows, room, "teacher", is_exercise=is_exercise)
    command(room, "insider", pressed["room_id"], "join_room")

    wait_until(lambda: len(push_service.received) >= 1, timeout_s=180, what="no push arrived")
    payload = push_service.payloads()[0]
    assert push_service.signers()[0][1]
    assert not any(word in json.dumps(payload) for word in ("Lincoln", "Teacher", "School Road"))
    wait_until(
        lambda: standing_of(room, pressed, "Officer") == "accepted", timeout_s=180, what="the provider did not take it"
    )

    deliver(page, room, payload)
    note = shown(page)[0]
    assert note["title"] == ("EXERCISE: Panic alarm" if is_exercise else "Panic alarm")
    # A press has a line of its own, which no other news of the room takes.
    assert str(note["tag"]).startswith(f"room:{pressed['room_id']}:")
    assert note["tag"] == payload["line"]
    # Which school and where is no part of the push: the browser asks for it, and adds it without a second sound.
    wait_until(lambda: "Lincoln High School: " in str(shown(page)[0]["body"]), timeout_s=20, what="no place was shown")
    [note] = shown(page)
    assert str(note["body"]).startswith(f"{payload['body']}\n")
    assert note["silent"] is True
    wait_until(lambda: standing_of(room, pressed, "Officer") == "delivered", timeout_s=180, what="no receipt came")

    address = address_after_a_click(page)
    wait_until(lambda: standing_of(room, pressed, "Officer") == "opened", timeout_s=180, what="no receipt came")
    page.goto(f"{room.url}{address}")
    page.get_by_role("button", name="Join the exercise" if is_exercise else "Join the room").click()
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    expect(page.locator(".entry-panic_pressed")).to_have_count(1)
    expect(page.locator(".exercise-frame")).to_have_count(int(is_exercise))


def test_who_is_not_signed_in_any_more_is_shown_no_place(
    windows: Windows, room: LiveRoom, push_service: FakePushService
) -> None:
    page = subscribed(windows, room, push_service, "officer")
    page.context.clear_cookies()
    ids = {"room_id": room.stage.room_id, "line": f"room:{room.stage.room_id}", "notification_id": str(uuid4())}
    words = {"kind": "panic_pressed", "title": "Panic alarm", "body": "Open the app to see it.", "is_silent": False}

    with page.context.expect_event("response", lambda answer: "/api/v1/incidents?" in answer.url) as refused:
        deliver(page, room, {**ids, **words})

    assert refused.value.status == 401
    assert [note["body"] for note in shown(page)] == [words["body"]]


def test_the_browser_subscribes_with_this_installations_key(
    windows: Windows, room: LiveRoom, push_service: FakePushService
) -> None:
    page = subscribed(windows, room, push_service, "dispatcher")

    key = str(ask(room, "dispatcher", "/devices/web-push-key")["public_key"])
    with_key = str(page.evaluate("window.subscribedWith"))
    assert with_key.replace("+", "-").replace("/", "_").rstrip("=") == key


# What the page asked for, noted by the page: once a service worker has it, no route of the test's sees that.
NOTING_RECEIPTS = """{
  const ask = window.fetch.bind(window);
  window.fetch = (address, asked) => {
    if (String(address).endsWith("/receipts")) {
      const noted = JSON.parse(sessionStorage.getItem("receipts") ?? "[]");
      sessionStorage.setItem("receipts", JSON.stringify([...noted, asked.body]));
    }
    return ask(address, asked);
  };
}"""


# --- in the app for the stores ----------------------------------------------------------------------------------------
def in_the_app(windows: Windows, room: LiveRoom, who: str) -> Page:
    """Return a window of the app: Capacitor's own bridge, put into each page as Android does, and fakes behind it."""
    page = windows.open(room.token(who), size=PHONE)
    fakes = Path(phones.__file__).with_name("phone_app.js").read_text()
    page.add_init_script(f"{fakes}\n{BRIDGE.read_text()}\naddPlugins();")
    return page


def test_in_the_app_a_phone_is_registered_with_firebases_token_and_says_so_at_each_start(
    windows: Windows, room: LiveRoom
) -> None:
    page = in_the_app(windows, room, "insider")
    page.goto(f"{room.url}/panic")
    page.click("#alerts-here")
    expect(page.locator("#alerts-say")).to_have_text("This browser is told of alerts.")

    devices: Any = ask(room, "insider", "/devices")
    [device] = [one for one in devices if one["kind"] == "token"]
    assert (device["platform"], device["app_version"], device["locale"]) == ("android", "1.2.3", "en")
    assert page.evaluate("Number(localStorage.getItem('session-renewed-at'))") > 0
    with page.expect_response(lambda one: one.url.endswith("/devices") and one.request.method == "POST") as again:
        page.reload()
    assert again.value.json()["id"] == device["id"]
    asked = page.evaluate("JSON.parse(sessionStorage.getItem('calls'))")
    assert asked.count("FirebaseMessaging.getToken") == 2
    assert asked.count("MusterAlerts.prepare") == 1
    # The browser's own push is left alone.
    assert [one["kind"] for one in devices] == ["token"]


def test_in_the_app_the_screen_stays_on_and_a_tapped_alert_is_reported_and_opens_its_room(
    windows: Windows, room: LiveRoom
) -> None:
    page = in_the_app(windows, room, "officer")
    page.add_init_script(NOTING_RECEIPTS)
    page.goto(f"{room.url}/rooms/{room.stage.room_id}")
    expect(page.locator("#chip")).to_have_attribute("data-state", "current")
    becomes(page, "phone.calls.some(({ name }) => name === 'KeepAwake.keepAwake')", True)

    page.goto(f"{room.url}/panic")
    alert = {"notification_id": str(uuid4()), "room_id": room.stage.room_id, "seq": "3", "kind": "panic_pressed"}
    page.evaluate("(data) => phone.hear('notificationReceived', { notification: { data } })", alert)
    page.evaluate("(data) => phone.hear('notificationActionPerformed', { notification: { data } })", alert)

    page.wait_for_url(f"**/incidents/{room.stage.incident_id}")
    receipts = page.evaluate("JSON.parse(sessionStorage.getItem('receipts'))")
    assert [json.loads(one) for one in receipts] == [{"stage": "delivered"}, {"stage": "opened"}]
