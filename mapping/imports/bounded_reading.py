"""Read a foreign file in a bounded process and hear how far it is; or look at it. Starts a process and waits for it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from pydantic import TypeAdapter

from mapping.errors import BadFile, ReadersNotConfined, TooManyLooks
from mapping.imports.readers.drawings.dwg_file import CONVERTER, PICTURE_PROGRAM, PROGRAM
from mapping.imports.readers.looking import Look
from mapping.imports.readers.plan_file import ReadingOrder
from mapping.imports.readers.reading_process import SOURCE, Reading, reading_in_parts
from mapping.interchange.drawing import PlanPart, whole_drawing
from mou.foundation.bounded_process.bounds import Bounds
from mou.foundation.bounded_process.runner import (
    Heard,
    ProcessFaulted,
    ProcessNotConfined,
    ProcessStopped,
    ProcessTooGreedy,
    ProcessTooSlow,
    Program,
    done_apart,
    go_on,
)
from mou.foundation.lanes import Lane, LaneFull, Turns

WALL_S = 180.0
# The user waits for a look with the page open.
LOOK_WALL_S = 45.0
BOUNDS = Bounds(memory_bytes=2 * 1024**3, cpu_s=120, wall_s=WALL_S, written_bytes=512 * 1024**2)
# GDAL's program reads DWG drawings, and says whether it can.
PROGRAMS = (PROGRAM, PICTURE_PROGRAM, CONVERTER)
READER = Program("mapping.imports.readers.reading_process", BOUNDS, PROGRAMS)
LOOKER = Program("mapping.imports.readers.looking_process", BOUNDS, PROGRAMS).within(wall_s=LOOK_WALL_S)
# Each look is a process with its own memory, so only this many run at a time, for all users together.
LOOKS = Turns(settings.LANES[Lane.LOOKS])
ORDER: TypeAdapter[ReadingOrder] = TypeAdapter(ReadingOrder)
LOOK: TypeAdapter[Look] = TypeAdapter(Look)


class ReadingStopped(Exception):
    """The caller no longer wants the file."""


def read_bounded(source: Path, order: ReadingOrder, *, heard: Heard, wall_s: float = WALL_S) -> Reading:
    """Return what came of a file; a refusal is part of the answer. Starts a process and waits for it.

    Raises: ReadingStopped: `heard` said so. BadFile: file_too_slow, file_too_complex: it did not end well by itself;
        reader_fault: it met a fault of ours.
        ReadersNotConfined.
    """
    reading, parts = reading_in_parts(_run_reader(READER.within(wall_s=wall_s), source, order, heard))
    return reading if reading.drawing is None else replace(reading, drawing=whole_drawing(reading.drawing, parts))


def read_bounded_parts(source: Path, order: ReadingOrder, *, heard: Heard) -> tuple[Reading, Iterator[PlanPart]]:
    """Return the same with bare levels, and beside it what lies on them: a large plan is never held whole.

    Raises as `read_bounded`.
    """
    return reading_in_parts(_run_reader(READER, source, order, heard))


def look_bounded(source: Path, order: ReadingOrder) -> Look:
    """Return what a file is. Starts a process and waits for it, in the lane for looks.

    Raises: TooManyLooks. BadFile: file_too_slow, file_too_complex, reader_fault. ReadersNotConfined.
    """
    try:
        with LOOKS.turn():
            return LOOK.validate_json(_run_reader(LOOKER, source, order, go_on))
    except LaneFull as full:
        raise TooManyLooks("Others are having their files looked at; try again in a moment.") from full


def _run_reader(program: Program, source: Path, order: ReadingOrder, heard: Heard) -> bytes:
    return answer_apart(program, ORDER.dump_json(order), {SOURCE: source}, heard)


def answer_apart(program: Program, order: bytes, files: Mapping[str, Path | bytes], heard: Heard) -> bytes:
    """Return what a program makes of a foreign file. Starts a process and waits for it.

    Raises: ReadingStopped. BadFile: file_too_slow, file_too_complex, reader_fault. ReadersNotConfined.
    """
    try:
        return done_apart(program, order, files=files, heard=heard)
    except ProcessStopped as stopped:
        raise ReadingStopped from stopped
    except ProcessTooSlow as slow:
        raise BadFile("file_too_slow", f"Reading this file takes more than {program.bounds.wall_s:.0f} s.") from slow
    except ProcessFaulted as fault:
        raise BadFile("reader_fault", "Reading this file met a fault of ours; it is in the server's log.") from fault
    except ProcessTooGreedy as greedy:
        raise BadFile("file_too_complex", "Reading this file takes more time or memory than it may.") from greedy
    except ProcessNotConfined as unsafe:
        raise ReadersNotConfined("This server cannot read files of others safely; ask its operator.") from unsafe
