"""Confine this process to one folder: no other file, no network, no other process, no right of root.

Landlock and seccomp together, which need no right of their own and no program. Where one of them lacks, nothing foreign
is read: see docs/operations.md.
"""

import ctypes
import os
import struct
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from mou.foundation.bounded_process import landlock, seccomp

ROOT = Path(__file__).resolve().parents[3]
# Code of ours that every such process may run; beside it, the app to which its module belongs. The folders beside these
# hold the database, files and keys.
CODE = (ROOT / "mou", ROOT / "mapping")
LIBRARIES = (
    *("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/share"),
    *("/usr/local/lib", "/usr/local/share"),
)
SETTINGS = ("/etc/ld.so.cache", "/etc/fonts", "/etc/localtime")
FONT_LISTS = ("/var/cache/fontconfig",)
DEVICES = ("/dev/zero", "/dev/random", "/dev/urandom")
NO_ONE = 65534
CAPABILITIES_V3 = 0x20080522
CAPSET = {"x86_64": 126, "aarch64": 91}


class NotConfined(OSError):
    """This system lacks what confines a process."""


def is_available() -> bool:
    """Say whether this system can confine a process. Cheap: asks the kernel, starts nothing."""
    return landlock.landlock_version() > 0 and seccomp.is_available()


def code_of(module: str) -> tuple[Path, ...]:
    """Return the code that a process of a module may read: what all have in common, and the folder of its app."""
    parents = [ROOT.joinpath(*module.split(".")), *ROOT.joinpath(*module.split(".")).parents]
    app = next((one for one in parents if one.is_relative_to(ROOT) and (one / "app.py").is_file()), None)
    return CODE if app is None or any(app.is_relative_to(one) for one in CODE) else (*CODE, app)


def confine_to_folder(folder: Path, *, code: Iterable[Path], programs: Iterable[Path]) -> None:
    """Confine this process to a folder and to its code for the rest of its life.

    These programs it may start, if starting is allowed.

    Raises: NotConfined.
    """
    if not is_available():
        raise NotConfined("this system has no Landlock or no seccomp")
    try:
        landlock.restrict_process(_access_rules(folder, code, programs))
        seccomp.forbid_reaching_out()
    except (landlock.LandlockError, seccomp.SeccompError) as error:
        raise NotConfined(str(error)) from error


def _access_rules(folder: Path, code: Iterable[Path], programs: Iterable[Path]) -> Iterator[tuple[Path, int]]:
    yield folder, landlock.OWN
    yield Path("/dev/null"), landlock.READ_FILE | landlock.WRITE_FILE
    started = tuple(programs)
    for path in readable_paths(code):
        # A program brings a loader and libraries with it.
        yield path, landlock.READ | (landlock.EXECUTE if started else 0)
    for program in started:
        yield program.resolve(), landlock.READ_FILE | landlock.EXECUTE


def readable_paths(code: Iterable[Path]) -> list[Path]:
    """Return what such a process may read: libraries, Python, fonts, and the code that it runs."""
    prefixes = (sys.prefix, sys.base_prefix, sys.exec_prefix)
    installed = [Path(prefix) / name for prefix in prefixes for name in ("lib", "lib64")]
    found = [Path(one) for one in (*LIBRARIES, *SETTINGS, *FONT_LISTS, *DEVICES)] + installed
    found += [Path(one) for one in sys.path if one]
    # A folder that holds this project holds its database and its files too.
    return [*code, *(path for path in found if path.exists() and not ROOT.is_relative_to(path.resolve()))]


def may_drop_to_nobody(folder: Path, code: Iterable[Path] = CODE) -> bool:
    """Say whether a user without any rights could still read the code and the libraries, and reach the folder."""
    return os.geteuid() == 0 and all(
        _others_may_enter(path) for path in (Path(sys.prefix), Path(sys.base_prefix), *code, folder.parent)
    )


def _others_may_enter(path: Path) -> bool:
    resolved = path.resolve()
    return all(one.stat().st_mode & 0o001 for one in (resolved, *resolved.parents))


def drop_rights(user: int) -> None:
    """Become this user, if it is not this process's own, and give up every capability.

    Raises: OSError.
    """
    if user != os.geteuid():
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    header, nothing = struct.pack("=Ii", CAPABILITIES_V3, 0), bytes(24)
    number = CAPSET.get(os.uname().machine)
    if number is not None and ctypes.CDLL(None, use_errno=True).syscall(number, header, nothing) != 0:
        raise OSError(ctypes.get_errno(), "capabilities were not given up")
