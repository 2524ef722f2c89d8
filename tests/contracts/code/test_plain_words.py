"""Prose in code names who does a thing. "Whoever", "nobody" and their like stand in no folder that is finished."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from tests.support.processes import ROOT
from tests.support.sources import our_modules

# Where no docstring and no comment has one of them any more; a folder that is rewritten is added.
FINISHED = (
    "coordination/administration",
    "coordination/agreements",
    "coordination/api",
    "coordination/console",
    "coordination/describe",
    "coordination/home",
    "coordination/incident",
    "coordination/keeping",
    "coordination/management",
    "coordination/my_alerts",
    "coordination/offline",
    "coordination/postgis",
    "coordination/readiness",
    "coordination/records",
    "coordination/room",
    "coordination/rosters",
    "coordination/setup",
    "coordination/sign_in",
    "coordination/sockets",
    "coordination/templatetags",
    "coordination/training",
    "coordination/web",
    "mapping",
    "mou",
    "push",
    "tests/support",
)
WORDS = re.compile(r"\b(whoever|whomever|for ever|somebody|nobody)\b", re.IGNORECASE)
HAS_DOCSTRING = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def docstrings(text: str) -> Iterator[str]:
    """Yield the docstrings of a module."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, HAS_DOCSTRING) and (said := ast.get_docstring(node)) is not None:
            yield said


def comments(text: str) -> Iterator[str]:
    """Yield the comments of a module; lines that stand below each other are one."""
    block: list[str] = []
    last = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT:
            continue
        if token.start[0] != last + 1:
            yield " ".join(block)
            block = []
        block.append(token.string.lstrip("# "))
        last = token.start[0]
    yield " ".join(block)


def words_in(text: str) -> list[str]:
    """Return which of the words a module's docstrings and comments say."""
    return [found for prose in (*docstrings(text), *comments(text)) for found in WORDS.findall(" ".join(prose.split()))]


def is_finished(path: Path) -> bool:
    return any(path.is_relative_to(ROOT / one) for one in FINISHED)


def test_prose_of_finished_folders_names_who_does_a_thing() -> None:
    finished = [path for path in our_modules() if is_finished(path) and path.parent.name != "migrations"]
    found = {str(path.relative_to(ROOT)): words_in(path.read_text()) for path in finished}

    assert {path: words for path, words in found.items() if words} == {}


def test_it_is_seen_in_docstrings_and_in_comments_also_across_lines_and_not_in_what_is_shown() -> None:
    text = '''"""It stands\nfor ever."""\nSAID = "Nobody is here."  # Whoever reads it\n# keeps it for\n# ever.\n'''

    assert words_in(text) == ["for ever", "Whoever", "for ever"]


def test_every_finished_folder_is_there() -> None:
    assert [one for one in FINISHED if not (ROOT / one).is_dir()] == []
