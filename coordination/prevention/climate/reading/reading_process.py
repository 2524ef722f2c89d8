"""The program that reads one file of answers in a bounded process: see mou.foundation.bounded_process."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from coordination.prevention.climate.reading.survey import SurveyOrder, SurveyRead, read_survey
from coordination.prevention.climate.reading.table import Refused

FILE = "survey.csv"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a file, or why it was refused."""

    read: SurveyRead | None
    refusal: str = ""


ORDER: TypeAdapter[SurveyOrder] = TypeAdapter(SurveyOrder)
ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)


def main(folder: Path, order: bytes) -> bytes:
    """Read the file that lies in the folder."""
    try:
        read = read_survey((folder / FILE).read_bytes(), ORDER.validate_json(order), say=_tell_progress)
    except Refused as refused:
        return ANSWER.dump_json(Answer(None, refused.code))
    return ANSWER.dump_json(Answer(read))


def _tell_progress(done: int, total: int) -> None:
    sys.stdout.write(json.dumps({"done": done, "total": total}) + "\n")
    sys.stdout.flush()
