"""Pages, scripts and sealed papers write a day in one form, and no page has a form of its own."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format

from mou.agreements.reading.redline import FrameChange
from mou.papers.sealing.words import Language, day_words
from mou.web.views import as_shown
from tests.support.node import run_node
from tests.support.processes import ROOT

DAYS = [date(2026, month, day) for month, day in zip(range(1, 13), range(1, 25, 2), strict=True)]
SCRIPT = """import { dayText } from "/static/coordination/clock.js";
console.log(JSON.stringify(%s.map((day) => dayText(day, "%s"))));"""
# Attributes are for programs.
FOR_PROGRAMS = re.compile(r"""[\w-]+="(?:\{\{.*?\}\}|\{%.*?%\}|[^"{])*\"""")
ISO = re.compile(r"""date:["'](?:Y-m-d|c\b)|\bisoformat\b""")


@pytest.mark.parametrize("language", ["en", "es"])
def test_pages_papers_and_scripts_write_a_day_alike(language: Language) -> None:
    with translation.override(language):
        pages = [date_format(day) for day in DAYS]
        second = date_format(datetime(2026, 11, 26, 14, 5, 7, tzinfo=UTC), "RECORD_FORMAT")
        change = as_shown(FrameChange("expires_on", "2026-11-26", "2027-11-26"))
        title = FrameChange("title", "2026-11-26", "a title may be a day")
        assert as_shown(title) == title
    asked = [day.isoformat() for day in DAYS]
    scripts = run_node("--input-type=module", "-e", SCRIPT % (asked, language)).stdout

    assert [day_words(day, language) for day in DAYS] == pages
    assert json.loads(scripts) == pages
    assert second == {"en": "Nov 26, 2026, 14:05:07", "es": "26 nov 2026, 14:05:07"}[language]
    assert change.after == {"en": "Nov 26, 2027", "es": "26 nov 2027"}[language]


@pytest.mark.parametrize("folder", ["coordination", "mapping", "mou"])
def test_no_page_writes_a_day_for_programs(folder: str) -> None:
    templates = sorted((ROOT / folder).rglob("templates/**/*.html"))
    found = {path.name for path in templates if ISO.search(FOR_PROGRAMS.sub("", path.read_text()))}

    assert len(templates) > 10
    assert found == set()
