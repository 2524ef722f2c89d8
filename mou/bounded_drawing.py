"""Draw and seal a paper in a process of its own, bounded in time and memory. Starts a process and waits for it.

Drawing holds an interpreter for seconds: in the process that serves, every socket would wait for it.
"""

import logging
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from mou.document import Document
from mou.errors import PaperNotDrawn
from mou.sealing.drawing import Page, Signed, draft_page, signed_page
from mou.sealing.drawing_process import MEMORY_BYTES, ORDER, Order, SealOrder
from mou.sealing.keys import SealKey
from mou.sealing.words import Language

logger = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parent.parent
WALL_S = 600.0
# So long a request waits for its turn; a signed copy whose turn does not come is tried again with the next look.
TURN_S = 20.0
# Each is a process with memory of its own: so many at a time, whoever asks.
DRAWINGS = threading.BoundedSemaphore(2)
SAID_MAX_BYTES = 2_000
# No setting of ours reaches the process: it has no use for them.
ENVIRONMENT = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"}
# Where programs are, and where lists of fonts are kept that take long to make.
PASSED_ON = ("PATH", "HOME", "XDG_CACHE_HOME")


def sealed_pdf(
    document: Document, *, canonical: bytes, signatures: tuple[Signed, ...], key: SealKey, language: Language
) -> bytes:
    """Return the signed copy of a version. `canonical` are the bytes that the signatures bind to.

    Raises: PaperNotDrawn.
    """
    page = signed_page(document, canonical=canonical, signatures=signatures, language=language)
    return pdf_of(page, seal=SealOrder(key, f"{document.title}, version {document.number}"[:200]))


def draft_pdf(document: Document, *, language: Language) -> bytes:
    """Return a version that is not signed yet, with DRAFT across every page and no seal. Raises: PaperNotDrawn."""
    return pdf_of(draft_page(document, language=language))


def pdf_of(
    page: Page, *, seal: SealOrder | None = None, wall_s: float = WALL_S, memory_bytes: int = MEMORY_BYTES
) -> bytes:
    """Return a page as a tagged PDF. Starts a process and waits for it; at most two of them at a time.

    Raises: PaperNotDrawn: it takes more time or memory than it may, or others are before it.
    """
    if not DRAWINGS.acquire(timeout=min(TURN_S, wall_s)):
        raise PaperNotDrawn("Others are having papers drawn; try again in a moment.")
    try:
        return _made(ORDER.dump_json(Order(page, seal)), wall_s, memory_bytes)
    finally:
        DRAWINGS.release()


def _made(order: bytes, wall_s: float, memory_bytes: int) -> bytes:
    with (
        tempfile.TemporaryFile(prefix="musterpoint-paper-") as pdf,
        tempfile.TemporaryFile(prefix="musterpoint-paper-") as said,
    ):
        try:
            done = subprocess.run(  # noqa: S603 - our own module, in this Python
                [sys.executable, "-m", "mou.sealing.drawing_process", str(memory_bytes), str(os.getpid())],
                input=order,
                stdout=pdf,
                stderr=said,
                cwd=tempfile.gettempdir(),
                env={**ENVIRONMENT, **{name: os.environ[name] for name in PASSED_ON if name in os.environ}},
                timeout=wall_s,
                check=False,
            )
        except subprocess.TimeoutExpired as slow:
            raise PaperNotDrawn(f"Drawing this paper takes more than {wall_s:.0f} s.") from slow
        if done.returncode != 0:
            said.seek(max(0, said.tell() - SAID_MAX_BYTES))
            last = said.read().decode(errors="replace").strip().rpartition("\n")[2]
            logger.error("a paper was not drawn: the process ended with %s (%.200s)", done.returncode, last)
            raise PaperNotDrawn("Drawing this paper takes more time or memory than it may.")
        pdf.seek(0)
        return pdf.read()
