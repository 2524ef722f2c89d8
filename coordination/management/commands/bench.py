"""Run a benchmark of tests/bench/ and hand its result and exit code on. Knows nothing of what it measures."""

import argparse
import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

FOLDER = settings.BASE_DIR / "tests" / "bench"


class Command(BaseCommand):
    help = "Measure: prints a table, or with --json one JSON document; exits 1 when something required was missed."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help=f"one of: {', '.join(bench_names())}")
        parser.add_argument("options", nargs=argparse.REMAINDER, help="the benchmark's own; --help lists them")

    def handle(self, *_args: Any, **options: Any) -> None:
        name = str(options["name"])
        if name not in bench_names():
            raise CommandError(f"there is no benchmark {name!r}; there are: {', '.join(bench_names())}", returncode=2)
        # In our place: what it measures must not share an interpreter with us, and a signal must reach it.
        os.chdir(settings.BASE_DIR)
        command = [sys.executable, "-m", module_of(name), *options["options"]]
        os.execv(sys.executable, command)  # noqa: S606 - our own module, named above


def bench_names() -> list[str]:
    """Return what can be measured."""
    return sorted(path.stem for path in _list_modules())


def module_of(name: str) -> str:
    """Return the module that measures `name`, one of bench_names()."""
    path = next(path for path in _list_modules() if path.stem == name)
    return ".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts)


def _list_modules() -> list[Path]:
    """Return the benchmarks: they lie in rooms beside the rig, which they stand on."""
    found = [*FOLDER.glob("*.py"), *FOLDER.glob("*/*.py")]
    return [path for path in found if path.stem != "__init__" and path.parent != FOLDER / "rig"]
