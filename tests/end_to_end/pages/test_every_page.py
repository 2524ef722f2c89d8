"""Every page of the demo, in an alarm: nothing is cut off at 200 %, and axe-core finds nothing in any theme.

Slow, since each page is opened once; one browser looks at all of them.
"""

from pathlib import Path

import pytest

from tests.end_to_end.serving.test_screenshots import screenshots
from tests.support.loaded_demo import loaded_demo

pytestmark = pytest.mark.e2e


def test_nothing_is_cut_off_at_twice_the_size_and_axe_finds_nothing_on_any_page(tmp_path: Path) -> None:
    loaded_demo(tmp_path / "demo")
    done = screenshots(tmp_path, "--inspect", "size,axe", "--states", "alarm", timeout_s=900)

    assert done.returncode == 0, "\n".join(line for line in done.stderr.splitlines() if "] alarm " in line)
    # Fewer would mean that a page which did not open was taken for one without faults.
    assert "pages looked at" in done.stderr
