"""Mend outlines that cross themselves in a bounded process. Starts a process and waits for it."""

from collections.abc import Sequence

from mapping.geometry.mending_process import AREAS, MENDED
from mapping.geometry.shapes import MultiPolygon
from mou.foundation.bounded_process.bounds import Bounds
from mou.foundation.bounded_process.runner import ProcessFailed, Program, done_apart

MENDER = Program(
    "mapping.geometry.mending_process",
    Bounds(memory_bytes=2 * 1024**3, cpu_s=60, wall_s=90.0, written_bytes=512 * 1024**2),
    # Its input is numbers that were read already: confined where the system can do that, else run all the same.
    is_foreign=False,
)


def mended_apart(areas: Sequence[MultiPolygon], *, mender: Program = MENDER) -> tuple[MultiPolygon | None, ...]:
    """Return of each area the valid polygons that are left of it; None where mending takes longer than it may."""
    if not areas:
        return ()
    try:
        return MENDED.validate_json(done_apart(mender, AREAS.dump_json(tuple(areas))))
    except ProcessFailed:
        return (None,) * len(areas)
