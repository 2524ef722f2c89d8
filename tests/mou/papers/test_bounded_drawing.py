"""Papers are drawn and sealed in a process of their own: bounded, alone, and with a key that no one else sees."""

import base64
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from weasyprint.urls import FatalURLFetchingError

from mou.errors import PaperNotDrawn, PrintUnderWay
from mou.foundation.bounded_process.forks import SERVER
from mou.foundation.bounded_process.runner import ENVIRONMENT, PROGRAM, TERMS
from mou.foundation.bounded_process.start import Terms
from mou.papers.bounded_drawing import DRAWER, DRAWINGS, one_print_of, pdf_of
from mou.papers.canonical import canonical_bytes
from mou.papers.sealing.drawing import Page, signed_page
from mou.papers.sealing.drawing_process import ORDER, Order, SealOrder, draw_order
from mou.papers.sealing.keys import SealKey
from mou.papers.sealing.verify import verify_paper
from tests.mou.papers.test_canonical import small_document
from tests.mou.papers.test_sealing import SIGNED, key_in
from tests.support.drawings import command_line, drawers_of, environment, held_drawer

LINE = Page("<!doctype html><html lang='en'><title>Line</title><p>A line.</p></html>")


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SealKey:
    return key_in(tmp_path_factory.mktemp("keys"))


def small_page() -> Page:
    document = small_document()
    return signed_page(document, canonical=canonical_bytes(document), signatures=SIGNED, language="en")


@contextmanager
def being_drawn(page: Page, *, seal: SealOrder | None) -> Iterator[tuple[int, Future[bytes]]]:
    """Have a page drawn and stop the process that draws it; yields it, and what will come of it."""
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(pdf_of, page, seal=seal)
        drawer = held_drawer(os.getpid())
        try:
            yield drawer, coming
        finally:
            os.kill(drawer, signal.SIGCONT)


def test_what_the_process_seals_is_whole_and_holds_the_exact_bytes(key: SealKey) -> None:
    pdf = pdf_of(small_page(), seal=SealOrder(key, "A reason"))

    found = verify_paper(pdf, certificate=key.certificate_der)
    assert (found.is_trusted, found.canonical) == (True, canonical_bytes(small_document()))


def test_the_key_goes_through_memory_and_stands_where_nobody_else_can_read_it(key: SealKey) -> None:
    with being_drawn(small_page(), seal=SealOrder(key, "A reason")) as (drawer, coming):
        said, given = command_line(drawer), environment(drawer)

    shown = " ".join([*said, *given.values()])
    assert said[1:4] == ["-P", "-m", SERVER]
    assert given.keys() == {*ENVIRONMENT, "PATH"}
    assert not {key.key_der.hex(), base64.b64encode(key.key_der).decode()} & set(shown.split())
    assert verify_paper(coming.result(120), certificate=None).is_trusted is None
    assert repr(key.key_der) not in repr(Order(LINE, SealOrder(key, "A reason")))


def test_a_process_that_takes_too_long_is_ended() -> None:
    with pytest.raises(PaperNotDrawn, match="more than 0 s"):
        pdf_of(LINE, drawer=DRAWER.within(wall_s=0.01))

    assert drawers_of(os.getpid()) == []


def test_a_process_that_takes_more_memory_than_it_may_ends_alone(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(PaperNotDrawn, match="more time or memory"):
        pdf_of(LINE, drawer=DRAWER.within(memory_bytes=96 * 1024**2))

    assert "ended without an answer" in caplog.text


def test_a_process_that_is_killed_leaves_an_error_and_no_half_paper(key: SealKey) -> None:
    with being_drawn(small_page(), seal=SealOrder(key, "A reason")) as (drawer, coming):
        os.kill(drawer, signal.SIGKILL)

    with pytest.raises(PaperNotDrawn):
        coming.result(120)


def test_a_process_nobody_waits_for_any_more_draws_nothing(tmp_path: Path) -> None:
    order = ORDER.dump_json(Order(LINE, seal=None))
    nobody = os.getppid()  # whose child it is not
    terms = Terms(str(tmp_path), nobody, os.geteuid(), DRAWER.bounds, (), is_confined=False)
    command = [sys.executable, "-m", PROGRAM, DRAWER.module, TERMS.dump_json(terms).decode()]

    done = subprocess.run(command, input=order, capture_output=True, check=False)

    assert (done.returncode, done.stdout) == (1, b"")
    assert not any(tmp_path.iterdir())


def test_who_comes_third_is_told_to_come_again() -> None:
    with DRAWINGS.turn(), DRAWINGS.turn(), pytest.raises(PaperNotDrawn, match="Others"):
        pdf_of(LINE, drawer=DRAWER.within(wall_s=0.01))

    assert pdf_of(LINE).startswith(b"%PDF")


def test_a_person_has_one_thing_drawn_at_a_time_and_others_are_not_kept_waiting_by_it() -> None:
    with one_print_of(1), one_print_of(2), one_print_of(None), one_print_of(None), pytest.raises(PrintUnderWay):
        one_print_of(1).__enter__()

    with one_print_of(1):
        pass


def test_a_page_is_written_when_its_turn_has_come() -> None:
    with DRAWINGS.turn(), DRAWINGS.turn(), pytest.raises(PaperNotDrawn):
        pdf_of(lambda: pytest.fail("it was not its turn"), drawer=DRAWER.within(wall_s=0.01))


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/a.png", Path("/etc/hostname").as_uri()])
def test_nothing_is_fetched_for_a_paper(address: str) -> None:
    page = Page(f"<!doctype html><html lang='en'><title>x</title><img alt='x' src='{address}'></html>")

    with pytest.raises(FatalURLFetchingError):
        draw_order(Order(page, seal=None))
