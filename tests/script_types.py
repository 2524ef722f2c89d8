"""Check the types of the pages' scripts, as a gate does: `python -m tests.script_types`.

One run of the compiler, as strict as tsconfig.json says. In a folder of OPEN a name may still be without a type, and
nothing else may be wrong; a folder without such names goes off the list, and stays off it.
"""

import re
import subprocess
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

from tests.gates import ROOT, node_program

COORDINATION = "coordination/web/static/coordination"
# The folders, without what lies in folders of theirs, whose names are not all typed yet.
OPEN = frozenset(
    {
        f"{COORDINATION}/accountability",
        f"{COORDINATION}/alerts",
        f"{COORDINATION}/command",
        f"{COORDINATION}/console",
        f"{COORDINATION}/desk",
        f"{COORDINATION}/incident",
        f"{COORDINATION}/incident/connection",
        f"{COORDINATION}/incident/offers",
        f"{COORDINATION}/incident/twin",
        f"{COORDINATION}/map",
        f"{COORDINATION}/mayday",
        f"{COORDINATION}/palette",
        f"{COORDINATION}/panic",
        f"{COORDINATION}/response",
        f"{COORDINATION}/standing",
        f"{COORDINATION}/timeline",
    }
)
PROBLEM = re.compile(r"^(?P<file>\S[^(]*)\(\d+,\d+\): error TS(?P<code>\d+): ")
# What the compiler says of a name that has no type: TS7005 to TS7053, all of --noImplicitAny alone.
WITHOUT_TYPE = range(7005, 7054)


def faults_of(report: Sequence[str], *, still_open: Collection[str] = OPEN) -> list[str]:
    """Return what of a compiler's report is wrong, and the folders that are on the list for nothing."""
    wrong: list[str] = []
    left: set[str] = set()
    for line in report:
        if (found := PROBLEM.match(line)) is None:
            continue
        folder = str(Path(found["file"]).parent)
        if int(found["code"]) in WITHOUT_TYPE and folder in still_open:
            left.add(folder)
        else:
            wrong.append(line)
    finished = sorted(set(still_open) - left)
    return [
        *wrong,
        *(f"{one}: every name has a type; take it off the list in tests/script_types.py" for one in finished),
    ]


def main() -> int:
    command = node_program("typescript/bin/tsc", "-p", "tsconfig.json", "--pretty", "false")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    faults = faults_of(done.stdout.splitlines())
    # A compiler that did not begin, or says something that is no place in a file, has found nothing.
    is_read = done.returncode == 0 or any(map(PROBLEM.match, done.stdout.splitlines()))
    print(*faults if is_read else [done.stdout, done.stderr], sep="\n")
    return int(bool(faults) or not is_read)


if __name__ == "__main__":
    sys.exit(main())
