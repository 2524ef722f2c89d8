"""Firefox and WebKit: sign in, see the plan, say something, hear something. Everything else is tried in Chromium."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from coordination.setup.system_parts import finds_other_browsers
from tests.stage.devices.other_browsers import Firefox, OtherBrowser, firefox, until, webkit
from tests.stage.live_room import LiveRoom, room_on_copy
from tests.stage.sign_in.passwords import PASSWORD, give_password

pytestmark = [
    pytest.mark.e2e,
    # Ubuntu's Firefox is a snap, which cannot be driven like this, and MiniBrowser is not in its packages.
    pytest.mark.skipif(not finds_other_browsers(), reason="neither Firefox nor WebKit is packaged to be driven here"),
]
NARROW, ZOOMED = (320, 568), (720, 450)  # 1280 pixels at 400 %, WCAG 2.2 1.4.10; 1440 at 200 %
FITS = "document.scrollingElement.scrollWidth <= innerWidth"
# Of the screen's height the map never has less.
MAP_STAYS = "document.querySelector('.map-panel').getBoundingClientRect().height >= 0.4 * innerHeight"


@pytest.fixture(scope="module")
def room(spatialite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveRoom]:
    """A room whose site is drawn, with a teacher who has a password."""
    with room_on_copy(spatialite_template, tmp_path_factory.mktemp("other"), is_drawn=True) as opened:
        give_password("teacher", env=opened.server.env)
        yield opened


@contextmanager
def started(name: str, folder: Path) -> Iterator[OtherBrowser]:
    if name == "firefox":
        with firefox(folder) as browser:
            yield browser
    else:
        with webkit(folder) as small:
            yield small


def has_entry(words: str) -> str:
    texts = "[...document.querySelectorAll('.entry .entry-text')].map((one) => one.textContent)"
    return f"{texts}.some((text) => text.includes({json.dumps(words)}))"


def fill(browser: OtherBrowser, selector: str, text: str) -> None:
    browser.run(
        f"(() => {{ const field = document.querySelector({json.dumps(selector)}); field.value = {json.dumps(text)};"
        " field.dispatchEvent(new Event('input', { bubbles: true })); return true; })()"
    )


def click(browser: OtherBrowser, selector: str) -> None:
    browser.run(f"(() => {{ document.querySelector({json.dumps(selector)}).click(); return true; }})()")


def sign_in(browser: OtherBrowser, room: LiveRoom) -> None:
    browser.open(f"{room.url}/accounts/login/?next=/incidents/{room.stage.incident_id}")
    fill(browser, "[name=login]", "teacher")
    fill(browser, "[name=password]", PASSWORD)
    click(browser, "main [type=submit]")
    until(browser, "document.querySelector('#chip')?.dataset.state === 'current'", "the incident did not open")


@pytest.mark.parametrize("name", ["firefox", "webkit"])
def test_a_teacher_signs_in_sees_the_plan_says_something_and_hears_something(
    room: LiveRoom, tmp_path: Path, name: str
) -> None:
    with started(name, tmp_path) as browser:
        sign_in(browser, room)

        until(browser, "document.querySelectorAll('.plan-space').length >= 2", "the plan is not drawn")
        fill(browser, "#message-text", f"Said in {name}")
        click(browser, "#composer .composer-send")
        until(browser, has_entry(f"Said in {name}"), "what was said is not in the log")
        room.say("dispatcher", f"Heard in {name}?")
        until(browser, has_entry(f"Heard in {name}?"), "what another person said was not heard")

        assert browser.run(MAP_STAYS) is True
        if isinstance(browser, Firefox):
            for size in (NARROW, ZOOMED):
                browser.size(*size)
                until(browser, f"{FITS} && {MAP_STAYS}", f"the page does not fit {size}")
