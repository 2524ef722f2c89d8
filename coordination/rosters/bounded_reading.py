"""Read a set of OneRoster tables in a bounded process. Starts a process and waits for it."""

from django.conf import settings
from django.utils.translation import gettext as _

from coordination.rosters.errors import BadRosterFile, RosterReadersNotConfined, TooManyRosterReadings
from coordination.rosters.reading.reading_process import ANSWER
from coordination.rosters.reading.rows import RosterSet
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

FILE_MAX_BYTES = 32 * 1024 * 1024
READER = Program(
    "coordination.rosters.reading.reading_process",
    Bounds(memory_bytes=2 * 1024**3, cpu_s=60, wall_s=90.0, written_bytes=256 * 1024**2),
)
# Each reading is a process with memory of its own, as Word files are.
READINGS = Turns(settings.LANES[Lane.WORD_FILES])


def read_roster(content: bytes, *, heard: Heard, reader: Program = READER) -> RosterSet:
    """Return what a set holds.

    Raises: BadRosterFile: no set of OneRoster 1.2 tables, or it takes too long or too much to read.
        RosterReadersNotConfined, TooManyRosterReadings.
    """
    if len(content) > FILE_MAX_BYTES:
        raise BadRosterFile(_("The file is larger than %(most)s MB.") % {"most": FILE_MAX_BYTES // 1024 // 1024})
    try:
        with READINGS.turn():
            answer = ANSWER.validate_json(done_apart(reader, content, heard=heard))
    except LaneFull as full:
        raise TooManyRosterReadings from full
    except (ProcessTooSlow, ProcessTooGreedy) as error:
        raise BadRosterFile(_("Reading this file takes more time or memory than it may.")) from error
    except ProcessNotConfined as unsafe:
        raise RosterReadersNotConfined from unsafe
    if answer.found is None:
        raise BadRosterFile(_refusal_sentence(answer.refusal), pointer=f"/{answer.file or answer.refusal}")
    return answer.found


def _refusal_sentence(code: str) -> str:
    words = {
        "bad_zip": _("The file is no zip archive, or a broken one."),
        "no_manifest": _("The archive has no manifest.csv."),
        "version": _("The manifest does not say that this is OneRoster 1.2."),
        "mode": _("The manifest has to say bulk, delta or absent for each file."),
        "nothing": _("The manifest names no table that is read here."),
        "file_missing": _("The manifest names a file that the archive does not have."),
        "file_twice": _("The archive has a file twice."),
        "columns": _("A file lacks a column that is needed, or has one twice."),
        "not_utf8": _("A file is not written in UTF-8."),
        "not_csv": _("A file is not a table with commas, or has a cell that is too long."),
        "too_large": _("Unpacked, the archive is larger than it may be."),
        "too_many_files": _("The archive has too many files."),
        "too_many_rows": _("The archive has more rows than it may have."),
    }
    return words[code]
