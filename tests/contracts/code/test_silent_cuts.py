"""A list that the database cuts says so: it is paged, reads one row more to know, or stands here with a reason.

Finds slices of what is a queryset by its looks: a chain that filters or orders, a parameter that is declared as one,
a name that was given one, the answer of a function that returns one. A list that was read and is cut in Python isn't
found.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.processes import ROOT
from tests.support.sources import product_modules

CHAINS = {"filter", "exclude", "order_by", "select_related", "prefetch_related", "annotate", "values_list", "only"}
# Chores take some at once, and the rest in the next round.
OF_CHORES = ("AT_ONCE", "BATCH", "writes.rows")
# What asks for more than one, to refuse it, and what takes the first.
FEW = {"1", "2"}
type Function = ast.FunctionDef | ast.AsyncFunctionDef

# The page, the paper or the description says that these are the newest or not all; or a next click goes on.
SAID = {
    "coordination/building_today/queries.py:building_today:MOST_NAMED",
    "coordination/agreements/rehearsals.py:_past_incidents:MAX_INCIDENTS",
    "coordination/incident/near_threats/queries.py:threats_for:MOST_LISTED",
    "coordination/incident/reach/api.py:list_alarm_tests:MOST_LISTED",
    "coordination/prevention/tips/work/queries.py:name_similar:MOST_SIMILAR",
    "coordination/records/retention/queries.py:deletions_of:LISTED",
    "coordination/records/retention/queries.py:holds_of:5 * LISTED",
    "coordination/records/audit/queries.py:all_events_of:EXPORT_MAX",
    "coordination/rosters/work/queries.py:_list_deletions:IMPORTS_SHOWN",
    "coordination/rosters/work/queries.py:_list_imports:IMPORTS_SHOWN",
    "coordination/rosters/work/queries.py:_list_readings:READINGS_SHOWN",
    "push/devices/queries.py:notification_views:RECENT",
    "push/ledger/missed_alerts.py:missed_alerts:ROWS_MAX",
}
# No list: so far one looks to learn one thing, or to draw; more makes no difference to what is said.
LOOKED_AT = {
    "coordination/reunification/work/counting.py:minutes_per_release:NEWEST_RELEASES",
    "coordination/drills/improvement/work/comparing.py:_list_timed:MOST_DRILLS",
    "coordination/family_messages/work/comparing.py:_told_earlier:EARLIER_MOST",
    "coordination/home/pages.py:_others_that_are_real:MOST_OTHERS",
    "coordination/incident/accountability/my_room.py:_last_report:ENTRIES_LOOKED_AT",
    "coordination/incident/agreement_card/queries.py:_first_arrival:STATUSES_LOOKED_AT",
    "coordination/incident/command/queries.py:_arrived_officers:STATUSES_LOOKED_AT",
    "coordination/incident/lifecycle/floods.py:refuse_too_many:most",
    "coordination/incident/reach/clock.py:is_enough_on_the_way:MOST_ON_THE_WAY",
    "coordination/prevention/support/work/rooms.py:sites_of:MOST_SITES",
    "coordination/records/evidence/maps.py:_rooms_of_plan:MAX_SPACES",
    "coordination/room/access.py:grants_in:COMPANY_MAX",
    "coordination/room/people/watching.py:_rooms_to_watch:MAX_WATCHED",
    "mapping/assessments/work/spots.py:_room_spots:MOST_SPOTS",
    "mapping/assessments/work/spots.py:doors_of:MOST_SPOTS",
    "mapping/assessments/work/standing.py:years_of:MOST_YEARS",
    "mapping/imports/learned.py:learned_of:MAX_WORDS",
    "mapping/imports/learned.py:with_learned:MAX_WORDS",
    "mapping/sites/queries.py:site_called:6",
}


def functions_of(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def parameters_of(function: Function) -> list[ast.arg]:
    return [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]


def is_declared(annotation: ast.expr | None) -> bool:
    return annotation is not None and ast.unparse(annotation).startswith("QuerySet")


def looks_like_rows(node: ast.expr, names: set[str], givers: set[str]) -> bool:
    """Say whether an expression is a queryset by its looks."""
    while True:
        if isinstance(node, ast.Name):
            return node.id in names
        if not isinstance(node, ast.Call):
            return False
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in CHAINS or called in givers:
            return True
        if not isinstance(node.func, ast.Attribute):
            return False
        node = node.func.value


def cuts_of(tree: ast.AST, givers: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the functions that cut a queryset, and where, but for what is known to go on or to know."""
    for function in functions_of(tree):
        parameters = parameters_of(function)
        names = {one.arg for one in parameters if is_declared(one.annotation)}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and looks_like_rows(node.value, names, givers):
                names |= {one.id for one in node.targets if isinstance(one, ast.Name)}
        for node in ast.walk(function):
            if not (isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and node.slice.upper):
                continue
            bound = ast.unparse(node.slice.upper)
            is_known = (
                bound in FEW
                or bound.endswith("+ 1")
                or any(part in bound for part in OF_CHORES)
                # The caller says how many, and knows whether it has all.
                or any(one.arg == bound.split(".")[0].split(" ")[0] for one in parameters)
            )
            if not is_known and looks_like_rows(node.value, names, givers):
                yield function.name, bound


def givers_of(trees: list[ast.AST]) -> set[str]:
    """Return the names of the functions that return a queryset."""
    return {one.name for tree in trees for one in functions_of(tree) if is_declared(one.returns)}


def found_cuts() -> set[str]:
    paths = [path for path in product_modules() if path.parent.name != "migrations"]
    trees: dict[Path, ast.AST] = {path: ast.parse(path.read_text()) for path in paths}
    givers = givers_of([*trees.values()])
    return {
        f"{path.relative_to(ROOT)}:{name}:{bound}"
        for path, tree in trees.items()
        for name, bound in cuts_of(tree, givers)
    }


def test_no_list_is_cut_without_a_word() -> None:
    assert found_cuts() - SAID - LOOKED_AT == set()


def test_every_cut_that_is_named_here_is_there() -> None:
    assert (SAID | LOOKED_AT) - found_cuts() == set()


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("def f(at):\n    return list(Drill.objects.filter(on=at).order_by('pk')[:500])", "500"),
        ("def f():\n    rows = Drill.objects.order_by('pk')\n    return rows[:MOST_LISTED]", "MOST_LISTED"),
        ("def f(rows: QuerySet[Drill]):\n    return [one for one in rows[:MOST]]", "MOST"),
        ("def f():\n    return schools_for(1)[:1000]", "1000"),
        # What is read to know whether there is more, a chore, a bound of the caller's, a text.
        ("def f():\n    return Drill.objects.order_by('pk')[: MOST + 1]", None),
        ("def f():\n    return Drill.objects.order_by('pk')[:MOST_AT_ONCE]", None),
        ("def f(most):\n    return Drill.objects.order_by('pk')[:most]", None),
        ("def f(words: str):\n    return words.strip()[:200]", None),
    ],
)
def test_a_cut_is_found_by_the_looks_of_what_is_cut(text: str, bound: str | None) -> None:
    assert [cut for _name, cut in cuts_of(ast.parse(text), {"schools_for"})] == ([] if bound is None else [bound])
