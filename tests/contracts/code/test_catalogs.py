"""The catalogs of translations say one thing in one way, wherever it stands first."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import polib

from tests.support.processes import ROOT

PACKAGES = ("coordination", "mapping", "mou", "push")
CATALOGS = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("locale/*/LC_MESSAGES/*.po"))
IN_TEMPLATE = re.compile(r"""{%\s*translate ["']([^"']+)["'] context ["']([^"']+)["']""")
IN_BLOCK = re.compile(
    r"""{%\s*blocktranslate [^%]*context ["']([^"']+)["'][^%]*%}(.+?){%\s*endblocktranslate""", re.DOTALL
)
VALUE = re.compile(r"{{ *(\w+) *}}")


def _entries(path: Path) -> list[polib.POEntry]:
    return list(polib.pofile(str(path)))


def _forms(entry: polib.POEntry) -> tuple[str, ...]:
    return tuple(entry.msgstr_plural.values()) or (entry.msgstr,)


def _asked_with_context() -> Iterator[tuple[str, str]]:
    """Yield (context, text) of every text that code or a template has translated for one meaning."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.html"):
            text = path.read_text()
            yield from ((context, said) for said, context in IN_TEMPLATE.findall(text))
            yield from ((context, VALUE.sub(r"%(\1)s", said)) for context, said in IN_BLOCK.findall(text))
        for path in (ROOT / package).rglob("*.py"):
            calls = (one for one in ast.walk(ast.parse(path.read_text())) if isinstance(one, ast.Call))
            for call in calls:
                name = call.func.id if isinstance(call.func, ast.Name) else ""
                texts = [one.value for one in call.args[:2] if isinstance(one, ast.Constant)]
                if name.startswith("pgettext") and len(texts) == 2:
                    yield str(texts[0]), str(texts[1])


def test_no_two_catalogs_say_the_same_thing_differently() -> None:
    """The first catalog that has a text wins, so another word of a later one would never be read."""
    said: dict[tuple[str, str | None, str], set[tuple[str, ...]]] = defaultdict(set)
    for path in CATALOGS:
        for entry in _entries(path):
            said[path.parts[-3], entry.msgctxt, entry.msgid].add(_forms(entry))

    assert len(CATALOGS) >= 3
    assert {key: forms for key, forms in said.items() if len(forms) > 1} == {}


def test_no_translation_is_a_guess_a_leftover_or_empty() -> None:
    entries = [entry for path in CATALOGS for entry in _entries(path)]

    assert [one.msgid for one in entries if one.fuzzy or one.obsolete or not all(_forms(one))] == []


def test_no_catalog_says_where_a_text_stands() -> None:
    """Modules move, and no one mends a comment: who looks for a text searches for it."""
    assert [one.msgid for path in CATALOGS for one in _entries(path) if one.occurrences] == []


def test_a_text_that_is_asked_for_by_its_meaning_is_there_with_that_meaning() -> None:
    there = {(entry.msgctxt, entry.msgid) for path in CATALOGS for entry in _entries(path)}
    asked = set(_asked_with_context())

    assert len(asked) > 100
    assert sorted(asked - there) == []
