"""Everything at once that a server does beside its rooms, from a process of its own.

Run as `python -m tests.bench.rig.rooms.strain` with a Strain as JSON on standard input: prints, wrong sign-ins and
imports without a pause, until standard input ends; then says as JSON how much of each was answered.
"""

import contextlib
import json
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.rig.bounds import ELSEWHERE, precede
from tests.support.processes import ROOT

PATIENCE_S = 120
# Who has got something, or was told to come again (after a minute, mostly), asks again after that.
AGAIN_S = 3.0
ROOMS_OF_A_PLAN = 1500
EDGE = "strain"
# Whoever has a file made opens it a moment later.
KEPT_S = 2.0
# Where the cast's school lies.
SITE_AT = (-98.5, 39.8)


@dataclass(frozen=True)
class Strain:
    """Whom to ask, as whom. `printers` each print; `exports` is where the server keeps what it has drawn."""

    url: str
    site_id: str
    printers: Sequence[str]
    planner: str
    guessers: int
    importers: int
    exports: str


@contextlib.contextmanager
def strained(strain: Strain, *, env: Mapping[str, str]) -> Iterator[Counter[str]]:
    """Put a server under strain for the time of the block; what came of it stands in the counter afterwards."""
    command = [sys.executable, "-m", "tests.bench.rig.rooms.strain"]
    done: Counter[str] = Counter()
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdin=pipe, stdout=pipe, text=True, start_new_session=True
    ) as child:
        precede(child.pid, ELSEWHERE)
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(json.dumps(asdict(strain)) + "\n")
        child.stdin.flush()
        try:
            yield done
        finally:
            child.stdin.close()
            done.update(json.loads(child.stdout.read() or "{}"))


# --- in the process of its own ----------------------------------------------------------------------------------------
class Load:
    """Threads that each do one thing again and again, and what they were answered."""

    def __init__(self, strain: Strain) -> None:
        self._strain = strain
        self._is_over = threading.Event()
        self.answers: Counter[str] = Counter()
        self._plan = plan()

    def run(self) -> None:
        """Go on until standard input ends."""
        strain = self._strain
        works: list[Callable[[int], str]] = [
            *[self._printed] * len(strain.printers),
            *[self._guessed] * strain.guessers,
            *[self._imported] * strain.importers,
        ]
        threads = [threading.Thread(target=self._repeat, args=each, daemon=True) for each in enumerate(works)]
        threads.append(threading.Thread(target=self._forget_prints, daemon=True))
        for thread in threads:
            thread.start()
        sys.stdin.read()
        self._is_over.set()

    def _repeat(self, number: int, work: Callable[[int], str]) -> None:
        while not self._is_over.is_set():
            answer = work(number)
            self.answers[answer] += 1
            if work != self._guessed:
                self._is_over.wait(AGAIN_S)

    def _forget_prints(self) -> None:
        """Delete what was drawn, so that it is drawn anew: a server keeps its exports."""
        while not self._is_over.wait(1):
            for path in Path(self._strain.exports).glob("[!.]*"):
                if path.is_file() and time.time() - path.stat().st_mtime > KEPT_S:
                    path.unlink(missing_ok=True)

    def _printed(self, number: int) -> str:
        paper = ("letter", "tabloid")[number % 2]
        path = f"/api/v1/sites/{self._strain.site_id}/export?kind=pdf&paper={paper}"
        return f"print {self._ask(path, {'X-Session-Token': self._strain.printers[number]})}"

    def _guessed(self, number: int) -> str:
        body = json.dumps({"username": f"person-{uuid.uuid4()}", "password": "wrong horse battery"}).encode()
        # From many addresses, as the proxy would say it: else the limit of one would end the strain.
        address = f"203.0.{number}.{self.answers.total() % 250}"
        headers = {"Content-Type": "application/json", "X-Forwarded-For": address}
        return f"wrong sign-in {self._ask('/_allauth/app/v1/auth/login', headers, body)}"

    def _imported(self, _number: int) -> str:
        disposition = 'Content-Disposition: form-data; name="file"; filename="plan.geojson"'
        head = f"--{EDGE}\r\n{disposition}\r\nContent-Type: application/json\r\n\r\n".encode()
        headers = {
            "Content-Type": f"multipart/form-data; boundary={EDGE}",
            "X-Session-Token": self._strain.planner,
        }
        path = f"/api/v1/sites/{self._strain.site_id}/plan-imports"
        return f"import {self._ask(path, headers, head + self._plan + f'\r\n--{EDGE}--\r\n'.encode())}"

    def _ask(self, path: str, headers: Mapping[str, str], body: bytes | None = None) -> str:
        request = urllib.request.Request(f"{self._strain.url}{path}", data=body, headers=dict(headers))
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
                answer.read()
                return str(answer.status)
        except urllib.error.HTTPError as refused:
            with refused:
                return str(refused.code)
        except OSError as error:
            return type(error).__name__


def plan() -> bytes:
    """Return a plan of many rooms in long rows, other than every plan before."""
    (lon, lat), side, turn = SITE_AT, 0.00002, time.time_ns()
    features = []
    for number in range(ROOMS_OF_A_PLAN):
        west, south = lon + number % 50 * side, lat + number // 50 * side
        east, north = west + side * 0.9, south + side * 0.9
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        properties = {"room_no": str(number), "room_name": f"Room {number} {turn}", "use": "classroom", "floor": "0"}
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


if __name__ == "__main__":
    load = Load(Strain(**json.loads(sys.stdin.readline())))
    load.run()
    print(json.dumps(load.answers), flush=True)
