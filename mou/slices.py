"""How long a thread computes before another one, which has just woken up, may take its core.

The scheduler lets whoever runs finish a slice before somebody goes on who has waited for a socket or a disk, whatever
their weights: on a busy machine each answer of the database to a room's command waits behind half a slice of a hash.
A thread whose own slice is longer than the other's is interrupted at once. It gets as much of the core in the end.

Source: sched_setattr(2), "sched_runtime" of SCHED_OTHER. Linux heeds it since 6.12; an older one changes nothing.
"""

import ctypes
import os
import platform
import struct

LONG_S = 0.02
# The system call has no function in Python, nor in every C library: its number is the machine's.
SCHED_SETATTR = {"x86_64": 314, "aarch64": 274}
# size, policy, flags, niceness, priority, then runtime (the slice), deadline and period in ns
ATTRIBUTES = struct.Struct("=IIQiIQQQ")


def compute_in_long_slices() -> None:
    """Let whoever wakes up go before this thread at once, and before the threads and processes that it starts."""
    number = SCHED_SETATTR.get(platform.machine())
    if number is None:
        return
    niceness = os.getpriority(os.PRIO_PROCESS, 0)
    asked = ATTRIBUTES.pack(ATTRIBUTES.size, os.SCHED_OTHER, 0, niceness, 0, round(LONG_S * 1e9), 0, 0)
    # Refused, where a sandbox allows no such call: then it is as it was.
    ctypes.CDLL(None).syscall(number, 0, asked, 0)
