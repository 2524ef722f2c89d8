"""An error says its own sentence: no page words the codes of errors a second time."""

import ast
import json
from collections.abc import Iterator

import pytest
from django.utils import translation

from coordination.api.problems import problem_response
from coordination.describe.problem_codes import codes_of_classes
from coordination.drills.evaluation.errors import HotWashIsClosed
from mou.foundation.labelled import WordedError
from mou.foundation.labelled import gettext_noop as _
from tests.support.processes import ROOT
from tests.support.sources import product_modules

TRANSLATED = {"_", "gettext"}
# Says what to do on that very page, where the error's own sentence would mislead.
OF_ONE_PAGE = {
    "coordination.incident.panic_buttons.words.problem_words": "errors of rooms, met on the form of a button",
    "coordination.rosters.words.refusal_words": "of students, where the errors speak of an agency's people",
    "coordination.training.words.refusal_sentence": "of records, where the errors speak of members and names",
}


def _is_code(key: ast.expr | None, codes: frozenset[str]) -> bool:
    """Say whether a key of a table names an error, by its code or as the code of its class."""
    if isinstance(key, ast.Constant):
        return key.value in codes
    return isinstance(key, ast.Attribute) and key.attr == "code"


def _is_translated(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in TRANSLATED


def _tables(source: str, codes: frozenset[str]) -> Iterator[str]:
    """Yield the name of each function or constant with a table that has sentences for codes."""
    for statement in ast.parse(source).body:
        tables = [one for one in ast.walk(statement) if isinstance(one, ast.Dict) and len(one.keys) > 1]
        name = (
            ast.unparse(statement.targets[0]) if isinstance(statement, ast.Assign) else getattr(statement, "name", "")
        )
        for table in tables:
            said = [key for key, value in zip(table.keys, table.values, strict=True) if _is_translated(value)]
            # A table of other words may have one that is a code as well.
            if len(said) > 1 and all(_is_code(key, codes) for key in said):
                yield name


def wording_tables() -> set[str]:
    codes = frozenset(one.code for one in codes_of_classes())
    found = set()
    for path in product_modules():
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        found |= {f"{module}.{name}" for name in _tables(path.read_text(), codes)}
    return found


def test_no_page_words_the_errors_of_others() -> None:
    assert wording_tables() == OF_ONE_PAGE.keys()


def test_the_scan_finds_tables_in_each_form() -> None:
    """Tables that nothing of ours has any more, so that the scan cannot come to see nothing."""
    source = """
def by_codes():
    return {"hot_wash_is_closed": _("Closed."), "hot_wash_not_open": _("Not open.")}
BY_CLASSES = {HotWashIsClosed.code: _("Closed."), HotWashNotOpen.code: _("Not open.")}
def of_other_things():
    return {"hot_wash_is_closed": _("Closed."), "evaluator": _("Evaluator")}
def not_in_words():
    return {"hot_wash_is_closed": 1, "hot_wash_not_open": 2}
"""

    assert set(_tables(source, frozenset({"hot_wash_is_closed", "hot_wash_not_open"}))) == {"by_codes", "BY_CLASSES"}


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "The hot wash is closed."), ("es", "La evaluación en caliente está cerrada.")]
)
def test_a_page_says_an_error_in_its_readers_language(language: str, sentence: str) -> None:
    with translation.override(language):
        assert HotWashIsClosed("Of 12 o'clock.").sentence_or("") == sentence


def test_what_programs_go_by_is_the_same_in_every_language_and_people_are_told_in_theirs() -> None:
    told = {}
    for language in ("en", "es"):
        with translation.override(language):
            answer = problem_response(HotWashIsClosed(pointer="/notes"))
        told[language] = json.loads(answer.content)
        assert answer["Content-Language"] == language

    for one in ("type", "status", "code"):
        assert told["en"][one] == told["es"][one]
    assert [fault["pointer"] for fault in told["es"]["errors"]] == ["/notes"]
    assert (told["en"]["title"], told["es"]["title"]) == (
        "The hot wash is closed.",
        "La evaluación en caliente está cerrada.",
    )


def test_an_error_with_a_code_of_its_own_does_not_say_what_the_one_above_it_says() -> None:
    class Above(WordedError):
        code, sentence = "above", _("Something is missing, or cannot be.")

    class Below(Above):
        code = "below"

    class SameCode(Above):
        """Another case of the same error."""

    # Another test may have left another language active.
    with translation.override("en"):
        assert Below().sentence_or("the detail") == "the detail"
        assert SameCode().sentence_or("the detail") == "Something is missing, or cannot be."
