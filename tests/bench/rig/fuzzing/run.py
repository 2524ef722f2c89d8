"""Have workers spoil and read files, and count what came of it: bounded in cases and in time."""

import base64
import hashlib
import json
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.rig.fuzzing.samples import names
from tests.support.processes import ROOT

WORKER = "tests.bench.rig.fuzzing.worker"


@dataclass
class Run:
    """What came of all cases so far. Files that did harm are kept in the folder, by their hash."""

    kept: Path
    within_s: float
    began_at: float = field(default_factory=time.monotonic)
    read: int = 0
    refused: int = 0
    unforeseen: int = 0
    ended: int = 0
    faults: list[str] = field(default_factory=list)

    def left_s(self) -> float:
        return self.within_s - (time.monotonic() - self.began_at)

    def keep(self, case: dict[str, str], why: str) -> None:
        raw = base64.b64decode(case["raw"])
        path = self.kept / hashlib.sha256(raw).hexdigest()[:16]
        path.write_bytes(raw)
        self.faults.append(f"{case['sample']}: {why}: {path}")


def fuzz(run: Run, *, count: int, seed: int, only: tuple[str, ...] = ()) -> None:
    """Spoil each sample in so many ways, a worker for each; what the time leaves no room for is left out."""
    for name in only or names():
        if run.left_s() <= 0:
            return
        command = [sys.executable, "-W", "ignore", "-m", WORKER, str(count), str(seed), name]
        try:
            done = subprocess.run(
                command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False, timeout=run.left_s()
            )
        except subprocess.TimeoutExpired as slow:
            _count(run, slow.stdout or b"")
            return
        last = _count(run, done.stdout)
        if done.returncode != 0:
            run.ended += 1
            run.keep(last or {"sample": name, "raw": ""}, f"the process ended with {done.returncode}")


def _count(run: Run, said: bytes) -> dict[str, str]:
    """Count what a worker said; return the case that it was last at."""
    case: dict[str, str] = {}
    for line in said.splitlines():
        if not line.endswith(b"}"):
            continue  # the last one, cut off with its process
        found = json.loads(line)
        if "sample" in found:
            case = found
        elif found["came"] == "read":
            run.read += 1
        elif found["came"] == "unforeseen":
            run.unforeseen += 1
            run.keep(case, found["error"])
        else:
            run.refused += 1
    return case
