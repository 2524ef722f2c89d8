"""A folder of scripts, styles or templates is taken in at a glance, and each of them is short enough to read."""

import json
from collections import Counter
from pathlib import Path

from coordination.setup.face_folders import PACKAGES, face_folders
from tests.support.processes import ROOT

MOST_FILES, MOST_LINES = 15, 400
# What every page shares; what is of one capability lies in its folder. mou has one face.
SHARED = {"components", "icons", "palette", "start", "style", "watch"}


def test_no_folder_of_scripts_styles_or_templates_holds_more_than_fifteen_files() -> None:
    folders: Counter[Path] = Counter(
        path.parent.relative_to(ROOT)
        for kind in ("static", "templates")
        for folder in face_folders(ROOT, kind)
        for path in folder.rglob("*.*")
        if path.is_file()
    )

    assert sum(folders.values()) > 500
    assert {str(folder) for folder, count in folders.items() if count > MOST_FILES} == set()


def test_no_script_style_or_template_is_longer_than_four_hundred_lines() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.*")
        if path.suffix in (".js", ".css", ".html")
    }

    assert len(lengths) > MOST_LINES
    assert {path: lines for path, lines in lengths.items() if lines > MOST_LINES} == {}


def test_types_of_scripts_are_looked_for_in_every_folder() -> None:
    """Scripts of all folders lie under one address: to the check of types they do if their folder is named."""
    named = json.loads((ROOT / "tsconfig.json").read_text())["compilerOptions"]["rootDirs"]

    assert named == [folder.relative_to(ROOT).as_posix() for folder in face_folders(ROOT, "static")]


def test_scripts_and_styles_of_a_capability_lie_in_its_folder() -> None:
    shared = ROOT / "coordination" / "web" / "static" / "coordination"

    assert {path.name for path in shared.iterdir() if path.is_dir()} == SHARED
    assert not [path for path in (ROOT / "mapping" / "web" / "static" / "mapping").iterdir() if path.is_dir()]
