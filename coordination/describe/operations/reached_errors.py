"""Which refusals the function of a route can meet: those that the code makes which it leads to.

Code is read, not run: from a function to every function, method and refusal that it names. What is found through a
value that only a request knows is not seen, which is why each operation keeps its `default` answer.
"""

import ast
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache, partial
from types import FunctionType, MethodType, ModuleType

from mou.foundation.labelled import WordedError

OURS = ("coordination", "mapping", "mou", "push")
type Refusals = frozenset[type[WordedError]]
NOTHING = object()


class _Bound:
    """A function, and the declaration that it is a method of, if it is one. Two are equal where both are the same."""

    __slots__ = ("function", "owner")

    def __init__(self, function: FunctionType, owner: object = None) -> None:
        self.function, self.owner = function, owner

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Bound) and self.function is other.function and self.owner is other.owner

    def __hash__(self) -> int:
        return hash((self.function, id(self.owner)))


def refusals_reached(start: FunctionType) -> Refusals:
    """Return the error classes that a function, or what it leads to, makes."""
    return frozenset().union(*(_named_in(one)[0] for one in _all_reached(start)))


def functions_reached(start: FunctionType) -> frozenset[FunctionType]:
    """Return a function of ours and all that it leads to."""
    return frozenset(one.function for one in _all_reached(start))


@cache
def _all_reached(start: FunctionType) -> frozenset[_Bound]:
    ahead, met = [_Bound(start)], {_Bound(start)}
    while ahead:
        functions = _named_in(ahead.pop())[1]
        ahead += functions - met
        met |= functions
    return frozenset(met)


def plain_function(given: object) -> FunctionType | None:
    """Return the function of ours behind decorators, partial calls and methods; None: it is none."""
    if isinstance(given, partial):
        return plain_function(given.func)
    if isinstance(given, MethodType):
        return plain_function(given.__func__)
    if callable(given) and hasattr(given, "__wrapped__"):
        return plain_function(inspect.unwrap(given))
    is_ours = isinstance(given, FunctionType) and given.__module__.partition(".")[0] in OURS
    return given if is_ours and isinstance(given, FunctionType) else None


@cache
def _named_in(bound: _Bound) -> tuple[Refusals, frozenset[_Bound]]:
    """Return the refusals that one function makes itself, and the functions that it names."""
    function, owner = bound.function, bound.owner
    tree = _trees_of(function.__module__).get(function.__code__.co_firstlineno)
    if tree is None:
        return frozenset(), frozenset()
    of_owner = {} if owner is None else {function.__code__.co_varnames[0]: owner}
    known = {**function.__globals__, **_enclosed_values(function), **of_owner}
    errors: set[type[WordedError]] = set()
    functions: set[_Bound] = set()
    asked = _only_asked(tree)
    for node in (one for one in ast.walk(tree) if id(one) not in asked):
        for named in _meant_by(node, known, {*of_owner}):
            errors |= _refusals_in(named)
            functions |= {one for one in _functions_in(named) if one.function is not function}
    return frozenset(errors), frozenset(functions)


def _only_asked(tree: ast.AST) -> set[int]:
    """Return what is called to learn whether there is a refusal: `stops(thing) is None` raises none."""
    compared = (
        one for one in ast.walk(tree) if isinstance(one, ast.Compare) and isinstance(one.ops[0], ast.Is | ast.IsNot)
    )
    calls = [one.left for one in compared if isinstance(one.left, ast.Call)]
    return {id(node) for call in calls for node in [call, *ast.walk(call.func)]}


def _meant_by(node: ast.AST, known: Mapping[str, object], owners: set[str]) -> Iterator[object]:
    if isinstance(node, ast.Raise) and node.exc is not None:
        yield _Made(_value_of(node.exc, known))
    elif isinstance(node, ast.Call):
        yield _Made(_value_of(node.func, known))
    elif isinstance(node, ast.Name | ast.Attribute):
        named = _value_of(node, known)
        yield named
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in owners:
            # What a declaration holds is made where it is handed on, or found by the state of a thing.
            yield from (_Made(one) for one in _values_within(named))
    elif isinstance(node, ast.ImportFrom) and node.module:
        module = sys.modules.get(node.module)
        yield from (getattr(module, one.name, NOTHING) for one in node.names)


class _Made:
    """What is called or raised: only there is a class of errors a refusal; where it is caught it is none."""

    def __init__(self, named: object) -> None:
        self.named = named


def _refusals_in(named: object) -> Refusals:
    if isinstance(named, _Made):
        made = named.named
        return frozenset({made}) if isinstance(made, type) and issubclass(made, WordedError) else frozenset()
    return frozenset({type(named)}) if isinstance(named, WordedError) else frozenset()


def _functions_in(named: object) -> Iterator[_Bound]:
    if isinstance(named, _Made):
        named = named.named
    found = plain_function(named)
    if found is not None:
        owner = named.__self__ if isinstance(named, MethodType) else None
        yield _Bound(found, owner if is_dataclass(owner) and not isinstance(owner, type) else None)


def _values_within(named: object) -> Iterator[object]:
    """Yield a class, and what a table of a declaration holds: classes, or declarations with tables of their own."""
    if isinstance(named, type):
        yield named
    elif isinstance(named, Mapping):
        for value in named.values():
            yield from _values_within(value)
            if is_dataclass(value) and not isinstance(value, type):
                yield from (one for each in fields(value) for one in _values_within(getattr(value, each.name)))


def _value_of(node: ast.expr, known: Mapping[str, object]) -> object:
    """Return what an expression of names and dots means, as far as that is known without running it."""
    if isinstance(node, ast.Call):
        return _value_of(node.func, known)
    if isinstance(node, ast.Name):
        return known.get(node.id, NOTHING)
    if not isinstance(node, ast.Attribute):
        return NOTHING
    base = _value_of(node.value, known)
    is_ours = isinstance(base, ModuleType | type) or type(base).__module__.partition(".")[0] in OURS
    if base is NOTHING or not is_ours:
        return NOTHING
    # No property is asked: it could read the database.
    if isinstance(inspect.getattr_static(base, node.attr, NOTHING), property):
        return NOTHING
    return getattr(base, node.attr, NOTHING)


def _enclosed_values(function: Callable[..., object]) -> dict[str, object]:
    assert isinstance(function, FunctionType)
    found: dict[str, object] = {}
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            found[name] = cell.cell_contents
        except ValueError:
            found[name] = NOTHING
    return found


@cache
def _trees_of(module: str) -> dict[int, ast.AST]:
    """Return the functions of a module by the line at which each begins, its decorators counted."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    found: dict[int, ast.AST] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
            found.setdefault(first, node)
    return found
