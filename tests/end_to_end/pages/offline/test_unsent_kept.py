"""What is said and photographed without a network outlives its window, sealed, and is sent once it is back."""

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.pages.incident.test_my_room import IN_OUTBOX
from tests.stage.devices.windows import PHONE, Windows
from tests.stage.live_room import LiveRoom

pytestmark = pytest.mark.e2e
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
IN_THE_CLEAR = """async () => {
  const open = indexedDB.open("musterpoint.outbox");
  const database = await new Promise((resolve) => { open.onsuccess = () => resolve(open.result); });
  const asked = database.transaction("commands").objectStore("commands").getAll();
  const rows = await new Promise((resolve) => { asked.onsuccess = () => resolve(asked.result); });
  database.close();
  const texts = rows.flatMap((row) => [JSON.stringify(row), ...[row.words, row.file].filter(Boolean)
    .map(({ bytes }) => new TextDecoder("latin1").decode(bytes))]);
  return texts.join("\\n");
}"""


def incident(windows: Windows, room: LiveRoom) -> Page:
    page = windows.open(room.token("officer"), size=PHONE)
    page.goto(f"{room.url}/incidents/{room.stage.incident_id}")
    expect(page.locator('#chip[data-state="current"]')).to_be_visible()
    return page


def test_words_and_a_photo_outlive_the_window_and_are_sent_once(windows: Windows, room: LiveRoom) -> None:
    page = incident(windows, room)
    page.context.set_offline(True)
    page.fill("#message-text", "Two hurt by door seven")
    page.keyboard.press("Enter")
    page.set_input_files('input[type="file"]', {"name": "door-seven.png", "mimeType": "image/png", "buffer": PIXEL})
    expect(page.locator("#composer [data-problem]")).to_contain_text("NOT SENT YET: door-seven.png")
    page.wait_for_function(f"async () => (await ({IN_OUTBOX})()) === 2")

    kept = page.evaluate(IN_THE_CLEAR)
    assert "door" not in kept
    assert "hurt" not in kept
    context = page.context
    page.close(run_before_unload=False)
    context.set_offline(False)
    again = context.new_page()
    again.goto(f"{room.url}/incidents/{room.stage.incident_id}")

    expect(again.locator(".entry", has_text="Two hurt by door seven")).to_have_count(1)
    expect(again.locator(".entry", has_text="door-seven.png")).to_have_count(1)
    again.wait_for_function(f"async () => (await ({IN_OUTBOX})()) === 0")
