"""Forbid this process the calls that reach beyond it: network, other processes, mounts. Only the operating system.

A filter of the kernel (seccomp), for x86-64 and arm64. A call that is refused fails with "not permitted".
Source: Linux, Documentation/userspace-api/seccomp_filter.rst; numbers from the kernel's tables of calls.
"""

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, MODE_FILTER = 38, 22, 2
SECCOMP_CALL = {"x86_64": 317, "aarch64": 277}
GET_ACTION_AVAIL = 2
ALLOW, KILL_PROCESS, FAIL = 0x7FFF0000, 0x80000000, 0x00050000
# The kernel's instructions of its small machine: load a word, jump if equal, greater or with a bit set, return.
LOAD, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_BITS, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER_AT, ARCH_AT, FIRST_ARGUMENT_AT = 0, 4, 16
AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# Calls of x86-64 by programs with short pointers have numbers of their own from here on.
X32_FROM = 0x40000000
CLONE_THREAD = 0x00010000

# Name: number on x86-64, number on arm64 (None: it has none). A pair of sockets that are connected with each other
# (socketpair) is allowed: an event loop wakes itself with it, and it can be connected with nothing else.
NETWORK: dict[str, tuple[int | None, int | None]] = {
    "socket": (41, 198),
    "bind": (49, 200),
    "listen": (50, 201),
    "accept": (43, 202),
    "accept4": (288, 242),
    "connect": (42, 203),
    "sendto": (44, 206),
    "sendmsg": (46, 211),
    "sendmmsg": (307, 269),
    # A queue through which a process has the kernel make calls that no filter sees.
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
}
OTHER_PROCESSES: dict[str, tuple[int | None, int | None]] = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kill": (62, 129),
    "tkill": (200, 130),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424),
    "pidfd_getfd": (438, 438),
    "process_madvise": (440, 440),
    "kcmp": (312, 272),
    # The process that waits ends this one by its group.
    "setsid": (112, 157),
    "setpgid": (109, 154),
    "setpriority": (141, 140),
    "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119),
    "sched_setattr": (314, 274),
    "ioprio_set": (251, 30),
    "shmget": (29, 194),
    "shmat": (30, 196),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
}
SYSTEM: dict[str, tuple[int | None, int | None]] = {
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "unshare": (272, 97),
    "setns": (308, 268),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "reboot": (169, 142),
    "personality": (135, 92),
    "acct": (163, 89),
    "quotactl": (179, 60),
}
STARTING: dict[str, tuple[int | None, int | None]] = {
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
}
CLONE, CLONE3, TGKILL, PRLIMIT = (56, 220), (435, 435), (234, 131), (302, 261)


class SeccompError(OSError):
    """The kernel refused."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One instruction."""

    code: int
    value: int
    if_true: int = 0
    if_false: int = 0

    def packed(self) -> bytes:
        return struct.pack("=HBBI", self.code, self.if_true, self.if_false, self.value)


def is_available() -> bool:
    """Say whether this kernel filters calls, and this is a machine whose calls are known here."""
    machine = platform.machine()
    if sys.platform != "linux" or machine not in AUDIT_ARCH:
        return False
    action = ctypes.c_uint32(FAIL)
    found = ctypes.CDLL(None, use_errno=True).syscall(SECCOMP_CALL[machine], GET_ACTION_AVAIL, 0, ctypes.byref(action))
    return int(found) == 0


def forbid_calls(numbers: Iterable[int | None], error: int = errno.EPERM) -> None:
    """Let these calls fail with this error, for the rest of this process's life. Raises: SeccompError."""
    steps = [*_head_steps(platform.machine())]
    for number in numbers:
        steps += _refuse_steps(number, error)
    _install_filter(steps)


def forbid_reaching_out() -> None:
    """Forbid network, signals to others, and changes of the system, for the rest of this process's life.

    Raises: SeccompError.
    """
    machine, own = platform.machine(), os.getpid()
    steps = [*_head_steps(machine)]
    for table in (NETWORK, OTHER_PROCESSES, SYSTEM):
        for numbers in table.values():
            steps += _refuse_steps(_number_on(numbers, machine))
    # Only itself: it may abort, and ask for its own limits.
    steps += _refuse_unless_argument(_number_on(TGKILL, machine), (own,))
    steps += _refuse_unless_argument(_number_on(PRLIMIT, machine), (0, own))
    _install_filter(steps)


def forbid_starting() -> None:
    """Forbid starting other processes and programs, for the rest of this process's life; threads may start.

    Raises: SeccompError.
    """
    machine = platform.machine()
    steps = [*_head_steps(machine)]
    for numbers in STARTING.values():
        steps += _refuse_steps(_number_on(numbers, machine))
    # Its flags lie in memory, which no filter sees: said to be missing, libraries take the older call for a thread.
    steps += _refuse_steps(_number_on(CLONE3, machine), errno.ENOSYS)
    clone = _number_on(CLONE, machine)
    if clone is not None:
        steps += [
            _Step(JUMP_EQUAL, clone, 0, 4),
            _Step(LOAD, FIRST_ARGUMENT_AT),
            _Step(JUMP_BITS, CLONE_THREAD, 1, 0),
            _Step(RETURN, FAIL | errno.EPERM),
            _Step(RETURN, ALLOW),
        ]
    _install_filter(steps)


def _number_on(numbers: tuple[int | None, int | None], machine: str) -> int | None:
    return numbers[0] if machine == "x86_64" else numbers[1]


def _head_steps(machine: str) -> Iterator[_Step]:
    yield _Step(LOAD, ARCH_AT)
    yield _Step(JUMP_EQUAL, AUDIT_ARCH[machine], 1, 0)
    yield _Step(RETURN, KILL_PROCESS)
    yield _Step(LOAD, NUMBER_AT)
    if machine == "x86_64":
        yield _Step(JUMP_AT_LEAST, X32_FROM, 0, 1)
        yield _Step(RETURN, KILL_PROCESS)


def _refuse_steps(number: int | None, error: int = errno.EPERM) -> list[_Step]:
    if number is None:
        return []
    return [_Step(JUMP_EQUAL, number, 0, 1), _Step(RETURN, FAIL | error)]


def _refuse_unless_argument(number: int | None, allowed: tuple[int, ...]) -> list[_Step]:
    """Refuse a call whose first argument is none of these. Only its lower half is looked at: it is a process's id."""
    if number is None:
        return []
    checks = [_Step(JUMP_EQUAL, value, len(allowed) - index, 0) for index, value in enumerate(allowed)]
    return [
        _Step(JUMP_EQUAL, number, 0, len(checks) + 3),
        _Step(LOAD, FIRST_ARGUMENT_AT),
        *checks,
        _Step(RETURN, FAIL | errno.EPERM),
        _Step(RETURN, ALLOW),
    ]


def _install_filter(steps: list[_Step]) -> None:
    """Install a filter. Others that are installed hold as well: the strictest answer counts."""
    program = b"".join(step.packed() for step in [*steps, _Step(RETURN, ALLOW)])
    buffer = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: the number of instructions, and after padding, where they lie.
    filters = struct.pack("@HP", len(program) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 or libc.prctl(PR_SET_SECCOMP, MODE_FILTER, filters, 0, 0) != 0:
        raise SeccompError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
