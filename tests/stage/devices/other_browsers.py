"""Firefox and WebKit as the distribution has them, driven just far enough for a smoke test.

Firefox speaks WebDriver BiDi itself; WebKit's driver speaks classic WebDriver. Both are asked for the same few things.
"""

import base64
import contextlib
import json
import os
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, Self

from websockets.sync.client import ClientConnection, connect

from coordination.setup.system_parts import find_firefox, find_minibrowser
from tests.support.processes import free_port, wait_until

type Json = Mapping[str, object]
START_S = 60
FIREFOX_PREFS = """
user_pref("app.update.disabledForTesting", true);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.startup.page", 0);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("toolkit.telemetry.reportingpolicy.firstRun", false);
"""


class OtherBrowser(Protocol):
    """One window of one browser."""

    def open(self, url: str) -> None: ...
    def run(self, script: str) -> object: ...
    def picture(self) -> bytes: ...


def until(browser: OtherBrowser, script: str, what: str, *, timeout_s: float = 60) -> None:
    """Run an expression in the page until it is true."""
    wait_until(lambda: browser.run(script) is True, timeout_s=timeout_s, what=what)


class Firefox:
    """Over WebDriver BiDi, https://w3c.github.io/webdriver-bidi/."""

    def __init__(self, line: ClientConnection) -> None:
        self._line = line
        self._last = 0
        self._ask("session.new", {"capabilities": {}})
        tree = self._ask("browsingContext.getTree", {})
        self._page = tree["contexts"][0]["context"]  # type: ignore[index]

    def _ask(self, method: str, params: Json) -> Json:
        self._last += 1
        self._line.send(json.dumps({"id": self._last, "method": method, "params": params}))
        while True:
            answer = json.loads(self._line.recv(timeout=START_S))
            if answer.get("id") == self._last:
                break
        if answer["type"] == "error":
            raise RuntimeError(f"{answer['error']}: {answer['message']}")
        result: Json = answer["result"]
        return result

    def open(self, url: str) -> None:
        self._ask("browsingContext.navigate", {"context": self._page, "url": url, "wait": "complete"})

    def size(self, width: int, height: int) -> Self:
        viewport = {"width": width, "height": height}
        self._ask("browsingContext.setViewport", {"context": self._page, "viewport": viewport})
        return self

    def run(self, script: str) -> object:
        params = {"expression": script, "target": {"context": self._page}, "awaitPromise": True}
        answer = self._ask("script.evaluate", params)
        if answer["type"] == "exception":
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")  # type: ignore[attr-defined]

    def picture(self) -> bytes:
        return base64.b64decode(str(self._ask("browsingContext.captureScreenshot", {"context": self._page})["data"]))


class WebKit:
    """Over classic WebDriver, https://www.w3.org/TR/webdriver2/."""

    def __init__(self, url: str, program: str) -> None:
        options = {"binary": program, "args": ["--automation"]}
        asked = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        made = self._post(f"{url}/session", asked)
        self._session = f"{url}/session/{made['sessionId']}"  # type: ignore[index]

    @staticmethod
    def _post(url: str, body: Json) -> object:
        request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=START_S) as answer:
            return json.load(answer)["value"]

    def open(self, url: str) -> None:
        self._post(f"{self._session}/url", {"url": url})

    def run(self, script: str) -> object:
        return self._post(f"{self._session}/execute/sync", {"script": f"return ({script})", "args": []})

    def picture(self) -> bytes:
        with urllib.request.urlopen(f"{self._session}/screenshot", timeout=START_S) as answer:
            return base64.b64decode(json.load(answer)["value"])


@contextmanager
def firefox(folder: Path) -> Iterator[Firefox]:
    """Start Firefox with a new profile."""
    profile, port = folder / "firefox", free_port()
    profile.mkdir()
    (profile / "user.js").write_text(FIREFOX_PREFS)
    command = [str(find_firefox()), "--headless", "--no-remote", "--profile", str(profile)]
    # It does not run as root in the home of someone else.
    environment = {**os.environ, "HOME": str(profile)}
    with _started([*command, f"--remote-debugging-port={port}", "about:blank"], environment):
        wait_until(lambda: _listens(port), timeout_s=START_S, what="Firefox does not listen")
        with connect(f"ws://127.0.0.1:{port}/session", max_size=None, open_timeout=START_S) as line:
            yield Firefox(line)


@contextmanager
def webkit(folder: Path) -> Iterator[WebKit]:
    """Start WebKit's small browser under its driver, on a screen of its own that no one sees."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with _screen(folder) as display:
        environment = {**os.environ, "DISPLAY": display, "HOME": str(folder), "GDK_BACKEND": "x11"}
        with _started(["WebKitWebDriver", f"--port={port}"], environment):
            wait_until(lambda: _answers(f"{url}/status"), timeout_s=START_S, what="WebKitWebDriver does not answer")
            yield WebKit(url, str(find_minibrowser()))


@contextmanager
def _screen(folder: Path) -> Iterator[str]:
    # The server chooses a number that no one has, and writes it down.
    told = folder / "display"
    with told.open("w") as file:
        command = ["Xvfb", "-displayfd", str(file.fileno()), "-screen", "0", "1440x900x24", "-nolisten", "tcp"]
        with _started(command, dict(os.environ), pass_fds=(file.fileno(),)):
            wait_until(lambda: told.read_text().strip() != "", timeout_s=START_S, what="Xvfb does not start")
            yield f":{told.read_text().strip()}"


@contextmanager
def _started(command: list[str], environment: dict[str, str], *, pass_fds: tuple[int, ...] = ()) -> Iterator[None]:
    # In a group of its own: the browser's own processes end with it.
    process = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        pass_fds=pass_fds,
    )
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
