"""Read a Word file in a process of its own, bounded in time and memory. Starts a process and waits for it."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from mou.errors import BadPaper
from mou.reading.blocks import FILE_MAX_BYTES
from mou.reading.proposal import Proposal
from mou.reading.reading_process import ANSWER, MEMORY_BYTES

ROOT = Path(__file__).resolve().parent.parent
WALL_S = 40.0
# No setting of ours reaches the process: it has no use for them.
ENVIRONMENT = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"}


def read_docx(content: bytes, *, wall_s: float = WALL_S, memory_bytes: int = MEMORY_BYTES) -> Proposal:
    """Return what a .docx agreement proposes; nothing of it is accepted until a person says so.

    Raises: BadPaper: it is no Word file, larger than an agreement can be, or takes too long or too much to read.
    """
    if len(content) > FILE_MAX_BYTES:
        raise BadPaper(f"The file is larger than {FILE_MAX_BYTES // 1024 // 1024} MB.")
    with tempfile.TemporaryFile(prefix="musterpoint-paper-") as said:
        try:
            done = subprocess.run(  # noqa: S603 - our own module, in this Python
                [sys.executable, "-m", "mou.reading.reading_process", str(memory_bytes)],
                input=content,
                stdout=said,
                stderr=subprocess.DEVNULL,
                cwd=tempfile.gettempdir(),
                env={**ENVIRONMENT, "PATH": os.environ.get("PATH", "")},
                timeout=wall_s,
                check=False,
            )
        except subprocess.TimeoutExpired as slow:
            raise BadPaper("Reading this file takes longer than it may.") from slow
        if done.returncode != 0:
            raise BadPaper("Reading this file takes more time or memory than it may.")
        said.seek(0)
        answer = ANSWER.validate_json(said.read())
    if answer.proposal is None:
        raise BadPaper(answer.refusal)
    return answer.proposal
