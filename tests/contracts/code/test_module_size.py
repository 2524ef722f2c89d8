"""Modules and folders stay small enough to read: at most 400 lines, and fifteen modules. Each says what it is for."""

import ast
from collections import Counter
from pathlib import Path

from tests.support.processes import ROOT
from tests.support.sources import our_modules, product_modules

MOST_LINES = 400
MOST_MODULES = 15
# Django asks that they lie flat.
FLAT = {"migrations", "commands"}


def is_generated(path: Path) -> bool:
    return path.parent.name == "migrations"


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in our_modules()
        if not is_generated(path)
    }

    assert {path: lines for path, lines in lengths.items() if lines > MOST_LINES} == {}


def test_no_folder_of_the_product_holds_more_than_fifteen_modules() -> None:
    modules = [path for path in product_modules() if path.name != "__init__.py" and path.parent.name not in FLAT]
    folders = Counter(str(path.parent.relative_to(ROOT)) for path in modules)

    assert len(folders) > 100
    assert {folder: count for folder, count in folders.items() if count > MOST_MODULES} == {}


def test_every_module_begins_with_a_sentence_about_itself() -> None:
    silent = []
    for path in our_modules():
        text = path.read_text()
        docstring = ast.get_docstring(ast.parse(text)) or ""
        is_exempt = path.name == "__init__.py" or is_generated(path)
        if not is_exempt and not docstring.split("\n\n")[0].rstrip().endswith("."):
            silent.append(str(path.relative_to(ROOT)))

    assert silent == []


def test_package_files_are_empty_except_where_models_are_gathered() -> None:
    filled = [
        str(path.relative_to(ROOT))
        for path in our_modules()
        if path.name == "__init__.py" and path.parent.name != "models" and path.read_text().strip()
    ]

    # Whatever runs of the tests, in whichever process, finds the client library by it.
    assert filled == ["tests/__init__.py"]


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty_words = {"utils", "helpers", "common", "manager", "managers", "handler", "handlers", "service", "misc"}

    assert [str(path.relative_to(ROOT)) for path in our_modules() if path.stem in empty_words] == []
