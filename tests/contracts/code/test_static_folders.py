"""A folder of scripts, styles or templates is taken in at a glance."""

from collections import Counter
from pathlib import Path

from tests.support.processes import ROOT

MOST_FILES = 15


def test_no_folder_of_scripts_styles_or_templates_holds_more_than_fifteen_files() -> None:
    folders: Counter[Path] = Counter(
        path.parent.relative_to(ROOT)
        for package in ("coordination", "mapping", "mou")
        for kind in ("static", "templates")
        for path in (ROOT / package / "web" / kind).rglob("*.*")
        if path.is_file()
    )

    assert sum(folders.values()) > MOST_FILES
    assert {str(folder) for folder, count in folders.items() if count > MOST_FILES} == set()
