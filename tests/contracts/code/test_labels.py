"""No value of a closed list is labelled twice: labels stand at the values, and whatever shows them reads those."""

import ast
import importlib
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from django.conf import settings

from mou.foundation.labelled import Labelled
from tests.support.processes import ROOT
from tests.support.sources import PACKAGES, product_modules

TRANSLATED = {"_", "gettext", "gettext_lazy", "gettext_noop", "pgettext", "pgettext_lazy"}
# Says something else of each value than what it is called.
OTHER_FACTS: dict[str, str] = {
    "coordination.drills.requirements.words.file_fault_words": "a sentence with a limit in it",
    "coordination.prevention.cases.words.team_change": "a sentence about a person",
    "coordination.incident.command.words.command_words": "why a person is proposed, as a sentence",
    "coordination.incident.panic.pressing.words_to_say.KIND_TITLES": "its incident's title, as it is spoken",
    "coordination.prevention.tips.words.priority_words": "how soon a tip of that priority is acknowledged",
    "coordination.drills.evaluation.words.milestone_sources": "where a time comes from",
    "coordination.drills.exercises.words.kind_hints": "what a kind is for",
    "coordination.incident.panic.pressing.words_to_say.KIND_WORDS": "what is read out, in the language that is spoken",
    "coordination.incident.response_actions.words.directive_words": "what people do, as it is called out",
    "coordination.incident.response_actions.words.duty_words": "what each reader has to do",
    "coordination.prevention.cases.words.step_hints": "what a step leads to",
    "coordination.keeping.vocabulary.REASONS": "why a class is kept for so long",
    "coordination.prevention.assessments.words.step_hints": "what a step leads to",
    "mou.web.term_words.term_words": "the parties of an agreement, within a sentence",
}
# Two values are one thing to people: a telephone with the app, by the new and by the old sort of its address.
ONE_THING_TO_PEOPLE = {"push.vocabulary.DeviceKind"}
IN_TEMPLATES = re.compile(
    r"""{%\s*(?:el)?if\s+([\w.]+)\s*==\s*["']([\w-]+)["']\s*%}\s*(?:<[^>]*>)?\s*{%\s*translate\s"""
)
# The same in templates: a chain of conditions over a list, each with a word.
CHAINS_OF_OTHER_FACTS = {
    "history.html: step.state",  # what was done
    "hot_wash.html: state",  # why nothing is asked
}


def lists() -> dict[str, type[StrEnum]]:
    """Return each closed list of the packages by its name, with its module's."""
    found: dict[str, type[StrEnum]] = {}
    for path in product_modules():
        text = path.read_text()
        if "Enum)" not in text and "(Labelled)" not in text:
            continue
        module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for name, one in vars(module).items():
            is_list = isinstance(one, type) and issubclass(one, StrEnum) and len(one) > 1
            if is_list and one.__module__ == module.__name__:
                found[f"{module.__name__}.{name}"] = one
    return found


LISTS = lists()
VALUES = {name: frozenset(one.value for one in found) for name, found in LISTS.items()}


def _word_of(key: ast.expr | None) -> str:
    """Return the value that a key of a table names, or nothing."""
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        return key.value
    if isinstance(key, ast.Attribute) and key.attr == "value":
        key = key.value
    if isinstance(key, ast.Attribute) and isinstance(key.value, ast.Name):
        named = [one for name, one in LISTS.items() if name.endswith(f".{key.value.id}")]
        return next((one[key.attr].value for one in named if key.attr in one.__members__), "")
    return ""


def _is_text(value: ast.expr) -> bool:
    """Say whether a value of a table is a text for people: translated, or one for each language."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        return value.func.id in TRANSLATED
    if not isinstance(value, ast.Tuple) or len(value.elts) != len(settings.LANGUAGES):
        return False
    return all(isinstance(one, ast.Constant) and str(one.value)[:1].isupper() for one in value.elts)


def _groups(table: ast.Dict) -> Iterator[frozenset[str]]:
    """Yield the values that a table has texts for: all, or those behind one word, as `state.draft`."""
    by_prefix: dict[str, set[str]] = {}
    for key, value in zip(table.keys, table.values, strict=True):
        prefix, _dot, word = _word_of(key).rpartition(".")
        if word and _is_text(value):
            by_prefix.setdefault(prefix, set()).add(word)
    for prefix, words in by_prefix.items():
        # Beside others, and with no word before them, values are keys like any other.
        if prefix or len(words) == len(table.keys):
            yield frozenset(words)


def _names_of_tables(tree: ast.Module) -> Iterator[tuple[str, ast.Dict]]:
    """Yield each table with the name of the function or constant in which it stands."""
    for statement in tree.body:
        name = getattr(statement, "name", "")
        if isinstance(statement, ast.Assign):
            name = ast.unparse(statement.targets[0])
        if isinstance(statement, ast.AnnAssign):
            name = ast.unparse(statement.target)
        yield from ((name, one) for one in ast.walk(statement) if isinstance(one, ast.Dict))


def tables() -> Iterator[tuple[str, frozenset[str]]]:
    """Yield every table of texts: where it stands, and the values that it has texts for."""
    for path in product_modules():
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if module.startswith("coordination.demo."):
            continue
        for name, table in _names_of_tables(ast.parse(path.read_text())):
            yield from ((f"{module}.{name}", words) for words in _groups(table))


def labelling_tables() -> set[str]:
    return {where for where, words in tables() if words in VALUES.values()}


def test_the_scan_finds_tables_in_each_form() -> None:
    """A table that nothing of ours has any more, so that the scan cannot come to see nothing."""
    source = """
def plain():
    return {"district_to_agency": _("There"), "agency_to_district": _("Back")}
BOTH = {SharingDirection.DISTRICT_TO_AGENCY: ("There", "Allá"), SharingDirection.AGENCY_TO_DISTRICT: ("Back", "A")}
def among_others():
    return {"title": _("Title"), "way.district_to_agency": _("There"), "way.agency_to_district": _("Back")}
def other_keys():
    return {"district_to_agency": 1, "agency_to_district": _("Back")}
"""

    found = {name for name, one in _names_of_tables(ast.parse(source)) for words in _groups(one)
             if words == VALUES["mou.vocabulary.SharingDirection"]}  # fmt: skip

    assert found == {"plain", "BOTH", "among_others"}


def test_no_value_is_labelled_beside_its_list() -> None:
    found = labelling_tables()

    assert len(LISTS) > 140
    assert sorted(found - OTHER_FACTS.keys()) == []


def test_what_is_excepted_is_still_there() -> None:
    assert sorted(OTHER_FACTS.keys() - labelling_tables()) == []


def _chains(path: Path) -> Iterator[str]:
    by_name: dict[str, set[str]] = {}
    for name, word in IN_TEMPLATES.findall(path.read_text()):
        by_name.setdefault(name, set()).add(word)
    for name, words in by_name.items():
        # The last of a chain is an "else".
        if len(words) > 1 and any(words <= values and len(words) >= len(values) - 1 for values in VALUES.values()):
            yield f"{path.name}: {name}"


def test_no_template_asks_for_a_value_to_say_its_label() -> None:
    templates = [path for package in PACKAGES for path in (ROOT / package).rglob("templates/**/*.html")]

    found = {chain for path in templates for chain in _chains(path)}

    assert len(templates) > 200
    assert found == CHAINS_OF_OTHER_FACTS


def test_each_list_with_labels_has_different_ones() -> None:
    """Two values of one list that are called the same cannot be told apart."""
    labels = {name: [*found.labels().values()] for name, found in LISTS.items() if issubclass(found, Labelled)}

    assert len(labels) > 20
    assert {name for name, found in labels.items() if len(set(found)) < len(found)} == ONE_THING_TO_PEOPLE
