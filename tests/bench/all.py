"""Run every benchmark, keep what each printed, and write the tables and plots of docs/benchmarks.md from that."""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from coordination.management.commands.bench import module_of
from tests.bench.rig.meters import say
from tests.bench.rig.page import FOLDER, MEASURED, write_page
from tests.support.processes import ROOT

# In the order in which the page tells them.
NAMES = (
    "fanout",
    "latency",
    "positions",
    "writes",
    "join",
    "idle",
    "lanes",
    "embedded",
    "spinning",
    "slow",
    "processes",
    "push",
    "strangers",
    "access",
    "requests",
    "map",
    "fences",
    "pages",
    "presses",
    "storing",
    "people",
    "reunification",
    "incident",
    "soak",
    "fuzz",
)
LONGEST_S = 1200  # a million deliveries under trouble take a quarter of an hour
# How many runs in a row are kept of each, the newest first.
KEPT_RUNS = 3

type Document = dict[str, Any]


def main(arguments: Sequence[str]) -> int:
    """Measure what is asked for (everything), write the page; exit code 1 when a must is missed."""
    parser = argparse.ArgumentParser(prog="manage.py bench all")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--only", nargs="*", default=list(NAMES), choices=NAMES, help="measure these, keep the others")
    parser.add_argument("--anew", action="store_true", help="forget what was measured before, of an older version")
    parser.add_argument("--times", type=int, default=1, help="so many times in a row, one round after the other")
    chosen = parser.parse_args(arguments)
    MEASURED.mkdir(parents=True, exist_ok=True)
    if chosen.anew:
        for old in (*MEASURED.glob("*.json"), *FOLDER.glob("*.svg")):
            old.unlink()
    for number in range(chosen.times):
        for name in chosen.only:
            say(f"--- {name}, round {number + 1}")
            keep(name)
    measured = [runs for name in NAMES if (runs := runs_of(name))]
    write_page(measured)
    documents = [runs[0] for runs in measured]
    results = [{**one, "measure": f"{doc['bench']}: {one['measure']}"} for doc in documents for one in doc["results"]]
    missed = [one for one in results if not one["ok"]]
    if chosen.json:
        machine = documents[-1]["machine"] if documents else {}
        print(json.dumps({"bench": "all", "machine": machine, "results": results}))
    else:
        print("\n".join(f"MISSED {one['measure']}: {one['must']}" for one in missed) or "every must is met")
    return 1 if missed else 0


def keep(name: str) -> None:
    """Run one benchmark and keep its document before the older ones; one that breaks leaves those as they are."""
    command = [sys.executable, "-m", module_of(name), "--json"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False, timeout=LONGEST_S)
    try:
        document: Document = json.loads(done.stdout)
    except ValueError:
        say(f"{name} broke off and is not kept")
        return
    if "unjudged" in document:
        say(f"{name} is not kept: {document['unjudged']}")
        return
    runs = [document, *runs_of(name)][:KEPT_RUNS]
    kept(name).write_text(json.dumps(runs, indent=1, ensure_ascii=False) + "\n")


def runs_of(name: str) -> list[Document]:
    """Return the kept documents of a benchmark, the newest first."""
    return list(json.loads(kept(name).read_text())) if kept(name).exists() else []


def kept(name: str) -> Path:
    """Return where a benchmark's documents are kept."""
    return MEASURED / f"{name}.json"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
