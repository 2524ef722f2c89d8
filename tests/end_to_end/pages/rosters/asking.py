"""A district's only administrator asks about its roster, and an administrator of its school confirms, in browsers."""

from playwright.sync_api import Page, expect

from tests.stage.devices.windows import Windows
from tests.stage.live_room import LiveRoom
from tests.stage.settled_principal import settle_principal


def ask_the_principal(page: Page, windows: Windows, room: LiveRoom) -> None:
    """Ask as the district's only administrator, and let an administrator of its school confirm it on their own page."""
    page.get_by_label("Why?").fill("The district has a new system.")
    page.get_by_role("button", name="Ask a second person").click()
    expect(page.get_by_role("heading", name="Waits for a second person")).to_be_visible()
    expect(page.get_by_role("button", name="Confirm")).to_have_count(0)

    settle_principal(room.server.env)
    theirs = windows.open(room.token("insider"))
    theirs.goto(f"{room.url}/administration")
    expect(theirs.get_by_text("The district has a new system.")).to_be_visible()
    theirs.get_by_role("button", name="Confirm").click()
    expect(theirs.get_by_role("heading", name="Waits for a second person")).to_have_count(0)
