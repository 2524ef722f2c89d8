"""What was freed goes back to the system, and threads that allocate at once do not each keep a place of their own."""

import subprocess
import sys

import pytest

from tests.support.processes import ROOT

# Blocks too small for a mapping of their own, and a last one that stays: what lies below it glibc keeps.
FRAGMENTED = """
import os
from pathlib import Path
from coordination.management.memory import give_memory_back

def resident_mib():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 2**20

blocks = [bytes(100_000) for _ in range(2000)]
last = blocks[-1]
del blocks
kept = resident_mib()
give_memory_back()
print(kept - resident_mib())
"""
CROWDED = """
import ctypes, sys, threading
from coordination.management.memory import keep_few_arenas

if sys.argv[1] == "few":
    keep_few_arenas()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
all_there = threading.Barrier(12)

def allocate():
    all_there.wait()
    for _ in range(2000):
        libc.free(ctypes.c_void_p(libc.malloc(50_000)))

threads = [threading.Thread(target=allocate) for _ in range(12)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
libc.malloc_stats()
"""


def run(program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )


def test_memory_below_something_that_is_still_used_is_given_back() -> None:
    assert int(run(FRAGMENTED).stdout) > 100


@pytest.mark.parametrize(("how", "is_few"), [("few", True), ("many", False)])
def test_few_arenas_are_kept_however_many_threads_allocate_at_once(how: str, is_few: bool) -> None:
    arenas = run(CROWDED, how).stderr.count("Arena ")

    assert (arenas <= 2) is is_few
