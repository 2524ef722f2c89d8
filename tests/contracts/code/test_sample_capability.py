"""A new capability touches its own folder: one that lives in the tests is registered with one line, and works."""

import os
import subprocess
import sys

import polib

from tests.support.processes import ROOT

SAMPLES = ROOT / "tests" / "contracts" / "samples"


def test_a_sample_capability_works_everywhere_without_a_change_elsewhere() -> None:
    words = SAMPLES / "locale" / "es" / "LC_MESSAGES" / "django.po"
    polib.pofile(str(words)).save_as_mofile(str(words.with_suffix(".mo")))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(SAMPLES / "checks.py")],
        cwd=ROOT,
        # The one line.
        env={**os.environ, "MUSTERPOINT_CAPABILITIES": "tests.contracts.samples"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-6000:]
    assert "15 passed" in done.stdout
