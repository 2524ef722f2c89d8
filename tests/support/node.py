"""Run scripts of pages without a browser: node finds each by its address, `/static/coordination/words.js`."""

import subprocess
import sys
from pathlib import Path

from tests.support.processes import ROOT

NODE = Path(sys.executable).parent / "node"
SCRIPTS = ROOT / "tests" / "coordination" / "web" / "scripts"
FINDS_SCRIPTS = ("--import", (SCRIPTS / "static_folders.mjs").as_uri())


def run_node(*arguments: str, given: str = "", folder: Path = SCRIPTS) -> subprocess.CompletedProcess[str]:
    """Run node in a folder with these arguments; `given` is what it reads."""
    return subprocess.run(
        [str(NODE), "--no-warnings", *FINDS_SCRIPTS, *arguments],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        timeout=120,
    )
