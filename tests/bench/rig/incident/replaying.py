"""The replay of an incident on a phone with a quarter of the processor, until the moment asked for is shown."""

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

from tests.bench.rig.incident.scene import Scene
from tests.bench.rig.meters import say
from tests.stage.devices.windows import PHONE, Windows, chromium

SLOWER = 4
SHOWN_MS = 60_000
# Shown: the log is read, the band and the timeline stand at the entry, and every room of the floor is drawn.
SHOWS = """
  globalThis.shows = (seq, rooms) =>
    document.querySelector("#reading")?.hidden === true &&
    document.querySelector(`.past-band [data-band]`)?.textContent.includes(`#${seq}`) &&
    document.querySelector('#timeline [aria-current="true"]') !== null &&
    document.querySelectorAll("#past-board li").length > 0 &&
    document.querySelectorAll(".leaflet-container path").length >= rooms;
"""
WATCH = """
addEventListener("DOMContentLoaded", () => {
  const look = () => {
    if (shows(SEQ, ROOMS)) requestAnimationFrame(() => { globalThis.shownAt = performance.now(); });
    else setTimeout(look, 20);
  };
  look();
});
"""
JUMP = """async (seq) => {
  const began = performance.now();
  location.hash = `#${seq}`;
  while (!shows(seq, 0)) await new Promise((resolve) => requestAnimationFrame(resolve));
  return performance.now() - began;
}"""


@dataclass
class Replay:
    """How long each took, s: with nothing cached, on return, and from one moment to another."""

    first_s: list[float] = field(default_factory=list)
    again_s: list[float] = field(default_factory=list)
    jump_s: list[float] = field(default_factory=list)


def replay_on_a_phone(url: str, program: Path, scene: Scene, *, loads: int) -> Replay:
    """Load the page at the newest entry, each time in a new browser's window, then go to other moments."""
    took = Replay()
    with chromium(program) as browser:
        for _ in range(loads):
            windows = Windows(browser, url)
            page = windows.open(scene.tokens["captain"], size=PHONE)
            page.add_init_script(SHOWS + WATCH.replace("SEQ", str(scene.head)).replace("ROOMS", str(scene.rooms)))
            address = f"{url}/incidents/{scene.full.incident_id}/replay?at={scene.head}"
            took.first_s.append(_load(page, address))
            page.goto("about:blank")
            took.again_s.append(_load(page, address))
            for seq in (1, scene.head // 2, scene.head - 1):
                took.jump_s.append(page.evaluate(JUMP, seq) / 1000)
            windows.close()
            say(f"replay: {took.first_s[-1]:.2f} s, on return {took.again_s[-1]:.2f} s, {took.jump_s[-3:]}")
    return took


def _load(page: Page, address: str) -> float:
    tools = page.context.new_cdp_session(page)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="commit")
    # The page's own policy forbids what playwright evaluates to wait.
    for _ in range(SHOWN_MS // 50):
        shown_ms = page.evaluate("globalThis.shownAt ?? 0")
        if shown_ms:
            tools.detach()
            return float(shown_ms) / 1000
        page.wait_for_timeout(50)
    raise RuntimeError("the replay never showed its moment")
