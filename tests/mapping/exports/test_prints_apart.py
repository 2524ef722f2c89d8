"""A print is laid out and drawn by a process that is bounded, and knows nothing of the server that waits for it.

Slow because the pages are drawn by a real process.
"""

import gettext
import io
import re
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from django.utils import translation

from mapping.exports import laid_out, print_words, rows
from mapping.exports.drawing_process import MAPPING
from mapping.exports.laid_out import drawings_of, sheets_of
from mapping.exports.print_job import ORDER, PrintChoice, PrintForm, PrintJob, PrintOrder, Streets
from mapping.exports.prints import DRAWER, site_drawings, site_pdf
from mapping.exports.sheets.paper import Paper
from mapping.exports.sheets.streets import Picture
from mapping.laws.freshness import AgeLimits
from mapping.sites.wording.words import map_words
from mou.errors import PaperNotDrawn
from mou.foundation.bounded_process.runner import Program
from tests.mapping.exports.foreign_plans import EVERY_PLAN, foreign_plan

LITTLE_MEMORY = 128 * 1024**2
BOUNDS = {
    "time": DRAWER.within(wall_s=0.2),
    "memory": DRAWER.within(memory_bytes=LITTLE_MEMORY),
}


def job_of(name: str) -> PrintJob:
    return PrintJob(foreign_plan(name), None, date(2026, 11, 26), AgeLimits(270, 365), PrintChoice(Paper.LETTER))


@pytest.mark.parametrize("drawer", BOUNDS.values(), ids=BOUNDS)
def test_a_print_that_takes_more_than_it_may_is_given_up(drawer: Program) -> None:
    with pytest.raises(PaperNotDrawn):
        site_pdf(job_of("fire station"), drawer=drawer)

    assert site_pdf(job_of("gatehouse")).startswith(b"%PDF-")


@pytest.mark.parametrize("name", EVERY_PLAN)
def test_nothing_of_a_print_is_lost_on_its_way_to_the_process(name: str) -> None:
    job = job_of(name)
    street = Picture((-98.6, 39.7, -98.4, 39.9), "data:image/png;base64,AAAA")
    order = PrintOrder(job, Streets({"site": (street,)}, "County GIS"), PrintForm.SVG, "es")

    told = ORDER.validate_json(ORDER.dump_json(order))

    assert told == order
    assert drawings_of(sheets_of(told.job, told.streets)) == drawings_of(sheets_of(order.job, order.streets))


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_process_draws_in_the_reader_s_language_what_would_be_drawn_here(language: str) -> None:
    job = job_of("tower")

    with translation.override(language):
        pdf, drawings = site_pdf(job), site_drawings(job)
        here = drawings_of(sheets_of(job))
        words = ("Verificado", "Escala", "Impreso") if language == "es" else ("Verified", "Scale", "Printed")

    assert {name: svg.decode() for name, svg in drawings.items()} == here
    pages = pypdfium2.PdfDocument(io.BytesIO(pdf))
    text = pages[0].get_textpage().get_text_range()
    assert [word for word in words if word not in text] == []


def test_every_word_of_a_print_is_in_the_one_catalogue_that_the_process_has() -> None:
    """The server has catalogues of other packages beside, and one of them may say another thing."""
    with translation.override("en"):
        words = set(map_words().values())
    for path in ("print.html", "_print_rows.html"):
        template = MAPPING / "exports" / "templates" / "mapping" / "exports" / path
        words |= set(re.findall(r'translate "([^"]+)"', template.read_text()))
    for module in (laid_out, print_words, rows):
        words |= set(re.findall(r'\b_\("([^"]+)"\)', Path(str(module.__file__)).read_text()))
    with (MAPPING / "web" / "locale" / "es" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        own = gettext.GNUTranslations(file)

    assert len(words) > 150
    with translation.override("es"):
        served = {word: translation.gettext(word) for word in words}
    assert {word: own.gettext(word) for word in words} == served
