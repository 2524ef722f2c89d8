"""Read a Word file in a bounded process. Starts a process and waits for it, in the lane for Word files."""

from django.conf import settings

from mou.errors import BadPaper, ReadersNotConfined, TooManyReadings
from mou.foundation.bounded_process.bounds import Bounds
from mou.foundation.bounded_process.connections import let_go_of_connections
from mou.foundation.bounded_process.runner import (
    ProcessNotConfined,
    ProcessTooGreedy,
    ProcessTooSlow,
    Program,
    done_apart,
)
from mou.foundation.lanes import Lane, LaneFull, Turns
from mou.word_files.reading.blocks import FILE_MAX_BYTES
from mou.word_files.reading.proposal import Proposal
from mou.word_files.reading.reading_process import ANSWER

READER = Program(
    "mou.word_files.reading.reading_process",
    Bounds(memory_bytes=1024**3, cpu_s=20, wall_s=40.0, written_bytes=32 * 1024**2),
)
# A request that waits holds a thread and nothing else.
READINGS = Turns(settings.LANES[Lane.WORD_FILES])


def read_docx(content: bytes, *, reader: Program = READER) -> Proposal:
    """Return what a .docx agreement proposes; nothing of it is accepted until a person says so.

    Raises: BadPaper: it is no Word file, larger than an agreement can be, or takes too long or too much to read.
        ReadersNotConfined, TooManyReadings.
    """
    let_go_of_connections()
    if len(content) > FILE_MAX_BYTES:
        raise BadPaper(f"The file is larger than {FILE_MAX_BYTES // 1024 // 1024} MB.")
    try:
        with READINGS.turn():
            answer = ANSWER.validate_json(done_apart(reader, content))
    except LaneFull as full:
        raise TooManyReadings("Others are having files read; try again in a moment.") from full
    except ProcessTooSlow as slow:
        raise BadPaper("Reading this file takes longer than it may.") from slow
    except ProcessTooGreedy as greedy:
        raise BadPaper("Reading this file takes more time or memory than it may.") from greedy
    except ProcessNotConfined as unsafe:
        raise ReadersNotConfined from unsafe
    if answer.proposal is None:
        raise BadPaper(answer.refusal)
    return answer.proposal
