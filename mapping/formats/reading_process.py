"""The program that reads one foreign file in a process of its own: `python -m mapping.formats.reading_process`.

Says on standard output how far it is, one JSON object a line, and writes what it read into the file it was told.
Whatever the file does to it (hang, eat memory, crash a decoder), only this process ends.
"""

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from mapping.errors import BadFile
from mapping.formats.drawing import PlanDrawing
from mapping.formats.ledger import Defect, Ignored, Ledger
from mou.process_bounds import bound_process

MEMORY_BYTES = 2 * 1024**3
CPU_S = 120
WRITTEN_BYTES = 512 * 1024**2
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


def bound() -> None:
    """Bound what this process may take; what exceeds it ends it."""
    bound_process(memory_bytes=MEMORY_BYTES, cpu_s=CPU_S, written_bytes=WRITTEN_BYTES)


def read_into(source: Path, target: Path, order_json: str) -> None:
    """Read the source as ordered and write what came of it into the target."""
    # Bounds first, libraries second: they are part of what is bounded.
    bound()
    from mapping.formats.plan_file import ReadingOrder, read_plan_file  # noqa: PLC0415 - see above

    order = TypeAdapter(ReadingOrder).validate_json(order_json)
    ledger = SpokenLedger()
    try:
        drawing = read_plan_file(source, order, ledger)
        reading = reading_of(drawing, ledger)
    except BadFile as error:
        reading = reading_of(None, ledger, code=error.code, detail=error.detail)
    except (MemoryError, RecursionError):
        reading = Reading(None, (), (), (), (), "file_too_complex", "Reading this file takes more memory than it may.")
    target.write_bytes(READING.dump_json(reading))


def reading_of(drawing: PlanDrawing | None, ledger: Ledger, *, code: str = "", detail: str = "") -> Reading:
    """Return a drawing, or a refusal, with what the ledger says."""
    return Reading(
        drawing, ledger.refs(), ledger.kept_refs(), tuple(ledger.defects), tuple(ledger.ignored), code, detail
    )


if __name__ == "__main__":
    read_into(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
