"""The name of a public function says what it does or returns; a bare participle or preposition says neither."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.support.processes import ROOT
from tests.support.sources import product_modules

# Where no public function of a module has such a name any more; a folder that is renamed is added.
FINISHED = (
    "coordination/administration",
    "coordination/agreements",
    "coordination/api",
    "coordination/casework",
    "coordination/console",
    "coordination/demo",
    "coordination/home",
    "coordination/incident",
    "coordination/keeping",
    "coordination/management",
    "coordination/my_alerts",
    "coordination/offline",
    "coordination/readiness",
    "coordination/records",
    "coordination/room",
    "coordination/sockets",
    "coordination/training",
    "mapping",
    "push",
)
SAYS_NOTHING = re.compile(
    "about|after|along|among|anew|answer|around|asked|both|brought|changed|coming|copied|done|entered|found|given|gone"
    "|held|keep|kept|left|made|one|opened|readable|renewed|said|taken|told|watched"
)


def function_names(text: str) -> Iterator[str]:
    """Yield the names of a module's public functions; methods are read with their class, and may be one word."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node.name


def is_finished(path: Path) -> bool:
    return any(path.is_relative_to(ROOT / one) for one in FINISHED)


def test_public_functions_of_finished_folders_say_what_they_do() -> None:
    finished = [path for path in product_modules() if is_finished(path) and path.parent.name != "migrations"]
    found = {
        str(path.relative_to(ROOT)): [name for name in function_names(path.read_text()) if SAYS_NOTHING.fullmatch(name)]
        for path in finished
    }

    assert {path: names for path, names in found.items() if names} == {}


def test_functions_are_looked_at_and_methods_and_private_ones_are_not() -> None:
    text = "def made(): ...\nasync def said(): ...\ndef _kept(): ...\nclass Pack:\n    def made(self): ...\n"

    assert list(function_names(text)) == ["made", "said"]


def test_every_finished_folder_is_there() -> None:
    assert [one for one in FINISHED if not (ROOT / one).is_dir()] == []
