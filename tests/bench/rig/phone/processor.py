"""Processor time of a page's own thread, as the system counts it: other work on the machine hardly changes it."""

from pathlib import Path

from playwright.sync_api import Browser


def threads_ms(browser: Browser) -> dict[int, float]:
    """Return what the first thread of each of the browser's page processes has used up, in milliseconds."""
    tools = browser.new_browser_cdp_session()
    told = tools.send("SystemInfo.getProcessInfo")["processInfo"]
    tools.detach()
    return {one["id"]: _used_ms(one["id"]) for one in told if one["type"] == "renderer"}


def used_since(before: dict[int, float], browser: Browser) -> float:
    """Return what the busiest of these threads has used since then."""
    return max(now - before.get(pid, 0.0) for pid, now in threads_ms(browser).items())


def _used_ms(pid: int) -> float:
    # The first thread of a process bears its number; the first number is nanoseconds on a processor.
    return int(Path(f"/proc/{pid}/task/{pid}/schedstat").read_text().split()[0]) / 1e6
