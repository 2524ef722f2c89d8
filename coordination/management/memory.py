"""Give memory back to the system that glibc keeps for later, and let it keep less."""

import ctypes
import sys

# malloc.h. Each thread that meets another one in malloc gets an arena of its own, up to eight for each core, and what
# was freed in one is of no use in another. Python's own small objects do not lie there.
M_ARENA_MAX = -8
ARENAS = 2
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def keep_few_arenas() -> None:
    """Bound the places where freed memory is kept; before threads begin."""
    if LIBC is not None and hasattr(LIBC, "mallopt"):
        LIBC.mallopt(M_ARENA_MAX, ARENAS)


def give_memory_back() -> None:
    """Return unused pages to the system. Takes milliseconds, and other threads go on."""
    if LIBC is not None and hasattr(LIBC, "malloc_trim"):
        LIBC.malloc_trim(0)
