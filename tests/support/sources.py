"""Find our own source files: what git would know, without what set-up puts beside them."""

from collections.abc import Iterator
from pathlib import Path

from coordination.setup.face_folders import face_folders
from tests.support.processes import ROOT

PACKAGES = ("coordination", "mapping", "mou", "push")


def our_modules() -> Iterator[Path]:
    """Yield every Python file of the packages and the tests, and manage.py."""
    yield ROOT / "manage.py"
    for package in (*PACKAGES, "tests"):
        yield from sorted((ROOT / package).rglob("*.py"))


def product_modules() -> Iterator[Path]:
    """Yield every Python file of the packages, and manage.py."""
    yield from (path for path in our_modules() if path.relative_to(ROOT).parts[0] != "tests")


def page_sources(suffix: str) -> dict[str, Path]:
    """Return the scripts (".js") or styles (".css") of pages by their address below /static/, wherever they lie."""
    return {
        path.relative_to(folder).as_posix(): path
        for folder in face_folders(ROOT, "static")
        for path in sorted(folder.rglob(f"*{suffix}"))
    }
