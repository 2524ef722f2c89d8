"""The program that reads one set of OneRoster tables in a bounded process: see mou.foundation.bounded_process."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from coordination.rosters.reading.archive import Refused, read_archive
from coordination.rosters.reading.rows import RosterSet


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a set: its rows, or why it was refused and for which of its files."""

    found: RosterSet | None
    refusal: str = ""
    file: str = ""


ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)


def main(_folder: Path, order: bytes) -> bytes:
    """Read the set, which is the order itself."""
    try:
        return ANSWER.dump_json(Answer(read_archive(order, heard=_tell_progress)))
    except Refused as refused:
        return ANSWER.dump_json(Answer(None, refused.code, refused.file))


def _tell_progress(done: int, total: int) -> None:
    sys.stdout.write(json.dumps({"done": done, "total": total}) + "\n")
    sys.stdout.flush()
