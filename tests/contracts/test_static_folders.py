"""A folder of scripts and styles is taken in at a glance."""

from collections import Counter
from pathlib import Path

from tests.support.processes import ROOT

MOST_FILES = 25


def test_no_folder_of_scripts_and_styles_holds_more_than_twenty_five_files() -> None:
    folders: Counter[Path] = Counter(
        path.parent.relative_to(ROOT)
        for package in ("coordination", "mapping", "mou")
        for path in (ROOT / package).rglob("static/**/*.*")
        if path.suffix in (".js", ".css")
    )

    assert {str(folder) for folder, count in folders.items() if count > MOST_FILES} == set()
