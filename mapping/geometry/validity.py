"""Ask GEOS why areas are not valid, from their well-known binary.

Its C interface is called directly: Django makes an object for each position, ten times slower for a large plan.
"""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

# The second version of the C interface never came: the name has stood since 2003.
LIBRARY = "libgeos_c.so.1"
# Returns why an area is not valid; empty for one that is.
type WhyInvalid = Callable[[bytes], str]


@contextmanager
def why_invalid() -> Iterator[WhyInvalid]:
    """Give a function to ask with, for this thread. It raises ValueError for bytes that are no geometry."""
    geos = _load_geos()
    context = ctypes.c_void_p(geos.GEOS_init_r())

    def ask(raw: bytes) -> str:
        found = geos.GEOSGeomFromWKB_buf_r(context, raw, len(raw))
        if not found:
            raise ValueError("an outline is no geometry")
        try:
            return "" if geos.GEOSisValid_r(context, found) == 1 else _read_reason(geos, context, found)
        finally:
            geos.GEOSGeom_destroy_r(context, found)

    try:
        yield ask
    finally:
        geos.GEOS_finish_r(context)


def _read_reason(geos: ctypes.CDLL, context: ctypes.c_void_p, geometry: int) -> str:
    told = geos.GEOSisValidReason_r(context, geometry)
    if not told:
        return "Not valid"
    try:
        return ctypes.string_at(told).decode(errors="replace")
    finally:
        geos.GEOSFree_r(context, told)


@cache
def _load_geos() -> ctypes.CDLL:
    geos = ctypes.CDLL(LIBRARY)
    pointer = ctypes.c_void_p
    geos.GEOS_init_r.restype = pointer
    geos.GEOS_finish_r.argtypes = (pointer,)
    geos.GEOSGeomFromWKB_buf_r.restype = pointer
    geos.GEOSGeomFromWKB_buf_r.argtypes = (pointer, ctypes.c_char_p, ctypes.c_size_t)
    geos.GEOSisValid_r.restype = ctypes.c_byte
    geos.GEOSisValid_r.argtypes = (pointer, pointer)
    geos.GEOSisValidReason_r.restype = pointer
    geos.GEOSisValidReason_r.argtypes = (pointer, pointer)
    geos.GEOSGeom_destroy_r.argtypes = (pointer, pointer)
    geos.GEOSFree_r.argtypes = (pointer, pointer)
    return geos
