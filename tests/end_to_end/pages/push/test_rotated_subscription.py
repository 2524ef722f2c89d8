"""A browser that makes its subscription anew goes on hearing alerts, and no one is told who did not ask for it.

As in test_web_push.py, `subscribe` is stood in for, here inside the service worker: Chromium's push service is not
reachable. The event is one of the browser's own class, given to the real worker.
"""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Worker

from tests.end_to_end.pages.incident.test_alarm_bar import ask
from tests.end_to_end.pages.push.test_web_push import press_in_the_page, room, subscribed
from tests.fakes.browser_push import FakePushService
from tests.stage.devices.windows import Windows
from tests.stage.live_room import LiveRoom
from tests.support.services import wait_until

__all__ = ["room"]
pytestmark = pytest.mark.e2e

# What the browser does when it has thrown a subscription away; returns when the worker has done its part.
ROTATE = """
async (made) => {
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    self.subscribedWith = applicationServerKey;
    return made;
  };
  const event = new ExtendableEvent("pushsubscriptionchange");
  const parts = [];
  event.waitUntil = (part) => parts.push(part);
  self.dispatchEvent(event);
  await Promise.all(parts);
  return { handlers: parts.length, key: self.subscribedWith ?? null };
}
"""
SEES_NO_COOKIES = "() => Object.defineProperty(self, 'cookieStore', { value: undefined })"


@pytest.fixture
def services() -> Iterator[tuple[FakePushService, FakePushService]]:
    """Where the browser is reached before, and after."""
    with FakePushService() as before, FakePushService() as after:
        yield before, after


def worker_of(page: Page) -> Worker:
    [worker] = page.context.service_workers
    return worker


def rotate(page: Page, service: FakePushService) -> dict[str, object]:
    told: dict[str, object] = worker_of(page).evaluate(ROTATE, json.loads(service.subscription()))
    return told


def browsers_of(room: LiveRoom, who: str) -> set[str]:
    devices = ask(room, who, "/devices")
    return {one["id"] for one in devices if one["kind"] == "webpush"}  # type: ignore[index]  # a list of them


def become(page: Page, room: LiveRoom, token: str | None) -> None:
    """Sign in as someone else, or as no one, in the same browser."""
    page.context.clear_cookies(name="sessionid")
    if token is not None:
        page.context.add_cookies([{"name": "sessionid", "value": token, "url": room.url}])


@pytest.mark.parametrize("sees_cookies", [True, False])
def test_a_new_subscription_takes_the_place_of_the_old_one_and_hears_alerts(
    windows: Windows, room: LiveRoom, services: tuple[FakePushService, FakePushService], *, sees_cookies: bool
) -> None:
    others = browsers_of(room, "officer")
    page = subscribed(windows, room, services[0], "officer")
    [before] = browsers_of(room, "officer") - others
    if not sees_cookies:
        worker_of(page).evaluate(SEES_NO_COOKIES)

    told = rotate(page, services[1])

    key = ask(room, "officer", "/devices/web-push-key")["public_key"]
    assert told == {"handlers": 1, "key": key}
    [after] = browsers_of(room, "officer") - others
    assert after != before
    press_in_the_page(windows, room, "teacher", is_exercise=sees_cookies)
    wait_until(lambda: len(services[1].received) == 1, timeout_s=180, what="no push arrived")
    assert services[0].received == []
    assert page.evaluate("async () => (await caches.match('/alerts-device')).text()") == after


def test_nobody_is_registered_who_is_not_signed_in(
    windows: Windows, room: LiveRoom, services: tuple[FakePushService, FakePushService]
) -> None:
    page = subscribed(windows, room, services[0], "officer")
    registered = browsers_of(room, "officer")
    become(page, room, None)

    told = rotate(page, services[1])

    assert told == {"handlers": 1, "key": None}
    assert browsers_of(room, "officer") == registered


def test_somebody_else_in_the_same_browser_is_not_told_what_they_did_not_ask_for(
    windows: Windows, room: LiveRoom, services: tuple[FakePushService, FakePushService]
) -> None:
    page = subscribed(windows, room, services[0], "officer")
    become(page, room, room.token("dispatcher"))
    registered = browsers_of(room, "dispatcher")

    told = rotate(page, services[1])

    assert told == {"handlers": 1, "key": None}
    assert browsers_of(room, "dispatcher") == registered
