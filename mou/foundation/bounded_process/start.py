"""The program that a bounded process begins with: `python -P -m mou.foundation.bounded_process.start MODULE TERMS`.

Bounds and confinement first, libraries second: they are part of what is bounded. Then the module's `main` gets its
folder and its order, which came on standard input, and what it returns is left in the folder. A module may say on
standard output how far it is. Whatever a foreign file does to it (hang, eat memory, crash a decoder), only this
process ends, and it could take nothing along.
"""

import importlib
import os
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path

from mou.foundation.bounded_process.bounds import Bounds, end_if_orphaned, end_with_parent, take_bounds
from mou.foundation.bounded_process.confinement import NotConfined, code_of, confine_to_folder, drop_rights
from mou.foundation.bounded_process.seccomp import forbid_starting

ANSWER = "answer"
# Why it ended, where the module met what it was not made for: a fault of ours, and not too much work.
FAULT = "fault"
FAULT_MAX_CHARS = 16_384
# Ended so: the system lacks what confines a process.
NOT_CONFINED = 77
# What waits for a socket goes before what waits for a file, also on a machine with one core.
NICER = 10


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a process is started. `programs` are the ones it may start; without any it starts nothing."""

    folder: str
    parent: int
    user: int
    bounds: Bounds
    programs: tuple[str, ...]
    is_confined: bool


def keep_terms(terms: Terms, module: str) -> None:
    """Bring this process under its terms, for the rest of its life."""
    # The package is found now: afterwards nothing may list the folder in which the project lies.
    importlib.import_module(module.rpartition(".")[0])
    code = code_of(module)
    os.nice(NICER)
    drop_rights(terms.user)
    # After the user: a change of user makes the system forget it.
    end_with_parent()
    end_if_orphaned(terms.parent)
    take_bounds(terms.bounds)
    if terms.is_confined:
        confine_to_folder(Path(terms.folder), code=code, programs=[Path(one) for one in terms.programs])
        if not terms.programs:
            forbid_starting()


def run_confined(module: str, terms: Terms, order: bytes) -> None:
    """Keep the terms, run the module, and leave its answer in the folder. Raises: NotConfined."""
    keep_terms(terms, module)
    try:
        answer = importlib.import_module(module).main(Path(terms.folder), order)
    except (MemoryError, RecursionError, OSError):
        # What the bounds do to it.
        raise
    except Exception:
        (Path(terms.folder) / FAULT).write_text(traceback.format_exc()[-FAULT_MAX_CHARS:], errors="replace")
        raise
    (Path(terms.folder) / ANSWER).write_bytes(answer)


def main() -> None:
    """Keep the terms, then run the module."""
    from pydantic import TypeAdapter  # noqa: PLC0415 - its own names are not needed before

    module, terms = sys.argv[1], TypeAdapter(Terms).validate_json(sys.argv[2])
    try:
        run_confined(module, terms, sys.stdin.buffer.read())
    except NotConfined:
        sys.exit(NOT_CONFINED)


if __name__ == "__main__":
    main()
