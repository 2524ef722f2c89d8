"""The name of a function has a verb and its object, or says what it returns; one word says neither."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.support.processes import ROOT
from tests.support.sources import product_modules

# What a program, an address, a tag of templates or a list of commands is called by.
CALLED_BY_NAME = {
    "at",
    "certificate",
    "collections",
    "conformance",
    "enter",
    "env",
    "execute",
    "field",
    "healthz",
    "landing",
    "lapse",
    "main",
    "note",
    "page",
    "readyz",
    "sha256",
    "trail",
}


def one_word_functions(text: str) -> Iterator[str]:
    """Yield the functions of a module whose names are one word; methods are read with their class."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and "_" not in node.name.strip("_"):
            yield node.name


def written_here() -> list[Path]:
    return [path for path in product_modules() if path.parent.name != "migrations"]


def test_functions_of_modules_say_what_they_do() -> None:
    found = {str(path.relative_to(ROOT)): set(one_word_functions(path.read_text())) for path in written_here()}

    assert {path: names - CALLED_BY_NAME for path, names in found.items() if names - CALLED_BY_NAME} == {}


def test_every_exception_is_there() -> None:
    found = {name for path in written_here() for name in one_word_functions(path.read_text())}

    assert CALLED_BY_NAME - found == set()


def test_functions_are_looked_at_and_methods_are_not() -> None:
    text = "def made(): ...\nasync def said(): ...\ndef _kept(): ...\nclass Pack:\n    def made(self): ..."

    assert list(one_word_functions(text)) == ["made", "said", "_kept"]
