"""Read a file of answers in a bounded process, which alone sees them. Starts a process and waits for it."""

from django.conf import settings
from django.utils.translation import gettext as _

from coordination.prevention.climate.errors import BadSurveyFile, SurveyReadersNotConfined, TooManySurveyReadings
from coordination.prevention.climate.reading.reading_process import ANSWER, FILE, ORDER
from coordination.prevention.climate.reading.survey import SurveyOrder, SurveyRead
from mou.foundation.bounded_process.bounds import Bounds
from mou.foundation.bounded_process.runner import (
    Heard,
    ProcessNotConfined,
    ProcessTooGreedy,
    ProcessTooSlow,
    Program,
    done_apart,
)
from mou.foundation.lanes import Lane, LaneFull, Turns

FILE_MAX_BYTES = 48 * 1024 * 1024
READER = Program(
    "coordination.prevention.climate.reading.reading_process",
    Bounds(memory_bytes=2 * 1024**3, cpu_s=120, wall_s=180.0, written_bytes=128 * 1024**2),
)
# Each reading is a process with memory of its own, as Word files are.
READINGS = Turns(settings.LANES[Lane.WORD_FILES])


def read_apart(content: bytes, order: SurveyOrder, *, heard: Heard, reader: Program = READER) -> SurveyRead:
    """Return what may be known of a file of answers.

    Raises: BadSurveyFile: it is no table with a head, or takes too long or too much to read.
        SurveyReadersNotConfined, TooManySurveyReadings.
    """
    if not content or len(content) > FILE_MAX_BYTES:
        raise BadSurveyFile(_("1 byte to %(most)s MB.") % {"most": FILE_MAX_BYTES // 1024 // 1024}, pointer="/file")
    try:
        with READINGS.turn():
            made = done_apart(reader, ORDER.dump_json(order), files={FILE: content}, heard=heard)
    except LaneFull as full:
        raise TooManySurveyReadings from full
    except (ProcessTooSlow, ProcessTooGreedy) as error:
        raise BadSurveyFile(_("Reading this file takes more time or memory than it may."), pointer="/file") from error
    except ProcessNotConfined as unsafe:
        raise SurveyReadersNotConfined from unsafe
    answer = ANSWER.validate_json(made)
    if answer.read is None:
        raise BadSurveyFile(_refusal_sentence(answer.refusal), pointer=f"/file/{answer.refusal}")
    return answer.read


def _refusal_sentence(code: str) -> str:
    words = {
        "not_text": _("The file is no text. Save the table as CSV."),
        "not_csv": _("The file is not a table with separators, or has a cell that is too long."),
        "columns": _("The first row has to name 2 to 200 columns."),
        "other_columns": _("The file has other columns than the one you looked at. Look at it again."),
        "too_many_rows": _("The file has more than 250,000 rows."),
        "too_many_schools": _("The column of the school has more than 500 different names. Choose another column."),
    }
    return words[code]
