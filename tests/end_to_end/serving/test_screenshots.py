"""`manage.py screenshots` knows every page, and what it writes are pictures of them with a page to look through."""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.screens.pages import NOT_TAKEN, PAGES, named_routes
from tests.screens.sheet import Picture, contact_sheet
from tests.support.loaded_demo import demo_env, loaded_demo
from tests.support.processes import PATIENCE, ROOT


def test_every_page_is_taken_or_says_why_not() -> None:
    taken = {name for names in PAGES.values() for name in names}
    # The interface's own routes have no pages.
    pages = {name for name in named_routes() if ":" not in name and not name.startswith(("api-", "openapi"))}

    assert sorted(pages - taken - NOT_TAKEN.keys()) == []
    assert sorted(NOT_TAKEN.keys() & taken) == []
    assert sorted(taken - pages) == ["nothing_here"]


def test_what_a_picture_is_named_after_cannot_write_into_the_page() -> None:
    page = contact_sheet([Picture("idle", "<script>", "home", "desk", "dark")])

    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def screenshots(folder: Path, *arguments: str, timeout_s: int = 300) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "manage.py"), "screenshots", str(folder / "pictures"), *arguments]
    env = demo_env(folder / "demo")
    most_s = timeout_s * PATIENCE
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=most_s, cwd=folder)


@pytest.mark.e2e
def test_a_state_that_is_not_there_is_named_before_anything_is_loaded(tmp_path: Path) -> None:
    done = screenshots(tmp_path, "--states", "panic")

    assert done.returncode == 2
    assert "there is no 'panic'" in done.stderr
    assert not (tmp_path / "demo" / "demo.sqlite3").exists()


@pytest.mark.e2e
def test_pages_of_an_officer_are_pictured_in_an_alarm_on_a_phone(tmp_path: Path) -> None:
    loaded_demo(tmp_path / "demo")
    options = ("--people", "sro", "--pages", "incident,home", "--sizes", "phone", "--themes", "dark,night")

    done = screenshots(tmp_path, "--states", "alarm", *options)

    assert done.returncode == 0, done.stderr
    assert "taken · alarm · sro · phone · incident" in done.stderr
    files = sorted(path.name for path in (tmp_path / "pictures").glob("*.png"))
    assert files == [
        f"alarm-{page}-sro-phone-{theme}.png" for page in ("home", "incident") for theme in ("dark", "night")
    ]
    with Image.open(tmp_path / "pictures" / "alarm-incident-sro-phone-dark.png") as picture:
        assert picture.size == (390, 844)
        assert len(picture.convert("RGB").getcolors(10**6) or []) > 500
    index = (tmp_path / "pictures" / "index.html").read_text()
    assert all(f'src="{name}"' in index for name in files)
