"""The layers of docs/architecture.md hold: import-linter's contracts, and the doors they cannot express."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.processes import ROOT
from tests.support.sources import PACKAGES, product_modules


def imported_modules(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_every_import_contract_is_kept() -> None:
    program = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([str(program), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("package", PACKAGES)
def test_transports_never_import_models(package: str) -> None:
    guilty = [
        str(path.relative_to(ROOT))
        for transport in ("api", "ws", "web")
        for path in (ROOT / package / transport).rglob("*.py")
        if any(name.split(".")[1:2] == ["models"] and name.split(".")[0] in PACKAGES for name in imported_modules(path))
    ]

    assert guilty == []


def test_nothing_of_the_product_imports_the_tests() -> None:
    guilty = [
        str(path.relative_to(ROOT))
        for path in product_modules()
        if any(name.split(".")[0] == "tests" for name in imported_modules(path))
    ]

    assert guilty == []


def test_only_the_access_epoch_itself_compares_epochs() -> None:
    compares = re.compile(r"\bepoch\s*(==|!=|<|>)|(==|!=|<|>)\s*[\w.]*\bepoch\b")
    guilty = [
        str(path.relative_to(ROOT))
        for path in product_modules()
        if compares.search(path.read_text()) and path != ROOT / "mou" / "access" / "epoch.py"
    ]

    assert guilty == []


def test_there_are_no_signals() -> None:
    guilty = [path for path in product_modules() if "django.db.models.signals" in imported_modules(path)]

    assert guilty == []


def test_no_model_overrides_save() -> None:
    guilty = [
        str(path.relative_to(ROOT))
        for path in product_modules()
        if "models" in path.parts and re.search(r"^\s+def a?save\(", path.read_text(), re.MULTILINE)
    ]

    assert guilty == []


def test_there_are_few_type_ignores_and_each_says_why() -> None:
    ignores = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in product_modules()
        for line in path.read_text().splitlines()
        if "# type: ignore" in line
    ]

    assert len(ignores) <= 5, ignores
    assert [line for line in ignores if "# type: ignore[" not in line or not line.partition("]")[2].strip()] == []
