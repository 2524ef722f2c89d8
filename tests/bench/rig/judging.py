"""Whether a benchmark can be judged on this machine: what it lacks, and what others do there meanwhile."""

import os
import shutil
import time
from pathlib import Path

from coordination.setup.system_parts import find_chromium
from tests.support.processes import PartMissing

# More than this of a core, used by others, and a bound in seconds says more of them than of us.
OTHERS_MAY_USE = 0.3
LOOK_FOR_S = 2.0
# Of /proc/stat: user, nice, system, irq, softirq, and what other machines on the same iron took.
BUSY_FIELDS = (0, 1, 2, 5, 6, 7)


def chromium_here() -> Path:
    """Return the browser. Raises: PartMissing."""
    program = find_chromium()
    if program is None:
        raise PartMissing("no Chromium: run `python3 manage.py test` once, or set MUSTERPOINT_CHROMIUM")
    return Path(program)


def need_program(name: str) -> None:
    """Look for a program that others' part is done by. Raises: PartMissing."""
    if shutil.which(name) is None:
        raise PartMissing(f"no {name}")


def cores_of_others() -> float:
    """Return how many cores are in use for a while; nothing of ours may be running."""
    began, before_s, own_s = time.monotonic(), _busy_s(), time.process_time()
    time.sleep(LOOK_FOR_S)
    used_s = _busy_s() - before_s - (time.process_time() - own_s)
    return max(0.0, used_s / (time.monotonic() - began))


def too_busy(cores: float) -> str:
    """Return, as a clause, that others use too much of the machine; nothing where they do not."""
    if cores <= OTHERS_MAY_USE:
        return ""
    return f"other work uses {cores:.1f} of {os.cpu_count()} cores"


def _busy_s() -> float:
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    return sum(int(fields[place]) for place in BUSY_FIELDS) / os.sysconf("SC_CLK_TCK")
