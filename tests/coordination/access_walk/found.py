"""What the files of desks and parts say for the walk, found by folder: tables of rows, and what others ask of each.

A file of `prevention/` or `practice/` has dictionaries of rows, of routes ("GET /…") or of pages. It may also say
SECRETS (words that must reach no one else), DELETIONS (what the interface calls each DELETE, where the act deletes
rows), PICTURES (names of pages by the person of the demo who opens them) and NOT_PICTURED (others, with the reason).
"""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from tests.coordination.access_walk import practice, prevention
from tests.coordination.access_walk.rows import Row


def walk_modules() -> Iterator[ModuleType]:
    """Yield the files of both folders, by name."""
    for folder in (prevention, practice):
        for found in pkgutil.iter_modules(folder.__path__, f"{folder.__name__}."):
            yield import_module(found.name)


def tables() -> Iterator[dict[str, Row]]:
    """Yield each table of rows."""
    for module in walk_modules():
        for value in vars(module).values():
            if isinstance(value, dict) and value and all(isinstance(one, Row) for one in value.values()):
                yield value


def found_routes() -> dict[str, Row]:
    """Return the rows of routes of the interface."""
    return {name: row for table in tables() for name, row in table.items() if " /" in name}


def found_pages() -> dict[str, Row]:
    """Return the rows of pages, first those that are about no one thing: what another brings along changes them."""
    found = {name: row for table in tables() for name, row in table.items() if " /" not in name}
    return dict(sorted(found.items(), key=lambda one: "<" in one[0]))


def found_names(list_name: str) -> set[str]:
    """Return all that the files give in a list of this name."""
    return {one for module in walk_modules() for one in getattr(module, list_name, ())}


def found_pictures() -> dict[str, tuple[str, ...]]:
    """Return the pages that files give to each person of the demo."""
    found: dict[str, tuple[str, ...]] = {}
    for module in walk_modules():
        for person, names in getattr(module, "PICTURES", {}).items():
            found[person] = (*found.get(person, ()), *names)
    return found


def found_reasons() -> dict[str, str]:
    """Return the pages that are not pictured, with the reason."""
    return {name: why for module in walk_modules() for name, why in getattr(module, "NOT_PICTURED", {}).items()}
