"""Write once what several tests of a file begin with: each finds it as it was, and what a test writes is undone.

To set up took longer than to ask in most tests of rooms. A fixture that only writes rows and returns them (a cast, a
room of theirs) is carried out in a block of its own, in a transaction that is never committed. A test runs in one more
block, with copies of what the fixtures returned. The next test of the file takes over as many blocks as it begins with,
in the same order; the others are undone. No test sees what another file or another beginning has written.

Only in the folders of SHARING, and in no file of which a test commits or whose fixtures keep a transaction themselves.
"""

import inspect
from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack
from copy import deepcopy
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import models
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key

from tests.support.database.epochs import begin_new_epoch
from tests.support.database.undone import undone
from tests.support.split import asks_database, below_tests, commits

# Folders below tests/ of which many tests begin alike.
SHARING = (
    *(f"coordination/incident/{one}" for one in ("accountability", "command", "dispatch_desk", "duplicates", "facts")),
    *(f"coordination/incident/{one}" for one in ("mayday", "mutual_aid", "panic/")),
    "contracts/code/test_shared_beginnings.py",
)
# Of ours, and may come before what is shared: it writes nothing.
ASIDE = {"main_pages_forgotten"}

type Definition = pytest.FixtureDef[Any]
type Known = Mapping[str, Sequence[Definition]]


@dataclass(frozen=True)
class Block:
    """What one fixture returned; to close `written` undoes what it wrote."""

    definition: Definition
    value: object
    written: ExitStack


class SharedBeginnings:
    """A plugin of pytest: the blocks that are open, and what the test that runs has of them."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._copies: dict[Definition, object] = {}
        self._outer, self._of_test = ExitStack(), ExitStack()
        self._not_shared: set[Definition] = set()
        self._left_alone: set[Path] = set()
        # The first test that asks for the run's database makes it.
        self._has_database = False

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self._left_alone = {item.path for item in session.items if commits(item) or keeps_transaction(item)}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        beginning = self._beginning_of(item) if self._is_sharing(item) else []
        with blocker_of(item).unblock():
            self._keep(beginning)
            for definition in beginning[len(self._blocks) :]:
                if not self._write(definition):
                    break
            if self._blocks:
                self._begin_test()

    @pytest.hookimpl(tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: Definition, request: pytest.FixtureRequest) -> object | None:
        self._has_database |= fixturedef.argname == "django_db_setup"
        if fixturedef not in self._copies:
            return None
        value = self._copies[fixturedef]
        fixturedef.cached_result = (value, fixturedef.cache_key(request), None)  # type: ignore[arg-type]  # any request
        return value

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self, item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
        try:
            return (yield)
        finally:
            self._copies = {}
            with blocker_of(item).unblock():
                self._of_test.close()
                if nextitem is None or nextitem.path != item.path:
                    self._keep([])

    def _is_sharing(self, item: pytest.Item) -> bool:
        is_due = below_tests(item.path).startswith(SHARING) and item.path not in self._left_alone
        return is_due and asks_database(item) and self._has_database

    def _beginning_of(self, item: pytest.Item) -> list[Definition]:
        """Return the shared fixtures that a test begins with, in pytest's order, up to the first that is not shared."""
        known: Known = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]
        found: list[Definition] = []
        for name in item.fixturenames:  # type: ignore[attr-defined]
            if name in known and is_ours(known[name][-1]) and not self._take(name, known, found):
                break
        return found

    def _take(self, name: str, known: Known, found: list[Definition]) -> bool:
        """Add a fixture after those that it asks for; tell whether all of them are shared."""
        definition = known[name][-1] if name in known else None
        if name in ASIDE or name == "db" or definition in found:
            return True
        if definition is None or definition in self._not_shared or not only_returns(definition):
            return False
        if not all(self._take(asked, known, found) for asked in definition.argnames if asked != name):
            return False
        found.append(definition)
        return name not in definition.argnames

    def _keep(self, beginning: Sequence[Definition]) -> None:
        """Undo the blocks that are not of this beginning."""
        kept = 0
        while kept < min(len(self._blocks), len(beginning)) and self._blocks[kept].definition is beginning[kept]:
            kept += 1
        while len(self._blocks) > kept:
            self._blocks.pop().written.close()
        if not self._blocks:
            self._outer.close()

    def _write(self, definition: Definition) -> bool:
        """Carry out a fixture in a block of its own; one whose value cannot be copied is left to pytest."""
        if not self._blocks:
            self._outer.close()
            self._outer.enter_context(undone())
        values = {block.definition.argname: block.value for block in self._blocks}
        with ExitStack() as written:
            written.enter_context(undone())
            value = definition.func(**{name: values.get(name) for name in definition.argnames})
            if is_copied_whole(value):
                self._blocks.append(Block(definition, value, written.pop_all()))
                return True
        self._not_shared.add(definition)
        return False

    def _begin_test(self) -> None:
        self._of_test.enter_context(undone())
        cache.clear()
        begin_new_epoch()
        # All at once: what is one thing in two fixtures stays one.
        values = deepcopy([block.value for block in self._blocks])
        self._copies = {block.definition: value for block, value in zip(self._blocks, values, strict=True)}


def blocker_of(item: pytest.Item) -> DjangoDbBlocker:
    return item.config.stash[blocking_manager_key]


def keeps_transaction(item: pytest.Item) -> bool:
    """Tell whether a fixture of ours for more than one test opens the database itself."""
    known: Known = item._fixtureinfo.name2fixturedefs if isinstance(item, pytest.Function) else {}
    every = [one for definitions in known.values() for one in definitions if one.scope != "function"]
    return any(is_ours(one) and "django_db_blocker" in one.argnames for one in every)


def is_ours(definition: Definition) -> bool:
    return definition.func.__module__.startswith("tests.")


def only_returns(definition: Definition) -> bool:
    """Tell whether a fixture is of one test, without variants, and has nothing to do when the test ends."""
    is_plain = inspect.isfunction(definition.func) and not inspect.isgeneratorfunction(definition.func)
    is_of_one_test = definition.scope == "function" and definition.params is None
    return is_plain and is_of_one_test and is_ours(definition) and not inspect.iscoroutinefunction(definition.func)


def is_copied_whole(value: object) -> bool:
    """Tell whether a copy of a value is as good: rows, plain values, and our dataclasses of them."""
    if isinstance(value, models.Model | UUID | str | int | date):
        return True
    if isinstance(value, list | tuple | set | frozenset):
        return all(map(is_copied_whole, value))
    if isinstance(value, dict):
        return all(map(is_copied_whole, value.values()))
    if is_dataclass(value):
        return all(
            is_copied_whole(getattr(value, one.name)) or getattr(value, one.name) is None for one in fields(value)
        )
    return False
