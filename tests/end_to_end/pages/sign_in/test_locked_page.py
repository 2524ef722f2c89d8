"""What a page shows is covered when its session locks, though no one touches it, and comes back with the password."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.stage.devices.windows import Windows
from tests.stage.live_room import LiveRoom
from tests.stage.sign_in.passwords import give_password
from tests.support.processes import run_program

pytestmark = pytest.mark.e2e
PROGRAM = "tests.stage.sign_in.locking_session"
LOCKS_IN_S = 8.0
# So often a page asks of itself whether its session is locked.
ASKS_EVERY_MS = 60_000


@pytest.mark.by_the_clock
def test_a_page_that_nobody_touches_is_covered_within_a_second_of_its_lock(windows: Windows, room: LiveRoom) -> None:
    password = give_password("teacher", env=room.server.env)
    page = windows.open(run_program(PROGRAM, "teacher", env=room.server.env).strip())
    page.clock.install()
    page.goto(f"{room.url}/account/sessions")
    expect(page.locator("main")).to_contain_text("Signed in")
    # Opening a page is use; what comes after is not.
    locks_at_s = float(run_program(PROGRAM, "teacher", str(LOCKS_IN_S), env=room.server.env))
    page.clock.fast_forward(ASKS_EVERY_MS)

    page.wait_for_url(re.compile("/accounts/reauthenticate/"), wait_until="commit")
    covered_s = time.time()

    assert 0 <= covered_s - locks_at_s < 1
    page.fill('[name="password"]', password)
    page.press('[name="password"]', "Enter")
    expect(page).to_have_url(f"{room.url}/account/sessions")
