"""The program that mends outlines which cross themselves, in a bounded process: each for a few seconds at most.

GEOS takes minutes for a ring of a hundred corners in which every line crosses every other, and years for a larger one;
it can be told to stop. Its C interface is called directly: Django's is not wanted in such a process.
"""

import ctypes
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from pydantic import TypeAdapter

from mapping.geometry.rounding import DECIMALS, rounded_area
from mapping.geometry.shapes import MultiPolygon, Polygon
from mapping.geometry.wkb import area_as_wkb, read_wkb

# The second version of the C interface never came: the name has stood since 2003.
LIBRARY = "libgeos_c.so.1"
EACH_S = 4.0
GRID = ctypes.c_double(10.0**-DECIMALS)
# For everything in a file; what is left then is not mended.
ALL_S = 45.0
POLYGON_TYPE, FIRST_COLLECTION_TYPE = 3, 4
# What may be mended; of each, the polygons that are left, or None if it takes too long.
AREAS: TypeAdapter[tuple[MultiPolygon, ...]] = TypeAdapter(tuple[MultiPolygon, ...])
MENDED: TypeAdapter[tuple[MultiPolygon | None, ...]] = TypeAdapter(tuple[MultiPolygon | None, ...])


def main(_folder: Path, order: bytes) -> bytes:
    """Mend the areas that are the order, one after the other."""
    ends_at, geos = time.monotonic() + ALL_S, Geos()
    return MENDED.dump_json(
        tuple(
            geos.mended(area, within_s=min(EACH_S, ends_at - time.monotonic())) for area in AREAS.validate_json(order)
        )
    )


class Geos:
    """The library, and how long it may work."""

    def __init__(self) -> None:
        self._c = ctypes.CDLL(LIBRARY)
        self._c.initGEOS(None, None)
        for name in ("GEOSGeomFromWKB_buf", "GEOSMakeValid", "GEOSGetGeometryN", "GEOSGeom_setPrecision"):
            getattr(self._c, name).restype = ctypes.c_void_p
        self._c.GEOSGeom_setPrecision.argtypes = (ctypes.c_void_p, ctypes.c_double, ctypes.c_int)
        self._c.GEOSisEmpty.restype = ctypes.c_byte
        self._c.GEOSGeomToWKB_buf.restype = ctypes.POINTER(ctypes.c_ubyte)

    def mended(self, area: MultiPolygon, *, within_s: float) -> MultiPolygon | None:
        """Return the polygons of a valid area; none if it has no inside, None if it takes too long."""
        if within_s <= 0:
            return None
        raw = area_as_wkb(area)
        given = self._c.GEOSGeomFromWKB_buf(raw, ctypes.c_size_t(len(raw)))
        if not given:
            return ()
        # It looks at the request between two of its steps; the interpreter is free while it works.
        alarm = threading.Timer(within_s, self._c.GEOS_interruptRequest)
        alarm.start()
        try:
            made = self._c.GEOSMakeValid(ctypes.c_void_p(given))
            # Where two lines cross is no round number: on the grid of what is kept, it is valid as it is written.
            made = self._c.GEOSGeom_setPrecision(ctypes.c_void_p(made), GRID, 0) if made else made
        finally:
            alarm.cancel()
            alarm.join()
            self._c.GEOS_interruptCancel()
        return rounded_area(tuple(self._polygons_of(made))) if made else None

    def _polygons_of(self, geometry: int) -> Iterator[Polygon]:
        """Yield the polygons. Mending may leave lines and points where a ring touched itself; they have no inside."""
        kind = self._c.GEOSGeomTypeId(ctypes.c_void_p(geometry))
        if kind == POLYGON_TYPE and not self._c.GEOSisEmpty(ctypes.c_void_p(geometry)):
            yield _read_polygon(self._wkb(geometry))
        elif kind >= FIRST_COLLECTION_TYPE:
            for index in range(self._c.GEOSGetNumGeometries(ctypes.c_void_p(geometry))):
                yield from self._polygons_of(self._c.GEOSGetGeometryN(ctypes.c_void_p(geometry), index))

    def _wkb(self, geometry: int) -> bytes:
        size = ctypes.c_size_t()
        found = self._c.GEOSGeomToWKB_buf(ctypes.c_void_p(geometry), ctypes.byref(size))
        try:
            return ctypes.string_at(found, size.value)
        finally:
            self._c.GEOSFree(found)


def _read_polygon(raw: bytes) -> Polygon:
    return TypeAdapter(Polygon).validate_python(read_wkb(raw).coordinates)
