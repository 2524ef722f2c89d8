"""Each act of administrators stands in one table, says what it asks, and asks it at every door."""

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TypeGuard

import pytest

from coordination.describe.administrative_acts import acts_text, load_actions
from coordination.records.audit.event_words import EVENT_WORDS
from mou.administrative_acts import ACTS, asked_by
from mou.errors import SignInTooOld
from mou.vocabulary import AdministrativeActKind
from tests.support.processes import ROOT

load_actions()
MARK = "administrative_act"
# Where actions about agencies, people, accounts, rosters and confidential teams live.
FOLDERS = (
    "mou/agencies",
    "coordination/administration",
    "coordination/rosters/work",
    "coordination/rosters/connection",
)
OF_DESKS = ("*/work/desks", "*/work/directory", "*/work/teams", "places/waiting")
OF_TEAMS = ("coordination/casework/joining.py", *(f"coordination/prevention/{one}.py" for one in OF_DESKS))
# Durable actions there that are no administrative act, and why.
OTHERS = {
    "mou.agencies.memberships.members.set_duty": "a shift is one's own, and gives no access",
    "mou.agencies.shifts.planning.plan_shifts": "when people are on duty, which gives no access",
    "mou.agencies.shifts.planning.take_shift_back": "as planning it",
    "coordination.administration.buildings.remove_building": "a building of a site, not a person or an agency",
    "coordination.administration.schools.school_import.import_schools": "schools and sites from a register, no person",
    "coordination.administration.single_sign_on.domains.ask_to_look": "looks at a public record sooner",
    "coordination.administration.kept_files.keep_file": "a file that was looked at, and not yet taken in",
    "coordination.rosters.work.keeping.add_custody_note": "a reader writes it about a student whom they read anyway",
    "coordination.rosters.work.keeping.remove_custody_note": "as writing it",
    "coordination.rosters.work.disclosing.enter_disclosure_of": "notes what a reader gave; it opens nothing",
    "coordination.rosters.work.uploads.look_at_upload": "a file that was looked at, and not yet taken in",
    "coordination.prevention.cases.work.teams.note_set_up": "notes which step a district has done",
    "coordination.prevention.support.work.directory.add_to_directory": "who supports people; it opens nothing",
    "coordination.prevention.support.work.directory.take_from_directory": "as adding to it",
}


def sources() -> Iterator[Path]:
    for folder in FOLDERS:
        yield from sorted((ROOT / folder).rglob("*.py"))
    for pattern in OF_TEAMS:
        yield from sorted(ROOT.glob(pattern))


def name_of(path: Path, function: ast.FunctionDef) -> str:
    return f"{'.'.join(path.relative_to(ROOT).with_suffix('').parts)}.{function.name}"


def is_durable_action(function: ast.FunctionDef) -> bool:
    """Tell whether a public function of someone commits: `actor_id` says who, and the transaction is durable."""
    named = {one.arg for one in function.args.kwonlyargs}
    commits = any(
        isinstance(one, ast.Call) and any(word.arg == "durable" for word in one.keywords) for one in ast.walk(function)
    )
    return not function.name.startswith("_") and "actor_id" in named and commits


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in sources():
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef):
                yield name_of(path, node), node


def marked() -> set[str]:
    """Return every action of the product that has the mark, wherever it lives."""
    found = set()
    for package in ("mou", "mapping", "push", "coordination"):
        for path in (ROOT / package).rglob("*.py"):
            text = path.read_text()
            if f"@{MARK}(" in text:
                found |= {name_of(path, one) for one in ast.walk(ast.parse(text)) if is_marked(one)}
    return found


def is_marked(node: ast.AST) -> TypeGuard[ast.FunctionDef]:
    marks = node.decorator_list if isinstance(node, ast.FunctionDef) else []
    return any(isinstance(mark, ast.Call) and getattr(mark.func, "id", "") == MARK for mark in marks)


def test_every_durable_action_of_administrators_has_a_mark_or_says_why_not() -> None:
    durable = {name for name, one in functions() if is_durable_action(one)}

    assert durable - set(ACTS) == set(OTHERS)


def test_the_table_has_every_mark() -> None:
    assert set(ACTS) == marked()


def test_the_page_is_what_the_marks_say() -> None:
    assert (ROOT / "docs" / "administrative-acts.md").read_text() == acts_text()


def test_what_is_recorded_has_a_name_that_the_records_know() -> None:
    known = {one.value for one in AdministrativeActKind} | set(EVENT_WORDS)

    assert {mark.recorded.partition(",")[0] for mark in ACTS.values()} <= known


@pytest.mark.parametrize("name", sorted(ACTS))
def test_an_act_asks_for_a_recent_sign_in_before_anything_else(name: str) -> None:
    """Called with nothing: who is asked gets no further than the question; who is not misses the arguments."""
    module, _, function = name.rpartition(".")
    act = getattr(import_module(module), function)

    def refuse() -> None:
        raise SignInTooOld

    expected = SignInTooOld if ACTS[name].needs_recent_sign_in else TypeError
    with asked_by(refuse), pytest.raises(expected):
        act()
    assert inspect.signature(act).parameters, "the mark hides no signature"
