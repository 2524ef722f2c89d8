"""Let this process see a few files and no others, by Linux's Landlock. Works for any user; only the operating system.

Source: Linux, Documentation/userspace-api/landlock.rst.
"""

import ctypes
import os
import stat
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

# The same numbers on every architecture.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION_FLAG = 1
PATH_BENEATH = 1
PR_SET_NO_NEW_PRIVS = 38

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
REMOVE_DIR, REMOVE_FILE, MAKE_DIR, MAKE_REG = 1 << 4, 1 << 5, 1 << 7, 1 << 8
REFER, TRUNCATE, IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
READ = READ_FILE | READ_DIR
# No links, sockets, pipes or devices: what is read back from the folder is a plain file or nothing.
OWN = READ | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | REFER | TRUNCATE
OF_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
# What each version of Landlock brought: all of it is handled, so that nothing is allowed that no rule allows.
FS_SINCE = ((1, (1 << 13) - 1), (2, REFER), (3, TRUNCATE), (5, IOCTL_DEV))
TCP = 0b11
TCP_SINCE = 4
# To sockets without a name in the file system, and signals to processes outside.
SCOPES = 0b11
SCOPES_SINCE = 6


class LandlockError(OSError):
    """The kernel refused."""


def landlock_version() -> int:
    """Return the version of Landlock that this kernel offers; 0 for none."""
    if sys.platform != "linux":
        return 0
    found = ctypes.CDLL(None, use_errno=True).syscall(CREATE_RULESET, None, ctypes.c_size_t(0), VERSION_FLAG)
    return max(0, int(found))


def restrict_process(rules: Iterable[tuple[Path, int]]) -> None:
    """Allow this process, and what it starts, these accesses and no other; for the rest of its life.

    It makes no TCP connection either, where the kernel's Landlock knows of them.
    Raises: LandlockError.
    """
    kernel = landlock_version()
    handled = sum(bits for since, bits in FS_SINCE if since <= kernel)
    attribute = struct.pack("=QQQ", handled, TCP if kernel >= TCP_SINCE else 0, SCOPES if kernel >= SCOPES_SINCE else 0)
    size = 24 if kernel >= SCOPES_SINCE else 16 if kernel >= TCP_SINCE else 8
    ruleset = _call_kernel(CREATE_RULESET, attribute[:size], ctypes.c_size_t(size), 0)
    try:
        for path, access in rules:
            _allow_path(ruleset, path, access & handled)
        _forbid_new_privileges()
        _call_kernel(RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow_path(ruleset: int, path: Path, access: int) -> None:
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        is_folder = stat.S_ISDIR(os.fstat(opened).st_mode)
        rule = struct.pack("=Qi", access if is_folder else access & OF_A_FILE, opened)
        _call_kernel(ADD_RULE, ruleset, PATH_BENEATH, rule, 0)
    finally:
        os.close(opened)


def _forbid_new_privileges() -> None:
    if ctypes.CDLL(None).prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise LandlockError("no_new_privs was refused")


def _call_kernel(number: int, *arguments: object) -> int:
    found = int(ctypes.CDLL(None, use_errno=True).syscall(number, *arguments))
    if found < 0:
        raise LandlockError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return found
