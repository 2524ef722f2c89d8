"""Draw and seal a paper in a bounded process. Has it done by a fork and waits for it.

Drawing holds an interpreter for seconds: in the process that serves, every socket would wait for it. Who waits for a
turn or for the process holds no connection to the database.
"""

import fcntl
import os
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings

from mou.document import Document
from mou.errors import PaperNotDrawn, PrintUnderWay
from mou.foundation.bounded_process.bounds import Bounds
from mou.foundation.bounded_process.connections import let_go_of_connections
from mou.foundation.bounded_process.forks import done_by_fork
from mou.foundation.bounded_process.runner import ProcessFailed, ProcessTooSlow, Program
from mou.foundation.lanes import Lane, LaneFull, Turns
from mou.papers.sealing.drawing import OnPaper, Page, Signed, draft_page, page_to_sign, signed_page
from mou.papers.sealing.drawing_process import ORDER, Order, SealOrder
from mou.papers.sealing.keys import SealKey
from mou.papers.sealing.words import Language

# Two hundred clauses of twenty thousand characters take a minute and 600 MiB; of nothing but tiny paragraphs, more.
DRAWER = Program(
    "mou.papers.sealing.drawing_process",
    Bounds(memory_bytes=2 * 1024**3, cpu_s=500, wall_s=600.0, written_bytes=64 * 1024**2),
    # It draws what we wrote, with people's words in it: confined where that is possible, and not refused elsewhere.
    is_foreign=False,
)
# Each is a process with memory of its own: so many at a time, for all who ask. A signed copy whose turn does not come
# is tried again with the next look.
DRAWINGS = Turns(settings.LANES[Lane.DRAWING])
# One byte for each person: who has it locked is having something drawn, in any process of this machine.
LOCKS = "drawing.lock"


def sealed_pdf(
    document: Document,
    *,
    canonical: bytes,
    signatures: tuple[Signed, ...],
    key: SealKey,
    language: Language,
    on_paper: OnPaper | None = None,
) -> bytes:
    """Return the signed copy of a version. `canonical` are the bytes that the signatures bind to.

    Raises: PaperNotDrawn.
    """
    page = signed_page(document, canonical=canonical, signatures=signatures, language=language, on_paper=on_paper)
    return pdf_of(page, seal=SealOrder(key, f"{document.title}, version {document.number}"[:200]))


def draft_pdf(document: Document, *, language: Language) -> bytes:
    """Return a version that is not signed yet, with DRAFT across every page and no seal. Raises: PaperNotDrawn."""
    return pdf_of(draft_page(document, language=language))


def pdf_to_sign(document: Document, *, canonical: bytes, language: Language) -> bytes:
    """Return a version that is out for signature with its sum and lines to sign on, unsealed. Raises: PaperNotDrawn."""
    return pdf_of(page_to_sign(document, canonical=canonical, language=language))


@contextmanager
def one_print_of(person_id: int | None) -> Iterator[None]:
    """Let a person have one thing drawn or packed at a time: who asks for twenty gets one and is told to come again.

    None: the server itself, or its console. Raises: PrintUnderWay.
    """
    if person_id is None:
        yield
        return
    settings.EXPORTS_ROOT.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A lock of the open file, not of the process: two threads of one process keep each other out as well.
    opened = os.open(settings.EXPORTS_ROOT / f".{LOCKS}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        wanted = struct.pack("hhqqi", fcntl.F_WRLCK, os.SEEK_SET, person_id, 1, 0)
        try:
            fcntl.fcntl(opened, fcntl.F_OFD_SETLK, wanted)
        except BlockingIOError as held:
            raise PrintUnderWay("Something else is being made for you; try again when it is done.") from held
        yield
    finally:
        os.close(opened)


def pdf_of(page: Page | Callable[[], Page], *, seal: SealOrder | None = None, drawer: Program = DRAWER) -> bytes:
    """Return a page as a tagged PDF. Starts a process and waits for it, in the lane for drawing.

    A page that takes time to write is given as a function: it is called when the turn has come.
    Raises: PaperNotDrawn: it takes more time or memory than it may, or others are before it.
    """

    def order() -> bytes:
        return ORDER.dump_json(Order(page if isinstance(page, Page) else page(), seal))

    return drawn_apart(drawer, order)


def drawn_apart(drawer: Program, order: Callable[[], bytes]) -> bytes:
    """Return what a program draws. The order is written when the turn has come; at most two are drawn at a time.

    Has it done by a fork and waits for it. Raises: PaperNotDrawn: as pdf_of.
    """
    let_go_of_connections()
    try:
        with DRAWINGS.turn(most_s=drawer.bounds.wall_s):
            return done_by_fork(drawer, order())
    except LaneFull as full:
        raise PaperNotDrawn("Others are having papers drawn; try again in a moment.") from full
    except ProcessTooSlow as slow:
        raise PaperNotDrawn(f"Drawing this paper takes more than {drawer.bounds.wall_s:.0f} s.") from slow
    except ProcessFailed as failed:
        raise PaperNotDrawn("Drawing this paper takes more time or memory than it may.") from failed
