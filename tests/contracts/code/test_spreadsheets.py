"""What a table for spreadsheets holds is harmless there: each writer of CSV is named, with what makes its cells so."""

import ast
from pathlib import Path

from tests.contracts.code.test_outgoing import by_module, nodes_of

WRITERS = frozenset({"writer", "DictWriter"})
# Writes texts that are harmless already; or a file for another program, which no one opens as a table.
HARMLESS_BEFORE = {
    "mou/foundation/tables/table.py": "is given rows of which each column asked `file_text`",
    "coordination/rosters/connection/set_file.py": "a set of OneRoster that the importer reads",
    "coordination/demo/rosters.py": "a set of OneRoster of the demo's own people",
}


def writes_csv(path: Path) -> bool:
    return any(
        (isinstance(node, ast.Attribute) and node.attr in WRITERS and ast.unparse(node.value) == "csv")
        or (isinstance(node, ast.ImportFrom) and node.module == "csv")
        or (isinstance(node, ast.Name) and node.id == "csv_text")
        for node in nodes_of(path)
    )


def makes_harmless(path: Path) -> bool:
    """Tell whether a module calls what makes a text harmless; a module that only imports it does not."""
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "harmless_text"
        for node in nodes_of(path)
    )


def test_each_writer_of_csv_makes_its_cells_harmless() -> None:
    writers = {name: path for name, path in by_module().items() if writes_csv(path)}

    assert {name for name, path in writers.items() if not makes_harmless(path)} == set(HARMLESS_BEFORE)
    assert set(HARMLESS_BEFORE) <= set(writers)
