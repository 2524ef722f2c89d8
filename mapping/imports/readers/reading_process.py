"""The program that reads one foreign file in a bounded process: see mou.foundation.bounded_process.

Says on standard output how far it is, one JSON object a line.
"""

import gc
import io
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter

from mapping.errors import BadFile
from mapping.interchange.drawing import PlanDrawing, PlanPart, bare_drawing, packed_part, parts_of
from mapping.interchange.ledger import Defect, Ignored, Ledger
from mapping.vocabulary import PlanFormat
from mou.foundation.bounded_process.seccomp import forbid_starting, is_available

# What its folder holds: the file, whatever its name was.
SOURCE = "source"
SAY_EVERY_S = 0.2


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a file: a drawing and its ledger, or the code and the words of a refusal."""

    drawing: PlanDrawing | None
    read: tuple[str, ...]
    kept: tuple[str, ...]
    defects: tuple[Defect, ...]
    ignored: tuple[Ignored, ...]
    code: str = ""
    detail: str = ""

    def ledger(self) -> Ledger:
        """Return the ledger as it was when the reading ended."""
        ledger = Ledger()
        ledger.restore(read=self.read, kept=self.kept, defects=self.defects, ignored=self.ignored)
        return ledger


READING: TypeAdapter[Reading] = TypeAdapter(Reading)
PART: TypeAdapter[PlanPart] = TypeAdapter(PlanPart)


def reading_as_lines(reading: Reading) -> bytes:
    """Return a reading as lines of JSON: without what lies on its levels, and then that, part by part."""
    if reading.drawing is None:
        return READING.dump_json(reading)
    lines = io.BytesIO()
    lines.write(READING.dump_json(replace(reading, drawing=bare_drawing(reading.drawing))))
    for part in parts_of(reading.drawing):
        lines.write(b"\n" + PART.dump_json(packed_part(part)))
    return lines.getvalue()


def reading_in_parts(answer: bytes) -> tuple[Reading, Iterator[PlanPart]]:
    """Return the reading of such lines, its levels bare, and what lies on them as it is asked for."""
    lines = io.BytesIO(answer)
    return READING.validate_json(lines.readline()), map(PART.validate_json, lines)


class SpokenLedger(Ledger):
    """A ledger that says on standard output how far it is."""

    def __init__(self) -> None:
        super().__init__()
        self._said_at = 0.0
        self._count = 0

    def read(self, ref: str) -> None:
        """Enter a feature, and say so now and then."""
        super().read(ref)
        self._count += 1
        now = time.monotonic()
        if now - self._said_at > SAY_EVERY_S:
            self._said_at = now
            sys.stdout.write(json.dumps({"done": self._count, "total": max(self.expected, self._count)}) + "\n")
            sys.stdout.flush()


def main(folder: Path, order: bytes) -> bytes:
    """Read the folder's source as ordered and return what came of it."""
    from mapping.imports.readers.plan_file import ReadingOrder, read_plan_file  # noqa: PLC0415 - libraries when they are needed

    # A million positions are looked over again and again, and hold no garbage; the process ends with its one file.
    gc.disable()
    ordered, ledger = TypeAdapter(ReadingOrder).validate_json(order), SpokenLedger()
    try:
        start_only_what_it_needs(folder / SOURCE, ordered.format)
        reading = reading_of(read_plan_file(folder / SOURCE, ordered, ledger), ledger)
    except BadFile as error:
        reading = reading_of(None, ledger, code=error.code, detail=error.detail)
    except (MemoryError, RecursionError):
        reading = Reading(None, (), (), (), (), "file_too_complex", "Reading this file takes more memory than it may.")
    # The reading says it all, and the answer has to fit in beside it.
    ledger.forget()
    return reading_as_lines(reading)


def start_only_what_it_needs(source: Path, ordered: PlanFormat | None) -> None:
    """Let this process start no other one, unless the file is a drawing that GDAL's program reads. Raises: BadFile."""
    from mapping.imports.readers.plan_file import format_of  # noqa: PLC0415 - as above

    if (ordered or format_of(source)) is not PlanFormat.DWG and is_available():
        forbid_starting()


def reading_of(drawing: PlanDrawing | None, ledger: Ledger, *, code: str = "", detail: str = "") -> Reading:
    """Return a drawing, or a refusal, with what the ledger says."""
    return Reading(
        drawing, ledger.refs(), ledger.kept_refs(), tuple(ledger.defects), tuple(ledger.ignored), code, detail
    )
